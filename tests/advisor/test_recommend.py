"""What must hold of every recommendation, tried on five hundred random sets of facts."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator

import pytest

from bot.advisor import Advice, Conversation, advise
from bot.advisor.advice import Section
from bot.advisor.parts import a
from bot.advisor.recommend import ENOUGH, TOLD_ENOUGH
from bot.advisor.scoring import ranking, score
from bot.knowledge import Knowledge
from bot.understanding.reading import SignalHit, asked_for

SETS = 500


@pytest.fixture(params=["wide", "tiny", "knowledge"])
def base(request: pytest.FixtureRequest) -> Knowledge:
    found: Knowledge = request.getfixturevalue(request.param)
    return found


def random_sets(base: Knowledge) -> Iterator[tuple[SignalHit, ...]]:
    chance = random.Random(20261121)
    ids = sorted(base.signals)
    for _ in range(SETS):
        some = chance.sample(ids, chance.randint(0, min(6, len(ids))))
        yield tuple(SignalHit(id=id_, polarity=chance.choice(("present", "present", "absent"))) for id_ in some)


def advice_on(base: Knowledge, signals: tuple[SignalHit, ...], today: object) -> Advice:
    return advise(asked_for("recommend", signals=signals), Conversation(), base, on=today)


def section(advice: Advice, title: str) -> Section | None:
    return next((each for each in advice.sections if each.title == title), None)


@pytest.fixture
def given(base: Knowledge, today: object) -> list[tuple[tuple[SignalHit, ...], Advice]]:
    found = [(signals, advice_on(base, signals, today)) for signals in random_sets(base)]
    outcomes = {advice.outcome for _, advice in found}
    assert outcomes == {"answer", "ask"}
    return found


def test_the_order_of_the_facts_does_not_matter(base: Knowledge, today: object) -> None:
    chance = random.Random(1)
    for signals in random_sets(base):
        shuffled = tuple(chance.sample(signals, len(signals)))
        assert score(shuffled, base) == score(signals, base)
        one, two = advice_on(base, signals, today), advice_on(base, shuffled, today)
        assert (one.lead, one.role, one.certainty, one.outcome) == (two.lead, two.role, two.certainty, two.outcome)
        assert one.sections == two.sections


def stated_flips(base: Knowledge, advice: Advice) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each role that could lead instead, and the facts said to bring it there, whatever the words between."""
    said = sorted(((signal.said, signal.id) for signal in base.signals.values()), key=lambda item: -len(item[0]))
    named = {a(role.title): role.id for role in base.roles.values()}
    changes = section(advice, "What would change this")
    titles = "|".join(map(re.escape, sorted(named, key=len, reverse=True)))
    for line in changes.lines if changes else ():
        match = re.fullmatch(rf"(.*)\b({titles})\b[^.]*\.", line.text)
        assert match, line.text
        head, role = match[1], named[match[2]]
        facts = []
        for words, id_ in said:
            found = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", head)
            if found:
                facts.append(id_)
                head = head[: found.start()] + "|" + head[found.end() :]
        assert facts, line.text
        yield role, tuple(facts)


def leader_with(base: Knowledge, signals: tuple[SignalHit, ...], facts: Iterable[str]) -> str:
    return ranking(score((*signals, *(SignalHit(id=id_, polarity="present") for id_ in facts)), base))[0]


def test_every_flip_that_is_stated_flips(base: Knowledge, given: list[tuple[tuple[SignalHit, ...], Advice]]) -> None:
    flips = 0
    for signals, advice in given:
        for role, facts in stated_flips(base, advice):
            assert not set(facts) & {hit.id for hit in signals}
            assert leader_with(base, signals, facts) == role != advice.role
            flips += 1
    assert flips > 20


def test_a_flip_states_no_fact_it_could_do_without(
    base: Knowledge, given: list[tuple[tuple[SignalHit, ...], Advice]]
) -> None:
    for signals, advice in given:
        open_ = set(base.signals) - {hit.id for hit in signals}
        for role, facts in stated_flips(base, advice):
            if len(facts) > 1:
                assert [id_ for id_ in facts if leader_with(base, signals, set(facts) - {id_}) == role] == []
                assert [id_ for id_ in open_ if leader_with(base, signals, (id_,)) == role] == [], (facts, role)


