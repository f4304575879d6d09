// The view of the archive: its articles listed and narrowed, taken out and brought back.

import { show } from "./asking.js";
import { draw, find, gradio } from "./desk.js";
import { leaveArticle } from "./panel.js";

const TYPING = 250; // milliseconds without a key before a search begins

let asked = 0; // searches so far; an answer to an earlier one is not shown
let shown = 0; // articles in the list
let typing = null;

/** What the server gave for `call`, with `problem` set where it does not answer. */
export async function call(name, data = {}) {
  const unanswered = { problem: "Dateline does not answer. See whether it still runs." };
  return gradio.server[name](data).catch(() => unanswered);
}

/** Lists the articles anew and shows what stands around the list. */
export async function openArchive() {
  const [around] = await Promise.all([call("open_archive"), listArticles()]);
  complain(around.problem);
  if (around.problem) return around;
  if (find(".archive-note").innerHTML && !around.note) leaveArticle(); // it was one of the demo archive
  draw(find(".archive-note"), around.note);
  draw(find(".removed-slot"), around.removed);
  choices(find("#archive-outlet"), around.outlets);
  choices(find("#archive-year"), around.years);
  return around;
}

// New choices, the chosen one kept.
function choices(select, html) {
  const chosen = select.value;
  draw(select, html);
  select.value = [...select.options].some((option) => option.value === chosen) ? chosen : "";
}

/** Hears the search form. */
export function startArchive() {
  const form = find(".archive-search");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    listArticles();
  });
  form.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(listArticles, TYPING);
  });
}

/** Lists what the search form asks for; with `further`, adds the next articles to those that are shown. */
export async function listArticles(further = false) {
  clearTimeout(typing);
  const search = ++asked;
  const list = find(".entries");
  const offset = further === true ? shown : 0;
  const slow = setTimeout(() => list.setAttribute("aria-busy", "true"), 150);
  const found = await call("list_articles", {
    words: find("#archive-words").value,
    outlet: find("#archive-outlet").value,
    year: find("#archive-year").value,
    offset,
  });
  clearTimeout(slow);
  if (search !== asked) return;
  list.setAttribute("aria-busy", "false");
  complain(found.problem);
  if (found.problem) return;
  if (offset) list.insertAdjacentHTML("beforeend", found.html);
  else list.innerHTML = found.html;
  shown = offset + found.shown;
  find(".more").hidden = !found.more;
  if (offset) list.children[offset]?.querySelector("button")?.focus();
  else find(".announcer").textContent = found.more ? `${shown} articles shown, there are more` : `${shown} articles`;
}

/** Shows an article's versions below it, or hides them. */
export async function toggleVersions(button) {
  const slot = find(".entry-versions", button.closest(".entry"));
  const open = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!open));
  if (open) return slot.replaceChildren();
  const versions = await call("article_versions", { article: button.dataset.id });
  complain(versions.problem);
  slot.innerHTML = versions.html ?? "";
}

/** Takes an article out; Undo stands in its place. */
export async function removeArticle(button) {
  const entry = await change("remove_article", button);
  if (entry) find("button", entry)?.focus();
}

/** Brings an article back, to where it stood or to the list. */
export async function restoreArticle(button) {
  const listed = Boolean(button.closest(".entries:not(.removed-slot *)"));
  const entry = await change("restore_article", button);
  if (entry && listed) find("button", entry)?.focus();
  else if (entry) openArchive();
}

async function change(name, button) {
  const entry = button.closest(".entry");
  button.disabled = true;
  const slow = setTimeout(() => entry.setAttribute("aria-busy", "true"), 150);
  const changed = await call(name, { article: button.dataset.id });
  clearTimeout(slow);
  entry.removeAttribute("aria-busy");
  complain(changed.problem);
  button.disabled = false;
  if (changed.problem) return null;
  entry.innerHTML = changed.html;
  show(changed);
  return entry;
}

/** Shows a problem of this view, or that there is none. */
export function complain(problem) {
  const place = find(".archive-problem");
  place.textContent = problem ?? "";
  place.hidden = !problem;
}

/** Whether the view is the one that is shown. */
export const inArchive = () => !find('.view[data-view="archive"]').hidden;

/** The articles are others now: the list is made anew if anybody looks at it. */
export function archiveChanged() {
  if (inArchive()) openArchive();
}
