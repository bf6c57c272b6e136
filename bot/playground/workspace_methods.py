"""Web API methods on the workspace: who, where, threads and agent sessions."""

from __future__ import annotations

from bot.playground.calls import Call, Method, invalid
from bot.playground.rules import MAX_PROMPTS, MAX_TITLE, Obj, SlackError
from bot.playground.world import BOT, BOT_ID, TEAM_ID, TEAM_NAME, Channel

SESSION_STATUSES = ("processing", "active", "suspended", "closed")


def auth_test(call: Call) -> Obj:
    """auth.test."""
    return {
        "ok": True,
        "url": f"{call.stage.base_url}/",
        "team": TEAM_NAME,
        "user": BOT.name,
        "team_id": TEAM_ID,
        "user_id": BOT.id,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def api_test(call: Call) -> Obj:
    """api.test echoes its arguments."""
    if error := call.get("error"):
        raise SlackError(error, args=call.args)
    return {"ok": True, "args": call.args}


def users_info(call: Call) -> Obj:
    """users.info."""
    user = call.stage.world.users.get(call.need("user", "user_not_found"))
    if user is None:
        raise SlackError("user_not_found")
    answer: Obj = {
        "id": user.id,
        "team_id": user.team,
        "name": user.handle,
        "real_name": user.name,
        "deleted": False,
        "tz": "Europe/Berlin",
        "tz_label": "Central European Time",
        "tz_offset": 3600,
        "profile": {"real_name": user.name, "display_name": user.handle},
        "is_bot": user.is_bot,
        "is_admin": user.standing == "admin",
        "is_owner": False,
        "is_restricted": user.standing == "guest",
        "is_ultra_restricted": False,
        "is_stranger": user.is_stranger,
    }
    if not user.is_stranger and (call.get("include_locale") or "").lower() in ("1", "true"):
        answer["locale"] = "en-US"
    return {"ok": True, "user": answer}


def conversations_info(call: Call) -> Obj:
    """conversations.info."""
    return {"ok": True, "channel": _described(_by_id(call, "channel"))}


def conversations_open(call: Call) -> Obj:
    """conversations.open, for a direct message with one person."""
    if call.get("channel"):
        return {"ok": True, "channel": {"id": _by_id(call, "channel").id}}
    users = call.need("users").split(",")
    user = call.stage.world.users.get(users[0])
    if len(users) != 1 or user is None or user.is_bot:
        raise SlackError("user_not_found")
    if user.is_stranger:
        raise SlackError("cannot_dm_user")
    channel = call.stage.world.channel(users[0])
    return {"ok": True, "no_op": True, "already_open": True, "channel": {"id": channel.id}}


def conversations_replies(call: Call) -> Obj:
    """conversations.replies."""
    channel = _by_id(call, "channel")
    if BOT.id not in channel.members:
        raise SlackError("not_in_channel")
    ts = call.need("ts", "thread_not_found")
    world = call.stage.world
    root = world.messages.get(channel.id, {}).get(ts)
    if root is None or root.ephemeral:
        raise SlackError("thread_not_found")
    replies = world.replies(channel.id, ts)
    head = root.as_slack() | ({"thread_ts": ts, "reply_count": len(replies)} if replies else {})
    return {"ok": True, "messages": [head, *(m.as_slack() for m in replies)], "has_more": False}


def set_suggested_prompts(call: Call) -> Obj:
    """assistant.threads.setSuggestedPrompts; inside a thread Slack takes it and does nothing."""
    _check_agent(call)
    channel = _direct_message(call)
    prompts = call.structure("prompts")
    if not isinstance(prompts, list) or not prompts or len(prompts) > MAX_PROMPTS:
        raise invalid(f"prompts must be a list of 1 to {MAX_PROMPTS}")
    if not all(isinstance(p, dict) and p.get("title") and p.get("message") for p in prompts):
        raise invalid("each prompt needs a title and a message")
    if call.get("thread_ts") is None:
        person = next(member for member in channel.members if member != BOT.id)
        call.stage.world.set_prompts(person, [{"title": p["title"], "message": p["message"]} for p in prompts])
    return {"ok": True}


def set_thread_status(call: Call) -> Obj:
    """assistant.threads.setStatus; an empty status clears it."""
    channel, thread_ts = _thread(call)
    if "status" not in call.args:
        raise invalid("missing required field: status")
    call.stage.world.set_thread(channel.id, thread_ts, status=call.get("status") or "", clears_itself=True)
    return {"ok": True}


def set_thread_title(call: Call) -> Obj:
    """assistant.threads.setTitle."""
    return _titled(call)


def set_session_status(call: Call) -> Obj:
    """agents.sessions.setStatus; the title counts when it opens the session."""
    _check_agent(call)
    channel, thread_ts = _thread(call)
    status = call.need("status")
    if status not in SESSION_STATUSES:
        raise invalid(f"status must be one of {', '.join(SESSION_STATUSES)}")
    title, world = call.get("title"), call.stage.world
    if len(title or "") > MAX_TITLE:
        raise invalid(f"title must be no more than {MAX_TITLE} characters")
    known = world.threads.get((channel.id, thread_ts))
    world.set_thread(channel.id, thread_ts, status=status, clears_itself=False, title=known.title if known else title)
    return {"ok": True}


def rename_session(call: Call) -> Obj:
    """agents.sessions.rename."""
    _check_agent(call)
    return _titled(call)


def _titled(call: Call) -> Obj:
    channel, thread_ts = _thread(call)
    title = call.need("title")
    if len(title) > MAX_TITLE:
        raise invalid(f"title must be no more than {MAX_TITLE} characters")
    call.stage.world.set_thread(channel.id, thread_ts, title=title)
    return {"ok": True}


def _check_agent(call: Call) -> None:
    """Agents have more methods than other apps."""
    if not call.stage.rules.agent_view:
        raise SlackError("feature_not_enabled")


def _by_id(call: Call, name: str) -> Channel:
    found = call.stage.world.channels.get(call.need(name, "channel_not_found"))
    if found is None or (found.private and BOT.id not in found.members):
        raise SlackError("channel_not_found")
    return found


def _direct_message(call: Call) -> Channel:
    channel = _by_id(call, "channel_id")
    if channel.kind != "im":
        raise SlackError("channel_not_found")
    return channel


def _thread(call: Call) -> tuple[Channel, str]:
    channel = _by_id(call, "channel_id")
    if BOT.id not in channel.members:
        raise SlackError("not_in_channel")
    thread_ts = call.need("thread_ts")
    call.stage.world.check_thread(channel.id, thread_ts)
    return channel, thread_ts


def _described(channel: Channel) -> Obj:
    member = BOT.id in channel.members
    if channel.kind == "im":
        person = next(user for user in channel.members if user != BOT.id)
        return {"id": channel.id, "is_im": True, "is_channel": False, "user": person, "is_private": True}
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": not channel.private,
        "is_group": channel.private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.private,
        "is_shared": channel.shared,
        "is_ext_shared": channel.shared,
        "is_member": member,
    }


WORKSPACE_METHODS: dict[str, Method] = {
    "auth.test": auth_test,
    "api.test": api_test,
    "users.info": users_info,
    "conversations.info": conversations_info,
    "conversations.open": conversations_open,
    "conversations.replies": conversations_replies,
    "assistant.threads.setSuggestedPrompts": set_suggested_prompts,
    "assistant.threads.setStatus": set_thread_status,
    "assistant.threads.setTitle": set_thread_title,
    "agents.sessions.setStatus": set_session_status,
    "agents.sessions.rename": rename_session,
}
