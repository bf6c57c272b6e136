/** Small DOM helpers. Data only ever reaches the page as text or attributes, never as markup. */

let counter = 0;

/** A page-unique id, for label/for and aria references. */
export function uid(prefix = "id") {
  counter += 1;
  return `${prefix}-${counter}`;
}

function setProp(node, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name === "class") node.className = value;
  else if (name === "text") node.textContent = value;
  else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else node.setAttribute(name, value === true ? "" : String(value));
}

function append(node, children) {
  for (const child of children.flat()) {
    if (child === undefined || child === null || child === false) continue;
    node.append(child);
  }
  return node;
}

/** Create an HTML element: `h("p", {class: "x", onclick: fn}, child, …)`. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(node, name, value);
  return append(node, children);
}

/** Create an SVG element. */
export function svg(tag, props = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "text") node.textContent = value;
    else if (value !== undefined && value !== null) node.setAttribute(name, String(value));
  }
  return append(node, children);
}

export function byId(id) {
  return document.getElementById(id);
}

export function clear(node) {
  node.replaceChildren();
  return node;
}

/** A fragment of nodes and strings. */
export function fragment(...children) {
  return append(document.createDocumentFragment(), children);
}

/** The dashed box that shows what this page cannot draw, with its source. */
export function unknownBox(kind, data) {
  const type = data && typeof data === "object" ? data.type : typeof data;
  return h("div", { class: "unknown", "data-testid": "unknown" },
    h("strong", { text: `Unknown ${kind}: ${type || "(no type)"}` }),
    h("details", {},
      h("summary", { text: "JSON" }),
      h("pre", { text: JSON.stringify(data, null, 2) })));
}

const FOCUSABLE = "a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), "
  + "textarea:not([disabled]), summary, [tabindex]:not([tabindex='-1'])";

/** Keep Tab and Shift+Tab inside a dialog. */
export function trapFocus(event, container) {
  if (event.key !== "Tab") return;
  const items = [...container.querySelectorAll(FOCUSABLE)].filter((n) => n.getClientRects().length);
  if (!items.length) return;
  const first = items[0];
  const last = items[items.length - 1];
  const goesBack = event.shiftKey && document.activeElement === first;
  const goesOn = !event.shiftKey && document.activeElement === last;
  if (!goesBack && !goesOn) return;
  event.preventDefault();
  (goesBack ? last : first).focus();
}
