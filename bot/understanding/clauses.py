"""Several questions in one message: each clause is read by itself."""

from __future__ import annotations

import re

from bot.understanding.classifier import OUT_OF_SCOPE, Classifier
from bot.understanding.reading import Clause
from bot.understanding.view import FIRST, View, of_placeholders

ENDS = re.compile(
    r"[.?!;:\n]+\s*|\s*,\s*(?:and|but|also|plus|then|or)\s+|\s+(?:and|plus|also|then|\+|&)\s+|,\s+|\s+-+\s+"
    r"|\s+(?:as well as|along with)\s+"
)
# roles named one after the other belong to one clause
NEIGHBOURS = re.compile(
    r"(airole2?)\s*(?:,\s*(?:and|or)\b|,|and|or|&|\+|/|vs\.?|versus)\s*(?:an?\s+|the\s+)?(?=airole)"
)
PRONOUN = re.compile(
    r"\b(?:they|them|it|he|him|she|her|one|those|such a person|those folks|these people|that(?= is\b))\b"
)
# with these a question or a wish begins, or is all there is
ASKS = re.compile(
    r"(?:[\w']+\s+){0,6}?(?:what|which|who|whom|when|where|why|how|whats|hows|whether|does|is|are|can|could|should|would"
    r"|will|tell|show|give|list|explain|compare|write|draft|share|need to know)\b"
    r"|(?:[\w']+\s+){0,2}?(?:salary|cost|pay|rate|skills|tools|stack|juniors?|senior|freelancer?|agency|employed"
    r"|contractor|pitfalls|mistakes|red flags|interview|advert|posting|jd|differences?|examples?)\b"
)
ASKS_PLAINLY = re.compile(
    r"(?:(?:and|so|also|then|plus|but|roughly|about|before i[\w' ]*?)\s+)?(?:"
    r"(?:what|which|who|when|where|why|how|whether)\b"
    # not "should cite its sources", "explain itself": a project's parts, listed
    r"|(?:should|would|could|can|do|does|is|are) (?:airole|(?:we|i|you|they|it|he|she|there|this|that|these|those|one"
    r"|our|the|an?) )"
    r"|(?:please )?(?:tell|show|give|list|write|draft|explain to) (?:me|us)\b"
    r"|explain (?!(?:it|them)sel|its|their|results|answers)"
    r"|(?:write|draft) (?:an? |the )?(?:jd|job|advert|ad|posting|vacancy)\b)(?! (?:we|i) (?:have|want|need))"
)
SURE = 0.5  # probability from which a clause's own intent is answered
SURER = 0.8  # the same beside the description of a project, of which many parts sound like questions
CLEARLY_A_PROJECT = 0.6
MOST_WORDS = 55  # of a message whose clauses are looked at; longer ones describe something
MOST_CLAUSES = 5
MOST_ANSWERED = 3
SETTLED_ALONE = frozenset({OUT_OF_SCOPE, "chitchat", "help"})


class ClauseReader:
    """Finds the intents of a message that asks for more than one."""

    def __init__(self, classifier: Classifier) -> None:
        self._classifier = classifier

    def read(self, view: View, ranked: list[tuple[str, float]]) -> list[Clause]:
        """The clauses that ask for something each, in the order asked; none if there are fewer than two intents."""
        first, chance = ranked[0]
        if first in SETTLED_ALONE or len(view.words.split()) > MOST_WORDS:
            return []
        texts = clauses_of(view.words)
        if first == "recommend" and chance >= CLEARLY_A_PROJECT:
            return self._beside_a_project([text for text in texts if ASKS_PLAINLY.match(text)])
        found = self._intents(texts, SURE) if len(texts) > 1 else {}
        if len(found) > 1 and first not in found and chance >= SURE:
            found = {first: texts[0], **found}
        return _clauses(found)

    def _beside_a_project(self, texts: list[str]) -> list[Clause]:
        """What is asked beside the role that a described project needs."""
        found = self._intents(texts, SURER) if texts else {}
        found.pop("recommend", None)
        return _clauses({"recommend": texts[0], **found}) if found else []

    def _intents(self, texts: list[str], least: float) -> dict[str, str]:
        """Intents that clauses ask for with at least this probability, each with the first of its clauses."""
        found: dict[str, str] = {}
        for text, ranking in zip(texts, self._classifier.rank_together(list(map(_view, texts))), strict=True):
            inside = [(name, chance) for name, chance in ranking if name != OUT_OF_SCOPE]  # for the whole message is
            intent, chance = inside[0]
            if chance >= least * sum(each for _, each in inside) and intent not in SETTLED_ALONE:
                found.setdefault(intent, text)
        return found


def _clauses(found: dict[str, str]) -> list[Clause]:
    return [Clause(intent=intent, text=text) for intent, text in found.items()] if len(found) > 1 else []


def _view(clause: str) -> View:
    """A clause for the classifier: a pronoun stands for the role named elsewhere."""
    return of_placeholders(clause if FIRST in clause else PRONOUN.sub(FIRST, clause))


def clauses_of(text: str) -> list[str]:
    """The parts of a text, as the classifier sees it, that may ask for something each."""
    parts = ENDS.split(NEIGHBOURS.sub(r"\1 ", text))
    return [part.strip() for part in parts if _says_something(part) and ASKS.match(part)][:MOST_CLAUSES]


def _says_something(clause: str) -> bool:
    """Whether a clause has words of its own beside the names of roles."""
    return any(not word.startswith(FIRST) for word in clause.split())
