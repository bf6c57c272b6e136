"""The SQLite file behind the bot, through sqlite-utils.

Calls take about a tenth of a millisecond and may be made from any thread. WAL with
`synchronous=NORMAL` loses nothing when the process is killed.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from bot.advisor.advice import Advice, Conversation
from bot.advisor.keeping import without_words
from bot.errors import WhichroleError
from bot.storage.kept import Kept
from bot.storage.migrations import STEPS, migrate, version

BUSY_MS = 400  # well within the three seconds that Slack waits
SEEN_FOR = 2 * 24 * 3600  # seconds; Slack delivers nothing older than this again
CONVERSATION_FOR = 30 * 24 * 3600
NO_QUESTIONS = "'help', 'chitchat'"  # intents of what is said about the bot itself, as SQL


@dataclass(frozen=True)
class Usage:
    """One row of the table `usage`: one addressed message."""

    surface: str
    outcome: str
    team_id: str | None
    user_key: str
    intent: str | None = None
    role: str | None = None
    confidence: float | None = None
    answer_id: str | None = None
    knowledge_version: str | None = None
    elapsed_ms: float | None = None


def _insert(table: str, columns: Iterable[str], otherwise: str = "ABORT") -> str:
    """The statement that writes a row; `otherwise` is what to do if it is there already."""
    names = tuple(columns)
    listed, values = ", ".join(f'"{name}"' for name in names), ", ".join(f":{name}" for name in names)
    return f"INSERT OR {otherwise} INTO {table} ({listed}) VALUES ({values})"


NOTE = _insert("usage", ("at", *(field.name for field in fields(Usage))))
TOO_OLD = (
    "DELETE FROM tellers WHERE key IN (SELECT key FROM conversations WHERE at < ?)",
    "DELETE FROM conversations WHERE at < ?",
)
KEEP = _insert("advice", (field.name for field in fields(Kept)), otherwise="IGNORE")


def conversation_in(state: str) -> Conversation | None:
    """The conversation in a row; None if another version wrote it."""
    try:
        return Conversation.model_validate_json(state)
    except ValueError:
        return None


class Store:
    """Usage rows, advice, seen messages and conversations."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        try:
            path.touch(0o600)
            connection = sqlite3.connect(path, check_same_thread=False, timeout=BUSY_MS / 1000)
            self.db = Database(connection)
            self.db.execute("PRAGMA journal_mode=WAL")
            self.db.execute("PRAGMA synchronous=NORMAL")
            newer = version(self.db) > len(STEPS)
            if not newer:
                migrate(self.db)
        except (OSError, sqlite3.Error) as error:
            raise WhichroleError(f"The database {path} cannot be used ({error}). Set WHICHROLE_DB.") from error
        if newer:
            raise WhichroleError(f"The database {path} was made by a newer whichrole. Update, or set WHICHROLE_DB.")

    def note(self, usage: Usage, advice: Advice | None = None) -> int:
        """Write a usage row and return its id; before it, and with it or not at all, the advice unless it is kept."""
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        kept = Kept.of(advice, at) if advice else None
        # nothing is read before the first write: another process that writes meanwhile is then waited for
        with self._lock, self.db.conn as connection:
            if kept:
                connection.execute(KEEP, asdict(kept))
            return int(connection.execute(NOTE, {"at": at, **asdict(usage)}).lastrowid or 0)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """The connection, for statements that all take effect or none."""
        with self._lock, self.db.conn as connection:
            yield connection

    def mark_failed(self, usage_id: int, reference: str) -> None:
        """Turn a row into one of an answer that never arrived."""
        with self._lock:
            self.db.table("usage").update(usage_id, {"outcome": "error", "answer_id": reference})

    def first_time(self, key: str, within: float = SEEN_FOR) -> bool:
        """Whether this key was not seen in the last `within` seconds; from now on it was."""
        now = time.time()
        sql = "INSERT INTO seen VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET at = excluded.at WHERE at < ?"
        with self._lock, self.db.conn:
            if self.db.conn.execute(sql, [key, now, now - within]).rowcount == 0:
                return False
            self.db.conn.execute("DELETE FROM seen WHERE at < ?", [now - SEEN_FOR])
        return True

    def forget(self, key: str) -> None:
        """Take back that a key was seen, for what it stood for did not happen."""
        with self._lock, self.db.conn:
            self.db.conn.execute("DELETE FROM seen WHERE key = ?", [key])

    def conversation(self, key: str, within: float = CONVERSATION_FOR) -> Conversation:
        """The conversation under the key, or an empty one: there is none of the last so many seconds, or of a version
        that this one cannot read.
        """
        sql = "SELECT state FROM conversations WHERE key = ? AND at > ?"
        with self._lock:
            row = self.db.execute(sql, [key, time.time() - within]).fetchone()
        return (conversation_in(row[0]) if row else None) or Conversation()

    def remember(self, key: str, user_key: str, conversation: Conversation) -> None:
        """Keep the conversation, without the words quoted from messages; those of too long ago are deleted."""
        state, now = without_words(conversation).model_dump_json(exclude_defaults=True), time.time()
        with self.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO conversations VALUES (?, ?, ?, ?)", [key, user_key, now, state])
            connection.execute("INSERT OR IGNORE INTO tellers VALUES (?, ?)", [key, user_key])
            for sql in TOO_OLD:
                connection.execute(sql, [now - CONVERSATION_FOR])

    def close(self) -> None:
        """Close the file; a later call fails."""
        with self._lock:
            self.db.conn.close()
