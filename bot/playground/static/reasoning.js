/** The side panel with the reasoning behind the latest recommendation in the conversation. */

import { byId, clear, h, svg } from "./dom.js";
import { addPanel, closePanel, isWide } from "./panels.js";
import { messagesOf, on, state } from "./state.js";
import { evidence, percent, weightsTable } from "./weights.js";

let body;
let drawn; // the entry that is shown

/** The latest in the thread that is being answered, else in the whole conversation. */
function latest() {
  const here = state.reasoning.filter((entry) => entry.channel === state.view);
  const thread = state.thread?.ts;
  const roots = new Map(messagesOf(state.view).map((m) => [m.ts, m.thread_ts || m.ts]));
  const inThread = thread ? here.filter((entry) => roots.get(entry.ts) === thread) : [];
  return inThread.at(-1) || here.at(-1) || null;
}

function section(title, ...children) {
  return h("div", { class: "reasons" }, h("h3", { text: title }), children);
}

function sentences(title, items) {
  if (!items.length) return null;
  return section(title, h("ul", {}, items.map((item) => h("li", {}, item.text, evidence(item.evidence)))));
}

function bar(share) {
  return svg("svg", { class: "share", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("rect", { class: "share-whole", width: 100, height: 8 }),
    svg("rect", { class: "share-part", width: Math.max(0.6, share * 100), height: 8 }));
}

function leaders(roles) {
  return section("Probabilities", h("ol", { class: "shares" }, roles.map((role) =>
    h("li", {}, h("span", { text: role.title }), bar(role.probability), h("span", { class: "share-number", text: percent(role.probability) })))));
}

function pair(name, ...value) {
  return [h("dt", { text: name }), h("dd", {}, value)];
}

function goTo(entry) {
  const message = byId("log").querySelector(`.message[data-ts="${CSS.escape(entry.ts)}"]`);
  if (!message) return;
  if (!isWide()) closePanel("reasoning");
  message.tabIndex = -1;
  message.focus({ preventScroll: true });
  message.scrollIntoView({ block: "nearest" });
}

function summary(entry) {
  const { told } = entry;
  const go = h("button", { type: "button", class: "link", "aria-label": `Go to answer ${told.answer_id}`, text: told.answer_id, onclick: () => goTo(entry) });
  const verdict = told.enough ? "" : " (too little to recommend it by)";
  return h("dl", { class: "reasons-summary" },
    pair("Answer", go),
    pair("Leading", h("strong", { text: told.role }), ` ${percent(told.chance)}${verdict}`),
    pair("Stage", told.stage || "not told"));
}

function question(asked) {
  if (!asked) return null;
  return section("Next question",
    h("p", {}, asked.text, h("span", { class: "gain", text: ` ${asked.gain.toFixed(2)} nats` }), evidence(asked.evidence)),
    h("dl", { class: "leads" }, asked.answers.flatMap((answer) => pair(answer.label, answer.role))));
}

function nothingYet() {
  return h("p", { class: "reasons-none", text: "No recommendation in this conversation yet. Ask which role a piece of work needs, and what the answer rests on is shown here." });
}

function draw() {
  const entry = latest();
  if (entry === drawn) return;
  drawn = entry;
  clear(body).scrollTop = 0;
  if (!entry) {
    body.append(nothingYet());
    return;
  }
  const { told } = entry;
  const parts = [
    summary(entry),
    leaders(told.roles),
    section("Facts and weights", weightsTable(told)),
    sentences("What would change it", told.flips),
    sentences("Ruled out", told.ruled_out),
    sentences("Assumed", told.assumed),
    question(told.question),
  ];
  body.append(...parts.filter(Boolean));
}

/** Build the panel and follow the conversation. */
export function startReasoning() {
  const panel = addPanel("reasoning", { title: "Reasoning", note: "What the latest advice on a role rests on." });
  body = h("div", { class: "reasons-body", tabindex: 0, role: "group", "aria-label": "Behind the latest recommendation", "data-testid": "reasoning-body" }, nothingYet());
  drawn = null;
  panel.append(body);
  for (const topic of ["loaded", "view", "thread", "reasoning", "message_deleted"]) on(topic, draw);
}
