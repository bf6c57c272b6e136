/** Modal views: the top of the stack is drawn as a dialog. */

import { post } from "./api.js";
import { renderBlocks } from "./blocks.js";
import { byId, h, trapFocus, uid } from "./dom.js";
import { lastPressed, readValues } from "./elements.js";
import { textNodes } from "./mrkdwn.js";
import { on, setPart, state } from "./state.js";

let dialog = null;
let shown = null; // {view, fields, submit}
let opener = null;

async function closeView() {
  const { view } = shown;
  const answer = await post("/ui/view_close", { view_id: view.id });
  if (answer.ok) setPart("modals", state.modals.filter((v) => v.id !== view.id));
}

function showErrors(errors) {
  for (const node of dialog.querySelectorAll(".field-error")) node.textContent = "";
  for (const node of dialog.querySelectorAll("[aria-invalid]")) node.removeAttribute("aria-invalid");
  let first = null;
  for (const [blockId, text] of Object.entries(errors || {})) {
    const block = dialog.querySelector(`[data-block-id="${CSS.escape(blockId)}"]`);
    const place = block?.querySelector(".field-error");
    if (!place) continue;
    place.textContent = text;
    const field = block.querySelector("input, select, textarea");
    field?.setAttribute("aria-invalid", "true");
    first ||= field;
  }
  first?.focus();
}

async function submitView() {
  const { view, fields, submit } = shown;
  if (submit.disabled) return;
  const values = readValues(fields);
  showErrors({});
  submit.disabled = true;
  submit.setAttribute("aria-busy", "true");
  const answer = await post("/ui/view_submit", { view_id: view.id, values });
  submit.disabled = view.submit_disabled === true;
  submit.removeAttribute("aria-busy");
  if (answer.errors && shown?.view.id === view.id) showErrors(answer.errors);
}

function onKeydown(event) {
  trapFocus(event, dialog);
  if (event.key === "Escape") {
    event.preventDefault();
    closeView();
  } else if (event.key === "Enter" && event.target.matches("input.input")) {
    event.preventDefault();
    if (shown.view.submit) submitView();
  }
}

function head(view, titleId, depth) {
  return h("div", { class: "dialog-head" },
    h("h2", { id: titleId }, textNodes(view.title)),
    depth > 1 && h("span", { class: "dialog-depth", text: `view ${depth} of ${depth}` }),
    h("button", { type: "button", class: "btn icon", "data-testid": "modal-x", "aria-label": "Close", text: "×", onclick: closeView }));
}

function foot(view, submit) {
  const deny = h("button", { type: "button", class: "btn", "data-testid": "modal-close", onclick: closeView }, textNodes(view.close || "Close"));
  return h("div", { class: "dialog-foot" }, deny, view.submit && submit);
}

function build(view, saved) {
  const titleId = uid("modal");
  const fields = [];
  const submit = h("button", { type: "button", class: "btn primary", "data-testid": "modal-submit", disabled: view.submit_disabled === true, onclick: submitView }, textNodes(view.submit || "Submit"));
  const ctx = { target: { view_id: view.id }, fields, saved, under: 2 };
  dialog = h("dialog", { class: "dialog", "data-testid": "modal", "data-view-id": view.id, "aria-labelledby": titleId },
    head(view, titleId, state.modals.length),
    h("div", { class: "dialog-body blocks" }, renderBlocks(view.blocks, ctx)),
    foot(view, submit));
  dialog.addEventListener("keydown", onKeydown);
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  shown = { view, fields, submit };
  byId("dialogs").append(dialog);
  dialog.showModal();
}

/** Where the focus was, to be found again even if the message around it was drawn anew meanwhile. */
function remember() {
  const node = document.activeElement === document.body ? lastPressed() : document.activeElement;
  const { actionId, value } = node?.dataset || {};
  const ts = node?.closest?.(".message")?.dataset.ts;
  return { node, actionId, value, ts };
}

function giveFocusBack() {
  const { node, actionId, value, ts } = opener;
  opener = null;
  if (node?.isConnected) {
    node.focus();
    return;
  }
  const around = ts ? byId("log").querySelector(`.message[data-ts="${CSS.escape(ts)}"]`) : byId("home");
  const same = [...(around?.querySelectorAll("[data-action-id]") || [])].filter((other) => other.dataset.actionId === actionId);
  (same.find((other) => other.dataset.value === value) || same[0] || byId("composer-input")).focus();
}

function takeDown() {
  dialog?.close();
  dialog?.remove();
  dialog = null;
  shown = null;
}

function focusFirst() {
  const body = dialog.querySelector(".dialog-body");
  const wanted = body.querySelector("[autofocus]") || body.querySelector("input, select, textarea, button");
  (wanted || dialog.querySelector("button"))?.focus();
}

/** Show the top view. An updated view keeps what was typed in unchanged fields. */
function draw() {
  const top = state.modals[state.modals.length - 1] || null;
  if (!top) {
    if (!dialog) return;
    takeDown();
    giveFocusBack();
    return;
  }
  const same = shown?.view.id === top.id;
  if (same && JSON.stringify(shown.view) === JSON.stringify(top)) return;
  const saved = same ? readValues(shown.fields) : null;
  const focusId = same ? document.activeElement?.dataset?.actionId : null;
  if (!dialog) opener = remember();
  takeDown();
  build(top, saved);
  const again = focusId && dialog.querySelector(`[data-action-id="${CSS.escape(focusId)}"]`);
  if (again) again.focus();
  else focusFirst();
}

export function startModals() {
  on("modals", draw);
  on("loaded", draw);
}
