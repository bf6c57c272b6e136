/** Copying, with a word on the button that it happened. */

import { toast } from "./toast.js";

const THANKS_MS = 1500;

export async function copyText(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    toast("error", "The browser did not allow copying.");
    return;
  }
  button.textContent = "Copied";
  setTimeout(() => {
    button.textContent = "Copy";
  }, THANKS_MS);
}
