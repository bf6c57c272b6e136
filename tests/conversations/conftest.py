"""The real bot app served over HTTP, with the stand-in as Slack."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.knowledge import Knowledge
from bot.listeners import Desk
from bot.listeners.customs import Customs, Looks
from bot.listeners.pace import Pace
from bot.playground.illness import Illness
from bot.playground.server import build_standin
from bot.storage import Store, UserKeys
from bot.understanding import Reader
from tests.conversations.language import Setting
from tests.conversations.scene import Scene
from tests.serving import serve_bot, welcomed

TODAY = date(2026, 11, 21)
MANIFEST = Path(__file__).resolve().parents[2] / "deploy" / "manifest.yaml"


def _desk(setting: Setting, knowledge: Knowledge, reader: Reader, file: Path) -> Desk:
    customs = Customs(
        frozenset(setting.admins), setting.human, setting.contact, setting.thread_follow_ups, setting.strangers
    )
    unheard = Looks(modern=setting.cards == "modern")
    looks = unheard if setting.old_blocks or not unheard.modern else welcomed()
    keys, store = UserKeys.beside(file), Store(file)
    return Desk(knowledge, reader, store, keys, customs, looks, Pace(each=0.0), today=lambda: TODAY)


@pytest.fixture
async def make_scene(
    knowledge: Knowledge, reader: Reader, tmp_path: Path
) -> AsyncIterator[Callable[[Setting], Awaitable[Scene]]]:
    async with AsyncExitStack() as stack:

        async def make(setting: Setting) -> Scene:
            desk = _desk(setting, knowledge, reader, tmp_path / "whichrole.db")
            features = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))["features"]
            standin = build_standin(
                retry_delays=(0.0, 0.01, 0.01),
                shortcuts=tuple(features["shortcuts"]),
                subscribe_channel_messages=setting.thread_follow_ups,
                agent_view=setting.agent_view,
            )
            await standin.start()
            stack.push_async_callback(standin.stop)
            if setting.old_blocks:
                standin.stage.fall_ill(Illness(old_blocks=True))
            await serve_bot(stack, standin, desk)
            return Scene(standin, desk)

        yield make
