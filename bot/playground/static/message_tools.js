/** What can be done with a message: the app's shortcuts on it, and editing or deleting one's own. */

import { post } from "./api.js";
import { confirmDialog } from "./confirm.js";
import { h } from "./dom.js";
import { decodeEntities } from "./inline.js";
import { withMenu } from "./menu.js";
import { state, userName } from "./state.js";

/** Use a shortcut of the app, on a message or on none. */
export function useShortcut(shortcut, message) {
  const place = message ? { channel: message.channel, message_ts: message.ts } : {};
  return post("/ui/shortcut", { callback_id: shortcut.callback_id, ...place });
}

export function shortcutsOf(kind) {
  return state.shortcuts.filter((shortcut) => shortcut.type === kind);
}

export function shortcutItem(shortcut, message) {
  return {
    label: shortcut.name, note: shortcut.description, value: shortcut.callback_id, testid: "shortcut",
    choose: () => useShortcut(shortcut, message),
  };
}

/** A message as it was typed: mentions by name, no entities. */
function asTyped(text) {
  const named = String(text || "")
    .replace(/<@(\w+)>/g, (_, id) => `@${userName(id) || id}`)
    .replace(/<#\w+\|([^>]*)>/g, "#$1")
    .replace(/<((?:https?|mailto):[^|>]+)(?:\|[^>]*)?>/g, "$1");
  return decodeEntities(named);
}

function editor(message, done) {
  const box = h("textarea", { class: "input", rows: 2, "aria-label": "Edit message", "data-testid": "edit-text" });
  box.value = asTyped(message.text);
  const save = async () => {
    if (!box.value.trim()) return;
    const answer = await post("/ui/edit", { channel: message.channel, ts: message.ts, text: box.value });
    if (answer.ok) done();
  };
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      save();
    } else if (event.key === "Escape") {
      event.preventDefault();
      done();
    }
  });
  return h("div", { class: "editor" }, box, h("div", { class: "editor-foot" },
    h("button", { type: "button", class: "btn small", text: "Cancel", onclick: done }),
    h("button", { type: "button", class: "btn small primary", text: "Save", onclick: save })));
}

/** Let the person write over the message where it stands. */
function edit(message, opener) {
  const text = opener.closest(".message").querySelector(".text, .blocks");
  const form = editor(message, () => {
    form.replaceWith(text);
    if (opener.isConnected) opener.focus();
    else document.getElementById("composer-input").focus();
  });
  text.replaceWith(form);
  form.querySelector("textarea").focus();
}

async function remove(message) {
  const sure = await confirmDialog({ title: "Delete this message?", text: "It goes for everybody.", confirm: "Delete", style: "danger" });
  if (!sure) return;
  const answer = await post("/ui/delete", { channel: message.channel, ts: message.ts });
  if (answer.ok) document.getElementById("composer-input").focus();
}

function entriesFor(message, opener) {
  const shortcuts = shortcutsOf("message").map((shortcut) => shortcutItem(shortcut, message));
  const own = message.user === state.me.id ? [
    { label: "Edit message", testid: "edit", choose: () => edit(message, opener) },
    { label: "Delete message", testid: "delete", danger: true, choose: () => remove(message) },
  ] : [];
  return [
    shortcuts.length && { title: "Shortcuts of apps", items: shortcuts },
    own.length && { title: "This message", items: own },
  ].filter(Boolean);
}

/** The button with the menu, or nothing where there is nothing to do; Slack offers none on private answers. */
export function moreActions(message) {
  if (message.ephemeral) return null;
  const opener = h("button", {
    type: "button", class: "tool", "data-testid": "more-actions", "data-action-id": "more-actions",
    "aria-label": `More actions for the message of ${message.name}`, title: "More actions", text: "⋯",
  });
  if (!entriesFor(message, opener).length) return null;
  return h("div", { class: "message-tools" }, withMenu(opener, () => entriesFor(message, opener), "More actions"));
}
