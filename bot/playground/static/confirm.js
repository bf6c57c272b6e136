/** A small yes/no dialog, for Block Kit `confirm` objects and for resetting. */

import { byId, h, trapFocus, uid } from "./dom.js";
import { textNodes } from "./mrkdwn.js";

/** Ask; resolves to true when confirmed. Takes a Block Kit confirm object. */
export function confirmDialog({ title, text, confirm, deny, style }) {
  const opener = document.activeElement;
  return new Promise((resolve) => {
    const titleId = uid("confirm");
    const done = (answer) => {
      dialog.close();
      dialog.remove();
      if (opener && opener.isConnected) opener.focus();
      resolve(answer);
    };
    const dialog = h("dialog", { class: "dialog confirm", role: "alertdialog", "aria-labelledby": titleId, "data-testid": "confirm" },
      h("h2", { id: titleId }, textNodes(title || "Are you sure?")),
      h("div", { class: "dialog-body" }, textNodes(text)),
      h("div", { class: "dialog-foot" },
        h("button", { type: "button", class: "btn", "data-testid": "confirm-deny", onclick: () => done(false) }, textNodes(deny || "Cancel")),
        h("button", { type: "button", class: `btn ${style === "danger" ? "danger" : "primary"}`, "data-testid": "confirm-ok", onclick: () => done(true) }, textNodes(confirm || "Yes"))));
    dialog.addEventListener("keydown", (event) => {
      trapFocus(event, dialog);
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      done(false);
    });
    byId("dialogs").append(dialog);
    dialog.showModal();
  });
}
