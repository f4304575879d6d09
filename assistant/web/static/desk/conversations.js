// The conversations that are kept: the list, opening one, a new one.

import { clear, settle, showKept } from "./asking.js";
import { draw, find, findAll, gradio, narrow } from "./desk.js";
import { here } from "./here.js";
import { closeDrawer } from "./sidebar.js";
import { addressed, goTo, nameInAddress } from "./views.js";

const PAUSE = 150; // milliseconds between the last key and a search, and before a wait is shown
const SILENT = "Dateline does not answer. See whether it still runs, then reload this page.";

let openings = 0;
let listings = 0;
let typing = null;

/** Called once: follows the address, what is kept, what is searched for. */
export function startConversations(element) {
  element.addEventListener("dateline:view", follow);
  element.addEventListener("dateline:kept", (event) => kept(event.detail));
  find(".kept-words").addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(list, PAUSE);
  });
  document.addEventListener("visibilitychange", () => document.hidden || list());
  list();
}

/** Draws the list anew, of the conversations with the words that are searched for. */
export async function list() {
  const listing = ++listings;
  const box = find(".kept-list");
  const slow = setTimeout(() => box.setAttribute("aria-busy", "true"), PAUSE);
  const asked = { words: find(".kept-words").value, minutes: -new Date().getTimezoneOffset() };
  const found = await gradio.server.list_conversations(asked).catch(() => ({ problem: SILENT }));
  clearTimeout(slow);
  if (listing !== listings) return;
  box.setAttribute("aria-busy", "false");
  if (find("input, [role=menu]", box)) return; // a title is being written, or a menu is open
  if (found.problem) return say(box, found.problem);
  draw(box, found.html);
  markHere();
  if (asked.words) find(".announcer").textContent = `${found.count} found`;
}

function say(box, problem) {
  draw(box, '<p class="kept-none" role="alert"></p>');
  box.firstElementChild.textContent = problem;
}

function markHere() {
  for (const link of findAll(".kept-link")) {
    const current = link.closest(".kept").dataset.conversation === here.conversation;
    if (current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

// An answer was kept: the first one names the conversation.
function kept(view) {
  enter(view.conversation);
  list();
}

function enter(conversation) {
  here.conversation = conversation;
  nameInAddress("ask", conversation);
  markHere();
}

/** Leads to an empty conversation. */
export function begin() {
  closeDrawer(false);
  if (location.hash.length > 1 && location.hash !== "#ask") goTo("ask");
  leave();
  find("#question").focus();
}

function leave() {
  openings += 1;
  wait(false);
  clear();
  enter("");
}

// The address names another conversation than the one that is shown.
function follow(event) {
  if (event.detail !== "ask") return;
  const { rest } = addressed();
  if (rest === here.conversation) return;
  if (rest) open(rest);
  else leave();
}

async function open(conversation) {
  const opening = ++openings;
  closeDrawer(false);
  clear();
  enter(conversation);
  const slow = setTimeout(wait, PAUSE, true);
  const found = await gradio.server.open_conversation({ conversation }).catch(() => ({ problem: SILENT }));
  clearTimeout(slow);
  if (opening !== openings) return;
  wait(false);
  if (found.problem) return lost(found.problem);
  showKept(found.turns);
  find(".announcer").textContent = `${found.title}: ${found.turns.length} answers`;
  if (!narrow.matches) find("#question").focus({ preventScroll: true });
}

function wait(waiting) {
  find(".log").setAttribute("aria-busy", String(waiting));
}

// What is asked next begins a conversation.
function lost(problem) {
  const box = find(".lost");
  const note = document.createElement("p");
  note.className = "failure";
  note.setAttribute("role", "alert");
  note.textContent = problem;
  box.replaceChildren(note);
  box.hidden = false;
  here.conversation = "";
  if (problem !== SILENT) nameInAddress("ask", "");
  settle();
  list();
}
