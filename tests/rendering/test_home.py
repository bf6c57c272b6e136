"""App Home: taken by Slack whatever is in it, and no count that could point to anybody."""

from __future__ import annotations

from typing import Any

import pytest

from bot.knowledge import Knowledge
from bot.playground.blockkit import validate_view
from bot.rendering.home import Question, Visit, home_view, question_title, role_options
from bot.rendering.prompts import prompts
from bot.rendering.values import reading_of
from bot.understanding import Reader
from bot.understanding.reading import Reading, SignalHit, asked_for

AT = "2026-11-12T09:30:00.000+00:00"
EXAMPLES = [(f"Example {number}", asked_for("recommend")) for number in range(3)]
TALLY = {
    "outcome": {"answer": (1240, 31), "ask": (40, 9), "decline": (5, 2)},
    "verdict": {"yes": (20, 8), "no": (7, 5), "person": (4, 4)},
    "unknown": {"unknown": (1209, 30)},
    "role": {"ai-developer": (500, 20), "ml-engineer": (77, 3), "data-analyst": (66, 2), "gone-role": (50, 9)},
    "ask": {"recommend": (40, 9)},
    "decline": {"out_of_scope": (5, 2)},
}


def question(intent: str, number: int = 1, answered: str | None = None, **more: Any) -> Question:
    return Question(number, AT, answered, asked_for(intent, **more))


def longest(knowledge: Knowledge) -> list[Question]:
    """Five questions with everything in them that could be long."""
    roles = tuple(sorted(knowledge.roles, key=lambda id_: -len(knowledge.roles[id_].title)))
    terms = tuple(sorted(knowledge.glossary, key=lambda id_: -len(knowledge.glossary[id_].term)))
    hits = tuple(SignalHit(id=id_, polarity="present") for id_ in knowledge.signals)
    kinds = sorted(knowledge.intents, key=lambda id_: -len(knowledge.intents[id_].title))[:4]
    found = [question(kind, 10**15 + n, roles=roles, terms=terms, signals=hits) for n, kind in enumerate(kinds)]
    return [*found, question("glossary", 10**15 + 9, roles=roles, terms=terms, signals=hits)]


def every(value: Any, key: str) -> list[Any]:
    """All values under a key, however deep."""
    if isinstance(value, dict):
        here = [value[key]] if key in value else []
        return here + [one for item in value.values() for one in every(item, key)]
    return [one for item in value for one in every(item, key)] if isinstance(value, list) else []


def buttons(view: dict[str, Any]) -> list[dict[str, Any]]:
    rows = [block for block in view["blocks"] if block["type"] in ("actions", "card")]
    return [one for row in rows for one in row.get("elements", row.get("actions", []))]


def said(view: dict[str, Any]) -> str:
    return "\n".join(text for text in every(view["blocks"], "text") if isinstance(text, str))


@pytest.mark.parametrize("modern", [True, False])
def test_slack_takes_home_whatever_is_in_it(knowledge: Knowledge, tiny: Knowledge, modern: bool) -> None:
    full = Visit(True, longest(knowledge), EXAMPLES, "<!channel> & " * 23, TALLY)
    empty = {name: {} for name in TALLY}
    visits = (Visit(), Visit(examples=EXAMPLES), Visit(True), full, Visit(True, tally=empty))
    for visit in visits:
        view = home_view(visit, knowledge, modern=modern)
        assert validate_view(view) == []
        assert len(view["blocks"]) <= 30
        assert "<!" not in said(view)
    assert validate_view(home_view(full, tiny, modern=modern)) == [], "entries that are gone are left out"


@pytest.mark.parametrize("modern", [True, False])
def test_every_action_and_block_has_a_name_of_its_own(knowledge: Knowledge, modern: bool) -> None:
    view = home_view(Visit(True, longest(knowledge), EXAMPLES, "x", TALLY), knowledge, modern=modern)
    for key in ("action_id", "block_id"):
        assert len(every(view, key)) == len(set(every(view, key))) > 1


def test_a_first_visit_begins_with_how_to_ask(knowledge: Knowledge) -> None:
    view = home_view(Visit(examples=EXAMPLES), knowledge)
    found = buttons(view)
    assert (found[0]["action_id"], found[0]["style"]) == ("guided:start", "primary")
    assert [reading_of(one["value"]) for one in found[1:]] == [reading for _, reading in EXAMPLES]
    assert all(line in said(view) for line in knowledge.wording["home_lines"].splitlines())
    assert "Your recent questions" not in said(view)
    assert "forget" not in every(view, "action_id")


