"""Cards as Slack gets them: accepted by its rules, saying the same as their text, inert to foreign words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.advisor import Advice, Conversation, advise
from bot.advisor.advice import next_conversation
from bot.knowledge import Knowledge
from bot.playground.blockkit import validate_message, validate_view
from bot.rendering import Reply, render
from bot.rendering.slack import (
    CHOICE,
    MOST_FALLBACK,
    MOST_TEXT,
    MOST_VALUE,
    SHARE,
    STEP,
    cut,
    notice,
    reading_of,
    shared,
    value_of,
)
from bot.rendering.views import answer_view, home_view
from bot.understanding.reading import FollowUp, Reading, Scored, SignalHit, asked_for
from tests.conftest import TODAY

NASTY = "<!channel> *bold* <@U1> & _it_ `c` ~s~"
MOST_BLOCKS = 12
MOST_VISIBLE = 2100
Visible = Callable[[list[dict[str, Any]]], list[str]]


def parts(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in blocks, at any depth."""
    if isinstance(value, list):
        for item in value:
            yield from parts(item)
    elif isinstance(value, dict):
        yield value
        for item in value.values():
            yield from parts(item)


def buttons(reply: Reply) -> list[dict[str, Any]]:
    return [part for part in parts(reply.blocks) if part.get("type") == "button"]


def payload(reply: Reply) -> dict[str, Any]:
    return {"text": reply.text, "blocks": reply.blocks}


def test_slack_takes_every_card(cards: list[Any]) -> None:
    refused = {}
    for card in cards:
        if card.surface == "modal":
            faults = validate_view(answer_view(card.advice.title, card.reply))
        else:
            faults = validate_message(payload(card.reply), ephemeral=card.surface == "command")
        if faults:
            refused[card.name] = [str(fault) for fault in faults]
    assert refused == {}


def test_cards_have_few_blocks(cards: list[Any]) -> None:
    short = [card for card in cards if not card.advice.reading.detail]
    assert short
    many = {card.name: len(card.reply.blocks) for card in short if len(card.reply.blocks) > MOST_BLOCKS}
    assert many == {}


def test_ids_stand_once_on_a_card(cards: list[Any]) -> None:
    for card in cards:
        for kind in ("block_id", "action_id"):
            ids = [part[kind] for part in parts(card.reply.blocks) if kind in part]
            assert len(ids) == len(set(ids)), (card.name, ids)


def test_slack_makes_no_links_or_mentions_of_plain_words(cards: list[Any]) -> None:
    texts = [part for card in cards for part in parts(card.reply.blocks) if part.get("type") == "mrkdwn"]
    assert len(texts) > 5000
    assert all(text["verbatim"] is True for text in texts)
    plain = [part for card in cards for part in parts(card.reply.blocks) if part.get("type") == "plain_text"]
    assert all(text["emoji"] is False for text in plain)


def unsaid(card: Any, visible: Visible, bare: Callable[[str], str]) -> list[str]:
    """Lines of the blocks that the text does not say. In a cell of a modal the heads are said apart."""
    said = bare(card.reply.text)
    lines = [line for text in visible(card.reply.blocks) for line in text.splitlines()]
    if card.surface == "modal" and card.advice.table:
        lines = [part for line in lines for part in (line.split(": ") if line.startswith("*") else [line])]
    return [line for line in lines if bare(line) not in said]


def test_the_text_says_all_that_the_blocks_say(cards: list[Any], visible: Visible, bare: Callable[[str], str]) -> None:
    silent = {card.name: unsaid(card, visible, bare)[:2] for card in cards if not card.advice.reading.detail}
    assert len(silent) > 500
    assert {name: lines for name, lines in silent.items() if lines} == {}


