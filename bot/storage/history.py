"""What a person asked before, for that person alone; and how it is forgotten.

The deletions are gone from the file: freed space is overwritten (`secure_delete`), and the write-ahead log is emptied
into the database right after. While another process reads, that waits for the next write; copies and backups of the
file are out of reach.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Hashable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from bot.storage.store import NO_QUESTIONS, Store, conversation_in
from bot.understanding.reading import Reading

OWN = f"user_key = :me AND outcome IN ('answer', 'ask') AND coalesce(intent, '') NOT IN ({NO_QUESTIONS})"
# each answer once, however often it was given: the bodies of answers are large, and few of them are wanted
LATEST = f"SELECT max(id) AS id, at, answer_id, outcome, role FROM usage WHERE {OWN} GROUP BY answer_id"


@dataclass(frozen=True)
class Asked:
    """A question of a person, as understood: when it was last asked (ISO, UTC), and the role answered with, if any."""

    usage_id: int
    at: str
    answer_id: str
    role: str | None
    reading: Reading


@dataclass(frozen=True)
class Forgotten:
    """How many rows no longer point to a person, and how many conversations are gone."""

    questions: int
    feedback: int
    conversations: int


class History:
    """Over the store's database."""

    def __init__(self, store: Store) -> None:
        self._store = store
        store.db.execute("PRAGMA secure_delete=ON")

    def known(self, user_key: str) -> bool:
        """Whether anything is kept about the person."""
        found = "SELECT 1 FROM usage WHERE user_key = ? UNION SELECT 1 FROM feedback WHERE user_key = ? LIMIT 1"
        with self._store.transaction() as connection:
            return connection.execute(found, [user_key, user_key]).fetchone() is not None

    def recent(self, user_key: str, most: int) -> list[Asked]:
        """The newest questions that were answered or asked back about, each once however often it was asked."""
        found: dict[Hashable, Asked] = {}
        with self._store.transaction() as connection:
            for one in _own(connection, user_key):
                found.setdefault(_essence(one.reading), one)
                if len(found) == most:
                    break
        return list(found.values())

    def reading_of(self, usage_id: int, user_key: str) -> Reading | None:
        """What was asked; None if it is somebody else's, erased, or of a version that this one cannot read."""
        with self._store.transaction() as connection:
            told = _told(connection, usage_id, user_key)
        return _reading(told[1]) if told else None

    def erase(self, usage_id: int, user_key: str) -> int:
        """Forget whose question it was, however often that person asked it; returns the number of rows changed."""
        with self._store.transaction() as connection:
            told = _told(connection, usage_id, user_key)
            if told is None:
                return 0
            reading, answers = _reading(told[1]), {told[0]}
            if reading:
                same = (one for one in _own(connection, user_key) if _essence(one.reading) == _essence(reading))
                answers |= {one.answer_id for one in same}
            spoken = _conversations_about(connection, user_key, reading)
            changed = sum(_let_go(connection, "usage", "", user_key, answer) for answer in answers)
            for answer in answers:
                _let_go(connection, "feedback", ", note = NULL", user_key, answer)
            _delete(connection, spoken)
        self._empty_the_log()
        return changed

    def forget(self, user_key: str) -> Forgotten:
        """Forget the person: rows stay for counting and point to nobody, notes and conversations are deleted."""
        with self._store.transaction() as connection:
            spoken = [key for key, _ in _conversations(connection, user_key)]
            _delete(connection, spoken)
            done = Forgotten(
                _let_go(connection, "usage", "", user_key),
                _let_go(connection, "feedback", ", note = NULL", user_key),
                len(spoken),
            )
        self._empty_the_log()
        return done

    def _empty_the_log(self) -> None:
        """Write the log's pages into the database and cut it to nothing."""
        with suppress(sqlite3.OperationalError), self._store.transaction() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def _own(connection: sqlite3.Connection, user_key: str) -> Iterator[Asked]:
    """The person's questions that this version can read, the newest first."""
    role = "CASE outcome WHEN 'answer' THEN role END"
    sql = f"SELECT id, at, answer_id, {role} FROM ({LATEST}) ORDER BY id DESC"
    kept = "SELECT reading FROM advice WHERE answer_id = ?"
    for usage_id, at, answer_id, answered in connection.execute(sql, {"me": user_key}):
        told = connection.execute(kept, [answer_id]).fetchone()
        if told and (reading := _reading(told[0])):
            yield Asked(usage_id, at, answer_id, answered, reading)


def _essence(reading: Reading) -> Hashable:
    """What a question comes to, in whatever words it was asked."""
    facts = frozenset((hit.id, hit.polarity) for hit in reading.signals)
    return reading.intent, reading.roles, reading.terms, facts, reading.wish, reading.stage


def _told(connection: sqlite3.Connection, usage_id: int, user_key: str) -> tuple[str, str] | None:
    """The answer id and the reading of a person's own question, as it is kept."""
    sql = f"SELECT answer_id, reading FROM usage JOIN advice USING (answer_id) WHERE {OWN} AND usage.id = :id"
    row = connection.execute(sql, {"me": user_key, "id": usage_id}).fetchone()
    return (str(row[0]), str(row[1])) if row else None


def _let_go(connection: sqlite3.Connection, table: str, also: str, user_key: str, answer: str | None = None) -> int:
    """Take the person off rows, of one answer or of all."""
    sql = f"UPDATE {table} SET user_key = NULL{also} WHERE user_key = :me AND coalesce(:answer, answer_id) IS answer_id"
    return connection.execute(sql, {"me": user_key, "answer": answer}).rowcount


def _conversations_about(connection: sqlite3.Connection, user_key: str, reading: Reading | None) -> Iterable[str]:
    """The keys of the person's conversations that hold what this question told."""
    return [key for key, state in _conversations(connection, user_key) if reading is None or _tells(state, reading)]


def _conversations(connection: sqlite3.Connection, user_key: str) -> list[tuple[str, str]]:
    """Key and state of every conversation in which the person said something, alone or with others."""
    sql = "SELECT key, state FROM conversations JOIN tellers USING (key) WHERE tellers.user_key = ?"
    return [(str(key), str(state)) for key, state in connection.execute(sql, [user_key])]


def _delete(connection: sqlite3.Connection, keys: Iterable[str]) -> None:
    for key in keys:
        connection.execute("DELETE FROM conversations WHERE key = ?", [key])
        connection.execute("DELETE FROM tellers WHERE key = ?", [key])


def _tells(state: str, reading: Reading) -> bool:
    """Whether a conversation holds what a question told; one that cannot be read may."""
    conversation = conversation_in(state)
    if conversation is None:
        return True
    facts = {hit.id for hit in reading.signals}
    if facts:
        return not facts.isdisjoint(hit.id for hit in conversation.signals)
    return conversation.intent == reading.intent and conversation.roles[: len(reading.roles)] == reading.roles


def _reading(told: str) -> Reading | None:
    try:
        return Reading.model_validate_json(told)
    except ValueError:  # kept by another version
        return None
