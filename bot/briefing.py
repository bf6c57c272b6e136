"""The verb that writes the role brief of a project, as Markdown to paste into a requisition."""

from __future__ import annotations

import json
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.knowledge.project import STAGES, Stage

if TYPE_CHECKING:
    from bot.advisor import Advice
    from bot.answering import Answerer
    from bot.knowledge import Knowledge
    from bot.understanding.reading import Reading

EXAMPLE = 'whichrole brief "we want an assistant that answers from our handbook, nothing is built yet"'
IN_JSON = {"title", "lead", "sections", "sources", "owner", "reviewed"}


@click.command()
@click.argument("text", nargs=-1)
@click.option("--with", "present", multiple=True, metavar="SIGNAL", help="A fact that holds; may be given often.")
@click.option("--without", "absent", multiple=True, metavar="SIGNAL", help="A fact that does not hold.")
@click.option("--stage", type=click.Choice(STAGES), help="How far the project is.")
@click.option("--role", help="The role to write for, whatever the facts say.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, with the evidence of each sentence.")
@click.option("-o", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file instead.")
def brief(
    text: tuple[str, ...],
    present: Sequence[str],
    absent: Sequence[str],
    stage: Stage | None,
    role: str | None,
    as_json: bool,
    file: Path | None,
) -> None:
    """Write the role brief for the project told in TEXT, by facts (see whichrole advise --list), or both."""
    from bot.answering import Answerer
    from bot.settings import load_settings

    told = " ".join(text).strip()
    if not (told or present or absent or stage or role):
        raise click.UsageError(f"Tell something of the project, or name a role with --role, as in: {EXAMPLE}")
    answerer = Answerer.load(load_settings().knowledge or None)
    reading = _reading(answerer, told, present, absent, stage, role)
    advice = answerer.advice_on(reading)
    if advice.outcome != "answer":
        raise click.ClickException(_why_not(advice))
    _put(_object(answerer, advice) if as_json else answerer.brief(advice), file)


def _reading(
    answerer: Answerer,
    told: str,
    present: Sequence[str],
    absent: Sequence[str],
    stage: Stage | None,
    role: str | None,
) -> Reading:
    """What the text says and the options say; where the two speak of the same fact the options count."""
    from bot.advising import reading_of
    from bot.advisor.document import wishing_a_brief

    given = reading_of(answerer, present, absent, stage)
    wanted = _role(role, answerer.knowledge) if role else None
    if not told:
        return wishing_a_brief(given, wanted)
    read = answerer.reader.read(told)
    known = {hit.id for hit in given.signals}
    signals = (*(hit for hit in read.signals if hit.id not in known), *given.signals)
    return wishing_a_brief(read.model_copy(update={"signals": signals, "stage": stage or read.stage}), wanted)


def _role(name: str, knowledge: Knowledge) -> str:
    """The id of a role, by id, title or alias."""
    names = {
        each.lower(): role.id for role in knowledge.roles.values() for each in (*role.aliases, role.title, role.id)
    }
    if found := names.get(name.strip().lower()):
        return found
    near = get_close_matches(name.lower(), list(names), n=1)
    hint = f" Did you mean '{names[near[0]]}'?" if near else ""
    raise click.UsageError(f"There is no role '{name}'.{hint} There are: {', '.join(knowledge.roles)}.")


def _why_not(advice: Advice) -> str:
    if advice.outcome == "decline":
        return advice.lead.text
    return "Too little is told for a brief. Say more of the project, give facts by --with, or name a role by --role."


def _object(answerer: Answerer, advice: Advice) -> str:
    record = answerer.record_of("", advice, why=False, blocks=False)
    whole = advice.model_dump(mode="json", include=IN_JSON)
    return json.dumps({**record, **whole, "markdown": answerer.brief(advice)}, ensure_ascii=False) + "\n"


def _put(text: str, file: Path | None) -> None:
    if file is None:
        click.echo(text, nl=False)
        return
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror or error}.") from None
