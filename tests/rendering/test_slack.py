"""Cards as Slack gets them: accepted by its rules, saying the same as their text, inert to foreign words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from bot.advisor import Advice, Conversation, advise
from bot.advisor.advice import next_conversation
from bot.knowledge import Knowledge
from bot.playground.blockkit import validate_message, validate_view
from bot.rendering import render
from bot.rendering.actions import CHOICE, GUIDED, HUMAN, SHARE, STEP, WITHDRAW
from bot.rendering.blocks import MOST_TEXT, cut
from bot.rendering.slack import MOST_FALLBACK, notice, shared
from bot.rendering.values import MOST_VALUE, reading_of, value_of
from bot.rendering.views import answer_view
from bot.understanding.reading import FollowUp, Reading, Scored, SignalHit, asked_for
from tests.conftest import TODAY
from tests.rendering.pieces import buttons, every, parts, steps

NASTY = "<!channel> *bold* <@U1> & _it_ `c` ~s~"
Visible = Callable[[list[dict[str, Any]]], list[str]]


def test_slack_takes_every_card(cards: list[Any]) -> None:
    refused = {}
    for name, card, blocks in every(cards):
        if card.surface == "modal":
            faults = validate_view(answer_view(card.advice.title, card.reply, modern=name.endswith("modern")))
        else:
            payload = {"text": card.reply.text, "blocks": blocks}
            faults = validate_message(payload, ephemeral=card.surface == "command")
        if faults:
            refused[name] = [str(fault) for fault in faults]
    assert refused == {}


def test_ids_stand_once_on_a_card(cards: list[Any]) -> None:
    for name, _, blocks in every(cards):
        for kind in ("block_id", "action_id"):
            ids = [part[kind] for part in parts(blocks) if kind in part]
            assert len(ids) == len(set(ids)), (name, ids)


def test_slack_makes_no_links_or_mentions_of_plain_words(cards: list[Any]) -> None:
    texts = [part for _, _, blocks in every(cards) for part in parts(blocks)]
    formatted = [text for text in texts if text.get("type") == "mrkdwn"]
    assert len(formatted) > 5000
    assert all(text["verbatim"] is True for text in formatted)
    assert all(text["emoji"] is False for text in texts if text.get("type") == "plain_text")


def unsaid(_: str, card: Any, blocks: list[dict[str, Any]], visible: Visible, bare: Any) -> list[str]:
    """Lines of the blocks that the text does not say."""
    said = bare(card.reply.text)
    return [line for text in visible(blocks) for line in text.splitlines() if bare(line) not in said]


def test_the_text_says_all_that_the_blocks_say(cards: list[Any], visible: Visible, bare: Callable[[str], str]) -> None:
    whole = [each for each in every(cards) if not each[1].reply.text.endswith("…")]
    print(f"{(len(every(cards)) - len(whole)) // 2} of {len(cards)} texts are cut, all of them in detail")
    silent = {each[0]: lines[:2] for each in whole if (lines := unsaid(*each, visible, bare))}
    assert silent == {}
    assert any(card.advice.reading.detail for _, card, _ in whole)


def test_a_text_is_cut_at_the_limit_and_nowhere_else(cards: list[Any]) -> None:
    cuts = [card for card in cards if card.reply.text.endswith("…")]
    assert cuts
    assert all(card.advice.reading.detail for card in cuts)
    assert all(MOST_FALLBACK - 40 <= len(card.reply.text) <= MOST_FALLBACK for card in cuts)


def test_a_text_reads_well_aloud(cards: list[Any]) -> None:
    """No marks of lists; each line is a sentence, the head of a list, or ends in what was quoted."""
    odd = {
        card.name: line
        for card in cards
        for line in card.reply.text.splitlines()
        if line and (not line.endswith((".", "?", ":", "!", "”", "”)", "…")) or line[0] in "•-*")
    }
    assert odd == {}


def test_no_block_is_cut(cards: list[Any], visible: Visible) -> None:
    """A block cut at Slack's limit would leave out the end of what it lists."""
    assert {name for name, _, b in every(cards) if any(text.endswith("…") for text in visible(b))} == set()


def test_no_button_label_is_cut(cards: list[Any]) -> None:
    labels = {(name, part["text"]["text"]) for name, _, blocks in every(cards) for part in buttons(blocks)}
    assert len(labels) > 1000
    assert {label for _, label in labels if label.endswith("…")} == set()


