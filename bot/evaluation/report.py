"""An evaluation as text or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from bot.evaluation import measures
from bot.evaluation.judged import Judged
from bot.evaluation.measures import Found, Headline, Share
from bot.evaluation.plain import clean, cut, percent, span, table, wrapped

LEGEND = (
    "all: messages; scope: those in scope; wrong: of the answers; declined: of the messages out of scope; the others: "
    "of those in scope. Without a kind of its own a message under 7 words is short, one over 40 is long."
)
PAIRS_SHOWN = 15
WORST_SHOWN = 10
# name in JSON -> label, and what it is counted over
HEADLINE = {
    "top1": ("top-1 in scope", "messages in scope"),
    "answered": ("answered", "messages in scope"),
    "covered": ("covered", "messages in scope"),
    "wrong": ("wrong among answered", "answers"),
    "declined": ("out-of-scope recall", "messages out of scope"),
    "refused": ("false refusals", "messages in scope"),
    "several": ("several intents, recall", "intents of such messages"),
    "role": ("role top-1", "messages with a best role"),
}
GROUP_HEAD = ("all", "scope", "top-1", "answered", "covered", "wrong", "declined", "refused")


def as_text(rows: Sequence[Judged], *, about: str, notes: Sequence[str] = (), worst: int = WORST_SHOWN) -> str:
    """Every table, in lines of at most 100 columns. `about` says what was measured, `notes` what to bear in mind."""
    lines = [*wrapped(about), *(line for note in notes for line in wrapped(note))]
    head = measures.headline(rows)
    lines += _headline(head)
    lines += _intents(rows)
    lines += _confidence(rows)
    for title, key in (("By writer", "writer"), ("By kind", "sort")):
        groups = measures.grouped(rows, lambda each, key=key: getattr(each.row, key) or "(none)")  # type: ignore[misc]
        cells = [_group(name, inside) for name, inside in groups]
        lines += table(title, (title.removeprefix("By "), *GROUP_HEAD), cells)
    lines += ["", *wrapped(LEGEND), *_worst(rows, worst)]
    return "\n".join([*lines, "", *wrapped(in_words(head))])


def _headline(head: Headline) -> Iterator[str]:
    cells = []
    for name, (label, over) in HEADLINE.items():
        share: Share = getattr(head, name)
        cells.append((label, percent(share), span(share), f"{share.hits} of {share.of}", over))
    found = head.mentions
    counted = f"{found.right} right, {found.wrong} too many, {found.missed} overlooked"
    cells.insert(-1, ("role mention F1", percent(found.f1), "", f"{head.mentions_of}", "messages with roles labelled"))
    yield from table("Headline", ("", "share", "95 % interval", "count", "counted over"), cells)
    if head.mentions_of:
        yield f"  Roles: {counted}."
    if head.several.of:
        yield f"  Several intents: {head.several_answered} of the {head.several.hits} named were answered, not offered."


def _intents(rows: Sequence[Judged]) -> Iterator[str]:
    cells = [
        (
            each.intent,
            percent(each.precision),
            percent(each.recall),
            percent(each.f1),
            str(each.recall.of),
            str(each.precision.of),
        )
        for each in measures.per_intent(rows)
    ]
    head = ("intent", "precision", "recall", "F1", "wanted", "named")
    yield from table(
        "By intent (the one named first; wanted: that one if accepted, else the first asked for)", head, cells
    )
    pairs = measures.confusions(rows)
    title = f"Confusions ({min(len(pairs), PAIRS_SHOWN)} of {len(pairs)} pairs)"
    shown = [(wants, got or "(nothing)", str(count)) for wants, got, count in pairs[:PAIRS_SHOWN]]
    yield from table(title, ("wanted", "named", "messages"), shown, words=2)


def _confidence(rows: Sequence[Judged]) -> Iterator[str]:
    bins, error = measures.calibration(rows)
    cells = [
        (f"{each.low:.1f} to {each.high:.1f}", str(each.right.of), percent(each.confidence), percent(each.right))
        for each in bins
    ]
    title = "Calibration (of the likeliest intent)"
    yield from table(title, ("confidence", "messages", "mean confidence", "right"), cells)
    yield f"  Expected calibration error: {percent(error)}"
    at = [
        (f"{each.least:.2f}", percent(each.coverage), percent(each.error), f"{each.error.hits} of {each.error.of}")
        for each in measures.thresholds(rows)
    ]
    title = "Coverage against error, if answered from that confidence on"
    yield from table(title, ("confidence", "coverage in scope", "error", "count"), at)


def _group(name: str, rows: Sequence[Judged]) -> tuple[str, ...]:
    head = measures.headline(rows)
    shares = (head.top1, head.answered, head.covered, head.wrong, head.declined, head.refused)
    return name, str(len(rows)), str(head.top1.of), *(percent(share) for share in shares)


def _worst(rows: Sequence[Judged], count: int) -> Iterator[str]:
    if not count:
        return
    every = sum(each.harm for each in rows)
    yield from ("", f"Wrong answers and false refusals, the surest first ({min(every, count)} of {every})")
    for each in measures.worst(rows, count):
        before = f"{clean(each.row.before)} -> " if each.row.before else ""
        who = f"  [{clean(each.row.writer or each.row.id)}]" if each.row.writer or each.row.id else ""
        wants = ", ".join(each.row.intents)
        yield cut(f"  {each.answered.confidence:.2f}  wants {wants}, got {each.got}{who}", 100)
        yield cut(f"        {before}{clean(each.row.text)}", 100)
    if not every:
        yield "  (none)"


def in_words(head: Headline) -> str:
    """One sentence that says what the headline means."""
    told = []
    if head.top1.of:
        told.append(
            f"of 100 messages that the bot is for it answers {_of_100(head.answered)}, gives or offers "
            f"{_of_100(head.covered)} of them what they ask for, and sends {_of_100(head.refused)} away by mistake"
        )
    if head.wrong.of:
        told.append(f"{_of_100(head.wrong)} of 100 answers are about something else than was asked")
    if head.declined.of:
        told.append(f"of 100 messages that are none of its business it declines {_of_100(head.declined)}")
    return f"In words: {'; '.join(told)}."


def _of_100(share: Share) -> str:
    return f"{100 * (share.value or 0.0):.0f}"


def as_json(rows: Sequence[Judged], *, about: str, notes: Sequence[str] = (), worst: int = WORST_SHOWN) -> str:
    """The same figures as one JSON object; shares as fractions of 1, null where there is nothing to count."""
    bins, error = measures.calibration(rows)
    head = measures.headline(rows)
    value = {
        "about": about,
        "notes": list(notes),
        "headline": _headline_values(head),
        "intents": [
            {"intent": each.intent, "precision": _values(each.precision), "recall": _values(each.recall), "f1": each.f1}
            for each in measures.per_intent(rows)
        ],
        "confusions": [{"wants": a, "got": b, "count": count} for a, b, count in measures.confusions(rows)],
        "calibration": {
            "error": error,
            "bins": [
                {"low": each.low, "high": each.high, "confidence": each.confidence, "right": _values(each.right)}
                for each in bins
            ],
        },
        "thresholds": [
            {"least": each.least, "coverage": _values(each.coverage), "error": _values(each.error)}
            for each in measures.thresholds(rows)
        ],
        "writers": _groups(rows, "writer"),
        "kinds": _groups(rows, "sort"),
        "worst": [_example(each) for each in measures.worst(rows, worst)],
        "in_words": in_words(head),
    }
    return json.dumps(value, ensure_ascii=False, indent=2)


def _groups(rows: Sequence[Judged], key: str) -> dict[str, Any]:
    groups = measures.grouped(rows, lambda each: getattr(each.row, key))
    return {name: {"messages": len(some), **_headline_values(measures.headline(some))} for name, some in groups}


def _headline_values(head: Headline) -> dict[str, Any]:
    values: dict[str, Any] = {name: _values(getattr(head, name)) for name in HEADLINE}
    values["several"]["answered"] = head.several_answered
    values["mentions"] = _found(head.mentions) | {"messages": head.mentions_of}
    return values


def _values(share: Share) -> dict[str, Any]:
    low, high = share.interval or (None, None)
    return {"share": share.value, "hits": share.hits, "of": share.of, "low": low, "high": high}


def _found(found: Found) -> dict[str, Any]:
    counts = {"right": found.right, "wrong": found.wrong, "missed": found.missed}
    return {"f1": found.f1, "precision": found.precision, "recall": found.recall, **counts}


def _example(each: Judged) -> dict[str, Any]:
    row = each.row
    told = {"id": row.id, "before": row.before, "text": row.text, "wants": list(row.intents), "got": each.got}
    return {**told, "outcome": each.answered.outcome, "confidence": each.answered.confidence, "writer": row.writer}
