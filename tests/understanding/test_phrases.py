"""The pattern language of the signals, as its guide in `signals.yaml` explains it."""

from __future__ import annotations

import re

import pytest

from bot.knowledge import Knowledge
from bot.understanding.markup import fold
from bot.understanding.phrases import Found, Hint, Matcher, hints, to_regex


def places(phrase: str, text: str) -> list[str]:
    folded = fold(text)
    return [folded[found.start : found.end] for found in Matcher({"x": [phrase]}).find(folded)]


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("fine tune", "We fine-tune it"),
        ("fine tune", "we fine  tune it"),
        ("fine-tune", "we FINE TUNE it"),
        ("train*", "training is hard"),
        ("train*", "we train"),
        ("*train*", "we retrained it"),
        ("(our|own) data", "on own data"),
        ("(our own|in house) data", "with in-house data"),
        ("( our | own ) data", "with our data"),
        ("(train*|teach*) ... (our|own)", "training a big model on our"),
        ("train ... data", "train data"),
        ("train ... data", "train one two three four five data"),
        ("train … data", "train on data"),
        ("c++", "we use c++ here"),
        ("node.js", "on node.js now"),
        ("r&d", "our r&d team"),
        ("gpt 4", "gpt-4 is fine"),
        ("(a|b)", "just b"),
        ("x (a|b) y (c|d)", "x b y c"),
        ("we don't", "we don't"),
    ],
)
def test_matches(phrase: str, text: str) -> None:
    assert places(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("rag", "storage"),
        ("rag", "ragtime"),
        ("train", "training"),
        ("train", "retrain"),
        ("node.js", "node js"),
        ("a.b", "axb"),
        ("fine tune", "finetune"),
        ("train ... data", "train one two three four five six data"),
        ("(our|own) data", "your data"),
        ("(our|own) data", "our big data"),
        ("train ... data", "data train"),
    ],
)
def test_does_not_match(phrase: str, text: str) -> None:
    assert places(phrase, text) == []


def test_a_gap_never_crosses_the_end_of_a_sentence() -> None:
    assert places("train* ... data", "We train. Our data is fine.") == []
    assert places("train* ... data", "Do we train? Our data is fine.") == []


def test_several_phrases_and_every_place() -> None:
    matcher = Matcher({"b": ["blue"], "a": ["red", "(dark|light) red"], "none": []})
    found = matcher.find("red and blue and light red")
    assert {(one.id, one.start, one.end) for one in found} >= {("a", 0, 3), ("b", 8, 12)}
    assert {one.id for one in found} == {"a", "b"}
    assert matcher.find("") == []


@pytest.mark.parametrize("phrase", ["(a|b", "a)", ")a(", "((a)", "a (b) )"])
def test_unbalanced_brackets_are_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match="brackets"):
        to_regex(phrase)


@pytest.mark.parametrize("phrase", ["a+b", "what?", "[x]", "^start", "a\\b", "$5", "{n}"])
def test_every_other_sign_is_literal(phrase: str) -> None:
    assert places(phrase, f"so {phrase} it is") == [phrase]


def test_the_same_text_gives_the_same_places_whatever_the_phrase_order() -> None:
    one, two = Matcher({"x": ["a b", "c*"]}), Matcher({"x": ["c*", "a b"]})
    text = "c a b cc a b"
    assert sorted(one.find(text), key=lambda f: f.start) == sorted(two.find(text), key=lambda f: f.start)


Expressions = list[tuple[str, re.Pattern[str]]]


def expressions(phrases: dict[str, tuple[str, ...]]) -> Expressions:
    return [
        (id_, re.compile(rf"(?<!\w)(?:{to_regex(phrase)})(?!\w)")) for id_, group in phrases.items() for phrase in group
    ]


def tried_everywhere(tried: Expressions, folded: str) -> list[Found]:
    """What a matcher finds that looks nothing up: every expression, at every place."""
    return [Found(id_, *match.span()) for id_, pattern in tried for match in pattern.finditer(folded)]


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("train(ed|ing) model*", "a trained model, training models"),
        ("(re|pre)train* data", "we retrain data and pretraining data"),
        ("(the)(a|b) word", "thea word, the a word"),
        ("(a|(b|c) d) e", "a e, c d e, b e"),
        ("red | blue", "red and blue"),
        ("(big|) data", "big  data, data"),
        ("(c++|.net) (dev|'s)", "c++ dev, .net dev, .net 's"),
        ("*train* it", "untrained it, train it"),
        ("* it", "we do it"),
        ("... data", "our data, some more data"),
        ("(a ... b|c) d", "a x y b d, c d"),
        ("a...b", "a b a x b"),
        ("tr*n it", "train it, tron it"),
        ("(train*|training) it", "training it and train it, training it"),
        ("we we", "we we we we"),
        ("don't", "don't, dont, don t"),
        ("straße", "STRASSE straße"),
    ],
)
def test_looking_words_up_first_loses_no_match(phrase: str, text: str) -> None:
    folded = fold(text)
    assert Matcher({"x": [phrase]}).find(folded) == tried_everywhere(expressions({"x": (phrase,)}), folded)


def test_looking_words_up_first_loses_no_match_of_the_shipped_phrases(knowledge: Knowledge) -> None:
    phrases = {id_: signal.phrases for id_, signal in knowledge.signals.items()}
    matcher, tried = Matcher(phrases), expressions(phrases)
    texts = [text for intent in knowledge.intents.values() for group in intent.utterances.values() for text in group]
    said = [fold(" ".join(texts[start : start + 10])) for start in range(0, len(texts), 250)]
    found = [matcher.find(text) for text in said]
    assert sum(map(len, found)) > 25
    assert found == [tried_everywhere(tried, text) for text in said]


def test_hints_name_words_only_where_they_are_certain() -> None:
    assert hints("(a lot of|many) train* ... data") == [
        Hint(frozenset({"lot", "many"}), frozenset({"a", "many"})),
        Hint(frozenset({"train*"}), frozenset({"train*"})),
        Hint(),
        Hint(frozenset({"data"}), frozenset({"data"})),
    ]
    assert hints("train(ed|ing) (own|)") == [Hint(), Hint()]
    assert hints("c++ 's") == [Hint(frozenset({"c"}), frozenset({"c"})), Hint(frozenset({"s"}))]
