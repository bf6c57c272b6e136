/** The agent's side of a conversation: prompts and threads on top, what each thread is called and how it stands. */

import { post } from "./api.js";
import { sendText } from "./composer.js";
import { byId, clear, h } from "./dom.js";
import { withMenu } from "./menu.js";
import { atEnd, avatar, findGroup, scrollToEnd, startThread } from "./messages.js";
import { channelById, messagesOf, on, state, threadOf, threadsOf } from "./state.js";
import { textString } from "./mrkdwn.js";

const RESTING = new Set(["", "active", "closed", "suspended"]);
const WORDS = { processing: "is thinking…" };

/** What a thread's status says to the reader; null when nothing is under way. */
function wordsOf(thread) {
  const status = thread?.status || "";
  return RESTING.has(status) ? null : WORDS[status] || status;
}

function stop(channel, ts) {
  return post("/ui/stop", { channel, thread_ts: ts });
}

function statusNode(channel, ts, words) {
  return h("div", { class: "thread-status", "data-testid": "thread-status" },
    avatar(state.bot.name, state.bot.id, true),
    h("span", { role: "status" }, h("strong", { text: state.bot.name }), ` ${words}`),
    h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")),
    h("button", { type: "button", class: "btn small", "data-testid": "thread-stop", text: "Stop", onclick: () => stop(channel, ts) }));
}

/** Bring the title and the status of a thread's drawing up to date. */
function drawThread(channel, ts) {
  const group = findGroup(ts);
  if (!group || channel !== state.view) return;
  const thread = threadOf(channel, ts);
  const words = wordsOf(thread);
  const following = atEnd();
  group.querySelector(".thread-title")?.remove();
  group.querySelector(".thread-status")?.remove();
  const replies = group.querySelector(".replies");
  if (thread?.title) replies.before(h("p", { class: "thread-title", "data-testid": "thread-title", text: textString(thread.title) }));
  if (!words) return;
  replies.after(statusNode(channel, ts, words));
  if (following) scrollToEnd();
}

function drawAll() {
  for (const ts of Object.keys(threadsOf(state.view))) drawThread(state.view, ts);
}

function openThread(root) {
  findGroup(root.ts)?.scrollIntoView({ block: "start" });
  startThread(root);
}

function threadEntries() {
  const roots = messagesOf(state.view).filter((m) => threadOf(state.view, m.ts)?.title);
  const items = roots.reverse().map((root) => {
    const thread = threadOf(state.view, root.ts);
    return { label: thread.title, note: wordsOf(thread), testid: "thread-entry", choose: () => openThread(root) };
  });
  return [{ title: "Threads, the newest first", items }];
}

function threadsButton() {
  const titled = Object.values(threadsOf(state.view)).filter((thread) => thread.title);
  if (!titled.length) return null;
  const button = h("button", { type: "button", class: "btn small", "data-testid": "threads", text: `Threads (${titled.length})` });
  return withMenu(button, threadEntries, "Threads");
}

function promptButton(prompt) {
  return h("button", {
    type: "button", class: "prompt", "data-testid": "prompt", title: prompt.message,
    onclick: () => sendText(state.view, prompt.message),
    text: prompt.title || prompt.message,
  });
}

/** The strip above the direct message. */
function drawTop() {
  const top = clear(byId("agent"));
  const direct = channelById(state.view)?.kind === "im";
  const threads = direct && threadsButton();
  top.hidden = !direct || !(state.prompts.length || threads);
  if (top.hidden) return;
  if (state.prompts.length) top.append(h("div", { class: "prompts", role: "group", "aria-label": "Suggested prompts" }, state.prompts.map(promptButton)));
  if (threads) top.append(threads);
}

export function startAgent() {
  for (const topic of ["loaded", "view", "prompts", "threads"]) on(topic, drawTop);
  on("drawn", drawAll);
  on("threads", ({ channel, thread_ts: ts }) => drawThread(channel, ts));
  on("message", ({ message }) => drawThread(message.channel, message.thread_ts || message.ts));
}
