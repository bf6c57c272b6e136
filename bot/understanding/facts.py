"""Facts of a project as people put them: each part of a message is compared with examples of how facts are told.

The phrases of a fact find the wordings that somebody thought of, here or there where they mean something else; the
examples find the others, and tell where a phrase misleads. What only an example finds is quoted by its part.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from bot.knowledge.model import Knowledge
from bot.understanding.likeness import Likenesses
from bot.understanding.markup import fold
from bot.understanding.reading import SignalHit
from bot.understanding.signals import LATER, MOST_QUOTED
from bot.understanding.view import View

SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+|\n+|\s+[-–—→]+\s+")
PART_END = re.compile(
    r"\s*[,;()]\s*|\s+(?:and|but|plus|then|so that|because|while|which|who|whereas|although)\s+", re.IGNORECASE
)
SURE = 0.23  # likeness from which a part tells a fact
SURER = 0.35  # the same for a part of few words, which is like much by chance
FEW_WORDS = 7
SURE_OF_ALL = 0.2  # the same for a whole message of many words
MANY_WORDS = 20
POINTED_FROM = 0.17  # likeness of the likest part, below which nobody could say where a whole message told the fact
POSSIBLE = 0.05  # likeness below which, in every part, a phrase is taken to mean something else
LEAST_WORDS = 3  # of a part
MOST_PARTS = 24
NEEDED = "need|needs|want|wants|plan|intend|train|training|build|building|looking|after|about|asking|going"
THINGS = (
    "needed|required|wanted|planned|intended|necessary|involved|models?|training|app|software|agent|chatbot|llms?"
    "|prototypes?|pilots?|mvp|poc"
)
# the asker does not have or want what the rest of the part speaks of
DENIED = re.compile(
    rf"\b(?:do|does|did|will|would|is|are|am)(?:n't| not| never) (?:\w+ ){{0,2}}?(?:{NEEDED})\b"
    rf"|\b(?:no|not|without|nothing|never|neither|nor|instead of|rather than)(?: \w+){{0,3}} (?:{THINGS})\b"
    r"|\bnothing to (?:train|build|deploy)\b|\btrain nothing\b"
    r"|\b(?:isn't|aren't|not) (?:the|our|an?) (?:issue|problem|point|goal|complaint)\b",
)


@dataclass
class Likeness:
    """What the parts of a message are like: the facts they tell, and how like each fact the likest part is."""

    told: tuple[SignalHit, ...] = ()
    highest: Mapping[str, float] = field(default_factory=dict)

    def doubts(self, id_: str) -> bool:
        """Whether no part of the message is anything like this fact, though a phrase of it occurs."""
        return self.highest.get(id_, 1.0) < POSSIBLE


class FactReader:
    """Finds facts by their likeness to the examples; finds none where the knowledge has no examples."""

    def __init__(self, knowledge: Knowledge, *, view: Callable[[str], View], view_by: str, cache: Path | None) -> None:
        self._model = Likenesses("facts", fact_examples(knowledge), view=view, view_by=view_by, cache=cache)

    def find(self, plain: str) -> Likeness:
        """Facts, the likest first, each once, with the part that tells it."""
        parts, facts = parts_of(plain), self._model.labels
        if not facts or not parts:
            return Likeness()
        whole = " ".join(plain.split())
        texts = [*(part for part in parts if part != whole), whole]
        scores = self._model.of(texts)
        highest = dict(zip(facts, scores.max(axis=0).tolist(), strict=True))
        row = {text: number for number, text in enumerate(texts)}
        column = {id_: number for number, id_ in enumerate(facts)}
        least = np.array([_least(text) for text in texts])
        if len(whole.split()) >= MANY_WORDS:
            least[-1] = SURE_OF_ALL
        sure = [facts[number] for number in np.flatnonzero((scores >= least[:, np.newaxis]).any(axis=0))]
        hits = []
        for id_ in sorted(sure, key=lambda id_: (-highest[id_], id_)):
            part = max(parts, key=lambda part: scores[row[part], column[id_]])
            if scores[row[part], column[id_]] >= POINTED_FROM and not LATER.search(fold(part)):
                hits.append(_hit(id_, part))
        return Likeness(tuple(hits), highest)


def fact_examples(knowledge: Knowledge) -> dict[str, frozenset[str]]:
    """The facts that each example tells: clauses by themselves, whole messages, and what tells none."""
    found: dict[str, set[str]] = {}
    for writer in knowledge.examples.values():
        for id_, texts in writer.signals.items():
            for text in texts:
                found.setdefault(text, set()).add(id_)
        for text in writer.none:
            found.setdefault(text, set())
        for message in writer.messages:
            found.setdefault(message.text, set()).update(id_ for part in message.clauses for id_ in part.facts)
            for part in message.clauses:
                found.setdefault(part.say, set()).update(part.facts)
    return {text: frozenset(facts) for text, facts in found.items()}


def parts_of(text: str) -> list[str]:
    """The sentences of a text and the parts of each, at most so many."""
    found: list[str] = []
    for sentence in SENTENCE_END.split(text):
        parts = [part.strip() for part in PART_END.split(sentence)]
        said = [part for part in parts if len(part.split()) >= LEAST_WORDS]
        whole = sentence.strip()
        found += ([whole] if len(whole.split()) > 1 else []) + (said if len(said) > 1 else [])
    return list(dict.fromkeys(found))[:MOST_PARTS]


def merged(by_phrase: Sequence[SignalHit], alike: Likeness) -> tuple[SignalHit, ...]:
    """Both findings; where they meet, the phrase knows better whether it was denied, and quotes less."""
    sure = tuple(hit for hit in by_phrase if not alike.doubts(hit.id))
    known = {hit.id for hit in sure}
    return (*sure, *(hit for hit in alike.told if hit.id not in known))


def _least(text: str) -> float:
    """The likeness from which a part tells a fact."""
    return SURER if len(text.split()) < FEW_WORDS else SURE


def _hit(id_: str, part: str) -> SignalHit:
    denied = DENIED.search(part.lower()) is not None
    return SignalHit(id=id_, polarity="absent" if denied else "present", quote=_shortened(part))


def _shortened(part: str) -> str:
    words = " ".join(part.split())
    return words if len(words) <= MOST_QUOTED else words[: MOST_QUOTED - 1].rsplit(" ", 1)[0] + "…"
