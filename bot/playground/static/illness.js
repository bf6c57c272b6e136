/** The side panel that makes Slack ill, and the banner that says so. */

import { post } from "./api.js";
import { byId, clear, h, uid } from "./dom.js";
import { addPanel } from "./panels.js";
import { on, setPart, state } from "./state.js";
import { toast } from "./toast.js";

const HEALTHY = { slow: 0, refuse: "nothing", twice: false, old_blocks: false };
const SLOW = [[0, "At once"], [1, "After 1 second"], [2, "After 2 seconds"], [4, "After 4 seconds"], [10, "After 10 seconds"]];
const REFUSE = [["nothing", "Nothing"], ["ratelimited", "Posts, with 429 (rate limited)"], ["internal_error", "Posts, with 500 (internal error)"]];
const SWITCHES = [
  ["twice", "Deliver each event again, twice", "as retries, whatever the bot answered"],
  ["old_blocks", "Know old blocks only", "newer ones are refused with invalid_blocks"],
];

let body;

/** What is wrong, in words; an empty list when nothing is. */
function complaints(ill) {
  return [
    ill.slow > 0 && `answers take ${ill.slow} s`,
    ill.refuse === "ratelimited" && "posts are refused with 429",
    ill.refuse === "internal_error" && "posts fail with 500",
    ill.twice && "events arrive three times",
    ill.old_blocks && "new blocks are refused",
  ].filter(Boolean);
}

async function change(part) {
  const wanted = { ...HEALTHY, ...state.illness, ...part };
  const answer = await post("/ui/illness", wanted);
  if (answer.ok) setPart("illness", wanted);
  else draw();
}

async function dropSocket() {
  const answer = await post("/ui/drop_socket", {});
  if (!answer.ok) return;
  const count = answer.dropped ?? 0;
  toast("info", count ? `${count} open ${count === 1 ? "socket" : "sockets"} dropped.` : "The bot has no open socket to drop.");
}

function pick(label, key, values, testid) {
  const id = uid("ill");
  const select = h("select", { class: "input", id, "data-testid": testid }, values.map(([value, text]) =>
    h("option", { value: String(value), selected: String(state.illness?.[key] ?? HEALTHY[key]) === String(value), text })));
  select.addEventListener("change", () => change({ [key]: key === "slow" ? Number(select.value) : select.value }));
  return h("div", { class: "input-block" }, h("label", { class: "input-label", for: id, text: label }), select);
}

function tick([key, label, note]) {
  const box = h("input", { type: "checkbox", "data-testid": `ill-${key}` });
  box.checked = Boolean(state.illness?.[key]);
  box.addEventListener("change", () => change({ [key]: box.checked }));
  return h("label", { class: "choice" }, box, h("span", {}, label, h("small", { class: "choice-note", text: note })));
}

function cure() {
  return change(HEALTHY);
}

function draw() {
  const focused = document.activeElement?.dataset?.testid;
  clear(body).append(
    pick("Slack answers calls", "slow", SLOW, "ill-slow"),
    pick("Slack refuses", "refuse", REFUSE, "ill-refuse"),
    h("div", { class: "choices", role: "group", "aria-label": "Other faults" }, SWITCHES.map(tick)),
    h("div", { class: "ill-foot" },
      h("button", { type: "button", class: "btn", "data-testid": "ill-drop", text: "Drop the socket", onclick: dropSocket }),
      h("button", { type: "button", class: "btn", "data-testid": "ill-cure", text: "Cure everything", onclick: cure })));
  if (focused?.startsWith("ill-")) body.querySelector(`[data-testid="${CSS.escape(focused)}"]`)?.focus();
}

function drawBanner() {
  const found = complaints(state.illness || HEALTHY);
  const banner = clear(byId("banner"));
  byId("illness-toggle").classList.toggle("alarmed", found.length > 0);
  if (!found.length) return;
  banner.append(h("p", { class: "banner", "data-testid": "banner" },
    h("span", {}, h("strong", { text: "Slack is ill: " }), `${found.join(", ")}.`),
    h("button", { type: "button", class: "btn small", text: "Cure", onclick: cure })));
}

export function startIllness() {
  const panel = addPanel("illness", { title: "Slack is ill", note: "See how the bot takes it when Slack does not work." });
  body = h("div", { class: "ill-body" });
  panel.append(body);
  for (const topic of ["loaded", "illness"]) {
    on(topic, draw);
    on(topic, drawBanner);
  }
}
