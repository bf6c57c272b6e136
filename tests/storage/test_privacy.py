"""Nothing that a person wrote, and no name, reaches the disk."""

from __future__ import annotations

import zlib

from bot.knowledge import Knowledge
from bot.listeners import Desk
from bot.listeners.customs import Asker
from bot.storage import Store, UserKeys
from bot.understanding import Reader

WORD = "Zyzzyvarian"
NAME = "U0ZYZZYVA"
QUESTIONS = (
    f"we want a RAG chatbot over the confluence pages of {WORD}",
    f"{WORD} {WORD} {WORD}",
    f"is {WORD} from accounting any good?",
    f"when should {WORD} hire an AI engineer?",
)


def bytes_on_disk(folder) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def unpacked(store: Store) -> bytes:
    """Every advice as it was before it was compressed, which hides words from a search of the file."""
    return b"".join(zlib.decompress(row["advice"]) for row in store.db.table("advice").rows)


def test_no_word_of_a_message_is_in_any_file(knowledge: Knowledge, reader: Reader, file, tmp_path):
    store = Store(file)
    desk = Desk(knowledge, reader, store, UserKeys.beside(file))
    outcomes = set()
    for number, text in enumerate(QUESTIONS):
        for turn in range(2):
            asker = Asker("T1", NAME, "dm", 0.0)
            outcomes.add(desk.answer_text(text, asker, "dm", f"T1:D1:{number}").advice.outcome)
            store.first_time(f"T1:D1:{number}.{turn}")
    assert "answer" in outcomes
    assert {path.name for path in tmp_path.iterdir()} >= {"whichrole.db", "whichrole.db-wal", "whichrole.db.key"}
    written = bytes_on_disk(tmp_path) + unpacked(store)
    assert b"ai-engineer" in bytes_on_disk(tmp_path), "the log itself is not where this test looks"
    assert b"ai-engineer" in unpacked(store)
    for word in (WORD, NAME, "confluence", "accounting"):
        assert word.lower().encode() not in written.lower()
    store.close()
    assert WORD.lower().encode() not in bytes_on_disk(tmp_path).lower()
