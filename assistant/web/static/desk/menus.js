// A small menu at a button: arrows move, Enter chooses, Escape and a click elsewhere close it.

let open = null; // { menu, button }

/** Opens a menu of `[name, deed]` entries at a button, or closes it where it is open. */
export function openMenu(button, entries) {
  const same = open?.button === button;
  closeMenu();
  if (same) return;
  const menu = document.createElement("div");
  menu.className = "menu";
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", button.getAttribute("aria-label") ?? button.textContent);
  menu.append(...entries.map(([name, deed]) => item(name, deed)));
  menu.addEventListener("keydown", pressed);
  menu.addEventListener("focusout", (event) => menu.contains(event.relatedTarget) || closeMenu());
  button.setAttribute("aria-expanded", "true");
  button.after(menu);
  open = { menu, button };
  menu.scrollIntoView({ block: "nearest" });
  menu.firstElementChild.focus({ preventScroll: true });
}

function item(name, deed) {
  const entry = document.createElement("button");
  entry.type = "button";
  entry.className = "menu-item";
  entry.setAttribute("role", "menuitem");
  entry.tabIndex = -1;
  entry.textContent = name;
  entry.addEventListener("click", () => {
    closeMenu(true);
    deed();
  });
  return entry;
}

function closeMenu(back = false) {
  if (!open) return;
  const { menu, button } = open;
  open = null;
  button.setAttribute("aria-expanded", "false");
  if (back) button.focus({ preventScroll: true });
  menu.remove();
}

function pressed(event) {
  const items = [...open.menu.children];
  const place = items.indexOf(document.activeElement);
  const moves = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: -1 };
  if (event.key === "Escape") closeMenu(true);
  else if (event.key === "Tab") return closeMenu(true);
  else if (event.key in moves) items.at(moves[event.key] % items.length).focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
