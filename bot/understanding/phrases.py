r"""The pattern language of `signals.yaml`, made for people who do not program.

Words in sequence match themselves; `train*` matches every word that begins so; `(our|own)` is
a choice; ` ... ` spans up to five words. Everything else is literal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.understanding.markup import fold

GAP = r"\W+(?:[\w'&]+\W+){0,5}?"
_PIECE = re.compile(r"\s*(\.\.\.)\s*|(\()|(\|)|(\))|(\s+)|([^\s()|]+)")


def to_regex(phrase: str) -> str:
    """The regular expression of one phrase; raises ValueError on unbalanced brackets."""
    out, depth = [], 0
    for gap, opening, bar, closing, space, word in _PIECE.findall(fold(phrase).strip().replace("…", "...")):
        depth += bool(opening) - bool(closing)
        if depth < 0:
            break
        out.append(
            GAP if gap else "(?:" if opening else "|" if bar else ")" if closing else r"\W+" if space else _word(word)
        )
    if depth:
        raise ValueError(f"the brackets of '{phrase}' do not match")
    return "".join(out).replace(r"(?:\W+", "(?:").replace(r"\W+)", ")").replace(r"\W+|", "|").replace(r"|\W+", "|")


def _word(word: str) -> str:
    return r"\w*".join(re.escape(part) for part in word.split("*"))


@dataclass(frozen=True)
class Found:
    """A phrase met in a text: whose it is, and where."""

    id: str
    start: int
    end: int


class Matcher:
    """Finds the phrases of many entries in folded text."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self._patterns = {
            id_: re.compile(r"(?<!\w)(?:" + "|".join(map(to_regex, group)) + r")(?!\w)")
            for id_, group in phrases.items()
            if group
        }

    def find(self, folded: str) -> list[Found]:
        """All matches, in the order of the entries and then of the text."""
        return [
            Found(id_, match.start(), match.end())
            for id_, pattern in self._patterns.items()
            for match in pattern.finditer(folded)
        ]
