"""Advice as plain text and as Markdown: the same sentences in the same order as the card."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bot.advisor.advice import Advice, DisputeNote, Line, Section, SideNote, SourceNote, Step, Table
from bot.advisor.recommend import MOST_SURE
from bot.rendering.kinds import kind_of

MOST_SOURCES, SHORT_SOURCES, SIDE_SOURCES = 5, 3, 1
SENTENCE_END = re.compile(r"(?<=[.?!]) (?=[A-Z])")
CHART = "Chances on what you told me"
CHART_SERIES = "Chance"


def as_text(advice: Advice, *, detail: bool | None = None, buttons: bool = True) -> str:
    """Plain text that says all that the card says, readable aloud: no marks of lists, every line ends with a stop.

    Without `buttons` it names none to press.
    """
    full = advice.reading.detail if detail is None else detail
    parts = [" ".join(_ended(text) for text in (advice.title, kind_of(advice), advice.lead.text) if text)]
    if advice.table:
        parts.append(_table_text(advice.table))
    parts += filter(None, [figures(advice, full)])
    parts += [_section_text(section, full, buttons=buttons) for section in shown_sections(advice, full)]
    parts += filter(None, [left_out(advice, full) if buttons else ""])
    parts += [_dispute_text(dispute, full) for dispute in shown_disputes(advice, full)]
    if advice.choices:
        parts.append("Choose: " + "; ".join(step.label for step in advice.choices) + ".")
    parts.append(footer(advice))
    return "\n\n".join(parts)


def _ended(text: str) -> str:
    """The text with a full stop, unless it ends a sentence by itself."""
    return text if text.endswith((".", "?", "!", "”", "”)", "…")) else f"{text}."


def figures(advice: Advice, full: bool) -> str:
    """The chances of the leading roles in words, which the full form draws as well; empty if there are none."""
    told = ", ".join(f"{title} {chance} %" for title, chance in percentages(advice))
    return f"{CHART}: {told}." if full and len(advice.chances) > 1 else ""


def percentages(advice: Advice) -> list[tuple[str, float]]:
    """The leading roles and their chances in per cent, in tenths below one; none is certain."""
    shares = [(each.title, min(each.chance, MOST_SURE) * 100) for each in advice.chances]
    return [(title, round(share) if share >= 1 else round(share, 1)) for title, share in shares]


def shown_sections(advice: Advice, full: bool) -> tuple[Section, ...]:
    """The sections that are shown, in part at least; the short form leaves out those that show no line there."""
    return tuple(section for section in advice.sections if full or section.short)


def left_out(advice: Advice, full: bool) -> str:
    """What the short form leaves out altogether, by title; empty if nothing."""
    titles = [section.title for section in advice.sections if not (full or section.short)]
    return f"Under “Show everything”: {', '.join(titles)}." if titles else ""


def shown(section: Section, full: bool) -> tuple[Line, ...]:
    """The lines of a section that are shown."""
    return section.lines if full else section.lines[: section.short]


def has_more(advice: Advice) -> bool:
    """Whether the short form leaves anything out."""
    hidden = any(len(section.lines) > section.short for section in advice.sections)
    hidden |= len(advice.disputes) > advice.short_disputes
    cut_short = any(position(each, False) != each.position for each in shown_disputes(advice, False))
    return not advice.reading.detail and (hidden or cut_short)


def shown_disputes(advice: Advice, full: bool) -> tuple[DisputeNote, ...]:
    """The disputes that are shown, each with all of its sides."""
    return advice.disputes if full else advice.disputes[: advice.short_disputes]


def position(dispute: DisputeNote, full: bool) -> str:
    """What we hold; in short its first sentence."""
    return dispute.position if full else SENTENCE_END.split(dispute.position, maxsplit=1)[0]


def held_by(side: SideNote, full: bool) -> str:
    """Who holds a side."""
    return names(side.held_by, full=full, most=None if full else SIDE_SOURCES)


def footer(advice: Advice) -> str:
    """Sources, review and id in one line."""
    parts = []
    if advice.sources:
        full = advice.reading.detail
        parts.append(f"Sources: {names(advice.sources, full=full, most=MOST_SOURCES if full else SHORT_SOURCES)}.")
    if advice.contact:
        parts.append(f"Talk to: {advice.contact}.")
    if advice.reviewed:
        parts.append(f"Reviewed {advice.reviewed.isoformat()} by {advice.owner}.")
    parts.append(f"Answer {advice.answer_id}.")
    return " ".join(parts)


def names(sources: Sequence[SourceNote], *, full: bool, most: int | None = None) -> str:
    """Publishers, each once, with an interest marked; in full also the date and what is sold. The rest is counted."""
    told = list(dict.fromkeys(_full_name(source) if full else _short_name(source) for source in sources))
    most = len(told) if most is None else most
    rest = len(told) - most
    return "; ".join(told[:most]) + (f" and {rest} more" if rest > 0 else "")


def _full_name(source: SourceNote) -> str:
    return f"{source.publisher} ({source.date}{f', sells {source.sells}' if source.sells else ''})"


def _short_name(source: SourceNote) -> str:
    return f"{source.publisher}{', vendor' if source.sells else ''}"


def line_text(line: Line) -> str:
    """A sentence with the words it rests on and the note under it."""
    quote = f" (you wrote: “{inert(line.quote)}”)" if line.quote else ""
    notes = "".join(f" {note.label}: {note.text}" for note in line.notes)
    return f"{line.text}{quote}{notes}"


def inert(text: str) -> str:
    """A person's own words without the marks that format, mention or link."""
    kept = (" " if char in "*_~`@#:" or unicodedata.category(char) in ("Cf", "Co", "Cc") else char for char in text)
    return " ".join("".join(kept).split())


