/** How the page is shown: theme and width, remembered in this browser; and the menu that holds the rest. */

import { post } from "./api.js";
import { confirmDialog } from "./confirm.js";
import { byId, h } from "./dom.js";
import { showExport } from "./export.js";
import { withMenu } from "./menu.js";

const THEMES = [["system", "As the system"], ["light", "Light"], ["dark", "Dark"]];
const WIDTHS = [["desktop", "Desktop"], ["phone", "Phone, 390 pixels"]];
const root = document.documentElement;

/** Hold the page to a value, or let go of it with the first of its kind. */
function set(name, value, standard) {
  if (value === standard) delete root.dataset[name];
  else root.dataset[name] = value;
  try {
    localStorage.setItem(`playground.${name}`, value);
  } catch {
    // kept for this visit only
  }
}

function choices(title, name, values) {
  const standard = values[0][0];
  const now = root.dataset[name] || standard;
  return {
    title,
    items: values.map(([value, label]) => ({
      label, checked: value === now, testid: `${name}-${value}`, choose: () => set(name, value, standard),
    })),
  };
}

async function askReset() {
  const sure = await confirmDialog({
    title: "Reset the playground?",
    text: "All messages, modals and exchanges are cleared.",
    confirm: "Reset",
    style: "danger",
  });
  if (sure) await post("/ui/reset", {});
}

function entries() {
  return [
    choices("Theme", "theme", THEMES),
    choices("Width of the conversation", "width", WIDTHS),
    {
      title: "Conversation",
      items: [
        { label: "Export as a test", note: "what was said so far, as YAML", testid: "export", choose: showExport },
        { label: "Reset", note: "empties the workspace", danger: true, testid: "reset", choose: askReset },
      ],
    },
  ];
}

export function startSettings() {
  const button = h("button", { type: "button", class: "btn small icon", "data-testid": "page-menu", "aria-label": "Page menu", title: "Theme, width, export, reset", text: "⋯" });
  byId("settings").replaceWith(withMenu(button, entries, "Page menu"));
}
