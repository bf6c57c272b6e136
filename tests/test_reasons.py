"""What the bot tells the playground about its answers, and that nobody else's bot tells it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot import reasons
from bot.app import build_app
from bot.errors import SettingsError
from bot.knowledge import Knowledge
from bot.listeners import Desk
from bot.listeners.customs import Asker
from bot.reasons import reasons_of
from bot.serve import web_app
from bot.settings import Settings
from bot.storage import Store, UserKeys
from bot.understanding import Reader
from bot.understanding.reading import SignalHit, asked_for

PLAY = {
    "SLACK_BOT_TOKEN": "xoxb-playground",
    "SLACK_SIGNING_SECRET": "shared",
    "SLACK_API_URL": "http://127.0.0.1:9/api/",
    "WHICHROLE_HOST": "127.0.0.1",
}
KEY = {"Authorization": "Bearer shared"}
ELSEWHERE = (
    {"SLACK_API_URL": "https://slack.com/api/"},
    {"SLACK_API_URL": "http://127.0.0.1.example.org/api/"},
    {"WHICHROLE_HOST": "0.0.0.0"},
    {"SLACK_SIGNING_SECRET": None},
)
ASKER = Asker("T1", "U1", "dm", since=0.0)
Told = Callable[..., Awaitable[tuple[int, Any]]]


@pytest.fixture
def desk(knowledge: Knowledge, reader: Reader, tmp_path: Path) -> Desk:
    file = tmp_path / "whichrole.db"
    return Desk(knowledge, reader, Store(file), UserKeys.beside(file))


@pytest.fixture
async def told(desk: Desk) -> AsyncIterator[Told]:
    """Asks for the reasoning behind an answer."""
    site = web.Application()
    site.add_routes(reasons_of(desk, Settings.model_validate(PLAY)).routes())
    async with AsyncExitStack() as stack:
        url = await served(site, stack)
        http = await stack.enter_async_context(aiohttp.ClientSession())

        async def ask(answer_id: str, headers: dict[str, str] | None = None) -> tuple[int, Any]:
            async with http.get(f"{url}/reasoning/{answer_id}", headers=KEY if headers is None else headers) as reply:
                return reply.status, await reply.json() if reply.status == 200 else None

        yield ask


async def served(site: web.Application, stack: AsyncExitStack) -> str:
    runner = web.AppRunner(site, shutdown_timeout=0.1)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}"


def answer(desk: Desk, text: str) -> str:
    """Ask the desk; returns the id of its answer."""
    return desk.answer_text(text, ASKER, "dm").advice.answer_id


async def test_an_answer_just_given_is_explained_with_the_words_said(desk: Desk, told: Told) -> None:
    id_ = answer(desk, "we want a RAG chatbot over our confluence pages")
    status, panel = await told(id_)
    assert (status, panel["answer_id"], panel["role"]) == (200, id_, "AI developer")
    assert {fact["id"]: fact["quote"] for fact in panel["facts"]}["chatbot"] == "chatbot"


async def test_of_two_answers_with_one_id_the_later_words_are_told(desk: Desk, told: Told) -> None:
    ids = set()
    for words in ("a chat bot", "some chatbot"):
        reading = asked_for("recommend", signals=(SignalHit(id="chatbot", polarity="present", quote=words),))
        ids.add(desk.answer_reading(reading, ASKER, "dm").advice.answer_id)
    (id_,) = ids
    _, panel = await told(id_)
    assert [fact["quote"] for fact in panel["facts"]] == ["some chatbot"]


async def test_an_answer_that_recommends_nothing_has_no_reasoning(desk: Desk, told: Told) -> None:
    assert await told(answer(desk, "what's the vacation policy?")) == (200, None)
    assert await told(answer(desk, "what is RAG?")) == (200, None)


async def test_old_answers_are_forgotten(desk: Desk, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reasons, "MOST_KEPT", 1)
    old, new = answer(desk, "a chatbot, who?"), answer(desk, "we train our own model, who?")
    assert [(await told(id_))[0] for id_ in (old, new, "00000000")] == [404, 200, 404]


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer other"}, {"Authorization": "Bearer geteilt-ü"}])
async def test_without_the_shared_secret_nothing_is_told(headers: dict[str, str], desk: Desk, told: Told) -> None:
    assert await told(answer(desk, "a chatbot, who?"), headers) == (403, None)


@pytest.mark.parametrize("changed", ELSEWHERE)
def test_anywhere_but_beside_a_stand_in_it_is_refused(changed: dict[str, Any], desk: Desk) -> None:
    with pytest.raises(SettingsError, match="whichrole play"):
        reasons_of(desk, Settings.model_validate(PLAY | changed))
    assert desk.on_advice is None


async def test_a_bot_in_production_has_no_such_address(desk: Desk) -> None:
    async def healthy() -> bool:
        return True

    site = web_app(build_app(Settings.model_validate(PLAY), desk), desk, healthy, events=True)
    assert [route for route in site.router.routes() if "reasoning" in str(route.resource)] == []
    assert desk.on_advice is None
