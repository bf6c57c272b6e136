"""Every table, list and rule of the five founding documents can be had by asking for it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.answering import Answerer
from bot.knowledge import Knowledge
from bot.rendering import as_text
from bot.understanding import Reader

AIDS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("decision_aids.yaml").read_text(encoding="utf-8"))
ON = date(2026, 11, 21)
FIELDS = {"id", "what", "ask", "shows", "outcome"}


def test_the_aids_are_all_here() -> None:
    ids = [aid["id"] for aid in AIDS]
    assert len(ids) >= 60
    assert len(set(ids)) == len(ids)


def test_every_aid_is_told_by_strings_of_its_own() -> None:
    assert [aid["id"] for aid in AIDS if not set(aid) <= FIELDS or not 2 <= len(aid["shows"]) <= 4] == []
    assert [aid["id"] for aid in AIDS if any(text != text.lower() for text in aid["shows"])] == []


@pytest.mark.parametrize("aid", AIDS, ids=[aid["id"] for aid in AIDS])
def test_asking_for_an_aid_shows_it(aid: dict[str, Any], knowledge: Knowledge, reader: Reader) -> None:
    advice = Answerer(knowledge, reader, ON).advice(aid["ask"])
    told = " ".join(as_text(advice, detail=True).lower().split())
    assert advice.outcome == aid.get("outcome", "answer"), advice.title
    assert [text for text in aid["shows"] if text not in told] == [], advice.title
