// The sidebar: beside the conversation on a wide screen, where it can be folded away; a drawer on others.

import { find } from "./desk.js";
import { lowerPanel } from "./panel.js";
import { addressed } from "./views.js";

const KEY = "dateline-sidebar";
const wide = window.matchMedia("(min-width: 1200px)");

const talk = () => find(".talk");
const isDrawn = () => talk().classList.contains("drawn");

/** Called once. */
export function startSidebar() {
  talk().classList.toggle("folded", remembered() === "folded");
  wide.addEventListener("change", () => closeDrawer(false));
  find(".scrim").addEventListener("click", () => closeDrawer());
  tell();
}

/** The button in the masthead: folds or unfolds, opens or closes the drawer. From another view it leads here first. */
export function toggleSidebar() {
  const away = !["", "ask"].includes(addressed().view);
  if (away) location.hash = find('.views a[data-view="ask"]').getAttribute("href");
  if (!wide.matches) return isDrawn() ? closeDrawer() : openDrawer();
  const folded = talk().classList.toggle("folded", away ? false : undefined);
  remember(folded ? "folded" : "open");
  tell();
}

function openDrawer() {
  lowerPanel();
  talk().classList.add("drawn");
  hide(true);
  find(".kept-words").focus();
}

/** Closes the drawer, and gives the focus back. Whether it was open. */
export function closeDrawer(back = true) {
  if (!isDrawn()) return false;
  talk().classList.remove("drawn");
  hide(false);
  if (back) find(".sidebar-toggle").focus();
  return true;
}

// While the drawer is open, what it covers is out of reach.
function hide(covered) {
  find(".scrim").hidden = !covered;
  for (const part of [".conversation", ".panel"]) find(part).inert = covered;
  tell();
}

function tell() {
  const shown = wide.matches ? !talk().classList.contains("folded") : isDrawn();
  find(".sidebar-toggle").setAttribute("aria-expanded", String(shown));
}

// A browser may forbid storage; then the sidebar is simply there.
function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function remember(state) {
  try {
    localStorage.setItem(KEY, state);
  } catch {
    // It is open again next time.
  }
}
