"""What people said of answers, and which they handed on to a person: the table `feedback`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from bot.storage.store import NO_QUESTIONS, Store

Verdict = Literal["yes", "no"]
MOST_NOTE = 1000
ONCE = "ON CONFLICT (answer_id, user_key) WHERE user_key IS NOT NULL DO UPDATE SET at = excluded.at"
GIVEN = (
    "INSERT INTO feedback (at, answer_id, user_key, verdict, reason, note)"
    f" VALUES (:at, :answer, :user, :verdict, :reason, :note) {ONCE},"
    " verdict = excluded.verdict, reason = excluded.reason, note = excluded.note"
)
HANDED_ON = f"INSERT INTO feedback (at, answer_id, user_key, person) VALUES (:at, :answer, :user, 1) {ONCE}, person = 1"
# what was said, one row for each thing: an answer may have been judged and handed on
SAID = (
    "SELECT verdict AS said, at, user_key FROM feedback WHERE verdict IS NOT NULL"
    " UNION ALL SELECT 'person', at, user_key FROM feedback WHERE person"
)
# answers that could have been judged, and were not by whoever was given them
UNJUDGED = (
    f"FROM usage WHERE outcome = 'answer' AND answer_id IS NOT NULL AND coalesce(intent, '') NOT IN ({NO_QUESTIONS})"
    " AND NOT EXISTS (SELECT 1 FROM feedback WHERE"
    " feedback.answer_id = usage.answer_id AND feedback.user_key IS usage.user_key)"
)


class Feedback:
    """Over the store's database: helpful or not, and handed on to a person or not; one does not undo the other."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def give(self, answer_id: str, user_key: str, verdict: Verdict, reason: str = "", note: str = "") -> None:
        """Keep what a person says of an answer; the latest word counts."""
        told = {"verdict": verdict, "reason": reason or None, "note": note[:MOST_NOTE] or None}
        self._keep(GIVEN, answer_id, user_key, told)

    def hand_on(self, answer_id: str, user_key: str) -> None:
        """Keep that somebody wanted to hear from a person; whatever else was said of the answer stands."""
        self._keep(HANDED_ON, answer_id, user_key, {})

    def _keep(self, sql: str, answer_id: str, user_key: str, told: dict[str, str | None]) -> None:
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        with self._store.transaction() as connection:
            connection.execute(sql, {"at": at, "answer": answer_id, "user": user_key, **told})
