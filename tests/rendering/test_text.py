"""The same advice as plain text, as Markdown and in a terminal."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from bot.advisor import Advice
from bot.advisor.advice import evidence_of, lines_of
from bot.rendering import as_markdown, as_text
from bot.rendering.terminal import as_terminal
from bot.understanding.reading import Reading, SignalHit, asked_for

OnTiny = Callable[[Reading], Advice]
COMPARE = asked_for("compare", roles=("ai-developer", "ml-engineer"))


def advice_of(cards: list[Any]) -> list[tuple[str, Advice]]:
    found = [(card.name, card.advice) for card in cards if card.surface == "dm"]
    assert len(found) > 300
    return found


def test_markdown_holds_every_sentence_with_its_evidence(cards: list[Any]) -> None:
    for name, advice in advice_of(cards):
        page = as_markdown(advice)
        assert page.startswith(f"# {advice.title}\n"), name
        assert [line.text for line in lines_of(advice) if line.text not in page] == [], name
        in_cells = {id_ for row in (advice.table.rows if advice.table else ()) for c in row.cells for id_ in c.evidence}
        in_sides = {id_ for dispute in advice.disputes for side in dispute.sides for id_ in side.evidence}
        missing = [id_ for id_ in evidence_of(advice) if id_ not in page and id_ not in in_cells | in_sides]
        assert missing == [], name
        assert advice.answer_id in page


@pytest.mark.parametrize("width", [40, 80, 100])
def test_a_terminal_line_is_never_wider_than_the_terminal(width: int, cards: list[Any]) -> None:
    for name, advice in advice_of(cards)[::5]:
        body = as_terminal(advice, width=width, colour=False).splitlines()
        assert [line for line in body if len(line) > width] == [], name


def test_a_terminal_without_colours_gets_none(on_tiny: OnTiny) -> None:
    assert "\x1b" not in as_terminal(on_tiny(COMPARE), width=80, colour=False, why=True)
    assert "\x1b[1m" in as_terminal(on_tiny(COMPARE), width=80, colour=True)


def test_why_shows_everything_and_where_it_comes_from(on_tiny: OnTiny) -> None:
    reading = asked_for("recommend", signals=(SignalHit(id="own_data", polarity="present", quote="train a model"),))
    plain, why = (as_terminal(on_tiny(reading), width=100, colour=False, why=why) for why in (False, True))
    assert "[P-2]" in why
    assert "[P-2]" not in plain
    assert "own_data (present: “train a model”)" in why


def test_text_names_what_it_leaves_out(on_tiny: OnTiny) -> None:
    reading = asked_for("responsibilities", roles=("ai-developer",))
    short, full = as_text(on_tiny(reading)), as_text(on_tiny(reading), detail=True)
    assert "more under “Show everything”." in short
    assert "more under" not in full
    assert "Carries duty four for the AI developer." in full
    assert "Carries duty four for the AI developer." not in short


def test_interests_are_marked_in_short_and_told_in_full(on_tiny: OnTiny) -> None:
    reading = asked_for("recommend", signals=(SignalHit(id="own_data", polarity="present"),))
    short, full = (as_text(on_tiny(reading.model_copy(update={"detail": detail}))) for detail in (False, True))
    marked = re.compile(r"(Paper Mill|Quiet Institute)(?: \(|, )(?:has a stake|vendor)")
    assert set(marked.findall(short)) == {"Paper Mill"}
    assert "origami" not in short
    assert "Paper Mill (2026-02-01, sells origami courses)" in full
    assert "Quiet Institute (2025)" in full


def test_nothing_a_person_wrote_is_text_without_quotation_marks(on_tiny: OnTiny) -> None:
    hit = SignalHit(id="own_data", polarity="present", quote="train\u00a0the thing")
    for page in (as_text, as_markdown):
        text = page(on_tiny(asked_for("recommend", signals=(hit,))))
        assert text.count("the thing") == text.count("the thing”") == 1
