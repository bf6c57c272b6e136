/** The list that opens above the composer after "/" or "@". */

import { clear, h } from "./dom.js";
import { state } from "./state.js";

/** What can be completed at the caret: {from, items, note} or null. */
export function completionsAt(text, caret) {
  if (text.startsWith("/")) return commandCompletions(text, caret);
  const match = /(?:^|[\s(])@([\w-]*)$/.exec(text.slice(0, caret));
  if (!match) return null;
  const typed = match[1].toLowerCase();
  if (!state.bot.name.toLowerCase().startsWith(typed)) return null;
  const item = { insert: `@${state.bot.name} `, title: `@${state.bot.name}`, detail: "App" };
  return { from: caret - match[1].length - 1, items: [item] };
}

function commandCompletions(text, caret) {
  const word = text.split(/\s/, 1)[0];
  if (caret <= word.length) {
    const items = state.commands.filter((c) => c.command.startsWith(word)).map((c) => ({
      insert: `${c.command} `, title: c.command, hint: c.usage_hint, detail: c.description, complete: c.command === word,
    }));
    return items.length ? { from: 0, items } : null;
  }
  const command = state.commands.find((c) => c.command === word);
  if (!command || text.trim() !== word) return null;
  return { from: 0, items: [], note: `${command.command} ${command.usage_hint || ""}` };
}

/** The popup itself; `accept(item, from)` is called with the chosen one. */
export class CompletionPopup {
  constructor(input, accept) {
    this.input = input;
    this.accept = accept;
    this.found = null;
    this.index = 0;
    this.node = h("div", { class: "completions", id: "completions", role: "listbox", "aria-label": "Suggestions", "data-testid": "completions", hidden: true });
  }

  get open() {
    return Boolean(this.found && this.found.items.length);
  }

  update() {
    this.found = completionsAt(this.input.value, this.input.selectionStart);
    this.index = 0;
    this.draw();
  }

  close() {
    this.found = null;
    this.draw();
  }

  move(step) {
    const count = this.found.items.length;
    this.index = (this.index + step + count) % count;
    this.draw();
  }

  choose(index = this.index) {
    const { items, from } = this.found;
    this.accept(items[index], from);
  }

  /** True when Enter should complete rather than send. */
  wantsEnter() {
    return this.open && !this.found.items[this.index].complete;
  }

  draw() {
    clear(this.node).hidden = !this.found;
    this.input.removeAttribute("aria-activedescendant");
    if (!this.found) return;
    if (this.found.note) this.node.append(h("div", { class: "completion-note", text: this.found.note }));
    this.found.items.forEach((item, n) => this.node.append(this.row(item, n)));
    if (this.open) this.input.setAttribute("aria-activedescendant", `completion-${this.index}`);
  }

  row(item, n) {
    const row = h("div", { class: "completion", role: "option", id: `completion-${n}`, "aria-selected": String(n === this.index) },
      h("span", { class: "completion-title", text: item.title }),
      item.hint && h("span", { class: "completion-hint", text: item.hint }),
      item.detail && h("span", { class: "completion-detail", text: item.detail }));
    row.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.choose(n);
    });
    return row;
  }
}
