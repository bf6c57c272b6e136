"""Role titles in a text: short forms, plurals, slips; and words that only look like one."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.knowledge import Knowledge
from bot.understanding.markup import decode, fold
from bot.understanding.mentions import Mentions

DEV, ENG, ML = "ai-developer", "ai-engineer", "ml-engineer"


@pytest.fixture(scope="module")
def mentions(knowledge: Knowledge) -> Mentions:
    return Mentions({id_: (role.title, *role.aliases) for id_, role in knowledge.roles.items()})


def found(mentions: Mentions, text: str) -> list[str]:
    return list(dict.fromkeys(mention.role for mention in mentions.find(fold(decode(text)))))


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("what does an AI developer do", [DEV]),
        ("AI developers, please", [DEV]),
        ("the AI developer's work", [DEV]),
        ("an ai dev", [DEV]),
        ("AI-engineer", [ENG]),
        ("ai eng", [ENG]),
        ("artificial intelligence engineers", [ENG]),
        ("machine learning engineer", [ML]),
        ("MLE", [ML]),
        ("a *data scientist*", ["data-scientist"]),
        ("mlops engineers", ["mlops-engineer"]),
        ("data engineer", ["data-engineer"]),
        ("(prompt engineer)", ["prompt-engineer"]),
        ("a 'machine learning' engineer", [ML]),
        ("an 'ai' engineer", [ENG]),
        ('an "AI" - engineer', [ENG]),
    ],
)
def test_titles_and_short_forms(text: str, roles: list[str], mentions: Mentions) -> None:
    assert found(mentions, text) == roles


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("what does an ai enginer do", [ENG]),
        ("ai enginneer", [ENG]),
        ("machine lerning engineer", [ML]),
        ("machine learning enginer", [ML]),
        ("ai developper", [DEV]),
        ("ai devloper", [DEV]),
        ("data scientst", ["data-scientist"]),
    ],
)
def test_slips(text: str, roles: list[str], mentions: Mentions) -> None:
    assert found(mentions, text) == roles


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("AI/ML engineer", [ENG, ML]),
        ("ml / ai engineers", [ML, ENG]),
        ("AI or ML engineer?", [ENG, ML]),
        ("an AI and ML engineer", [ENG, ML]),
        ("ai developer or engineer", [DEV, ENG]),
        ("AI engineer vs developer", [ENG, DEV]),
        ("AI engineer versus an AI developer", [ENG, DEV]),
        ("ML engineer, AI developer and data scientist", [ML, DEV, "data-scientist"]),
    ],
)
def test_several(text: str, roles: list[str], mentions: Mentions) -> None:
    assert found(mentions, text) == roles


@pytest.mark.parametrize(
    "text",
    [
        "de facto standard",
        "the .DS store file",
        "ds store",
        "our mailing list",
        "a sales engineer for air conditioning",
        "the engineering team",
        "an engineer",
        "we develop for paid users",
        "the main engineer",
        "email developer relations",
        "html engineer",
        "she said and he said",
        "per se",
        "data",
        "",
    ],
)
def test_what_only_looks_like_a_title(text: str, mentions: Mentions) -> None:
    assert found(mentions, text) == []


def test_mentions_stand_in_order_and_never_overlap(mentions: Mentions) -> None:
    text = fold("AI/ML engineer or AI developer or engineer, data scientist, machine lerning engineer and MLE")
    places = [(mention.start, mention.end) for mention in mentions.find(text)]
    assert len(places) >= 5
    assert places == sorted(places)
    inner = [(one, two) for one, two in pairwise(places) if one[1] > two[0] and one != two]
    assert inner == []


def test_every_title_and_alias_is_found(mentions: Mentions, knowledge: Knowledge) -> None:
    names = [(role.id, name) for role in knowledge.roles.values() for name in (role.title, *role.aliases)]
    assert len(names) > 100
    lost = [(id_, name) for id_, name in names if found(mentions, f"a {name} please") != [id_]]
    assert lost == []


def test_of_several_titles_that_begin_alike_the_longest_is_found() -> None:
    names = {"c": ["c", "cs"], "long": ["c d engineer"], "short": ["c d"], "signs": ["c & d engineer"]}
    mentions = Mentions(names)
    expected = {"c d engineers": "long", "c, d": "short", "css": "c", "c d eng": "short", "c & d engineer": "signs"}
    assert {text: mentions.find(text)[0].role for text in expected} == expected
