/** Slack's mrkdwn and plain text objects to DOM nodes. */

import { fragment, h } from "./dom.js";
import { emojiChar } from "./emoji.js";
import {
  broadcastNode, channelNode, dateNode, decodeEntities, emojiNode, linkNode, safeUrl, userNode,
} from "./inline.js";

const WORD = /[\p{L}\p{N}]/u;
const EMPHASIS = { "*": "strong", _: "em", "~": "s" };

function isBoundary(char) {
  return char === undefined || char === "" || !WORD.test(char);
}

/** What stands between `<` and `>`: a mention, a special command or a link. */
function angleNode(body) {
  const bar = body.indexOf("|");
  const target = bar < 0 ? body : body.slice(0, bar);
  const label = bar < 0 ? "" : decodeEntities(body.slice(bar + 1));
  if (target.startsWith("@")) return userNode(target.slice(1), label);
  if (target.startsWith("#")) return channelNode(target.slice(1), label);
  if (target.startsWith("!")) return specialNode(target.slice(1), label);
  const url = decodeEntities(target);
  if (!safeUrl(url)) return null;
  return linkNode(url, label ? withEmoji(label) : url.replace(/^mailto:/, ""));
}

function specialNode(command, label) {
  if (/^(here|channel|everyone)$/.test(command)) return broadcastNode(command);
  if (command.startsWith("date^")) {
    const [, timestamp, format, url] = command.split("^");
    return dateNode(timestamp, format && decodeEntities(format), url && decodeEntities(url), label);
  }
  if (command.startsWith("subteam^")) return h("span", { class: "mention", text: label || "@group" });
  return document.createTextNode(label || `<${command}>`);
}

