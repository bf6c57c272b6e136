"""A question handed on to a person, and the answer that comes back."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.listeners.customs import Customs

ROOM = "C0HIRING"


@pytest.fixture
def desk(desk):
    desk.customs = replace(desk.customs, human=ROOM)
    return desk


async def ask(rig, note: str = "does that hold for a <small> team & a part-time post?") -> None:
    await rig.type("we want a RAG chatbot over our confluence pages", channel="D0MAYA")
    await rig.press("Ask a human")
    await rig.submit(note=note)


def question(rig):
    return next(message for message in rig.answers() if message.channel == ROOM)


def modal(rig) -> str:
    return str(rig.stage.views.modals[-1]["blocks"])


async def test_the_question_goes_out_with_what_was_answered_and_the_asker_hears(rig):
    await ask(rig)
    posted = question(rig)
    assert f"<@{rig.ME}>" in posted.text
    assert "&lt;small&gt; team &amp; a part-time" in posted.text
    assert "AI developer" in posted.text
    assert "is with a person now" in modal(rig)
    rig.stage.become("U0TEAM")
    await rig.press("Answer", posted)
    await rig.submit(note="Yes, for the first half year.")
    heard = rig.answers()[-1]
    assert heard.channel == "D0MAYA"
    assert "Yes, for the first half year." in heard.text
    assert "<@U0TEAM>" in heard.text
    assert "answered the question" in question(rig).text
    assert [(row["verdict"], row["person"]) for row in rig.desk.store.db.table("feedback").rows] == [(None, 1)]


async def test_who_asked_is_nowhere_in_the_database(rig, tmp_path):
    await ask(rig)
    held = b"".join(file.read_bytes() for file in tmp_path.glob("whichrole.db*"))
    assert rig.ME.encode() not in held
    assert b"part-time" not in held


async def test_the_first_of_two_answers_counts(rig):
    await ask(rig)
    await rig.press("Answer", question(rig))
    first = rig.stage.views.modals[-1]
    await rig.submit(note="Yes.")
    rig.stage.views.modals[:] = [first]
    await rig.submit(note="No.")
    assert "in the meantime" in modal(rig)
    assert [m.text for m in rig.answers() if "No." in m.text] == []


async def test_a_room_that_cannot_be_reached_is_told_and_the_question_can_be_sent_again(rig, desk):
    await rig.type("we want a RAG chatbot over our confluence pages", channel="D0MAYA")
    await rig.press("Ask a human")
    form = rig.stage.views.modals[-1]
    desk.customs = Customs(human="C0NOWHERE")
    await rig.submit(note="does that hold?")
    assert "reference" in modal(rig)
    desk.customs = Customs(human=ROOM)
    rig.stage.views.modals[:] = [form]
    await rig.submit(note="does that hold?")
    assert "does that hold?" in question(rig).text


async def test_a_person_who_is_no_longer_set_up_is_told_so(rig, desk):
    await rig.type("we want a RAG chatbot over our confluence pages", channel="D0MAYA")
    desk.customs = Customs()
    await rig.press("Ask a human")
    assert rig.stage.views.modals == []
    assert "No person is set up" in rig.answers()[-1].text


async def test_a_question_from_a_public_card_quotes_nobody_else(rig):
    await rig.type("@whichrole we want a RAG chatbot over our confluence pages")
    card = rig.answers()[0]
    assert "you wrote" in card.text
    rig.stage.become("U0TEAM")
    await rig.press("Ask a human", card)
    assert "What was answered" in modal(rig)
    assert "you wrote" not in modal(rig)


async def test_a_long_answer_full_of_signs_arrives_whole(rig):
    await ask(rig)
    rig.stage.become("U0TEAM")
    await rig.press("Answer", question(rig))
    await rig.submit(note="R&D <b> & " * 190 + "THE END.")
    heard = next(m for m in rig.answers() if m.channel == "D0MAYA" and "answers your question" in m.text)
    assert "THE END." in str(heard.blocks)
    assert "answered the question" in question(rig).text


async def test_an_answer_counts_even_if_the_form_is_closed_meanwhile(rig):
    await ask(rig)
    await rig.press("Answer", question(rig))
    form = rig.stage.views.modals[-1]["id"]
    rig.stage.illness.slow = 2.3
    sent = asyncio.create_task(rig.submit(note="Yes."))
    await asyncio.sleep(2.1)
    rig.stage.views.close(form)
    await sent
    assert "answered the question" in question(rig).text
    assert "error" not in {row["outcome"] for row in rig.rows()}


async def test_a_question_that_cannot_be_counted_was_sent_all_the_same(rig, caplog):
    rig.desk.store.db.execute("DROP TABLE feedback")
    await ask(rig)
    assert "is with a person now" in modal(rig)
    assert "was not counted" in caplog.text
    assert "error" not in {row["outcome"] for row in rig.rows()}


async def test_asking_a_person_leaves_what_was_said_of_the_answer(rig):
    await rig.type("we want a RAG chatbot over our confluence pages", channel="D0MAYA")
    card = rig.answers()[-1]
    await rig.press("Not helpful", card)
    await rig.submit(reason="misread", note="we have no data yet")
    rig.stage.views.modals.clear()
    await rig.press("Ask a human", card)
    await rig.submit(note="does that hold?")
    (row,) = rig.desk.store.db.table("feedback").rows
    assert (row["verdict"], row["reason"], row["note"], row["person"]) == ("no", "misread", "we have no data yet", 1)
    await rig.press("Helpful", card)
    (row,) = rig.desk.store.db.table("feedback").rows
    assert (row["verdict"], row["person"]) == ("yes", 1)
