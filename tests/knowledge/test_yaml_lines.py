"""YAML as read here: lines remembered, and nothing guessed about what looks like text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.yaml_lines import Document, read_document


def document(tmp_path: Path, text: str | bytes) -> Document:
    file = tmp_path / "some.yaml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_document(file)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("Off", "Off"),
        ("NO", "NO"),
        ("12:30", "12:30"),
        ("2026-11-21", "2026-11-21"),
        ("'1.10'", "1.10"),
        ('"true"', "true"),
        ("1e3", "1e3"),
        ("0x1F", "0x1F"),
        ("007", "007"),
        ("1_000", "1_000"),
        (".5", ".5"),
        ("3.", "3."),
        (".inf", ".inf"),
        ("1.2.3", "1.2.3"),
        ("+5", "+5"),
        ("3", 3),
        ("-3", -3),
        ("0", 0),
        ("0.6", 0.6),
        ("-1.5", -1.5),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
    ],
)
def test_scalars(written: str, read: Any, tmp_path: Path) -> None:
    found = document(tmp_path, f"key: {written}\n")
    assert found.faults == []
    assert found.value == {"key": read}
    assert type(found.value["key"]) is type(read)


def test_a_version_keeps_its_last_zero(tmp_path: Path) -> None:
    """As a number 1.10 would be 1.1; a model that wants text then asks for quotes, which is a fault and no guess."""
    assert document(tmp_path, "key: '1.10'\n").value == {"key": "1.10"}
    assert document(tmp_path, "key: v1.10\n").value == {"key": "v1.10"}


def test_block_text_is_text(tmp_path: Path) -> None:
    assert document(tmp_path, "key: |\n  12\n").value == {"key": "12\n"}
    assert document(tmp_path, "key: >\n  no\n  yes\n").value == {"key": "no yes\n"}


def test_keys_are_text(tmp_path: Path) -> None:
    assert document(tmp_path, "no: a\n1: b\n2026-01-01: c\n").value == {"no": "a", "1": "b", "2026-01-01": "c"}


def test_sequences_are_tuples(tmp_path: Path) -> None:
    assert document(tmp_path, "- [a, b]\n- c\n").value == (("a", "b"), "c")


def test_every_path_knows_its_line(tmp_path: Path) -> None:
    found = document(tmp_path, "# a comment\nfirst:\n  inner: x\nlist:\n- one\n- {k: v,\n   l: w}\n")
    lines = {path: found.line(path) for path in [("first",), ("first", "inner"), ("list",), ("list", 0), ("list", 1)]}
    assert lines == {("first",): 2, ("first", "inner"): 3, ("list",): 4, ("list", 0): 5, ("list", 1): 6}
    assert found.line(("list", 1, "l")) == 7


def test_an_unknown_path_has_the_line_of_its_nearest_parent(tmp_path: Path) -> None:
    found = document(tmp_path, "\na:\n  b: x\n")
    assert found.line(("a", "b", "missing", 3)) == 3
    assert found.line(("a", "missing")) == 2
    assert found.line(("missing",)) == 2


def test_a_repeated_key_is_a_fault_on_its_own_line(tmp_path: Path) -> None:
    found = document(tmp_path, "a: 1\nb:\n  c: 1\n  c: 2\na: 3\n")
    assert [(fault.line, fault.text.split(" stands")[0]) for fault in found.faults] == [
        (4, "the key 'c'"),
        (5, "the key 'a'"),
    ]


def test_aliases_and_anchors_are_no_trap(tmp_path: Path) -> None:
    assert document(tmp_path, "a: &x text\nb: *x\n").value == {"a": "text", "b": "text"}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (b"a: 1\nb: \xff\xfe\n", 1, "not UTF-8"),
        (b"", 1, "empty"),
        (b"# only a comment\n", 1, "empty"),
        (b"a: 1\nb: [1, 2\nc: 3\n", 3, "cannot be read"),
        (b"a: 1\n\tb: 2\n", 2, "cannot be read"),
        (b"a: 'open\n", 2, "cannot be read"),
        (b"a: 1\n---\nb: 2\n", 2, "cannot be read"),
        (b"a: b: c\n", 1, "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_one_fault_with_its_line(text: bytes, line: int, says: str, tmp_path: Path) -> None:
    found = document(tmp_path, text)
    assert found.value is None
    assert [(fault.line, says in fault.text) for fault in found.faults] == [(line, True)]


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    assert document(tmp_path, b"\xef\xbb\xbfa: x\r\nb: y\r\n").value == {"a": "x", "b": "y"}


def test_a_fault_reads_as_file_line_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = document(tmp_path, "a: 1\na: 2\n")
    assert str(found.faults[0]).startswith(f"{tmp_path}/some.yaml:2: the key 'a' stands here")
    monkeypatch.chdir(tmp_path)
    assert str(found.faults[0]).startswith("some.yaml:2: ")
