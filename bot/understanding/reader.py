"""The reader: everything that turns a message into a `Reading`, made once from the knowledge."""

from __future__ import annotations

import re
from pathlib import Path

from bot.knowledge.model import Knowledge
from bot.understanding.classifier import OUT_OF_SCOPE, Classifier, Example
from bot.understanding.markup import decode, fold
from bot.understanding.mentions import Mention, Mentions
from bot.understanding.phrases import Matcher
from bot.understanding.reading import Reading, Scored, Verdict
from bot.understanding.signals import SignalFinder

CLAUSES = re.compile(
    r"[.?!;\n]+\s*|\s*,\s*(?:and|but|also|plus)\s+|\s+(?:and|plus|also|\+|&)\s+|,\s+(?=wh|how)", re.IGNORECASE
)
# roles named one after the other belong to one clause
NEIGHBOURS = re.compile(r"(airole2?)\s*(?:,|and|or|&|\+|/|vs\.?|versus)\s*(?:an?\s+|the\s+)?(airole2?)")
PRONOUN = re.compile(r"\b(?:they|them|it|he|she|one|those)\b")
ALSO_FROM = 0.6  # probability from which a clause's own intent is answered beside the first
CLAUSE_LEAST_WORDS = 2
MOST_CLAUSES = 8
FACTS_OF_A_PROJECT = 2
KEPT = 5  # ranked intents kept in a reading
SETTLED_ALONE = frozenset({"recommend", OUT_OF_SCOPE, "chitchat", "help"})


class Reader:
    """Reads messages; pure and the same for the same knowledge."""

    def __init__(self, knowledge: Knowledge, *, cache: Path | None = None) -> None:
        names = {id_: (role.title, *role.aliases) for id_, role in knowledge.roles.items()}
        self._mentions = Mentions(names)
        self._signals = SignalFinder(dict(knowledge.signals))
        self._weighty = {id_ for id_, signal in knowledge.signals.items() if signal.weights}
        self._terms = Matcher({id_: _forms(term.term, *term.aliases) for id_, term in knowledge.glossary.items()})
        self._topics = Matcher({id_: topic.keywords for id_, topic in knowledge.topics.items()})
        examples = [
            Example(text, intent.id, writer)
            for intent in knowledge.intents.values()
            for writer, texts in intent.utterances.items()
            for text in texts
        ]
        self.classifier = Classifier(examples, normal=self._normal, normal_by=repr(names), cache=cache)

    def read(self, text: str) -> Reading:
        """Read one message, Slack markup and all."""
        plain = decode(text)
        folded = fold(plain)
        mentions = self._mentions.find(folded)
        signals = self._signals.find(plain, mentions)
        text_seen = _classifiable(folded, mentions)
        ranked = self.classifier.rank(text_seen)
        return Reading(
            intents=tuple(Scored(intent=name, probability=round(chance, 4)) for name, chance in ranked[:KEPT]),
            also=self._also(text_seen, ranked[0][0]),
            roles=tuple(dict.fromkeys(mention.role for mention in mentions)),
            terms=tuple(dict.fromkeys(f.id for f in sorted(self._terms.find(folded), key=lambda f: f.start))),
            topics=tuple(dict.fromkeys(found.id for found in self._topics.find(folded))),
            signals=signals,
            verdict=self._verdict(ranked, sum(hit.id in self._weighty for hit in signals)),
        )

    def _verdict(self, ranked: list[tuple[str, float]], facts: int) -> Verdict:
        """Sure enough to act on, sure enough to decline, or in between: then a question back.

        Somebody who told several facts about a project is asked what was meant rather than sent away.
        """
        (first, chance), *_ = ranked
        fit = self.classifier.fit
        if first == OUT_OF_SCOPE:
            return "outside" if chance >= fit.decline_from and facts < FACTS_OF_A_PROJECT else "unclear"
        return "clear" if chance >= fit.answer_from else "unclear"

    def _normal(self, text: str) -> str:
        folded = fold(decode(text))
        return _classifiable(folded, self._mentions.find(folded))

    def _also(self, text: str, first: str) -> tuple[str, ...]:
        """Further intents, each asked for by a clause of its own; `text` is as the classifier sees it."""
        clauses = [clause for clause in CLAUSES.split(NEIGHBOURS.sub(r"\1 \2", text)) if _says_something(clause)][
            :MOST_CLAUSES
        ]
        if len(clauses) < 2 or first in SETTLED_ALONE:
            return ()
        more: list[str] = []
        for clause in clauses:
            name, chance = self._clause_intent(clause)
            if chance >= ALSO_FROM and name not in SETTLED_ALONE and name != first and name not in more:
                more.append(name)
        return tuple(more[:2])

    def _clause_intent(self, clause: str) -> tuple[str, float]:
        """The intent of a clause whose message is in scope: a pronoun stands for the role named elsewhere."""
        if "airole" not in clause:
            clause = PRONOUN.sub("airole", clause)
        ranked = [(name, chance) for name, chance in self.classifier.rank(clause) if name != OUT_OF_SCOPE]
        return ranked[0][0], ranked[0][1] / sum(chance for _, chance in ranked)


def _says_something(clause: str) -> bool:
    """Whether a clause has words of its own beside the names of roles."""
    return sum(not word.startswith("airole") for word in clause.split()) >= CLAUSE_LEAST_WORDS


def _forms(*names: str) -> list[str]:
    """A term and its simple plural."""
    return [form for name in names for form in (name, f"{name}s")]


def _classifiable(folded: str, mentions: list[Mention]) -> str:
    """The text as the classifier sees it: role names as placeholders, so that all roles teach each other."""
    out, at = [], 0
    order: dict[str, int] = {}
    for mention in mentions:
        number = order.setdefault(mention.role, len(order) + 1)
        if mention.start >= at:
            out += [folded[at : mention.start], " airole " if number == 1 else " airole2 "]
            at = mention.end
    out.append(folded[at:])
    return " ".join("".join(out).split())
