// The source panel: the article of a citation, its quoted words marked and in view.

import { draw, find, findAll, gradio, narrow } from "./desk.js";

let opened = null; // the button whose article is in the panel
let openings = 0;

function sameWords(one, other) {
  return ["article", "version", "start", "end"].every((name) => one.dataset[name] === other.dataset[name]);
}

// What the steps go through: the citations of a turn or of another list of places, the articles of a list, the versions of one.
const groupOf = (button) => button.closest(".turn, .places, .version-list, .entries");

// One button for each citation or passage of a turn, in the order of their numbers.
function places(turn) {
  const all = findAll("[data-article]", turn);
  const firsts = all.filter((button, index) => all.findIndex((other) => sameWords(other, button)) === index);
  return firsts.sort((one, other) => one.dataset.number - other.dataset.number);
}

function placeOf(button) {
  const cited = places(groupOf(button)).filter(
    (other) => sameWords(other, button) || (other.dataset.number !== "0" && other.dataset.article === button.dataset.article),
  );
  return {
    article: button.dataset.article,
    version: Number(button.dataset.version),
    hash: button.dataset.hash,
    spans: cited.map((other) => [
      Number(other.dataset.start),
      Number(other.dataset.end),
      Number(other.dataset.number),
      sameWords(other, button),
    ]),
  };
}

/** Shows the article that a citation's or a passage's button names. */
export async function openSource(button) {
  markCurrent(button);
  const panel = find(".panel");
  const article = find(".panel-article");
  const opening = ++openings;
  const slow = setTimeout(() => panel.setAttribute("aria-busy", "true"), 150);
  const source = await gradio.server.source(placeOf(button)).catch(() => null);
  clearTimeout(slow);
  if (opening !== openings) return;
  panel.setAttribute("aria-busy", "false");
  draw(article, source ? source.html : '<p class="failure" role="alert">Dateline does not answer. See whether it still runs.</p>');
  draw(find(".panel-name"), source?.origin || "Source");
  find(".panel-empty").hidden = true;
  bringIntoView(find("mark.active", article));
  const all = places(groupOf(button));
  const place = all.findIndex((other) => sameWords(other, button));
  find(".position").textContent = all.length > 1 ? `${place + 1} of ${all.length}` : "";
  find(".previous").disabled = place <= 0;
  find(".next").disabled = place >= all.length - 1;
  find(".announcer").textContent = source ? `Source ${place + 1} of ${all.length}: ${source.title}` : "";
}

function markCurrent(button) {
  for (const old of findAll("[data-article][aria-current]")) old.removeAttribute("aria-current");
  for (const same of findAll("[data-article]", groupOf(button))) {
    if (sameWords(same, button)) same.setAttribute("aria-current", "true");
  }
  opened = button;
}

function bringIntoView(mark) {
  const shelf = find(".panel-body");
  shelf.scrollTop = 0;
  if (!mark) return;
  const above = mark.getBoundingClientRect().top - shelf.getBoundingClientRect().top;
  shelf.scrollTop = Math.max(0, above - shelf.clientHeight * 0.3);
}

/** On a narrow screen the panel covers the conversation until it is lowered. */
export function raisePanel() {
  find(".panel").classList.add("raised");
  if (!narrow.matches) return;
  coverViews();
  find(".close").focus();
}

/** Keeps the keyboard out of what the panel covers. */
export function coverViews() {
  const covered = narrow.matches && find(".panel").classList.contains("raised");
  for (const view of findAll(".view")) view.inert = covered;
}

export function lowerPanel() {
  const panel = find(".panel");
  if (!panel.classList.contains("raised")) return;
  panel.classList.remove("raised");
  coverViews();
  if (narrow.matches) opened?.focus();
}

/** Empties the panel. */
export function leaveArticle() {
  lowerPanel();
  opened = null;
  openings += 1;
  for (const old of findAll("[data-article][aria-current]")) old.removeAttribute("aria-current");
  draw(find(".panel-article"), "");
  draw(find(".panel-name"), "Source");
  find(".panel-empty").hidden = false;
  find(".position").textContent = "";
  find(".previous").disabled = find(".next").disabled = true;
}

/** Opens the citation before or after the open one; with `focus`, a citation's button, its neighbour of the same kind. */
export function step(by, focus) {
  if (!focus && !opened?.isConnected) return;
  const kind = focus && `.${focus.classList[0]}[data-article]`;
  const group = focus ? findAll(kind, groupOf(focus)) : places(groupOf(opened));
  const place = group.findIndex((other) => (focus ? other === focus : sameWords(other, opened)));
  const next = group[place + by];
  if (!next) return;
  if (focus) next.focus();
  openSource(next);
}
