// Copying an answer and saving answers as files.

import { gradio } from "./desk.js";
import { here } from "./here.js";
import { openMenu } from "./menus.js";
import { copyText, saveFile } from "./saving.js";

/** The finished turns' answers as plain text with their citations. */
export const texts = new WeakMap();

const FORMATS = { markdown: "Markdown", html: "Web page (HTML receipt)", json: "JSON" };

/** Puts a turn's answer into the clipboard. */
export const copy = (button) => copyText(button, texts.get(button.closest(".turn")));

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
  saveFile(file.name, file.text, file.type);
}

function tell(problem) {
  gradio.element.dispatchEvent(new CustomEvent("dateline:problem", { detail: problem }));
}
