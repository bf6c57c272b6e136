"""Slack's markup, decoded to what the person meant to type."""

from __future__ import annotations

import time

import pytest

from bot.knowledge import Knowledge
from bot.understanding import Reader
from bot.understanding.markup import MOST_CHARACTERS, decode, fold
from bot.understanding.mentions import Mentions
from bot.understanding.signals import SignalFinder


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("<@U123> hello", "hello"),
        ("<@U123|ada> hello", "hello"),
        ("hey <!channel> and <!here|here>", "hey and"),
        ("<!subteam^S1|@team> who", "who"),
        ("see <#C1|hiring> now", "see hiring now"),
        ("see <#C1> now", "see now"),
        ("see <#C1|> now", "see now"),
        ("read <https://example.com/a?b=c|our plan> please", "read our plan please"),
        ("read <https://example.com/ml-engineer> please", "read please"),
        ("write <mailto:a@example.com|a@example.com>", "write a@example.com"),
        ("write <mailto:a@example.com>", "write"),
        ("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"),
        ("&amp;lt; stays", "&lt; stays"),
        ("one ```def f(): pass``` two", "one two"),
        ("one ```a\nb\nc``` two", "one two"),
        ("an open ``` stays", "an open ``` stays"),
        ("&gt; quoted words\nmine", "quoted words\nmine"),
        ("> quoted words\nmine", "quoted words\nmine"),
        ("nice :smile: work :+1:", "nice work"),
        ("at 10:30:45 we ship", "at 10:30:45 we ship"),
        ("ma\u200bchine\ufeff lear\u00adning", "machine learning"),
        ("\u202eAI developer\u202c", "AI developer"),
        ("ＡＩ　ｅｎｇｉｎｅｅｒ", "AI engineer"),
        ("ﬁne tuning", "fine tuning"),
        ("don\u2019t \u201cworry\u201d", 'don\'t "worry"'),
        ("a\u00a0b \u2013 c \u2014 d", "a b - c - d"),
        ("  a   b \n\n  c  ", "a b\nc"),
        ("", ""),
        ("<>", ""),
    ],
)
def test_decoding(sent: str, meant: str) -> None:
    assert decode(sent) == meant


def test_a_label_cannot_smuggle_in_a_mention() -> None:
    assert "<@U1>" not in decode("&lt;@U1&gt; <https://example.com|x>").replace("<@U1>", "", 1)
    assert decode("<https://example.com|<@U2>>") != "<@U2>"


@pytest.mark.parametrize(
    "text",
    ["a" * 40_000, "<" * 40_000, "> " * 20_000, "&gt; " * 8_000, "`" * 40_000, ":a" * 20_000, "<@U1> " * 6_667,
     "\n" * 40_000, "train " * 6_667, "AI/ML " * 6_667, "not " * 10_000, "\u200b" * 40_000, "😀" * 40_000],
    ids=lambda text: repr(text[:6]),
)  # fmt: skip
def test_forty_thousand_characters_are_read_in_a_moment(text: str, tiny_reader: Reader) -> None:
    since = time.perf_counter()
    plain = decode(text)
    assert time.perf_counter() - since < 0.5
    assert len(plain) <= MOST_CHARACTERS
    tiny_reader.read(text)
    assert time.perf_counter() - since < 3


HOSTILE = [
    *("'", "' ", "ai'' ", "(", "(train) [ai] ", "machine learning ", "machine lerning enginer ", "ai or ml/", "ai_"),
    *("ai engineer ", "train our own ", "train,,, data ", "not ", "a\u200bi\u200b ", "\u200b", "Σ", "İai "),
]


def test_a_hostile_message_takes_not_much_longer_than_a_short_one(knowledge: Knowledge) -> None:
    mentions = Mentions({id_: (role.title, *role.aliases) for id_, role in knowledge.roles.items()})
    signals = SignalFinder(dict(knowledge.signals))

    def seconds(text: str) -> float:
        """Processor time, the best of three: the first one compiles what the text calls for."""
        times = []
        for _ in range(3):
            since = time.thread_time()
            plain = decode(text)
            signals.find(plain, mentions.find(fold(plain)))
            times.append(time.thread_time() - since)
        return min(times)

    short = max(seconds("we want a RAG chatbot over our confluence pages, who should we hire?"), 0.000_05)
    slow = {part: seconds((part * 40_000)[:40_000]) / short for part in HOSTILE}
    assert {part: times for part, times in slow.items() if times > 1000} == {}


@pytest.mark.parametrize("text", ["AI-Developer", "a_b", "İstanbul", "ß", "one\ntwo", "ﬀ", "Ǆ", "ΟΔΟΣ İ"])
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_folding() -> None:
    assert fold("Fine-Tuning the\nAI_Model") == "fine tuning the\nai model"
    assert fold("ΟΔΟΣ") == "οδοσ"  # letter by letter: the same whatever follows
