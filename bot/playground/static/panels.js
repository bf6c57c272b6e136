/** The side panels: one is open at most, and each has its button in the top bar. */

import { byId, h } from "./dom.js";

const WIDE = 1100; // from here on a panel stands beside the conversation, below it lies over it
const ids = [];

export function isWide() {
  return window.innerWidth >= WIDE;
}

/** Open one panel and close the others; null closes all. */
function show(id) {
  for (const each of ids) {
    byId(each).hidden = each !== id;
    byId(`${each}-toggle`).setAttribute("aria-expanded", String(each === id));
  }
  byId("app").classList.toggle("with-panel", id !== null);
}

/** Close a panel; the focus goes back to where it was opened. */
export function closePanel(id) {
  show(null);
  byId(`${id}-toggle`).focus();
}

/** Give a panel its head and wire its button; returns the panel, for its contents. */
export function addPanel(id, { title, note, count = null }) {
  const panel = byId(id);
  const close = h("button", { type: "button", class: "btn icon", "aria-label": `Close ${title.toLowerCase()}`, text: "×", onclick: () => closePanel(id) });
  panel.append(
    h("div", { class: "panel-head" }, h("h2", { text: title }), count, close),
    h("p", { class: "panel-note", text: note }));
  ids.push(id);
  byId(`${id}-toggle`).addEventListener("click", () => {
    const opening = panel.hidden;
    show(opening ? id : null);
    if (opening && !isWide()) close.focus();
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !isWide()) closePanel(id);
  });
  return panel;
}

/** Wide windows start with a panel open, narrow ones with none. */
export function startPanels(first) {
  show(isWide() ? first : null);
}
