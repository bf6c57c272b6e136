"""The list of known misses: what it says of the messages of now, and that it only shrinks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.evaluation.judged import Judged
from bot.evaluation.misses import Miss, differences, read_misses, sentences, write_misses


@pytest.fixture
def rows(judged: Callable[..., Judged]) -> list[Judged]:
    return [
        judged("cost", "answer", "cost", text="right"),
        judged("cost", "answer", "tools", text="wrong"),
        judged("cost skills", "ask", "tools define", text="asked amiss"),
        judged("out_of_scope", "ask", "tools", text="go on", before="a"),
        judged("cost", "answer", "cost", text="go on", before="b"),
    ]


NOW = [
    Miss("wrong", "cost", "tools"),
    Miss("asked amiss", "cost, skills", "asked: tools, define"),
    Miss("go on", "out_of_scope", "asked: tools", before="a"),
]


def test_misses_are_all_that_is_not_served(rows: list[Judged], ten: list[Judged]) -> None:
    assert list(differences(rows, []).now) == NOW
    missed = [each for each in ten if not each.served]
    assert [each.row.intents[0] for each in missed] == ["tools", "define", "tools", "out_of_scope"]


def test_the_same_list_differs_in_nothing(rows: list[Judged]) -> None:
    assert differences(rows, NOW).none
    assert differences(rows, [Miss(miss.text, "", "something else", miss.before) for miss in NOW]).none


def test_new_ones_right_ones_and_those_that_are_gone(rows: list[Judged]) -> None:
    listed = [*NOW[1:], Miss("right", "cost", "tools", line=7), Miss("unheard of", "cost", "tools", line=9)]
    found = differences(rows, listed)
    assert (found.new, found.right_now, found.gone) == ((NOW[0],), (listed[2],), (listed[3],))
    assert not found.none
    told = sentences(found, Path("known.yaml"))
    assert told[0] == 'new miss: "wrong" wants cost, got tools; not in known.yaml'
    assert told[1].startswith('known.yaml:7: "right" is right now')
    assert told[2].startswith('known.yaml:9: "unheard of" is not among the messages')


def test_the_turn_before_tells_equal_messages_apart(rows: list[Judged]) -> None:
    found = differences(rows, [*NOW[:2], Miss("go on", "out_of_scope", "", before="b")])
    assert [miss.before for miss in found.new] == ["a"]
    assert [miss.before for miss in found.right_now] == ["b"]


@pytest.mark.parametrize(
    "text",
    [
        'quo"tes \\ and: colons # - [x]',
        "line\nbreak\ttab",
        "a\u2028b\u0085c\x7f\x1b[31m",
        "für 🚀 no",
        "123",
        "no",
        "é",
    ],
)
def test_what_is_written_is_read_back(tmp_path: Path, text: str) -> None:
    misses = [Miss(text, "cost, skills", "asked: tools"), Miss("x", "cost", "", before=text)]
    file = tmp_path / "known.yaml"
    write_misses(file, misses, of=Path("asked.jsonl"))
    assert read_misses(file) == (misses, [])
    assert file.read_text(encoding="utf-8").startswith("# Messages of asked.jsonl that the bot misses")


def test_an_empty_list_is_written_and_read(tmp_path: Path) -> None:
    file = tmp_path / "known.yaml"
    write_misses(file, [], of=Path("asked.jsonl"))
    assert read_misses(file) == ([], [])


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("- {text: a, wants: b, got: c}\n- {text: a, got: c}\n", 2, "this is not a known miss"),
        ("- {text: a, wants: b, got: c, more: d}\n", 1, "this is not a known miss"),
        ("- just text\n", 1, "this is not a known miss"),
        ("- {text: a, wants: b, got: 5}\n", 1, "a value here is not text"),
        ("- {text: a, wants: b, got: c}\n\n- {text: a, wants: d, got: c}\n", 3, "already stands on line 1"),
        ("text: a\n", 1, "a list of {text, wants, got} is expected"),
        ("- {text: a\n", 2, "cannot be read"),
    ],
)
def test_faults_of_the_list(tmp_path: Path, text: str, line: int, told: str) -> None:
    file = tmp_path / "known.yaml"
    file.write_text(text, encoding="utf-8")
    faults = read_misses(file)[1]
    assert len(faults) == 1
    assert faults[0].line == line
    assert told in faults[0].text
