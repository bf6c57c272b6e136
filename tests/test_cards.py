"""`whichrole cards`: a sample of everything that is sent, held to Slack's rules and to the SDK's models."""

from __future__ import annotations

import ast
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from slack_sdk.models.blocks import Block

from bot.answering import Answerer
from bot.cards import KINDS, STYLES, Sample, samples, write
from bot.cli import main
from bot.knowledge import Knowledge
from bot.playground.blockkit import validate_message, validate_view
from tests.conftest import ROOT, TODAY
from tests.types.check import typescript

UNMODELLED = {"data_visualization"}  # blocks that the SDK has no class for


@pytest.fixture(scope="module")
def every(knowledge: Knowledge) -> list[Sample]:
    found = list(samples(Answerer(knowledge, today=TODAY)))
    assert len(found) > 300
    return found


def payloads(every: list[Sample]) -> Iterator[tuple[str, Sample, Any]]:
    for sample in every:
        for style, payload in sample.payloads.items():
            yield f"{sample.name}.{sample.surface}.{style}", sample, payload


def test_slack_takes_every_sample(every: list[Sample]) -> None:
    refused = {}
    for name, sample, payload in payloads(every):
        if sample.surface in ("modal", "home"):
            faults = validate_view(payload)
        else:
            faults = validate_message(payload, ephemeral=sample.surface == "command")
        if faults:
            refused[name] = [str(fault) for fault in faults]
    assert refused == {}


def test_the_sdk_reads_every_block_and_loses_nothing(every: list[Sample], caplog: pytest.LogCaptureFixture) -> None:
    seen, lossy = set(), {}
    with caplog.at_level(logging.WARNING):
        for name, _, payload in payloads(every):
            for block in payload["blocks"]:
                seen.add(block["type"])
                if block["type"] in UNMODELLED:
                    continue
                parsed = Block.parse(block)
                if parsed is None or parsed.to_dict() != block:
                    lossy[f"{name} {block['type']}"] = parsed and parsed.to_dict()
    assert lossy == {}
    assert caplog.records == []
    assert seen >= {"card", "table", "carousel", "context_actions", "header", "input"} | UNMODELLED


def test_action_ids_stand_once_in_a_payload(every: list[Sample]) -> None:
    for name, _, payload in payloads(every):
        ids = list(_values(payload, "action_id"))
        assert len(ids) == len(set(ids)), (name, ids)


def _values(value: Any, field: str) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _values(item, field)
    elif isinstance(value, dict):
        yield from (str(item) for key, item in value.items() if key == field)
        for item in value.values():
            yield from _values(item, field)


def test_every_intent_surface_and_style_has_its_samples(every: list[Sample], knowledge: Knowledge) -> None:
    names = {sample.name for sample in every}
    assert set(knowledge.intents) <= names
    assert {"role-brief", "failure", "privacy", "forget-me", "not-covered", "shared-recommend-project"} <= names
    assert {sample.surface for sample in every} == {"command", "mention", "dm", "modal", "message", "home"}
    assert all(set(sample.payloads) == set(STYLES) for sample in every)
    modern = [sample for sample in every if sample.payloads["modern"] != sample.payloads["classic"]]
    assert len(modern) > 200


def test_no_view_builder_is_forgotten() -> None:
    """Whatever in the rendering makes a view or a card has a sample."""
    used = (ROOT / "bot" / "cards.py").read_text(encoding="utf-8")
    made = [
        function.name
        for file in (ROOT / "bot" / "rendering").glob("*.py")
        for function in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(function, ast.FunctionDef) and function.name.endswith(("_view", "_card", "_message", "_notice"))
    ]
    assert len(made) > 10
    assert [name for name in made if f"{name}(" not in used] == []


def test_names_are_unique(every: list[Sample]) -> None:
    names = [(sample.name, sample.surface) for sample in every]
    assert len(names) == len(set(names))
    assert len(KINDS) > 5


def test_a_file_holds_what_is_sent(tmp_path: Path, knowledge: Knowledge) -> None:
    count = write(Answerer(knowledge, today=TODAY), tmp_path / "new")
    files = sorted((tmp_path / "new").iterdir())
    assert len(files) == count
    told = json.loads((tmp_path / "new" / "compare-two.dm.modern.json").read_text(encoding="utf-8"))
    assert (told["name"], told["surface"], told["style"]) == ("compare-two", "dm", "modern")
    assert set(told["payload"]) == {"text", "blocks"}
    view = json.loads((tmp_path / "new" / "home-first.home.classic.json").read_text(encoding="utf-8"))
    assert view["payload"]["type"] == "home"


def test_the_verb_works_on_any_knowledge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHICHROLE_KNOWLEDGE", str(ROOT / "tests" / "tiny"))
    done = CliRunner().invoke(main, ["cards", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert done.output == f"{len(list(tmp_path.iterdir()))} files in {tmp_path}.\n"


def test_what_the_types_do_not_know_is_cast() -> None:
    value = [{"type": "divider"}, {"type": "data_visualization", "title": "“x”"}]
    said = '[{ "type": "divider" }, ({ "type": "data_visualization", "title": "“x”" } as unknown as KnownBlock)]'
    assert typescript(value) == said
