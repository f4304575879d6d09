// What every part of the page stands on: its element, and Gradio's ways to call the server.
// Text from articles, questions and models arrives as HTML that the server has escaped, or goes in as textContent.

/** Set once by `start`: `element`, `trigger(event, data)`, `server.name(…)`, `upload(file)`, `props.value`, `watch(prop, callback)`. */
export const gradio = {};

export const find = (selector, within = gradio.element) => within.querySelector(selector);
export const findAll = (selector, within = gradio.element) => [...within.querySelectorAll(selector)];
export const narrow = window.matchMedia("(max-width: 899px)");

const drawn = new WeakMap(); // what each slot shows

/** Puts escaped HTML into a slot, unless it is there already. */
export function draw(slot, html) {
  if (drawn.get(slot) === html) return;
  slot.innerHTML = html;
  drawn.set(slot, html);
}

/** A name that nobody else has or guesses. */
export function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
