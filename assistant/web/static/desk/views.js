// The page's views, one at a time, each named in the address ("#archive"), so that Back and reloading work.
// What is open in a view may follow its name ("#ask/ID").

import { find, findAll, gradio } from "./desk.js";
import { lowerPanel } from "./panel.js";

/** The view that the address names, and what follows its name. */
export function addressed() {
  const [view, ...rest] = location.hash.slice(1).split("/");
  return { view, rest: rest.join("/") };
}

/** Shows the view that the address names, the first one where it names none. */
export function showView() {
  const views = findAll(".view");
  const shown = views.find((view) => view.dataset.view === addressed().view) ?? views[0];
  for (const view of views) view.hidden = view !== shown;
  for (const link of findAll(".views a")) {
    if (link.dataset.view === shown.dataset.view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  lowerPanel();
  gradio.element.dispatchEvent(new CustomEvent("dateline:view", { detail: shown.dataset.view }));
}

/** Names in the address what a view shows now, without a step for Back. The view's link leads there too. */
export function nameInAddress(name, rest) {
  const hash = rest ? `#${name}/${rest}` : `#${name}`;
  for (const link of findAll(`.views a[data-view="${name}"]`)) link.setAttribute("href", hash);
  if ((addressed().view || "ask") === name) history.replaceState(null, "", hash);
}

/** What the address names within the view: of "#timeline/troops%20to%20Romania" it is ["troops to Romania"]. */
export function placeInView() {
  try {
    return location.hash.split("/").slice(1).map(decodeURIComponent);
  } catch {
    return [];
  }
}

/** Goes to a view, and to a place in it. */
export function goTo(name, ...place) {
  location.hash = [name, ...place.map(encodeURIComponent)].join("/");
}
