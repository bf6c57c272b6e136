"""Guided advice: what was told so far, answer by answer, and what to ask next.

The facts decide and not the order of the answers, so each answer can be changed while the others stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from bot.advisor.questions import Asked, Reply, contradicted, fits, next_question
from bot.advisor.reasoning import TOLD_ENOUGH
from bot.advisor.recommend import CLEAR
from bot.advisor.scoring import chances, model_of, polarities, telling, told_facts
from bot.knowledge.model import Knowledge, Question, Signal
from bot.understanding.reading import Polarity, Reading, SignalHit, asked_for

MOST_ASKED = 10  # questions after which advice is given, however close the call
MOST_OPEN = 5  # questions left open, after which asking on helps nobody
SEVERAL = "?"  # begins the key of a question with several answers
LEAST_HELPFUL = 3  # questions named as worth finding out

Left = Literal["", "unknown", "indifferent"]


@dataclass(frozen=True)
class Given:
    """What a question was answered with. `left` tells how it was left open; then all its facts are unknown.

    `key` is the id of a fact for its yes-or-no question, or SEVERAL and the id of a question.
    `in_words` means that nobody asked: it was read from a description.
    """

    key: str
    facts: tuple[SignalHit, ...]
    left: Left = ""
    in_words: bool = False

    @property
    def told(self) -> frozenset[str]:
        """The facts that it settles."""
        return frozenset(hit.id for hit in self.facts if hit.polarity != "unknown")


@dataclass(frozen=True)
class Talk:
    """All that was told, in order. `further` is the wish to go on although the advice is settled."""

    given: tuple[Given, ...] = ()
    roles: tuple[str, ...] = ()
    further: bool = False

    @property
    def facts(self) -> tuple[SignalHit, ...]:
        """Each fact once, by id; what one answer leaves open another may have told."""
        every = [hit for each in self.given for hit in each.facts]
        every.sort(key=lambda hit: hit.polarity != "unknown")
        known = {hit.id: hit for hit in every}
        return tuple(known[id_] for id_ in sorted(known))

    @property
    def asked(self) -> tuple[Given, ...]:
        """The answers to questions."""
        return tuple(each for each in self.given if not each.in_words)

    @property
    def in_words(self) -> tuple[SignalHit, ...]:
        """The facts read from a description."""
        return tuple(hit for each in self.given if each.in_words for hit in each.facts)

    @property
    def told_anything(self) -> bool:
        """Whether there is a fact to go on."""
        return any(each.told for each in self.given)

    def answer_to(self, key: str) -> Given | None:
        """The answer to a question, if it was given."""
        return next((each for each in self.given if each.key == key), None)


_Answers = tuple[tuple[str, tuple[SignalHit, ...]], ...]


@dataclass(frozen=True)
class _Form:
    entry: Question | Signal
    text: str
    answers: _Answers


def reading_of_talk(talk: Talk) -> Reading:
    """The same facts as if they had been told at once."""
    return asked_for("recommend", roles=talk.roles, signals=talk.facts)


def answered(talk: Talk, new: Given) -> Talk:
    """The talk with a further or changed answer; another that told the same fact gives way, all others stay."""
    old = talk.answer_to(new.key)
    if old:
        new = replace(new, in_words=old.in_words)
    kept = [each for each in talk.given if each is old or new.told.isdisjoint(each.told)]
    given = [new if each is old else each for each in kept]
    return replace(talk, given=tuple(given if old else [*given, new]))


def revised(talk: Talk, new: Given, knowledge: Knowledge) -> Talk:
    """The talk with an answer changed; answers to later questions that it leaves no point in asking give way too."""
    keys, facts = [each.key for each in talk.given], polarities(new.facts)
    gone = contradicted(facts, knowledge)
    later = keys[keys.index(new.key) + 1 :] if new.key in keys else []

    def stays(each: Given) -> bool:
        form = None if each.in_words or each.key not in later else _form(each.key, knowledge)
        return form is None or (fits(form.entry, facts) and gone.isdisjoint(each.told))

    after = answered(talk, new)
    return replace(after, given=tuple(filter(stays, after.given)))


def with_words(talk: Talk, reading: Reading, knowledge: Knowledge) -> Talk:
    """The talk with what was read from a description, without the words."""
    for hit in told_facts(reading, knowledge):
        if hit.id in knowledge.signals and hit.polarity != "unknown":
            bare = SignalHit(id=hit.id, polarity=hit.polarity)
            talk = answered(talk, Given(hit.id, (bare,), in_words=True))
    roles = dict.fromkeys((*talk.roles, *(role for role in reading.roles if role in knowledge.roles)))
    return replace(talk, roles=tuple(roles))


def open_question(talk: Talk, knowledge: Knowledge) -> str | None:
    """The key of the question to ask next; none once the advice is settled."""
    return None if _settled(talk, knowledge) else most_telling(talk, knowledge)


def most_telling(talk: Talk, knowledge: Knowledge) -> str | None:
    """The key of the question that tells most; none if no answer could change the advice."""
    among = talk.roles if not telling(talk.facts, knowledge) and len(talk.roles) > 1 else ()
    asked = next_question(polarities(talk.facts), among, knowledge)
    return _key_of(asked, knowledge) if asked else None


def worth_finding_out(talk: Talk, knowledge: Knowledge) -> tuple[str, ...]:
    """The keys of the questions left open that would tell most if somebody knew the answer."""
    bare, found = replace(talk, given=tuple(each for each in talk.given if each.told)), list[str]()
    while len(found) < LEAST_HELPFUL and (key := most_telling(bare, knowledge)):
        found.append(key)
        bare = answered(bare, left_open(key, "unknown", knowledge))
    return tuple(found)


def question_of(key: str, talk: Talk, knowledge: Knowledge) -> Asked | None:
    """A question with what each answer would lead to, given all that was told but its own answer.

    Whoever answered it before may choose anew among all answers, else among those that nothing told contradicts.
    """
    form = _form(key, knowledge)
    if form is None:
        return None
    model, own = model_of(knowledge), {hit.id for _, hits in form.answers for hit in hits}
    others = {hit.id: hit.polarity for hit in talk.facts if hit.id not in own}
    base = model.score(others)
    replies = tuple(
        Reply(label, hits, model.leader(base + model.score(polarities(hits)) - model.prior))
        for label, hits in (form.answers if talk.answer_to(key) else _possible(form, others, knowledge))
    )
    return Asked(fact=key, text=form.text, gain=0.0, replies=replies, evidence=form.entry.evidence)


def left_open(key: str, left: Left, knowledge: Knowledge) -> Given:
    """The answer that leaves a question open."""
    form = _form(key, knowledge)
    ids = dict.fromkeys(hit.id for _, hits in form.answers for hit in hits) if form else ()
    return Given(key, tuple(SignalHit(id=id_, polarity="unknown") for id_ in ids), left)


def one_before(key: str | None, talk: Talk) -> str | None:
    """The key of the question answered before this one; without a key the last one answered."""
    keys = [each.key for each in talk.asked]
    earlier = keys[: keys.index(key)] if key in keys else keys
    return earlier[-1] if earlier else None


def surely_last(key: str, talk: Talk, knowledge: Knowledge) -> bool:
    """Whether every answer to this question, and leaving it open too, ends the talk."""
    asked = question_of(key, talk, knowledge)
    ways = [Given(key, reply.facts) for reply in asked.replies] if asked else []
    ways.append(left_open(key, "unknown", knowledge))
    return all(open_question(answered(talk, given), knowledge) is None for given in ways)


def _settled(talk: Talk, knowledge: Knowledge) -> bool:
    """Whether so much is known, or left open, that further questions are not worth their time."""
    if talk.further:
        return False
    told = telling(talk.facts, knowledge)
    chance = float(chances(model_of(knowledge).score(polarities(talk.facts))).max())
    clear = len(told) >= TOLD_ENOUGH and chance >= CLEAR
    return clear or len(talk.asked) >= MOST_ASKED or sum(bool(each.left) for each in talk.given) >= MOST_OPEN


def _key_of(asked: Asked, knowledge: Knowledge) -> str:
    several = (question.id for question in knowledge.questions.values() if question.text == asked.text)
    return next((f"{SEVERAL}{id_}" for id_ in several), asked.fact)


def _form(key: str, knowledge: Knowledge) -> _Form | None:
    """The question as the knowledge has it; None if it no longer does."""
    if key.startswith(SEVERAL):
        question = knowledge.questions.get(key.removeprefix(SEVERAL))
        if question is None:
            return None
        answers = tuple((answer.label, _present(answer.facts)) for answer in question.answers)
        return _Form(question, question.text, answers)
    signal = knowledge.signals.get(key)
    if signal is None:
        return None
    no = SignalHit(id=key, polarity="absent")
    return _Form(signal, signal.question, (("Yes", _present((key,))), ("No", (no,))))


def _possible(form: _Form, facts: Mapping[str, Polarity], knowledge: Knowledge) -> _Answers:
    """The answers that nothing told contradicts; all, if these are too few to choose from."""
    gone = contradicted(facts, knowledge)
    kept = tuple(each for each in form.answers if gone.isdisjoint(hit.id for hit in each[1]))
    return kept if len(kept) > 1 else form.answers


def _present(ids: tuple[str, ...]) -> tuple[SignalHit, ...]:
    return tuple(SignalHit(id=id_, polarity="present") for id_ in ids)
