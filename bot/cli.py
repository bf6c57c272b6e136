"""The `whichrole` command. Heavy parts are imported by the verb that needs them."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from bot.advising import advise
from bot.batch import answer_lines, dumped
from bot.briefing import brief
from bot.errors import KnowledgeError, WhichroleError
from bot.looking_back.commands import impact, replay

if TYPE_CHECKING:
    from bot.answering import Answerer
    from bot.knowledge import Knowledge

PLAYGROUND_PORT = 8765


class Verbs(click.Group):
    """Ends known errors with their own sentence and exit code 1, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb."""
        try:
            return super().invoke(ctx)
        except KnowledgeError as error:
            for fault in error.faults:
                click.echo(fault, err=True)
            raise click.ClickException(str(error)) from None
        except WhichroleError as error:
            raise click.ClickException(str(error)) from None


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="whichrole", prog_name="whichrole")
def main() -> None:
    """Which AI role should you hire? A Slack bot with a curated answer.

    \b
    Try it without Slack:       whichrole play
    Ask in the terminal:        whichrole ask "we want a chatbot on our handbook"
    Connect it to Slack:        whichrole run      (see deploy/README.md)
    """


main.add_command(advise)
main.add_command(brief)
main.add_command(replay)
main.add_command(impact)


@main.command()
@click.argument("text", nargs=-1)
@click.option(
    "--batch", type=click.File("r", encoding="utf-8"), help='JSON lines {"id","text"}; "-" is standard input.'
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")
@click.option("--why", is_flag=True, help="Add the ranked intents, signals and evidence.")
@click.option("--blocks", is_flag=True, help="Add the Block Kit of the reply (JSON output).")
@click.option("--markdown", is_flag=True, help="Print the whole advice as Markdown.")
def ask(text: tuple[str, ...], batch: TextIO | None, as_json: bool, why: bool, blocks: bool, markdown: bool) -> None:
    """Answer TEXT in the terminal, or a whole file of questions."""
    question = " ".join(text).strip()
    if question and batch:
        raise click.UsageError("Give either a question or --batch, not both.")
    if not question and not batch:
        raise click.UsageError('Give a question, as in: whichrole ask "difference between AI engineer and ML engineer"')
    answerer = _answerer()
    if batch:
        answer_lines(batch, answerer, why=why, blocks=blocks)
    elif as_json or blocks:
        click.echo(dumped(answerer.record("", question, why=why, blocks=blocks)))
    elif markdown:
        click.echo(answerer.markdown(question), nl=False)
    else:
        click.echo(answerer.terminal(question, why=why, width=_width(), colour=sys.stdout.isatty()))


@main.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PLAYGROUND_PORT,
    show_default=True,
    help="Port of the web page, on this machine only.",
)
@click.option("--open/--no-open", "open_browser", default=False, help="Open the page in a browser.")
@click.option("--socket", "over_socket", is_flag=True, help="Connect by Socket Mode instead of HTTP.")
@click.option("--follow-ups", is_flag=True, help="Answer follow-ups in threads without a mention.")
def play(port: int, open_browser: bool, over_socket: bool, follow_ups: bool) -> None:
    """Talk to the bot in a local stand-in for Slack. No account needed."""
    import asyncio

    from bot.manifest import manifest as built
    from bot.playground.launch import play as start

    app = built(follow_ups=follow_ups)
    sys.exit(asyncio.run(start(port, open_browser=open_browser, app=app, over_socket=over_socket)))


@main.command()
@click.option("--every-card", is_flag=True, help="Ask Slack about every kind of card; takes a minute or two.")
def doctor(every_card: bool) -> None:
    """Look at settings, knowledge, database, tokens, scopes and cards; say what to do where one lacks."""
    from bot.doctor import faults_told
    from bot.settings import load_settings

    if faults := faults_told(load_settings(), click.echo, every_card=every_card):
        raise click.ClickException(f"{faults} of these need a hand; deploy/README.md tells how.")


@main.command()
@click.option("--follow-ups", is_flag=True, help="Also for follow-ups in threads without a mention.")
@click.option("--http", "host", metavar="URL", help="For HTTP at this address, instead of Socket Mode.")
def manifest(follow_ups: bool, host: str | None) -> None:
    """Print the app manifest to create the Slack app from."""
    from bot.manifest import as_yaml

    if host and not re.fullmatch(r"https://[^/\s]+/?", host):
        raise click.UsageError("--http wants the public address alone, as in --http https://bot.example.com")

    click.echo(as_yaml(follow_ups=follow_ups, host=host), nl=False)


@main.command()
@click.option("--reasoning", is_flag=True, hidden=True, help="Tell the playground how answers came about.")
def run(reasoning: bool) -> None:
    """Connect to Slack and answer until stopped."""
    import asyncio

    from bot.logs import set_up
    from bot.serve import serve
    from bot.settings import load_settings

    settings = load_settings()
    set_up(settings.log_level, settings.log_format)
    asyncio.run(serve(settings, reasoning=reasoning))


@main.command()
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path))
@click.option("--watch", is_flag=True, help="Check again after every change, until Ctrl-C.")
@click.option("--brief", is_flag=True, help="Leave out the remarks and the coverage tables.")
@click.option("--questions", is_flag=True, help="Tell how well the example questions are understood.")
def check(folders: tuple[Path, ...], watch: bool, brief: bool, questions: bool) -> None:
    """Check the knowledge (or the given FOLDERS, later over earlier).

    Lists every fault as file:line: text, then remarks that want a person's eye, then how far the knowledge
    reaches. Exit code 1 on any fault.
    """
    from bot.knowledge import inspect
    from bot.settings import load_settings

    chosen = folders or load_settings().knowledge or None
    if watch:
        _watch(chosen)
        return
    knowledge, faults = inspect(chosen)
    for fault in faults:
        click.echo(str(fault))
    if knowledge is None:
        raise click.ClickException(f"{len(faults)} fault{'s' if len(faults) != 1 else ''}.")
    if questions:
        _examine(knowledge)
    elif not brief:
        _survey(knowledge)
    click.echo(
        f"Knowledge {knowledge.version}: no faults. {len(knowledge.roles)} roles, "
        f"{len(knowledge.pairs)} curated pairs, {len(knowledge.signals)} signals, {len(knowledge.disputes)} disputes, "
        f"{len(knowledge.glossary)} terms, {len(knowledge.evidence)} pieces of evidence."
    )


def _examine(knowledge: Knowledge) -> None:
    """What is promised and observed about the understanding of messages."""
    from bot.guarantees import tables
    from bot.understanding import Reader

    for line in tables(Reader(knowledge).classifier):
        click.echo(line)
    click.echo("")


def _survey(knowledge: Knowledge) -> None:
    """Remarks and coverage."""
    from datetime import UTC, datetime

    from bot.coverage import tables
    from bot.knowledge.review import remarks

    today = datetime.now(UTC).date()
    for remark in remarks(knowledge, today):
        click.echo(f"{remark.kind:8} {remark.entry}: {remark.text}")
    click.echo("")
    for line in tables(knowledge, today):
        click.echo(line)
    click.echo("")


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def cards(folder: Path) -> None:
    """Write a sample of every message, modal and Home view to FOLDER, as Slack would get it."""
    from bot.cards import write

    try:
        click.echo(f"{write(_answerer(), folder)} files in {folder}.")
    except OSError as error:
        raise click.ClickException(f"{folder} cannot be written to ({error.strerror}).") from None


@main.command()
@click.option("--format", "style", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@click.option("--reasons", "why", is_flag=True, help="Print why people found answers not helpful, instead.")
def report(style: str, why: bool) -> None:
    """Usage figures from the log: how many, from where, about what, and how they ended."""
    from bot.reporting import figures, reasons, render_figures
    from bot.settings import load_settings

    database = load_settings().db
    click.echo("\n".join(reasons(database)) if why else render_figures(figures(database), style))


@main.command("eval")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--worst", type=click.IntRange(min=0), default=10, show_default=True, help="How many to show.")
@click.option("--misses", type=click.Path(dir_okay=False, path_type=Path), help="Known misses; exit 1 if they differ.")
@click.option("--renew", is_flag=True, help="Write the known misses anew if they got fewer, or there is no list yet.")
def evaluate(file: Path, style: str, worst: int, misses: Path | None, renew: bool) -> None:
    """Measure the answers to labelled messages.

    FILE holds JSON lines, or a YAML list, of {text, intents} and, as known: id, also_ok, roles, roles_also_ok,
    best_roles, writer, kind, before (the message of the turn before).
    """
    from bot.evaluation.course import run_course

    if renew and not misses:
        raise click.UsageError("--renew goes with --misses FILE.")
    if misses and not misses.exists() and not renew:
        raise click.ClickException(f"There is no {misses} yet; add --renew to write it.")
    if misses and not misses.parent.is_dir():
        raise click.ClickException(f"There is no folder {misses.parent}; make it first.")
    faults = run_course(_answerer(), file, style=style, worst=worst, misses=misses, renew=renew)
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        sys.exit(1)


def _answerer() -> Answerer:
    from bot.answering import Answerer
    from bot.settings import load_settings

    return Answerer.load(load_settings().knowledge or None)


def _watch(folders: Sequence[Path] | None) -> None:
    from bot.knowledge import packaged_folder
    from bot.watching import watch_and_check

    watch_and_check(list(folders or [packaged_folder()]), click.echo)


def _width() -> int:
    import shutil

    return min(100, shutil.get_terminal_size((80, 24)).columns)
