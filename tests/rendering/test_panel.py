"""The playground's panel says what the table of `whichrole ask --why` says."""

from __future__ import annotations

import json
from datetime import date

import pytest

from bot.advisor import Conversation, advise
from bot.advisor.reasoning import Reasoning, reason
from bot.knowledge import Knowledge
from bot.rendering.panel import as_panel
from bot.rendering.why import as_lines, as_record
from bot.understanding import Reader

ON = date(2026, 11, 21)
PROJECTS = (
    "we have a working RAG prototype over our confluence pages that must now serve thousands; no custom training",
    "we need to train our own model on ten years of sensor data to predict failures",
    "we want to do something with AI for our sales team",
    "compare AI engineer and ML engineer, it has to run on our own servers",
)
SIGN = {"present": "+", "absent": "-", "unknown": "?"}


def panel_of(text: str, reader: Reader, knowledge: Knowledge) -> tuple[dict, Reasoning]:
    advice = advise(reader.read(text), Conversation(), knowledge, on=ON)
    found = reason(advice.reading, knowledge)
    return as_panel(advice, found, knowledge), found


def number(value: float) -> str:
    return f"{value:+.2f}" if value else "·"


@pytest.mark.parametrize("text", PROJECTS)
def test_numbers_are_those_of_the_table(text: str, reader: Reader, knowledge: Knowledge) -> None:
    panel, found = panel_of(text, reader, knowledge)
    rows = [line.split() for line in as_lines(found, knowledge, 100)]
    told = [["before", "any", "fact", *(number(role["prior"]) for role in panel["roles"])]]
    told += [[SIGN[fact["polarity"]], fact["id"], *map(number, fact["weights"])] for fact in panel["facts"]]
    told += [["together", *(f"{role['log_odds']:+.2f}" for role in panel["roles"])]]
    told += [["probability", *(f"{role['probability']:.0%}" for role in panel["roles"])]]
    assert rows[1 : len(told) + 1] == told


@pytest.mark.parametrize("text", PROJECTS)
def test_a_role_has_the_sum_of_its_column(text: str, reader: Reader, knowledge: Knowledge) -> None:
    panel, _ = panel_of(text, reader, knowledge)
    for place, role in enumerate(panel["roles"]):
        parts = role["prior"] + sum(fact["weights"][place] for fact in panel["facts"])
        assert role["log_odds"] == pytest.approx(parts, abs=1e-3)


@pytest.mark.parametrize("text", PROJECTS)
def test_sentences_are_those_of_the_table(text: str, reader: Reader, knowledge: Knowledge) -> None:
    panel, found = panel_of(text, reader, knowledge)
    lines = as_lines(found, knowledge, 10_000)
    said = [f"stage: {panel['stage'] or 'not told'}"]
    said += [f"flip: {item['text']}" for item in panel["flips"]]
    said += [f"ruled out: {item['text']}" for item in panel["ruled_out"]]
    assert set(said) <= set(lines)
    assumed = [line.removeprefix("assumed: ").lower() for line in lines if line.startswith("assumed: ")]
    assert [item["text"].removesuffix(".").lower() for item in panel["assumed"]] == assumed
    if question := panel["question"]:
        assert f"next question ({question['gain']:.2f} nats): {question['text']}" in lines
        leads = {f"{each['label']}: {each['role']}".lower() for each in question["answers"]}
        assert leads <= {line.strip().lower() for line in lines}


def test_words_and_evidence_are_those_of_the_record(reader: Reader, knowledge: Knowledge) -> None:
    panel, found = panel_of(PROJECTS[0], reader, knowledge)
    told = [{name: fact[name] for name in ("id", "polarity", "quote", "evidence")} for fact in panel["facts"]]
    assert told == as_record(found, knowledge)["signals"]
    assert {fact["polarity"] for fact in told} == {"present", "absent"}
    assert any(fact["quote"] == "serve thousands" for fact in told)
    assert json.loads(json.dumps(panel)) is not None
