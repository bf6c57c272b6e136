"""Web API methods on views, and Slack's own judge of blocks."""

from __future__ import annotations

from bot.playground.blockkit import validate_message, validate_view
from bot.playground.calls import Call, Method, invalid
from bot.playground.refusals import faults_refused
from bot.playground.rules import Obj, SlackError
from bot.playground.views import checked_view


def open_view(call: Call) -> Obj:
    """views.open."""
    trigger_id = call.need("trigger_id")
    view = checked_view(call.structure("view"), "modal", call.stage.illness)
    trigger = call.stage.triggers.spend(trigger_id)
    return {"ok": True, "view": call.stage.views.open(view, trigger.user)}


def push_view(call: Call) -> Obj:
    """views.push, allowed only from inside an open modal."""
    trigger_id = call.need("trigger_id")
    view = checked_view(call.structure("view"), "modal", call.stage.illness)
    trigger = call.stage.triggers.spend(trigger_id)
    if trigger.view_id is None or call.stage.views.modal(trigger.view_id) is None:
        raise SlackError("invalid_trigger_id")
    return {"ok": True, "view": call.stage.views.push(view, trigger.user)}


def update_view(call: Call) -> Obj:
    """views.update."""
    view_id, external_id = call.get("view_id"), call.get("external_id")
    if (view_id is None) == (external_id is None):
        raise invalid("exactly one of view_id and external_id is required")
    known = call.stage.views.find(view_id, external_id)
    view = checked_view(call.structure("view"), known["type"], call.stage.illness)
    return {"ok": True, "view": call.stage.views.update(known, view, call.get("hash"))}


def publish_view(call: Call) -> Obj:
    """views.publish."""
    user = call.need("user_id")
    if user not in call.stage.world.users:
        raise SlackError("user_not_found")
    view = checked_view(call.structure("view"), "home", call.stage.illness)
    return {"ok": True, "view": call.stage.views.publish(user, view, call.get("hash"))}


def validate_blocks(call: Call) -> Obj:
    """blocks.validate: exactly one of blocks, message and view."""
    names = [name for name in ("blocks", "message", "view") if call.args.get(name) not in (None, "")]
    if len(names) != 1:
        raise invalid("exactly one of blocks, message and view is required")
    given = call.structure(names[0])
    if names[0] == "blocks":
        given = {"blocks": given}
    if not isinstance(given, dict):
        raise invalid(f"{names[0]} must be an object")
    faults = validate_view(given) if names[0] == "view" else validate_message(given)
    faults_refused("invalid_blocks", faults or call.stage.illness.faults(given.get("blocks")))
    return {"ok": True}


VIEW_METHODS: dict[str, Method] = {
    "views.open": open_view,
    "views.push": push_view,
    "views.update": update_view,
    "views.publish": publish_view,
    "blocks.validate": validate_blocks,
}
