// What a question was understood as: each limit of the last turn can be changed or dropped, which asks again.

import { askAgain } from "./asking.js";
import { find, findAll } from "./desk.js";

let edited = null; // the turn whose limits are in the editor

function known(turn) {
  const row = find(".understood", turn);
  return { limits: JSON.parse(row.dataset.limits), as_of: row.dataset.asOf };
}

const drops = {
  span: (limits) => Object.assign(limits, { since: "", until: "" }),
  names: (limits) => Object.assign(limits, { outlets: [], authors: [] }),
  all: (limits) => drops.names(drops.span(limits)),
  outlets: (limits, value) => Object.assign(limits, { outlets: limits.outlets.filter((one) => one !== value) }),
  authors: (limits, value) => Object.assign(limits, { authors: limits.authors.filter((one) => one !== value) }),
};

/** Asks again without what the button drops: a limit, or what the question was rewritten to. */
export function drop(button) {
  const turn = button.closest(".turn");
  const { limits, as_of } = known(turn);
  const { drop: name, value } = button.dataset;
  if (name === "query") askAgain(turn, { alone: true });
  else askAgain(turn, { limits: drops[name](limits, value), as_of });
}

/** Opens the editor on the limits of the button's turn. */
export function editLimits(button) {
  edited = button.closest(".turn");
  const { limits, as_of } = known(edited);
  const form = find(".limits form");
  form.elements.as_of.value = as_of;
  form.elements.since.value = limits.since;
  form.elements.until.value = limits.until;
  for (const box of findAll("[name=outlet]", form)) box.checked = limits.outlets.includes(box.value);
  form.dataset.limits = JSON.stringify(limits);
  find(".limits").showModal();
}

/** Lists the archive's outlets in the editor. */
export function listOutlets(outlets) {
  find(".limits .outlets").replaceChildren(
    ...outlets.map((outlet) => {
      const label = document.createElement("label");
      const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "outlet", value: outlet });
      const name = Object.assign(document.createElement("bdi"), { textContent: outlet });
      label.append(box, name);
      return label;
    }),
  );
}

/** Wires the editor. */
export function startLimits() {
  const dialog = find(".limits");
  const form = find("form", dialog);
  const { since, until } = form.elements;
  const check = () => until.setCustomValidity(since.value && until.value && since.value > until.value ? "The last day lies before the first." : "");
  form.addEventListener("input", check);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    check();
    if (!form.reportValidity()) return;
    dialog.close();
    const limits = Object.assign(JSON.parse(form.dataset.limits), {
      since: since.value,
      until: until.value,
      outlets: findAll("[name=outlet]:checked", form).map((box) => box.value),
    });
    askAgain(edited, { limits, as_of: form.elements.as_of.value });
  });
  find(".limits .clear").addEventListener("click", () => {
    since.value = until.value = "";
    for (const box of findAll("[name=outlet]", form)) box.checked = false;
    check();
  });
}
