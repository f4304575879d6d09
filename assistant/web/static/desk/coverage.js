// The coverage view: bars of what the archive has, narrowed by outlets; a bar lists its articles.

import { draw, find, findAll, gradio } from "./desk.js";
import { placeInView } from "./views.js";

const DOWN = '<p class="failure" role="alert">Dateline does not answer. See whether it still runs.</p>';

let searched = {}; // the span that the address names, to be shaded
let asked = 0;
let listed = 0;

export function startCoverage() {
  gradio.element.addEventListener("dateline:view", ({ detail }) => detail === "coverage" && arrive());
  find(".coverage-slot").addEventListener("change", ({ target }) => {
    if (target.name === "outlet") cover(chosen(), target.value);
  });
  find(".coverage-slot").addEventListener("dateline:point", ({ detail: [since, until] }) => list({ since, until }));
}

/** Lists the articles of a bar that is chosen in the list of bars. */
export function choosePeriod(button) {
  list({ since: button.dataset.since, until: button.dataset.until });
}

function arrive() {
  const [span = "", ...outlets] = placeInView();
  const [since = "", until = ""] = span.split("..");
  searched = { since, until };
  cover(outlets);
}

const chosen = () => findAll('.coverage-slot [name="outlet"]:checked').map((box) => box.value);

// Draws the bars of some outlets, of all where none is named; `kept` is the outlet whose box keeps the focus.
async function cover(outlets, kept) {
  const slot = find(".coverage-slot");
  const asking = ++asked;
  listed += 1;
  const slow = setTimeout(() => slot.setAttribute("aria-busy", "true"), 150);
  const html = await gradio.server.coverage({ ...searched, outlets }).catch(() => null);
  clearTimeout(slow);
  if (asking !== asked) return;
  slot.removeAttribute("aria-busy");
  draw(slot, ""); // what was shown may be the same, with a list below it
  draw(slot, html ?? DOWN);
  if (kept !== undefined) findAll('[name="outlet"]', slot).find((box) => box.value === kept)?.focus({ preventScroll: true });
}

async function list(span) {
  const slot = find(".published-slot");
  const listing = ++listed;
  const slow = setTimeout(() => slot.setAttribute("aria-busy", "true"), 150);
  const html = await gradio.server.published({ ...span, outlets: chosen() }).catch(() => null);
  clearTimeout(slow);
  if (listing !== listed) return;
  slot.removeAttribute("aria-busy");
  draw(slot, html ?? DOWN);
  find(".published-heading", slot)?.focus();
  slot.scrollIntoView({ block: "nearest" });
}
