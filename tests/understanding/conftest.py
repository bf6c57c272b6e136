"""The invented knowledge and its reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge import Knowledge, load
from bot.understanding import Reader

TINY = Path(__file__).resolve().parent.parent / "tiny"


@pytest.fixture(scope="session")
def tiny() -> Knowledge:
    return load([TINY])


@pytest.fixture(scope="session")
def tiny_reader(tiny: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Reader(tiny, cache=tmp_path_factory.mktemp("tiny-cache"))