def test_a_long_text_is_cut_at_the_limit_and_nowhere_else(
    cards: list[Any], visible: Visible, bare: Callable[[str], str]
) -> None:
    detailed = [card for card in cards if card.advice.reading.detail]
    whole = [card for card in detailed if not card.reply.text.endswith("…")]
    print(f"{len(detailed) - len(whole)} of {len(detailed)} detailed texts are cut")
    assert len(whole) > 100
    assert {card.name: unsaid(card, visible, bare) for card in whole if unsaid(card, visible, bare)} == {}
    assert all(MOST_FALLBACK - 40 <= len(card.reply.text) <= MOST_FALLBACK for card in detailed if card not in whole)


def test_no_block_is_cut(cards: list[Any], visible: Visible) -> None:
    """A block cut at Slack's limit would leave out the end of what it lists."""
    assert {card.name for card in cards if any(text.endswith("…") for text in visible(card.reply.blocks))} == set()


def test_no_button_label_is_cut(cards: list[Any]) -> None:
    labels = [(card.name, part["text"]["text"]) for card in cards for part in buttons(card.reply)]
    assert len(labels) > 1000
    assert {label for _, label in labels if label.endswith("…")} == set()


def test_every_button_says_which_reading_it_stands_for(cards: list[Any], knowledge: Knowledge) -> None:
    seen = set()
    for card in cards:
        steps = {step.id: step.reading for step in (*card.advice.choices, *card.advice.steps)}
        for button in buttons(card.reply):
            kind, _, id_ = button["action_id"].partition(":")
            assert kind in (STEP, CHOICE, SHARE)
            reading = reading_of(button["value"])
            seen.add(reading.intent)
            if id_ in steps:
                assert reading == steps[id_]
            else:
                more = {"detail": True} if id_ == "more" else {}
                assert reading == card.advice.reading.model_copy(update=more)
    assert len(seen) >= 8
    assert seen <= set(knowledge.intents)


def test_what_is_hidden_can_be_asked_for(cards: list[Any]) -> None:
    short = [card for card in cards if not card.advice.reading.detail and card.surface != "modal"]
    hiding = [card for card in short if any(len(each.lines) > each.short for each in card.advice.sections)]
    assert len(hiding) > 100
    for card in hiding:
        assert f"{STEP}:more" in {button["action_id"] for button in buttons(card.reply)}, card.name


def test_only_a_private_answer_can_be_shared(cards: list[Any]) -> None:
    shareable = [card for card in cards if SHARE in {button["action_id"] for button in buttons(card.reply)}]
    assert {(card.surface, card.advice.outcome) for card in shareable} == {("command", "answer")}
    assert {card.advice.intent for card in shareable} >= {"recommend", "compare", "when_to_hire", "vetting"}


def test_a_modal_has_no_table(cards: list[Any]) -> None:
    kinds = {block["type"] for card in cards if card.surface == "modal" for block in card.reply.blocks}
    assert kinds <= {"header", "section", "context", "actions"}


def test_short_cards_are_short(cards: list[Any], visible: Visible) -> None:
    sizes = {
        card.name: sum(map(len, visible(card.reply.blocks)))
        for card in cards
        if card.surface == "command" and not card.advice.reading.detail
    }
    assert len(sizes) > 200
    for name, size in sorted(sizes.items(), key=lambda item: -item[1])[:10]:
        print(f"{size:6} {name}")
    assert {name: size for name, size in sizes.items() if size > MOST_VISIBLE} == {}


@pytest.fixture
def nasty(on_tiny: Callable[[Reading], Advice]) -> Advice:
    hit = SignalHit(id="own_data", polarity="present", quote=NASTY)
    return on_tiny(asked_for("recommend", signals=(hit,)))


@pytest.mark.parametrize("surface", ["command", "mention", "dm", "modal"])
@pytest.mark.parametrize("where", ["blocks", "text"])
def test_foreign_words_are_inert(where: str, surface: Any, nasty: Advice, visible: Visible) -> None:
    reply = render(nasty, surface)
    shown = "\n".join(visible(reply.blocks)) if where == "blocks" else reply.text
    assert "bold" in shown
    assert [piece for piece in ("<!channel>", "<@U1>", "*bold*", "_it_", "`c`", "~s~") if piece in shown] == []
    assert re.findall(r"&(?!amp;|lt;|gt;)", shown) == []
    assert re.findall(r"<[^>]*>", shown) == []


