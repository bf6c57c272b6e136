"""Edits while the bot runs: good ones are taken up without a restart, faulty ones never replace good knowledge."""

from __future__ import annotations

import asyncio
import re
import shutil
from pathlib import Path

import pytest

from bot import reloading
from bot.app import build_desk
from bot.knowledge.watch import Watch
from bot.playground.composer import Composer
from bot.playground.world import BOT
from bot.reloading import keep_fresh, renew, watch_of
from bot.settings import Settings

TINY = Path(__file__).resolve().parent.parent / "tiny"
QUESTION = "/whichrole what is an AI engineer?"
BEFORE, AFTER, MENDED = (f"The AI engineer is the {kind} kind." for kind in ("invented", "edited", "mended"))
FAULT = "nonsense: 1"


@pytest.fixture
def folder(tmp_path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "knowledge"))


@pytest.fixture
def role(folder) -> Path:
    return folder / "roles" / "ai-engineer.yaml"


@pytest.fixture
def desk(folder, tmp_path, cache_home, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))
    made = build_desk(Settings(WHICHROLE_KNOWLEDGE=str(folder), WHICHROLE_DB=str(tmp_path / "desk.db")))
    yield made
    made.store.close()


def edit(file: Path, *pairs: tuple[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    file.write_text(text, encoding="utf-8")


async def answer(standin) -> str:
    """Ask, and get the bot's newest answer."""
    Composer(standin.stage, standin.delivery).send("C0HIRING", QUESTION, None)
    await standin.settle()
    posted = standin.stage.world.messages["C0HIRING"].values()
    return [message for message in posted if message.user.id == BOT.id][-1].text


async def test_edits_reach_a_running_bot_and_faulty_ones_do_not(start, standin, http_settings, folder, role, until):
    bot = await start(**http_settings, WHICHROLE_KNOWLEDGE=str(folder), WHICHROLE_WATCH="1")
    await bot.ready()
    standin.bot_url = f"{bot.url}/slack/events"
    assert BEFORE in await answer(standin)

    edit(role, (BEFORE, AFTER))
    await until(lambda: bot.log.count(" replaces ") == 1)
    assert AFTER in await answer(standin)
    _, metrics = await bot.get("/metrics")
    assert "whichrole_knowledge_faults 0" in metrics.splitlines()

    edit(role, (AFTER, MENDED), ("coverage: named\n", f"coverage: named\n{FAULT}\n"))
    await until(lambda: "the changed knowledge is not used" in bot.log)
    assert re.search(r"WARNING .*knowledge/roles/ai-engineer\.yaml:5: 'nonsense' is not a field", bot.log)
    assert AFTER in await answer(standin)
    _, metrics = await bot.get("/metrics")
    assert "whichrole_knowledge_faults 1" in metrics.splitlines()
    in_use = re.search(r'whichrole_knowledge_info\{version="(\w{12})"\} 1', metrics)
    assert in_use is not None
    assert in_use[1] in (await bot.get("/healthz"))[1]

    edit(role, (f"{FAULT}\n", ""))
    await until(lambda: bot.log.count(" replaces ") == 2)
    assert MENDED in await answer(standin)
    assert "whichrole_knowledge_faults 0" in (await bot.get("/metrics"))[1].splitlines()

    code, took = await bot.end()
    assert (code, took < 5, "Traceback" in bot.log) == (0, True, False)


async def test_without_the_setting_an_edit_waits_for_a_restart(desk, folder, role):
    version = desk.knowledge.version
    watch = watch_of(Settings(WHICHROLE_KNOWLEDGE=str(folder)))
    edit(role, (BEFORE, AFTER))
    assert watch is None
    await keep_fresh(desk, watch)
    assert desk.knowledge.version == version


async def test_new_words_are_understood_at_once(desk, folder, role):
    assert desk.reader.read("what is a contraption whisperer?").roles == ()
    edit(role, ("[artificial intelligence engineer]", "[contraption whisperer]"))
    await renew(desk, [folder])
    assert desk.reader.read("what is a contraption whisperer?").roles == ("ai-engineer",)
    assert "contraption whisperer" in desk.knowledge.roles["ai-engineer"].aliases


async def test_whatever_goes_wrong_the_good_ones_stay_and_watching_goes_on(
    desk, folder, role, until, monkeypatch, caplog
):
    """The reader is made to fail as no known fault would."""
    knowledge, reader = desk.knowledge, desk.reader
    watching = asyncio.create_task(keep_fresh(desk, Watch([folder]), every=0.01))
    with monkeypatch.context() as broken:
        broken.setattr(reloading, "Reader", lambda _: 1 / 0)
        edit(role, (BEFORE, AFTER))
        await until(lambda: desk.faults)
    assert (desk.knowledge, desk.reader) == (knowledge, reader)
    assert "ZeroDivisionError" in caplog.text
    edit(role, (AFTER, MENDED))
    await until(lambda: desk.knowledge is not knowledge)
    assert desk.reader is not reader
    await until(lambda: desk.faults == 0)
    watching.cancel()
    with pytest.raises(asyncio.CancelledError):
        await watching
