"""The verbs that look back. Heavy parts are imported by the verb that needs them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from bot.knowledge import Knowledge
    from bot.storage import Kept, Log


@click.command()
@click.argument("answer_id", metavar="ID", required=False)
@click.option("--all", "every", is_flag=True, help="Check every advice kept, and count.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")
def replay(answer_id: str | None, every: bool, as_json: bool) -> None:
    """Show the advice with this ID as it was told, and what the present knowledge says.

    The ID stands at the end of each answer; small letters do, and O for 0 or L for 1. With --all the exit code is 1
    if an advice of the present knowledge does not come out byte for byte as it was told.
    """
    from bot.settings import load_settings
    from bot.storage import Log

    if bool(answer_id) == every:
        raise click.UsageError("Give the ID of an answer, or --all.")
    settings = load_settings()
    with Log.of(settings.db) as log:
        knowledge = _present(settings.knowledge)
        if answer_id:
            _replay_one(answer_id, log, knowledge, as_json)
        elif not _replay_all(log, knowledge, as_json):
            sys.exit(1)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object; it also has the codes of the askers.")
def impact(folder: Path, as_json: bool) -> None:
    """Tell what an edit of the knowledge would have changed in the advice given so far.

    FOLDER is a whole base (it has a wording.yaml and a signals.yaml), which takes the place of the present one, or a
    folder of changes laid over it.
    """
    from bot.knowledge import inspect, packaged_folder
    from bot.looking_back.impact import edited_folders, is_whole
    from bot.looking_back.impact import impact as impact_of
    from bot.looking_back.lines import impact_lines, impact_record
    from bot.settings import load_settings
    from bot.storage import Log

    settings = load_settings()
    with Log.of(settings.db) as log:
        present = _present(settings.knowledge)
        edited, faults = inspect(edited_folders(folder, settings.knowledge or (packaged_folder(),)))
        for fault in faults:
            click.echo(str(fault))
        if edited is None:
            kind = "a whole base" if is_whole(folder) else "changes of the present knowledge"
            number = f"{len(faults)} fault{'s' if len(faults) != 1 else ''}"
            raise click.ClickException(f"{number}. {folder} was taken for {kind}.")
        found = impact_of(_shown(log, as_json), log.given(), present.version, edited)
    versions = (present.version, edited.version)
    _tell(impact_record(*found, versions) if as_json else impact_lines(*found, versions))


def _replay_one(typed: str, log: Log, knowledge: Knowledge, as_json: bool) -> None:
    from bot.advisor.identity import LENGTH, spelled
    from bot.errors import WhichroleError
    from bot.looking_back.lines import replay_lines, replay_record
    from bot.looking_back.replay import replay as replay_of

    answer_id = spelled(typed)
    if answer_id is None:
        hint = (
            f"'{typed}' is no ID of an answer: that has {LENGTH} letters and digits and stands at the end of each one."
        )
        raise click.BadParameter(hint, param_hint="ID")
    kept = log.advice(answer_id)
    if kept is None:
        raise WhichroleError(
            f"No answer {answer_id} is kept here. Compare it with the end of the answer, and see that WHICHROLE_DB is "
            "the database of the bot that gave it; answers of `whichrole ask` are not kept."
        )
    found = replay_of(kept, knowledge)
    _tell(replay_record(found) if as_json else replay_lines(found))


def _replay_all(log: Log, knowledge: Knowledge, as_json: bool) -> bool:
    """Whether all that the present knowledge told comes out the same."""
    from bot.looking_back.lines import count_lines, count_record
    from bot.looking_back.replay import counted

    present, earlier = counted(_shown(log, as_json), knowledge)
    arguments = (knowledge.version, present, earlier)
    _tell(count_record(*arguments) if as_json else count_lines(*arguments))
    return not (present.different or present.unreadable)


def _present(folders: tuple[Path, ...]) -> Knowledge:
    from bot.knowledge import load

    return load(folders or None)


def _shown(log: Log, quiet: bool) -> Iterator[Kept]:
    """Every row; shows how far it is, where somebody is watching."""
    visible = sys.stderr.isatty() and not quiet
    with click.progressbar(
        log.every_advice(), length=log.count(), label="Replaying", file=sys.stderr, hidden=not visible
    ) as shown:
        yield from shown


def _tell(found: dict[str, Any] | Iterable[str]) -> None:
    for line in [json.dumps(found, ensure_ascii=False, sort_keys=True)] if isinstance(found, dict) else found:
        click.echo(line)
