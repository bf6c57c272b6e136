"""What goes to a person and comes back: the question with what was told and assumed, and with its answer under it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest

from bot.advisor import Advice
from bot.advisor.advice import Section
from bot.knowledge import Knowledge
from bot.playground.blockkit import validate_message, validate_view
from bot.rendering import Reply, handover
from bot.rendering.blocks import MOST_TEXT
from bot.rendering.values import MOST_VALUE
from bot.rendering.views import MOST_NOTE
from bot.understanding.reading import Reading, SignalHit, asked_for
from tests.rendering.pieces import buttons

NOTE = "Does that hold for a part-time post & a <small> team?"
SAID = "Yes, for the first half year."
Visible = Callable[[list[dict[str, Any]]], list[str]]


@pytest.fixture
def advice(on_tiny: Callable[[Reading], Advice]) -> Advice:
    return on_tiny(asked_for("recommend", signals=(SignalHit(id="own_data", polarity="present", quote="our sensors"),)))


def both(reply: Reply, visible: Visible) -> list[str]:
    assert validate_message({"text": reply.text, "blocks": reply.blocks}) == []
    return [reply.text, "\n".join(visible(reply.blocks)).replace("\u00a0", " ")]


def test_the_room_reads_what_was_told_and_what_was_assumed(advice: Advice, tiny: Knowledge, visible: Visible) -> None:
    message = handover.question_message(advice, NOTE, "U1", tiny.wording)
    assumed = next(each.lines[0].text for each in advice.sections if each.kind == "assumed")
    for said in both(message, visible):
        assert "a part-time post &amp; a &lt;small&gt; team?" in said
        assert "It must learn from your data. (you wrote: “our sensors”)" in said
        assert assumed in said
        assert advice.lead.text in said


def test_sections_are_found_whatever_they_are_called(advice: Advice, tiny: Knowledge, visible: Visible) -> None:
    renamed = tuple(Section(title="Warum", lines=each.lines, kind=each.kind) for each in advice.sections)
    message = handover.question_message(advice.model_copy(update={"sections": renamed}), NOTE, "U1", tiny.wording)
    assert all("It must learn from your data." in said for said in both(message, visible))


@pytest.mark.parametrize(
    ("human", "place", "everybody"),
    [("C0ROOM", "<#C0ROOM>", True), ("G0ROOM", "<#G0ROOM>", True), ("U7", "<@U7>", False)],
)
def test_the_form_says_where_it_goes(
    human: str, place: str, everybody: bool, advice: Advice, tiny: Knowledge, visible: Visible
) -> None:
    view = handover.ask_view(advice, tiny.wording, human)
    said = " ".join(visible(view["blocks"]))
    assert place in said
    assert ("everybody sees it with your name" in said) == everybody
    assert validate_view(view) == []


def asked_by(message: Reply) -> handover.Question:
    (button,) = buttons(message.blocks)
    return handover.question_of(button["value"])


def test_the_question_stays_above_its_answer(advice: Advice, tiny: Knowledge, visible: Visible) -> None:
    asked = asked_by(handover.question_message(advice, NOTE, "U1", tiny.wording))
    assert asked.note == NOTE
    metadata = json.loads(handover.reply_view(asked, "C1", "1.2", tiny.wording)["private_metadata"])
    assert handover.question_of(json.dumps(metadata)) == asked
    for make in (handover.answer_message, handover.resolved_message):
        for said in both(make(asked, SAID, "U2", tiny.wording), visible):
            assert 0 < said.index("part-time post &amp; a &lt;small&gt;") < said.index(SAID)


@pytest.mark.parametrize("sign", ["x", '"', "\n", "é", "中", "<", "\x01"])
def test_a_long_question_fits_into_its_button(sign: str, advice: Advice, tiny: Knowledge) -> None:
    note = ("word " + sign * 5) * (MOST_NOTE // 10)
    message = handover.question_message(advice, note, "U1", tiny.wording)
    (button,) = buttons(message.blocks)
    assert len(button["value"]) <= MOST_VALUE
    kept = handover.question_of(button["value"]).note
    assert kept == note or (kept.endswith("…") and note.startswith(kept[:-1]))
    assert len(kept) > 100
    done = handover.resolved_message(asked_by(message), SAID * 30, "U2", tiny.wording)
    assert all(len(block["text"]["text"]) <= MOST_TEXT for block in done.blocks)
    assert validate_message({"text": done.text, "blocks": done.blocks}) == []


def test_what_older_versions_sent_is_answered_too(tiny: Knowledge, visible: Visible) -> None:
    told = {key: value for key, value in asdict(handover.Question("U1", "AAAA1111", "T")).items() if key != "note"}
    old = handover.question_of(json.dumps(told))
    done = handover.resolved_message(old, SAID, "U2", tiny.wording)
    assert all(SAID in said and "The question:" not in said for said in both(done, visible))


@pytest.mark.parametrize("value", ["", "[]", "3", "{}", '{"user": "U1"}'])
def test_what_is_no_question_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="no question"):
        handover.question_of(value)
