// "This answer is wrong": one click keeps the answer, a line says why to whoever wants to tell.

import { find, gradio } from "./desk.js";
import { here } from "./here.js";

const SILENT = "Dateline does not answer. See whether it still runs.";

const asked = (turn, more) => ({ conversation: here.conversation, answer: turn.dataset.answer, ...more });

/** Shows whether a turn's answer is kept as a wrong one. */
export function showWrong(turn, wrong) {
  const button = find(".wrong", turn);
  button.setAttribute("aria-pressed", String(wrong));
  button.textContent = wrong ? "Marked as wrong" : "This answer is wrong";
}

/** Keeps the answer as a wrong one, and offers to say why. */
export async function markWrong(button) {
  const turn = button.closest(".turn");
  if (find(".remark", turn)) return close(turn);
  const said = await gradio.server.mark_wrong(asked(turn)).catch(() => ({ problem: SILENT }));
  if (said.problem) return tell(said.problem);
  showWrong(turn, true);
  find(".announcer").textContent = "Kept as a wrong answer. You may say what is wrong.";
  const form = find(".remark-template").content.firstElementChild.cloneNode(true);
  form.elements.text.value = said.text;
  form.elements.right.value = said.right;
  form.elements.silent.checked = said.silent;
  form.elements.right.disabled = said.silent;
  form.addEventListener("submit", explain);
  form.addEventListener("keydown", escaped);
  form.elements.silent.addEventListener("change", (event) => (form.elements.right.disabled = event.target.checked));
  find(".remark-slot", turn).replaceChildren(form);
  form.scrollIntoView({ block: "nearest" });
  form.elements.text.focus({ preventScroll: true });
}

async function explain(event) {
  event.preventDefault();
  const { text, right, silent } = event.target.elements;
  const turn = event.target.closest(".turn");
  const more = { text: text.value, right: right.value, silent: silent.checked };
  const said = await gradio.server.explain_wrong(asked(turn, more)).catch(() => ({ problem: SILENT }));
  if (said.problem) return tell(said.problem);
  close(turn);
  find(".announcer").textContent = "Kept. Thank you.";
}

function escaped(event) {
  if (event.key !== "Escape") return;
  event.stopPropagation();
  close(event.target.closest(".turn"));
}

/** Takes the remark back. */
export async function unmarkWrong(button) {
  const turn = button.closest(".turn");
  const said = await gradio.server.unmark_wrong(asked(turn)).catch(() => ({ problem: SILENT }));
  if (said.problem) return tell(said.problem);
  showWrong(turn, false);
  close(turn);
  find(".announcer").textContent = "The answer is not kept as a wrong one any more.";
}

/** Puts the line away; what was kept stays. */
export function close(turn) {
  find(".remark", turn)?.remove();
  find(".wrong", turn).focus({ preventScroll: true });
}

function tell(problem) {
  gradio.element.dispatchEvent(new CustomEvent("dateline:problem", { detail: problem }));
}
