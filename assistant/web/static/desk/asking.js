// Turns: a question goes to the server, pictures of its answer come back until it ends.

import { texts } from "./copying.js";
import { draw, find, gradio, narrow, newId } from "./desk.js";
import { here } from "./here.js";
import { listOutlets } from "./limits.js";
import { leaveArticle, openSource } from "./panel.js";
import { showWrong } from "./remarks.js";
import { manner } from "./settings.js";

let running = null; // the turn that is being answered
const unsettled = []; // turns that Gradio still works on, oldest first

/**
 * Asks, unless a question is being answered. Whether it did.
 * Of the options `replaces` is the answer that is asked for again, `limits` and `as_of` narrow it, `alone` takes it as it is.
 */
export function ask(words, options = {}) {
  if (running || !words.trim()) return false;
  running = newId();
  const turn = newTurn(running, words.trim());
  turn.dataset.replaces = options.replaces ?? "";
  find(".lost").hidden = true;
  find(".turns").append(turn);
  settle();
  bringToTop(turn);
  unsettled.push(running);
  const { conversation } = here;
  gradio.trigger("ask", { question: words.trim(), turn: running, conversation, ...manner(), ...options });
  return true;
}

function newTurn(id, words) {
  const turn = find(".turn-template").content.firstElementChild.cloneNode(true);
  turn.dataset.turn = id;
  find(".question", turn).textContent = words;
  return turn;
}

function bringToTop(turn) {
  const log = find(".log");
  log.scrollTo({ top: turn.offsetTop - log.offsetTop + 1 });
}

/** Asks a turn's question again in its place. */
export function askAgain(turn, options = {}) {
  if (running) return;
  turn.remove();
  ask(find(".question", turn).textContent, { ...options, replaces: turn.dataset.answer || turn.dataset.replaces });
}

/** Leaves the conversation that is shown; what is being answered is stopped. */
export function clear() {
  if (running) gradio.server.stop({ turn: running });
  running = null;
  find(".turns").replaceChildren();
  find(".lost").hidden = true;
  leaveArticle();
  settle();
}

/** Shows the turns of a kept conversation, and opens the source of the last. */
export function showKept(views) {
  const log = find(".log");
  log.setAttribute("aria-live", "off"); // nobody wants all of them read out
  const turns = views.map((view) => {
    const turn = newTurn(view.turn, view.question);
    fill(turn, view);
    turn.setAttribute("aria-busy", "false");
    if (view.wrong) showWrong(turn, true);
    return turn;
  });
  find(".turns").replaceChildren(...turns);
  settle();
  const last = turns.at(-1);
  if (last) bringToTop(last);
  if (last) openFirst(last);
  setTimeout(() => log.setAttribute("aria-live", "polite"), 500);
}

/** Shows what fits the state: the welcome or the turns, Ask or Stop. */
export function settle() {
  const begun = find(".turns").childElementCount > 0;
  find(".welcome-slot").hidden = begun || !find(".lost").hidden;
  find(".ask").hidden = Boolean(running);
  find(".stop").hidden = !running;
  find(".forget").hidden = !begun;
}

/** Shows a picture that the server sent. */
export function show(view) {
  if (!view) return;
  if (view.masthead !== undefined) draw(find(".archive-slot"), view.masthead);
  if (view.visitor !== undefined) draw(find(".visitor-slot"), view.visitor);
  if (view.welcome !== undefined) draw(find(".welcome-slot"), view.welcome);
  if (view.outlets !== undefined) listOutlets(view.outlets);
  if (view.holdings !== undefined) draw(find(".holdings-slot"), view.holdings);
  const turn = view.turn && find(`.turn[data-turn="${CSS.escape(view.turn)}"]`);
  if (!turn || view.turn !== running) return;
  fill(turn, view);
  if (view.conversation) gradio.element.dispatchEvent(new CustomEvent("dateline:kept", { detail: view }));
  if (view.state !== "waiting" && view.state !== "answering") finish(turn);
}

function fill(turn, view) {
  turn.dataset.state = view.state;
  draw(find(".understood-slot", turn), view.understood);
  drawPieces(find(".answer", turn), view.answer);
  draw(find(".figures-slot", turn), view.figures);
  draw(find(".sources-slot", turn), view.sources);
  draw(find(".foot-slot", turn), view.foot);
  if (!view.id) return;
  turn.dataset.answer = view.id;
  texts.set(turn, view.text);
}

function drawPieces(answer, pieces) {
  while (answer.childElementCount > pieces.length) answer.lastElementChild.remove();
  pieces.forEach((html, index) => {
    if (!answer.children[index]) answer.append(document.createElement("div"));
    draw(answer.children[index], html);
  });
}

function finish(turn) {
  turn.setAttribute("aria-busy", "false");
  running = null;
  settle();
  if (turn.dataset.state === "done") openFirst(turn);
}

function openFirst(turn) {
  if (narrow.matches) return;
  const first = find(".citations .source", turn);
  if (first) openSource(first);
  else leaveArticle();
}

// Ends a turn that Dateline does not end any more; `words` are HTML.
function breakOff(id, words = "The connection to Dateline broke off. See whether it still runs, then ask again.") {
  if (!id || id !== running) return;
  const turn = find(`.turn[data-turn="${id}"]`);
  turn.dataset.state = "failed";
  draw(find(".foot-slot", turn), `<p class="failure" role="alert">${words}</p>`);
  finish(turn);
}

export function stop() {
  gradio.server.stop({ turn: running });
  setTimeout(breakOff, 4000, running, "Stopped here; Dateline did not say that it stopped.");
}

/** Gradio has ended its work on the oldest turn, whatever came of it. */
export function gradioSettled() {
  setTimeout(breakOff, 250, unsettled.shift());
}

/** Ends the running turn where nobody serves the page any more, or not to somebody who is not logged in any more. */
export async function lookAfter() {
  const id = running;
  if (!id) return;
  const answer = await fetch("gradio_api/login_check", { cache: "no-store" }).catch(() => null);
  if (!answer) breakOff(id);
  if (answer?.status === 401) breakOff(id, 'You are not logged in any more. <a href="login">Log in</a>, then ask again.');
}
