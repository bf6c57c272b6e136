/** The conversation: messages, threads under their roots, and the empty state. */

import { renderBlocks } from "./blocks.js";
import { byId, clear, h } from "./dom.js";
import { lastPressed } from "./elements.js";
import { moreActions } from "./message_tools.js";
import { textNodes } from "./mrkdwn.js";
import { channelById, channelLabel, emit, messagesOf, on, setThread, state } from "./state.js";

const NEAR_BOTTOM = 120;
const AVATARS = 6;

/** The coloured square with a name's initial. */
export function avatar(name, id, isBot) {
  const hash = [...String(id || name)].reduce((sum, char) => sum + char.charCodeAt(0), 0);
  return h("span", { class: `avatar ${isBot ? "bot" : `tone-${hash % AVATARS}`}`, "aria-hidden": "true", text: (name || "?").charAt(0).toUpperCase() });
}

function timeNode(ts) {
  const date = new Date(Number(ts) * 1000);
  if (Number.isNaN(date.getTime())) return h("span", { class: "time", text: "" });
  const text = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" }).format(date);
  return h("time", { class: "time", datetime: date.toISOString(), title: date.toLocaleString(), text });
}

function messageBody(message) {
  const target = { channel: message.channel, message_ts: message.ts };
  if (message.blocks?.length) return h("div", { class: "blocks" }, renderBlocks(message.blocks, { target, fields: [] }));
  return h("div", { class: "text" }, textNodes({ type: "mrkdwn", text: message.text || "" }));
}

/** Files shared with a message, each to be downloaded from this server. */
function filesNode(files) {
  if (!files?.length) return null;
  const links = files.map((file) => h("a", {
    class: "file", "data-testid": "file", download: file.name, text: `${file.title} (${file.name}, ${file.size} bytes)`,
    href: new URL(file.url_private).pathname,
  }));
  return h("div", { class: "files" }, links);
}

function rootTs(message) {
  return message.thread_ts && message.thread_ts !== message.ts ? message.thread_ts : message.ts;
}

export function startThread(message) {
  const root = messagesOf(message.channel).find((m) => m.ts === rootTs(message)) || message;
  setThread({ channel: message.channel, ts: root.ts, label: `${root.name}: ${excerpt(root)}` });
}

function excerpt(message) {
  const holder = h("div", {}, textNodes({ type: "mrkdwn", text: message.text || "" }));
  const text = holder.textContent.replace(/\s+/g, " ").trim();
  return text.length > 60 ? `${text.slice(0, 59)}…` : text || "message";
}

function messageNode(message) {
  const name = message.name || message.user;
  const node = h("article", {
    class: `message${message.ephemeral ? " ephemeral" : ""}`,
    "data-testid": "message",
    "data-ts": message.ts,
    "data-user": message.user,
    "data-ephemeral": message.ephemeral ? "true" : null,
    "aria-label": `${name}${message.ephemeral ? ", only visible to you" : ""}`,
  });
  node.append(
    avatar(name, message.user, message.is_bot),
    h("div", { class: "message-main" },
      message.ephemeral && h("p", { class: "ephemeral-note", text: "Only visible to you" }),
      h("div", { class: "message-head" },
        h("span", { class: "author", text: name }),
        message.is_bot && h("span", { class: "app-badge", text: "APP" }),
        timeNode(message.ts),
        message.edited && h("span", { class: "edited", text: "(edited)" })),
      messageBody(message),
      filesNode(message.files)));
  const tools = moreActions(message);
  if (tools) node.append(tools);
  return node;
}

function replyButton(root) {
  return h("button", {
    type: "button", class: "reply", "data-testid": "reply-in-thread", "data-thread-ts": root.ts,
    "aria-label": `Reply in thread to ${root.name}`,
    text: "Reply in thread", onclick: () => startThread(root),
  });
}

/** A root message (or the place of one that is gone) with its replies. */
function groupNode(ts, root) {
  const replies = h("div", { class: "replies", role: "group", "aria-label": "Thread replies" });
  const group = h("div", { class: "group", "data-root-ts": ts }, root ? messageNode(root) : missingRoot(), replies);
  if (root && !root.ephemeral) group.append(h("div", { class: "group-foot" }, replyButton(root)));
  return group;
}

function missingRoot() {
  return h("p", { class: "missing-root", text: "Replies to a message that is not shown" });
}

function updateCount(group) {
  const count = group.querySelector(".replies").children.length;
  group.classList.toggle("has-replies", count > 0);
  group.querySelector(".replies").setAttribute("aria-label", `Thread, ${count} ${count === 1 ? "reply" : "replies"}`);
}

export function findGroup(ts) {
  return [...byId("log").children].find((node) => node.dataset.rootTs === ts);
}

