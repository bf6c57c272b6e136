/** Short notices in the corner. */

import { byId, h } from "./dom.js";

const LIFETIME_MS = 7000;
const MAX_TOASTS = 4;

/** Bring the notices above everything, an open dialog included. */
function raise(box) {
  if (!box.showPopover) return;
  if (box.matches(":popover-open")) box.hidePopover();
  box.showPopover();
}

/** Show a notice; level is "error", "warning", "success" or "info". */
export function toast(level, text) {
  const box = byId("toasts");
  const node = h("div", { class: `toast ${level || "info"}`, "data-testid": "toast", "data-level": level || "info" },
    h("span", { text: String(text) }),
    h("button", { type: "button", class: "toast-close", "aria-label": "Dismiss", text: "×", onclick: () => node.remove() }));
  box.append(node);
  raise(box);
  while (box.children.length > MAX_TOASTS) box.firstElementChild.remove();
  let timer = setTimeout(() => node.remove(), LIFETIME_MS);
  node.addEventListener("pointerenter", () => clearTimeout(timer));
  node.addEventListener("pointerleave", () => {
    timer = setTimeout(() => node.remove(), LIFETIME_MS / 2);
  });
}