def _section_text(section: Section, full: bool, *, buttons: bool) -> str:
    lines = [_ended(line_text(line)) for line in shown(section, full)]
    hidden = len(section.lines) - len(lines)
    if hidden and buttons:
        lines.append(f"{hidden} more under “Show everything”.")
    return "\n".join([_heading(section.title), *lines])


def _heading(title: str) -> str:
    return title if title.endswith("?") else f"{title}:"


def _table_text(table: Table) -> str:
    rows = []
    for row in table.rows:
        cells = zip(table.columns, row.cells, strict=True)
        rows.append(_ended(f"{row.factor}: " + "; ".join(f"{column}: {cell.text}" for column, cell in cells)))
    return "\n".join(["Side by side:", *rows])


def _dispute_text(dispute: DisputeNote, full: bool) -> str:
    sides = [_ended(f"{side.text} ({held_by(side, full)})") for side in dispute.sides]
    return "\n".join([f"Sources disagree: {dispute.question}", *sides, f"Our position: {position(dispute, full)}"])


def as_markdown(advice: Advice) -> str:
    """The whole advice as a Markdown document, every evidence id beside its sentence."""
    parts = [f"# {advice.title}", f"**{advice.lead.text}**{_ids(advice.lead)}"]
    if advice.table:
        parts.append(_table_markdown(advice.table))
    for section in advice.sections:
        items = [f"- {line_text(line)}{_ids(line)}" for line in section.lines]
        parts.append("\n".join([f"## {section.title}", "", *items]))
    for dispute in advice.disputes:
        sides = [f"- {side.text} ({names(side.held_by, full=True)})" for side in dispute.sides]
        body = [f"## Sources disagree: {dispute.question}", "", *sides, "", f"Our position: {dispute.position}"]
        parts.append("\n".join(body))
    if advice.choices:
        parts.append(_choices_markdown(advice.choices))
    return "\n\n".join([*parts, f"_{footer(advice)}_"]) + "\n"


def _choices_markdown(choices: tuple[Step, ...]) -> str:
    return "\n".join(["## Choose", "", *(f"- {step.label}" for step in choices)])


def _table_markdown(table: Table) -> str:
    head = "| | " + " | ".join(table.columns) + " |"
    rule = "|---" * (len(table.columns) + 1) + "|"
    rows = [f"| {row.factor} | " + " | ".join(cell.text for cell in row.cells) + " |" for row in table.rows]
    return "\n".join([head, rule, *rows])


def _ids(line: Line) -> str:
    return f" [{', '.join(line.evidence)}]" if line.evidence else ""
