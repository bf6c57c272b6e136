/** The workspace's list of conversations. */

import { byId, clear, h, svg } from "./dom.js";
import { avatar } from "./messages.js";
import { channelLabel, on, state } from "./state.js";

const MARKS = {
  open: "M6 2 5 14M11 2l-1 12M2.5 5.5h11M2 10.5h11",
  private: "M4.5 7V5a3.5 3.5 0 0 1 7 0v2M3 7h10v7H3z",
  shared: "M5.5 4.5 9 8l-3.5 3.5L2 8zM10.5 4.5 14 8l-3.5 3.5L7 8z",
};

/** The sign before a channel's name. */
function mark(channel) {
  const kind = channel.shared ? "shared" : channel.private ? "private" : "open";
  return h("span", { class: "nav-mark", "aria-hidden": "true" }, svg("svg", { viewBox: "0 0 16 16" }, svg("path", { d: MARKS[kind] })));
}

/** What the sign means, for those who do not see it. */
function named(channel) {
  const kind = channel.shared ? "shared" : channel.private ? "private" : null;
  return [channelLabel(channel).slice(1), kind && h("small", { text: ` ${kind}` })];
}

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
  }, mark, h("span", { class: "nav-label" }, label),
  unread > 0 && h("span", { class: "nav-count", text: String(unread), "aria-label": `${unread} unread` }));
}

function group(title, items) {
  return h("div", { class: "nav-group", role: "group", "aria-label": title }, h("p", { class: "nav-title", "aria-hidden": "true", text: title }), items);
}

function draw() {
  const focused = document.activeElement?.dataset?.testid;
  const channels = state.channels.filter((c) => c.kind === "channel");
  const direct = state.channels.filter((c) => c.kind === "im");
  clear(byId("nav")).append(...[
    group("Channels", channels.map((c) => navItem(c.id, mark(c), named(c)))),
    direct.length && group("Direct messages", direct.map((c) => navItem(c.id, avatar(state.bot.name, state.bot.id, true), state.bot.name))),
    direct.length && group("Apps", [navItem("home", h("span", { class: "nav-mark", "aria-hidden": "true", text: "⌂" }), `${state.bot.name} Home`)]),
  ].filter(Boolean));
  if (focused?.startsWith("nav-")) byId("nav").querySelector(`[data-testid="${CSS.escape(focused)}"]`)?.focus();
}

/** Wire the list; `onNavigate(view)` opens a conversation or the Home tab. */
export function startSidebar(onNavigate) {
  navigate = onNavigate;
  on("loaded", draw);
  on("view", draw);
  on("unread", draw);
}
