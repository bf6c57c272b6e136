"""A role brief as Markdown to paste into a requisition: headings, a sheet to fill in, boxes to tick, no ids."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bot.advisor.advice import Advice, Line, Section
from bot.advisor.case import OPEN, PROBLEM
from bot.advisor.document import ADVERT, GIVEN, JUDGED, LEGAL, MUST_HAVES, QUESTIONS, ROUNDS, SAMPLE, SHEET
from bot.rendering.text import inert

MOST_POINTS = 4
MARKS = re.compile(r"[\\\[\]<>|]")


def is_brief(advice: Advice) -> bool:
    """Whether the advice is a role brief, and no question back or decline."""
    return advice.reading.wish == "document" and advice.outcome == "answer"


def file_name(advice: Advice) -> str:
    """The name of the file it is sent as."""
    return f"role-brief-{advice.role}.md"


def as_brief(advice: Advice) -> str:
    """The whole brief; the same advice gives the same text."""
    parts = [f"# {advice.title}", advice.lead.text]
    parts += ["\n".join([f"## {section.title}", "", *_body(section)]) for section in advice.sections]
    return "\n\n".join([*parts, f"_{_footer(advice)}_"]) + "\n"


def _body(section: Section) -> list[str]:
    return FORMS.get(section.title, _bullets)(section)


def _bullets(section: Section) -> list[str]:
    return [f"- {line.text}" for line in section.lines]


def _quoted(section: Section) -> list[str]:
    return [f"- {line.text}{f' (“{_literal(line.quote)}”)' if line.quote else ''}" for line in section.lines]


def _literal(quote: str) -> str:
    """What somebody wrote, so that it makes no link, no tag and no table of the brief."""
    return MARKS.sub(r"\\\g<0>", inert(quote))


def _needed(section: Section) -> list[str]:
    return [f"- {line.text}{''.join(f' _{each.label}: {each.text}_' for each in line.notes)}" for line in section.lines]


def _boxes(section: Section) -> list[str]:
    """Each sentence with a box; the bot's own ones are no tasks."""
    return [f"- {'' if section.title == LEGAL and line.own else '[ ] '}{line.text}" for line in section.lines]


def _rounds(section: Section) -> list[str]:
    first, *rounds = section.lines
    return [first.text, "", *(f"{number}. {line.text}" for number, line in enumerate(rounds, 1))]


def _questions(section: Section) -> list[str]:
    """The sentence before them, and the questions; with their answers where no sheet has these."""
    if any(line.notes for line in section.lines):
        return [row for number, line in enumerate(section.lines, 1) for row in _with_answers(number, line)]
    return _rounds(section)


def _with_answers(number: int, line: Line) -> list[str]:
    return [f"{number}. {line.text}", *(f"   - {note.label}: {note.text}" for note in line.notes)]


def _sheet(section: Section) -> list[str]:
    """One row for each thing that is judged, with an empty cell for the points."""
    first, *lines = section.lines
    heads = ["Judged", *(note.label for note in lines[0].notes), "Points"]
    rows = [_row([line.text.rstrip("."), *(note.text for note in line.notes), ""]) for line in lines]
    total = _row(["**Total**", *("" for _ in heads[2:]), f"of {MOST_POINTS * len(rows)}"])
    return [first.text, "", _row(heads), "|---" * len(heads) + "|", *rows, total]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _sample(section: Section) -> list[str]:
    (line,) = section.lines
    given = [f"{GIVEN}: {note.text}" for note in line.notes if note.label == GIVEN]
    judged = [f"- {note.text}" for note in line.notes if note.label == JUDGED]
    return [line.text, *(row for text in given for row in ("", text)), "", f"{JUDGED}:", "", *judged]


def _advert(section: Section) -> list[str]:
    """Paragraphs, the first of them as the headline."""
    first, *rest = section.lines
    return [f"**{first.text}**", *(row for line in rest for row in ("", line.text))]


def _footer(advice: Advice) -> str:
    reviewed = f"Reviewed {advice.reviewed.isoformat()} by {advice.owner}. " if advice.reviewed else ""
    return (
        f"{reviewed}Made {advice.on.isoformat()} from knowledge {advice.knowledge_version}. Answer {advice.answer_id}."
    )


FORMS: Mapping[str, Callable[[Section], list[str]]] = {
    PROBLEM: _quoted,
    MUST_HAVES: _needed,
    ROUNDS: _rounds,
    QUESTIONS: _questions,
    SHEET: _sheet,
    SAMPLE: _sample,
    LEGAL: _boxes,
    ADVERT: _advert,
    OPEN: _boxes,
}