/** Text where only emoji names are replaced. */
function withEmoji(text) {
  const parts = String(text).split(/(:[a-z0-9_+'-]+(?:::skin-tone-\d)?:)/i);
  return fragment(parts.map((part) => {
    const name = part.length > 2 && part.startsWith(":") && part.endsWith(":") ? part.slice(1, -1) : null;
    return name && emojiChar(name) ? emojiNode(name) : part;
  }));
}

/** Where an opened emphasis ends on the same line, or -1; code and `<…>` are skipped. */
function closingIndex(text, from, mark) {
  for (let i = from; i < text.length; i += 1) {
    const char = text[i];
    if (char === "\n") return -1;
    if (char === "`" || char === "<") {
      const end = text.indexOf(char === "<" ? ">" : "`", i + 1);
      if (end > 0 && !text.slice(i, end).includes("\n")) i = end;
    } else if (char === mark && i > from && !/\s/.test(text[i - 1]) && isBoundary(text[i + 1])) {
      return i;
    }
  }
  return -1;
}

function emphasisRule(text, i, options) {
  const tag = EMPHASIS[text[i]];
  const next = text[i + 1] ?? " ";
  if (!tag || !isBoundary(text[i - 1]) || next === text[i] || /\s/.test(next)) return null;
  const end = closingIndex(text, i + 1, text[i]);
  if (end < 0) return null;
  return { node: h(tag, {}, inline(text.slice(i + 1, end), options)), end: end + 1 };
}

function codeRule(text, i) {
  const match = text[i] === "`" && /^`([^`\n]+)`/.exec(text.slice(i));
  return match && { node: h("code", { text: rawText(match[1]) }), end: i + match[0].length };
}

function angleRule(text, i) {
  const match = text[i] === "<" && /^<([^<>\n]+)>/.exec(text.slice(i));
  const node = match && angleNode(match[1]);
  return node && { node, end: i + match[0].length };
}

function emojiRule(text, i) {
  const match = text[i] === ":" && /^:([a-z0-9_+'-]+(?:::skin-tone-\d)?):/i.exec(text.slice(i, i + 60));
  if (!match || !emojiChar(match[1])) return null;
  return { node: emojiNode(match[1]), end: i + match[0].length };
}

function bareLinkRule(text, i, options) {
  if (options.verbatim || text[i].toLowerCase() !== "h" || !isBoundary(text[i - 1])) return null;
  const match = /^https?:\/\/[^\s<>|*]+/i.exec(text.slice(i));
  if (!match) return null;
  const url = match[0].replace(/[.,;:!?)\]'"]+$/, "");
  return { node: linkNode(decodeEntities(url)), end: i + url.length };
}

function bareMentionRule(text, i, options) {
  if (options.verbatim || text[i] !== "@" || !isBoundary(text[i - 1])) return null;
  const match = /^@(here|channel|everyone)\b/.exec(text.slice(i));
  return match && { node: broadcastNode(match[1]), end: i + match[0].length };
}

function breakRule(text, i) {
  return text[i] === "\n" ? { node: h("br"), end: i + 1 } : null;
}

const RULES = [breakRule, codeRule, angleRule, emojiRule, emphasisRule, bareLinkRule, bareMentionRule];

/** One run of mrkdwn without preformatted blocks and quotes. */
function inline(text, options) {
  const out = fragment();
  let plain = "";
  let i = 0;
  while (i < text.length) {
    let hit = null;
    for (const rule of RULES) {
      hit = rule(text, i, options);
      if (hit) break;
    }
    if (hit) {
      if (plain) out.append(decodeEntities(plain));
      plain = "";
      out.append(hit.node);
      i = hit.end;
    } else {
      plain += text[i];
      i += 1;
    }
  }
  if (plain) out.append(decodeEntities(plain));
  return out;
}

/** Text inside code: no formatting, links shown by their label or address. */
function rawText(text) {
  const unlinked = text.replace(/<([^<>\n|]+)(?:\|([^<>\n]*))?>/g,
    (whole, target, label) => (safeUrl(target) ? label || target : whole));
  return decodeEntities(unlinked);
}

const QUOTE = /^(?:&gt;|>)(?!&gt;&gt;|>>) ?/;
const LONG_QUOTE = /^(?:&gt;&gt;&gt;|>>>) ?/;

/** Group lines into quotes and ordinary text. */
function quoteGroups(text) {
  const groups = [];
  const lines = text.split("\n");
  for (let i = 0; i < lines.length; i += 1) {
    if (LONG_QUOTE.test(lines[i])) {
      groups.push({ quote: true, lines: [lines[i].replace(LONG_QUOTE, ""), ...lines.slice(i + 1)] });
      break;
    }
    const quote = QUOTE.test(lines[i]);
    const line = quote ? lines[i].replace(QUOTE, "") : lines[i];
    const last = groups[groups.length - 1];
    if (last && last.quote === quote) last.lines.push(line);
    else groups.push({ quote, lines: [line] });
  }
  return groups;
}

function paragraphs(text, options) {
  return quoteGroups(text).map(({ quote, lines }) => {
    const content = inline(lines.join("\n"), options);
    return quote ? h("blockquote", {}, content) : content;
  });
}

/** Slack mrkdwn as a fragment. With `verbatim`, bare addresses stay plain. */
export function renderMrkdwn(text, options = {}) {
  const out = fragment();
  const parts = String(text ?? "").split(/```([\s\S]+?)```/);
  parts.forEach((part, index) => {
    if (index % 2) {
      out.append(h("pre", { class: "code-block", text: rawText(part.replace(/^\n/, "").replace(/\n$/, "")) }));
      return;
    }
    let between = part;
    if (index > 0) between = between.replace(/^\n/, "");
    if (index < parts.length - 1) between = between.replace(/\n$/, "");
    if (between) out.append(...paragraphs(between, options));
  });
  return out;
}

/** A plain_text value: emoji names only. */
export function renderPlain(text, { emoji = true } = {}) {
  const decoded = decodeEntities(text ?? "");
  return emoji ? fragment(withEmoji(decoded)) : fragment(decoded);
}

/** A text object of either kind, or a bare string. */
export function textNodes(object) {
  if (object === undefined || object === null) return fragment();
  if (typeof object === "string") return renderPlain(object);
  if (object.type === "mrkdwn") return renderMrkdwn(object.text, { verbatim: object.verbatim === true });
  return renderPlain(object.text, { emoji: object.emoji !== false });
}

/** A text object as a plain string, for labels and titles. */
export function textString(object) {
  if (object === undefined || object === null) return "";
  const node = document.createElement("div");
  node.append(textNodes(object));
  return node.textContent;
}
