/** The workspace's list of conversations. */

import { byId, clear, h } from "./dom.js";
import { avatar } from "./messages.js";
import { channelLabel, on, state } from "./state.js";

let navigate = () => {};

function navItem(view, mark, label) {
  const unread = state.unread[view] || 0;
  const current = state.view === view;
  return h("button", {
    type: "button",
    class: `nav-item${unread ? " unread" : ""}`,
    "data-testid": view === "home" ? "nav-home" : `nav-${view}`,
    "aria-current": current ? "page" : null,
    onclick: () => navigate(view),
  }, mark, h("span", { class: "nav-label", text: label }),
  unread > 0 && h("span", { class: "nav-count", text: String(unread), "aria-label": `${unread} unread` }));
}

function group(title, items) {
  return h("div", { class: "nav-group", role: "group", "aria-label": title }, h("p", { class: "nav-title", "aria-hidden": "true", text: title }), items);
}

function draw() {
  const focused = document.activeElement?.dataset?.testid;
  const hash = () => h("span", { class: "nav-mark", "aria-hidden": "true", text: "#" });
  const channels = state.channels.filter((c) => c.kind === "channel");
  const direct = state.channels.filter((c) => c.kind === "im");
  clear(byId("nav")).append(
    group("Channels", channels.map((c) => navItem(c.id, hash(), channelLabel(c).slice(1)))),
    group("Direct messages", direct.map((c) => navItem(c.id, avatar(state.bot.name, state.bot.id, true), state.bot.name))),
    group("Apps", [navItem("home", h("span", { class: "nav-mark", "aria-hidden": "true", text: "⌂" }), `${state.bot.name} Home`)]));
  byId("whoami").textContent = state.me.name ? `Signed in as ${state.me.name}` : "";
  if (focused?.startsWith("nav-")) byId("nav").querySelector(`[data-testid="${CSS.escape(focused)}"]`)?.focus();
}

/** Wire the list; `onNavigate(view)` opens a conversation or the Home tab. */
export function startSidebar(onNavigate) {
  navigate = onNavigate;
  on("loaded", draw);
  on("view", draw);
  on("unread", draw);
}
