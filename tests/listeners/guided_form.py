"""The guided talk's modal as somebody in front of Slack fills it in."""

from __future__ import annotations

import asyncio
import json

from bot.playground import payloads
from bot.playground.modals import Modals
from bot.playground.surfaces import current_values

OWN_MODEL = ("A model trained on our own data",)


class Form:
    """The modal in front of the person, and the hands to fill it in."""

    def __init__(self, rig):
        self.rig = rig
        self.modals = Modals(rig.stage, rig.standin.delivery)

    async def open(self):
        await self.rig.command("start")
        return self

    @property
    def view(self):
        return self.rig.stage.views.modals[-1]

    @property
    def state(self):
        return json.loads(self.view["private_metadata"])

    @property
    def words(self):
        return json.dumps(self.view["blocks"], ensure_ascii=False)

    @property
    def radio(self):
        found = [block for block in self.view["blocks"] if block.get("element", {}).get("type") == "radio_buttons"]
        return found[0] if found else None

    @property
    def question(self):
        return self.radio["label"]["text"] if self.radio else None

    @property
    def labels(self):
        return [button["text"]["text"] for _, button in self._buttons()]

    def _buttons(self):
        for block in self.view["blocks"]:
            for element in [*block.get("elements", []), block.get("accessory", {})]:
                if element.get("type") == "button":
                    yield block, element

    def option(self, label):
        options = self.radio["element"]["options"]
        return next(each for each in options if each["text"]["text"] == label)

    def choose(self, label):
        """What the client sends with this answer chosen."""
        element = {"selected_option": self.option(label)}
        return {self.radio["block_id"]: {self.radio["element"]["action_id"]: element}}

    async def next(self, values=None):
        errors = await self.modals.submit(self.view["id"], values or {})
        await self.rig.settle()
        return errors

    async def describe(self, text):
        return await self.next({"note": {"note": {"value": text}}})

    async def answer(self, *wanted):
        """Answer with the first of these that is on offer, else leave it open."""
        offered = [each["text"]["text"] for each in self.radio["element"]["options"]]
        label = next((each for each in wanted if each in offered), offered[-1])
        await self.next(self.choose(label))
        return label

    def click(self, label, number=0, values=None):
        """The press of a button, to be delivered whenever and however often."""
        block, button = [found for found in self._buttons() if found[1]["text"]["text"] == label][number]
        place = {"view_id": self.view["id"], "block_id": block["block_id"], "action_id": button["action_id"]}
        return place | {"values": values or {}}

    async def press(self, label, number=0, values=None):
        await self.rig._clicks.press(self.click(label, number, values))
        await self.rig.settle()

    async def send(self, channel="C0HIRING"):
        return await self.next(picked(channel))

    def submission(self, values, channel=None, url=""):
        """The payload of a submission of the view that is open now, to be delivered whenever and however often."""
        payload = payloads.interaction(self.rig.stage, "view_submission", self.view["id"])
        place = {"block_id": "place", "action_id": "place", "channel_id": channel, "response_url": url}
        held = {"state": {"values": current_values(self.view["blocks"], values)}}
        return payload | {"view": self.view | held, "response_urls": [place] if channel else []}

    async def deliver(self, payload, times=1):
        """Deliver a payload so many times at once; the bodies of the answers."""
        delivery = self.rig.standin.delivery
        replies = await asyncio.gather(*(delivery.interaction(payload, "made up") for _ in range(times)))
        await self.rig.settle()
        return [reply.body for reply in replies]

    async def walk(self, *answers):
        """On to the end with these answers where they are offered; how many questions it took."""
        asked = 0
        while self.radio:
            await self.answer(*answers)
            asked += 1
        return asked


async def through(form, *answers, description=""):
    await form.describe(description)
    return await form.walk(*answers)


def picked(channel):
    """What the client sends with this conversation picked."""
    return {"place": {"place": {"selected_conversation": channel}}}
