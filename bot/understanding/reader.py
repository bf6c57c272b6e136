"""The reader: everything that turns a message into a `Reading`, made once from the knowledge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from bot.knowledge.model import STAGES, Knowledge, Stage
from bot.understanding.classifier import OUT_OF_SCOPE, Classifier, Example
from bot.understanding.clauses import MOST_ANSWERED, ClauseReader
from bot.understanding.facts import FactReader, merged
from bot.understanding.features import TOKEN
from bot.understanding.followup import MOST_WORDS_OF_A_WISH, follow_up, only_a_role
from bot.understanding.language import language_of
from bot.understanding.markup import decode, fold
from bot.understanding.mentions import Mention, Mentions
from bot.understanding.phrases import Matcher
from bot.understanding.premises import PremiseReader
from bot.understanding.reading import Clause, Reading, Scored, SignalHit, Verdict
from bot.understanding.signals import SignalFinder, without_outweighed
from bot.understanding.view import View, view_of

FACTS_OF_A_PROJECT = 2
FACTS_ALONE = 4  # so much told is a project, whatever is or is not asked about it
CERTAIN = 0.75  # probability of being out of scope that several facts do not make doubtful
BEYOND_DOUBT = 0.95  # the same for so many facts that they speak for themselves
WORDS_TO_JUDGE, EXAMPLES_TO_JUDGE = 8, 1000  # a small knowledge base has not seen most words
LEAST_FAMILIAR = 0.45  # share of words; in real questions it is above 0.7, in lorem ipsum about 0.1
# intents whose answer depends on the facts of a project
ABOUT_A_PROJECT = frozenset(
    {"recommend", "team", "sequence", "both", "when_to_hire", "hiring_model", "misconceptions", "job_description",
     "mistakes", "compare", OUT_OF_SCOPE}
)  # fmt: skip
RECOMMEND = "recommend"
ASKS_FOR_A_ROLE = (RECOMMEND, "when_to_hire", "sequence", "team")  # of a project these ask for nearly the same
KEPT = 5  # ranked intents kept in a reading


class Reader:
    """Reads messages; pure and the same for the same knowledge."""

    def __init__(self, knowledge: Knowledge, *, cache: Path | None = None) -> None:
        self._mentions = Mentions(names_of(knowledge))
        self._known = knowledge.signals
        self._signals = SignalFinder(dict(knowledge.signals))
        self._stages: dict[str, Stage] = {id_: s.stage for id_, s in knowledge.signals.items() if s.stage}
        self._weighty = {id_ for id_, signal in knowledge.signals.items() if signal.weights}
        self._terms = Matcher({id_: _forms(term.term, *term.aliases) for id_, term in knowledge.glossary.items()})
        self._topics = Matcher({id_: topic.keywords for id_, topic in knowledge.topics.items()})
        self.classifier = Classifier(
            examples_of(knowledge), view=self.view, view_by=repr(names_of(knowledge)), cache=cache
        )
        self._clauses = ClauseReader(self.classifier)
        self._facts = FactReader(knowledge, view=self.view, view_by=repr(names_of(knowledge)), cache=cache)
        self._premises = PremiseReader(knowledge, view=self.view, view_by=repr(names_of(knowledge)), cache=cache)

    def view(self, text: str) -> View:
        """A message as the classifier sees it."""
        folded = fold(decode(text))
        return view_of(folded, self._mentions.find(folded))

    def read(self, text: str) -> Reading:
        """Read one message, Slack markup and all."""
        plain = decode(text)
        folded = fold(plain)
        mentions = self._named(folded)
        signals = self._signals.find(plain, mentions)
        view = view_of(folded, mentions)
        meaning = self.classifier.meaning(view)
        ranked = self.classifier.rank_together([view], meaning[np.newaxis])[0]
        gibberish = self._gibberish(view)
        verdict = "outside" if gibberish else self._verdict(ranked, self._told(signals))
        asked = [] if gibberish else self._clauses.read(view, ranked)
        clauses = tuple(asked[:MOST_ANSWERED])
        if verdict != "outside" and ranked[0][0] in ABOUT_A_PROJECT:
            signals = merged(signals, self._facts.find(plain))
        signals = without_outweighed(signals, self._known)
        if verdict == "unclear" and not mentions and self._describes_a_project(ranked, signals):
            ranked, verdict = _first(RECOMMEND, ranked), "clear"
        if clauses:
            ranked, verdict = _in_the_order_asked(ranked, clauses), "clear"
        roles = tuple(dict.fromkeys(mention.role for mention in mentions))
        return Reading(
            intents=tuple(Scored(intent=name, probability=round(chance, 4)) for name, chance in ranked[:KEPT]),
            also=tuple(clause.intent for clause in clauses[1:]),
            clauses=clauses,
            unanswered=len(asked) - len(clauses),
            roles=roles,
            terms=tuple(dict.fromkeys(f.id for f in sorted(self._terms.find(folded), key=lambda f: f.start))),
            topics=tuple(dict.fromkeys(found.id for found in self._topics.find(folded))),
            signals=signals,
            stage=self._stage(signals),
            language=language_of(plain),
            follow=follow_up(folded, mentions),
            verdict=verdict,
            premises=self._premises.find(view, meaning, roles),
        )

    def _named(self, folded: str) -> list[Mention]:
        """The roles named; by a part of the title only where nothing else is said: "and the architect?"."""
        found = self._mentions.find(folded)
        parts = [] if found or len(folded.split()) > MOST_WORDS_OF_A_WISH else self._mentions.by_part(folded)
        return parts if parts and only_a_role(folded, parts) else found

    def _verdict(self, ranked: list[tuple[str, float]], facts: int) -> Verdict:
        """Sure enough to act on, sure enough to decline, or in between: then a question back.

        Somebody who told several facts about a project is asked what was meant rather than sent away.
        """
        (first, chance), *_ = ranked
        at = self.classifier.fit.thresholds
        if first == OUT_OF_SCOPE:
            told = facts >= FACTS_OF_A_PROJECT and chance < (BEYOND_DOUBT if facts >= FACTS_ALONE else CERTAIN)
            return "outside" if chance >= at.decline_from and not told else "unclear"
        return "clear" if chance >= at.answer_from else "unclear"

    def _describes_a_project(self, ranked: list[tuple[str, float]], signals: Iterable[SignalHit]) -> bool:
        """Whether work is described and it is only open in which of several ways a role for it is asked for."""
        likely = dict(ranked[:KEPT])
        asks = sum(likely.get(intent, 0.0) for intent in ASKS_FOR_A_ROLE)
        told = self._told(hit for hit in signals if hit.polarity == "present")
        enough = told >= FACTS_ALONE or asks >= self.classifier.fit.thresholds.answer_from
        return bool(told) and RECOMMEND in likely and enough

    def _told(self, signals: Iterable[SignalHit]) -> int:
        """How much is told of a project: its weighty facts; how far it is counts for two."""
        return sum(2 if hit.id in self._stages else 1 for hit in signals if hit.id in self._weighty)

    def _gibberish(self, view: View) -> bool:
        """Whether hardly a word is one that anybody used here: then the likeliest intent says nothing."""
        words = TOKEN.findall(view.words)
        if len(words) < WORDS_TO_JUDGE or len(self.classifier.examples) < EXAMPLES_TO_JUDGE:
            return False
        return self.classifier.fit.space.words.familiar(words) < LEAST_FAMILIAR

    def _stage(self, signals: Iterable[SignalHit]) -> Stage | None:
        """How far the project is: the furthest stage told."""
        told = [self._stages[hit.id] for hit in signals if hit.polarity == "present" and hit.id in self._stages]
        return max(told, key=STAGES.index, default=None)


def _first(intent: str, ranked: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """The ranking with another intent first, as sure as the one that was."""
    return [(intent, ranked[0][1]), *(each for each in ranked if each[0] != intent)]


def _in_the_order_asked(ranked: list[tuple[str, float]], clauses: Sequence[Clause]) -> list[tuple[str, float]]:
    """The first thing asked for first: as sure as the surest of them, for they share the message among themselves."""
    asked = [clause.intent for clause in clauses]
    sure = max(chance for name, chance in ranked if name in asked)
    return [(asked[0], sure), *(each for each in ranked if each[0] != asked[0])]


def names_of(knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    """Every name of every role."""
    return {id_: (role.title, *role.aliases) for id_, role in knowledge.roles.items()}


def examples_of(knowledge: Knowledge) -> list[Example]:
    """The utterances of all intents."""
    return [
        Example(text, intent.id, writer)
        for intent in knowledge.intents.values()
        for writer, texts in intent.utterances.items()
        for text in texts
    ]


def _forms(*names: str) -> list[str]:
    """A term and its simple plural."""
    return [form for name in names for form in (name, f"{name}s")]
