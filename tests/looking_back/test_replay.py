"""A log of 2,000 different questions: every row comes out again byte for byte."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest

from bot.looking_back.replay import counted, replays
from bot.rendering import as_text
from bot.storage import Log
from tests.conftest import ROOT
from tests.looking_back.past import QUESTIONS, Past

QUOTE = re.compile(r" \(you wrote: “.*?”\)")


def test_the_log_is_of_as_many_questions_and_of_every_outcome(past: Past) -> None:
    assert {told.advice.outcome for told in past.present} == {"answer", "ask", "decline"}
    assert len({told.advice.role for told in past.present}) > 10
    assert len({told.advice.answer_id for told in past.present}) > 0.9 * QUESTIONS


@pytest.mark.parametrize("name", ["past", "dialogues"])
def test_every_row_comes_out_byte_for_byte(name: str, request: pytest.FixtureRequest) -> None:
    past: Past = request.getfixturevalue(name)
    knowledge = past.knowledge
    live = {told.advice.answer_id: told.advice for told in reversed(past.present)}
    with Log.of(past.file) as log:
        rows = [kept for kept in log.every_advice() if kept.knowledge_version == knowledge.version]
    assert {kept.answer_id for kept in rows} == set(live)
    for kept, found in replays(rows, knowledge):
        assert found is not None
        assert found.now.model_dump_json() == found.then.model_dump_json(), kept.answer_id
        assert as_text(found.now) == as_text(found.then)
        assert (found.now.role, found.now.answer_id) == (live[kept.answer_id].role, kept.answer_id)


def test_what_is_kept_is_what_was_told_but_for_the_words(past: Past) -> None:
    first = {told.advice.answer_id: as_text(told.advice) for told in reversed(past.present)}
    with Log.of(past.file) as log:
        kept = {kept.answer_id: as_text(kept.told()[2]) for kept in log.every_advice() if kept.answer_id in first}
    assert kept == {answer_id: QUOTE.sub("", text) for answer_id, text in first.items()}
    assert sum(bool(QUOTE.search(text)) for text in first.values()) > 100


def test_all_are_counted_and_earlier_knowledge_apart(past: Past) -> None:
    with Log.of(past.file) as log:
        present, earlier = counted(log.every_advice(), past.knowledge)
    distinct = len({told.advice.answer_id for told in past.present})
    assert (present.identical, present.different, present.role_changed, present.unreadable) == (distinct, [], 0, [])
    assert earlier.identical == len({told.advice.answer_id for told in past.earlier})
    assert (earlier.different, earlier.role_changed) == ([], 0), "the same but for its version and the ids"


def test_another_process_finds_them_identical(past: Past) -> None:
    env = {**os.environ, "WHICHROLE_DB": str(past.file), "WHICHROLE_KNOWLEDGE": str(past.base)}
    command = [sys.executable, "-m", "bot", "replay", "--all", "--json"]
    found = subprocess.run(command, cwd=ROOT, env={**env, "PYTHONHASHSEED": "77"}, capture_output=True)
    assert found.returncode == 0, found.stdout[:500] or found.stderr
    counts = json.loads(found.stdout)
    assert counts["present"]["identical"] == counts["present"]["answers"] > 0.9 * QUESTIONS
