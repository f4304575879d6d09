// The quote of a citation, shown beside its chip while it is pointed at or focused.

import { find, gradio, narrow } from "./desk.js";

const SOON = 180;
let timer = null;

function fill(card, { quote, title, origin, speaker }) {
  find(".peek-quote", card).textContent = quote;
  find(".peek-title", card).textContent = title;
  find(".peek-origin", card).textContent = speaker ? `${origin} · said by ${speaker}` : origin;
}

// Below the chip where there is room, else above it, and always within the window.
function place(card, chip) {
  const beside = chip.getBoundingClientRect();
  const { width, height } = card.getBoundingClientRect();
  const below = beside.bottom + 8;
  card.style.left = `${Math.max(8, Math.min(beside.left, innerWidth - width - 8))}px`;
  card.style.top = `${below + height < innerHeight ? below : beside.top - height - 8}px`;
}

function show(chip) {
  const card = find(".peek");
  fill(card, chip.dataset);
  card.hidden = false;
  place(card, chip);
}

function hide() {
  clearTimeout(timer);
  find(".peek").hidden = true;
}

/** Wires the cards; on a narrow screen a chip opens its article at once. */
export function startPeeks() {
  const chipOf = (event) => event.target.closest?.(".cite[data-quote]");
  const soon = (event) => {
    const chip = chipOf(event);
    if (!chip || narrow.matches) return;
    clearTimeout(timer);
    timer = setTimeout(() => chip.isConnected && show(chip), SOON);
  };
  gradio.element.addEventListener("pointerover", soon);
  gradio.element.addEventListener("pointerout", (event) => chipOf(event) && hide());
  gradio.element.addEventListener("focusin", (event) => chipOf(event)?.matches(":focus-visible") && soon(event));
  gradio.element.addEventListener("focusout", hide);
  gradio.element.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  document.addEventListener("scroll", hide, { capture: true, passive: true }); // of the answers, of a timeline
}
