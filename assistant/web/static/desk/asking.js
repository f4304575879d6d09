// Turns: a question goes to the server, pictures of its answer come back until it ends.

import { draw, find, findAll, gradio, narrow, newId } from "./desk.js";
import { listOutlets } from "./limits.js";
import { leaveArticle, openSource } from "./panel.js";
import { manner } from "./settings.js";

let running = null; // the turn that is being answered
const unsettled = []; // turns that Gradio still works on, oldest first

/**
 * Asks, unless a question is being answered. Whether it did.
 * Of the options `again` replaces the last turn of the history, `limits` and `as_of` narrow it, `alone` takes it as it is.
 */
export function ask(words, options = {}) {
  if (running || !words.trim()) return false;
  running = newId();
  const turn = find(".turn-template").content.firstElementChild.cloneNode(true);
  turn.dataset.turn = running;
  find(".question", turn).textContent = words.trim();
  find(".turns").append(turn);
  settle();
  const log = find(".log");
  log.scrollTo({ top: turn.offsetTop - log.offsetTop + 1 });
  unsettled.push(running);
  gradio.trigger("ask", { question: words.trim(), turn: running, ...manner(), ...options });
  return true;
}

/** Asks a turn's question again in its place. */
export function askAgain(turn, options = {}) {
  if (running) return;
  const words = find(".question", turn).textContent;
  const again = turn.dataset.state === "done";
  turn.remove();
  ask(words, { ...options, again });
}

/** Begins a new conversation. */
export function forget() {
  if (running) gradio.server.stop(running);
  running = null;
  find(".turns").replaceChildren();
  leaveArticle();
  gradio.trigger("forget", {});
  settle();
  find("#question").focus();
}

/** Shows what fits the state: the welcome or the turns, Ask or Stop. */
export function settle() {
  const begun = find(".turns").childElementCount > 0;
  find(".welcome-slot").hidden = begun;
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
  turn.dataset.state = view.state;
  draw(find(".understood-slot", turn), view.understood);
  drawPieces(find(".answer", turn), view.answer);
  draw(find(".sources-slot", turn), view.sources);
  draw(find(".foot-slot", turn), view.foot);
  if (view.state !== "waiting" && view.state !== "answering") finish(turn);
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
  if (narrow.matches || turn.dataset.state !== "done") return;
  const first = find(".citations .source", turn);
  if (first) openSource(first);
  else leaveArticle();
}

// Ends a turn that Dateline does not end any more.
function breakOff(id, words = "The connection to Dateline broke off. See whether it still runs, then ask again.") {
  if (!id || id !== running) return;
  const turn = find(`.turn[data-turn="${id}"]`);
  turn.dataset.state = "failed";
  draw(find(".foot-slot", turn), `<p class="failure" role="alert">${words}</p>`);
  finish(turn);
}

export function stop() {
  gradio.server.stop(running);
  setTimeout(breakOff, 4000, running, "Stopped here; Dateline did not say that it stopped.");
}

/** Gradio has ended its work on the oldest turn, whatever came of it. */
export function gradioSettled() {
  setTimeout(breakOff, 250, unsettled.shift());
}

/** Ends the running turn where nobody serves the page any more. */
export async function lookAfter() {
  const id = running;
  if (id) await fetch("dateline/favicon.svg", { method: "HEAD", cache: "no-store" }).catch(() => breakOff(id));
}
