"""What happens when the person submits or closes a modal."""

from __future__ import annotations

import time

from bot.playground import payloads
from bot.playground.delivery import Delivery
from bot.playground.replies import Reply
from bot.playground.rules import Obj, SlackError
from bot.playground.stage import Stage
from bot.playground.surfaces import current_values, held, input_blocks
from bot.playground.views import checked_view

TROUBLE = "We had some trouble connecting. Try again?"
REQUIRED = "Please complete this required field."


class Modals:
    """Submitting and closing, and doing what the bot answers."""

    def __init__(self, stage: Stage, delivery: Delivery) -> None:
        self._stage = stage
        self._delivery = delivery

    async def submit(self, view_id: str, values: Obj) -> Obj:
        """Deliver a submission; the errors to show next to inputs come back by block id."""
        view = self._open(view_id)
        state = {"values": current_values(view["blocks"], values)}
        errors = _client_errors(view, state["values"])
        if errors:
            return errors
        view["state"] = state
        payload = payloads.interaction(self._stage, "view_submission", view_id)
        payload |= {"view": view, "response_urls": self._response_urls(view)}
        reply = await self._delivery.interaction(payload, view["callback_id"])
        if not reply.taken:
            self._trouble(reply.error)
            raise SlackError(reply.error)
        return self._obey(view, reply)

    async def close(self, view_id: str) -> None:
        """Close a modal with all above it, telling the bot where it asked to be told."""
        view = self._open(view_id)
        all_of_it = bool(view["clear_on_close"])
        closed = self._stage.views.close(self._stage.views.modals[0]["id"] if all_of_it else view_id)
        for gone in closed:
            if gone["notify_on_close"]:
                payload = payloads.interaction(self._stage, "view_closed", trigger=False)
                payload |= {"view": gone, "is_cleared": all_of_it}
                await self._delivery.interaction(payload, gone["callback_id"])

    def _response_urls(self, view: Obj) -> list[Obj]:
        """An address for each conversation that was picked where the app asked for one."""
        urls: list[Obj] = []
        for block_id, block in input_blocks(view["blocks"]).items():
            action_id = block["element"]["action_id"]
            picked = held(view["state"]["values"].get(block_id, {}).get(action_id, {}))
            if block["element"].get("response_url_enabled") and isinstance(picked, str):
                channel = self._stage.world.my_channel(picked)
                url = self._stage.response_url(channel.id, self._stage.world.me.id)
                found = {"block_id": block_id, "action_id": action_id}
                urls.append(found | {"channel_id": channel.id, "response_url": url})
        return urls

    def _open(self, view_id: str) -> Obj:
        view = next((modal for modal in self._stage.views.modals if modal["id"] == view_id), None)
        if view is None:
            raise SlackError("view_not_found")
        return view

    def _obey(self, view: Obj, reply: Reply) -> Obj:
        body = reply.body if isinstance(reply.body, dict) else {}
        if reply.body and not body:
            body = {"response_action": "text instead of JSON"}
        started = time.monotonic()
        try:
            return self._act(view, body)
        except SlackError as refusal:
            self._trouble(refusal.code)
            self._stage.journal.record(
                "from_bot", "response_action", refusal.code, refusal.code, started, body, refusal.answer()
            )
            raise

    def _act(self, view: Obj, body: Obj) -> Obj:
        action = body.get("response_action")
        views = self._stage.views
        if action is None:
            views.close(view["id"])
        elif action == "clear":
            views.clear(views.owner(view))
        elif action == "update":
            views.update(view, checked_view(body.get("view"), "modal", self._stage.illness))
        elif action == "push":
            views.push(checked_view(body.get("view"), "modal", self._stage.illness), views.owner(view))
        elif action == "errors":
            return _bot_errors(view, body.get("errors"))
        else:
            raise SlackError("invalid_response_action")
        return {}

    def _trouble(self, error: str) -> None:
        self._stage.feed.toast("error", f"{TROUBLE} ({error})")


def _client_errors(view: Obj, values: Obj) -> Obj:
    """What Slack's own client refuses before the bot hears of it."""
    errors: Obj = {}
    for block_id, block in input_blocks(view["blocks"]).items():
        element = block["element"]
        content = held(values.get(block_id, {}).get(element["action_id"], {}))
        if content in (None, "", []):
            if not block.get("optional"):
                errors[block_id] = REQUIRED
        elif isinstance(content, str):
            errors |= _length_error(block_id, element, content)
    return errors


def _length_error(block_id: str, element: Obj, content: str) -> Obj:
    least, most = element.get("min_length"), element.get("max_length")
    if isinstance(least, int) and len(content) < least:
        return {block_id: f"Please enter at least {least} characters."}
    if isinstance(most, int) and len(content) > most:
        return {block_id: f"Please enter no more than {most} characters."}
    return {}


def _bot_errors(view: Obj, errors: object) -> Obj:
    """Errors the bot named; Slack takes them only for input blocks of this view."""
    known = input_blocks(view["blocks"])
    if not isinstance(errors, dict) or not errors or any(name not in known for name in errors):
        raise SlackError("invalid_errors")
    return errors
