"""What people said of answers: the table `feedback`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from bot.storage.store import Store

Verdict = Literal["yes", "no", "person"]
MOST_NOTE = 1000
GIVEN = (
    "INSERT INTO feedback (at, answer_id, user_key, verdict, reason, note)"
    " VALUES (:at, :answer, :user, :verdict, :reason, :note)"
    " ON CONFLICT (answer_id, user_key) WHERE user_key IS NOT NULL DO UPDATE SET"
    " at = excluded.at, verdict = excluded.verdict, reason = excluded.reason, note = excluded.note"
)


class Feedback:
    """Over the store's database: helpful, not helpful, or handed on to a person."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def give(self, answer_id: str, user_key: str, verdict: Verdict, reason: str = "", note: str = "") -> None:
        """Keep what a person says of an answer; the latest word counts."""
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        told = {"at": at, "answer": answer_id, "user": user_key, "verdict": verdict}
        with self._store.writing() as connection:
            connection.execute(GIVEN, {**told, "reason": reason or None, "note": note[:MOST_NOTE] or None})
