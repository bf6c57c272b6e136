/** A button that opens a list of choices: arrows, Home, End and Escape work in it, and the focus comes back. */

import { h, uid } from "./dom.js";

const EDGE = 8; // pixels kept free between a menu and the window's edge

/** Put the list below its button, or above it when there is no room. */
export function placeList(list, opener) {
  const at = opener.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = list;
  const left = Math.min(Math.max(EDGE, at.left), innerWidth - width - EDGE);
  const below = at.bottom + 4;
  const top = below + height > innerHeight - EDGE ? at.top - height - 4 : below;
  list.style.left = `${left}px`;
  list.style.top = `${Math.max(EDGE, top)}px`;
}

function itemNode(item, choose) {
  const radio = item.checked !== undefined;
  return h("button", {
    type: "button",
    role: radio ? "menuitemradio" : "menuitem",
    "aria-checked": radio ? String(item.checked) : null,
    class: `menu-item${item.danger ? " danger" : ""}`,
    tabindex: -1,
    "data-value": item.value,
    "data-testid": item.testid,
    onclick: () => choose(item),
  }, item.icon, h("span", { class: "menu-text" }, h("span", {}, item.label), item.note && h("small", { text: item.note })));
}

function groupNode(group, choose) {
  if (!group.items) return itemNode(group, choose);
  return h("div", { role: "group", "aria-label": group.title, class: "menu-group" },
    h("p", { class: "menu-title", "aria-hidden": "true", text: group.title }), group.items.map((item) => itemNode(item, choose)));
}

class Menu {
  constructor(opener, entries, label) {
    this.opener = opener;
    this.entries = entries;
    this.list = h("div", { class: "menu", id: uid("menu"), role: "menu", popover: "manual", "aria-label": label });
    this.wrap = h("span", { class: "menu-wrap" }, opener, this.list);
    this.outside = (event) => !this.wrap.contains(event.target) && this.close();
    opener.setAttribute("aria-haspopup", "menu");
    opener.setAttribute("aria-expanded", "false");
    opener.addEventListener("click", () => (this.open ? this.close() : this.show()));
    opener.addEventListener("keydown", (event) => this.openerKey(event));
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.wrap.addEventListener("focusout", (event) => {
      if (this.open && event.relatedTarget && !this.wrap.contains(event.relatedTarget)) this.close();
    });
  }

  get open() {
    return this.opener.getAttribute("aria-expanded") === "true";
  }

  get items() {
    return [...this.list.querySelectorAll(".menu-item")];
  }

  show(at = 0) {
    this.list.replaceChildren(...this.entries().map((entry) => groupNode(entry, (item) => this.choose(item))));
    this.opener.setAttribute("aria-expanded", "true");
    this.list.showPopover();
    placeList(this.list, this.opener);
    this.items.at(at)?.focus({ preventScroll: true });
    document.addEventListener("pointerdown", this.outside, true);
    document.addEventListener("scroll", this.outside, true);
  }

  close() {
    if (!this.open) return;
    this.opener.setAttribute("aria-expanded", "false");
    if (this.list.isConnected) this.list.hidePopover();
    document.removeEventListener("pointerdown", this.outside, true);
    document.removeEventListener("scroll", this.outside, true);
  }

  choose(item) {
    this.close();
    this.opener.focus({ preventScroll: true });
    item.choose();
  }

  openerKey(event) {
    if (this.open || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    this.show(event.key === "ArrowUp" ? -1 : 0);
  }

  key(event) {
    const { items } = this;
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      items.at(to % items.length)?.focus();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.close();
      this.opener.focus();
    } else if (event.key === "Tab") {
      this.close();
      this.opener.focus();
    }
  }
}

/**
 * Give a button a menu; returns the node that holds both.
 * `entries()` is asked on opening: items {label, note?, icon?, checked?, danger?, choose()}, or groups {title, items}.
 */
export function withMenu(opener, entries, label) {
  return new Menu(opener, entries, label).wrap;
}
