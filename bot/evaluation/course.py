"""The course of one `whichrole eval`: read, answer, print, compare with the known misses."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from bot.answering import Answerer
from bot.evaluation.answered import Ask, answering
from bot.evaluation.judged import Judged
from bot.evaluation.labelled import Labelled, read_labelled
from bot.evaluation.misses import Miss, differences, read_misses, sentences, write_misses
from bot.evaluation.report import as_json, as_text


def run_course(
    answerer: Answerer, file: Path, *, style: str, worst: int, misses: Path | None, renew: bool
) -> list[str]:
    """Print the figures of a file; returns what is wrong with it or with the known misses, a line each."""
    knowledge = answerer.knowledge
    rows, faults = read_labelled(file, intents=knowledge.intents, roles=knowledge.roles)
    listed, more = read_misses(misses) if misses and misses.exists() else ([], [])
    if told := [str(fault) for fault in (*faults, *more)]:
        return [*told, f"{_count(len(told), 'fault')}; nothing was measured. Correct these lines and run again."]
    judged = judge(rows, answering(answerer))
    shown = as_json if style == "json" else as_text
    about = f"{_count(len(rows), 'message')} of {file.name}, knowledge {knowledge.version}."
    click.echo(shown(judged, about=about, notes=(), worst=worst))
    return _compare(judged, listed, misses, file, renew) if misses else []


def judge(rows: Sequence[Labelled], answer: Ask) -> list[Judged]:
    """Every message beside its answer; shows how far it is, where somebody is watching."""
    visible = sys.stderr.isatty() and len(rows) > 1
    with click.progressbar(rows, label="Answering", file=sys.stderr, hidden=not visible) as shown:
        return [Judged(row, answer(row)) for row in shown]


def _compare(rows: Sequence[Judged], listed: Sequence[Miss], file: Path, of: Path, renew: bool) -> list[str]:
    """What differs from the known misses. Renewing writes a list that is missing or got shorter, and no other."""
    found = differences(rows, listed)
    if renew and (not file.exists() or not (found.new or found.none)):
        write_misses(file, found.now, of=of)
        click.echo(f"{file}: {_count(len(found.now), 'known miss')} written, {len(listed)} before.", err=True)
        return []
    if found.none:
        return []
    new, fewer = len(found.new), len(found.right_now) + len(found.gone)
    told = f"{_count(new, 'new miss')}, {fewer} to take out of {file}."
    refused = " Not renewed: the list may only shrink." if renew else ""
    return [*sentences(found, file), f"{told}{refused}"]


def _count(number: int, what: str) -> str:
    plural = f"{what}es" if what.endswith("s") else f"{what}s"
    return f"{number:,} {what if number == 1 else plural}"
