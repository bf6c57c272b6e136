"""A role brief that can be read in one sitting: of a long one the least weighty lines are left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.advisor.advice import Line, Section

MOST_WORDS = 1235  # of the sections given, so that with its title, sources and footer a brief has at most 1,400
WORD = re.compile(r"\w\S*")


def fitted(sections: Sequence[Section], spare: Sequence[tuple[str, int]]) -> tuple[Section, ...]:
    """The sections without as many last lines as it takes: `spare` names whose is next, and how many lines it keeps."""
    kept = {section.title: section for section in sections}
    too_many = sum(map(_words, sections)) - MOST_WORDS
    for title, least in spare:
        section = kept.get(title)
        if too_many <= 0 or section is None or len(section.lines) <= least:
            continue
        shorter = section.model_copy(update={"lines": section.lines[:least]})
        too_many -= _words(section) - _words(shorter)
        kept[title] = shorter
    return tuple(kept[section.title] for section in sections)


def _words(section: Section) -> int:
    return _in(section.title) + sum(map(_of_line, section.lines))


def _of_line(line: Line) -> int:
    """Quotes do not count: nothing that is kept may depend on words that are not kept."""
    return sum(_in(note.text) for note in line.notes) + _in(line.text)


def _in(text: str) -> int:
    return len(WORD.findall(text))
