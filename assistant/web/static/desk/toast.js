// A line that tells what was done, for some seconds, with a way to undo it.

import { find } from "./desk.js";

const SHOWN = 8000;

let timer = null;
let after = null; // where the focus goes from a toast that ends

/** Shows `words`, with a button `label` that does `deed`; `back` gives the element that is focused when it ends. */
export function toast(words, { label, deed, back, focus = false } = {}) {
  const box = find(".toast");
  const text = document.createElement("span");
  text.textContent = words;
  box.replaceChildren(text);
  after = back;
  if (label) box.append(undoButton(label, deed));
  box.hidden = false;
  wait();
  if (focus && label) box.lastElementChild.focus();
}

function undoButton(label, deed) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain undo";
  button.textContent = label;
  button.addEventListener("click", () => {
    end();
    deed();
  });
  return button;
}

function wait() {
  clearTimeout(timer);
  timer = setTimeout(end, SHOWN);
}

function end() {
  clearTimeout(timer);
  const box = find(".toast");
  const focused = box.contains(document.activeElement);
  box.hidden = true;
  box.replaceChildren();
  if (focused) after?.()?.focus();
}

/** Called once. A toast that is pointed at or focused stays; Escape ends it. */
export function startToast(element) {
  const box = find(".toast");
  for (const hold of ["pointerenter", "focusin"]) box.addEventListener(hold, () => clearTimeout(timer));
  for (const go of ["pointerleave", "focusout"]) box.addEventListener(go, () => box.hidden || wait());
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    end();
  });
  element.addEventListener("dateline:problem", (event) => toast(event.detail));
}
