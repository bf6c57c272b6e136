/** Elements that hold a value: texts, selects, choices, dates. Each gives {node, read}. */

import { externalSelect } from "./combobox.js";
import { h, uid } from "./dom.js";
import { textNodes, textString } from "./mrkdwn.js";
import { channelLabel, state } from "./state.js";

function placeholder(element, fallback = "") {
  return textString(element.placeholder) || fallback;
}

function textInput(type, element, saved) {
  const multiline = type === "textarea";
  const node = h(multiline ? "textarea" : "input", {
    class: "input",
    type: multiline ? null : type,
    rows: multiline ? 4 : null,
    placeholder: placeholder(element),
    minlength: element.min_length,
    maxlength: element.max_length,
    min: element.min_value,
    max: element.max_value,
    step: type === "number" ? (element.is_decimal_allowed ? "any" : 1) : null,
    autofocus: element.focus_on_load,
  });
  node.value = saved?.value ?? element.initial_value ?? "";
  return { node, read: () => ({ value: node.value === "" ? null : node.value }) };
}

function allOptions(element) {
  return element.option_groups ? element.option_groups.flatMap((g) => g.options) : element.options || [];
}

function optionNodes(options, offset, chosen) {
  return options.map((option, n) => h("option", {
    value: String(offset + n),
    selected: chosen !== undefined && option.value === chosen,
    text: textString(option.text),
  }));
}

function staticSelect(element, saved) {
  const options = allOptions(element);
  const chosen = (saved?.selected_option || element.initial_option)?.value;
  const node = h("select", { class: "input", "aria-label": placeholder(element, "Choose") },
    h("option", { value: "", selected: chosen === undefined, text: placeholder(element, "Choose an option") }));
  if (element.option_groups) {
    let offset = 0;
    for (const group of element.option_groups) {
      node.append(h("optgroup", { label: textString(group.label) }, optionNodes(group.options, offset, chosen)));
      offset += group.options.length;
    }
  } else {
    node.append(...optionNodes(options, 0, chosen));
  }
  return { node, read: () => ({ selected_option: node.value === "" ? null : options[Number(node.value)] }) };
}

/** Radio buttons or checkboxes, one per option. */
function choices(kind, element, chosenValues) {
  const name = uid("choice");
  const options = element.options || [];
  const boxes = options.map((option) => {
    const box = h("input", { type: kind, name, "data-value": option.value });
    box.checked = chosenValues.includes(option.value);
    return box;
  });
  const rows = options.map((option, n) => h("label", { class: "choice" }, boxes[n],
    h("span", {}, h("span", { class: "choice-text" }, textNodes(option.text)),
      option.description && h("span", { class: "choice-note" }, textNodes(option.description)))));
  const node = h("div", { class: "choices", role: kind === "radio" ? "radiogroup" : "group" }, ...rows);
  return { node, picked: () => options.filter((_, n) => boxes[n].checked) };
}

function radioButtons(element, saved) {
  const chosen = (saved?.selected_option || element.initial_option)?.value;
  const { node, picked } = choices("radio", element, [chosen]);
  return { node, read: () => ({ selected_option: picked()[0] ?? null }) };
}

function checkboxes(element, saved) {
  const chosen = (saved?.selected_options || element.initial_options || []).map((o) => o.value);
  const { node, picked } = choices("checkbox", element, chosen);
  return { node, read: () => ({ selected_options: picked() }) };
}

/** A multi-select, drawn as a scrolling list of checkboxes. */
function multiSelect(element, saved) {
  const flat = { ...element, options: allOptions(element) };
  const built = checkboxes(flat, saved);
  built.node.classList.add("multi");
  built.node.setAttribute("aria-label", placeholder(element, "Choose any"));
  return built;
}

/** Pickers of people and conversations, filled from the workspace. */
function idSelect(key, initialKey, items, element, saved) {
  const chosen = saved?.[key] ?? element[initialKey];
  const node = h("select", { class: "input", "aria-label": placeholder(element, "Choose") },
    h("option", { value: "", text: placeholder(element, "Choose") }),
    items().map((item) => h("option", { value: item.id, selected: item.id === chosen, text: item.label })));
  return { node, read: () => ({ [key]: node.value || null }) };
}

function people() {
  return [state.me, ...state.users.filter((u) => u.id !== state.me.id)].map((u) => ({ id: u.id, label: u.name }));
}

function conversations() {
  return state.channels.map((c) => ({ id: c.id, label: channelLabel(c) }));
}

function picker(type, key, initialKey, element, saved) {
  const node = h("input", { class: "input narrow", type, "aria-label": placeholder(element, type === "time" ? "Time" : "Date") });
  node.value = saved?.[key] ?? element[initialKey] ?? "";
  return { node, read: () => ({ [key]: node.value || null, value: node.value || null }) };
}

function dateTimePicker(element, saved) {
  const start = saved?.selected_date_time ?? element.initial_date_time;
  const node = h("input", { class: "input narrow", type: "datetime-local", "aria-label": "Date and time" });
  if (start) {
    const local = new Date(start * 1000 - new Date(start * 1000).getTimezoneOffset() * 60000);
    node.value = local.toISOString().slice(0, 16);
  }
  const seconds = () => (node.value ? Math.floor(new Date(node.value).getTime() / 1000) : null);
  return { node, read: () => ({ selected_date_time: seconds() }) };
}

/** type -> (element, saved value, suggest) -> {node, read} */
export const INPUTS = {
  plain_text_input: (e, saved) => textInput(e.multiline ? "textarea" : "text", e, saved),
  email_text_input: (e, saved) => textInput("email", e, saved),
  url_text_input: (e, saved) => textInput("url", e, saved),
  number_input: (e, saved) => textInput("number", e, saved),
  static_select: staticSelect,
  multi_static_select: multiSelect,
  external_select: externalSelect,
  radio_buttons: radioButtons,
  checkboxes,
  users_select: (e, saved) => idSelect("selected_user", "initial_user", people, e, saved),
  channels_select: (e, saved) => idSelect("selected_channel", "initial_channel", conversations, e, saved),
  conversations_select: (e, saved) => idSelect("selected_conversation", "initial_conversation", conversations, e, saved),
  datepicker: (e, saved) => picker("date", "selected_date", "initial_date", e, saved),
  timepicker: (e, saved) => picker("time", "selected_time", "initial_time", e, saved),
  datetimepicker: dateTimePicker,
};
