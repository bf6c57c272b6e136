"""Watching folders: what counts as a change, when it is told, and that nothing is told twice."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from bot.knowledge.watch import Watch, changes, examine

QUICK = 0.01  # seconds between two looks


def _new(folder: Path) -> None:
    (folder / "roles" / "new.yaml").write_text("id: new\n", encoding="utf-8")


def _new_subfolder(folder: Path) -> None:
    (folder / "more").mkdir()
    (folder / "more" / "new.yml").write_text("id: new\n", encoding="utf-8")


def _longer(folder: Path) -> None:
    with (folder / "wording.yaml").open("a", encoding="utf-8") as file:
        file.write("more: More.\n")


def _later(folder: Path) -> None:
    os.utime(folder / "wording.yaml", ns=(1, 1))


def _gone(folder: Path) -> None:
    (folder / "glossary.yaml").unlink()


def _renamed(folder: Path) -> None:
    (folder / "glossary.yaml").rename(folder / "glossary2.yaml")


def _replaced(folder: Path) -> None:
    (folder / "part").write_text("greeting: Hi.\n", encoding="utf-8")
    (folder / "part").replace(folder / "wording.yaml")


def _folder_gone(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))


EDITS = (_new, _new_subfolder, _longer, _later, _gone, _renamed, _replaced, _folder_gone)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_an_edit_is_told_once_and_after_it_has_settled(edit: Callable[[Path], None], folder: Path) -> None:
    watch = Watch([folder])
    edit(folder)
    assert [watch.changed() for _ in range(4)] == [False, True, False, False]


def test_without_an_edit_nothing_is_told(folder: Path) -> None:
    watch = Watch([folder])
    assert [watch.changed() for _ in range(3)] == [False, False, False]


def test_what_is_no_yaml_is_not_looked_at(folder: Path) -> None:
    watch = Watch([folder])
    for name in ("README.md", ".wording.yaml.swp", "wording.yaml~", "4913"):
        (folder / name).write_text("x", encoding="utf-8")
    (folder / ".#wording.yaml").symlink_to("nobody@nowhere")  # how an editor marks a file as open
    assert [watch.changed() for _ in range(3)] == [False, False, False]


def test_an_edit_in_two_steps_is_one(folder: Path) -> None:
    watch = Watch([folder])
    (folder / "wording.yaml").write_text("", encoding="utf-8")
    assert not watch.changed()
    _longer(folder)
    assert [watch.changed() for _ in range(3)] == [False, True, False]


def test_all_folders_are_watched_and_one_may_come_later(folder: Path, tmp_path: Path) -> None:
    over = tmp_path / "over"
    watch = Watch([folder, over])
    over.mkdir()
    assert [watch.changed() for _ in range(2)] == [False, False]
    (over / "wording.yaml").write_text("greeting: Hi.\n", encoding="utf-8")
    assert [watch.changed() for _ in range(2)] == [False, True]


def test_an_edit_between_the_call_and_the_first_step_is_told(folder: Path) -> None:
    edits = changes([folder], QUICK)
    _longer(folder)
    assert next(edits) is None


def test_one_edit_after_the_other(folder: Path) -> None:
    told = 0
    edits = changes([folder], QUICK)
    _longer(folder)
    for _ in islice(edits, 3):
        told += 1
        _longer(folder)
    assert told == 3


async def test_the_loop_goes_on_while_waiting(folder: Path) -> None:
    edits = Watch([folder]).changes_async(QUICK)
    waiting = asyncio.ensure_future(anext(edits))
    started = time.monotonic()
    await asyncio.sleep(5 * QUICK)
    assert not waiting.done()
    assert time.monotonic() - started < 1
    _longer(folder)
    await asyncio.wait_for(waiting, 5)
    await edits.aclose()


async def test_waiting_can_be_cancelled(folder: Path) -> None:
    edits = Watch([folder]).changes_async(60)
    waiting = asyncio.ensure_future(anext(edits))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting


def test_a_file_that_cannot_be_opened_is_a_fault(folder: Path) -> None:
    assert examine([folder])[1] == []
    (folder / "roles" / "lost.yaml").symlink_to("nowhere")
    knowledge, (fault,) = examine([folder])
    assert knowledge is None
    assert "lost.yaml:1: cannot be read: No such file" in str(fault)
