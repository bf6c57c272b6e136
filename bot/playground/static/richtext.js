/** The rich_text block. */

import { h, unknownBox } from "./dom.js";
import { broadcastNode, channelNode, dateNode, emojiNode, linkNode, userNode } from "./inline.js";

const STYLE_TAGS = { bold: "strong", italic: "em", strike: "s", underline: "u", highlight: "mark" };

function styled(node, style) {
  let out = node;
  if (!style) return out;
  if (style.code) out = h("code", {}, out);
  for (const [name, tag] of Object.entries(STYLE_TAGS)) {
    if (style[name]) out = h(tag, {}, out);
  }
  return out;
}

const INLINE = {
  text: (e) => document.createTextNode(e.text ?? ""),
  link: (e) => linkNode(e.url, e.text || e.url),
  user: (e) => userNode(e.user_id),
  usergroup: (e) => h("span", { class: "mention", text: `@${e.usergroup_id}` }),
  channel: (e) => channelNode(e.channel_id),
  broadcast: (e) => broadcastNode(e.range),
  emoji: (e) => emojiNode(e.name, e.unicode),
  date: (e) => dateNode(e.timestamp, e.format, e.url, e.fallback),
  color: (e) => h("code", { text: e.value }),
  team: (e) => h("span", { class: "mention", text: e.team_id }),
};

function inlineElement(element) {
  const render = Object.hasOwn(INLINE, element.type) ? INLINE[element.type] : null;
  return render ? styled(render(element), element.style) : unknownBox("rich text element", element);
}

function inlineElements(elements) {
  return (elements || []).map(inlineElement);
}

function list(element) {
  const ordered = element.style === "ordered";
  const indent = Math.min(Number(element.indent) || 0, 6);
  const items = (element.elements || []).map((item) => h("li", {}, inlineElements(item.elements)));
  return h(ordered ? "ol" : "ul", {
    class: `rt-list indent-${indent}${element.border ? " bordered" : ""}`,
    start: ordered && element.offset ? element.offset + 1 : null,
  }, ...items);
}

const PARTS = {
  rich_text_section: (e) => h("div", { class: "rt-section" }, inlineElements(e.elements)),
  rich_text_list: list,
  rich_text_quote: (e) => h("blockquote", { class: "rt-section" }, inlineElements(e.elements)),
  rich_text_preformatted: (e) => h("pre", { class: "code-block" }, inlineElements(e.elements)),
};

/** A rich_text block, also as it stands in table cells and task cards. */
export function renderRichText(block) {
  const parts = (block.elements || []).map((part) => {
    const render = Object.hasOwn(PARTS, part.type) ? PARTS[part.type] : null;
    return render ? render(part) : unknownBox("rich text part", part);
  });
  return h("div", { class: "rich-text" }, ...parts);
}
