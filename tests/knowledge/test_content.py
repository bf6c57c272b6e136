"""The shipped content: complete where it claims to be, every sentence with evidence, nothing sold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from bot.knowledge import Knowledge, inspect
from bot.knowledge.model import FACTORS, Role
from bot.understanding.facts import fact_examples

ROOT = Path(__file__).resolve().parent.parent.parent
FOUNDING = ("ai-developer", "ai-engineer", "ml-engineer")
LEAST = {
    "duties": 8, "skills": 8, "tools": 5, "hire_when": 6, "wait_when": 3, "mistakes": 4, "vetting": 8, "is_not": 3,
    "senior_signals": 3, "aliases": 1, "outputs": 1, "cost": 1, "career": 1, "neighbours": 1,
}  # fmt: skip
HEAVIEST = 3  # weight in log-odds: a fact that makes a role twenty times as likely
YES_OR_NO = re.compile(r"(?:Is|Are|Do|Does|Must|Will|Would|Have|Has|Can|Could|Should)\b")
PROMOTION = re.compile(
    r"https?://|www\.|\b[\w.]+@[\w.]+\.\w+|\b(?:contact us|book a (?:call|demo)|free (?:consultation|trial)|sign up|"
    r"world[- ]class|best[- ]in[- ]class|award[- ]winning|industry[- ]leading|cutting[- ]edge|discount|buy now|"
    r"get in touch|our (?:services|agency|clients|courses|experts))\b",
    re.IGNORECASE,
)


def texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of an entry with the path to it, ids and evidence left out."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name not in ("id", "evidence", "source", "roles", "disputes", "contested", "neighbours", "phrases"):
                yield from texts(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from texts(item, f"{path}.{number}")


def cited(value: Any, path: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every list of evidence ids with the path of what cites it."""
    if isinstance(value, BaseModel):
        if isinstance(getattr(value, "evidence", None), tuple):
            yield path, value.evidence
        for name in type(value).model_fields:
            yield from cited(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from cited(item, f"{path}.{number}")


def spoken(knowledge: Knowledge) -> list[tuple[str, BaseModel]]:
    """All entries whose words the bot says."""
    groups = ("roles", "signals", "disputes", "topics", "glossary")
    found = [(f"{name}/{id_}", entry) for name in groups for id_, entry in getattr(knowledge, name).items()]
    found += [("pairs/" + "--".join(sorted(ids)), pair) for ids, pair in knowledge.pairs.items()]
    assert len(found) > 100
    return found


def test_it_loads_without_a_fault() -> None:
    assert inspect([ROOT / "knowledge"])[1] == []


def test_the_founding_roles_are_written_in_full(knowledge: Knowledge) -> None:
    assert {role.id for role in knowledge.roles.values() if role.coverage == "full"} >= set(FOUNDING)


def test_roles_said_to_be_full_are_full(knowledge: Knowledge) -> None:
    full = [role for role in knowledge.roles.values() if role.coverage == "full"]
    short = {
        f"{r.id}.{name}": len(getattr(r, name)) for r in full for name, n in LEAST.items() if len(getattr(r, name)) < n
    }
    assert short == {}
    assert all(role.factors and role.owner and role.reviewed for role in full)
    assert {name for name in Role.model_fields if isinstance(getattr(full[0], name), tuple)} == set(LEAST)


def test_no_point_of_a_list_stands_there_twice(knowledge: Knowledge) -> None:
    lists = [
        (f"{role.id}.{name}", [item.text for item in getattr(role, name)])
        for role in knowledge.roles.values()
        for name in LEAST
        if name not in ("aliases", "neighbours", "vetting")
    ]
    assert [name for name, items in lists if len(items) != len(set(items))] == []


def test_every_role_has_names_and_neighbours(knowledge: Knowledge) -> None:
    named = list(knowledge.roles.values())
    assert len(named) == 14
    assert [role.id for role in named if not role.neighbours or not role.aliases] == []


def test_every_pair_of_founding_roles_is_written(knowledge: Knowledge) -> None:
    for ids in combinations(FOUNDING, 2):
        pair = knowledge.pairs[frozenset(ids)]
        assert min(len(pair.choose_a_if), len(pair.choose_b_if), len(pair.both_when)) >= 3, ids
        assert pair.one_person is not None
        assert pair.disputes


def test_comparison_cells_are_a_few_words(knowledge: Knowledge) -> None:
    cells = [
        (role.id, name, getattr(role.factors, name).text)
        for role in knowledge.roles.values()
        if role.factors
        for name in FACTORS
    ]
    assert len(cells) >= 21
    assert [cell for cell in cells if len(cell[2]) > 90] == []


def test_every_piece_of_evidence_cited_exists(knowledge: Knowledge) -> None:
    found = [(f"{name}{path}", ids) for name, entry in spoken(knowledge) for path, ids in cited(entry)]
    assert len(found) > 300
    assert [name for name, ids in found if not ids or not set(ids) <= set(knowledge.evidence)] == []


def test_every_piece_of_evidence_has_a_source(knowledge: Knowledge) -> None:
    assert len(knowledge.evidence) > 100
    assert [item.id for item in knowledge.evidence.values() if item.source not in knowledge.sources] == []


def test_nothing_is_promoted(knowledge: Knowledge) -> None:
    found = [(f"{name}{path}", text) for name, entry in spoken(knowledge) for path, text in texts(entry)]
    found += list(knowledge.wording.items())
    assert len(found) > 1000
    assert [item for item in found if PROMOTION.search(item[1])] == []


def test_no_seller_is_named_in_what_the_bot_says(knowledge: Knowledge) -> None:
    sellers = {source.publisher for source in knowledge.sources.values() if source.sells}
    names = {re.sub(r"\s*\(.*\)", "", name) for name in sellers} - {"describe.me"}
    assert names
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(names))) + r")\b")
    said = [(f"{name}{path}", text) for name, entry in spoken(knowledge) for path, text in texts(entry)]
    assert [item for item in said if pattern.search(item[1])] == []


