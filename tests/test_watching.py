"""`check --watch`: the faults now and after each change, until Ctrl-C."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.watching import watch_and_check

ROOT = Path(__file__).resolve().parent.parent
TIME = r"\d\d:\d\d:\d\d"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "tests" / "tiny", tmp_path / "tiny"))


def told(folder: Path, *edits: Callable[[], object]) -> list[str]:
    """What is said, with one edit after each; Ctrl-C after the last."""
    said: list[str] = []
    steps = iter(edits)

    def hear(text: str) -> None:
        said.append(text)
        step = next(steps, None)
        if step is None:
            raise KeyboardInterrupt
        step()

    watch_and_check([folder], hear, every=0.01)
    return said


def test_faults_come_and_go(folder: Path) -> None:
    role = folder / "roles" / "ai-engineer.yaml"
    good = role.read_text(encoding="utf-8")
    faulty = f"{good}nonsense: 1\n"
    line = len(faulty.splitlines())
    first, second, third = told(
        folder, lambda: role.write_text(faulty, encoding="utf-8"), lambda: role.write_text(good, encoding="utf-8")
    )
    assert re.fullmatch(f"{TIME} no faults", first)
    assert re.fullmatch(f"{TIME} 1 fault\n.*ai-engineer.yaml:{line}: 'nonsense' is not a field here.*", second)
    assert re.fullmatch(f"{TIME} no faults", third)


def test_a_file_that_is_gone_is_told_and_its_return_too(folder: Path) -> None:
    file, aside = folder / "wording.yaml", folder / "aside"
    said = told(folder, lambda: file.rename(aside), lambda: aside.rename(file))
    assert [text.count("\n") for text in said] == [0, 1, 0]
    assert "wording.yaml:1: this file is missing" in said[1]
