"""Files of labelled messages: both forms read alike, and every fault is told at once with its line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation.labelled import Labelled, read_labelled

INTENTS, ROLES = ("cost", "skills", "out_of_scope"), ("ml-engineer", "data-engineer")
FULL: dict[str, Any] = {
    "id": "7",
    "text": "and what do they cost?",
    "intents": ["cost", "skills"],
    "also_ok": ["skills"],
    "roles": ["ml-engineer"],
    "roles_also_ok": ["data-engineer"],
    "best_roles": ["ml-engineer"],
    "writer": "anna",
    "kind": "hostile",
    "before": "what does an ML engineer do",
}


def read(tmp_path: Path, text: str, name: str = "asked.jsonl") -> tuple[list[Labelled], list[str]]:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    rows, faults = read_labelled(file, intents=INTENTS, roles=ROLES)
    return rows, [str(fault).replace(str(tmp_path), "").lstrip("/") for fault in faults]


def test_both_forms_read_alike(tmp_path: Path) -> None:
    plain = {"text": "pay?", "intents": ["cost"]}
    lines, none = read(tmp_path, f"{json.dumps(FULL)}\n\n{json.dumps(plain)}\n")
    listed, nor = read(tmp_path, f"# asked\n- {json.dumps(FULL)}\n- text: pay?\n  intents: [cost]\n", "asked.yaml")
    assert none == nor == []
    assert lines == listed
    assert lines[0].intents == ("cost", "skills")
    assert lines[0].before == FULL["before"]
    assert lines[1] == Labelled("pay?", ("cost",))
    assert [row.line for row in lines] == [1, 3]
    assert [row.line for row in listed] == [2, 3]


def test_the_form_is_told_by_the_content_where_the_name_does_not_say(tmp_path: Path) -> None:
    message = {"text": "pay?", "intents": ["cost"]}
    assert read(tmp_path, json.dumps(message), "asked")[0] == read(tmp_path, json.dumps([message]), "asked.json")[0]
    assert len(read(tmp_path, f"\ufeff{json.dumps(message)}\r\n", "asked")[0]) == 1


def test_a_line_separator_inside_a_text_ends_no_line(tmp_path: Path) -> None:
    rows, faults = read(tmp_path, '{"text": "one\u2028two", "intents": ["cost"]}\n')
    assert faults == []
    assert rows[0].text == "one\u2028two"


def test_labelled_without_roles_differs_from_not_labelled(tmp_path: Path) -> None:
    rows, _ = read(
        tmp_path, '{"text": "a", "intents": ["cost"], "roles": []}\n{"text": "b", "intents": ["cost"], "roles": null}'
    )
    assert [row.roles for row in rows] == [(), None]


def test_the_kind_is_derived_where_none_is_given() -> None:
    six, seven, forty, more = ("word " * count for count in (6, 7, 40, 41))
    assert [Labelled(text, ("cost",)).sort for text in (six, seven, forty, more)] == [
        "short",
        "middle",
        "middle",
        "long",
    ]
    assert Labelled(six, ("cost",), kind="hostile").sort == "hostile"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"text": None}, "'text' is missing"),
        ({"text": ""}, "'text' is missing"),
        ({"text": "  "}, "'text' is blank"),
        ({"text": 5}, "'text' must be text; put quotes around 5"),
        ({"text": "\ud83d"}, "half a character"),
        ({"intents": []}, "'intents' is missing"),
        ({"intents": "cost"}, "'intents' must be a list of ids, as in ["),
        ({"intents": [1]}, "'intents' must be a list of ids"),
        ({"intents": ["costs"]}, "there is no intent 'costs'; did you mean 'cost'?"),
        ({"intents": ["zebra"]}, "there is no intent 'zebra'"),
        ({"intents": ["cost", "cost"]}, "'cost' stands twice in 'intents'"),
        ({"intents": ["cost", "out_of_scope"]}, "'out_of_scope' stands beside other intents"),
        ({"intents": ["why"], "before": None}, "give the message of the turn before as 'before'"),
        ({"also_ok": ["skill"]}, "there is no intent 'skill'; did you mean 'skills'?"),
        ({"roles": ["ml-enginer"]}, "there is no role 'ml-enginer'; did you mean 'ml-engineer'?"),
        ({"best_roles": ["ml engineer"]}, "there is no role 'ml engineer'; did you mean 'ml-engineer'?"),
        ({"intent": "cost"}, "'intent' is not a field here; did you mean 'intents'?"),
        ({"zebra": 1}, "'zebra' is not a field here; remove it"),
        ({"id": 1.5}, "'id' must be text or a whole number"),
        ({"id": True}, "'id' must be text or a whole number"),
        ({"writer": ["anna"]}, "'writer' must be text"),
        ({"before": 3}, "'before' must be text"),
    ],
)
def test_one_fault_is_told_once(tmp_path: Path, changed: dict[str, Any], told: str) -> None:
    rows, faults = read(tmp_path, f"\n{json.dumps(FULL | changed)}\n")
    assert rows == []
    assert len(faults) == 1
    assert faults[0].startswith("asked.jsonl:2: ")
    assert told in faults[0]


@pytest.mark.parametrize("intent", ["why", "shorter", "more"])
def test_what_leans_on_the_turn_before_may_be_asked_after_one(tmp_path: Path, intent: str) -> None:
    rows, faults = read(tmp_path, json.dumps(FULL | {"intents": [intent]}))
    assert faults == []
    assert rows[0].intents == (intent,)


def test_all_faults_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    lines = ["{", '{"text": "a", "intents": ["cost"]}', "[]", '"text"', '{"intents": ["costs"], "roles": ["x"]}']
    rows, faults = read(tmp_path, "\n".join(lines))
    assert [fault.split(": ")[0] for fault in faults] == [f"asked.jsonl:{n}" for n in (1, 3, 4, 5, 5, 5)]
    assert "is not JSON" in faults[0]
    assert "a message is expected here" in faults[1]
    assert len(rows) == 1


def test_yaml_faults_name_the_line_of_the_field(tmp_path: Path) -> None:
    text = "- text: pay?\n  intents: [cost]\n  roles:\n  - ml-enginer\n- text: no\n  intents: [costs]\n"
    faults = read(tmp_path, text, "asked.yaml")[1]
    assert [fault.split(": ")[0] for fault in faults] == ["asked.yaml:3", "asked.yaml:6"]


def test_an_id_names_one_message(tmp_path: Path) -> None:
    lines = [json.dumps({"id": id_, "text": "a", "intents": ["cost"]}) for id_ in ("x", 7, "7", None, None)]
    faults = read(tmp_path, "\n".join(lines))[1]
    assert faults == ["asked.jsonl:3: the id '7' already stands on line 2; ids name one message"]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("asked.jsonl", " \n", "asked.jsonl:1: the file is empty"),
        ("asked.yaml", "# nothing\n", "asked.yaml:1: the file is empty"),
        ("asked.yaml", "[]\n", "asked.yaml:1: no messages stand here"),
        ("asked.yaml", "text: a\n", "asked.yaml:1: a list of messages is expected here"),
        ("asked.yaml", "null\n", "asked.yaml:1: a list of messages is expected here"),
        ("asked.yaml", "- text: a: b\n", "asked.yaml:1: cannot be read: put quotes around"),
        ("asked.yaml", "- {text: a, text: b, intents: [cost]}\n", "asked.yaml:1: the key 'text' stands here a second"),
    ],
)
def test_files_that_hold_no_messages(tmp_path: Path, name: str, text: str, told: str) -> None:
    rows, faults = read(tmp_path, text, name)
    assert rows == []
    assert [fault.startswith(told) for fault in faults] == [True], faults


def test_a_file_in_another_encoding(tmp_path: Path) -> None:
    file = tmp_path / "asked.jsonl"
    file.write_bytes('{"text": "für", "intents": ["cost"]}'.encode("latin-1"))
    rows, faults = read_labelled(file, intents=INTENTS, roles=ROLES)
    assert (rows, len(faults)) == ([], 1)
    assert "save it as UTF-8" in faults[0].text
