// Copying an answer and saving answers as files; nothing of it leaves the browser but to the user's own disk.

import { find, gradio } from "./desk.js";
import { here } from "./here.js";
import { openMenu } from "./menus.js";

/** The finished turns' answers as plain text with their citations. */
export const texts = new WeakMap();

const FORMATS = { markdown: "Markdown", html: "Web page (HTML receipt)", json: "JSON" };
const SHOWN = 2000;

/** Puts a turn's answer into the clipboard. */
export async function copy(button) {
  const text = texts.get(button.closest(".turn"));
  const done = await write(text);
  find(".announcer").textContent = done ? "Copied" : "The browser did not let the answer be copied.";
  button.textContent = done ? "Copied" : "Not copied";
  setTimeout(() => (button.textContent = "Copy"), SHOWN);
}

// Browsers give their clipboard only to pages from this machine or under https; elsewhere the older way works.
async function write(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return writeSelected(text);
  }
}

function writeSelected(text) {
  const focused = document.activeElement;
  const area = document.createElement("textarea");
  area.className = "unseen";
  area.value = text;
  gradio.element.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  focused?.focus();
  return done;
}

/** Offers a turn's answer as a file. */
export function offerExport(button) {
  openMenu(button, exportEntries("", here.conversation, button.closest(".turn").dataset.answer));
}

/** The entries of a menu that saves a conversation, or one answer of it. */
export function exportEntries(prefix, conversation, answer = "") {
  return Object.entries(FORMATS).map(([format, name]) => [prefix + name, () => save({ conversation, answer, format })]);
}

async function save(asked) {
  const file = await gradio.server.export_answers(asked).catch(() => null);
  const problem = file ? file.problem : "Dateline does not answer. See whether it still runs.";
  if (problem) return tell(problem);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([file.text], { type: `${file.type};charset=utf-8` }));
  link.download = file.name;
  link.click();
  setTimeout(URL.revokeObjectURL, 10_000, link.href);
  find(".announcer").textContent = `Saved as ${file.name}`;
}

function tell(problem) {
  gradio.element.dispatchEvent(new CustomEvent("dateline:problem", { detail: problem }));
}
