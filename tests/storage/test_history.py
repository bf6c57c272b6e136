"""What a person asked before: for that person alone, and really gone once erased."""

from __future__ import annotations

import json

import pytest

from bot.advisor import Advice, Conversation
from bot.storage import Feedback, Forgotten, History, Store, Usage
from bot.storage.kept import Kept
from bot.storage.tally import tally
from bot.understanding.reading import Reading, SignalHit, asked_for
from tests.conftest import TODAY

MAYA, OTHER = "a1b2c3d4e5f60718", "0f1e2d3c4b5a6978"
RAG = asked_for("recommend", signals=(SignalHit(id="own_documents", polarity="present"),))


def advice(reading: Reading, answer_id: str, outcome: str = "answer", role: str | None = "ai-developer") -> Advice:
    return Advice.model_validate(
        {
            "outcome": outcome, "title": "A title", "lead": {"text": "A sentence."}, "role": role,
            "answer_id": answer_id, "knowledge_version": "0123", "on": TODAY, "intents": (reading.intent,),
            "confidence": 0.9, "reading": reading,
        }
    )  # fmt: skip


@pytest.fixture
def history(store: Store) -> History:
    return History(store)


@pytest.fixture
def ask(store: Store):
    """Writes what a question leaves behind; returns the number of its row."""

    def write(reading: Reading, answer_id: str, me: str = MAYA, outcome: str = "answer") -> int:
        given = advice(reading, answer_id, outcome)
        return store.note(Usage("dm", outcome, "T1", me, reading.intent, given.role, 0.9, answer_id, "0123"), given)

    return write


def on_disk(folder) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_the_newest_comes_first_and_each_question_once(history, ask):
    ask(RAG, "AAAAAAA1")
    ask(asked_for("define", roles=("ml-engineer",)), "BBBBBBB1")
    last = ask(RAG, "AAAAAAA2")  # the same on another day
    found = history.recent(MAYA, 5)
    assert [(one.reading.intent, one.answer_id) for one in found] == [("recommend", "AAAAAAA2"), ("define", "BBBBBBB1")]
    assert (found[0].usage_id, found[0].role) == (last, "ai-developer")
    assert [one.reading.intent for one in history.recent(MAYA, 1)] == ["recommend"]


def test_the_same_in_other_words_is_one_question(history, ask):
    sure, unsure = RAG, RAG.model_copy(update={"topics": ("chatbot-split",), "verdict": "unclear"})
    ask(sure, "AAAAAAA1")
    row = ask(unsure, "BBBBBBB1")
    ask(RAG.model_copy(update={"signals": ()}), "CCCCCCC1")
    assert [one.answer_id for one in history.recent(MAYA, 5)] == ["CCCCCCC1", "BBBBBBB1"]
    assert history.erase(row, MAYA) == 2
    assert [one.answer_id for one in history.recent(MAYA, 5)] == ["CCCCCCC1"]


def test_only_own_questions_that_were_answered_are_listed(history, ask, store):
    ask(RAG, "AAAAAAA1", OTHER)
    ask(asked_for("out_of_scope"), "CCCCCCC1", outcome="decline")
    ask(asked_for("help"), "DDDDDDD1")
    store.note(Usage("dm", "error", "T1", MAYA, answer_id="REF123"))
    assert history.recent(MAYA, 5) == []
    ask(asked_for("recommend"), "EEEEEEE1", outcome="ask")
    assert [(one.answer_id, one.role) for one in history.recent(MAYA, 5)] == [("EEEEEEE1", None)]


def test_what_another_version_kept_is_left_out(history, ask, store):
    row = ask(RAG, "AAAAAAA1")
    store.db.table("advice").update("AAAAAAA1", {"reading": json.dumps({"moods": []})})
    store.db.conn.commit()
    assert (history.recent(MAYA, 5), history.reading_of(row, MAYA)) == ([], None)
    assert history.erase(row, MAYA) == 1


def test_a_reading_comes_back_to_its_owner_only(history, ask):
    row = ask(RAG, "AAAAAAA1")
    assert history.reading_of(row, MAYA) == RAG
    assert history.reading_of(row, OTHER) is None
    assert history.reading_of(row + 1, MAYA) is None


def test_erasing_leaves_a_row_that_points_to_nobody(history, ask, store):
    first, kept = ask(RAG, "AAAAAAA1"), ask(asked_for("define", roles=("ml-engineer",)), "BBBBBBB1")
    again, others = ask(RAG, "AAAAAAA2"), ask(RAG, "AAAAAAA1", OTHER)
    assert history.erase(again, MAYA) == 2
    keys = {row["id"]: row["user_key"] for row in store.db.table("usage").rows}
    assert keys == {first: None, again: None, kept: MAYA, others: OTHER}
    assert [one.usage_id for one in history.recent(MAYA, 5)] == [kept]
    assert store.db.table("advice").count == 3


def test_somebody_elses_question_cannot_be_erased(history, ask, store):
    row = ask(RAG, "AAAAAAA1", OTHER)
    ask(RAG, "AAAAAAA1")
    assert history.erase(row, MAYA) == 0
    assert sorted(row["user_key"] for row in store.db.table("usage").rows) == sorted([OTHER, MAYA])


