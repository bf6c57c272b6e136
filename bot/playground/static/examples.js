/** What an empty conversation shows: four questions to start with. */

import { sendText } from "./composer.js";
import { h } from "./dom.js";
import { channelById, channelLabel, directMessage, mentionChannel, state } from "./state.js";

const here = () => (state.me.standing === "stranger" ? null : channelById(state.view)); // no commands for strangers

const EXAMPLES = [
  { text: "/whichrole we want a RAG chatbot over our confluence pages", where: here },
  { text: "@whichrole difference between ML engineer and AI engineer?", where: mentionChannel },
  { text: "when should we hire an AI engineer?", where: directMessage },
  { text: "what's the vacation policy?", where: directMessage },
];

function exampleButton(example, n, open) {
  const channel = example.where();
  const send = async () => {
    if (channel.id !== state.view) await open(channel.id);
    sendText(channel.id, example.text);
  };
  const where = channel.kind === "im" ? "as a direct message" : `in ${channelLabel(channel)}`;
  return h("button", { type: "button", class: "example", "data-testid": `example-${n + 1}`, onclick: send },
    h("span", { class: "example-text", text: example.text }),
    h("span", { class: "example-where", text: `sent ${where}` }));
}

function leadOf(channel) {
  if (channel.kind === "im") return `This is your conversation with ${state.bot.name}. Ask in your own words.`;
  const start = `This is the start of ${channelLabel(channel)}.`;
  const commands = state.me.standing !== "stranger";
  if (channel.bot_is_member) return `${start} Mention @${state.bot.name}${commands ? " or use a slash command" : ""}.`;
  return `${start} ${state.bot.name} is not in this channel; slash commands work everywhere.`;
}

/** Draw the empty state; `open(view)` moves to another conversation. */
export function emptyState(channel, open) {
  const name = channelLabel(channel);
  return h("div", { class: "empty" },
    h("span", { class: "empty-mark", "aria-hidden": "true", text: channel.kind === "im" ? "W" : "#" }),
    h("h2", { text: channel.kind === "im" ? state.bot.name : name }),
    h("p", { text: leadOf(channel) }),
    h("div", { class: "examples", role: "group", "aria-label": "Example questions" },
      EXAMPLES.map((example, n) => example.where() && exampleButton(example, n, open))));
}
