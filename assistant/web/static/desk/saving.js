// What people take away: text to the clipboard, text as a file. Nothing of it leaves the browser but to their own disk.

import { find, gradio } from "./desk.js";

const MARK = "\ufeff"; // at the front of a table, it tells spreadsheets that it is UTF-8

/** Saves text as a file. */
export function saveFile(name, text, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(type === "text/csv" ? [MARK, text] : [text], { type: `${type};charset=utf-8` }));
  link.download = name;
  link.click();
  setTimeout(URL.revokeObjectURL, 10_000, link.href);
  find(".announcer").textContent = `Saved as ${name}`;
}

/** Saves what the nearest part of the page carries in `data-<kind>` as a file. */
export function save(button, kind, type, ending) {
  const { dataset } = button.closest(`[data-${kind}]`);
  const name = dataset.name.replace(/[^\p{L}\p{N} -]/gu, "").trim().slice(0, 80);
  saveFile(`dateline ${name}.${ending}`, dataset[kind], type);
}

/** Copies what the nearest part of the page carries in `data-<kind>`, and says so. */
export const copyPart = (button, kind) => copyText(button, button.closest(`[data-${kind}]`).dataset[kind]);

/** Copies text; the button says for a moment whether it went well. */
export async function copyText(button, text) {
  const words = button.textContent;
  const copied = await toClipboard(text);
  button.textContent = copied ? "Copied" : "Not copied";
  find(".announcer").textContent = copied ? "Copied" : "This browser does not let pages copy.";
  setTimeout(() => (button.textContent = words), 2000);
}

// Browsers give the clipboard only to pages of this machine or over https; elsewhere the old way has to do.
async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

function copySelected(text) {
  const focused = document.activeElement;
  const area = Object.assign(document.createElement("textarea"), { className: "unseen", value: text });
  gradio.element.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  focused?.focus();
  return copied;
}
