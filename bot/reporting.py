"""Usage figures from the table `usage`: counts, never persons."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

from sqlite_utils import Database

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
    told = dict(db.execute("SELECT verdict, count(*) FROM feedback GROUP BY 1 ORDER BY 2 DESC, 1").fetchall())
    sql = (
        "SELECT count(*) FROM usage WHERE outcome = 'answer' AND NOT EXISTS (SELECT 1 FROM feedback WHERE"
        " feedback.answer_id = usage.answer_id AND feedback.user_key IS usage.user_key)"
    )
    named = {VERDICTS[verdict]: count for verdict, count in told.items()}
    return named | {"unknown": int(db.execute(sql).fetchone()[0])}


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
