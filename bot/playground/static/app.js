/** Start of the page: load the workspace, follow its events, move between views. */

import { fetchState, openStream, post } from "./api.js";
import { startAgent } from "./agent.js";
import { startComposer } from "./composer.js";
import { byId } from "./dom.js";
import { emptyState } from "./examples.js";
import { drawHome, startHome } from "./home.js";
import { startIllness } from "./illness.js";
import { startInspector } from "./inspector.js";
import { drawConversation, startMessages } from "./messages.js";
import { startModals } from "./modal.js";
import { startPanels } from "./panels.js";
import { startPeople } from "./people.js";
import { startReasoning } from "./reasoning.js";
import { startSettings } from "./settings.js";
import { startSidebar } from "./sidebar.js";
import {
  channelById, channelLabel, directMessage, load, removeMessage, setPart, setView, state,
  upsertExchange, upsertMessage, upsertReasoning, upsertThread,
} from "./state.js";
import { toast } from "./toast.js";

const STREAM_WAIT_MS = 1500;
let waiting = []; // events that arrive while the snapshot is on its way; null when loaded
let lost = false;

const HANDLERS = {
  message: upsertMessage,
  message_deleted: removeMessage,
  home: (view) => setPart("home", view),
  modals: (views) => setPart("modals", views || []),
  prompts: (prompts) => setPart("prompts", prompts || []),
  threads: upsertThread,
  illness: (illness) => setPart("illness", illness),
  exchange: upsertExchange,
  reasoning: upsertReasoning,
  toast: (notice) => notice && toast(notice.level, notice.text),
  reset: () => reload(),
};

function onEvent(name, data) {
  if (waiting) waiting.push([name, data]);
  else HANDLERS[name](data);
}

function onStatus(status) {
  const label = byId("connection");
  label.textContent = status === "lost" ? "Reconnecting…" : "";
  if (status === "open" && lost) reload();
  lost = status === "lost";
}

function title(view) {
  if (view === "home") return [`${state.bot.name} Home`, "App Home"];
  const channel = channelById(view);
  if (channel.kind === "im") return [state.bot.name, "Direct message · App"];
  const kind = [channel.shared && "Shared with another company", channel.private && "Private"].filter(Boolean);
  const member = `${state.bot.name} is ${channel.bot_is_member ? "" : "not "}in this channel`;
  return [channelLabel(channel), [...kind, member].join(" · ")];
}

function show(view) {
  setView(view);
  const [name, note] = title(view);
  byId("view-title").textContent = name;
  byId("view-note").textContent = note;
  document.title = `${name} · whichrole playground`;
  const isHome = view === "home";
  byId("home").hidden = !isHome;
  byId("conversation").hidden = isHome;
  if (isHome) drawHome();
  else drawConversation();
  history.replaceState(null, "", `#${view}`);
}

/** Go to a conversation or the Home tab; the bot hears of it as in Slack. */
async function open(view) {
  show(view);
  if (view === "home") await post("/ui/home_opened", { tab: "home" });
  else if (channelById(view).kind === "im") await post("/ui/home_opened", { tab: "messages" });
  else await post("/ui/look", { channel: view });
}

function startView() {
  const wanted = state.view || location.hash.slice(1);
  if ((wanted === "home" && directMessage()) || channelById(wanted)) return wanted;
  return (state.channels.find((c) => c.kind === "channel") || state.channels[0])?.id || "home";
}

async function reload({ announce = false } = {}) {
  waiting ||= [];
  const before = state.me.id;
  try {
    load(await fetchState());
  } catch (error) {
    toast("error", `The workspace could not be loaded (${error.message}).`);
    byId("view-title").textContent = "Not connected";
    return;
  }
  const view = startView();
  const held = waiting;
  waiting = null;
  if (announce || state.me.id !== before) open(view); // somebody else looks at it now
  else show(view);
  for (const [name, data] of held) {
    if (name !== "reset") HANDLERS[name](data);
  }
}

function start() {
  startSidebar(open);
  startPeople();
  startMessages((channel) => emptyState(channel, open));
  startComposer();
  startAgent();
  startHome();
  startModals();
  startReasoning();
  startInspector();
  startIllness();
  startSettings();
  startPanels("reasoning");
  window.addEventListener("hashchange", () => {
    const view = location.hash.slice(1);
    if (view !== state.view && (view === "home" || channelById(view))) open(view);
  });
  // The stream first, so that nothing is missed between the snapshot and the first event.
  let begun = false;
  const begin = () => {
    if (begun) return;
    begun = true;
    reload({ announce: true });
  };
  openStream(onEvent, (status) => {
    if (begun) onStatus(status);
    else if (status === "open") begin();
  });
  setTimeout(begin, STREAM_WAIT_MS);
}

start();
