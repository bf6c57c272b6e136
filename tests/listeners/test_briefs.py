"""The role brief through the real dispatcher: asked for by command and by button, with a file where that is granted."""

from __future__ import annotations

import logging

import pytest

from bot.listeners.customs import Asker
from bot.playground.rules import Rules
from bot.rendering.brief import as_brief

PROJECT = "we want a RAG chatbot over our confluence pages, on top of GPT, nothing is built yet"
DM = "D0MAYA"
WITHOUT_FILES = tuple(scope for scope in Rules().scopes if scope != "files:write")
GRANTS = pytest.mark.parametrize("scopes", [Rules().scopes, WITHOUT_FILES], ids=["granted", "not granted"])


def header(message):
    first = message.blocks[0]
    return (first.get("title") or first["text"])["text"]


def files(rig):
    """What was shared, with where it stands: the message and its file."""
    return [(message, file) for message in rig.answers() for file in message.files]


def cards(rig):
    return [message for message in rig.answers() if message.blocks]


def content(rig, file):
    return rig.stage.uploads.known[file["id"]].content.decode()


@GRANTS
async def test_the_command_with_a_project_answers_privately_and_sends_the_file_where_it_may(make_rig, scopes):
    rig = await make_rig(scopes=scopes)
    await rig.command(f"brief {PROJECT}")
    (card,) = cards(rig)
    assert header(card) == "Role brief: AI developer"
    assert card.ephemeral
    sent = files(rig)
    assert len(sent) == (scopes != WITHOUT_FILES)
    for message, file in sent:
        assert message.channel == DM, "a file cannot be shown to one person in a channel"
        assert file["name"] == "role-brief-ai-developer.md"
        assert content(rig, file).startswith("# Role brief: AI developer\n")
        assert "“RAG”" in content(rig, file)
    assert [(row["outcome"], row["role"]) for row in rig.rows()] == [("answer", "ai-developer")]


@GRANTS
async def test_the_button_of_a_private_answer_does_the_same(make_rig, scopes):
    rig = await make_rig(scopes=scopes)
    await rig.command(PROJECT)
    assert files(rig) == []
    await rig.press("Role brief")
    assert [header(card) for card in cards(rig)] == ["AI developer", "Role brief: AI developer"]
    assert cards(rig)[-1].ephemeral
    assert [(message.channel, file["name"]) for message, file in files(rig)] == (
        [] if scopes == WITHOUT_FILES else [(DM, "role-brief-ai-developer.md")]
    )


@GRANTS
async def test_the_command_without_a_project_writes_for_the_one_last_spoken_of(make_rig, scopes):
    rig = await make_rig(scopes=scopes)
    await rig.command(PROJECT)
    await rig.command("brief")
    answer, card = cards(rig)
    assert (header(answer), header(card)) == ("AI developer", "Role brief: AI developer")
    assert len(files(rig)) == (scopes != WITHOUT_FILES)
    assert [row["outcome"] for row in rig.rows()] == ["answer", "answer"]


async def test_without_a_project_and_without_a_conversation_the_bot_asks(rig):
    await rig.command("brief")
    (card,) = cards(rig)
    assert rig.rows()[0]["outcome"] == "ask"
    assert "Role brief" not in header(card)
    assert files(rig) == []


async def test_a_role_alone_gets_its_brief(rig):
    await rig.command("Brief: an ML engineer")
    assert header(cards(rig)[0]) == "Role brief: ML engineer"
    ((_, file),) = files(rig)
    assert "too little was told to say whether that is the right role" in content(rig, file)


async def test_what_is_outside_gets_no_file(rig):
    await rig.command("brief what is the weather in Rome today?")
    assert [row["outcome"] for row in rig.rows()] == ["decline"]
    assert files(rig) == []


async def test_in_a_direct_message_the_file_stands_in_the_thread_of_the_answer(rig):
    await rig.event(rig.im(PROJECT))
    (answer,) = cards(rig)
    await rig.press("Role brief")
    card = cards(rig)[-1]
    ((message, file),) = files(rig)
    assert header(card) == "Role brief: AI developer"
    assert (card.channel, message.channel) == (DM, DM)
    assert card.thread_ts == message.thread_ts == answer.thread_ts
    assert message.text == rig.desk.knowledge.wording["brief_file"].format(title="Role brief: AI developer")
    assert file["title"] == "Role brief: AI developer"


async def test_of_a_public_answer_the_brief_is_private_and_without_the_words_of_who_asked(rig):
    await rig.event(rig.mention(PROJECT))
    assert not cards(rig)[0].ephemeral
    await rig.press("Role brief")
    card = cards(rig)[-1]
    assert card.ephemeral
    ((message, file),) = files(rig)
    assert message.channel == DM
    assert "“" not in content(rig, file).split("## Role and alternatives")[0]


async def test_unfolding_the_brief_sends_no_second_file(rig):
    await rig.command(f"brief {PROJECT}")
    await rig.press("Show everything", cards(rig)[-1])
    assert len(cards(rig)) == 1, "the card was replaced"
    assert "Advert draft" in str(cards(rig)[0].blocks)
    assert len(files(rig)) == 1


async def test_pressed_twice_it_is_sent_once(rig):
    await rig.command(PROJECT)
    card = cards(rig)[0]
    await rig.press("Role brief", card)
    await rig.press("Role brief", card)
    assert len(files(rig)) == 1


async def test_that_files_are_not_granted_is_told_once_and_no_failure(make_rig, caplog):
    rig = await make_rig(scopes=WITHOUT_FILES)
    with caplog.at_level(logging.WARNING, logger="bot.listeners.briefs"):
        await rig.command(f"brief {PROJECT}")
        await rig.command("brief")
    assert [record.message for record in caplog.records if record.name == "bot.listeners.briefs"] == [
        "role briefs are not sent as files: the app lacks files:write; the messages go on"
    ]
    assert [row["outcome"] for row in rig.rows()] == ["answer", "answer"]
    assert not rig.desk.looks.files


async def test_the_file_is_the_brief_of_the_card_byte_for_byte(rig):
    await rig.command(f"brief {PROJECT}")
    ((_, file),) = files(rig)
    advice = rig.desk.answer_brief(PROJECT, Asker(rig.TEAM, rig.ME, "command", 0.0), "elsewhere", "command").advice
    assert content(rig, file) == as_brief(advice)
    assert file["size"] == len(as_brief(advice).encode())
