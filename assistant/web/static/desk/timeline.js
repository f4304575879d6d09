// The timeline view: a topic in, its events out. The address keeps the topic.

import { draw, find, gradio } from "./desk.js";
import { goTo, placeInView } from "./views.js";

const DOWN = '<p class="failure" role="alert">Dateline does not answer. See whether it still runs.</p>';

let told = null; // the topic that is shown
let tellings = 0;

export function startTimeline() {
  const form = find(".topic-form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const topic = find("#topic").value.trim();
    if (!topic) return;
    told = null;
    if (placeInView()[0] === topic) tell(topic);
    else goTo("timeline", topic);
  });
  gradio.element.addEventListener("dateline:view", ({ detail }) => {
    if (detail !== "timeline") return;
    const topic = placeInView()[0] ?? "";
    find("#topic").value = topic;
    if (topic !== told) tell(topic);
  });
}

async function tell(topic) {
  const slot = find(".timeline-slot");
  const telling = ++tellings;
  told = topic;
  find(".timeline-welcome").hidden = Boolean(topic);
  if (!topic) return draw(slot, "");
  const slow = setTimeout(() => {
    slot.setAttribute("aria-busy", "true");
    draw(slot, '<p class="note working">Reading the archive …</p>');
  }, 150);
  const html = await gradio.server.timeline({ topic }).catch(() => null);
  clearTimeout(slow);
  if (telling !== tellings) return;
  slot.removeAttribute("aria-busy");
  draw(slot, html ?? DOWN);
  if (html === null) told = null;
  find(".announcer").textContent = find(".found", slot)?.textContent ?? slot.textContent;
}
