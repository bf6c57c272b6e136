/** The side panel with every exchange between Slack and the bot, with its JSON. */

import { copyText } from "./clipboard.js";
import { clear, h, uid } from "./dom.js";
import { addPanel } from "./panels.js";
import { MAX_EXCHANGES, on, state } from "./state.js";

const opened = new Set(); // ids of expanded exchanges
let list;
let count;
let filter;

const DIRECTIONS = { to_bot: "Slack → bot", from_bot: "bot → Slack" };

/** JSON with its keys set apart; built from text nodes only. */
function jsonNode(title, text) {
  const pre = h("pre", { class: "json", tabindex: 0, role: "region", "aria-label": title });
  for (const line of text.split("\n")) {
    const match = /^(\s*)("(?:[^"\\]|\\.)*")(: ?)(.*)$/.exec(line);
    if (match) pre.append(match[1], h("span", { class: "json-key", text: match[2] }), match[3], match[4], "\n");
    else pre.append(line, "\n");
  }
  return pre;
}

function jsonPart(title, data) {
  const text = JSON.stringify(data ?? null, null, 2);
  const copy = h("button", { type: "button", class: "btn small", "data-testid": "copy", "aria-label": `Copy ${title.toLowerCase()}`, text: "Copy" });
  copy.addEventListener("click", () => copyText(text, copy));
  return h("div", { class: "json-part" }, h("div", { class: "json-head" }, h("h3", { text: title }), copy), jsonNode(title, text));
}

function statusClass(status) {
  const text = String(status ?? "");
  if (/^(2\d\d|ok|true|sent|done)/i.test(text)) return "good";
  if (/^(4|5)\d\d|error|fail|timeout|not_ok|false/i.test(text)) return "bad";
  return "";
}

function clock(at) {
  const date = typeof at === "number" ? new Date(at < 1e12 ? at * 1000 : at) : new Date(at);
  return Number.isNaN(date.getTime()) ? "" : date.toLocaleTimeString();
}

function rowHead(exchange, bodyId) {
  const open = opened.has(exchange.id);
  const ms = exchange.ms === null || exchange.ms === undefined ? "" : `${Math.round(exchange.ms)} ms`;
  return h("button", { type: "button", class: "exchange-head", "aria-expanded": String(open), "aria-controls": bodyId },
    h("span", { class: "exchange-line" },
      h("span", { class: `direction ${exchange.direction}`, text: DIRECTIONS[exchange.direction] || exchange.direction }),
      h("span", { class: "exchange-kind", text: exchange.kind }),
      h("span", { class: `exchange-status ${statusClass(exchange.status)}`, text: String(exchange.status ?? "") })),
    h("span", { class: "exchange-line second" },
      h("span", { class: "exchange-summary", text: exchange.summary || "" }),
      h("span", { class: "exchange-ms", text: [clock(exchange.at), ms].filter(Boolean).join(" · ") })));
}

function row(exchange) {
  const bodyId = uid("exchange");
  const body = h("div", { class: "exchange-body", id: bodyId });
  const node = h("li", { class: "exchange", "data-testid": "exchange", "data-id": exchange.id, "data-kind": exchange.kind });
  const head = rowHead(exchange, bodyId);
  const draw = () => {
    const open = opened.has(exchange.id);
    head.setAttribute("aria-expanded", String(open));
    clear(body).hidden = !open;
    if (open) body.append(jsonPart("Request", exchange.request), jsonPart("Response", exchange.response));
  };
  head.addEventListener("click", () => {
    if (!opened.delete(exchange.id)) opened.add(exchange.id);
    draw();
  });
  node.append(head, body);
  draw();
  return node;
}

const searchTexts = new WeakMap();

function searchText(exchange) {
  if (!searchTexts.has(exchange)) {
    const parts = [exchange.kind, exchange.summary, exchange.status, DIRECTIONS[exchange.direction], JSON.stringify([exchange.request, exchange.response])];
    searchTexts.set(exchange, parts.join(" ").toLowerCase());
  }
  return searchTexts.get(exchange);
}

function matches(exchange) {
  const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => searchText(exchange).includes(word));
}

function drawCount() {
  const total = state.exchanges.length;
  const shown = list.children.length;
  count.textContent = shown === total ? `${total}` : `${shown} of ${total}`;
  list.classList.toggle("is-empty", shown === 0);
}

/** The whole list, newest first. */
function drawList() {
  clear(list).append(...state.exchanges.filter(matches).reverse().map(row));
  drawCount();
}

function onExchange({ exchange, added }) {
  const old = [...list.children].find((node) => node.dataset.id === String(exchange.id));
  if (!added) {
    if (old) old.replaceWith(row(exchange));
  } else if (matches(exchange)) {
    list.prepend(row(exchange));
  }
  while (list.children.length > MAX_EXCHANGES) list.lastElementChild.remove();
  drawCount();
}

/** Build the panel and follow the exchanges. */
export function startInspector() {
  filter = h("input", { class: "input", type: "search", placeholder: "Filter by kind, text, status…", "aria-label": "Filter exchanges", "data-testid": "exchange-filter" });
  count = h("span", { class: "count" });
  list = h("ol", { class: "exchanges", "aria-label": "Exchanges, newest first" });
  filter.addEventListener("input", drawList);
  addPanel("inspector", { title: "Inspector", note: "What Slack and the bot say to each other.", count }).append(filter, list);
  on("loaded", () => {
    opened.clear();
    drawList();
  });
  on("exchange", onExchange);
}
