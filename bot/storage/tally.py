"""Counts of the use: how many messages, and from how many people, so that small counts can be hidden."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from bot.storage.feedback import SAID, UNJUDGED
from bot.storage.store import Store

Counts = Mapping[str, tuple[int, int]]  # name -> messages, people; rows that point to nobody add to the first alone

COUNT = "count(*), count(DISTINCT user_key)"
QUERIES: Mapping[str, str] = {
    "outcome": f"SELECT outcome, {COUNT} FROM usage WHERE at >= :since GROUP BY 1",
    "role": f"SELECT role, {COUNT} FROM usage WHERE at >= :since AND role != '' AND outcome = 'answer' GROUP BY 1",
    "ask": f"SELECT intent, {COUNT} FROM usage WHERE at >= :since AND outcome = 'ask' GROUP BY 1",
    "decline": f"SELECT intent, {COUNT} FROM usage WHERE at >= :since AND outcome = 'decline' GROUP BY 1",
    "verdict": f"SELECT said, {COUNT} FROM ({SAID}) WHERE at >= :since GROUP BY 1",
    "unknown": f"SELECT 'unknown', {COUNT} {UNJUDGED} AND at >= :since",
}


def tally(store: Store, days: int) -> Mapping[str, Counts]:
    """The counts of the last so many days, by the names of `QUERIES`; the most frequent first."""
    since = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="milliseconds")
    found: dict[str, Counts] = {}
    with store.transaction() as connection:
        for name, sql in QUERIES.items():
            rows = connection.execute(f"{sql} ORDER BY 2 DESC, 1", {"since": since}).fetchall()
            found[name] = {str(key): (messages, people) for key, messages, people in rows}
    return found
