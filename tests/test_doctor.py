"""`whichrole doctor` against the stand-in, in good health and in bad, and when newer blocks are sent."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from aiohttp import web

from bot.acceptance import ASKED, take_to
from bot.answering import Answerer
from bot.app import build_app
from bot.cards import samples
from bot.doctor import examine, faults_told
from bot.knowledge import Knowledge
from bot.listeners import Desk
from bot.manifest import manifest
from bot.playground.illness import Illness
from bot.playground.server import StandIn, build_standin
from bot.serve import introduce
from bot.settings import Settings
from bot.storage import Store, UserKeys
from bot.understanding import Reader
from tests.conftest import ROOT
from tests.serving import listen

SCOPES = tuple(manifest()["oauth_config"]["scopes"]["bot"])


@pytest.fixture
async def standin() -> AsyncIterator[StandIn]:
    found = build_standin(scopes=SCOPES)
    await found.start()
    yield found
    await found.stop()


def settings(standin: StandIn, folder: Path, **more: str) -> Settings:
    given = standin.stage.credentials
    plain = {"SLACK_BOT_TOKEN": given.bot_token, "SLACK_SIGNING_SECRET": given.signing_secret}
    return Settings(**(plain | {"SLACK_API_URL": standin.api_url, "WHICHROLE_DB": str(folder / "w.db")} | more))


async def findings(given: Settings) -> dict[str, tuple[str, str]]:
    return {found.about: (found.verdict, found.told) async for found in examine(given)}


async def test_in_good_health_there_is_no_fault(standin, tmp_path):
    found = await findings(settings(standin, tmp_path, WHICHROLE_HUMAN="U0ADMIN", WHICHROLE_ADMINS="U0ADMIN"))
    assert {verdict for verdict, _ in found.values()} == {"ok"}
    assert found["cards"] == ("ok", f"{len(ASKED)} kinds accepted in both styles")
    assert list(found) == ["knowledge", "database", "SLACK_BOT_TOKEN", "scopes", "transport", "cards"]


async def test_what_is_left_to_choice_is_a_note(standin, tmp_path):
    found = await findings(settings(standin, tmp_path))
    assert {about for about, (verdict, _) in found.items() if verdict == "note"} == {
        "a person to ask",
        "usage figures in Slack",
    }


async def test_a_wrong_token_is_told(standin, tmp_path):
    found = await findings(settings(standin, tmp_path, SLACK_BOT_TOKEN="xoxb-wrong"))
    assert found["SLACK_BOT_TOKEN"] == ("fault", "Slack answers invalid_auth")


async def test_a_missing_token_is_told(standin, tmp_path):
    found = await findings(settings(standin, tmp_path).model_copy(update={"bot_token": None}))
    assert found["SLACK_BOT_TOKEN"][0] == "fault"


async def test_an_address_where_nobody_listens_is_told(standin, tmp_path):
    found = await findings(settings(standin, tmp_path, SLACK_API_URL="http://127.0.0.1:9/api/"))
    assert found["SLACK_BOT_TOKEN"][0] == "fault"
    assert "cannot be reached" in found["SLACK_BOT_TOKEN"][1]


async def test_missing_scopes_are_named(standin, tmp_path):
    found = await findings(settings(standin, tmp_path, WHICHROLE_THREAD_FOLLOW_UPS="true"))
    assert found["scopes"][0] == "fault"
    assert "channels:history, groups:history" in found["scopes"][1]


async def test_a_slack_that_refuses_newer_blocks_is_a_note(standin, tmp_path):
    standin.stage.illness = Illness(old_blocks=True)
    verdict, told = (await findings(settings(standin, tmp_path)))["cards"]
    assert verdict == "note"
    assert "classic ones are sent" in told


async def test_a_database_of_another_program_is_told(standin, tmp_path):
    (tmp_path / "w.db").write_text("these are notes, and no database at all", encoding="utf-8")
    assert (await findings(settings(standin, tmp_path)))["database"][0] == "fault"


@pytest.mark.parametrize(("illness", "modern"), [(Illness(), True), (Illness(old_blocks=True), False)])
async def test_newer_blocks_are_sent_only_after_slack_accepted_samples(
    standin, knowledge: Knowledge, reader: Reader, tmp_path, illness, modern
):
    standin.stage.illness = illness
    file = tmp_path / "w.db"
    desk = Desk(knowledge, reader, Store(file), UserKeys.beside(file))
    app = build_app(settings(standin, tmp_path), desk)
    assert desk.looks.modern is False
    await take_to(app.client, desk)
    assert desk.looks.modern is modern


async def test_a_slack_that_cannot_be_asked_gets_classic_blocks(knowledge, reader, tmp_path):
    file = tmp_path / "w.db"
    desk = Desk(knowledge, reader, Store(file), UserKeys.beside(file))
    given = Settings(SLACK_BOT_TOKEN="xoxb-x", SLACK_SIGNING_SECRET="s", SLACK_API_URL="http://127.0.0.1:9/api/")
    await take_to(build_app(given, desk).client, desk)
    assert desk.looks.modern is False


def test_the_samples_asked_about_hold_every_newer_block(knowledge: Knowledge):
    every = list(samples(Answerer(knowledge)))
    asked = [sample for sample in every if sample.key in ASKED]
    assert len(asked) == len(ASKED)

    def newer(chosen):
        kinds = {kind for sample in chosen for kind in types(sample.payloads["modern"]["blocks"])}
        return kinds - {kind for sample in chosen for kind in types(sample.payloads["classic"]["blocks"])}

    assert newer(asked) == newer(every) == {"card", "carousel", "table", "data_visualization", "context_actions"}


def types(blocks):
    return {block["type"] for block in blocks}


async def test_faulty_knowledge_keeps_nothing_else_from_being_looked_at(standin, tmp_path):
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "wording.yaml").write_text("failure: 1\n", encoding="utf-8")
    told: list[str] = []
    given = settings(standin, tmp_path, WHICHROLE_KNOWLEDGE=f"{ROOT / 'knowledge'}:{folder}")
    faults = await asyncio.to_thread(faults_told, given, told.append)
    assert faults == 1
    assert told[0].startswith("fault  knowledge:")
    assert any(line.startswith("ok") and "SLACK_BOT_TOKEN" in line for line in told)
    assert any(line.startswith("note") and "cards" in line for line in told)


async def test_a_classic_block_that_is_refused_is_a_fault(standin, tmp_path, monkeypatch):
    monkeypatch.setattr("bot.playground.illness.CLASSIC", frozenset({"header"}))
    standin.stage.illness = Illness(old_blocks=True)
    assert (await findings(settings(standin, tmp_path)))["cards"][0] == "fault"


async def test_each_token_is_looked_at_by_itself(standin, tmp_path):
    found = await findings(settings(standin, tmp_path, SLACK_APP_TOKEN="xapp-wrong"))
    assert found["SLACK_BOT_TOKEN"][0] == "ok"
    assert found["SLACK_APP_TOKEN"][0] == "fault"
    assert found["cards"][0] == "ok"


async def test_a_database_is_looked_at_and_not_renewed(standin, tmp_path):
    file = tmp_path / "w.db"
    Store(file).close()
    old = sqlite3.connect(file)
    old.execute("PRAGMA user_version = 2")
    old.close()
    verdict, told = (await findings(settings(standin, tmp_path)))["database"]
    assert (verdict, "make a copy first" in told) == ("ok", True)
    again = sqlite3.connect(file)
    assert again.execute("PRAGMA user_version").fetchone() == (2,)
    again.close()


async def test_a_locked_database_is_told(standin, tmp_path):
    file = tmp_path / "w.db"
    Store(file).close()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    verdict, told = (await findings(settings(standin, tmp_path)))["database"]
    other.close()
    assert (verdict, "cannot be written to" in told) == ("fault", True)


@pytest.mark.parametrize(
    ("status", "kind", "text"),
    [(503, "text/plain", "upstream connect error"), (404, "text/html", "<h1>not here</h1>"), (200, "text/plain", "hi")],
)
async def test_a_proxys_page_instead_of_slack_is_told_and_stops_no_start(
    status, kind, text, knowledge, reader, tmp_path, caplog
):
    async def page(_: web.Request) -> web.Response:
        return web.Response(status=status, text=text, content_type=kind)

    site = web.Application()
    site.router.add_route("*", "/{path:.*}", page)
    async with AsyncExitStack() as stack:
        address = await listen(stack, site)
        given = Settings(
            SLACK_BOT_TOKEN="xoxb-1",
            SLACK_APP_TOKEN="xapp-1",
            SLACK_API_URL=f"{address}/api/",
            WHICHROLE_DB=str(tmp_path / "w.db"),
        )
        found = await findings(given)
        desk = Desk(knowledge, reader, Store(tmp_path / "w.db"), UserKeys.beside(tmp_path / "w.db"))
        app = build_app(given, desk)
        await introduce(given, app)
        await take_to(app.client, desk)
    assert {found[about][0] for about in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "cards")} == {"fault"}
    assert desk.looks.modern is False
    assert "Slack" in caplog.text
