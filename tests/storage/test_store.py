"""The SQLite file: its contract, its durability, and what it forgets."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from bot.advisor import Conversation
from bot.errors import WhichroleError
from bot.storage import Store, Usage
from bot.storage.migrations import STEPS
from bot.storage.store import CONVERSATION_FOR, SEEN_FOR
from bot.understanding.reading import SignalHit

COLUMNS = [
    "id", "at", "team_id", "user_key", "surface", "outcome",
    "intent", "role", "confidence", "answer_id", "knowledge_version", "elapsed_ms",
]  # fmt: skip
ROW = Usage("command", "answer", "T1", "00ff", "recommend", "ai-developer", 0.9, "ABCDEFGH", "0123", 1.5)
THREADS, EACH = 8, 25


def columns(file, table: str) -> list[str]:
    with sqlite3.connect(file) as db:
        found = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    db.close()
    return found


def test_the_usage_columns_are_the_contract(store, file):
    assert columns(file, "usage") == COLUMNS


def test_a_row_comes_back_as_it_was_written(store):
    number = store.note(ROW)
    (row,) = store.db.table("usage").rows
    at = datetime.fromisoformat(row.pop("at"))
    assert at.tzinfo == UTC
    assert datetime.now(UTC) - at < timedelta(seconds=10)
    assert row == {
        "id": number, "team_id": "T1", "user_key": "00ff", "surface": "command", "outcome": "answer",
        "intent": "recommend", "role": "ai-developer", "confidence": 0.9, "answer_id": "ABCDEFGH",
        "knowledge_version": "0123", "elapsed_ms": 1.5,
    }  # fmt: skip


def test_a_workspace_may_be_unknown(store):
    store.note(Usage("dm", "decline", None, "00ff"))
    assert next(iter(store.db.table("usage").rows))["team_id"] is None


def test_a_failed_answer_stays_one_row(store):
    first, second = store.note(ROW), store.note(ROW)
    store.mark_failed(second, "REF123")
    rows = {row["id"]: (row["outcome"], row["answer_id"]) for row in store.db.table("usage").rows}
    assert rows == {first: ("answer", "ABCDEFGH"), second: ("error", "REF123")}


def test_the_write_ahead_log_is_on(store, file):
    store.note(ROW)
    assert store.db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert file.with_name(file.name + "-wal").exists()


def test_an_empty_file_is_brought_to_the_newest_schema(file):
    file.touch()
    Store(file).close()
    with sqlite3.connect(file) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == len(STEPS)
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    db.close()
    assert {"usage", "seen", "conversations"} <= tables


def test_opening_again_keeps_what_is_there(open_store):
    open_store().note(ROW)
    assert open_store().db.table("usage").count == 1


def test_a_newer_database_is_refused_in_a_sentence_and_left_alone(file):
    with sqlite3.connect(file) as db:
        db.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    db.close()
    with pytest.raises(WhichroleError, match=r"made by a newer whichrole.*WHICHROLE_DB"):
        Store(file)
    assert columns(file, "usage") == []


@pytest.mark.parametrize("content", [b"this is no database, only a long enough text" * 50, None])
def test_what_is_no_database_is_refused_in_a_sentence(file, content):
    if content is None:
        file.mkdir()
    else:
        file.write_bytes(content)
    with pytest.raises(WhichroleError, match=r"cannot be used.*WHICHROLE_DB"):
        Store(file)


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(WhichroleError, match=r"cannot be used"):
        Store(tmp_path / "missing" / "whichrole.db")


def test_a_conversation_comes_back_without_the_persons_words(store):
    hit = SignalHit(id="own_documents", polarity="present", quote="our secret handbook")
    store.remember("T1:C1:1.2", "00ff", Conversation(intent="recommend", roles=("ai-developer",), signals=(hit,)))
    kept = store.conversation("T1:C1:1.2")
    assert (kept.intent, kept.roles) == ("recommend", ("ai-developer",))
    assert [(each.id, each.polarity, each.quote) for each in kept.signals] == [("own_documents", "present", "")]
    assert store.conversation("T1:C1:other") == Conversation()


def test_a_later_turn_takes_the_place_of_the_earlier(store):
    for intent in ("recommend", "mistakes"):
        store.remember("k", "00ff", Conversation(intent=intent))
    assert store.conversation("k").intent == "mistakes"
    assert store.db.table("conversations").count == 1


def test_an_old_conversation_is_not_leaned_on(store):
    store.remember("k", "00ff", Conversation(intent="recommend"))
    store.db.table("conversations").update("k", {"at": time.time() - CONVERSATION_FOR - 1})
    store.db.conn.commit()
    assert store.conversation("k") == Conversation()


def test_what_was_seen_is_known_again(open_store):
    store = open_store()
    assert [store.first_time("a"), store.first_time("a"), store.first_time("b")] == [True, False, True]
    assert not open_store().first_time("a")


def test_what_was_seen_long_ago_is_dropped(store):
    store.first_time("old")
    store.first_time("fresh")
    store.db.table("seen").update("old", {"at": time.time() - SEEN_FOR - 1})
    store.db.conn.commit()
    store.first_time("new")
    assert {row["key"] for row in store.db.table("seen").rows} == {"fresh", "new"}


def write_much(store: Store, number: int, firsts: list[bool]) -> None:
    for turn in range(EACH):
        key = f"{number}-{turn}"
        store.remember(key, "00ff", Conversation(intent="recommend"))
        store.note(ROW)
        firsts.append(store.first_time(f"shared-{turn}"))
        assert store.conversation(key).intent == "recommend"


def test_many_threads_write_at_once(store):
    firsts: list[bool] = []
    threads = [threading.Thread(target=write_much, args=(store, number, firsts)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.db.table("usage").count == THREADS * EACH
    assert store.db.table("conversations").count == THREADS * EACH
    assert (len(firsts), sum(firsts)) == (THREADS * EACH, EACH)


def test_two_connections_write_at_once(open_store):
    stores = [open_store(), open_store()]
    firsts: list[bool] = []
    threads = [threading.Thread(target=write_much, args=(s, n, firsts)) for n, s in enumerate(stores)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stores[0].db.table("usage").count == 2 * EACH
    assert sum(firsts) == EACH


READS = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
print([db.execute(query).fetchone() for query in sys.argv[2:]])
"""


def test_another_process_sees_each_write_at_once(store, file):
    store.first_time("a")
    store.remember("k", "00ff", Conversation(intent="recommend"))
    store.mark_failed(store.note(ROW), "REF123")
    queries = ["SELECT count(*), max(outcome) FROM usage", "SELECT count(*) FROM seen", "SELECT key FROM conversations"]
    found = subprocess.run(
        [sys.executable, "-c", READS, str(file), *queries], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[(1, 'error'), (1,), ('k',)]"


def test_a_closed_store_fails_loudly(file):
    store = Store(file)
    store.close()
    with pytest.raises(sqlite3.ProgrammingError):
        store.note(ROW)
