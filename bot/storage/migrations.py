"""The schema, step by step. A step once released is never edited: add another."""

from __future__ import annotations

from collections.abc import Callable

from sqlite_utils import Database


def first_tables(db: Database) -> None:
    """Usage, what was seen, conversations."""
    db.table("usage").create(
        {
            "id": int, "at": str, "team_id": str, "user_key": str, "surface": str, "outcome": str, "intent": str,
            "role": str, "confidence": float, "answer_id": str, "knowledge_version": str, "elapsed_ms": float,
        },
        pk="id",
        not_null={"at", "surface", "outcome"},
    )  # fmt: skip
    db.table("usage").create_index(["at"])
    db.table("usage").create_index(["user_key"])
    db.table("seen").create({"key": str, "at": float}, pk="key", not_null={"at"})
    db.table("seen").create_index(["at"])
    db.table("conversations").create(
        {"key": str, "user_key": str, "at": float, "state": str}, pk="key", not_null={"at", "state"}
    )
    db.table("conversations").create_index(["user_key"])


def advice(db: Database) -> None:
    """What was advised, once for each answer id, to be replayed. Holds nothing that a person wrote."""
    db.table("advice").create(
        {"answer_id": str, "at": str, "knowledge_version": str, "on": str, "reading": str, "advice": bytes},
        pk="answer_id",
        not_null={"at", "knowledge_version", "on", "reading", "advice"},
    )


def feedback(db: Database) -> None:
    """What people said of answers: each person once of each answer. A reason only if they wrote one for the owners.

    `verdict` is empty and `person` 1 where an answer was handed on to a person without being judged.
    """
    db.table("feedback").create(
        {
            "id": int, "at": str, "answer_id": str, "user_key": str,
            "verdict": str, "reason": str, "note": str, "person": int,
        },
        pk="id",
        not_null={"at", "answer_id", "person"},
        defaults={"person": 0},
    )  # fmt: skip
    db.execute("CREATE UNIQUE INDEX feedback_once ON feedback (answer_id, user_key) WHERE user_key IS NOT NULL")
    db.table("feedback").create_index(["user_key"])


def tellers(db: Database) -> None:
    """Who said something in a conversation, so that each of them can be forgotten; and when it last went on."""
    db.table("tellers").create({"key": str, "user_key": str}, pk=("key", "user_key"))
    db.table("tellers").create_index(["user_key"])
    db.execute("INSERT OR IGNORE INTO tellers SELECT key, user_key FROM conversations WHERE user_key IS NOT NULL")
    db.table("conversations").create_index(["at"])


STEPS: tuple[Callable[[Database], None], ...] = (first_tables, advice, feedback, tellers)


def migrate(db: Database) -> None:
    """Bring the database to the newest schema, one transaction a step; a newer one is refused by the caller."""
    for number in range(version(db), len(STEPS)):
        with db.conn:
            STEPS[number](db)
            db.conn.execute(f"PRAGMA user_version = {number + 1}")


def version(db: Database) -> int:
    """How many steps this database has seen."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])
