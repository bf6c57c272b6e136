"""What happens when the person uses a control, a shortcut or a menu that asks the bot for options."""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground import payloads
from bot.playground.delivery import Delivery
from bot.playground.replies import Reply
from bot.playground.rules import Obj, SlackError
from bot.playground.stage import Stage
from bot.playground.suggestions import asks, check_picked, checked_options
from bot.playground.surfaces import INITIAL_KEYS, current_values, find_element, offered_options
from bot.playground.world import Message

BUTTONS = frozenset({"button", "icon_button", "workflow_button"})
CLOSED_CHOICES = frozenset({"static_select", "radio_buttons", "overflow"})
# Kept out of the action entry: Slack sends what was chosen, not what was on offer.
NOT_ECHOED = frozenset({"options", "option_groups", "confirm", "url", "accessibility_label", "icon"})


@dataclass(frozen=True)
class Place:
    """The surface a control sits on, and what a payload says about it."""

    blocks: list[Obj]
    about: Obj
    view_id: str | None = None
    message: Message | None = None


class Clicks:
    """Controls in messages, Home and modals."""

    def __init__(self, stage: Stage, delivery: Delivery) -> None:
        self._stage = stage
        self._delivery = delivery

    def element(self, click: Obj) -> Obj:
        """The control a click is on."""
        return self._control(self._place(click), click)[1]

    async def press(self, click: Obj) -> str | None:
        """Deliver block_actions; returns the error the person is to see, if any."""
        place = self._place(click)
        block, element = self._control(place, click)
        entered = click.get("values") if isinstance(click.get("values"), dict) else {}
        entry = self._entry(block, element, click)
        state = {"values": current_values(place.blocks, _with_choice(entered or {}, entry))}
        payload = payloads.interaction(self._stage, "block_actions", place.view_id) | place.about
        payload |= {"actions": [entry], "state": state}
        if "view" in payload:
            payload["view"] = payload["view"] | {"state": state}
        if place.message is not None:
            payload["response_url"] = self._response_url(place.message)
        reply = await self._delivery.interaction(payload, f"{entry['type']} {entry['action_id']}")
        return self._told(reply.taken, reply.error)

    async def shortcut(
        self, callback_id: str, channel_id: str | None = None, message_ts: str | None = None
    ) -> str | None:
        """Use a global shortcut, or one on a message; those of other companies have neither."""
        if self._stage.world.me.is_stranger:
            raise SlackError("no_such_shortcut")
        kind = "message_action" if message_ts else "shortcut"
        payload = payloads.interaction(self._stage, kind)
        payload |= {"callback_id": callback_id, "action_ts": self._stage.world.next_ts()}
        if message_ts:
            channel = self._stage.world.my_channel(channel_id or "")
            message = self._stage.world.my_message(channel.id, message_ts)
            if message.ephemeral:  # Slack offers no shortcuts on what one person alone sees
                raise SlackError("message_not_found")
            payload |= {
                "message_ts": message.ts,
                "message": message.as_slack(),
                "channel": payloads.named(channel),
                "response_url": self._response_url(message),
            }
        reply = await self._delivery.interaction(payload, callback_id)
        return self._told(reply.taken, reply.error)

    async def suggest(self, click: Obj) -> Obj:
        """Ask the bot for the options of an external select, once enough was typed; refused options are told."""
        place = self._place(click)
        block, element = self._control(place, click)
        value = str(click.get("value") or "")
        if not asks(element, value):
            return {"options": []}
        payload = payloads.interaction(self._stage, "block_suggestion", place.view_id, trigger=False)
        payload |= place.about | {"action_id": element["action_id"], "block_id": block["block_id"], "value": value}
        reply = await self._delivery.interaction(payload, element["action_id"])
        if not reply.taken:
            raise self._no_options(SlackError(reply.error), reply)
        try:
            return checked_options(reply.body)
        except SlackError as refusal:
            raise self._no_options(refusal, reply) from None

    def _no_options(self, refusal: SlackError, reply: Reply) -> SlackError:
        self._stage.feed.toast("error", f"whichrole gave no options that can be shown: {refusal.code}")
        request = {"body": reply.body}
        self._stage.journal.record(
            "from_bot", "options", refusal.code, refusal.code, reply.started, request, refusal.answer()
        )
        return refusal

    def _place(self, click: Obj) -> Place:
        view_id = click.get("view_id")
        if view_id:
            view = self._stage.views.my_view(str(view_id))
            is_modal = view["type"] == "modal"
            return Place(view["blocks"], payloads.view_place(view), view["id"] if is_modal else None)
        channel = self._stage.world.my_channel(str(click.get("channel") or ""))
        message = self._stage.world.my_message(channel.id, str(click.get("message_ts") or ""))
        return Place(message.blocks or [], payloads.message_place(channel, message), message=message)

    def _control(self, place: Place, click: Obj) -> tuple[Obj, Obj]:
        found = find_element(place.blocks, str(click.get("block_id")), str(click.get("action_id")))
        if found is None:
            raise SlackError("no_such_control")
        return found

    def _entry(self, block: Obj, element: Obj, click: Obj) -> Obj:
        """One entry of `actions`: the element as stored, and what was chosen."""
        entry = {key: value for key, value in element.items() if key not in NOT_ECHOED}
        entry |= {"block_id": block["block_id"], "action_ts": self._stage.world.next_ts()}
        kind = element["type"]
        if kind in BUTTONS:
            return entry
        if kind == "feedback_buttons":
            return _feedback(entry, element, click)
        if kind in CLOSED_CHOICES:
            entry["selected_option"] = _offered(element, click.get("selected_option"))
            return entry
        key = INITIAL_KEYS[kind][0]
        if key not in click:
            raise SlackError("nothing_chosen")
        chosen = click[key]
        if kind == "external_select" and chosen is not None:
            check_picked(chosen)
        if kind in ("checkboxes", "multi_static_select"):
            chosen = [_offered(element, option) for option in chosen or []]
        return entry | {key: chosen}

    def _response_url(self, message: Message) -> str:
        return self._stage.response_url(message.channel, self._stage.world.me.id, message.ts)

    def _told(self, taken: bool, error: str) -> str | None:
        if taken:
            return None
        self._stage.feed.toast("error", f"whichrole did not respond to the click: {error}")
        return error


def _offered(element: Obj, chosen: object) -> Obj:
    """The stored option with the chosen value; nothing else can be picked in Slack."""
    value = chosen.get("value") if isinstance(chosen, dict) else chosen
    for option in offered_options(element):
        if option.get("value") == value:
            return option
    raise SlackError("no_such_option")


def _feedback(entry: Obj, element: Obj, click: Obj) -> Obj:
    for name in ("positive_button", "negative_button"):
        button = element[name]
        if button.get("value") == click.get("value"):
            kept = {key: entry[key] for key in ("type", "block_id", "action_id", "action_ts")}
            return kept | {"text": button["text"], "value": button["value"]}
    raise SlackError("no_such_option")


def _with_choice(entered: Obj, entry: Obj) -> Obj:
    """The values on the surface, the one just chosen included."""
    if entry["type"] not in INITIAL_KEYS:
        return entered
    block = entered.get(entry["block_id"])
    merged = dict(block) if isinstance(block, dict) else {}
    merged[entry["action_id"]] = entry
    return entered | {entry["block_id"]: merged}