def test_a_value_never_grows_past_slacks_limit(knowledge: Knowledge) -> None:
    hits = tuple(SignalHit(id=id_, polarity="present", quote="q" * 80) for id_ in knowledge.signals)
    for count in (1, 10, 20, 30):
        value = value_of(asked_for("recommend", roles=tuple(knowledge.roles), signals=hits[:count]))
        assert len(value) <= MOST_VALUE, count
        assert reading_of(value).intent == "recommend"


@pytest.mark.parametrize("value", ["", "{", "[]", "{}", '{"intents": []}', '{"intents": "x"}', "null", '{"x": 1}'])
def test_a_value_that_is_no_reading_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        reading_of(value)


def test_shared_cards_name_who_shared_and_have_no_buttons(nasty: Advice) -> None:
    reply = shared(render(nasty, "command"), "Shared by <@U1>")
    assert reply.text.startswith("Shared by <@U1>\n")
    assert reply.blocks[0]["elements"][0]["text"] == "Shared by <@U1>"
    assert buttons(reply) == []
    assert validate_message(payload(reply)) == []


def test_a_notice_is_one_escaped_sentence() -> None:
    reply = notice("a < b & c")
    assert reply.text == "a &lt; b &amp; c" == reply.blocks[0]["text"]["text"]
    assert validate_message(payload(reply)) == []


@pytest.mark.parametrize("most", [10, 50, MOST_TEXT])
def test_cutting_keeps_the_limit_and_whole_words(most: int) -> None:
    text = "word " * 1000
    assert len(cut(text, most)) <= most
    assert re.fullmatch(r"(word )*word…", cut(text, most))
    assert cut("short", most) == "short"
    assert len(cut("x" * 5000, most)) <= most


def test_cutting_never_splits_an_entity() -> None:
    for most in range(12, 60):
        assert re.findall(r"&(?!amp;|lt;|gt;)", cut("R&amp;D " * 20, most)) == [], most


def test_home_is_taken_by_slack(knowledge: Knowledge) -> None:
    wording = knowledge.wording
    examples = [(f"Example {number}", asked_for("recommend")) for number in range(3)]
    view = home_view(wording["home_title"], wording["home_lines"].splitlines(), wording["privacy"], examples)
    assert validate_view(view) == []
    assert [reading_of(part["value"]) for part in parts(view["blocks"]) if part.get("type") == "button"] == [
        reading for _, reading in examples
    ]


def test_a_long_title_of_a_modal_is_shortened(nasty: Advice) -> None:
    view = answer_view("A title that is longer than Slack allows", render(nasty, "modal"))
    assert len(view["title"]["text"]) <= 24
    assert validate_view(view) == []


def test_values_are_readable_json() -> None:
    reading = Reading.model_validate(json.loads(value_of(asked_for("compare", roles=("ai-developer", "ml-engineer")))))
    assert reading.roles == ("ai-developer", "ml-engineer")


def test_a_button_on_an_answer_that_leant_on_another_gives_that_answer_again(tiny: Knowledge) -> None:
    term = advise(asked_for("glossary", terms=tuple(tiny.glossary)[:1]), Conversation(), tiny, on=TODAY)
    wish = Reading(intents=(Scored(intent="help", probability=0.3),), verdict="unclear", follow=FollowUp(kind="more"))
    more = advise(wish, next_conversation(term, Conversation()), tiny, on=TODAY)
    assert more.outcome == "answer"
    pressed = advise(reading_of(value_of(more.reading)), Conversation(), tiny, on=TODAY)
    assert (pressed.answer_id, pressed.title) == (more.answer_id, more.title)
