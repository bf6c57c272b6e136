"""The reasoning behind the answers just given, told to the playground; only `whichrole play` has a bot tell it.

What is told holds the person's words. So the way to it exists only if it was asked for at the start, on a machine
whose Slack is the stand-in, and for whoever knows the signing secret that the two share.
"""

from __future__ import annotations

import hmac
from collections import OrderedDict
from urllib.parse import urlsplit

from aiohttp import web

from bot.advisor import Advice
from bot.advisor.reasoning import reason
from bot.errors import SettingsError
from bot.knowledge import Knowledge
from bot.listeners import Desk
from bot.rendering.panel import as_panel
from bot.settings import Settings

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MOST_KEPT = 200


class Reasons:
    """The last answers, in memory alone, each with the knowledge it was given on."""

    def __init__(self, secret: str) -> None:
        self._expected = f"Bearer {secret}".encode()
        self._given: OrderedDict[str, tuple[Advice, Knowledge]] = OrderedDict()

    def keep(self, advice: Advice, knowledge: Knowledge) -> None:
        """Keep an answer; of two with the same id the later one."""
        self._given[advice.answer_id] = advice, knowledge
        self._given.move_to_end(advice.answer_id)
        while len(self._given) > MOST_KEPT:
            self._given.popitem(last=False)

    def routes(self) -> list[web.RouteDef]:
        """`GET /reasoning/<answer id>`."""
        return [web.get("/reasoning/{answer_id}", self._tell)]

    async def _tell(self, request: web.Request) -> web.Response:
        """The reasoning as JSON, `null` for an answer that recommends nothing; 404 for one not given lately."""
        told = request.headers.get("Authorization", "").encode()
        if not hmac.compare_digest(told, self._expected):
            raise web.HTTPForbidden
        found = self._given.get(request.match_info["answer_id"])
        if found is None:
            raise web.HTTPNotFound
        advice, knowledge = found
        if advice.outcome == "decline" or "recommend" not in advice.intents:
            return web.json_response(None)
        return web.json_response(as_panel(advice, reason(advice.reading, knowledge), knowledge))


def reasons_of(desk: Desk, settings: Settings) -> Reasons:
    """Listen to the desk's answers. Raises SettingsError anywhere but beside a stand-in on this machine."""
    secret = settings.signing_secret
    local = {settings.host, urlsplit(settings.slack_api_url).hostname} <= LOOPBACK
    if not local or secret is None:
        raise SettingsError("The reasoning is told to the playground only; start it with: whichrole play")
    reasons = Reasons(secret.get_secret_value())
    desk.on_advice = reasons.keep
    return reasons
