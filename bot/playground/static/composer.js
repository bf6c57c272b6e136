/** The message box: sending, thread mode, completion, suggested prompts. */

import { post } from "./api.js";
import { CompletionPopup } from "./completion.js";
import { byId, clear, h } from "./dom.js";
import { withMenu } from "./menu.js";
import { shortcutItem, shortcutsOf } from "./message_tools.js";
import { scrollToEnd } from "./messages.js";
import { channelById, channelLabel, on, setThread, state } from "./state.js";
import { toast } from "./toast.js";

const drafts = new Map();
let shownView = null;
let input;
let popup;
let sendButton;
let chip;
let shortcuts;
let status;
let sending = 0;

function draftKey() {
  return shownView;
}

/** Send text to a conversation; true when the server took it. */
export async function sendText(channel, text, threadTs) {
  sending += 1;
  drawStatus();
  const body = { channel, text };
  if (threadTs) body.thread_ts = threadTs;
  const answer = await post("/ui/send", body);
  sending -= 1;
  drawStatus();
  return answer.ok;
}

function drawStatus() {
  status.textContent = sending ? "Sending…" : "";
}

async function submit() {
  const text = input.value.trim();
  const channel = state.view;
  if (!text || !channelById(channel)) return;
  const thread = state.thread;
  if (thread && text.startsWith("/")) {
    toast("error", `${text.split(/\s/, 1)[0]} is not supported in threads. Press Esc to leave the thread.`);
    return;
  }
  setText("");
  if (!thread) scrollToEnd();
  const sent = await sendText(channel, text, thread?.ts);
  if (!sent && state.view === channel && !input.value) setText(text);
}

function setText(text) {
  input.value = text;
  popup.close();
  grow();
}

function grow() {
  input.style.height = "auto";
  input.style.height = `${Math.min(input.scrollHeight, 200)}px`;
  sendButton.disabled = !input.value.trim();
}

function accept(item, from) {
  const rest = input.value.slice(input.selectionStart);
  input.value = input.value.slice(0, from) + item.insert + rest.replace(/^\s/, "");
  const caret = from + item.insert.length;
  input.setSelectionRange(caret, caret);
  input.focus();
  popup.update();
  grow();
}

/** True when the key was meant for the completion list. */
function popupKey(event) {
  if (!popup.open) return false;
  if (event.key === "ArrowDown") popup.move(1);
  else if (event.key === "ArrowUp") popup.move(-1);
  else if (event.key === "Tab" && !event.shiftKey) popup.choose();
  else if (event.key === "Enter" && !event.shiftKey && popup.wantsEnter()) popup.choose();
  else if (event.key === "Escape") popup.close();
  else return false;
  event.preventDefault();
  return true;
}

function onKeydown(event) {
  if (event.isComposing || popupKey(event)) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    submit();
  } else if (event.key === "Escape" && state.thread) {
    event.preventDefault();
    setThread(null);
  }
}

function drawThread() {
  clear(chip).hidden = !state.thread;
  drawPlaceholder();
  for (const group of document.querySelectorAll(".group.replying")) group.classList.remove("replying");
  if (!state.thread) return;
  chip.append(
    h("span", { class: "chip-text" }, h("strong", { text: "Replying in thread " }), state.thread.label),
    h("button", { type: "button", class: "chip-close", "data-testid": "thread-cancel", "aria-label": "Stop replying in thread (Esc)", onclick: () => setThread(null), text: "Esc ×" }));
  document.querySelector(`.group[data-root-ts="${CSS.escape(state.thread.ts)}"]`)?.classList.add("replying");
  input.focus();
}

function drawPlaceholder() {
  const channel = channelById(state.view);
  const where = channel ? channelLabel(channel) : "";
  const label = state.thread ? "Reply in thread" : `Message ${where}`;
  input.placeholder = `${label}…`;
  input.setAttribute("aria-label", label);
}

function drawShortcuts() {
  shortcuts.hidden = !shortcutsOf("global").length;
}

function shortcutEntries() {
  return [{ title: "Shortcuts of apps", items: shortcutsOf("global").map((shortcut) => shortcutItem(shortcut)) }];
}

/** Keep what was typed in each conversation when the reader moves on. */
function onView() {
  if (shownView) drafts.set(draftKey(), input.value);
  shownView = state.view;
  setText(drafts.get(draftKey()) || "");
  drawThread();
}

function build() {
  input = h("textarea", {
    id: "composer-input", rows: 1, "data-testid": "composer", autocomplete: "off",
    "aria-autocomplete": "list", "aria-controls": "completions", "aria-describedby": "composer-hint",
  });
  popup = new CompletionPopup(input, accept);
  sendButton = h("button", { type: "button", class: "send", "data-testid": "send", "aria-label": "Send", title: "Send (Enter)", disabled: true, text: "➤", onclick: submit });
  chip = h("div", { class: "chip", "data-testid": "thread-chip", hidden: true });
  shortcuts = h("button", { type: "button", class: "tool", "data-testid": "shortcuts", "aria-label": "Shortcuts", title: "Shortcuts", text: "⚡", hidden: true });
  status = h("span", { class: "composer-status", role: "status" });
  return h("div", { class: "composer-wrap" },
    h("div", { class: "composer" }, popup.node, chip, h("div", { class: "composer-row" }, withMenu(shortcuts, shortcutEntries, "Shortcuts"), input, sendButton)),
    h("p", { class: "composer-hint", id: "composer-hint" },
      h("span", { text: "Enter to send · Shift+Enter for a new line · / for commands · @ to mention" }), status));
}

/** Build the composer and keep it in step with the state. */
export function startComposer() {
  byId("composer-slot").replaceWith(build());
  input.addEventListener("keydown", onKeydown);
  input.addEventListener("input", () => {
    popup.update();
    grow();
  });
  input.addEventListener("click", () => popup.update());
  input.addEventListener("blur", () => popup.close());
  on("view", onView);
  on("thread", drawThread);
  on("loaded", () => {
    drafts.clear();
    drawShortcuts();
  });
}
