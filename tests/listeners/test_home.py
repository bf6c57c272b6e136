"""App Home through the real app: one's own questions, the role library, counts for administrators, prompts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.listeners.customs import Asker
from bot.playground.clicks import Clicks
from bot.rendering.blocks import mrkdwn
from bot.understanding.reading import asked_for

SOMEBODY = "U0TEAM"
Obj = dict[str, Any]


async def open_tab(rig, tab: str = "home", user: str | None = None) -> None:
    await rig.event({"type": "app_home_opened", "user": user or rig.ME, "channel": "D0MAYA", "tab": tab})


def home_of(rig, user: str | None = None) -> Obj:
    found: Obj = rig.stage.views.homes[user or rig.ME]
    return found


def said(view: Obj) -> str:
    return str(view["blocks"])


def controls(view: Obj) -> dict[str, str]:
    """Action id -> block id of everything on Home that can be used."""
    found = {}
    for block in view["blocks"]:
        held = [*block.get("elements", []), *block.get("actions", []), block.get("accessory") or {}]
        found |= {one["action_id"]: block["block_id"] for one in held if "action_id" in one}
    return found


def the(rig, prefix: str) -> str:
    """The first action on Home that begins so."""
    return next(name for name in controls(home_of(rig)) if name.startswith(prefix))


async def use(rig, action_id: str, **chosen: Any) -> None:
    """Use a control of Home as it is now."""
    view = home_of(rig)
    place = {"view_id": view["id"], "block_id": controls(view)[action_id], "action_id": action_id}
    await Clicks(rig.stage, rig.standin.delivery).press(place | chosen)
    await rig.settle()


async def type_ahead(rig, typed: str) -> list[str]:
    view = home_of(rig)
    place = {"view_id": view["id"], "block_id": controls(view)["library"], "action_id": "library", "value": typed}
    found = await Clicks(rig.stage, rig.standin.delivery).suggest(place)
    return [option["value"] for option in found["options"]]


def ask_as(rig, user: str, intent: str = "define", **more: Any) -> int:
    answered = rig.desk.answer_reading(asked_for(intent, **more), Asker(rig.TEAM, user, "dm", 0.0), "dm")
    assert answered.usage_id is not None
    return int(answered.usage_id)


async def test_a_first_visit_and_a_later_one(rig):
    await open_tab(rig)
    assert set(controls(home_of(rig))) == {"guided:start", "step:home-0", "step:home-1", "step:home-2", "library"}
    await rig.type(rig.PROJECT, "D0MAYA")
    await open_tab(rig)
    assert set(controls(home_of(rig))) == {"guided:start", "recent:open:1", "recent:erase:1", "library", "forget"}
    assert "Which role do I need: AI developer" in said(home_of(rig))


async def test_an_example_opens_a_modal_and_joins_the_recent_questions(rig):
    await open_tab(rig)
    await use(rig, "step:home-2")
    assert rig.stage.views.modals[-1]["title"]["text"] == "How to interview"
    assert "How to interview: AI developer" in said(home_of(rig))
    assert rig.toasts == []


async def test_nobody_sees_what_somebody_else_asked(rig):
    ask_as(rig, SOMEBODY, roles=("data-analyst",))
    ask_as(rig, rig.ME, roles=("ml-engineer",))
    await open_tab(rig)
    await open_tab(rig, user=SOMEBODY)
    assert "What a role is: ML engineer" in said(home_of(rig))
    assert "data analyst" not in said(home_of(rig))
    assert "What a role is: data analyst" in said(home_of(rig, SOMEBODY))
    assert "ML engineer" not in said(home_of(rig, SOMEBODY))


async def test_a_question_is_opened_again_as_it_is_answered_today(rig):
    row = ask_as(rig, rig.ME, "vetting", roles=("ml-engineer",))
    await open_tab(rig)
    await use(rig, f"recent:open:{row}")
    (modal,) = rig.stage.views.modals
    assert modal["title"]["text"] == "How to interview"
    first, again = rig.rows()
    assert (again["surface"], again["outcome"], again["answer_id"]) == ("home", "answer", first["answer_id"])
    assert list(controls(home_of(rig)))[1:3] == [f"recent:open:{again['id']}", f"recent:erase:{again['id']}"]


async def test_a_double_click_opens_once(rig):
    row = ask_as(rig, rig.ME, roles=("ml-engineer",))
    await open_tab(rig)
    view = home_of(rig)
    click = {"type": "button", "action_id": f"recent:open:{row}", "block_id": f"recent-{row}", "value": str(row)}
    for _ in range(2):
        await rig.interaction(container={"type": "view", "view_id": view["id"]}, view=view, actions=[click])
    assert [row["surface"] for row in rig.rows()] == ["dm", "home"]


async def test_one_question_is_erased_and_the_other_stays(rig):
    ask_as(rig, rig.ME, roles=("ml-engineer",))
    ask_as(rig, rig.ME, roles=("data-analyst",))
    await open_tab(rig)
    await use(rig, "recent:erase:2")
    assert "What a role is: ML engineer" in said(home_of(rig))
    assert "data analyst" not in said(home_of(rig))
    assert [row["user_key"] is None for row in rig.rows()] == [False, True]
    await use(rig, "recent:erase:1")
    assert "step:home-0" in controls(home_of(rig)), "nothing is kept, so it is a first visit again"


@pytest.mark.parametrize("what", ["open", "erase"])
@pytest.mark.parametrize("number", ["1", "999", "-1", "", "1 OR 1=1", "9" * 40])
async def test_a_forged_number_does_nothing(rig, what, number):
    ask_as(rig, SOMEBODY, roles=("data-analyst",))
    ask_as(rig, rig.ME, roles=("ml-engineer",))
    before = rig.rows()
    click = {"type": "button", "action_id": f"recent:{what}:{number}", "block_id": "recent-1", "value": number}
    view = {"id": "V1", "type": "home", "hash": None}
    status = await rig.interaction(container={"type": "view", "view_id": "V1"}, view=view, actions=[click])
    assert status == 200
    assert rig.rows() == before
    assert rig.stage.views.modals == []
    assert "data analyst" not in said(home_of(rig))


async def test_home_that_changed_meanwhile_is_published_as_it_is_now(rig):
    row = ask_as(rig, rig.ME, roles=("ml-engineer",))
    await open_tab(rig)
    click = {"type": "button", "action_id": f"recent:erase:{row}", "block_id": f"recent-{row}", "value": str(row)}
    stale = home_of(rig) | {"hash": "1.stale"}
    await rig.interaction(container={"type": "view", "view_id": stale["id"]}, view=stale, actions=[click])
    assert [call["response"].get("error") for call in rig.sent("views.publish")] == [None, "hash_conflict", None]
    assert "ML engineer" not in said(home_of(rig))


async def test_the_library_finds_roles_despite_typos(rig):
    await open_tab(rig)
    assert await type_ahead(rig, "") == list(rig.desk.knowledge.roles)
    assert (await type_ahead(rig, "promt enginer"))[0] == "prompt-engineer"
    assert (await type_ahead(rig, "MLE"))[0] == "ml-engineer"
    assert await type_ahead(rig, "chief of staff") == []


async def test_a_role_from_the_library_opens_its_definition(rig):
    await open_tab(rig)
    option = {"text": {"type": "plain_text", "text": "Data analyst"}, "value": "data-analyst"}
    before = controls(home_of(rig))["library"]
    await use(rig, "library", selected_option=option)
    assert "data analyst" in said(rig.stage.views.modals[-1])
    (row,) = rig.rows()
    assert (row["surface"], row["intent"], row["role"]) == ("home", "define", "data-analyst")
    assert controls(home_of(rig))["library"] != before, "Slack would go on showing what was chosen"


async def test_a_role_that_is_gone_opens_nothing(rig):
    await open_tab(rig)
    option = {"text": {"type": "plain_text", "text": "Gone"}, "value": "gone-role"}
    await use(rig, "library", selected_option=option)
    assert (rig.rows(), rig.stage.views.modals, rig.toasts) == ([], [], [])


async def test_an_answer_that_is_too_late_for_a_modal_goes_to_direct_messages(rig):
    row = ask_as(rig, rig.ME, "vetting", roles=("ml-engineer",))
    await open_tab(rig)
    view = home_of(rig)
    click = {"type": "button", "action_id": f"recent:open:{row}", "block_id": f"recent-{row}", "value": str(row)}
    about = {"container": {"type": "view", "view_id": view["id"]}, "view": view, "actions": [click]}
    await rig.interaction(**about, trigger_id="1.2.used")
    assert rig.stage.views.modals == []
    assert [message.channel for message in rig.answers()] == ["D0MAYA"]


async def test_counts_are_for_administrators_alone(rig):
    for user in ("U1", "U2", "U3"):
        ask_as(rig, user, roles=("data-analyst",))
    ask_as(rig, "U4", roles=("research-scientist",))
    await open_tab(rig)
    assert "last 30 days" not in said(home_of(rig))
    rig.desk.customs = replace(rig.desk.customs, admins=frozenset({rig.ME}), contact="<!channel> ask #ai-hiring")
    await open_tab(rig)
    words = said(home_of(rig))
    assert "Answered: 4" in words
    assert "Data analyst: 3" in words
    assert "esearch scientist" not in words
    assert "*Feedback*\\nfewer than 3 people" in words
    assert "&lt;!channel&gt; ask #ai-hiring" in words
    for secret in ("U1", *(row["user_key"] for row in rig.rows()), *(row["answer_id"] for row in rig.rows())):
        assert secret not in words
    await open_tab(rig, user=SOMEBODY)
    assert "last 30 days" not in said(home_of(rig, SOMEBODY))


async def test_home_is_told_in_newer_blocks_where_they_are_taken(rig):
    ask_as(rig, rig.ME, roles=("ml-engineer",))
    await open_tab(rig)
    assert [block["type"] for block in home_of(rig)["blocks"]].count("card") == 1
    await use(rig, "recent:erase:1")
    assert "ML engineer" not in said(home_of(rig))


async def test_home_is_published_in_classic_form_where_newer_blocks_are_refused(rig, monkeypatch):
    ask_as(rig, rig.ME, roles=("ml-engineer",))
    # a block that even this Slack refuses stands for one that an older Slack does not know
    monkeypatch.setattr("bot.rendering.home.card", lambda *_: {"type": "card", "title": mrkdwn(""), "moods": 1})
    await open_tab(rig)
    assert "What a role is: ML engineer" in said(home_of(rig))
    assert (rig.desk.looks.refused, rig.toasts) == (1, [])


async def test_a_database_that_cannot_be_read_leaves_a_first_visit(rig):
    rig.desk.store.close()
    await open_tab(rig)
    assert "guided:start" in controls(home_of(rig))


async def test_prompts_follow_from_what_the_person_asked(rig):
    await open_tab(rig, "messages")
    examples = [prompt["message"] for prompt in rig.stage.world.prompts[rig.ME]]
    assert examples == rig.desk.knowledge.wording["examples"].splitlines()
    ask_as(rig, SOMEBODY, roles=("data-analyst",))
    ask_as(rig, rig.ME, "vetting", roles=("ml-engineer",))
    await open_tab(rig, "messages")
    later = [prompt["message"] for prompt in rig.stage.world.prompts[rig.ME]]
    assert later[:2] == ["which role do we need?", "when should we hire an ML engineer?"]
    assert len(later) == 4
    assert "data analyst" not in str(later)


def an_ill_home(*_args, **_more) -> Obj:
    return {"type": "home", "blocks": [{"type": "mood"}]}


@pytest.mark.parametrize("action", ["step:home-2", "recent:open:1", "recent:erase:1"])
async def test_what_was_done_stands_even_if_home_cannot_be_shown(rig, monkeypatch, caplog, action):
    if action.startswith("recent"):
        ask_as(rig, rig.ME, roles=("ml-engineer",))
    await open_tab(rig)
    monkeypatch.setattr("bot.listeners.home.home_view", an_ill_home)
    await use(rig, action)
    assert "Home was not brought up to date" in caplog.text
    assert "error" not in {row["outcome"] for row in rig.rows()}
    assert rig.answers() == []
    assert "did not work" not in str(rig.stage.views.modals)


async def test_opening_a_home_that_cannot_be_shown_is_an_error(rig, monkeypatch):
    monkeypatch.setattr("bot.listeners.home.home_view", an_ill_home)
    await open_tab(rig)
    assert [row["outcome"] for row in rig.rows()] == ["error"]
