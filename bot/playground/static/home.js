/** The App Home tab. */

import { renderBlocks } from "./blocks.js";
import { byId, clear, h } from "./dom.js";
import { on, state } from "./state.js";

let body = null;
let drawn = new Map(); // a block as JSON -> its node
let ctx = null;

/** Draw only what is new, so that the focus and what was typed stay where they are. */
function redraw(view) {
  ctx.target.view_id = view.id;
  const kept = drawn;
  drawn = new Map();
  const nodes = (view.blocks || []).map((block) => {
    const key = JSON.stringify(block);
    const node = kept.get(key) || renderBlocks([block], ctx)[0];
    kept.delete(key);
    drawn.set(key, node);
    return node;
  });
  for (const child of [...body.children]) if (!nodes.includes(child)) child.remove();
  nodes.forEach((node, n) => {
    if (body.children[n] !== node) body.insertBefore(node, body.children[n] || null);
  });
  const present = new Set(view.blocks.map((block) => block.block_id));
  ctx.fields = ctx.fields.filter((field) => present.has(field.block_id));
}

export function drawHome() {
  const box = byId("home");
  const view = state.home;
  if (!view) {
    body = null;
    clear(box).append(h("div", { class: "home-empty" }, h("p", { text: `${state.bot.name} has not published its Home tab yet.` })));
    return;
  }
  if (!body?.isConnected) {
    body = h("div", { class: "home-body blocks" });
    ctx = { target: { view_id: view.id }, fields: [] };
    drawn = new Map();
    clear(box).append(body);
  }
  redraw(view);
}

export function startHome() {
  on("home", drawHome);
  on("loaded", () => {
    body = null; // perhaps somebody else's
    if (state.view === "home") drawHome();
  });
}
