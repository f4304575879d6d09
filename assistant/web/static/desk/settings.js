// What a reader chooses: who writes, how long answers are, light or dark. Kept in this browser.

import { find, findAll, gradio } from "./desk.js";

const KEPT = "dateline.settings";
const chosen = { writing: "model", length: "standard", theme: "system" };

/** What is sent with each question. */
export function manner() {
  const standard = gradio.props.length;
  const lengths = { short: 1, standard, long: Math.min(8, 2 * standard) };
  return { length: lengths[chosen.length], quoted: !gradio.props.model || chosen.writing === "quotes" };
}

function apply() {
  document.documentElement.dataset.theme = chosen.theme;
  find(".manner").textContent = manner().quoted ? "Quoting the articles" : `Written by ${gradio.props.model}, checked`;
  const shown = { ...chosen, writing: manner().quoted ? "quotes" : "model" };
  for (const [name, value] of Object.entries(shown)) {
    for (const choice of findAll(`.settings [name=${name}]`)) choice.checked = choice.value === value;
  }
}

function remember() {
  try {
    localStorage.setItem(KEPT, JSON.stringify(chosen));
  } catch {
    // A browser that keeps nothing still applies it.
  }
}

function recall() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT)) ?? {};
    for (const name of Object.keys(chosen)) if (typeof kept[name] === "string") chosen[name] = kept[name];
  } catch {
    // Nothing is kept, or what is there is not ours.
  }
}

async function tryModel() {
  const button = find(".try-model");
  const state = find(".model-state");
  button.disabled = true;
  state.textContent = "Asking it for a word …";
  const found = await gradio.server.try_model({}).catch(() => null);
  button.disabled = false;
  state.classList.toggle("is-down", !found || Boolean(found.problem));
  if (!found) state.textContent = "Dateline does not answer. See whether it still runs.";
  else if (found.problem) state.textContent = `Down: ${found.problem} Answers are quotes until it is back.`;
  else state.textContent = `It writes: first word after ${found.seconds.toFixed(1)} s.`;
}

export function openSettings() {
  find(".settings").showModal();
}

/** Wires the settings and applies what was chosen before. */
export function startSettings() {
  recall();
  const dialog = find(".settings");
  const { model } = gradio.props;
  find(".model-name", dialog).textContent = model;
  find(".with-model", dialog).hidden = !model;
  find(".without-model", dialog).hidden = Boolean(model);
  dialog.addEventListener("change", (event) => {
    if (!(event.target.name in chosen)) return;
    chosen[event.target.name] = event.target.value;
    apply();
    remember();
  });
  find(".try-model", dialog).addEventListener("click", tryModel);
  apply();
}