def test_a_question_asked_can_change_the_lead(
    base: Knowledge, given: list[tuple[tuple[SignalHit, ...], Advice]], today: object
) -> None:
    asked = 0
    for signals, advice in given:
        if not advice.choices:
            continue
        asked += 1
        assert advice.outcome == "ask"
        assert len(advice.choices) == 2
        leads = [ranking(score(choice.reading.signals, base))[0] for choice in advice.choices]
        assert leads[0] != leads[1]
        new = [set(choice.reading.signals) - set(signals) for choice in advice.choices]
        assert [len(each) for each in new] == [1, 1]
        assert all(set(signals) < set(choice.reading.signals) for choice in advice.choices)
    assert asked > 20


def test_reasons_are_facts_told_that_speak_for_the_role(
    base: Knowledge, given: list[tuple[tuple[SignalHit, ...], Advice]]
) -> None:
    told = {signal.said.lower(): signal for signal in base.signals.values()}
    denied = {signal.absent.lower(): signal for signal in base.signals.values()}
    seen = 0
    for signals, advice in given:
        why = section(advice, "Why")
        for line in why.lines if why else ():
            words, polarity = line.text.removesuffix(".").lower(), {hit.id: hit.polarity for hit in signals}
            signal = told.get(words) if words in told else denied[words]
            assert signal is not None
            assert polarity[signal.id] == ("present" if words in told else "absent")
            weight = signal.weights.get(str(advice.role), 0.0)
            assert weight > 0 if words in told else weight < 0
            seen += 1
    assert seen > 100


def test_a_recommendation_has_a_reason_and_names_the_leader(
    base: Knowledge, given: list[tuple[tuple[SignalHit, ...], Advice]]
) -> None:
    for signals, advice in given:
        scores = score(signals, base)
        assert advice.role == ranking(scores)[0]
        if advice.outcome == "answer":
            why = section(advice, "Why")
            assert why is not None
            assert why.lines, signals
            telling = [hit for hit in signals if base.signals[hit.id].weights]
            assert scores[str(advice.role)] >= ENOUGH or len(telling) >= TOLD_ENOUGH
            assert base.roles[str(advice.role)].title in advice.lead.text


def test_what_is_ruled_out_is_not_what_is_advised(
    base: Knowledge, given: list[tuple[tuple[SignalHit, ...], Advice]]
) -> None:
    titles = {role.id: role.title.lower() for role in base.roles.values()}
    seen = 0
    for _, advice in given:
        out = section(advice, "Ruled out for now")
        names = [line.text.split(":")[0].lower() for line in (out.lines if out else ())]
        assert titles.get(str(advice.role)) not in names
        assert len(names) == len(set(names)) <= 2
        seen += len(names)
    assert seen > 20


def test_certainty_is_a_probability_and_grows_with_the_facts(tiny: Knowledge, today: object) -> None:
    facts = [SignalHit(id=id_, polarity="present") for id_ in ("ready_model", "own_data")]
    denied = SignalHit(id="own_data", polarity="absent")
    one, two = advice_on(tiny, (facts[0],), today), advice_on(tiny, (facts[0], denied), today)
    against = advice_on(tiny, tuple(facts), today)
    assert one.role == two.role == "ai-developer"
    assert 0 < one.confidence < two.confidence <= 1
    assert against.confidence < one.confidence


def test_a_fact_without_weight_recommends_nobody(tiny: Knowledge, today: object) -> None:
    assert advice_on(tiny, (SignalHit(id="in_a_hurry", polarity="present"),), today).outcome == "ask"
    assert advice_on(tiny, (), today).outcome == "ask"


def test_a_persons_words_stand_beside_the_reason(tiny: Knowledge, today: object) -> None:
    hit = SignalHit(id="own_data", polarity="present", quote="train our own model")
    why = section(advice_on(tiny, (hit,), today), "Why")
    assert why is not None
    assert [(line.text, line.quote) for line in why.lines] == [("It must learn from your data.", "train our own model")]


def test_contested_facts_bring_their_dispute(tiny: Knowledge, today: object) -> None:
    told = advice_on(tiny, (SignalHit(id="own_data", polarity="present"),), today)
    assert [dispute.id for dispute in told.disputes] == ["D01"]
    assert advice_on(tiny, (SignalHit(id="goes_live", polarity="present"),), today).disputes == ()
