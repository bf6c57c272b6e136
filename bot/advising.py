"""The verb that advises on bare facts, without a message to understand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, TextIO

import click

from bot.knowledge.project import STAGES, Stage

if TYPE_CHECKING:
    from bot.answering import Answerer
    from bot.understanding.reading import Reading


@click.command()
@click.option("--with", "present", multiple=True, metavar="SIGNAL", help="A fact that holds; may be given often.")
@click.option("--without", "absent", multiple=True, metavar="SIGNAL", help="A fact that does not hold.")
@click.option("--stage", type=click.Choice(STAGES), help="How far the project is.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with the whole reasoning.")
@click.option("--batch", type=click.File("r", encoding="utf-8"),
              help='JSON lines {"id","with","without","stage"}; prints one object a line.')  # fmt: skip
@click.option("--list", "list_", is_flag=True, help="List the facts and what they mean.")
def advise(
    present: Sequence[str], absent: Sequence[str], stage: Stage | None, as_json: bool, batch: TextIO | None, list_: bool
) -> None:
    """Advise on facts by their ids, as in: whichrole advise --with rag --without custom_training --stage prototype"""
    from bot.answering import Answerer
    from bot.settings import load_settings

    answerer = Answerer.load(load_settings().knowledge)
    if list_:
        for signal in answerer.knowledge.signals.values():
            click.echo(f"{signal.id:<24} {signal.said}")
        return
    if batch:
        for number, line in enumerate(batch, 1):
            if line.strip():
                click.echo(_object(answerer, *_parsed(line, number)))
        return
    if as_json:
        click.echo(_object(answerer, "", present, absent, stage))
        return
    reading = reading_of(answerer, present, absent, stage)
    click.echo(answerer.shown(answerer.advice_on(reading), width=80, colour=False, why=True))


def _parsed(line: str, number: int) -> tuple[str, Sequence[str], Sequence[str], Stage | None]:
    try:
        given = json.loads(line)
        stage = given.get("stage")
        if stage not in (None, *STAGES):
            raise ValueError
        return str(given.get("id", number)), tuple(given.get("with", ())), tuple(given.get("without", ())), stage
    except (ValueError, AttributeError, TypeError):
        expected = '{"id": "1", "with": ["rag"], "without": [], "stage": "live"}'
        raise click.ClickException(f"line {number} is no such object: {expected}") from None


def _object(answerer: Answerer, id_: str, present: Sequence[str], absent: Sequence[str], stage: Stage | None) -> str:
    """The record of `ask --why --json`; what it says under `advice` stands at the top as well."""
    advice = answerer.advice_on(reading_of(answerer, present, absent, stage))
    record = answerer.record_of(id_, advice, why=True, blocks=False)
    return json.dumps({**(record["advice"] or {}), **record}, ensure_ascii=False)


def reading_of(answerer: Answerer, present: Sequence[str], absent: Sequence[str], stage: Stage | None) -> Reading:
    """The reading of these facts; raises UsageError for one that there is not, or that is to hold and not to hold."""
    from bot.answering import of_facts

    for id_ in (*present, *absent):
        if id_ not in answerer.knowledge.signals:
            near = get_close_matches(id_, list(answerer.knowledge.signals), n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            raise click.UsageError(f"There is no fact '{id_}'.{hint} See whichrole advise --list.")
    if both := sorted(set(present) & set(absent)):
        raise click.UsageError(f"'{both[0]}' cannot both hold and not hold.")
    return of_facts(tuple(dict.fromkeys(present)), tuple(dict.fromkeys(absent)), stage)
