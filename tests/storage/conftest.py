"""A database of the test's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.storage import Store


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "whichrole.db"


@pytest.fixture
def open_store(file: Path) -> Iterator[Callable[[], Store]]:
    """Opens the database, as often as wanted, as several processes would."""
    opened: list[Store] = []

    def make() -> Store:
        opened.append(Store(file))
        return opened[-1]

    yield make
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: Callable[[], Store]) -> Store:
    return open_store()
