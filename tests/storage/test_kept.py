"""The table `advice`: once for each id, with the usage row or not at all, and no word of the person's."""

from __future__ import annotations

import sqlite3
import zlib
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.advisor import Advice, Conversation, advise
from bot.advisor.keeping import as_kept, without_words
from bot.errors import WhichroleError
from bot.knowledge import Knowledge, load
from bot.storage import Log, Store, Usage
from bot.storage.migrations import STEPS, migrate, version
from bot.understanding.reading import SignalHit, asked_for

COLUMNS = ["answer_id", "at", "knowledge_version", "on", "reading", "advice"]
ON = date(2026, 11, 21)
WORD = "zyzzyva"


@pytest.fixture(scope="module")
def tiny() -> Knowledge:
    return load([Path(__file__).resolve().parent.parent / "tiny"])


@pytest.fixture
def told(tiny: Knowledge) -> Advice:
    hit = SignalHit(id="own_data", polarity="present", quote=WORD)
    return advise(asked_for("recommend", signals=(hit,)), Conversation(), tiny, on=ON)


def usage(advice: Advice, user: str = "00ff") -> Usage:
    return Usage("dm", advice.outcome, "T1", user, advice.intent, advice.role, answer_id=advice.answer_id)


def test_the_columns_are_the_contract(store):
    assert [column.name for column in store.db.table("advice").columns] == COLUMNS
    assert store.db.table("advice").pks == ["answer_id"]


def test_an_advice_comes_back_as_it_was_but_for_the_words(store, file, told):
    assert WORD in told.model_dump_json()
    store.note(usage(told), told)
    with Log.of(file) as log:
        kept = log.advice(told.answer_id)
    reading, on, advice = kept.told()
    assert (advice, reading, on) == (as_kept(told), without_words(told.reading), ON)
    assert advice == without_words(told)
    assert (kept.answer_id, kept.knowledge_version) == (told.answer_id, told.knowledge_version)
    assert kept.at == next(iter(store.db.table("usage").rows))["at"]


def test_no_word_is_in_the_row(store, told):
    store.note(usage(told), told)
    (row,) = store.db.table("advice").rows
    assert WORD not in row["reading"]
    assert WORD.encode() not in zlib.decompress(row["advice"])


def test_the_same_id_is_kept_once_and_counted_each_time(store, file, told):
    longer = told.model_copy(update={"reading": told.reading.model_copy(update={"detail": True})})
    for advice in (told, longer, told):
        store.note(usage(advice), advice)
    assert (store.db.table("advice").count, store.db.table("usage").count) == (1, 3)
    with Log.of(file) as log:
        assert log.advice(told.answer_id).told()[2].reading.detail is False, "the first one is kept"


def test_both_rows_are_written_or_none(store, told):
    store.db.execute("CREATE TRIGGER full BEFORE INSERT ON usage BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
    with pytest.raises(sqlite3.Error):
        store.note(usage(told), told)
    assert store.db.table("advice").count == 0
    store.db.execute("DROP TRIGGER full")
    store.note(usage(told), told)
    assert (store.db.table("advice").count, store.db.table("usage").count) == (1, 1)


def test_a_usage_row_without_advice_keeps_none(store):
    store.note(Usage("dm", "error", "T1", "00ff", answer_id="4F09AC"))
    assert store.db.table("advice").count == 0


def test_an_older_database_gets_the_table_and_loses_nothing(file, told):
    db = Database(file)
    with db.conn:
        STEPS[0](db)
        db.conn.execute("PRAGMA user_version = 1")
    db.table("usage").insert({"at": "2026-01-01T00:00:00+00:00", "surface": "dm", "outcome": "answer"})
    db.conn.close()
    with pytest.raises(WhichroleError, match="Start the bot once"), Log.of(file):
        pass
    store = Store(file)
    store.note(usage(told), told)
    assert (store.db.table("usage").count, store.db.table("advice").count) == (2, 1)
    assert version(store.db) == len(STEPS)
    migrate(store.db)
    assert store.db.table("advice").count == 1
    store.close()


def test_who_was_given_which_answer(store, file, tiny, told):
    other = advise(asked_for("vetting", roles=("ml-engineer",)), Conversation(), tiny, on=ON)
    for advice, user in ((told, "ada"), (told, "bob"), (told, "ada"), (other, "cy")):
        store.note(usage(advice, user), advice)
    failed = store.note(usage(other, "dan"), other)
    store.mark_failed(failed, "4F09AC")
    with Log.of(file) as log:
        given = log.given()
        assert [row.answer_id for row in log.every_advice()] == [told.answer_id, other.answer_id]
        assert log.count() == 2
    assert set(given) == {told.answer_id, other.answer_id}
    assert (given[told.answer_id].times, given[told.answer_id].askers) == (3, {"ada", "bob"})
    assert (given[other.answer_id].times, given[other.answer_id].askers) == (1, {"cy"})
    last = store.db.execute("SELECT max(at) FROM usage WHERE answer_id = ?", [told.answer_id]).fetchone()
    assert given[told.answer_id].last == last[0]


@pytest.mark.parametrize(
    ("column", "value"),
    [("advice", b"no zlib"), ("advice", zlib.compress(b"{}")), ("reading", "{}"), ("on", "yesterday")],
)
def test_a_row_of_another_version_is_told_in_a_sentence(store, file, told, column, value):
    store.note(usage(told), told)
    store.db.table("advice").update(told.answer_id, {column: value})
    with Log.of(file) as log, pytest.raises(WhichroleError, match=f"{told.answer_id} was kept by another version"):
        log.advice(told.answer_id).told()


def test_looking_changes_nothing(store, file, told):
    store.note(usage(told), told)
    store.close()
    before = file.read_bytes()
    with Log.of(file) as log:
        assert list(log.every_advice())
        assert log.advice("00000000") is None
    assert file.read_bytes() == before


def test_what_is_no_log_is_refused_in_a_sentence(tmp_path):
    other = tmp_path / "other.db"
    other.write_text("this is no database, only a text")
    for path, said in ((tmp_path / "none.db", "There is no database at"), (other, "is not a whichrole database")):
        with pytest.raises(WhichroleError, match=said), Log.of(path):
            pass
