"""Texts as numbers of pieces; the numbers come from the usual tokenizer of BERT with the same vocabulary."""

from __future__ import annotations

import time

import pytest

from bot.understanding.encoder import VOCABULARY
from bot.understanding.wordpiece import MOST_PIECES, WordPiece

START, END, UNKNOWN = 101, 102, 100


@pytest.fixture(scope="module")
def pieces() -> WordPiece:
    return WordPiece(VOCABULARY.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("", []),
        (" \n\t", []),
        ("Zürich café, naïve!", [10204, 7668, 1010, 15743, 999]),
        ("Zu\u0308rich cafe\u0301, nai\u0308ve!", [10204, 7668, 1010, 15743, 999]),
        ("Fine-tuning: don't (re)train", [2986, 1011, 17372, 1024, 2123, 1005, 1056, 1006, 2128, 1007, 3345]),
        ("你好 ml engineer", [UNKNOWN, UNKNOWN, 19875, 3992]),
        ("你好ml engineer", [UNKNOWN, UNKNOWN, 19875, 3992]),
        ("😀 hire?", [UNKNOWN, 10887, 1029]),
        ("x" * 101 + " ok", [UNKNOWN, 7929]),
        ("a\u200bb\x00c d\u00a0e", [5925, 1040, 1041]),
    ],
)
def test_known_numbers(pieces: WordPiece, text: str, inside: list[int]) -> None:
    assert pieces.encode(text) == [START, *inside, END]


def test_a_word_of_a_hundred_characters_is_still_cut(pieces: WordPiece) -> None:
    assert UNKNOWN not in pieces.encode("x" * 100)
    assert pieces.encode("x" * 101) == [START, UNKNOWN, END]


def test_a_long_text_keeps_its_beginning_and_both_ends(pieces: WordPiece) -> None:
    whole = pieces.encode("one two three")
    long = pieces.encode("one two three " * 1000)
    assert len(long) == MOST_PIECES
    assert long[:4] == whole[:4]
    assert (long[0], long[-1]) == (START, END)
    assert long[1:-1] == (whole[1:-1] * 1000)[: MOST_PIECES - 2]


def test_a_word_that_is_cut_at_the_end_counts_its_pieces(pieces: WordPiece) -> None:
    inside = pieces.encode("a " * (MOST_PIECES - 3) + "hyperparameters")[1:-1]
    assert len(inside) == MOST_PIECES - 2
    assert inside[-1] == pieces.encode("hyperparameters")[1]


def test_the_longest_known_beginning_comes_first() -> None:
    toy = WordPiece(["[UNK]", "[CLS]", "[SEP]", "a", "ab", "##b", "##bc", "##c"])
    assert toy.encode("abc") == [1, 4, 7, 2]
    assert toy.encode("abbc") == [1, 4, 6, 2]
    assert toy.encode("abd") == [1, 0, 2]  # a word with one unknown piece is unknown as a whole


def test_a_hostile_text_costs_nothing(pieces: WordPiece) -> None:
    since = time.perf_counter()
    for text in ("x" * 40_000, "xq " * 13_000, "\u0301" * 40_000, "(" * 40_000, "😀" * 20_000):
        assert len(pieces.encode(text)) <= MOST_PIECES
    assert time.perf_counter() - since < 3
