"""Web API methods that bring files in. Source: https://docs.slack.dev/reference/methods/files.completeUploadExternal"""

from __future__ import annotations

import re

from bot.playground.calls import Call, Method, invalid
from bot.playground.rules import MAX_TEXT, Obj, SlackError
from bot.playground.uploads import described
from bot.playground.world import BOT, Channel, Message

MAX_CHANNELS = 100
CONVERSATION = re.compile(r"[CGDZ][A-Z0-9]+")  # Slack's own ids are longer than those of this workspace
PLAIN_NAME = re.compile(r"[^/\\\x00-\x1f]+")


def get_upload_url(call: Call) -> Obj:
    """files.getUploadURLExternal: where to send the bytes."""
    name, length = call.need("filename"), call.get("length") or ""
    if not PLAIN_NAME.fullmatch(name):
        raise invalid("filename must be a plain name")
    if not length.isdecimal():
        raise invalid("length must be an integer")
    if int(length) == 0:
        raise SlackError("missing_argument")
    upload = call.stage.uploads.begin(name, int(length))
    address = f"{call.stage.base_url}/upload/v1/{upload.ticket}"
    return {"ok": True, "upload_url": address, "file_id": upload.id}


def complete_upload(call: Call) -> Obj:
    """files.completeUploadExternal: shares what was uploaded in conversations, as one message in each."""
    given = call.structure("files")
    if not isinstance(given, list) or not given or not all(isinstance(each, dict) and each.get("id") for each in given):
        raise invalid("files must be a list of objects with an id")
    places, thread_ts = _places(call), call.get("thread_ts")
    if thread_ts and len(places) > 1:
        raise invalid("thread_ts goes with one channel only")
    for place in places:
        call.stage.world.check_thread(place.id, thread_ts)
    uploads = [(call.stage.uploads.finish(each["id"]), each) for each in given]
    files = [described(each, str(said.get("title") or each.name), call.stage.base_url) for each, said in uploads]
    world = call.stage.world
    for place in places:
        text = (call.get("initial_comment") or "")[:MAX_TEXT]
        world.post(Message(world.next_ts(), place.id, BOT, text, thread_ts=thread_ts, files=files))
    return {"ok": True, "files": files}


def _places(call: Call) -> list[Channel]:
    """The conversations named; without any the file stays private. A person stands for the direct message."""
    one = call.get("channel_id")
    if one and not CONVERSATION.fullmatch(one):
        raise invalid("input must match regex pattern: ^[CGDZ][A-Z0-9]{8,}$ [json-pointer:/channel_id]")
    named = [*([one] if one else []), *filter(None, (call.get("channels") or "").split(","))]
    if len(named) > MAX_CHANNELS:
        raise SlackError("channels_limit_exceeded")
    places = [call.stage.world.channel(name) for name in dict.fromkeys(named)]
    if any(BOT.id not in place.members for place in places):
        raise SlackError("not_in_channel")
    return places


FILE_METHODS: dict[str, Method] = {
    "files.getUploadURLExternal": get_upload_url,
    "files.completeUploadExternal": complete_upload,
}
