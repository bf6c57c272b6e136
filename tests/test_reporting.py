"""Usage figures: counts from the table, in three formats, and plain sentences where there is nothing to count."""

from __future__ import annotations

import json
import sqlite3
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.errors import WhichroleError
from bot.reporting import GROUPS, figures, reasons, render_figures
from bot.storage import Feedback, Store, Usage

ROWS = (
    Usage("command", "answer", "T1", "ada", "recommend", "ai-developer", 0.9, "A1", "v1", 10.0),
    Usage("command", "answer", "T1", "ada", "compare", None, 0.8, "A2", "v1", 20.0),
    Usage("dm", "decline", "T1", "bob", "out_of_scope", None, 0.7, "A3", "v1", 30.0),
    Usage("mention", "error", "T1", "bob", answer_id="4F09AC"),
)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    store = Store(tmp_path / "use.db")
    for row in ROWS:
        store.note(row)
    store.close()
    return tmp_path / "use.db"


def test_counts(database: Path) -> None:
    found = figures(database)
    assert (found["messages"], found["people"], found["mean_ms"]) == (4, 2, 20.0)
    assert found["from"] <= found["to"]
    assert found["by_surface"] == {"command": 2, "dm": 1, "mention": 1}
    assert list(found["by_surface"]) == ["command", "dm", "mention"]
    assert found["by_outcome"] == {"answer": 2, "decline": 1, "error": 1}
    assert found["by_intent"] == {"compare": 1, "out_of_scope": 1, "recommend": 1}
    assert found["by_role"] == {"ai-developer": 1}


def test_what_nobody_judged_is_unknown_and_never_helpful(database: Path) -> None:
    store = Store(database)
    Feedback(store).give("A1", "ada", "yes")
    Feedback(store).give("A2", "bob", "no")  # who was not given it
    store.close()
    assert figures(database)["by_verdict"] == {"helpful": 1, "not helpful": 1, "unknown": 1}


def test_reasons_can_be_read_by_whoever_looks_after_the_answers(database: Path) -> None:
    store = Store(database)
    Feedback(store).give("A1", "ada", "no", "misread", "we have no data yet")
    Feedback(store).give("A2", "bob", "no")
    store.close()
    (line,) = reasons(database)
    assert line[10:] == "  A1  ai-developer  It misread what I told it: we have no data yet"


def test_counting_changes_nothing(database: Path) -> None:
    before = database.read_bytes()
    assert figures(database) == figures(database)
    assert database.read_bytes() == before


def test_text(database: Path) -> None:
    text = render_figures(figures(database), "text")
    assert text.startswith("4 messages from 2 people, ")
    assert all(f"By {group}" in text for group in GROUPS)
    assert [line.split() for line in text.splitlines() if "command" in line] == [["command", "2"]]


def test_json(database: Path) -> None:
    assert json.loads(render_figures(figures(database), "json")) == figures(database)


def test_no_person_shows_in_any_format(database: Path) -> None:
    shown = "".join(render_figures(figures(database), style) for style in ("text", "json", "html"))
    assert "ada" not in shown
    assert "bob" not in shown


def test_html_is_well_formed_and_escaped(tmp_path: Path) -> None:
    store = Store(tmp_path / "use.db")
    store.note(Usage("<script>", "answer", None, "k"))
    store.close()
    page = render_figures(figures(tmp_path / "use.db"), "html")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert _unclosed(page) == []


def _unclosed(page: str) -> list[str]:
    open_: list[str] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag not in ("meta",):
                open_.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert open_.pop() == tag

    Tags().feed(page)
    return open_


@pytest.mark.parametrize("style", ["text", "json", "html"])
def test_an_empty_log_is_no_error(style: str, tmp_path: Path) -> None:
    Store(tmp_path / "use.db").close()
    found = figures(tmp_path / "use.db")
    assert (found["messages"], found["people"], found["mean_ms"], found["by_role"]) == (0, 0, None, {})
    assert "None" not in render_figures(found, style)


def test_without_a_database(tmp_path: Path) -> None:
    with pytest.raises(WhichroleError, match="no database at"):
        figures(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()


def test_another_programs_database(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE t (a)").connection.close()
    with pytest.raises(WhichroleError, match="not a whichrole database"):
        figures(tmp_path / "other.db")


def test_no_database_at_all(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Dear database, " * 100, encoding="utf-8")
    with pytest.raises(WhichroleError, match="not a whichrole database"):
        figures(tmp_path / "letter.db")


def test_what_has_no_buttons_is_not_unknown_and_a_person_undoes_no_verdict(database: Path) -> None:
    store = Store(database)
    store.note(Usage("command", "answer", "T1", "ada", "help", answer_id="A4"))
    store.note(Usage("command", "answer", "T1", "ada", "help"))
    Feedback(store).give("A1", "ada", "no", "role")
    Feedback(store).hand_on("A1", "ada")
    store.close()
    assert figures(database)["by_verdict"] == {"not helpful": 1, "handed to a person": 1, "unknown": 1}
