"""`whichrole doctor` against the stand-in, in good health and in bad, and when newer blocks are sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.acceptance import ASKED, key, take_to
from bot.answering import Answerer
from bot.app import build_app
from bot.cards import samples
from bot.doctor import examine
from bot.knowledge import Knowledge
from bot.listeners import Desk
from bot.manifest import manifest
from bot.playground.illness import Illness
from bot.playground.server import StandIn, build_standin
from bot.settings import Settings
from bot.storage import Store, UserKeys
from bot.understanding import Reader

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
    found = await findings(settings(standin, tmp_path, WHICHROLE_HUMAN="C0HIRING", WHICHROLE_ADMINS="U0ADMIN"))
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
    assert found["Slack"][0] == "fault"
    assert "invalid_auth" in found["Slack"][1]


async def test_a_missing_token_is_told(standin, tmp_path):
    found = await findings(settings(standin, tmp_path).model_copy(update={"bot_token": None}))
    assert found["SLACK_BOT_TOKEN"][0] == "fault"


async def test_an_address_where_nobody_listens_is_told(standin, tmp_path):
    found = await findings(settings(standin, tmp_path, SLACK_API_URL="http://127.0.0.1:9/api/"))
    assert found["Slack"][0] == "fault"
    assert "cannot be reached" in found["Slack"][1]


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
    asked = [sample for sample in every if key(sample) in ASKED]
    assert len(asked) == len(ASKED)

    def newer(chosen):
        kinds = {kind for sample in chosen for kind in types(sample.payloads["modern"]["blocks"])}
        return kinds - {kind for sample in chosen for kind in types(sample.payloads["classic"]["blocks"])}

    assert newer(asked) == newer(every) == {"card", "carousel", "table", "data_visualization", "context_actions"}


def types(blocks):
    return {block["type"] for block in blocks}
