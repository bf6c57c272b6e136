/** The App Home tab. */

import { renderBlocks } from "./blocks.js";
import { byId, clear, h } from "./dom.js";
import { on, state } from "./state.js";

export function drawHome() {
  const box = clear(byId("home"));
  const view = state.home;
  if (!view) {
    box.append(h("div", { class: "home-empty" }, h("p", { text: `${state.bot.name} has not published its Home tab yet.` })));
    return;
  }
  const ctx = { target: { view_id: view.id }, fields: [] };
  box.append(h("div", { class: "home-body blocks" }, renderBlocks(view.blocks, ctx)));
}

export function startHome() {
  on("home", drawHome);
}