def test_erasing_takes_feedback_and_what_is_remembered_of_it(history, ask, store):
    row = ask(RAG, "AAAAAAA1")
    Feedback(store).give("AAAAAAA1", MAYA, "no", "role", "we already have one")
    Feedback(store).give("AAAAAAA1", OTHER, "yes")
    store.remember("about-it", MAYA, Conversation(intent="recommend", signals=RAG.signals))
    store.remember("another", MAYA, Conversation(intent="define", roles=("ml-engineer",)))
    store.remember("somebody's", OTHER, Conversation(intent="recommend", signals=RAG.signals))
    history.erase(row, MAYA)
    told = {(row["user_key"], row["verdict"], row["note"]) for row in store.db.table("feedback").rows}
    assert told == {(None, "no", None), (OTHER, "yes", None)}
    assert {row["key"] for row in store.db.table("conversations").rows} == {"another", "somebody's"}


def test_forgetting_takes_all_of_a_person_and_nothing_of_others(history, ask, store):
    for number in range(3):
        ask(RAG, f"AAAAAAA{number}")
    ask(RAG, "AAAAAAA1", OTHER)
    Feedback(store).give("AAAAAAA1", MAYA, "yes")
    store.remember("one", MAYA, Conversation(intent="recommend"))
    store.remember("two", OTHER, Conversation(intent="recommend"))
    assert (history.known(MAYA), history.known("nobody")) == (True, False)
    assert history.forget(MAYA) == Forgotten(questions=3, feedback=1, conversations=1)
    assert (history.known(MAYA), history.known(OTHER)) == (False, True)
    assert history.forget(MAYA) == Forgotten(0, 0, 0)
    assert store.db.table("usage").count == 4
    assert len(history.recent(OTHER, 5)) == 1


@pytest.mark.parametrize("how", ["erase", "forget"])
def test_the_code_of_a_person_is_gone_from_every_file(history, ask, store, tmp_path, how):
    rows = [ask(RAG, f"AAAAAAA{number}") for number in range(200)]
    store.remember("one", MAYA, Conversation(intent="recommend", signals=RAG.signals))
    Feedback(store).give("AAAAAAA7", MAYA, "no", "role", "Zyzzyvarian")
    assert MAYA.encode() in on_disk(tmp_path), "this test does not look where codes are"
    if how == "erase":
        history.erase(rows[-1], MAYA)
    else:
        history.forget(MAYA)
    assert b"ai-developer" in on_disk(tmp_path)
    assert MAYA.encode() not in on_disk(tmp_path)
    assert b"Zyzzyvarian" not in on_disk(tmp_path)


def test_counts_tell_messages_and_people(store, ask):
    for me in (MAYA, OTHER, "x", "y"):
        ask(RAG, "AAAAAAA1", me)
    ask(asked_for("out_of_scope"), "CCCCCCC1", outcome="decline")
    Feedback(store).give("AAAAAAA1", MAYA, "yes")
    counted = tally(store, 30)
    assert counted["outcome"] == {"answer": (4, 4), "decline": (1, 1)}
    assert counted["role"] == {"ai-developer": (4, 4)}
    assert counted["decline"] == {"out_of_scope": (1, 1)}
    assert counted["verdict"] == {"yes": (1, 1)}
    assert counted["unknown"] == {"unknown": (3, 3)}


def test_what_is_long_ago_is_not_counted(store, ask):
    store.db.table("usage").update(ask(RAG, "AAAAAAA1"), {"at": "2020-01-01T00:00:00.000+00:00"})
    store.db.conn.commit()
    assert tally(store, 30)["outcome"] == {}


def test_the_kept_row_holds_what_the_history_reads():
    assert Reading.model_validate_json(Kept.of(advice(RAG, "AAAAAAA1"), "now").reading) == RAG


def test_what_is_erased_is_overwritten_in_the_file(store):
    store.db.execute("PRAGMA secure_delete=OFF")
    History(store)
    assert store.db.execute("PRAGMA secure_delete").fetchone()[0] == 1


def test_a_conversation_that_cannot_be_read_is_erased_with_a_question_and_leaned_on_by_nobody(history, ask, store):
    row = ask(RAG, "AAAAAAA1")
    store.remember("old", MAYA, Conversation(intent="define", roles=("ml-engineer",)))
    store.db.table("conversations").update("old", {"state": json.dumps({"moods": []})})
    store.db.conn.commit()
    assert store.conversation("old") == Conversation()
    assert history.erase(row, MAYA) == 1
    assert store.db.table("conversations").count == 0


def test_a_question_asked_again_and_again_is_looked_up_once(history, ask, store):
    for number in range(30):
        ask(RAG, "AAAAAAA1") if number else ask(asked_for("define", roles=("ml-engineer",)), "BBBBBBB1")
    looked_up: list[str] = []
    store.db.conn.set_trace_callback(looked_up.append)
    found = history.recent(MAYA, 5)
    store.db.conn.set_trace_callback(None)
    assert [one.answer_id for one in found] == ["AAAAAAA1", "BBBBBBB1"]
    assert len([sql for sql in looked_up if "FROM advice" in sql]) == 2


def test_handed_on_and_judged_are_two_things_said(store, ask):
    ask(RAG, "AAAAAAA1")
    ask(RAG, "AAAAAAA1", OTHER)
    feedback = Feedback(store)
    feedback.give("AAAAAAA1", MAYA, "no", "role", "we have one")
    feedback.hand_on("AAAAAAA1", MAYA)
    feedback.hand_on("AAAAAAA1", OTHER)
    assert tally(store, 30)["verdict"] == {"person": (2, 2), "no": (1, 1)}
    assert [(row["verdict"], row["note"]) for row in store.db.table("feedback").rows] == [
        ("no", "we have one"),
        (None, None),
    ]
