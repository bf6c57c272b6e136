"""Answers about teams and the order of hires, computed: on the shipped knowledge, and on hundreds of sets of facts."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import permutations, product
from statistics import median

import pytest

from bot.advisor import Advice, Conversation, advise
from bot.advisor.advice import lines_of
from bot.advisor.hires import MOST_HIRES, planned, ranked
from bot.advisor.parts import a
from bot.advisor.scoring import model_of, told_facts
from bot.knowledge import Knowledge
from bot.knowledge.model import Stage
from bot.rendering import render
from bot.understanding.reading import Reading, SignalHit, asked_for

SETS = 300
USUAL_VISIBLE, MOST_VISIBLE = 1200, 1700  # characters of the usual and of the longest short card
Ask = Callable[..., Advice]
INTENTS = ("sequence", "team")


@pytest.fixture
def ask(knowledge: Knowledge, today: date) -> Ask:
    """Advice on facts by their ids, a minus before those that do not hold."""

    def asked(*facts: str, intent: str = "sequence", roles: tuple[str, ...] = (), **more: object) -> Advice:
        reading = asked_for(intent, roles=roles, signals=tuple(hit(fact) for fact in facts))
        return advise(reading.model_copy(update=more), Conversation(), knowledge, on=today)

    return asked


def hit(fact: str) -> SignalHit:
    return SignalHit(id=fact.removeprefix("-"), polarity="absent" if fact.startswith("-") else "present")


def random_readings(knowledge: Knowledge, intent: str, most: int = 5) -> Iterator[Reading]:
    chance = random.Random(20261121)
    stages: tuple[Stage | None, ...] = (None, None, "idea", "prototype", "live", "scaling")
    for _ in range(SETS):
        some = chance.sample(sorted(knowledge.signals), chance.randint(1, most))
        hits = (SignalHit(id=id_, polarity=chance.choice(("present", "present", "absent"))) for id_ in some)
        yield asked_for(intent, signals=tuple(hits)).model_copy(update={"stage": chance.choice(stages)})


def lines(advice: Advice, title: str) -> list[str]:
    return [line.text for each in advice.sections if each.title == title for line in each.lines]


@pytest.mark.parametrize("intent", INTENTS)
def test_the_first_role_is_the_one_recommended(intent: str, knowledge: Knowledge, today: date) -> None:
    answered = 0
    for reading in random_readings(knowledge, intent):
        told = advise(reading, Conversation(), knowledge, on=today)
        if told.outcome != "answer" or told.role is None:
            continue
        other = reading.model_copy(update={"intents": asked_for("recommend").intents})
        recommended = advise(other, Conversation(), knowledge, on=today)
        if planned(told_facts(reading, knowledge), model_of(knowledge), knowledge)[0].reason is None:
            continue
        answered += 1
        assert told.role == recommended.role
        assert told.lead.text.startswith(f"Hire {a(knowledge.roles[str(recommended.role)].title)} first")
    assert answered > SETS / 2


def test_the_order_of_the_facts_does_not_matter(knowledge: Knowledge, today: date) -> None:
    chance = random.Random(1)
    for intent in INTENTS:
        for reading in random_readings(knowledge, intent):
            roles = tuple(chance.sample(sorted(knowledge.roles), chance.choice((0, 0, 1, 2, 3))))
            one = reading.model_copy(update={"roles": roles})
            signals = tuple(chance.sample(reading.signals, len(reading.signals)))
            two = one.model_copy(update={"signals": signals})
            first, second = (advise(each, Conversation(), knowledge, on=today) for each in (one, two))
            assert (first.lead, first.sections, first.table) == (second.lead, second.sections, second.table)
            assert (first.role, first.certainty, first.outcome) == (second.role, second.certainty, second.outcome)
            assert [each.label for each in first.choices] == [each.label for each in second.choices]


def test_nobody_is_hired_twice_and_every_reason_was_told_or_stands_for_a_stage(knowledge: Knowledge) -> None:
    model, sizes = model_of(knowledge), set()
    for reading in random_readings(knowledge, "team", most=8):
        facts = told_facts(reading, knowledge)
        hires = planned(facts, model, knowledge)
        told = {(each.id, each.polarity) for each in facts}
        roles = [hire.role for hire in hires]
        sizes.add(len(roles))
        assert len(roles) == len(set(roles)) <= MOST_HIRES
        assert [hire.when for hire in hires].count("first") == 1
        for hire in hires[1:]:
            assert hire.reason is not None
            stands = knowledge.signals[hire.reason.id].stage
            assert (hire.reason.id, hire.reason.polarity) in told or (hire.when == "later" and stands == hire.stage)
    assert sizes >= {1, 2, 3}


def test_all_of_the_roles_named_are_ranked_once(knowledge: Knowledge) -> None:
    chance = random.Random(5)
    for reading in random_readings(knowledge, "sequence"):
        roles = tuple(chance.sample(sorted(knowledge.roles), chance.randint(2, 5)))
        hires = ranked(told_facts(reading, knowledge), roles, knowledge)
        assert sorted(hire.role for hire in hires) == sorted(roles)


def test_every_sentence_rests_on_evidence_or_is_the_bots_own(knowledge: Knowledge, today: date) -> None:
    chance = random.Random(9)
    for reading in random_readings(knowledge, "sequence"):
        roles = tuple(chance.sample(sorted(knowledge.roles), chance.randint(0, 4)))
        signals = reading.signals if chance.random() < 0.7 else ()
        told = reading.model_copy(update={"roles": roles, "signals": signals, "stage": None})
        for line in lines_of(advise(told, Conversation(), knowledge, on=today)):
            assert line.own or line.evidence, line.text
            assert set(line.evidence) <= set(knowledge.evidence)


def test_cards_are_short(knowledge: Knowledge, today: date, visible: Callable[..., int]) -> None:
    sizes = []
    chance = random.Random(11)
    for reading in random_readings(knowledge, "sequence", most=4):
        roles = tuple(chance.sample(sorted(knowledge.roles), chance.choice((0, 0, 0, 1, 2, 3))))
        advice = advise(reading.model_copy(update={"roles": roles}), Conversation(), knowledge, on=today)
        sizes.append(visible(render(advice, "command").blocks))
    print(f"short cards: median {median(sizes)}, longest {max(sizes)}")
    assert median(sizes) <= USUAL_VISIBLE
    assert max(sizes) <= MOST_VISIBLE


@pytest.fixture
def visible() -> Callable[..., int]:
    """How many characters of the blocks a person reads, buttons left out; as the tests of the renderings count."""

    def count(value: object) -> int:
        if isinstance(value, list):
            return sum(map(count, value))
        if not isinstance(value, dict) or value.get("type") in ("actions", "context_actions"):
            return 0
        own = len(value["text"]) if isinstance(value.get("text"), str) else 0
        return own + sum(count(each) for each in value.values() if isinstance(each, dict | list))

    return count


def test_what_goes_live_later_is_somebody_elses_job(ask: Ask) -> None:
    told = ask("rag", "prototype")
    assert "an AI engineer once something works and has to go live" in told.lead.text
    moments = [re.split("[:,]", text)[0] for text in lines(told, "In this order")]
    assert moments == ["First an AI developer", "Once something works and has to go live"]
    alone = "Until something works and has to go live, one person is enough: the AI developer."
    assert lines(told, "Can one person do it?")[0] == alone


def test_a_fact_that_is_a_job_by_itself_gets_its_own_role(ask: Ask) -> None:
    told = ask("custom_training", "data_foundation", "prototype")
    assert "a data engineer for part of the work" in told.lead.text


def test_the_general_answer_stands_beside_a_plan_on_little(ask: Ask) -> None:
    assert lines(ask("rag"), "In general")
    assert lines(ask("rag", "prototype"), "In general") == []


def test_an_untold_stage_is_said_to_be_assumed(ask: Ask) -> None:
    assert lines(ask("rag"), "What I assumed")
    assert lines(ask("rag", "prototype"), "What I assumed") == []


def test_another_role_comes_first_after_the_changes_named(ask: Ask, knowledge: Knowledge) -> None:
    told = ask("rag", "prototype_to_production")
    assert told.role == "ai-engineer"
    assert (
        lines(told, "What would put another role first")[0]
        == "If nothing has to hold up in live use yet, an AI developer instead."
    )
    assert ask("rag", "-prototype_to_production").role == "ai-developer"


def test_facts_rank_the_roles_named(ask: Ask) -> None:
    for roles in (("data-scientist", "data-engineer"), ("data-engineer", "data-scientist")):
        told = ask("data_foundation", roles=roles)
        assert told.role == "data-engineer"
        assert re.fullmatch(r"Hire a data engineer first \(\d+ % sure\), then a data scientist\.", told.lead.text)


def test_a_role_that_was_not_named_may_come_before_them(ask: Ask) -> None:
    told = ask("bi_dashboard", roles=("ml-engineer", "data-scientist"))
    assert told.lead.text.startswith("Of those you name, hire a data scientist first")
    assert lines(told, "Somebody else first?")[0].startswith("A data analyst ")


def test_two_plans_stand_side_by_side(ask: Ask, knowledge: Knowledge) -> None:
    one, two = ask(roles=("ai-developer", "ai-engineer")), ask(roles=("ai-engineer", "ai-developer"))
    assert one.table is not None
    assert two.table is not None
    assert one.table.columns == ("AI developer first", "AI engineer first") == two.table.columns[::-1]
    assert [row.cells for row in one.table.rows] == [row.cells[::-1] for row in two.table.rows]
    assert one.lead == two.lead
    early = next(row for row in one.table.rows if row.factor == "Too early if")
    waits = {claim.text for claim in knowledge.roles["ai-engineer"].wait_when}
    assert early.cells[1].text in waits
    assert "AI developer" in early.cells[1].text  # the reason to wait that speaks of the other one
    assert ask(intent="team", roles=("ai-developer", "ai-engineer")).table is None


def test_stages_order_two_roles_of_which_nothing_was_told(ask: Ask) -> None:
    told = ask(roles=("mlops-engineer", "ml-engineer"))
    assert told.lead.text == (
        "If nothing else decides it, an ML engineer comes first"
        " and an MLOps engineer once something works and has to go live."
    )


def test_named_roles_without_facts_are_told_apart_by_a_question(ask: Ask, knowledge: Knowledge) -> None:
    roles = ("data-scientist", "data-engineer", "ml-engineer")
    told = ask(roles=roles)
    assert told.outcome == "answer"
    assert [text.split(" if ")[0] for text in lines(told, "Which one first")[:2]] == [
        "A data scientist",
        "A data engineer",
    ]
    assert len(told.choices) > 2
    assert all(each.reading.roles == roles and each.reading.intent == "sequence" for each in told.choices)
    leads = {advise(each.reading, Conversation(), knowledge, on=told.on).role for each in told.choices[:-1]}
    assert len(leads) > 1
    assert leads <= set(roles)


def test_no_pair_of_roles_is_ignored(ask: Ask, knowledge: Knowledge) -> None:
    for pair in permutations(knowledge.roles, 2):
        told = ask(roles=pair)
        said = " ".join([told.title, *(line.text for line in lines_of(told))]).lower()
        assert all(knowledge.roles[role].title.lower() in said for role in pair)
        assert not {"Yes", "No"} & {each.label for each in told.choices}  # no answers to "this or that?"


def test_one_role_named_is_taken_as_the_one_to_go_on_from(ask: Ask) -> None:
    told = ask(roles=("ai-developer",))
    assert told.lead.text == (
        "If nothing else decides it, an AI engineer comes after an AI developer,"
        " once something works and has to go live."
    )
    assert lines(told, "Hire besides")
    known = ask("rag", "prototype", roles=("ai-developer",))
    assert known.lead.text.startswith("An AI developer comes first in what you describe (")
    assert "; next an AI engineer once" in known.lead.text


def test_a_named_role_without_a_place_is_told_why(ask: Ask) -> None:
    (why,) = lines(ask("rag", "prototype", roles=("data-scientist",)), "The role you named")
    assert why.startswith("Data scientist: ")


@pytest.mark.parametrize("intent", INTENTS)
def test_without_facts_or_roles_the_general_topic_stays_and_a_question_is_asked(
    intent: str, ask: Ask, knowledge: Knowledge
) -> None:
    told = ask(intent=intent)
    leads = {topic.lead.text for topic in knowledge.topics.values() if topic.intent == intent}
    assert told.lead.text in leads
    assert lines(told, "Tell me more")
    assert len(told.choices) > 2
    answer = advise(told.choices[0].reading, Conversation(), knowledge, on=told.on)
    assert answer.intent == intent
    assert answer.role is not None
    unknown = advise(told.choices[-1].reading, Conversation(), knowledge, on=told.on)
    assert unknown.lead.text in leads
    assert lines(unknown, "Tell me more") != lines(told, "Tell me more")


def test_a_wish_for_surety_or_for_the_facts_comes_back_to_the_same_question(ask: Ask) -> None:
    for wish in ("question", "facts"):
        told = ask("rag", "evaluation", intent="team", wish=wish)
        assert told.outcome == "ask"
        assert told.choices
        assert {each.reading.intent for each in told.choices} == {"team"}


def test_the_steps_of_a_plan(ask: Ask) -> None:
    told = ask("rag", "prototype", intent="team")
    labels = {each.label: each.reading for each in told.steps}
    assert labels["Role brief"].wish == "document"
    assert labels["Change a fact"].wish == "facts"
    assert labels["Why an AI developer first"].intent == "recommend"
    assert labels["Why an AI developer first"].signals == told.reading.signals


def test_small_knowledge_is_enough(tiny: Knowledge, today: date) -> None:
    roles = tuple(sorted(tiny.roles))
    sets = ((), ("own_data",), ("ready_model", "goes_live"), ("in_a_hurry",))
    for intent, count, facts in product(INTENTS, range(len(roles) + 1), sets):
        reading = asked_for(intent, roles=roles[:count], signals=tuple(map(hit, facts)))
        assert advise(reading, Conversation(), tiny, on=today).lead.text
