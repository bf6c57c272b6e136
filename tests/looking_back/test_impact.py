"""Edits planted in the knowledge: whoever would have been told otherwise is found, and nobody else."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.advisor import Conversation, advise
from bot.knowledge import Knowledge, load
from bot.looking_back.impact import Impact, Turned, impact
from bot.rendering import as_text
from bot.storage import Log
from tests.conftest import ROOT, TODAY
from tests.looking_back.past import KEYS, QUESTIONS, Past, Told


@pytest.fixture(scope="module")
def overlay(past: Past, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that turns round the weights of the fact that was told most often in recommendations."""
    counts: dict[str, int] = defaultdict(int)
    for told in past.present:
        if told.advice.intent == "recommend" and told.advice.outcome == "answer":
            for hit in told.advice.reading.signals:
                counts[hit.id] += bool(past.knowledge.signals[hit.id].weights) and hit.polarity == "present"
    signal = past.knowledge.signals[max(counts, key=lambda id_: (counts[id_], id_))]
    turned = ", ".join(f"{role}: {-weight}" for role, weight in signal.weights.items())
    folder = tmp_path_factory.mktemp("overlay")
    (folder / "signals.yaml").write_text(f"signals:\n- id: {signal.id}\n  weights: {{{turned}}}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def edited(overlay: Path, past: Past) -> Knowledge:
    return load([past.base, overlay])


@pytest.fixture(scope="module")
def impacts(past: Past, edited: Knowledge) -> tuple[Impact, Impact]:
    with Log.of(past.file) as log:
        return impact(log.every_advice(), log.given(), past.knowledge.version, edited)


def by_brute_force(told: Sequence[Told], edited: Knowledge, last: dict[str, str]) -> Impact:
    """Every question as it was read answered by the edited knowledge, without the log but for its clock."""
    groups: dict[str, list[Told]] = defaultdict(list)
    for each in told:
        groups[each.advice.answer_id].append(each)
    found = Impact(answers=len(groups))
    for answer_id, group in groups.items():
        first = group[0]
        other = advise(first.reading, Conversation(), edited, on=TODAY)
        people = {KEYS.code("T1", each.user) for each in group}
        if as_text(other).replace(other.answer_id, answer_id) != as_text(first.advice):
            found.changed.append(answer_id)
            found.askers |= people
        if other.role != first.advice.role:
            turned = Turned(answer_id, last[answer_id], first.advice.role, other.role, len(group))
            found.turned.append(turned)
            found.turned_askers |= people
    found.turned.sort(key=lambda each: (-each.given, [-ord(char) for char in each.at], each.answer_id))
    return found


def test_the_impact_of_a_planted_edit_is_exactly_right(
    past: Past, edited: Knowledge, impacts: tuple[Impact, Impact]
) -> None:
    with Log.of(past.file) as log:
        last = {answer_id: each.last for answer_id, each in log.given().items()}
    for told, found in zip((past.present, past.earlier), impacts, strict=True):
        expected = by_brute_force(told, edited, last)
        assert sorted(found.changed) == sorted(expected.changed)
        assert found.turned == expected.turned
        assert (found.askers, found.turned_askers) == (expected.askers, expected.turned_askers)
        assert found.answers == expected.answers
    present = impacts[0]
    assert len(present.turned) > 5
    assert len(present.changed) > len(present.turned)
    assert len(present.changed) < 0.5 * present.answers, "the edit concerns some answers, not all"
    assert max(each.given for each in present.turned) > 1


def test_the_command_tells_the_same_impact(
    past: Past, overlay: Path, edited: Knowledge, impacts: tuple[Impact, Impact]
) -> None:
    present, earlier = impacts
    record = json.loads(past.call("impact", "--json", str(overlay)).stdout)
    assert (record["knowledge_version"], record["edited_version"]) == (past.knowledge.version, edited.version)
    assert [(each["answer_id"], each["from"], each["to"], each["given"], each["at"]) for each in record["flips"]] == [
        (each.answer_id, each.before, each.after, each.given, each.at) for each in present.turned
    ]
    assert (record["answers"], record["changed"]) == (present.answers, len(present.changed))
    assert (record["askers"], record["asker_keys"]) == (len(present.askers), sorted(present.askers))
    assert record["earlier"]["answers"] == earlier.answers


def test_the_present_knowledge_as_its_own_edit_changes_nothing(past: Past) -> None:
    record = json.loads(past.call("impact", "--json", str(past.base)).stdout)
    assert record["edited_version"] == record["knowledge_version"] == past.knowledge.version
    assert (record["changed"], record["flips"], record["askers"]) == (0, [], 0)


def test_a_base_that_lacks_most_of_what_was_told_ends_in_figures(past: Past) -> None:
    record = json.loads(past.call("impact", "--json", str(ROOT / "tests" / "tiny")).stdout)
    assert record["answers"] > 0.9 * QUESTIONS
    assert record["changed"] > 0.9 * record["answers"]


def quoting(told: Sequence[Told], sentence: str) -> list[Told]:
    """Everybody who was told the sentence, word for word."""
    return [each for each in told if sentence in as_text(each.advice)]


@pytest.fixture(scope="module")
def sentence(past: Past) -> tuple[str, str]:
    """The role whose definition was told most often, and that definition."""
    counts = {role: len(quoting(past.present, each.definition.text)) for role, each in past.knowledge.roles.items()}
    role = max(counts, key=lambda id_: (counts[id_], id_))
    return role, past.knowledge.roles[role].definition.text


def test_one_sentence_changed_concerns_exactly_those_who_were_told_it(
    past: Past, sentence: tuple[str, str], tmp_path: Path
) -> None:
    role, text = sentence
    evidence = ", ".join(past.knowledge.roles[role].definition.evidence)
    other = f"{text[:-1]}, or so it is said."
    folder = tmp_path / "roles"
    folder.mkdir()
    (folder / f"{role}.yaml").write_text(
        f"id: {role}\ndefinition:\n  text: {json.dumps(other)}\n  evidence: [{evidence}]\n", encoding="utf-8"
    )
    record = json.loads(past.call("impact", "--json", str(tmp_path)).stdout)
    for told, found in ((past.present, record), (past.earlier, record["earlier"])):
        concerned = quoting(told, text)
        assert sorted(found["changed_ids"]) == sorted({each.advice.answer_id for each in concerned})
        assert found["asker_keys"] == sorted({KEYS.code("T1", each.user) for each in concerned})
        assert (found["flips"], found["flipped_asker_keys"]) == ([], [])
    assert 10 < record["changed"] < 0.5 * record["answers"]


def by_hand(told: Told, knowledge: Knowledge) -> str:
    """The role that the facts of a reading add up to, in plain arithmetic on the weights of the files."""
    facts = {hit.id: hit.polarity for hit in told.reading.signals}
    share = {
        id_: {"present": 1.0, "absent": -knowledge.signals[id_].denied}.get(kind, 0.0) for id_, kind in facts.items()
    }
    scores = {
        role: sum(round(knowledge.signals[id_].weights.get(role, 0.0) * part * 1e6) for id_, part in share.items())
        + round(knowledge.prior.get(role, -1.5) * 1e6)
        for role in sorted(knowledge.roles)
    }
    return max(scores, key=lambda role: scores[role])


def test_the_roles_that_turn_are_those_that_the_weights_add_up_to(
    past: Past, edited: Knowledge, impacts: tuple[Impact, Impact]
) -> None:
    recommended = {
        each.advice.answer_id: each
        for each in past.present
        if each.advice.intents == ("recommend",) and each.advice.outcome == "answer"
        if any(past.knowledge.signals[hit.id].weights for hit in each.reading.signals)
    }
    assert len(recommended) > 30
    for told in recommended.values():
        assert told.advice.role == by_hand(told, past.knowledge)
    turned = {each.answer_id: each.after for each in impacts[0].turned if each.answer_id in recommended}
    by_weights = {
        id_: by_hand(told, edited)
        for id_, told in recommended.items()
        if by_hand(told, edited) != by_hand(told, past.knowledge)
    }
    assert turned == by_weights
    assert len(turned) >= 3
