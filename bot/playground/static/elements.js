/** Interactive Block Kit elements that act at once: buttons, menus, feedback. */

import { post } from "./api.js";
import { confirmDialog } from "./confirm.js";
import { h, svg, unknownBox } from "./dom.js";
import { iconChar } from "./emoji.js";
import { linkNode, localImage, safeUrl } from "./inline.js";
import { INPUTS } from "./inputs.js";
import { withMenu } from "./menu.js";
import { textNodes, textString } from "./mrkdwn.js";
import { state } from "./state.js";

/** What the inputs of a surface hold: {block_id: {action_id: {type, …}}}. */
export function readValues(fields) {
  const values = {};
  for (const field of fields) {
    (values[field.block_id] ||= {})[field.action_id] = field.value();
  }
  return values;
}

let pressed = null; // the control last used; a disabled one loses the focus

/** The control that caused the newest action, to give the focus back to. */
export function lastPressed() {
  return pressed;
}

function setBusy(controls, busy) {
  for (const control of controls) {
    control.disabled = busy;
    if (busy) control.setAttribute("aria-busy", "true");
    else control.removeAttribute("aria-busy");
  }
}

/**
 * Post one block_actions. `ctx.target` says where the element stands (channel and message,
 * or view); `controls` are disabled until the answer is there.
 */
export async function act({ ctx, block, element, controls, payload, confirm }) {
  const question = confirm || element.confirm;
  if (question && !(await confirmDialog(question))) return false;
  const focused = controls.find((control) => control === document.activeElement);
  pressed = focused || controls[0];
  setBusy(controls, true);
  const answer = await post("/ui/action", {
    ...ctx.target,
    values: readValues(ctx.fields),
    block_id: block.block_id,
    action_id: element.action_id,
    type: element.type,
    ...payload,
  });
  setBusy(controls, false);
  if (focused && document.activeElement === document.body) focused.focus();
  return answer.ok;
}

function openUrl(url) {
  const href = safeUrl(url);
  if (href) window.open(href, "_blank", "noopener,noreferrer");
}

function button(element, ctx, block) {
  const style = element.style === "primary" || element.style === "danger" ? ` ${element.style}` : "";
  const node = h("button", {
    type: "button",
    class: `btn${style}`,
    "data-action-id": element.action_id,
    "data-value": element.value,
    "aria-label": element.accessibility_label,
    title: element.url,
  }, textNodes(element.text), element.url && h("span", { class: "external", "aria-hidden": "true", text: " ↗" }));
  node.addEventListener("click", async () => {
    if (element.url && !element.confirm) openUrl(element.url);
    const done = await act({ ctx, block, element, controls: [node], payload: { value: element.value } });
    if (done && element.url && element.confirm) openUrl(element.url);
  });
  return node;
}

const THUMB = "M7 10v10H3.5V10zM7 10.5 11 3c1.5 0 2.5 1 2.5 2.5V9h5c1.2 0 2 1 1.8 2.2l-1.3 7c-.2 1-1 1.8-2 1.8H7";

/** A thumb, up or down. */
function thumb(way) {
  return svg("svg", { viewBox: "0 0 24 24", class: `thumb ${way}`, "aria-hidden": "true" }, svg("path", { d: THUMB }));
}

const given = new Map(); // what was pressed on each pair of feedback buttons, kept when their message is drawn again

function feedbackKey(element, ctx) {
  return [state.me.id, ctx.target.channel, ctx.target.message_ts, element.action_id].join(" ");
}

function feedbackButton(element, ctx, block, spec, mark, all) {
  const key = feedbackKey(element, ctx);
  const node = h("button", {
    type: "button",
    class: "btn feedback-button",
    "data-action-id": element.action_id,
    "data-value": spec.value,
    "aria-pressed": String(given.get(key) === spec.value),
    "aria-label": spec.accessibility_label || textString(spec.text),
    title: textString(spec.text),
  }, thumb(mark), h("span", { class: "feedback-text" }, textNodes(spec.text)));
  node.addEventListener("click", async () => {
    const done = await act({ ctx, block, element, controls: all, payload: { value: spec.value } });
    if (!done) return;
    given.set(key, spec.value);
    for (const other of all) other.setAttribute("aria-pressed", String(other === node));
  });
  return node;
}

