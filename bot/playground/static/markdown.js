/** Standard Markdown, as the `markdown` block takes it: the commonly used subset. */

import { fragment, h } from "./dom.js";
import { emojiChar } from "./emoji.js";
import { emojiNode, linkNode } from "./inline.js";

const WRAPS = [
  [/^\*\*(?=\S)([\s\S]*?\S)\*\*/, "strong"],
  [/^__(?=\S)([\s\S]*?\S)__(?!\w)/, "strong"],
  [/^~~(?=\S)([\s\S]*?\S)~~/, "s"],
  [/^\*(?=[^\s*])([\s\S]*?[^\s*])\*(?!\*)/, "em"],
  [/^_(?=[^\s_])([\s\S]*?[^\s_])_(?!\w)/, "em"],
];

const ATOMS = [
  [/^\\([\\`*_{}[\]()#+\-.!~|<>])/, (m) => m[1]],
  [/^(`+)([\s\S]*?[^`])\1(?!`)/, (m) => h("code", { text: m[2].trim() })],
  [/^!\[([^\]]*)\]\(([^()\s]+)[^)]*\)/, (m) => linkNode(m[2], `Image: ${m[1] || m[2]}`)],
  [/^\[([^\]]+)\]\(<?([^()\s>]+(?:\([^()\s]*\)[^()\s]*)?)>?(?:\s+"[^"]*")?\)/, (m) => linkNode(m[2], inline(m[1]))],
  [/^<(https?:\/\/[^\s>]+)>/, (m) => linkNode(m[1])],
  [/^https?:\/\/[^\s<>]*[^\s<>.,;:!?)\]'"*_]/, (m) => linkNode(m[0])],
  [/^ {2,}\n/, () => h("br")],
];

function matchAt(text, i) {
  const rest = text.slice(i);
  for (const [pattern, make] of ATOMS) {
    const match = pattern.exec(rest);
    if (match) return { node: make(match), length: match[0].length };
  }
  const emoji = /^:([a-z0-9_+'-]+):/i.exec(rest);
  if (emoji && emojiChar(emoji[1])) return { node: emojiNode(emoji[1]), length: emoji[0].length };
  if (/\w/.test(text[i - 1] ?? "") && text[i] === "_") return null;
  for (const [pattern, tag] of WRAPS) {
    const match = pattern.exec(rest);
    if (match) return { node: h(tag, {}, inline(match[1])), length: match[0].length };
  }
  return null;
}

function inline(text) {
  const out = fragment();
  let plain = "";
  for (let i = 0; i < text.length;) {
    const hit = /[\\`!\[<h :*_~]/.test(text[i]) ? matchAt(text, i) : null;
    if (hit) {
      out.append(plain, hit.node);
      plain = "";
      i += hit.length;
    } else {
      plain += text[i];
      i += 1;
    }
  }
  out.append(plain);
  return out;
}

const FENCE = /^\s*(```|~~~)\s*([\w-]*)\s*$/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const RULE = /^\s*([-*_])(?:\s*\1){2,}\s*$/;
const QUOTE = /^\s*>\s?/;
const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

function fenceBlock(lines, i) {
  const open = FENCE.exec(lines[i]);
  if (!open) return null;
  let end = i + 1;
  while (end < lines.length && lines[end].trim() !== open[1]) end += 1;
  const code = lines.slice(i + 1, end).join("\n");
  return { node: h("pre", { class: "code-block", "data-language": open[2], text: code }), next: end + 1 };
}

function headingBlock(lines, i) {
  const match = HEADING.exec(lines[i]);
  if (!match) return null;
  const level = match[1].length;
  return { node: h("div", { class: `md-heading level-${level}`, role: "heading", "aria-level": level }, inline(match[2])), next: i + 1 };
}

function ruleBlock(lines, i) {
  return RULE.test(lines[i]) ? { node: h("hr"), next: i + 1 } : null;
}

function quoteBlock(lines, i) {
  if (!QUOTE.test(lines[i])) return null;
  let end = i;
  while (end < lines.length && QUOTE.test(lines[end])) end += 1;
  const inner = lines.slice(i, end).map((line) => line.replace(QUOTE, ""));
  return { node: h("blockquote", {}, blocksOf(inner)), next: end };
}

function cells(line) {
  return line.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/).map((c) => c.trim().replace(/\\\|/g, "|"));
}

function tableBlock(lines, i) {
  if (!lines[i].includes("|") || !TABLE_RULE.test(lines[i + 1] ?? "") || !lines[i + 1].includes("-")) return null;
  let end = i + 2;
  while (end < lines.length && lines[end].includes("|") && lines[end].trim()) end += 1;
  const aligns = cells(lines[i + 1]).map((c) => (/^:-+:$/.test(c) ? "center" : c.endsWith(":") ? "right" : "left"));
  const row = (line, tag) => h("tr", {}, cells(line).map((c, n) => h(tag, { class: `align-${aligns[n] || "left"}`, scope: tag === "th" ? "col" : null }, inline(c))));
  const node = h("div", { class: "table-scroll", tabindex: 0, role: "group", "aria-label": "Table" },
    h("table", { class: "block-table" },
      h("thead", {}, row(lines[i], "th")),
      h("tbody", {}, lines.slice(i + 2, end).map((line) => row(line, "td")))));
  return { node, next: end };
}

/** The lines of one list, with those indented under its items. */
function listBlock(lines, i) {
  const first = ITEM.exec(lines[i]);
  if (!first) return null;
  const base = first[1].length;
  const ordered = /\d/.test(first[2]);
  const items = [];
  let end = i;
  for (; end < lines.length; end += 1) {
    const match = ITEM.exec(lines[end]);
    const indent = /^\s*/.exec(lines[end])[0].length;
    if (match && indent < base + 2 && /\d/.test(match[2]) === ordered) items.push([match[3]]);
    else if (lines[end].trim() && indent > base) items[items.length - 1].push(lines[end].slice(base + 2));
    else if (!(lines[end].trim() === "" && ITEM.test(lines[end + 1] ?? ""))) break;
  }
  const start = ordered ? Number.parseInt(first[2], 10) : null;
  const node = h(ordered ? "ol" : "ul", { start: start > 1 ? start : null }, items.map(itemNode));
  return { node, next: end };
}

function itemNode(itemLines) {
  const task = /^\[([ xX])\]\s+/.exec(itemLines[0]);
  const head = task ? itemLines[0].slice(task[0].length) : itemLines[0];
  const mark = task ? (task[1] === " " ? "☐ " : "☑ ") : null;
  return h("li", { class: task ? "task" : null }, mark, inline(head), blocksOf(itemLines.slice(1)));
}

const BLOCKS = [fenceBlock, headingBlock, ruleBlock, quoteBlock, tableBlock, listBlock];

function startsBlock(lines, i) {
  return BLOCKS.some((rule) => rule(lines, i));
}

function paragraphBlock(lines, i) {
  let end = i + 1;
  while (end < lines.length && lines[end].trim() && !startsBlock(lines, end)) end += 1;
  return { node: h("p", {}, inline(lines.slice(i, end).join("\n"))), next: end };
}

function blocksOf(lines) {
  const out = [];
  for (let i = 0; i < lines.length;) {
    if (!lines[i].trim()) {
      i += 1;
      continue;
    }
    let hit = null;
    for (const rule of [...BLOCKS, paragraphBlock]) {
      hit = rule(lines, i);
      if (hit) break;
    }
    out.push(hit.node);
    i = hit.next;
  }
  return out;
}

/** The `markdown` block; its highest headings come right below the heading of level `under`. */
export function renderMarkdown(text, under = 1) {
  const node = h("div", { class: "markdown" }, blocksOf(String(text ?? "").replace(/\r\n?/g, "\n").split("\n")));
  const headings = [...node.querySelectorAll(".md-heading")];
  const highest = Math.min(...headings.map((heading) => Number(heading.ariaLevel)));
  for (const heading of headings) heading.ariaLevel = String(Math.min(Number(heading.ariaLevel) - highest + under + 1, 6));
  return node;
}
