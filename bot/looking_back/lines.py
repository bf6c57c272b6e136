"""Replays and impacts as lines for a terminal and as JSON objects."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff
from typing import Any

from bot.looking_back.impact import Impact, Turned
from bot.looking_back.replay import Count, Replay
from bot.rendering import as_text

MOST_LISTED = 20  # answers named in a terminal; JSON names them all
NOT_SEEN = (
    "What was understood is replayed, for no message is kept: edits of phrases, titles and example questions, which "
    "change how messages are understood, do not show here. `whichrole eval` measures those."
)


def replay_lines(found: Replay) -> Iterator[str]:
    """The advice as it was told, then what would be said now."""
    yield f"Told first on {moment(found.kept.at)}, by knowledge {found.kept.knowledge_version}:"
    yield f"\n{as_text(found.then)}\n"
    says = "the same" if found.same_text else "otherwise"
    yield f"The present knowledge, {found.now.knowledge_version}, says {says}{'.' if found.same_text else ':'}"
    if not found.same_text:
        yield ""
        then, now = (text.splitlines() for text in found.texts)
        yield from unified_diff(then, now, "told", "now", lineterm="")
        yield ""
    if found.role_changed:
        yield f"The role changed: {found.then.role or 'none'} then, {found.now.role or 'none'} now."
    else:
        yield f"The role did not change: {found.now.role or 'none'}."


def replay_record(found: Replay) -> dict[str, Any]:
    """The object that `replay --json` prints."""
    then, now = found.then, found.now
    return {
        "answer_id": then.answer_id,
        "at": found.kept.at,
        "knowledge_version": then.knowledge_version,
        "role": then.role,
        "text": as_text(then),
        "now": {
            "answer_id": now.answer_id,
            "knowledge_version": now.knowledge_version,
            "role": now.role,
            "text": as_text(now),
            "same": found.same_text,
        },
    }


def count_lines(version: str, present: Count, earlier: Count) -> Iterator[str]:
    """The counts of `replay --all`, and which answers are not as they must be."""
    yield f"Of knowledge {version}, the present one: {_counts(present)}."
    if earlier.answers:
        yield f"Of earlier knowledge: {_counts(earlier)}."
    if present.different:
        yield f"Not identical, though the knowledge is: {_named(present.different)}."
    if unreadable := [*present.unreadable, *earlier.unreadable]:
        yield f"Kept by another version of whichrole, and unreadable: {_named(unreadable)}."


def count_record(version: str, present: Count, earlier: Count) -> dict[str, Any]:
    """The object that `replay --all --json` prints."""
    return {"knowledge_version": version, "present": _count_record(present), "earlier": _count_record(earlier)}


def impact_lines(present: Impact, earlier: Impact, versions: tuple[str, str]) -> Iterator[str]:
    """What the edit changes, what was told by earlier knowledge apart, and what this cannot show."""
    yield f"Knowledge {versions[0]}, edited {versions[1]}"
    yield from _impact_lines(f"Told by the present knowledge: {present.answers:,} {_answers(present.answers)}", present)
    if earlier.answers:
        title = f"Told by earlier knowledge, which may differ for older reasons: {earlier.answers:,}"
        yield from _impact_lines(f"{title} {_answers(earlier.answers)}", earlier)
    yield f"\n{NOT_SEEN}"


def impact_record(present: Impact, earlier: Impact, versions: tuple[str, str]) -> dict[str, Any]:
    """The object that `impact --json` prints."""
    return {
        "knowledge_version": versions[0],
        "edited_version": versions[1],
        **_impact_record(present),
        "earlier": _impact_record(earlier),
    }


def moment(at: str) -> str:
    """A time of the log, to the minute."""
    return f"{at[:16].replace('T', ' ')} UTC"


def _answers(number: int) -> str:
    return "answer" if number == 1 else "answers"


def _counts(count: Count) -> str:
    number, different = f"{count.answers:,} {_answers(count.answers)}", f"{len(count.different):,} different"
    return f"{number}, {count.identical:,} identical, {different}, {count.role_changed:,} with another role"


def _named(ids: list[str]) -> str:
    rest = len(ids) - MOST_LISTED
    return f"{', '.join(ids[:MOST_LISTED])}{f' and {rest:,} more' if rest > 0 else ''}"


def _count_record(count: Count) -> dict[str, Any]:
    return {
        "answers": count.answers,
        "identical": count.identical,
        "different": len(count.different),
        "role_changed": count.role_changed,
        "different_ids": count.different,
        "unreadable_ids": count.unreadable,
    }


def _impact_lines(title: str, found: Impact) -> Iterator[str]:
    yield f"\n{title}"
    yield f"  {len(found.changed):>6,} would read otherwise, told to {_people(len(found.askers))}"
    yield f"  {len(found.turned):>6,} would name another role, told to {_people(len(found.turned_askers))}"
    if found.unreadable:
        yield f"  {len(found.unreadable):>6,} cannot be read: kept by another version of whichrole"
    yield from map(_turned_line, found.turned[:MOST_LISTED])
    if len(found.turned) > MOST_LISTED:
        yield f"    and {len(found.turned) - MOST_LISTED:,} more with --json"


def _turned_line(each: Turned) -> str:
    times = f"given {each.given:,} {'time' if each.given == 1 else 'times'}"
    return f"    {each.answer_id}  {each.before or 'none'} -> {each.after or 'none'}, {times}, last {moment(each.at)}"


def _people(number: int) -> str:
    return f"{number:,} {'person' if number == 1 else 'people'}"


def _impact_record(found: Impact) -> dict[str, Any]:
    return {
        "answers": found.answers,
        "changed": len(found.changed),
        "changed_ids": found.changed,
        "role_changed": len(found.turned),
        "flips": [
            {"answer_id": each.answer_id, "at": each.at, "from": each.before, "to": each.after, "given": each.given}
            for each in found.turned
        ],
        "askers": len(found.askers),
        "asker_keys": sorted(found.askers),
        "flipped_askers": len(found.turned_askers),
        "flipped_asker_keys": sorted(found.turned_askers),
        "unreadable_ids": found.unreadable,
    }
