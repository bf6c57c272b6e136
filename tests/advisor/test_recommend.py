"""What the card of every recommendation says, tried on five hundred random sets of facts of three knowledge bases."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from bot.advisor import Advice, Conversation, advise
from bot.advisor.advice import Section
from bot.advisor.reasoning import ENOUGH, MOST_RULED_OUT, TOLD_ENOUGH, reason
from bot.advisor.recommend import CLEAR, clause, flip_line, verdict
from bot.advisor.scoring import model_of, polarities
from bot.knowledge import Knowledge
from bot.rendering import as_text
from bot.rendering.kinds import kind_of
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


def leader(base: Knowledge, signals: tuple[SignalHit, ...]) -> str:
    model = model_of(base)
    return model.leader(model.score(polarities(signals)))


def test_the_order_of_the_facts_does_not_matter(base: Knowledge, today: object) -> None:
    chance = random.Random(1)
    for signals in random_sets(base):
        shuffled = tuple(chance.sample(signals, len(signals)))
        one, two = advice_on(base, signals, today), advice_on(base, shuffled, today)
        assert (one.lead, one.role, one.certainty, one.outcome) == (two.lead, two.role, two.certainty, two.outcome)
        assert one.sections == two.sections


def test_the_card_states_the_flips_that_were_computed(
    base: Knowledge, given: list[tuple[tuple[SignalHit, ...], Advice]]
) -> None:
    stated = 0
    for signals, advice in given:
        flips = reason(asked_for("recommend", signals=signals), base).flips
        changes = section(advice, "What would change this")
        lines = [line.text for line in changes.lines] if changes else []
        assert advice.outcome == "ask" or lines == [flip_line(flip, base).text for flip in flips]
        stated += len(lines)
    assert stated > 20


def test_each_answer_to_a_question_tells_its_fact_and_two_lead_elsewhere(
    base: Knowledge, given: list[tuple[tuple[SignalHit, ...], Advice]]
) -> None:
    asked = 0
    for signals, advice in given:
        if not advice.choices:
            continue
        asked += 1
        *answers, unknown, indifferent = advice.choices
        assert (unknown.label, indifferent.label) == ("Don't know", "Doesn't matter")
        assert len({leader(base, choice.reading.signals) for choice in answers}) > 1
        assert leader(base, unknown.reading.signals) == leader(base, signals)
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
            signal = told[words] if words in told else denied[words]
            assert polarity[signal.id] == ("present" if words in told else "absent")
            weight = signal.weights.get(str(advice.role), 0.0)
            assert weight > 0 if words in told else weight < 0
            seen += 1
    assert seen > 100


def test_a_recommendation_has_a_reason_and_names_the_leader(
    base: Knowledge, given: list[tuple[tuple[SignalHit, ...], Advice]]
) -> None:
    for signals, advice in given:
        assert advice.role == leader(base, signals)
        if advice.outcome == "answer":
            why = section(advice, "Why")
            assert why is not None
            assert why.lines, signals
            telling = [hit for hit in signals if base.signals[hit.id].weights]
            assert float(str(advice.certainty)) >= ENOUGH or len(telling) >= TOLD_ENOUGH
            assert base.roles[str(advice.role)].title in advice.lead.text


def test_what_is_ruled_out_is_not_what_is_advised(
    base: Knowledge, given: list[tuple[tuple[SignalHit, ...], Advice]]
) -> None:
    titles = {role.id: role.title.lower() for role in base.roles.values()}
    seen = 0
    for _, advice in given:
        out = section(advice, "Ruled out") or section(advice, "Less likely")
        names = [line.text.split(":")[0].lower() for line in (out.lines if out else ())]
        assert titles.get(str(advice.role)) not in names
        assert len(names) == len(set(names)) <= MOST_RULED_OUT
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


def test_what_was_not_told_and_decides_is_named_as_assumed(knowledge: Knowledge, today: object) -> None:
    told = advice_on(knowledge, (SignalHit(id="chatbot", polarity="present"),), today)
    assumed = section(told, "What I assumed")
    assert assumed is not None
    (flip, *_) = (each for each in reason(told.reading, knowledge).flips if len(each.present) == 1)
    opposite = SignalHit(id=flip.present[0], polarity="absent")
    assert clause(opposite, knowledge).lower() in [line.text.removesuffix(".").lower() for line in assumed.lines]


def test_a_title_that_is_not_the_work_is_noticed(knowledge: Knowledge, today: object) -> None:
    signals = tuple(SignalHit(id=id_, polarity="present") for id_ in ("rag", "existing_llm"))
    reading = asked_for("recommend", roles=("ml-engineer",), signals=signals)
    advice = advise(reading, Conversation(), knowledge, on=today)
    differs = section(advice, "Title and work differ")
    assert differs is not None
    assert differs.lines[0].text == (
        "You speak of an ML engineer; what you describe is rather the work of an AI developer."
    )
    fitting = reading.model_copy(update={"roles": ("ai-developer",)})
    assert section(advise(fitting, Conversation(), knowledge, on=today), "Title and work differ") is None


def test_the_stage_decides_whom_first_and_who_comes_next(knowledge: Knowledge, today: object) -> None:
    signals = tuple(SignalHit(id=id_, polarity="present") for id_ in ("chatbot", "existing_llm"))
    reading = asked_for("recommend", signals=signals)
    early, late = (
        advise(reading.model_copy(update={"stage": stage}), Conversation(), knowledge, on=today)
        for stage in ("prototype", "scaling")
    )
    assert (early.role, late.role) == ("ai-developer", "ai-developer")
    assert (early.certainty or 0) > (late.certainty or 0)
    following = section(early, "Whom to hire next")
    assert following is not None
    assert "AI engineer" in following.lines[0].text


def told(*facts: str) -> tuple[SignalHit, ...]:
    return tuple(SignalHit(id=id_, polarity="present") for id_ in facts)


def test_nothing_is_certain(knowledge: Knowledge, today: object) -> None:
    role = knowledge.roles["ai-developer"]
    assert "(99 % sure)" in verdict(role, 1.0, sparse=False)
    for advice in (advice_on(knowledge, signals, today) for signals in random_sets(knowledge)):
        assert "100 %" not in as_text(advice, detail=True)


def test_one_fact_makes_no_clear_case(knowledge: Knowledge, today: object) -> None:
    one, three = (advice_on(knowledge, told(*facts), today) for facts in (["existing_llm"], ["existing_llm", "rag"]))
    assert (one.certainty or 0) > CLEAR < (three.certainty or 0)
    assert "clear" not in f"{kind_of(one)} {one.lead.text}".lower()
    assert "90 % sure" in one.lead.text
    assert kind_of(three) == "A clear case"


def test_whoever_has_no_money_reads_first_what_to_do_instead(knowledge: Knowledge, today: object) -> None:
    poor, other = (
        advice_on(knowledge, told(*facts), today) for facts in (["rag", "tight_budget"], ["rag", "existing_llm"])
    )
    assert poor.sections[0].title == other.sections[-1].title == "Instead of hiring, or before it"
    assert (poor.sections[0].short, other.sections[-1].short) == (1, 0)


def test_one_fact_against_two_roles_is_told_once(knowledge: Knowledge, today: object) -> None:
    advice = advice_on(knowledge, told("custom_training", "domain_gap"), today)
    out = section(advice, "Ruled out")
    assert out is not None
    first, second = out.lines[:2]
    assert first.evidence == second.evidence
    assert ": the same " in second.text
    assert ": the same " not in first.text


def test_sections_say_what_was_told_and_what_was_assumed(knowledge: Knowledge, today: object) -> None:
    advice = advice_on(knowledge, told("chatbot"), today)
    assert [(each.title, each.kind) for each in advice.sections if each.kind] == [
        ("Why", "told"),
        ("What I assumed", "assumed"),
    ]
    brief = advise(advice.reading.model_copy(update={"wish": "document"}), Conversation(), knowledge, on=today)
    assert {each.kind for each in brief.sections} == {"told", "assumed", ""}