function insertOrdered(parent, node, key) {
  const value = Number(node.dataset[key]);
  const after = [...parent.children].find((other) => Number(other.dataset[key]) > value);
  parent.insertBefore(node, after || null);
}

/** Draw one message at its place; an older drawing of it is replaced. */
function place(message) {
  const log = byId("log");
  const ts = rootTs(message);
  let group = findGroup(ts);
  if (ts === message.ts) {
    const fresh = groupNode(ts, message);
    if (group) fresh.querySelector(".replies").replaceWith(group.querySelector(".replies"));
    if (group) group.replaceWith(fresh);
    else insertOrdered(log, fresh, "rootTs");
    updateCount(fresh);
    return;
  }
  if (!group) {
    group = groupNode(ts, null);
    insertOrdered(log, group, "rootTs");
  }
  const replies = group.querySelector(".replies");
  const old = [...replies.children].find((node) => node.dataset.ts === message.ts);
  if (old) old.replaceWith(messageNode(message));
  else insertOrdered(replies, messageNode(message), "ts");
  updateCount(group);
}

/** Redraw a message without losing the reader's focus in it. */
function placeKeepingFocus(message) {
  const busy = lastPressed()?.disabled ? lastPressed() : null;
  const active = document.activeElement === document.body ? busy : document.activeElement;
  const inside = active?.closest?.(".message")?.dataset.ts === message.ts;
  const { actionId, value } = inside ? active.dataset : {};
  place(message);
  if (!actionId) return;
  const again = [...byId("log").querySelectorAll(`[data-ts="${CSS.escape(message.ts)}"] [data-action-id]`)];
  (again.find((n) => n.dataset.actionId === actionId && n.dataset.value === value)
    || again.find((n) => n.dataset.actionId === actionId))?.focus({ preventScroll: true });
}

let putAt = null; // where the log was scrolled to show the start of a long message

/** Whether the end of the log is in sight. */
export function atEnd() {
  const log = byId("log");
  return log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_BOTTOM;
}

/** Whether the reader follows along: at the end, or where the last long message was begun and not left since. */
function atBottom() {
  return byId("log").scrollTop === putAt || atEnd();
}

/** Show a message from its first line: one taller than the log is read from the top. */
function showStart(node) {
  const log = byId("log");
  const { top, height } = node.getBoundingClientRect();
  if (height < log.clientHeight) return false;
  log.scrollTop += top - log.getBoundingClientRect().top;
  putAt = log.scrollTop;
  byId("jump").hidden = true;
  return true;
}

export function scrollToEnd() {
  const log = byId("log");
  log.scrollTop = log.scrollHeight;
  putAt = null;
  byId("jump").hidden = true;
}

/** Bring the message into view, or offer to, after it was drawn. */
function follow(message, wasAtBottom, added) {
  const mine = message.user === state.me.id;
  if (!wasAtBottom && !mine) {
    if (added) byId("jump").hidden = false;
    return;
  }
  if (!added && !mine) return; // changed in place: the reader stays where they are
  const node = byId("log").querySelector(`.message[data-ts="${CSS.escape(message.ts)}"]`);
  if (!mine && node && showStart(node)) return;
  const inLast = byId("log").lastElementChild?.dataset.rootTs === rootTs(message);
  if (inLast || rootTs(message) === message.ts) scrollToEnd();
  else node?.scrollIntoView({ block: "nearest" });
}

function onMessage({ message, added }) {
  if (message.channel !== state.view) return;
  const bottom = atBottom();
  byId("log").querySelector(".empty")?.remove();
  placeKeepingFocus(message);
  follow(message, bottom, added);
}

let examples = () => null;

/** Redraw the whole conversation that is open. */
export function drawConversation() {
  const log = clear(byId("log"));
  const channel = channelById(state.view);
  if (!channel) return;
  log.setAttribute("aria-label", `Messages in ${channelLabel(channel)}`);
  log.setAttribute("aria-busy", "true");
  const messages = messagesOf(channel.id);
  for (const message of messages) place(message);
  if (!messages.length) log.append(examples(channel));
  log.removeAttribute("aria-busy");
  emit("drawn");
  scrollToEnd();
}

function onDeleted({ channel }) {
  if (channel !== state.view) return;
  const { scrollTop } = byId("log");
  drawConversation();
  byId("log").scrollTop = scrollTop;
}

/** Wire the conversation; `emptyState(channel)` draws what an empty one shows. */
export function startMessages(emptyState) {
  examples = emptyState;
  on("message", onMessage);
  on("message_deleted", onDeleted);
  byId("jump").addEventListener("click", scrollToEnd);
  byId("log").addEventListener("scroll", () => {
    if (atBottom()) byId("jump").hidden = true;
  });
}
