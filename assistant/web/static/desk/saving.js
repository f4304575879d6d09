// What people take away: text to the clipboard, text as a file.

import { find, gradio } from "./desk.js";

/** Saves what the nearest part of the page carries in `data-<kind>` as a file. */
export function save(button, kind, type, ending) {
  const part = button.closest(`[data-${kind}]`);
  const link = document.createElement("a");
  // The mark at the front tells spreadsheets that it is UTF-8.
  link.href = URL.createObjectURL(new Blob(["\ufeff", part.dataset[kind]].slice(kind === "csv" ? 0 : 1), { type }));
  link.download = `dateline ${part.dataset.name.replace(/[^\p{L}\p{N} -]/gu, "").trim().slice(0, 80)}.${ending}`;
  link.click();
  setTimeout(URL.revokeObjectURL, 10_000, link.href);
}

/** Copies what the nearest part of the page carries in `data-<kind>`, and says so. */
export async function copyPart(button, kind) {
  const words = button.textContent;
  const copied = await toClipboard(button.closest(`[data-${kind}]`).dataset[kind]);
  button.textContent = copied ? "Copied" : "This browser does not let pages copy";
  find(".announcer").textContent = button.textContent;
  setTimeout(() => (button.textContent = words), 2000);
}

// Browsers give the clipboard only to pages of this machine or over https; elsewhere the old way has to do.
async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    gradio.element.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    return copied;
  }
}
