"""Advice as a function: the same in, the same out; evidence on every line; leaning on the turn before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product

import pytest

from bot.advisor import Advice, Conversation, advise
from bot.advisor.advice import lines_of
from bot.advisor.advise import COMPOSERS
from bot.advisor.parts import FOUNDING, a, joined
from bot.knowledge import Knowledge
from bot.understanding.reading import Reading, Scored, SignalHit, asked_for

NOTHING = Conversation()
TRAIN = SignalHit(id="own_data", polarity="present", quote="train a model")
LIVE = SignalHit(id="goes_live", polarity="present")


def readings(knowledge: Knowledge) -> list[Reading]:
    """Every intent about no role, each role, each pair of founding ones and all three; short and in detail."""
    groups: list[tuple[str, ...]] = [(), *((role,) for role in knowledge.roles), *combinations(FOUNDING, 2), FOUNDING]
    facts = tuple(SignalHit(id=id_, polarity="present") for id_ in list(knowledge.signals)[:3])
    terms = tuple(knowledge.glossary)[:2]
    found = [
        asked_for(intent, roles=roles, terms=terms if told else (), signals=facts if told else ())
        for intent, roles, told in product(knowledge.intents, groups, (False, True))
    ]
    assert len(found) > 500
    return found + [reading.model_copy(update={"detail": True}) for reading in found]


@pytest.fixture(scope="module")
def all_advice(knowledge: Knowledge) -> list[Advice]:
    return [advise(reading, NOTHING, knowledge, on=date(2026, 11, 21)) for reading in readings(knowledge)]


def name(advice: Advice) -> str:
    return f"{advice.reading.intent} {'+'.join(advice.reading.roles)}"


def test_every_intent_of_the_vocabulary_has_a_composer(knowledge: Knowledge) -> None:
    assert set(COMPOSERS) == set(knowledge.intents)


def test_every_line_has_evidence_or_is_the_bots_own(all_advice: list[Advice], knowledge: Knowledge) -> None:
    lines = [(name(advice), line) for advice in all_advice for line in lines_of(advice)]
    assert len(lines) > 5000
    assert [(place, line.text) for place, line in lines if not line.own and not line.evidence] == []
    assert {place for place, line in lines if not set(line.evidence) <= set(knowledge.evidence)} == set()
    assert [(place, line.text) for place, line in lines if not line.text.strip()] == []


def test_every_source_behind_a_line_is_named(all_advice: list[Advice], knowledge: Knowledge) -> None:
    for advice in all_advice:
        cited = {knowledge.evidence[id_].source for line in lines_of(advice) for id_ in line.evidence}
        assert cited <= {source.id for source in advice.sources}


def test_no_dispute_stands_with_fewer_than_two_sides(all_advice: list[Advice]) -> None:
    disputes = [dispute for advice in all_advice for dispute in advice.disputes]
    assert len(disputes) > 50
    assert all(len(dispute.sides) >= 2 for dispute in disputes)
    assert all(side.held_by and side.evidence for dispute in disputes for side in dispute.sides)
    assert all(dispute.position for dispute in disputes)


def test_steps_and_choices_lead_on(all_advice: list[Advice], knowledge: Knowledge) -> None:
    pressed = [(name(advice), step) for advice in all_advice for step in (*advice.choices, *advice.steps)]
    assert len(pressed) > 1000
    for place, step in pressed:
        assert step.label, place
        assert step.reading.intent in COMPOSERS, place
        assert set(step.reading.roles) <= set(knowledge.roles), place
        assert step.reading.verdict == "clear", place


def test_a_question_back_offers_an_answer(all_advice: list[Advice]) -> None:
    assert [name(advice) for advice in all_advice if advice.outcome == "ask" and not advice.choices] == []


def test_no_advice_offers_the_same_button_twice(all_advice: list[Advice]) -> None:
    ids = {name(each): [step.id for step in (*each.choices, *each.steps)] for each in all_advice}
    assert {place: found for place, found in ids.items() if len(found) != len(set(found))} == {}


def test_no_section_is_empty_and_no_gap_is_left_unfilled(all_advice: list[Advice]) -> None:
    for advice in all_advice:
        assert all(section.lines and section.title for section in advice.sections), name(advice)
        assert "{" not in advice.title + "".join(line.text for line in lines_of(advice)), name(advice)


def test_equal_arguments_give_equal_advice(tiny: Knowledge, today: date) -> None:
    reading = asked_for("recommend", signals=(TRAIN, LIVE))
    one, two = (advise(reading.model_copy(), Conversation(), tiny, on=today) for _ in range(2))
    assert one == two
    assert one.model_dump_json() == two.model_dump_json()


def test_the_id_stands_for_exactly_this_advice(tiny: Knowledge, today: date) -> None:
    reading = asked_for("recommend", signals=(TRAIN,))
    ids = {
        "same": advise(reading, NOTHING, tiny, on=today).answer_id,
        "tomorrow": advise(reading, NOTHING, tiny, on=today + timedelta(1)).answer_id,
        "version": advise(reading, NOTHING, replace(tiny, version="another"), on=today).answer_id,
        "facts": advise(asked_for("recommend", signals=(LIVE,)), NOTHING, tiny, on=today).answer_id,
        "told before": advise(reading, Conversation(intent="recommend", signals=(LIVE,)), tiny, on=today).answer_id,
    }
    assert len(set(ids.values())) == len(ids)
    # what was said before and changes nothing leaves the advice, and so its id, as it is
    assert advise(reading, Conversation(roles=("ai-developer",)), tiny, on=today).answer_id == ids["same"]
    assert all(len(id_) == 8 and set(id_) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for id_ in ids.values())


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("AI developer", "an AI developer"),
        ("ML engineer", "an ML engineer"),
        ("MLOps engineer", "an MLOps engineer"),
        ("LLM engineer", "an LLM engineer"),
        ("data scientist", "a data scientist"),
        ("prompt engineer", "a prompt engineer"),
        ("research scientist", "a research scientist"),
        ("AI product manager", "an AI product manager"),
        ("forward-deployed engineer", "a forward-deployed engineer"),
        ("NLP engineer", "an NLP engineer"),
        ("BI analyst", "a BI analyst"),
        ("UX designer", "a UX designer"),
        ("engineer", "an engineer"),
    ],
)
def test_articles(title: str, said: str) -> None:
    assert a(title) == said


def test_lists_are_joined_as_people_do() -> None:
    assert joined(["a"]) == "a"
    assert joined(["a", "b"], "or") == "a or b"
    assert joined(["a", "b", "c"]) == "a, b and c"


def test_a_message_without_a_role_leans_on_the_roles_before(tiny: Knowledge, today: date) -> None:
    before = Conversation(intent="define", roles=("ml-engineer",))
    leaned = advise(asked_for("vetting"), before, tiny, on=today)
    assert leaned.role == "ml-engineer"
    assert leaned.reading.roles == ("ml-engineer",)
    assert leaned.roles == ()
    assert advise(asked_for("vetting", roles=("ai-developer",)), before, tiny, on=today).role == "ai-developer"


def test_facts_add_up_and_the_latest_word_on_one_counts(tiny: Knowledge, today: date) -> None:
    before = Conversation(intent="recommend", signals=(TRAIN, LIVE))
    denied = SignalHit(id="own_data", polarity="absent")
    more = advise(asked_for("recommend", signals=(denied,)), before, tiny, on=today)
    assert set(more.reading.signals) == {LIVE, denied}
    assert more.role == "ai-engineer"
    elsewhere = Conversation(intent="recommend", signals=(LIVE,), recent=True)
    other = advise(asked_for("recommend", signals=(denied,)), elsewhere, tiny, on=today)
    assert other.reading.signals == (denied,)


def test_a_comparison_with_one_role_takes_the_other_from_before(tiny: Knowledge, today: date) -> None:
    before = Conversation(intent="define", roles=("ai-developer",))
    leaned = advise(asked_for("compare", roles=("ml-engineer",)), before, tiny, on=today)
    assert leaned.reading.roles == ("ai-developer", "ml-engineer")
    assert leaned.table is not None
    same = advise(asked_for("compare", roles=("ai-developer",)), before, tiny, on=today)
    assert same.outcome == "ask"


def test_what_needs_no_role_leans_on_none(tiny: Knowledge, today: date) -> None:
    before = Conversation(intent="define", roles=("ml-engineer",), signals=(TRAIN,))
    assert advise(asked_for("help"), before, tiny, on=today).reading == asked_for("help")
    recommended = advise(asked_for("recommend"), before, tiny, on=today).reading
    assert (recommended.roles, recommended.signals) == ((), (TRAIN,))
    elsewhere = before.model_copy(update={"recent": True})
    assert advise(asked_for("recommend"), elsewhere, tiny, on=today).reading.signals == ()


def test_unsure_asks_and_outside_declines(tiny: Knowledge, today: date) -> None:
    ranked = tuple(Scored(intent=name, probability=0.2) for name in ("compare", "out_of_scope", "help", "define"))
    unsure = advise(Reading(intents=ranked, verdict="unclear"), NOTHING, tiny, on=today)
    assert unsure.outcome == "ask"
    assert [choice.reading.intent for choice in unsure.choices] == ["compare", "define"]
    assert unsure.intents == ("compare", "define")
    outside = advise(Reading(intents=ranked, verdict="outside"), NOTHING, tiny, on=today)
    assert (outside.outcome, outside.intents) == ("decline", ("out_of_scope",))


def test_a_second_question_is_answered_behind_the_gist_of_the_first(tiny: Knowledge, today: date) -> None:
    reading = asked_for("when_to_hire", roles=("ml-engineer",)).model_copy(update={"also": ("vetting",)})
    advice = advise(reading, NOTHING, tiny, on=today)
    assert advice.intents == ("when_to_hire", "vetting")
    assert "Interviewing" in advice.sections[1].title
    assert any("Question one" in line.text for line in advice.sections[1].lines)


def test_sources_carry_what_they_sell(tiny: Knowledge, today: date) -> None:
    advice = advise(asked_for("recommend", signals=(TRAIN,)), NOTHING, tiny, on=today)
    assert {(source.publisher, source.sells) for source in advice.sources} == {
        ("Paper Mill", "origami courses"),
        ("Quiet Institute", None),
    }
    assert (advice.owner, advice.reviewed) == ("the editors", date(2026, 3, 4))


def test_without_a_role_the_founding_ones_are_offered(knowledge: Knowledge, today: date) -> None:
    advice = advise(asked_for("tools"), Conversation(), knowledge, on=today)
    offered = [step.reading.roles for step in (*advice.choices, *advice.steps) if step.reading.intent == "tools"]
    assert offered == [("ai-developer",), ("ai-engineer",), ("ml-engineer",)]


def test_showing_everything_is_the_same_advice(knowledge: Knowledge, today: date) -> None:
    short = asked_for("define", roles=("ai-engineer",))
    full = short.model_copy(update={"detail": True})
    ids = {advise(reading, NOTHING, knowledge, on=today).answer_id for reading in (short, full)}
    assert len(ids) == 1
