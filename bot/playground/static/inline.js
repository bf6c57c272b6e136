/** Inline pieces shared by every text format: links, mentions, emoji, dates, entities. */

import { h } from "./dom.js";
import { emojiChar } from "./emoji.js";
import { channelById, channelLabel, userName } from "./state.js";

const SAFE_SCHEME = /^(https?:|mailto:|tel:|slack:)/i;

/** The URL if it may be linked, else null. */
export function safeUrl(url) {
  const text = String(url || "").trim();
  return SAFE_SCHEME.test(text) ? text : null;
}

/** True for images this page may load: nothing is fetched from other hosts. */
export function localImage(url) {
  return /^(data:image\/|\/(?!\/))/i.test(String(url || ""));
}

export function decodeEntities(text) {
  return String(text).replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

/** A link that opens in a new tab; with an unsafe URL only its label is shown. */
export function linkNode(url, ...label) {
  const href = safeUrl(url);
  const shown = label.length ? label : [url];
  if (!href) return h("span", {}, ...shown);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...shown);
}

export function userNode(id, fallback) {
  const name = userName(id) || fallback || id;
  return h("span", { class: "mention", "data-user": id, text: `@${name}` });
}

export function channelNode(id, fallback) {
  const channel = channelById(id);
  const label = channel ? channelLabel(channel) : `#${fallback || id}`;
  return h("span", { class: "mention", text: label });
}

export function broadcastNode(range) {
  return h("span", { class: "mention broadcast", text: `@${range}` });
}

/** The emoji as a labelled character, or `:name:` when unknown. */
export function emojiNode(name, unicode) {
  const char = unicode ? fromUnicode(unicode) : emojiChar(name);
  if (!char) return document.createTextNode(`:${name}:`);
  return h("span", { class: "emoji", role: "img", "aria-label": String(name).replaceAll("_", " "), title: `:${name}:`, text: char });
}

function fromUnicode(unicode) {
  try {
    return String.fromCodePoint(...unicode.split("-").map((part) => Number.parseInt(part, 16)));
  } catch {
    return null;
  }
}

const DATE_STYLES = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date_slash: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  time: { hour: "2-digit", minute: "2-digit" },
  time_secs: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
};

function datePart(name, date) {
  if (name === "ago") return ago(date);
  const pretty = name.endsWith("_pretty");
  const base = pretty ? name.slice(0, -7) : name;
  const style = DATE_STYLES[base === "day_divider" ? "date_long" : base];
  if (!style) return `{${name}}`;
  return (pretty && relativeDay(date)) || new Intl.DateTimeFormat(undefined, style).format(date);
}

function relativeDay(date) {
  const start = (d) => new Date(d.getFullYear(), d.getMonth(), d.getDate()).getTime();
  const days = Math.round((start(date) - start(new Date())) / 86400000);
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[days];
}

function ago(date) {
  const seconds = Math.round((date.getTime() - Date.now()) / 1000);
  const format = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
  for (const [unit, size] of [["day", 86400], ["hour", 3600], ["minute", 60]]) {
    if (Math.abs(seconds) >= size) return format.format(Math.round(seconds / size), unit);
  }
  return format.format(seconds, "second");
}

/** `<!date^…>` and the rich text date: formatted in the reader's time zone. */
export function dateNode(timestamp, format, url, fallback) {
  const date = new Date(Number(timestamp) * 1000);
  if (Number.isNaN(date.getTime())) return document.createTextNode(fallback || "");
  const text = String(format || "{date_short}").replace(/\{(\w+)\}/g, (_, name) => datePart(name, date));
  const time = h("time", { datetime: date.toISOString(), title: fallback || date.toLocaleString(), text });
  return url ? linkNode(url, time) : time;
}
