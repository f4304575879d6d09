// The page's behaviour. Gradio runs this with: element, trigger, props, server, watch.
// Text from articles, questions and models arrives as HTML that the server has escaped, or goes in as textContent.

const find = (selector, within = element) => within.querySelector(selector);
const findAll = (selector, within = element) => [...within.querySelectorAll(selector)];

const talk = find(".talk");
const log = find(".log");
const turns = find(".turns");
const welcome = find(".welcome-slot");
const form = find(".composer");
const question = find("#question");
const panel = find(".panel");
const shelf = find(".panel-body");
const article = find(".panel-article");
const narrow = window.matchMedia("(max-width: 899px)");

let running = null; // the turn that is being answered
const unsettled = []; // turns that Gradio still works on, oldest first
let opened = null; // the button whose article is in the panel
let openings = 0;

const drawn = new WeakMap(); // what each slot shows
function draw(slot, html) {
  if (drawn.get(slot) === html) return;
  slot.innerHTML = html;
  drawn.set(slot, html);
}

// --- asking ---------------------------------------------------------------------------------------------------------

function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function ask(words, again = false) {
  if (running || !words.trim()) return;
  running = newId();
  const turn = find(".turn-template").content.firstElementChild.cloneNode(true);
  turn.dataset.turn = running;
  find(".question", turn).textContent = words.trim();
  turns.append(turn);
  settle();
  log.scrollTo({ top: turn.offsetTop - log.offsetTop + 1 });
  unsettled.push(running);
  trigger("ask", { question: words.trim(), turn: running, again });
}

function askAgain(turn) {
  const words = find(".question", turn).textContent;
  const kept = turn.dataset.state === "done";
  turn.remove();
  ask(words, kept);
}

function forget() {
  if (running) server.stop(running);
  running = null;
  turns.replaceChildren();
  leaveArticle();
  trigger("forget", {});
  settle();
  question.focus();
}

function settle() {
  welcome.hidden = turns.childElementCount > 0;
  find(".ask").hidden = Boolean(running);
  find(".stop").hidden = !running;
  find(".forget").hidden = turns.childElementCount === 0;
}

function grow() {
  question.style.height = "auto";
  question.style.height = `${question.scrollHeight}px`;
}

// --- showing --------------------------------------------------------------------------------------------------------

function show(view) {
  if (!view) return;
  if (view.welcome !== undefined) draw(welcome, view.welcome);
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

function stop() {
  server.stop(running);
  setTimeout(breakOff, 4000, running, "Stopped here; Dateline did not say that it stopped.");
}

async function lookAfter(id) {
  if (id) await fetch("dateline/favicon.svg", { method: "HEAD", cache: "no-store" }).catch(() => breakOff(id));
}

// --- the source panel -----------------------------------------------------------------------------------------------

function sameWords(one, other) {
  return ["article", "version", "start", "end"].every((name) => one.dataset[name] === other.dataset[name]);
}

// One button for each citation or passage of a turn, in the order of their numbers.
function places(turn) {
  const all = findAll("[data-article]", turn);
  const firsts = all.filter((button, index) => all.findIndex((other) => sameWords(other, button)) === index);
  return firsts.sort((one, other) => one.dataset.number - other.dataset.number);
}

function placeOf(button) {
  const cited = places(button.closest(".turn")).filter(
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

async function openSource(button) {
  markCurrent(button);
  const opening = ++openings;
  const slow = setTimeout(() => panel.setAttribute("aria-busy", "true"), 150);
  const source = await server.source(placeOf(button)).catch(() => null);
  clearTimeout(slow);
  if (opening !== openings) return;
  panel.setAttribute("aria-busy", "false");
  draw(article, source ? source.html : '<p class="failure" role="alert">Dateline does not answer. See whether it still runs.</p>');
  draw(find(".panel-name"), source?.origin || "Source");
  find(".panel-empty").hidden = true;
  bringIntoView(find("mark.active", article));
  const all = places(button.closest(".turn"));
  const place = all.findIndex((other) => sameWords(other, button));
  find(".position").textContent = all.length > 1 ? `${place + 1} of ${all.length}` : "";
  find(".previous").disabled = place <= 0;
  find(".next").disabled = place >= all.length - 1;
  find(".announcer").textContent = source ? `Source ${place + 1} of ${all.length}: ${source.title}` : "";
}

function markCurrent(button) {
  for (const old of findAll("[aria-current]")) old.removeAttribute("aria-current");
  for (const same of findAll("[data-article]", button.closest(".turn"))) {
    if (sameWords(same, button)) same.setAttribute("aria-current", "true");
  }
  opened = button;
}

function bringIntoView(mark) {
  shelf.scrollTop = 0;
  if (!mark) return;
  const above = mark.getBoundingClientRect().top - shelf.getBoundingClientRect().top;
  shelf.scrollTop = Math.max(0, above - shelf.clientHeight * 0.3);
}

function raisePanel() {
  panel.classList.add("raised");
  if (!narrow.matches) return;
  talk.inert = true;
  find(".close").focus();
}

function lowerPanel() {
  if (!panel.classList.contains("raised")) return;
  panel.classList.remove("raised");
  talk.inert = false;
  if (narrow.matches) opened?.focus();
}

function leaveArticle() {
  lowerPanel();
  opened = null;
  openings += 1;
  for (const old of findAll("[aria-current]")) old.removeAttribute("aria-current");
  draw(article, "");
  draw(find(".panel-name"), "Source");
  find(".panel-empty").hidden = false;
  find(".position").textContent = "";
  find(".previous").disabled = find(".next").disabled = true;
}

// Opens the citation before or after the open one; with `focus`, a citation's button, its neighbour of the same kind.
function step(by, focus) {
  if (!focus && !opened?.isConnected) return;
  const kind = focus && `.${focus.classList[0]}[data-article]`;
  const group = focus ? findAll(kind, focus.closest(".turn")) : places(opened.closest(".turn"));
  const place = group.findIndex((other) => (focus ? other === focus : sameWords(other, opened)));
  const next = group[place + by];
  if (!next) return;
  if (focus) next.focus();
  openSource(next);
}

// --- events ---------------------------------------------------------------------------------------------------------

const steps = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.matches("[data-article]")) openSource(button).then(raisePanel);
  else if (button.matches(".example")) ask(button.textContent);
  else if (button.matches(".again")) askAgain(button.closest(".turn"));
  else if (button.matches(".forget")) forget();
  else if (button.matches(".stop")) stop();
  else if (button.matches(".close")) lowerPanel();
  else if (button.matches(".previous")) step(-1);
  else if (button.matches(".next")) step(1);
});

element.addEventListener("keydown", (event) => {
  if (event.key === "Escape") lowerPanel();
  const by = steps[event.key];
  if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
  const focus = event.target.closest("[data-article]");
  const inPanel = panel.contains(event.target) && event.key !== "ArrowUp" && event.key !== "ArrowDown";
  if (!focus && !inPanel) return;
  event.preventDefault();
  step(by, focus);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (running || !question.value.trim()) return;
  ask(question.value);
  question.value = "";
  grow();
});

question.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

question.addEventListener("input", grow);
narrow.addEventListener("change", () => {
  talk.inert = narrow.matches && panel.classList.contains("raised");
});
document.addEventListener("dateline:settled", () => setTimeout(breakOff, 250, unsettled.shift()));

setInterval(() => lookAfter(running), 4000);
watch("value", () => show(props.value));
show(props.value);
settle();
if (!narrow.matches) question.focus({ preventScroll: true });
