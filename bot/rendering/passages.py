"""What both styles of a card say in the same words: sections, disputes, figures."""

from __future__ import annotations

from bot.advisor.advice import DisputeNote, Line, Section
from bot.rendering.blocks import MOST_TEXT, escape
from bot.rendering.text import held_by, inert, position, shown


def passages(section: Section, full: bool) -> list[str]:
    """The section as text, cut at a line wherever a block would grow past Slack's limit."""
    texts = [heading(section)]
    for line in shown(section, full):
        item = f"• {_line(line)}"
        if len(texts[-1]) + len(item) < MOST_TEXT:
            texts[-1] += f"\n{item}"
        else:
            texts.append(item)
    return texts


def heading(section: Section) -> str:
    """The title in bold."""
    return f"*{escape(section.title)}*"


def _line(line: Line) -> str:
    text = escape(line.text)
    if line.quote:
        text += f" _{escape(quoted(line))}_"
    return "\n".join([text, *(f"    _{escape(note.label)}:_ {escape(note.text)}" for note in line.notes)])


def quoted(line: Line) -> str:
    """The person's own words behind a sentence."""
    return f"You wrote: “{inert(line.quote)}”"


def dispute_passage(dispute: DisputeNote, full: bool) -> str:
    """A disagreement with all of its sides."""
    sides = [f"• {escape(side.text)} _({escape(held_by(side, full))})_" for side in dispute.sides]
    head = f"*Sources disagree: {escape(dispute.question)}*"
    return "\n".join([head, *sides, f"*Our position:* {escape(position(dispute, full))}"])


def hires(section: Section, full: bool) -> list[tuple[str, str, Line]]:
    """The lines of a section that is about one hire each, as who, when and the line; else nothing."""
    lines = shown(section, full)
    if len(lines) < 2 or not all(line.about and line.about in line.text for line in lines):
        return []
    return [(line.about.split(" ", 1)[1], line.text.partition(line.about)[0].strip(" ,"), line) for line in lines]


def why_hired(line: Line) -> str:
    """What the sentence says after it has named the hire, as a sentence of its own."""
    rest = line.text.partition(line.about)[2].lstrip(" ,:;")
    return rest[:1].upper() + rest[1:]
