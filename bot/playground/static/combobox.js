/** A box whose suggestions come from the bot as one types: Slack's external select. */

import { clear, h, uid } from "./dom.js";
import { placeList } from "./menu.js";
import { textNodes, textString } from "./mrkdwn.js";

const DELAY_MS = 250;
const SHORTEST = 3; // what Slack takes when the app names no min_query_length

class Combobox {
  constructor(element, start, suggest) {
    this.least = element.min_query_length ?? SHORTEST;
    this.suggest = suggest;
    this.chosen = start || null;
    this.options = [];
    this.index = -1;
    this.asked = null; // the words whose answer is shown or under way
    this.listId = uid("options");
    this.note = h("div", { class: "combo-note", role: "status" });
    this.list = h("div", { class: "combo-list", id: this.listId, role: "listbox", "aria-label": "Suggestions" });
    this.popup = h("div", { class: "combo-popup", popover: "manual" }, this.list, this.note);
    const hint = textString(element.placeholder) || "Type to search";
    this.box = h("input", {
      class: "input", type: "text", role: "combobox", autocomplete: "off", "aria-autocomplete": "list",
      "aria-expanded": "false", "aria-controls": this.listId, placeholder: hint, "aria-label": hint,
    });
    this.box.value = start ? textString(start.text) : "";
    this.node = h("div", { class: "combo", role: "group" }, this.box, this.popup);
    this.away = (event) => !this.popup.contains(event.target) && this.setOpen(false);
    this.listen();
  }

  listen() {
    this.box.addEventListener("input", () => {
      this.chosen = null;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), DELAY_MS);
    });
    this.box.addEventListener("focus", () => this.least === 0 && !this.chosen && this.ask());
    this.box.addEventListener("change", (event) => event.stopPropagation()); // typing alone chooses nothing
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("blur", () => this.leave());
  }

  get open() {
    return this.popup.matches(":popover-open");
  }

  async ask() {
    const typed = this.box.value.trim();
    if (typed.length < this.least) {
      this.asked = null;
      this.show([], typed ? `Type ${this.least} or more letters.` : "");
      return;
    }
    if (typed === this.asked) return;
    this.asked = typed;
    this.show([], "Searching…");
    const options = await this.suggest(typed);
    if (this.asked !== typed) return; // a later question overtook this one
    this.show(options, options.length ? "" : "Nothing found.");
  }

  show(options, note) {
    this.options = options;
    this.index = -1;
    this.note.textContent = note;
    clear(this.list).append(...options.map((option, n) => this.row(option, n)));
    this.setOpen(document.activeElement === this.box && Boolean(options.length || note));
  }

  row(option, n) {
    const row = h("div", { class: "combo-option", role: "option", id: `${this.listId}-${n}`, "aria-selected": "false", "data-value": option.value },
      textNodes(option.text), option.description && h("small", {}, textNodes(option.description)));
    row.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the focus stays in the box
      this.choose(n);
    });
    return row;
  }

  setOpen(open) {
    document.removeEventListener("scroll", this.away, true);
    if (!this.popup.isConnected) return; // its surface was drawn anew meanwhile
    if (open !== this.open) this.popup[open ? "showPopover" : "hidePopover"]();
    if (open) {
      this.popup.style.width = `${this.box.offsetWidth}px`;
      placeList(this.popup, this.box);
      document.addEventListener("scroll", this.away, true);
    }
    this.box.setAttribute("aria-expanded", String(open && this.options.length > 0));
    this.box.removeAttribute("aria-activedescendant");
  }

  move(step) {
    if (!this.open) this.setOpen(true);
    const rows = [...this.list.children];
    if (!rows.length) return;
    this.index = (this.index + step + rows.length + (this.index < 0 && step < 0 ? 1 : 0)) % rows.length;
    rows.forEach((row, n) => row.setAttribute("aria-selected", String(n === this.index)));
    rows[this.index].scrollIntoView({ block: "nearest" });
    this.box.setAttribute("aria-activedescendant", rows[this.index].id);
  }

  choose(n) {
    this.chosen = this.options[n];
    this.box.value = textString(this.chosen.text);
    this.asked = null;
    this.setOpen(false);
    this.node.dispatchEvent(new Event("change", { bubbles: true }));
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.move(step);
    else if (event.key === "Enter" && this.open && this.index >= 0) this.choose(this.index);
    else if (event.key === "Escape" && this.open) this.setOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation(); // the dialog around it has its own use for these keys
  }

  /** Words that were not chosen from the list are no choice. */
  leave() {
    clearTimeout(this.timer);
    this.setOpen(false);
    if (this.chosen === null) {
      this.asked = null;
      this.box.value = "";
    }
  }
}

/** The control: {node, read}. `suggest(typed)` asks the bot. */
export function externalSelect(element, saved, suggest) {
  const combobox = new Combobox(element, saved?.selected_option || element.initial_option, suggest);
  return { node: combobox.node, field: combobox.box, read: () => ({ selected_option: combobox.chosen }) };
}
