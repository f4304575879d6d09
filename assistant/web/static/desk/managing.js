// What can be done with a conversation in the list: its name, its export, its end, and its return.

import { begin, list } from "./conversations.js";
import { exportEntries } from "./copying.js";
import { find, findAll, gradio } from "./desk.js";
import { here } from "./here.js";
import { openMenu } from "./menus.js";
import { toast } from "./toast.js";
import { goTo } from "./views.js";

const SILENT = "Dateline does not answer. See whether it still runs.";

const idOf = (element) => element.closest(".kept").dataset.conversation;
const linkOf = (id) => find(`.kept[data-conversation="${CSS.escape(id)}"] .kept-link`);

/** The menu of a conversation. */
export function offerDeeds(button) {
  openMenu(button, [
    ["Rename", () => rename(button)],
    ...exportEntries("Export as ", idOf(button)),
    ["Delete", () => remove(button)],
  ]);
}

/** F2 renames and Delete deletes the conversation whose link has the focus. */
export function pressedInList(event) {
  if (!event.target.matches(".kept-link")) return;
  if (event.key === "F2") rename(event.target);
  if (event.key === "Delete") remove(event.target);
}

function rename(element) {
  const id = idOf(element);
  const link = linkOf(id);
  const field = document.createElement("input");
  field.className = "kept-name";
  field.value = link.textContent;
  field.maxLength = 120;
  field.setAttribute("aria-label", "Title of the conversation");
  link.hidden = true;
  link.after(field);
  field.select();
  let ended = false;
  const end = async (save) => {
    if (ended) return;
    ended = true;
    const title = field.value.trim();
    const focused = document.activeElement === field;
    field.remove();
    link.hidden = false;
    if (focused) link.focus();
    if (save && title && title !== link.textContent) await keepTitle(id, title, focused);
  };
  field.addEventListener("blur", () => end(true));
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    end(event.key === "Enter");
  });
}

async function keepTitle(conversation, title, focused) {
  const named = await gradio.server.rename_conversation({ conversation, title }).catch(() => ({ problem: SILENT }));
  if (named.problem) toast(named.problem);
  else find(".announcer").textContent = `Renamed to ${named.title}`;
  await list();
  if (focused) linkOf(conversation)?.focus();
}

async function remove(element) {
  const conversation = idOf(element);
  const links = findAll(".kept-link");
  const place = links.indexOf(linkOf(conversation));
  const gone = await gradio.server.delete_conversation({ conversation }).catch(() => ({ problem: SILENT }));
  if (gone.problem) {
    toast(gone.problem);
    return list();
  }
  const shown = here.conversation === conversation;
  if (shown) begin();
  await list();
  const next = () => findAll(".kept-link")[Math.min(place, links.length - 2)] ?? find(".begin");
  toast(`Deleted “${gone.title}”.`, {
    label: "Undo",
    deed: () => restore(conversation, shown),
    back: next,
    focus: true,
  });
}

async function restore(conversation, open) {
  const back = await gradio.server.restore_conversation({ conversation }).catch(() => ({ problem: SILENT }));
  if (back.problem) return toast(back.problem);
  find(".announcer").textContent = `${back.title} is back.`;
  await list();
  linkOf(conversation)?.focus();
  if (open && !here.conversation && !find(".turn")) goTo("ask", conversation);
}