@pytest.mark.parametrize("modern", [True, False])
def test_a_later_visit_shows_the_own_questions(knowledge: Knowledge, modern: bool) -> None:
    asked = [question("when_to_hire", 7, roles=("ai-engineer",)), question("recommend", 5, "ai-developer")]
    view = home_view(Visit(True, asked, EXAMPLES), knowledge, modern=modern)
    assert [one["action_id"] for one in buttons(view)] == [
        "guided:start", "recent:open:7", "recent:erase:7", "recent:open:5", "recent:erase:5", "forget",
    ]  # fmt: skip
    confirmed = [one["action_id"] for one in buttons(view) if "confirm" in one]
    assert confirmed == ["recent:erase:7", "recent:erase:5", "forget"]
    assert "Open: When to hire: AI engineer" in every(view, "accessibility_label")
    assert "12 November 2026" in said(view)


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        (question("recommend", answered="ai-developer"), "Which role do I need: AI developer"),
        (question("recommend"), "Which role do I need"),
        (question("compare", roles=("ml-engineer", "ai-engineer")), "How roles differ: ML engineer and AI engineer"),
        (question("define", answered="ai-developer", roles=("ai-developer",)), "What a role is: AI developer"),
        (question("glossary", terms=("no-such-term",)), "What a term means"),
        (question("of_another_version", roles=("gone-role",)), "Of another version"),
    ],
)
def test_a_question_is_named_by_what_was_asked(knowledge: Knowledge, asked: Question, title: str) -> None:
    assert question_title(asked, knowledge) == title


def test_questions_that_read_the_same_are_told_apart_by_their_facts(knowledge: Knowledge) -> None:
    hits = tuple(SignalHit(id=id_, polarity="present") for id_ in list(knowledge.signals)[:4])
    view = home_view(Visit(True, [question("recommend", signals=hits)]), knowledge)
    first, second = (knowledge.signals[id_].label for id_ in list(knowledge.signals)[:2])
    assert f"12 November 2026 · {first} · {second} · 2 more" in said(view)


def test_the_search_names_how_many_roles_there_are(knowledge: Knowledge) -> None:
    (search,) = every(home_view(Visit(), knowledge)["blocks"], "accessory")
    assert search["placeholder"]["text"] == f"Search {len(knowledge.roles)} roles"
    assert (search["type"], search["min_query_length"]) == ("external_select", 0)
    options = role_options(["ml-engineer", "gone-role"], knowledge)
    assert [(one["value"], one["text"]["text"]) for one in options] == [("ml-engineer", "ML engineer")]


def test_no_count_with_fewer_than_three_people_is_told(knowledge: Knowledge) -> None:
    words = said(home_view(Visit(tally=TALLY), knowledge))
    assert "Answered: 1,240" in words
    assert "Declined: fewer than 3 people" in words
    assert "AI developer: 500\nML engineer: 77" in words
    assert "66" not in words
    assert "Data analyst" not in words
    assert "Not judged: 1,209" in words
    for intent in ("None of our business", "gone-role"):
        assert intent not in words


def test_a_hidden_verdict_cannot_be_told_from_the_others(knowledge: Knowledge) -> None:
    words = said(home_view(Visit(tally=TALLY | {"verdict": {"yes": (20, 8), "no": (2, 1)}}), knowledge))
    assert "Not helpful: fewer than 3 people" in words
    assert "Not judged: not shown" in words
    assert "1,209" not in words


def test_whoever_never_asked_gets_the_examples(knowledge: Knowledge) -> None:
    assert prompts([], knowledge) == knowledge.wording["examples"].splitlines()[:4]


def test_prompts_follow_from_the_role_last_spoken_of(knowledge: Knowledge) -> None:
    about = (asked_for("vetting", roles=("ai-engineer",)), None)
    found = prompts([about, (asked_for("define", roles=("data-analyst",)), None)], knowledge)
    assert found[:2] == ["which role do we need?", "when should we hire an AI engineer?"]
    assert found[2].startswith("difference between an AI engineer and ")
    assert prompts([(asked_for("recommend"), "ml-engineer")], knowledge)[0] == "interview questions for an ML engineer"


def test_a_person_who_asked_of_no_role_gets_examples_after_the_first_question(knowledge: Knowledge) -> None:
    found = prompts([(asked_for("glossary"), None)], knowledge)
    assert found == ["which role do we need?", *knowledge.wording["examples"].splitlines()[:3]]


def test_every_prompt_is_understood_as_it_is_meant(knowledge: Knowledge, reader: Reader) -> None:
    wording, meant = knowledge.wording, []
    for id_ in knowledge.roles:
        history: list[tuple[Reading, str | None]] = [(asked_for("recommend"), id_)]
        history += [(asked_for(kind, roles=(id_,)), None) for kind in ("mistakes",)]
        found = prompts(history, knowledge)
        assert len(found) == len(set(found)) == 4
        readings = [reader.read(text) for text in found]
        meant += [(text, one.intent, id_ in one.roles) for text, one in zip(found[:2], readings, strict=False)]
        assert all(one.verdict == "clear" for one in readings), found
    assert {intent for _, intent, _ in meant} == {"vetting", "when_to_hire"}
    assert [text for text, _, named in meant if not named] == []
    assert reader.read(wording["prompt_recommend"]).intent == "recommend"
