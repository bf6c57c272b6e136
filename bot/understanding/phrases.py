r"""The pattern language of `signals.yaml`, made for people who do not program.

Words in sequence match themselves; `train*` matches every word that begins so; `(our|own)` is
a choice; ` ... ` spans up to five words. Everything else is literal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.understanding.markup import fold

# possessive, for words and spaces share the apostrophe: else a row of those takes ages to fail on
SPACE = r"[^\w.!?;]++"  # never across the end of a sentence
GAP = rf"{SPACE}(?:[\w'&]++{SPACE}){{0,5}}?"
_PIECE = re.compile(r"\s*\.\.\.\s*|[()|]|\s+|[^\s()|]+")


def pieces_of(phrase: str) -> list[str]:
    """The phrase cut into words, brackets, bars, gaps and spaces."""
    return _PIECE.findall(fold(phrase).strip().replace("…", "..."))


def to_regex(phrase: str) -> str:
    """The regular expression of one phrase; raises ValueError on unbalanced brackets."""
    pieces = pieces_of(phrase)
    out: list[str] = []
    depth = 0
    for index, piece in enumerate(pieces):
        depth += (piece == "(") - (piece == ")")
        if depth < 0:
            break
        if piece.isspace():
            border = pieces[index - 1] in "(|" or pieces[index + 1] in ")|"
            out.append("" if border else SPACE)
        else:
            out.append("(?:" if piece == "(" else piece if piece in ")|" else GAP if "..." in piece else _word(piece))
    if depth:
        raise ValueError(f"the brackets of '{phrase}' do not match")
    return "".join(out)


def anchors(phrase: str) -> tuple[str, ...]:
    """Strings of which one stands in every text that the phrase matches: a cheap test before the costly one."""
    groups: list[list[str]] = []
    group: list[str] | None = None
    for piece in pieces_of(phrase):
        if piece == "(":
            group = [""]
        elif piece == ")" and group is not None:
            groups.append(group)
            group = None
        elif piece == "|" and group is not None:
            group.append("")
        elif "..." not in piece and not piece.isspace():
            literal = max(piece.split("*"), key=len)
            if group is None:
                groups.append([literal])
            else:
                group[-1] = max(group[-1], literal, key=len)
    return tuple(max(groups, key=lambda each: min(map(len, each)), default=[""]))


def _word(word: str) -> str:
    return r"\w*".join(re.escape(part) for part in word.split("*"))


@dataclass(frozen=True)
class Found:
    """A phrase met in a text: whose it is, and where."""

    id: str
    start: int
    end: int


class Phrase:
    """One phrase of an entry; its expression is compiled when a text first calls for it."""

    def __init__(self, id_: str, phrase: str) -> None:
        self.id, self.anchors = id_, anchors(phrase)
        self._phrase = phrase

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled expression."""
        return re.compile(rf"(?<!\w)(?:{to_regex(self._phrase)})(?!\w)")


class Matcher:
    """Finds the phrases of many entries in folded text."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self._phrases = [Phrase(id_, phrase) for id_, group in phrases.items() for phrase in group]

    def find(self, folded: str) -> list[Found]:
        """All matches, in the order of the entries, of their phrases, and of the text."""
        return [
            Found(phrase.id, match.start(), match.end())
            for phrase in self._phrases
            if any(anchor in folded for anchor in phrase.anchors)
            for match in phrase.pattern.finditer(folded)
        ]
