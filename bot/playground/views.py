"""Home tabs and the stack of modals."""

from __future__ import annotations

import json
import secrets
import time

from bot.playground.blockkit import validate_view
from bot.playground.illness import Illness
from bot.playground.refusals import faults_refused
from bot.playground.rules import MAX_VIEW_BYTES, MAX_VIEW_STACK, Obj, SlackError
from bot.playground.surfaces import with_ids
from bot.playground.world import APP_ID, BOT_ID, TEAM_ID, World

OPTIONAL_FIELDS = ("title", "submit", "close")


def checked_view(view: object, kind: str, illness: Illness) -> Obj:
    """The view if Slack would take it on this surface; otherwise Slack's refusal."""
    if not isinstance(view, dict):
        raise _invalid("view must be an object")
    if len(json.dumps(view, ensure_ascii=False).encode()) > MAX_VIEW_BYTES:
        raise SlackError("view_too_large")
    if view.get("type") != kind:
        raise _invalid(f"must be of type {kind} [json-pointer:/view/type]")
    faults_refused("invalid_arguments", validate_view(view) or illness.faults(view.get("blocks")), "/view")
    return view


class Views:
    """Every view in the workspace: a Home tab and a stack of modals for each person."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.homes: dict[str, Obj] = {}
        self.stacks: dict[str, list[Obj]] = {}

    @property
    def modals(self) -> list[Obj]:
        """What is open in front of the person who acts, the topmost last."""
        return self.stacks.get(self._world.me.id, [])

    def publish(self, user: str, view: Obj, known_hash: str | None) -> Obj:
        """Set someone's Home tab."""
        known = self.homes.get(user)
        _check_hash(known, known_hash)
        self.homes[user] = self._stored(view, known)
        if user == self._world.me.id:
            self._world.feed.publish("home", self.homes[user])
        return self.homes[user]

    def open(self, view: Obj, user: str) -> Obj:
        """Begin a new stack of modals."""
        self._check_external_id(view)
        stored = self._stored(view, None)
        self._stack(user, [stored])
        return stored

    def push(self, view: Obj, user: str) -> Obj:
        """Lay a modal on top of the stack."""
        stack = self.stacks.get(user, [])
        if len(stack) >= MAX_VIEW_STACK:
            raise SlackError("push_limit_exceeded")
        self._check_external_id(view)
        stored = self._stored(view, None)
        stored["previous_view_id"] = stack[-1]["id"]
        stored["root_view_id"] = stack[0]["id"]
        self._stack(user, [*stack, stored])
        return stored

    def update(self, known: Obj, view: Obj, known_hash: str | None = None) -> Obj:
        """Change a view that is open."""
        _check_hash(known, known_hash)
        owner = self.owner(known)
        if known["type"] == "home":
            return self.publish(owner, view, None)
        changed = self._stored(view, known)
        self._stack(owner, [changed if modal["id"] == known["id"] else modal for modal in self.stacks[owner]])
        return changed

    def close(self, view_id: str) -> list[Obj]:
        """Take a modal off its stack with all above it; returns what was closed, topmost first."""
        view = self.modal(view_id)
        if view is None:
            return []
        owner = self.owner(view)
        stack = self.stacks[owner]
        at = stack.index(view)
        self._stack(owner, stack[:at])
        return stack[at:][::-1]

    def clear(self, user: str) -> None:
        """Close all modals of a person."""
        self._stack(user, [])

    def owner(self, view: Obj) -> str:
        """Whose Home or stack a view is in."""
        homes = (user for user, home in self.homes.items() if home["id"] == view["id"])
        stacks = (user for user, stack in self.stacks.items() if any(modal["id"] == view["id"] for modal in stack))
        owner = next(homes, None) or next(stacks, None)
        if owner is None:
            raise SlackError("not_found")
        return owner

    def modal(self, view_id: str) -> Obj | None:
        """An open modal, whoever has it open."""
        return next((view for view in self._open_modals() if view["id"] == view_id), None)

    def my_view(self, view_id: str) -> Obj:
        """A view in front of the person who acts."""
        home = self.homes.get(self._world.me.id)
        for view in [*self.modals, *([home] if home else [])]:
            if view["id"] == view_id:
                return view
        raise SlackError("not_found")

    def find(self, view_id: str | None, external_id: str | None) -> Obj:
        """Any view, by either of its names."""
        for view in [*self._open_modals(), *self.homes.values()]:
            if (view_id and view["id"] == view_id) or (external_id and view["external_id"] == external_id):
                return view
        raise SlackError("not_found")

    def _open_modals(self) -> list[Obj]:
        return [view for stack in self.stacks.values() for view in stack]

    def _check_external_id(self, view: Obj) -> None:
        name = view.get("external_id")
        if name and any(modal["external_id"] == name for modal in self._open_modals()):
            raise SlackError("duplicate_external_id")

    def _stack(self, user: str, views: list[Obj]) -> None:
        self.stacks[user] = views
        if user == self._world.me.id:
            self._world.feed.publish("modals", views)

    def _stored(self, view: Obj, known: Obj | None) -> Obj:
        view_id = known["id"] if known else f"V{secrets.token_hex(5).upper()}"
        stored: Obj = {
            "id": view_id,
            "team_id": TEAM_ID,
            "type": view["type"],
            "blocks": with_ids(view["blocks"]),
            "private_metadata": view.get("private_metadata") or "",
            "callback_id": view.get("callback_id") or "",
            "state": {"values": {}},
            "hash": f"{int(time.time())}.{secrets.token_urlsafe(6)}",
            "clear_on_close": bool(view.get("clear_on_close")),
            "notify_on_close": bool(view.get("notify_on_close")),
            "submit_disabled": bool(view.get("submit_disabled")),
            "previous_view_id": known["previous_view_id"] if known else None,
            "root_view_id": known["root_view_id"] if known else view_id,
            "app_id": APP_ID,
            "bot_id": BOT_ID,
            "external_id": view.get("external_id") or (known["external_id"] if known else ""),
            "app_installed_team_id": TEAM_ID,
        }
        return stored | {name: view.get(name) for name in OPTIONAL_FIELDS}


def _invalid(note: str) -> SlackError:
    return SlackError("invalid_arguments", response_metadata={"messages": [f"[ERROR] {note}"]})


def _check_hash(known: Obj | None, given: str | None) -> None:
    if given and (known is None or known["hash"] != given):
        raise SlackError("hash_conflict")
