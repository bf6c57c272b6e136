/** The page's copy of the workspace, and who wants to hear of changes. */

const EMPTY = {
  me: { id: "", name: "" },
  bot: { id: "", name: "whichrole" },
  people: [],
  users: [],
  channels: [],
  messages: {},
  home: null,
  modals: [],
  prompts: [],
  threads: {}, // channel id -> thread_ts -> {title, status}
  illness: null,
  exchanges: [],
  reasoning: [],
  commands: [],
  shortcuts: [],
};

export const MAX_EXCHANGES = 500;

export const state = {
  ...structuredClone(EMPTY),
  view: null, // a channel id, or "home"
  thread: null, // {channel, ts, label} while the composer answers in a thread
  unread: {}, // channel id -> number of messages not yet seen
};

const listeners = new Map();

export function on(topic, listener) {
  if (!listeners.has(topic)) listeners.set(topic, []);
  listeners.get(topic).push(listener);
}

export function emit(topic, detail) {
  for (const listener of listeners.get(topic) || []) listener(detail);
}

/** Replace everything the server knows with a fresh snapshot. */
export function load(snapshot) {
  for (const key of Object.keys(EMPTY)) {
    state[key] = snapshot[key] ?? structuredClone(EMPTY[key]);
  }
  state.thread = null;
  state.unread = {};
  emit("loaded");
}

export function setView(view) {
  if (state.thread && state.thread.channel !== view) setThread(null);
  state.view = view;
  delete state.unread[view];
  emit("view", view);
}

export function setThread(thread) {
  state.thread = thread;
  emit("thread", thread);
}

function compareTs(a, b) {
  return Number(a.ts) - Number(b.ts) || (a.ts < b.ts ? -1 : 1);
}

/** Add a message, or replace the one with the same channel and ts. */
export function upsertMessage(message) {
  const list = (state.messages[message.channel] ||= []);
  const index = list.findIndex((m) => m.ts === message.ts);
  const added = index < 0;
  if (added) {
    list.push(message);
    list.sort(compareTs);
    countUnread(message);
  } else {
    list[index] = message;
  }
  emit("message", { message, added });
}

function countUnread(message) {
  if (message.channel === state.view || message.user === state.me.id) return;
  state.unread[message.channel] = (state.unread[message.channel] || 0) + 1;
  emit("unread");
}

export function removeMessage({ channel, ts }) {
  const list = state.messages[channel] || [];
  state.messages[channel] = list.filter((m) => m.ts !== ts);
  state.reasoning = withoutReasoning(channel, ts);
  if (state.thread && state.thread.channel === channel && state.thread.ts === ts) setThread(null);
  emit("message_deleted", { channel, ts });
}

/** Add an exchange, or replace the one with the same id; the oldest fall off. */
export function upsertExchange(exchange) {
  const index = state.exchanges.findIndex((e) => e.id === exchange.id);
  if (index < 0) state.exchanges.push(exchange);
  else state.exchanges[index] = exchange;
  if (state.exchanges.length > MAX_EXCHANGES) state.exchanges.shift();
  emit("exchange", { exchange, added: index < 0 });
}

/** The reasoning behind a message, the latest last; without any the message has none. */
export function upsertReasoning(entry) {
  state.reasoning = withoutReasoning(entry.channel, entry.ts);
  if (entry.told) state.reasoning.push(entry);
  emit("reasoning", entry);
}

function withoutReasoning(channel, ts) {
  return state.reasoning.filter((entry) => entry.channel !== channel || entry.ts !== ts);
}

/** What is known of a thread, its title or status changed. */
export function upsertThread({ channel, thread_ts: ts, title, status }) {
  (state.threads[channel] ||= {})[ts] = { title, status };
  emit("threads", { channel, thread_ts: ts });
}

export function threadsOf(channel) {
  return state.threads[channel] || {};
}

export function threadOf(channel, ts) {
  return threadsOf(channel)[ts] || null;
}

/** Set one of the whole-value parts: home, modals, prompts, illness. */
export function setPart(name, value) {
  state[name] = value;
  emit(name, value);
}

export function messagesOf(channel) {
  return state.messages[channel] || [];
}

export function channelById(id) {
  return state.channels.find((c) => c.id === id);
}

export function directMessage() {
  return state.channels.find((c) => c.kind === "im");
}

/** The channel an example with a mention goes to: this one if the bot is in it. */
export function mentionChannel() {
  const here = channelById(state.view);
  if (here && here.kind === "channel" && here.bot_is_member) return here;
  return state.channels.find((c) => c.kind === "channel" && c.bot_is_member) || here || state.channels[0];
}

export function userName(id) {
  const known = [state.me, state.bot, ...state.people, ...state.users].find((u) => u && u.id === id);
  return known ? known.name : null;
}

/** How a conversation is called in the page: "#hiring", "whichrole". */
export function channelLabel(channel) {
  if (!channel) return "";
  if (channel.kind === "im") return channel.name || state.bot.name;
  return `#${String(channel.name).replace(/^#/, "")}`;
}
