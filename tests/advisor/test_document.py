"""The role brief: every part that a requisition needs, each sentence with its evidence, and few enough to be read."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from datetime import date

import pytest

from bot.advisor import Advice, Conversation, advise
from bot.advisor.advice import Line
from bot.advisor.case import ASSUMPTIONS, CHOICE, FLIPS, OPEN, PROBLEM
from bot.advisor.document import (
    ADVERT,
    GIVEN,
    JUDGED,
    LEGAL,
    MUST_HAVES,
    NOT_NEEDED,
    OUTCOMES,
    PAY,
    QUESTIONS,
    RED_FLAG,
    ROUNDS,
    SAMPLE,
    SHEET,
    SOURCES,
    STRONG,
    wishing_a_brief,
)
from bot.advisor.keeping import without_words
from bot.advisor.reasoning import reason
from bot.knowledge import Knowledge
from bot.rendering.brief import as_brief
from bot.understanding.reading import Polarity, Reading, SignalHit, asked_for

ALWAYS = (
    PROBLEM, CHOICE, ASSUMPTIONS, MUST_HAVES, NOT_NEEDED, OUTCOMES, ROUNDS, QUESTIONS, SHEET, SAMPLE, PAY, LEGAL,
    ADVERT, OPEN, SOURCES,
)  # fmt: skip
RAG, FRAUD = (
    ("rag", "existing_llm", "chatbot", "idea_only"),
    ("custom_training", "fraud", "data_ready", "served_predictions"),
)
LIVE = ("prototype_to_production", "reliability", "scale", "latency", "cost_volume")
FOR_ROLE = {
    "ai-developer": RAG, "ai-engineer": LIVE, "ml-engineer": FRAUD, "ai-governance-lead": ("governance", "ai_law"),
    "ai-product-manager": ("product_discovery", "prioritisation"), "llm-engineer": ("llm_depth", "retrieval_tuning"),
    "ai-solutions-architect": ("solution_architecture", "build_or_buy"), "data-analyst": ("bi_dashboard",),
    "data-engineer": ("data_pipelines", "streaming_data"), "data-scientist": ("why_question", "one_off_analysis"),
    "forward-deployed-engineer": ("embedded_at_customer", "customer_deployment"),
    "mlops-engineer": ("ml_platform", "own_models_live"), "prompt-engineer": ("many_prompts",),
    "research-scientist": ("research", "no_known_method"),
}  # fmt: skip


def telling(*facts: str, kind: Polarity = "present") -> Reading:
    return asked_for("recommend", signals=tuple(SignalHit(id=id_, polarity=kind) for id_ in facts))


def brief(knowledge: Knowledge, on: date, reading: Reading, role: str | None = None) -> Advice:
    return advise(wishing_a_brief(reading, role), Conversation(), knowledge, on=on)


def lines(advice: Advice, title: str) -> Sequence[Line]:
    return next(section.lines for section in advice.sections if section.title == title)


def texts(advice: Advice, title: str) -> list[str]:
    return [line.text for line in lines(advice, title)]


@pytest.mark.parametrize("role", FOR_ROLE)
def test_every_part_is_there_for_every_role_that_the_facts_call_for(
    role: str, knowledge: Knowledge, today: date
) -> None:
    advice = brief(knowledge, today, telling(*FOR_ROLE[role]))
    assert (advice.outcome, advice.role) == ("answer", role)
    assert [section.title for section in advice.sections if section.title != FLIPS] == list(ALWAYS)
    assert FLIPS in [section.title for section in advice.sections]


@pytest.mark.parametrize("role", FOR_ROLE)
def test_every_part_is_there_for_a_role_asked_for_by_name(role: str, knowledge: Knowledge, today: date) -> None:
    advice = brief(knowledge, today, asked_for("job_description", roles=(role,)))
    assert (advice.outcome, advice.role) == ("answer", role)
    assert [section.title for section in advice.sections] == list(ALWAYS)
    assert "too little was told" in advice.lead.text
    assert texts(advice, PROBLEM) == [knowledge.wording["brief_no_facts"]]


def test_the_roles_of_these_tests_are_all_there_are(knowledge: Knowledge) -> None:
    assert set(FOR_ROLE) == set(knowledge.roles) == set(knowledge.briefs)


def test_every_sentence_rests_on_evidence_or_is_the_bots_own(knowledge: Knowledge, today: date) -> None:
    seen = 0
    for role in FOR_ROLE:
        for line in (line for part in brief(knowledge, today, telling(*RAG), role).sections for line in part.lines):
            seen += 1
            assert bool(line.evidence) != line.own, line.text
            assert set(line.evidence) <= set(knowledge.evidence)
    assert seen > 500


def test_the_same_reading_gives_the_same_bytes_and_the_order_of_the_facts_only_another_id(
    knowledge: Knowledge, today: date
) -> None:
    told = [*RAG, *LIVE]
    first = brief(knowledge, today, telling(*told))
    assert as_brief(first) == as_brief(brief(knowledge, today, telling(*told)))
    for seed in range(8):
        other = brief(knowledge, today, telling(*random.Random(seed).sample(told, len(told))))
        assert as_brief(other).replace(other.answer_id, first.answer_id) == as_brief(first)


def test_too_little_told_is_answered_with_a_question(knowledge: Knowledge, today: date) -> None:
    two = asked_for("compare", roles=("ai-engineer", "ml-engineer"))
    for reading in (asked_for("recommend"), telling("long_term"), two):
        advice = brief(knowledge, today, reading)
        assert (advice.outcome, bool(advice.choices)) == ("ask", True)
        assert all(step.reading.wish != "document" for step in advice.choices), "an answer goes on, no brief yet"


def test_the_role_asked_for_gets_its_brief_and_is_told_when_the_facts_point_elsewhere(
    knowledge: Knowledge, today: date
) -> None:
    advice = brief(knowledge, today, telling(*RAG), "data-scientist")
    assert advice.role == "data-scientist"
    assert advice.lead.text == "A data scientist, as asked for, though what was told points to an AI developer."
    assert knowledge.wording["brief_not_weighed"] in texts(advice, CHOICE)
    assert advice.certainty is None


def test_a_role_named_beside_the_work_is_mentioned(knowledge: Knowledge, today: date) -> None:
    reading = telling(*FRAUD).model_copy(update={"roles": ("data-engineer",)})
    assert texts(brief(knowledge, today, reading), CHOICE)[0] == (
        "A data engineer was named too; the work told is that of an ML engineer."
    )


def test_each_assumption_that_is_a_fact_is_an_open_question(knowledge: Knowledge, today: date) -> None:
    reading = telling("custom_training", "fraud")
    advice = brief(knowledge, today, reading)
    assumed = reason(reading, knowledge).assumed
    assert assumed
    assert texts(advice, OPEN)[: len(assumed)] == [knowledge.signals[hit.id].question for hit in assumed]
    assert len(texts(advice, ASSUMPTIONS)) >= len(assumed) + 1


def test_what_was_left_open_is_asked_again(knowledge: Knowledge, today: date) -> None:
    hits = (*telling(*RAG).signals, SignalHit(id="sensitive_data", polarity="unknown"))
    advice = brief(knowledge, today, asked_for("recommend", signals=hits))
    assert texts(advice, OPEN)[0] == knowledge.signals["sensitive_data"].question
    said = knowledge.signals["sensitive_data"].said
    assert not any(said in text.lower() for text in texts(advice, PROBLEM))


def test_nothing_the_asker_wrote_is_quoted_twice(knowledge: Knowledge, today: date) -> None:
    quotes = {"rag": "answers from our wiki", "existing_llm": "we want answers from our wiki by GPT", "chatbot": "bot"}
    hits = tuple(SignalHit(id=id_, polarity="present", quote=quote) for id_, quote in quotes.items())
    shown = [line.quote for line in lines(brief(knowledge, today, asked_for("recommend", signals=hits)), PROBLEM)]
    assert sorted(shown) == ["", "answers from our wiki", "bot"]


def test_what_the_asker_wrote_changes_the_quotes_alone(knowledge: Knowledge, today: date) -> None:
    """So that a brief comes out the same from what is kept of it."""
    for role, facts in FOR_ROLE.items():
        wordy = tuple(SignalHit(id=id_, polarity="present", quote=f"{id_} in many words " * 4) for id_ in facts)
        quoting = brief(knowledge, today, asked_for("recommend", signals=wordy), role)
        silent = brief(knowledge, today, telling(*facts), role)
        assert as_brief(without_words(quoting)) == as_brief(silent)
        assert as_brief(quoting) != as_brief(silent)


def test_what_the_facts_ask_for_comes_first_and_each_fact_is_a_reason_once(knowledge: Knowledge, today: date) -> None:
    for role, facts in FOR_ROLE.items():
        needed = lines(brief(knowledge, today, telling(*facts)), MUST_HAVES)
        reasons = [note.text for line in needed for note in line.notes]
        assert len(reasons) == len(set(reasons)), role
        assert 4 <= len(needed) <= 5
    rag = lines(brief(knowledge, today, telling(*RAG)), MUST_HAVES)
    assert "given documents" in rag[0].text
    assert rag[0].notes[0].text == f"{knowledge.signals['rag'].said}."


def test_what_makes_the_work_easier_is_no_reason_to_demand_something(knowledge: Knowledge, today: date) -> None:
    needed = lines(brief(knowledge, today, telling(*FRAUD)), MUST_HAVES)
    assert any("Examines data" in line.text for line in needed)
    assert not any("clean and at hand" in note.text for line in needed for note in line.notes)


def test_what_is_not_needed_says_why_it_is_often_wanted(knowledge: Knowledge, today: date) -> None:
    for role in FOR_ROLE:
        advice = brief(knowledge, today, telling(*FOR_ROLE[role]))
        assert 2 <= len(texts(advice, NOT_NEEDED)) <= 3
        assert all(re.fullmatch(r"[^:]+: .{30,}\.", text) for text in texts(advice, NOT_NEEDED)), role
        assert set(texts(advice, NOT_NEEDED)).isdisjoint(texts(advice, MUST_HAVES))


def test_there_is_an_outcome_for_each_of_three_days(knowledge: Knowledge, today: date) -> None:
    for facts in FOR_ROLE.values():
        days = [text.split(":")[0] for text in texts(brief(knowledge, today, telling(*facts)), OUTCOMES)]
        assert days == ["By day 30", "By day 60", "By day 90"]


def test_the_rounds_are_those_of_the_role_and_one_of_them_is_for_the_questions(
    knowledge: Knowledge, today: date
) -> None:
    for role, known in knowledge.briefs.items():
        advice = brief(knowledge, today, telling(*FOR_ROLE[role]))
        plan, *rounds = texts(advice, ROUNDS)
        assert plan.startswith(f"{len(known.rounds)} rounds, ")
        assert sum(each.minutes for each in known.rounds) <= 300
        assert len(rounds) == len(known.rounds)
        (number,) = re.findall(r"^Asked in round (\d)\.$", texts(advice, QUESTIONS)[0])
        assert "structured" in known.rounds[int(number) - 1].title.lower()


def test_the_questions_are_about_what_was_told(knowledge: Knowledge, today: date) -> None:
    assert any("wrong answer" in text for text in texts(brief(knowledge, today, telling(*RAG)), QUESTIONS))
    live = texts(brief(knowledge, today, telling(*LIVE)), QUESTIONS)
    assert any("ten times as many users" in text for text in live)
    assert any("cheaper" in text for text in live)
    assert not any("cheaper" in text for text in texts(brief(knowledge, today, telling(*LIVE[:2])), QUESTIONS))


def test_the_sheet_has_a_row_for_each_question_and_the_work_sample(knowledge: Knowledge, today: date) -> None:
    for role, facts in FOR_ROLE.items():
        advice = brief(knowledge, today, telling(*facts))
        _, *questions = texts(advice, QUESTIONS)
        _, *rows = lines(advice, SHEET)
        assert [row.text[:10] for row in rows[: len(questions)]] == [f"Question {n}" for n in range(1, 5)]
        assert rows[-1].text == "Work sample."
        assert len(rows) == 6
        assert all([note.label for note in row.notes] == [RED_FLAG, STRONG] for row in rows)
        told = {item.question: (item.red_flag, item.strong) for item in knowledge.roles[role].vetting}
        found = [tuple(note.text for note in row.notes) for row in rows[: len(questions)]]
        assert found == [told[question] for question in questions]


def test_the_work_sample_says_how_long_what_is_given_and_what_counts(knowledge: Knowledge, today: date) -> None:
    for role, known in knowledge.briefs.items():
        (sample,) = lines(brief(knowledge, today, telling(*FOR_ROLE[role])), SAMPLE)
        assert sample.text.startswith(f"At most {known.work_sample.hours:g} hours. ")
        assert [note.label for note in sample.notes] == [GIVEN, *[JUDGED] * (len(sample.notes) - 1)]
        assert len(sample.notes) >= 4


def test_pay_is_open_and_each_figure_has_region_and_date(knowledge: Knowledge, today: date) -> None:
    for role, facts in FOR_ROLE.items():
        first, *figures = texts(brief(knowledge, today, telling(*facts)), PAY)
        assert "still to be set" in first
        known = [each for each in knowledge.figures.values() if role in each.roles and "cost" in each.intents]
        if not any(each.unit.endswith("a year") for each in known):
            assert knowledge.wording["no_figures"] in figures
            continue
        for text in figures:
            (figure,) = [each for each in known if text.startswith(f"{each.label}: ")]
            assert f"({figure.region}, {figure.dated})" in text
            assert ("Due for review" in text) == (today > figure.review_by)


def test_a_caution_on_a_fact_is_given_to_whom_it_concerns(knowledge: Knowledge, today: date) -> None:
    said = "A chatbot must say that it is AI"
    assert any(said in text for text in texts(brief(knowledge, today, telling(*RAG)), LEGAL))
    assert not any(said in text for text in texts(brief(knowledge, today, telling(*FRAUD)), LEGAL))
    assert any("IR35" in text for text in texts(brief(knowledge, today, telling(*FRAUD, "short_term")), LEGAL))


def test_the_cautions_name_their_regions_and_count_the_rest(knowledge: Knowledge, today: date) -> None:
    first, *shown = texts(brief(knowledge, today, telling(*FRAUD)), LEGAL)
    concerning = [each for each in knowledge.cautions.values() if not each.facts]
    assert "No legal advice" in first
    assert f"{len(concerning) - len(shown)} more" in first
    assert [text.split(":")[0] for text in shown] == ["European Union", "United Kingdom", "United States"]
    assert all(text.endswith(").") for text in shown), "since when it holds, or how old the source is"


def test_no_brief_is_longer_than_can_be_read_in_one_sitting(knowledge: Knowledge, today: date) -> None:
    chance = random.Random(5)
    for role, facts in FOR_ROLE.items():
        more = chance.sample(sorted(set(knowledge.signals) - set(facts)), 2)
        for told in (facts, (), (*facts, *more)):
            count = len(re.findall(r"\w[^\s|]*", as_brief(brief(knowledge, today, telling(*told), role))))
            assert 900 <= count <= 1_400, (role, told)


def test_a_role_without_a_plan_tells_the_gap(tiny: Knowledge, today: date) -> None:
    advice = brief(tiny, today, asked_for("job_description", roles=("ml-engineer",)))
    assert advice.outcome == "answer"
    assert texts(advice, "Not covered") == [tiny.wording["brief_gap"].format(role="an ML engineer")]
    assert {SHEET, SAMPLE, ADVERT}.isdisjoint(section.title for section in advice.sections)
    assert [note.label for note in lines(advice, QUESTIONS)[0].notes] == ["Strong", "Red flag"]
