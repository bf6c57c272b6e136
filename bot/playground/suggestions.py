"""What a bot may answer when a menu asks it for options."""

from __future__ import annotations

from bot.playground.blockkit_check import check
from bot.playground.blockkit_elements import OPTION, OPTION_GROUP
from bot.playground.blockkit_rules import exactly_one
from bot.playground.blockkit_spec import Items, Shape
from bot.playground.refusals import faults_refused
from bot.playground.rules import Obj

LEAST_TYPED = 3  # characters, unless the menu says otherwise
_OFFER = {"options": Items(OPTION, 100, least=0), "option_groups": Items(OPTION_GROUP, 100, least=0)}
SUGGESTED = Shape({}, _OFFER, exactly_one("options", "option_groups"))


def asks(element: Obj, value: str) -> bool:
    """Whether enough was typed for Slack to ask the bot."""
    least = element.get("min_query_length")
    return len(value) >= (LEAST_TYPED if least is None else int(least))


def checked_options(body: object) -> Obj:
    """The bot's answer if Slack would show it: options or groups of them, and nothing else."""
    given = body if isinstance(body, dict) else {}
    faults_refused("invalid_options", list(check(SUGGESTED, given, "")))
    return given


def check_picked(option: object) -> None:
    """Refuse what was picked if no bot could have offered it."""
    faults_refused("no_such_option", list(check(OPTION, option, "")))
