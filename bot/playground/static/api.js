/** Talking to the server: JSON posts, the snapshot, and the event stream. */

import { toast } from "./toast.js";

/** POST JSON; a failure is shown as a toast and returned as {ok: false}. */
export async function post(path, body, { quiet = false } = {}) {
  let answer;
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    answer = await readAnswer(response);
  } catch (error) {
    answer = { ok: false, error: `The playground server did not answer (${error.message}).` };
  }
  if (!answer.ok && !quiet && !answer.errors) toast("error", answer.error || "Something went wrong.");
  return answer;
}

async function readAnswer(response) {
  try {
    const data = await response.json();
    if (data && typeof data.ok === "boolean") return data;
  } catch {
    // not JSON: fall through to the status line
  }
  if (response.ok) return { ok: true };
  return { ok: false, error: `The server answered ${response.status} ${response.statusText}`.trim() };
}

export async function fetchState() {
  const response = await fetch("/ui/state", { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`state: ${response.status}`);
  return response.json();
}

const EVENTS = ["message", "message_deleted", "home", "modals", "prompts", "threads", "illness", "exchange", "reasoning", "toast", "reset"];

/**
 * Follow the event stream. `onEvent(name, data)` gets each event, `onStatus("open" | "lost")`
 * each change of the connection. The browser reconnects by itself.
 */
export function openStream(onEvent, onStatus) {
  const source = new EventSource("/ui/stream");
  source.addEventListener("open", () => onStatus("open"));
  source.addEventListener("error", () => {
    onStatus("lost");
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(() => openStream(onEvent, onStatus), 2000);
    }
  });
  for (const name of EVENTS) {
    source.addEventListener(name, (event) => onEvent(name, parse(event.data)));
  }
  return source;
}

function parse(data) {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