def test_every_dispute_has_two_sides_that_rest_on_different_evidence(knowledge: Knowledge) -> None:
    assert knowledge.disputes
    for dispute in knowledge.disputes.values():
        assert len(dispute.sides) >= 2, dispute.id
        assert all(side.evidence for side in dispute.sides), dispute.id
        assert len({side.text for side in dispute.sides}) == len(dispute.sides), dispute.id
        assert len({side.evidence for side in dispute.sides}) == len(dispute.sides), dispute.id
        assert dispute.intents, dispute.id


def test_every_intent_has_examples_enough(knowledge: Knowledge) -> None:
    counts = {intent.id: sum(map(len, intent.utterances.values())) for intent in knowledge.intents.values()}
    assert len(counts) >= 20
    assert {name: count for name, count in counts.items() if count < (300 if name == "out_of_scope" else 40)} == {}
    assert all(len(intent.utterances) >= 2 for intent in knowledge.intents.values())


def test_every_signal_can_be_heard_and_asked_for(knowledge: Knowledge) -> None:
    assert len(knowledge.signals) >= 20
    examples = Counter(fact for facts in fact_examples(knowledge).values() for fact in facts)
    for signal in knowledge.signals.values():
        assert len(signal.phrases) >= 2, signal.id
        assert examples[signal.id] >= 50, signal.id
        assert signal.question.endswith("?"), signal.id
        assert signal.said != signal.absent, signal.id
        assert not signal.said.endswith("."), signal.id
        assert not signal.absent.endswith("."), signal.id
        assert YES_OR_NO.match(signal.question), signal.id
        assert all(abs(weight) <= HEAVIEST for weight in signal.weights.values()), signal.id
    questions = [signal.question for signal in knowledge.signals.values()]
    assert len(set(questions)) == len(questions)


def test_every_founding_role_can_win_and_lose(knowledge: Knowledge) -> None:
    for role in FOUNDING:
        weights = [signal.weights.get(role, 0.0) for signal in knowledge.signals.values()]
        assert max(weights) >= 1, role
        assert min(weights) < 0, role


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("ask_role", {"topic"}),
        ("failure", {"reference"}),
        ("named_role", {"role", "roles"}),
        ("no_tally", {"roles"}),
        ("shared_by", {"user"}),
    ],
)
def test_sentences_have_the_gaps_that_are_filled(name: str, fields: set[str], knowledge: Knowledge) -> None:
    assert set(re.findall(r"\{(\w*)\}", knowledge.wording[name])) == fields
