"""`whichrole ask --batch`: a file of questions, an object a line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TextIO

import click

if TYPE_CHECKING:
    from bot.answering import Answerer


def answer_lines(lines: TextIO, answerer: Answerer, *, why: bool, blocks: bool) -> None:
    """Print an object for each line of questions, in their order; raises ClickException on a line that is none."""
    rows = list(_rows(lines))
    visible = sys.stderr.isatty() and len(rows) > 1
    with click.progressbar(rows, label="Answering", file=sys.stderr, hidden=not visible) as shown:
        for row in shown:
            click.echo(dumped(answerer.record(row["id"], row["text"], why=why, blocks=blocks)))


def _rows(lines: TextIO) -> Iterator[dict[str, Any]]:
    try:
        every = lines.read().splitlines()
    except UnicodeDecodeError:
        raise click.ClickException("The file of questions is not UTF-8 text; save it as UTF-8.") from None
    for number, line in enumerate(every, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield {"id": row["id"], "text": str(row["text"])}
        except (ValueError, KeyError, TypeError):
            message = f'line {number} is not an object like {{"id": "1", "text": "a question"}}'
            raise click.ClickException(message) from None


def dumped(record: dict[str, Any]) -> str:
    """A record as one line of JSON."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True)
