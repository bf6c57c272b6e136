"""What an evaluation looks like: every table is there, nothing is wider than 100 columns, and JSON says the same."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from bot.evaluation.judged import Judged
from bot.evaluation.plain import WIDTH, clean, cut
from bot.evaluation.report import as_json, as_text

TITLES = (
    "Headline", "By intent (", "Confusions (", "Calibration (", "Coverage against error", "By writer", "By kind",
    "Wrong answers and false refusals",
)  # fmt: skip


def line_of(text: str, start: str) -> str:
    return next(line for line in text.splitlines() if line.strip().startswith(start))


def test_every_table_in_its_order(ten: list[Judged]) -> None:
    text = as_text(ten, about="Ten.", notes=["Mind this."])
    places = [text.index(f"\n{title}") for title in TITLES]
    assert places == sorted(places)
    assert text.startswith("Ten.\nMind this.\n")


def test_the_headline_has_share_interval_and_count(ten: list[Judged]) -> None:
    text = as_text(ten, about="Ten.")
    cells = ["top-1 in scope", "42.9 %", "15.8 to 75.0", "3 of 7", "messages in scope"]
    assert re.split(r"  +", line_of(text, "top-1").strip()) == cells
    assert "2 of 6" in line_of(text, "wrong among answered")
    assert "1 of 3" in line_of(text, "out-of-scope recall")
    assert line_of(text, "role top-1").split()[2:4] == ["-", "-"]


def test_the_last_sentence_says_it_in_words(ten: list[Judged]) -> None:
    words = " ".join(as_text(ten, about="Ten.").split("\n\n")[-1].split())
    assert words == (
        "In words: of 100 messages that the bot is for it answers 57, gives or offers 57 of them what they ask for, "
        "and sends 14 away by mistake; 33 of 100 answers are about something else than was asked; of 100 messages that "
        "are none of its business it declines 33."
    )


def test_the_worst_come_with_what_they_want_and_got(ten: list[Judged]) -> None:
    text = as_text(ten, about="Ten.", worst=2)
    assert "the surest first (2 of 3)" in text
    assert "0.90  wants tools, got skills" in text
    assert "0.85  wants out_of_scope, got recommend" in text
    assert "0.60  wants" not in text
    assert "Wrong answers" not in as_text(ten, about="Ten.", worst=0)


def test_nothing_is_wide_or_coloured_whatever_people_write(judged: Callable[..., Judged]) -> None:
    nasty = "\x1b[31mred\x1b[0m\r\n\tand " + "long " * 80
    rows = [
        judged("cost", "answer", "tools", text=nasty, before=nasty, writer=f"w{nasty}", kind="k" * 150),
        judged("cost skills tools", "answer", "define compare", text="x" * 500, id="i" * 120),
    ]
    text = as_text(rows, about="Some " * 60, notes=["a note " * 40])
    assert max(map(len, text.splitlines())) <= WIDTH
    assert all(sign.isprintable() or sign == "\n" for sign in text)


@pytest.mark.parametrize("wants", ["cost", "out_of_scope"])
def test_sets_that_lack_a_side_are_told_without_it(judged: Callable[..., Judged], wants: str) -> None:
    text = as_text([judged(wants, "ask", "tools")], about="One.")
    words = text.split("In words: ")[1]
    assert ("none of its business" in words) == (wants == "out_of_scope")
    assert "answers are about" not in words
    assert "nan" not in text


def test_json_holds_the_same_figures(ten: list[Judged]) -> None:
    value = json.loads(as_json(ten, about="Ten.", notes=["Mind this."], worst=1))
    head = value["headline"]
    assert (head["top1"]["hits"], head["top1"]["of"]) == (3, 7)
    assert head["top1"]["low"] < head["top1"]["share"] < head["top1"]["high"]
    assert head["several"] == {"share": 0.5, "hits": 1, "of": 2, "answered": 1} | {
        end: head["several"][end] for end in ("low", "high")
    }
    assert head["role"]["share"] is None
    assert len(value["calibration"]["bins"]) == 10
    assert len(value["worst"]) == 1
    assert value["kinds"]["short"]["messages"] == 10
    assert value["writers"][""]["messages"] == 10
    assert value["in_words"] in " ".join(as_text(ten, about="Ten.").split())
    assert {each["intent"] for each in value["intents"]} >= {"cost", "out_of_scope"}
    assert sum(each["count"] for each in value["confusions"]) == 5


def test_cleaning_and_cutting() -> None:
    assert clean(" a\n\tb\x1b[1m ") == "a b [1m"
    assert (cut("abcdef", 6), cut("abcdefg", 6)) == ("abcdef", "abcde…")
