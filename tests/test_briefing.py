"""`whichrole brief`: the role brief in a terminal or a file, and what is said when there can be none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.knowledge import Knowledge
from tests.conftest import ROOT

FACTS = ("--with", "rag", "--with", "existing_llm", "--without", "custom_training")


@pytest.fixture
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    cache = tmp_path_factory.getbasetemp() / "brief-cache"
    return {"WHICHROLE_KNOWLEDGE": str(ROOT / "knowledge"), "XDG_CACHE_HOME": str(cache), "COLUMNS": "80"}


@pytest.fixture
def on_tiny(env: dict[str, str]) -> dict[str, str]:
    """The invented knowledge, whose reader is made in a moment."""
    return env | {"WHICHROLE_KNOWLEDGE": str(ROOT / "tests" / "tiny")}


def call(env: dict[str, str], *arguments: str) -> Result:
    return CliRunner().invoke(main, ["brief", *arguments], env=env, catch_exceptions=False)


def test_facts_give_a_brief_in_markdown(env: dict[str, str]) -> None:
    result = call(env, *FACTS)
    assert result.exit_code == 0
    assert result.stdout.startswith("# Role brief: AI developer\n\nHire an AI developer: ")
    assert "\n## Scoring sheet\n" in result.stdout
    assert result.stderr == ""


def test_a_role_is_taken_by_its_id_title_or_alias(env: dict[str, str], knowledge: Knowledge) -> None:
    role = knowledge.roles["ml-engineer"]
    told = {call(env, "--role", name).stdout for name in (role.id, role.title, role.title.upper(), *role.aliases[:2])}
    assert len(told) == 1
    assert told.pop().startswith("# Role brief: ML engineer\n")


def test_another_process_writes_the_same_bytes(env: dict[str, str]) -> None:
    command = [sys.executable, "-m", "bot", "brief", *FACTS, "--stage", "idea"]
    made = {
        subprocess.run(
            command, cwd=ROOT, env={**os.environ, **env, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "77")
    }
    assert made == {call(env, *FACTS, "--stage", "idea").stdout_bytes}


def test_it_goes_into_a_file_as_it_goes_to_the_terminal(env: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "brief.md"
    result = call(env, *FACTS, "-o", str(file))
    assert (result.exit_code, result.stdout) == (0, "")
    assert file.read_text(encoding="utf-8") == call(env, *FACTS).stdout


def test_the_record_names_every_source_and_holds_the_brief(env: dict[str, str], knowledge: Knowledge) -> None:
    record = json.loads(call(env, *FACTS, "--json").stdout)
    assert record["markdown"] == call(env, *FACTS).stdout
    assert {"title", "lead", "sections", "sources", "owner", "reviewed"} <= set(record)
    assert (record["role"], record["outcome"]) == ("ai-developer", "answer")
    named = {source["id"] for source in record["sources"]}
    used = {knowledge.evidence[id_].source for id_ in record["evidence"]}
    assert named >= used
    assert len(used) > 10


def test_a_text_is_read_and_options_count_before_it(on_tiny: dict[str, str]) -> None:
    read = call(on_tiny, "we want to train a model")
    assert read.stdout.startswith("# Role brief: ML engineer\n")
    assert "(“train a model”)" in read.stdout
    turned = call(on_tiny, "we want to train a model", "--without", "own_data", "--with", "ready_model")
    assert turned.stdout.startswith("# Role brief: ")
    assert "ML engineer" not in turned.stdout.splitlines()[0]
    named = call(on_tiny, "we want to train a model", "--role", "data scientist")
    assert named.stdout.startswith("# Role brief: data scientist\n")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "Tell something of the project, or name a role with --role, as in: whichrole brief"),
        (("  ",), 2, "Tell something of the project"),
        (("--role", "wizard"), 2, "There is no role 'wizard'. There are: ai-developer, "),
        (("--role", "ML enginer"), 2, "Did you mean 'ml-engineer'?"),
        (("--with", "nonsense"), 2, "There is no fact 'nonsense'. See whichrole advise --list."),
        (("--stage", "done"), 2, "'done' is not one of 'idea', 'prototype', 'live', 'scaling'"),
        (("--with", "long_term"), 1, "Too little is told for a brief. Say more of the project, give facts by --with"),
        ((*FACTS, "-o", "/nowhere/at/all.md"), 1, "/nowhere/at/all.md cannot be written: No such file or directory."),
        ((*FACTS, "-o", "/"), 2, "is a directory"),
    ],
)
def test_what_cannot_be_is_told_with_what_to_do(
    env: dict[str, str], arguments: tuple[str, ...], code: int, said: str
) -> None:
    result = call(env, *arguments)
    assert result.exit_code == code
    assert said in " ".join(result.stderr.split())
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


def test_a_text_that_is_no_project_ends_with_a_sentence(on_tiny: dict[str, str]) -> None:
    result = call(on_tiny, "hello")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: ")
    assert len(result.stderr.split()) > 5


def test_a_faulty_knowledge_is_told_line_by_line(env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "signals.yaml").write_text("signals:\n- id: rag\n  nonsense: 1\n", encoding="utf-8")
    result = call(env | {"WHICHROLE_KNOWLEDGE": f"{ROOT / 'knowledge'}:{tmp_path}"}, *FACTS)
    assert result.exit_code == 1
    assert "signals.yaml:3: 'nonsense' is not a field here" in result.output
    assert "Traceback" not in result.output
