"""What all tests share: the shipped knowledge and its reader, made once, and no way out to the network."""

from __future__ import annotations

import socket
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge import Knowledge, load
from bot.understanding import Reader
from tests.source import Module, modules_of_the_bot

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 21)
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The shipped knowledge."""
    return load([ROOT / "knowledge"])


@pytest.fixture(scope="session")
def reader(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Its reader, with a cache of the test session's own."""
    return Reader(knowledge, cache=tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def modules() -> list[Module]:
    """The source of the bot."""
    return modules_of_the_bot()


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections leave loopback only by failing the test."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
            raise AssertionError(f"a test tried to connect to {address}")
        real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
