/** Who is acting: a picker of the workspace's people. */

import { post } from "./api.js";
import { byId, h } from "./dom.js";
import { withMenu } from "./menu.js";
import { avatar } from "./messages.js";
import { on, state } from "./state.js";

const STANDINGS = {
  member: "member",
  admin: "admin of the workspace",
  guest: "guest, in some channels only",
  stranger: "of another company, in shared channels only",
};

let opener;

/** What to call somebody, with a word about them where they are no ordinary member. */
function standingOf(person) {
  return STANDINGS[person?.standing] || STANDINGS.member;
}

async function become(person) {
  if (person.id !== state.me.id) await post("/ui/become", { user: person.id });
}

function entries() {
  const items = state.people.map((person) => ({
    label: person.name,
    note: standingOf(person),
    icon: avatar(person.name, person.id, false),
    checked: person.id === state.me.id,
    testid: `person-${person.handle}`,
    choose: () => become(person),
  }));
  return [{ title: "Act as", items }];
}

function draw() {
  const me = state.people.find((person) => person.id === state.me.id) || state.me;
  opener.hidden = !state.people.length;
  opener.replaceChildren(
    avatar(me.name, me.id, false),
    h("span", { class: "person-name" }, h("span", { text: me.name || "" }), h("small", { text: standingOf(me).split(",")[0] })),
    h("span", { class: "person-mark", "aria-hidden": "true", text: "⇅" }));
  opener.setAttribute("aria-label", `Acting as ${me.name}, ${standingOf(me)}. Act as somebody else`);
}

export function startPeople() {
  opener = h("button", { type: "button", class: "person", "data-testid": "people", hidden: true });
  byId("people").append(withMenu(opener, entries, "Act as"));
  on("loaded", draw);
}
