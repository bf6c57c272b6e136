/** The conversation so far as a test: shown, copied, downloaded. */

import { copyText } from "./clipboard.js";
import { byId, h, trapFocus, uid } from "./dom.js";
import { toast } from "./toast.js";

const ADDRESS = "/ui/export";

async function fetchExport() {
  try {
    const response = await fetch(ADDRESS);
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}

function build(text, close) {
  const titleId = uid("export");
  const copy = h("button", { type: "button", class: "btn", text: "Copy" });
  copy.addEventListener("click", () => copyText(text, copy));
  return h("dialog", { class: "dialog wide", "aria-labelledby": titleId, "data-testid": "export-dialog" },
    h("div", { class: "dialog-head" },
      h("h2", { id: titleId, text: "Export as a test" }),
      h("button", { type: "button", class: "btn icon", "aria-label": "Close", text: "×", onclick: close })),
    h("div", { class: "dialog-body" },
      h("p", { class: "hint", text: "Save it as a .yaml file in tests/conversations, and it is played with the other dialogs." }),
      h("pre", { class: "json", tabindex: 0, role: "region", "aria-label": "The dialog as YAML", "data-testid": "export-text", text })),
    h("div", { class: "dialog-foot" }, copy,
      h("a", { class: "btn primary", href: ADDRESS, download: "dialog.yaml", text: "Download" })));
}

/** Fetch the dialog and show it. */
export async function showExport() {
  const text = await fetchExport();
  if (text === null) {
    toast("error", "The conversation could not be exported.");
    return;
  }
  const opener = document.activeElement;
  const close = () => {
    dialog.close();
    dialog.remove();
    if (opener?.isConnected) opener.focus();
  };
  const dialog = build(text, close);
  dialog.addEventListener("keydown", (event) => {
    trapFocus(event, dialog);
    if (event.key !== "Escape") return;
    event.preventDefault();
    close();
  });
  byId("dialogs").append(dialog);
  dialog.showModal();
}