function feedbackButtons(element, ctx, block) {
  const all = [];
  const add = (spec, mark) => spec && all.push(feedbackButton(element, ctx, block, spec, mark, all));
  add(element.positive_button, "up");
  add(element.negative_button, "down");
  return h("span", { class: "feedback", role: "group", "aria-label": "Feedback" }, ...all);
}

function iconButton(element, ctx, block) {
  const only = element.visible_to_user_ids;
  if (Array.isArray(only) && !only.includes(state.me.id)) return null;
  const label = element.accessibility_label || textString(element.text);
  const node = h("button", { type: "button", class: "btn icon", "data-action-id": element.action_id, "data-value": element.value, "aria-label": label, title: label },
    h("span", { "aria-hidden": "true", text: iconChar(element.icon) }));
  node.addEventListener("click", () =>
    act({ ctx, block, element, controls: [node], payload: { value: element.value } }));
  return node;
}

/** The "…" menu: a button that opens a list of choices. */
function overflow(element, ctx, block) {
  const opener = h("button", { type: "button", class: "btn icon", "aria-label": "More actions", "data-action-id": element.action_id, text: "⋯" });
  const entries = () => (element.options || []).map((option) => ({
    label: textNodes(option.text),
    note: textString(option.description),
    value: option.value,
    choose: () => {
      if (option.url) openUrl(option.url);
      act({ ctx, block, element, controls: [opener], payload: { selected_option: option } });
    },
  }));
  return withMenu(opener, entries, "More actions");
}

/** An image; those on other hosts are named and linked, not fetched. */
export function imageNode(image, className) {
  const url = image.image_url || image.slack_file?.url || "";
  const alt = textString(image.alt_text);
  if (localImage(url)) return h("img", { class: className, src: url, alt, loading: "lazy" });
  return h("span", { class: `${className} image-off`, role: "img", "aria-label": alt || "Image", title: `${alt} ${url}`.trim() },
    h("span", { class: "image-mark", "aria-hidden": "true", text: "🖼" }),
    h("span", { class: "image-alt" }, safeUrl(url) ? linkNode(url, alt || url) : alt || "image"));
}

const ACTING = {
  button,
  workflow_button: button,
  feedback_buttons: feedbackButtons,
  icon_button: iconButton,
  overflow,
  image: (element) => imageNode(element, "element-image"),
};

/** Any element; an unknown one is shown as such. */
export function renderElement(element, ctx, block) {
  if (Object.hasOwn(ACTING, element.type)) return ACTING[element.type](element, ctx, block);
  if (!Object.hasOwn(INPUTS, element.type)) return unknownBox("element", element);
  return stateful(element, ctx, block);
}

/** The options the bot offers for what was typed into an external select. */
async function suggestions(ctx, block, element, typed) {
  const answer = await post("/ui/suggest", {
    ...ctx.target, block_id: block.block_id, action_id: element.action_id, value: typed,
  });
  if (!answer.ok) return [];
  return answer.option_groups ? answer.option_groups.flatMap((g) => g.options) : answer.options || [];
}

/** An element with a value: it posts on change, or is read when its view is submitted. */
function stateful(element, ctx, block) {
  const saved = ctx.saved?.[block.block_id]?.[element.action_id];
  const { node, field, read } = INPUTS[element.type](element, saved, (typed) => suggestions(ctx, block, element, typed));
  (field || node).dataset.actionId = element.action_id || "";
  const value = () => ({ type: element.type, ...read() });
  ctx.fields.push({ block_id: block.block_id, action_id: element.action_id, value });
  const isInput = block.type === "input";
  if (isInput && !block.dispatch_action) return node;
  node.addEventListener("change", () => {
    if (read().selected_option === null) return; // nothing chosen: Slack sends no such click
    const controls = node.matches("input, select, textarea") ? [node] : [...node.querySelectorAll("input")];
    act({ ctx, block, element, controls, payload: read() });
  });
  return node;
}