def test_every_button_says_which_reading_it_stands_for(cards: list[Any], knowledge: Knowledge) -> None:
    seen = set()
    for name, card, blocks in every(cards):
        offered = {step.id: step.reading for step in (*card.advice.choices, *card.advice.steps)}
        for button in steps(blocks):
            kind, _, id_ = button["action_id"].partition(":")
            assert kind in (STEP, CHOICE, SHARE, HUMAN, GUIDED), name
            reading = reading_of(button["value"])
            seen.add(reading.intent)
            if id_ in offered:
                assert reading == offered[id_]
            else:
                more = {"detail": True} if id_ == "more" else {}
                assert reading == card.advice.reading.model_copy(update=more)
    assert len(seen) >= 8
    assert seen <= set(knowledge.intents)


def test_what_is_hidden_can_be_asked_for(cards: list[Any]) -> None:
    short = [each for each in every(cards) if not each[1].advice.reading.detail and each[1].surface != "modal"]
    hiding = [each for each in short if any(len(part.lines) > part.short for part in each[1].advice.sections)]
    assert len(hiding) > 200
    for name, _, blocks in hiding:
        assert f"{STEP}:more" in {button["action_id"] for button in buttons(blocks)}, name


def test_every_answer_to_a_question_back_can_be_pressed(cards: list[Any]) -> None:
    asking = [each for each in every(cards) if each[1].advice.outcome == "ask"]
    assert len(asking) > 50
    for name, card, blocks in asking:
        labels = [each["text"]["text"] for each in buttons(blocks)]
        assert [step.label for step in card.advice.choices] == labels[: len(card.advice.choices)], name


def test_only_a_private_answer_can_be_shared(cards: list[Any]) -> None:
    shareable = [card for _, card, b in every(cards) if SHARE in {each["action_id"] for each in buttons(b)}]
    assert {(card.surface, card.advice.outcome) for card in shareable} == {("command", "answer")}
    assert {card.advice.intent for card in shareable} >= {"recommend", "compare", "when_to_hire", "vetting"}


@pytest.fixture
def nasty(on_tiny: Callable[[Reading], Advice]) -> Advice:
    hit = SignalHit(id="own_data", polarity="present", quote=NASTY)
    return on_tiny(asked_for("recommend", signals=(hit,)))


@pytest.mark.parametrize("surface", ["command", "mention", "dm", "modal"])
@pytest.mark.parametrize("where", ["blocks", "text"])
def test_foreign_words_are_inert(where: str, surface: Any, nasty: Advice, visible: Visible) -> None:
    reply = render(nasty, surface)
    shown = "\n".join(visible(reply.blocks) + visible(reply.shown(False))) if where == "blocks" else reply.text
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


@pytest.mark.parametrize("modern", [True, False])
def test_shared_cards_name_who_shared_and_keep_no_private_button(modern: bool, nasty: Advice) -> None:
    reply = shared(render(nasty, "command", human=True), "Shared by <@U1>", "code")
    blocks = reply.shown(modern)
    assert reply.text.startswith("Shared by <@U1>\n")
    assert blocks[0]["elements"][0]["text"] == "Shared by <@U1>"
    assert steps(blocks) == []
    (back,) = (each for each in buttons(blocks) if each["action_id"] == WITHDRAW)
    assert (back["value"], back["text"]["text"], back["confirm"]["deny"]["text"]) == ("code", "Withdraw", "Keep it")
    assert [block["block_id"] for block in blocks[-2:]] == ["feedback", "withdraw"]
    assert validate_message({"text": reply.text, "blocks": blocks}) == []


def test_a_shared_card_that_nobody_may_withdraw_has_no_such_button(nasty: Advice) -> None:
    reply = shared(render(nasty, "command"), "Shared by <@U1>")
    assert WITHDRAW not in {each["action_id"] for each in buttons(reply.shown(False))}


def test_a_notice_is_one_escaped_sentence() -> None:
    reply = notice("a < b & c")
    assert reply.text == "a &lt; b &amp; c" == reply.blocks[0]["text"]["text"]
    assert validate_message({"text": reply.text, "blocks": reply.blocks}) == []
    assert reply.classic is None


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
