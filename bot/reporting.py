"""Usage figures from the table `usage`: counts, never persons."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from bot.rendering.feedback import REASONS
from bot.storage.feedback import SAID, UNJUDGED
from bot.storage.log import opened

GROUPS = ("surface", "outcome", "intent", "role")
SHOWN = (*GROUPS, "verdict")
VERDICTS = {"yes": "helpful", "no": "not helpful", "person": "handed to a person"}


def figures(path: Path) -> dict[str, Any]:
    """Totals and counts by surface, outcome, intent and role; raises WhichroleError if there is no log yet."""
    with opened(path) as db:
        return _counted(db)


def _counted(db: Database) -> dict[str, Any]:
    total, people, first, last, mean = db.execute(
        "SELECT count(*), count(DISTINCT user_key), min(at), max(at), avg(elapsed_ms) FROM usage"
    ).fetchone()
    found: dict[str, Any] = {
        "messages": total,
        "people": people,
        "from": first,
        "to": last,
        "mean_ms": round(mean, 2) if mean is not None else None,
    }
    for group in GROUPS:
        sql = f"SELECT {group}, count(*) FROM usage WHERE {group} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
        found[f"by_{group}"] = dict(db.execute(sql).fetchall())
    found["by_verdict"] = _verdicts(db)
    return found


def _verdicts(db: Database) -> dict[str, int]:
    """What people said of answers; those of which nobody said anything are unknown, and never helpful."""
    if "feedback" not in db.table_names():
        return {}
    told = dict(db.execute(f"SELECT said, count(*) FROM ({SAID}) GROUP BY 1 ORDER BY 2 DESC, 1").fetchall())
    named = {VERDICTS[said]: count for said, count in told.items()}
    return named | {"unknown": int(db.execute(f"SELECT count(*) {UNJUDGED}").fetchone()[0])}


def reasons(path: Path) -> list[str]:
    """Why answers did not help, the newest first, as far as people said; raises WhichroleError if there is no log."""
    sql = (
        "SELECT at, answer_id, (SELECT role FROM usage WHERE usage.answer_id = feedback.answer_id), reason, note"
        " FROM feedback WHERE coalesce(reason, note) IS NOT NULL ORDER BY at DESC"
    )
    with opened(path) as db:
        rows = db.execute(sql).fetchall() if "feedback" in db.table_names() else []
    return [
        f"{at[:10]}  {answer_id}  {role or '-'}  {REASONS.get(reason, '-')}" + (f": {note}" if note else "")
        for at, answer_id, role, reason, note in rows
    ]


def render_figures(found: dict[str, Any], style: str) -> str:
    """The figures as `text`, `json` or `html`."""
    if style == "json":
        return json.dumps(found, indent=2, ensure_ascii=False)
    if style == "html":
        return _html(found)
    if not found["messages"]:
        return "No messages yet."
    lines = [f"{found['messages']} messages from {found['people']} people, {found['from']} to {found['to']}"]
    for group in SHOWN:
        lines.append(f"\nBy {group}")
        lines += [f"  {name:<24}{count:>7}" for name, count in found[f"by_{group}"].items()]
    return "\n".join(lines)


def _html(found: dict[str, Any]) -> str:
    tables = []
    for group in SHOWN:
        rows = "".join(
            f"<tr><th scope=row>{html.escape(str(name))}</th><td>{count}</td></tr>"
            for name, count in found[f"by_{group}"].items()
        )
        tables.append(f"<h2>By {group}</h2><table>{rows}</table>")
    head = f"{found['messages']} messages from {found['people']} people"
    page = "<!doctype html><html lang=en><meta charset=utf-8><title>whichrole usage</title>"
    return f"{page}<h1>{head}</h1>{''.join(tables)}</html>"
