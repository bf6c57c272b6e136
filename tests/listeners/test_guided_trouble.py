"""The guided talk when things go wrong: twice, too late, refused, a new start or other knowledge in between."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.knowledge import load
from bot.listeners import Desk
from bot.listeners.pace import Pace
from bot.playground import payloads
from bot.storage import Store, UserKeys
from bot.understanding import Reader
from tests.conftest import ROOT
from tests.listeners.guided_form import OWN_MODEL, Form, picked, through
from tests.serving import serve_bot


@pytest.fixture
async def form(rig):
    return await Form(rig).open()


async def test_the_same_step_submitted_twice_skips_no_question(form):
    await form.next()
    one, other = await form.deliver(form.submission(form.choose(*OWN_MODEL)), times=2)
    assert one["view"] == other["view"]
    assert json.loads(one["view"]["private_metadata"])["given"] == "?end_result=custom_training"


async def test_the_last_step_submitted_twice_counts_once(form):
    await form.next()
    await form.answer(*OWN_MODEL)
    again = form.submission(form.choose("No"))
    await form.answer("No")
    assert len(form.rig.rows()) == 2
    await form.deliver(again)
    assert len(form.rig.rows()) == 2


async def test_sent_twice_it_is_posted_once(form):
    await through(form, *OWN_MODEL, "No")
    await form.press("Send to a channel")
    url = form.rig.stage.response_url("C0HIRING", form.rig.ME)
    await form.deliver(form.submission(picked("C0HIRING"), "C0HIRING", url), times=2)
    assert len(form.rig.answers()) == 1


async def test_what_slack_does_not_take_is_told_beside_the_place_and_can_be_tried_again(form):
    await through(form, *OWN_MODEL, "No")
    await form.press("Send to a channel")
    spent = f"{form.rig.stage.base_url}/response/spent"
    (told,) = await form.deliver(form.submission(picked("C0HIRING"), "C0HIRING", spent))
    assert told["response_action"] == "errors"
    assert "could not post" in told["errors"]["place"]
    await form.send()
    assert len(form.rig.answers()) == 1


async def test_where_slack_gives_no_address_it_is_told_so(form):
    await through(form, *OWN_MODEL, "No")
    await form.press("Send to a channel")
    (told,) = await form.deliver(form.submission(picked("C0HIRING")))
    assert list(told["errors"]) == ["place"]


async def test_a_press_in_a_modal_that_has_changed_does_nothing(form):
    await form.next()
    old = form.view
    await form.answer(*OWN_MODEL)
    now, question = form.view["hash"], form.question
    back = next(block for block in old["blocks"] if block.get("block_id") == "moves")
    payload = payloads.interaction(form.rig.stage, "block_actions", old["id"]) | payloads.view_place(old)
    payload |= {"actions": [back["elements"][0] | {"block_id": "moves", "action_ts": "1"}], "state": {"values": {}}}
    reply = await form.rig.standin.delivery.interaction(payload, "late")
    await form.rig.settle()
    assert reply.status == 200
    assert (form.view["hash"], form.question) == (now, question)
    assert [row["outcome"] for row in form.rig.rows()] == ["ask"]


@pytest.mark.parametrize("how", ["command", "shortcut"])
async def test_too_late_to_open_it_offers_a_start_whose_press_is_in_time(make_rig, how):
    rig = await make_rig(trigger_seconds=0.0)
    if how == "command":
        await rig.command("start")
    else:
        await rig._clicks.shortcut("start_guided", None, None)
        await rig.settle()
    assert rig.stage.views.modals == []
    (told,) = rig.answers()
    assert told.ephemeral is (how == "command")
    assert told.channel == ("C0HIRING" if how == "command" else "D0MAYA")
    assert "Press Start" in told.text
    rig.stage.triggers._rules = type(rig.stage.rules)()
    await rig.press("Start")
    form = Form(rig)
    assert form.state["surface"] == how
    await through(form, *OWN_MODEL, "No")
    assert rig.rows()[-1]["surface"] == how
    assert "error" not in [row["outcome"] for row in rig.rows()]


async def test_the_bot_may_start_anew_in_between(rig, stack, desk, knowledge, reader):
    form = await Form(rig).open()
    await form.next()
    await form.answer(*OWN_MODEL)
    file = Path(desk.store.db.execute("PRAGMA database_list").fetchone()[2])
    other = Desk(knowledge, reader, Store(file), UserKeys.beside(file), pace=Pace(each=0.0), today=desk.today)
    await serve_bot(stack, rig.standin, other)
    await form.walk("No")
    assert rig.rows()[-1]["role"] == "ml-engineer"
    assert desk.outcomes["answer"] == 0


@pytest.fixture(scope="module")
def tiny():
    return load([ROOT / "tests" / "tiny"])


async def test_the_knowledge_may_change_in_between(form, knowledge, reader, tiny):
    await form.next()
    await form.answer(*OWN_MODEL)
    await form.answer("Yes")
    desk = form.rig.desk
    desk.change_over(tiny, Reader(tiny))
    try:
        await form.next(form.choose(form.radio["element"]["options"][0]["text"]["text"]) if form.radio else None)
        assert form.question in {signal.question for signal in tiny.signals.values()}
        await form.walk("Yes")
        assert form.rig.rows()[-1]["role"] in tiny.roles
    finally:
        desk.change_over(knowledge, reader)


async def test_a_slow_slack_posts_once_and_the_form_says_so_in_the_end(form):
    await through(form, *OWN_MODEL, "No")
    await form.press("Send to a channel")
    form.rig.stage.illness.slow = 2.3
    errors = await form.send()
    assert not errors
    assert len(form.rig.answers()) == 1
    assert "Sent. Everybody there sees it" in form.words


async def test_a_slow_slack_that_refuses_is_told_beside_the_answer_and_can_be_tried_again(form):
    await through(form, *OWN_MODEL, "No")
    await form.press("Send to a channel")
    form.rig.stage.illness.slow = 2.3
    await form.deliver(form.submission(picked("C0HIRING"), "C0HIRING", f"{form.rig.stage.base_url}/response/spent"))
    form.rig.stage.illness.slow = 0.0
    assert "could not post" in form.words
    await form.press("Send to a channel")
    await form.send()
    assert len(form.rig.answers()) == 1


async def test_what_could_not_be_kept_can_be_kept_by_a_second_press(form):
    await through(form, *OWN_MODEL, "No")
    answer = form.view
    form.rig.stage.illness.refuse = "internal_error"
    await form.press("Keep it")
    form.rig.stage.illness.refuse = "nothing"
    assert form.rig.answers() == []
    form.rig.stage.views.modals[:] = [answer]
    await form.press("Keep it")
    (kept,) = form.rig.answers()
    assert kept.channel == "D0MAYA"
    assert "direct messages" in form.words
