"""Advice for a terminal: wrapped, with bold heads where colours are wanted."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import click

from bot.advisor.advice import Advice, DisputeNote, Line, Section, Table
from bot.rendering.text import footer, held_by, line_text, position, shown, shown_disputes, shown_sections


def as_terminal(advice: Advice, *, width: int, colour: bool, why: bool = False, table: Sequence[str] = ()) -> str:
    """The advice as lines no wider than `width`; `why` adds evidence ids, the reading and the `table` of reasoning."""
    pen = _Pen(width, colour, why)
    parts = [pen.head(advice.title), pen.wrap(advice.lead.text + pen.ids(advice.lead))]
    if advice.table:
        parts.append(pen.table(advice.table))
    full = advice.reading.detail or why
    parts += [pen.section(section, full) for section in shown_sections(advice, full)]
    parts += [pen.dispute(dispute, full) for dispute in shown_disputes(advice, full)]
    if advice.choices:
        parts.append("\n".join([pen.head("Choose"), *(pen.bullet(step.label) for step in advice.choices)]))
    if why:
        parts.append(pen.reading(advice))
    if table:
        parts.append("\n".join([pen.head("How the advice comes about"), *table]))
    return "\n\n".join([*parts, pen.faint(footer(advice))])


NARROWEST = 16  # characters of a table column


class _Pen:
    def __init__(self, width: int, colour: bool, why: bool) -> None:
        self.width, self.colour, self.why = width, colour, why

    def head(self, text: str) -> str:
        return click.style(self.wrap(text), bold=True) if self.colour else self.wrap(text)

    def faint(self, text: str) -> str:
        return click.style(self.wrap(text), dim=True) if self.colour else self.wrap(text)

    def wrap(self, text: str, first: str = "", rest: str = "") -> str:
        return textwrap.fill(text, self.width, initial_indent=first, subsequent_indent=rest)

    def bullet(self, text: str) -> str:
        return self.wrap(text, "  - ", "    ")

    def ids(self, line: Line) -> str:
        return f" [{', '.join(line.evidence)}]" if self.why and line.evidence else ""

    def section(self, section: Section, full: bool) -> str:
        lines = shown(section, full)
        items = [self.bullet(line_text(line) + self.ids(line)) for line in lines]
        if len(lines) < len(section.lines):
            items.append(self.wrap(f"({len(section.lines) - len(lines)} more with --why)", "    ", "    "))
        return "\n".join([self.head(section.title), *items])

    def dispute(self, dispute: DisputeNote, full: bool) -> str:
        sides = [self.bullet(f"{side.text} ({held_by(side, full)})") for side in dispute.sides]
        head = self.head(f"Sources disagree: {dispute.question}")
        return "\n".join([head, *sides, self.bullet(f"Our position: {position(dispute, full)}")])

    def table(self, table: Table) -> str:
        """Columns of equal width; a cell wraps inside its own. Too narrow for that, a list."""
        first = max(len(row.factor) for row in table.rows) + 2
        each = (self.width - first) // len(table.columns) - 2
        if each < NARROWEST:
            return "\n".join(
                self.bullet(f"{row.factor}, {column}: {cell.text}")
                for row in table.rows
                for column, cell in zip(table.columns, row.cells, strict=True)
            )
        rows = [("", table.columns), *((row.factor, [cell.text for cell in row.cells]) for row in table.rows)]
        out: list[str] = []
        for factor, cells in rows:
            wrapped = [textwrap.wrap(cell, each) or [""] for cell in cells]
            for number in range(max(map(len, wrapped))):
                row = (factor if number == 0 else "").ljust(first)
                row += "".join((cell[number] if number < len(cell) else "").ljust(each + 2) for cell in wrapped)
                out.append(row.rstrip())
        return "\n".join(out)

    def reading(self, advice: Advice) -> str:
        ranked = ", ".join(f"{each.intent} {each.probability:.2f}" for each in advice.reading.intents)
        signals = "; ".join(f"{hit.id} ({hit.polarity}: “{hit.quote}”)" for hit in advice.reading.signals) or "none"
        items = [self.bullet(f"Intents: {ranked}"), self.bullet(f"Signals: {signals}")]
        return "\n".join([self.head("How this was read"), *items])
