r"""The pattern language of `signals.yaml`, made for people who do not program.

Words in sequence match themselves; `train*` matches every word that begins so; `(our|own)` is
a choice; ` ... ` spans up to five words. Everything else is literal.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.understanding.markup import fold

# possessive, for words and spaces share the apostrophe: else a row of those takes ages to fail on
SPACE = r"[^\w.!?;]++"  # never across the end of a sentence
GAP = rf"{SPACE}(?:[\w'&]++{SPACE}){{0,5}}?"
_PIECE = re.compile(r"\s*\.\.\.\s*|[()|]|\s+|[^\s()|]+")
_BRACKET = re.compile(r"\([^()]*\)")
_CHUNK = re.compile(r"(?:\([^()]*\)|[^\s()])++|[()]")  # what stands between the spaces outside of brackets
_RUN = re.compile(r"[\w*]+")
_TEXT_WORD = re.compile(r"\w+")


def pieces_of(phrase: str) -> list[str]:
    """The phrase cut into words, brackets, bars, gaps and spaces."""
    return _PIECE.findall(_prepared(phrase))


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


def _prepared(phrase: str) -> str:
    return fold(phrase).strip().replace("…", "...")


def _word(word: str) -> str:
    return r"\w*".join(re.escape(part) for part in word.split("*"))


@dataclass(frozen=True)
class Hint:
    """What a stretch of a phrase asks of the words of a text; empty where nothing is certain.

    Given as shapes: `train` stands for this word, `train*` for every word that begins so.
    """

    needs: frozenset[str] = frozenset()  # every text that the phrase matches has a word of one of these shapes
    begins: frozenset[str] = frozenset()  # the stretch begins with a word of one of these shapes


def hints(phrase: str) -> list[Hint]:
    """One hint for each word, bracket and gap of the phrase, in order."""
    chunks = _CHUNK.findall(_prepared(phrase))
    if any(chunk in "()" or "|" in _BRACKET.sub("", chunk) for chunk in chunks):
        return [Hint()]  # a bracket within a bracket, or a choice outside of one
    return [_hint(chunk) for chunk in chunks]


def _hint(chunk: str) -> Hint:
    if _BRACKET.fullmatch(chunk):
        choices = chunk[1:-1].split("|")
    elif "(" in chunk or "..." in chunk:
        return Hint()  # a gap, or a word glued to a bracket, so that nobody knows where the word ends
    else:
        choices = [chunk]
    words = [_words_of(choice) for choice in choices]
    return Hint(_of_each(longest for longest, _ in words), _of_each(first for _, first in words))


def _of_each(shapes: Iterable[str]) -> frozenset[str]:
    """The shapes, but none if one choice has none: a text could match by that choice alone."""
    known = frozenset(shapes)
    return frozenset() if "" in known else known


def _words_of(choice: str) -> tuple[str, str]:
    """The longest word of a choice, which tends to be the rarest, and the first; empty if not known."""
    if choice.removesuffix("*").isalnum():  # nearly all are; a thousand phrases read slowly would delay the start
        return choice, choice
    words = ["" if "..." in word else word for word in choice.split()]
    longest = max((_shape(run) for word in words for run in _RUN.findall(word)), key=len, default="")
    first = _RUN.match(words[0]) if words else None
    return longest, _shape(first[0]) if first else ""


def _shape(run: str) -> str:
    stem, star, _ = run.partition("*")
    return stem and stem + star


@dataclass(frozen=True)
class Found:
    """A phrase met in a text: whose it is, and where."""

    id: str
    start: int
    end: int


class Phrase:
    """One phrase of an entry; its expression is compiled when a text first calls for it."""

    def __init__(self, id_: str, phrase: str, begins: frozenset[str], needs: int) -> None:
        self.id, self.begins, self.needs = id_, begins, needs
        self._phrase = phrase

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled expression."""
        return re.compile(rf"(?<!\w)(?:{to_regex(self._phrase)})(?!\w)")

    def find(self, folded: str, places: Mapping[str, list[int]]) -> Iterator[Found]:
        """All matches in the order of the text, of which `places` says where each shape of word stands."""
        if not self.begins:
            yield from (Found(self.id, match.start(), match.end()) for match in self.pattern.finditer(folded))
            return
        end = 0
        for start in sorted(place for shape in self.begins for place in places.get(shape, ())):
            match = self.pattern.match(folded, start) if start >= end else None
            if match:
                end = match.end()
                yield Found(self.id, start, end)


@dataclass
class _Sense:
    """What a shape of word means to a matcher."""

    meets: int = 0  # bits of the needs that it meets
    calls: list[int] = field(default_factory=list)  # numbers of the phrases that are looked at if it is there


class Matcher:
    """Finds the phrases of many entries in folded text.

    To try a thousand expressions takes milliseconds, so the words of the text are looked up first. An expression is
    tried only if each stretch of its phrase has a word in the text, and only where its first word stands. What people
    wrote is not kept from one text to the next.
    """

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self._phrases: list[Phrase] = []
        self._always: list[int] = []  # phrases that no certain word calls for
        self._senses: defaultdict[str, _Sense] = defaultdict(_Sense)
        self._bits: dict[frozenset[str], int] = {}
        for id_, group in phrases.items():
            for phrase in group:
                self._add(id_, phrase)
        self._stems = {shape[:-1]: shape for shape in self._senses if shape.endswith("*")}
        self._longest_stem = max(map(len, self._stems), default=0)

    def _add(self, id_: str, phrase: str) -> None:
        number, asked = len(self._phrases), hints(phrase)
        needs = {hint.needs for hint in asked if hint.needs}
        for need in needs:
            self._bits.setdefault(need, 1 << len(self._bits))
            for shape in need:
                self._senses[shape].meets |= self._bits[need]
        # long words are rare: called for by them, few phrases are looked at
        caller = max(needs, key=lambda need: (min(map(len, need)), sorted(need)), default=frozenset[str]())
        for shape in caller:
            self._senses[shape].calls.append(number)
        if not caller:
            self._always.append(number)
        begins = asked[0].begins if asked else frozenset[str]()
        for shape in begins:
            self._senses[shape]  # so that its places are noted
        self._phrases.append(Phrase(id_, phrase, begins, sum(self._bits[need] for need in needs)))

    def find(self, folded: str) -> list[Found]:
        """All matches, in the order of the entries, of their phrases, and of the text."""
        places = self._places(folded)
        met, called = 0, [*self._always]
        for shape in places:
            met |= self._senses[shape].meets
            called += self._senses[shape].calls
        tried = [self._phrases[number] for number in sorted({*called})]
        unmet = ~met
        return [found for phrase in tried if not phrase.needs & unmet for found in phrase.find(folded, places)]

    def _places(self, folded: str) -> dict[str, list[int]]:
        """Where the words of each shape stand that matters to a phrase."""
        words: defaultdict[str, list[int]] = defaultdict(list)
        for match in _TEXT_WORD.finditer(folded):
            words[match[0]].append(match.start())
        places = {word: at for word, at in words.items() if word in self._senses}
        for word, at in words.items():
            for length in range(1, min(len(word), self._longest_stem) + 1):
                shape = self._stems.get(word[:length])
                if shape:
                    places[shape] = places.get(shape, []) + at
        return places
