"""The `whichrole` command on a small invented knowledge folder."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import __version__
from bot.cli import main
from bot.playground.blockkit import validate_message

ROOT = Path(__file__).resolve().parent.parent
QUESTION = "difference between an AI developer and an ML engineer?"
KEYS = {
    "id", "outcome", "intents", "roles", "role", "confidence", "answer_id", "knowledge_version", "evidence", "text",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "tests" / "tiny", tmp_path / "tiny"))


@pytest.fixture
def env(folder: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    cache = tmp_path_factory.getbasetemp() / "cli-cache"
    return {
        "WHICHROLE_KNOWLEDGE": str(folder),
        "WHICHROLE_DB": str(tmp_path / "none.db"),
        "XDG_CACHE_HOME": str(cache),
        "COLUMNS": "80",
    }


def call(env: dict[str, str], *arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, env=env, input=given, catch_exceptions=False)


def test_help_names_every_verb(env: dict[str, str]) -> None:
    result = call(env, "--help")
    assert result.exit_code == 0
    assert len(main.commands) >= 5
    assert all(f"  {verb} " in result.output for verb in main.commands)
    assert all(call(env, verb, "-h").exit_code == 0 for verb in main.commands)


def test_version(env: dict[str, str]) -> None:
    assert call(env, "--version").output.strip().endswith(__version__)


def test_ask_answers_in_lines_of_the_terminals_width(env: dict[str, str]) -> None:
    result = call(env, "ask", *QUESTION.split())
    assert result.exit_code == 0
    assert "One joins what the other makes." in result.output
    assert "\x1b" not in result.output
    assert max(map(len, result.output.splitlines())) <= 80


def test_why_adds_how_it_was_read(env: dict[str, str]) -> None:
    plain, why = call(env, "ask", QUESTION).output, call(env, "ask", "--why", QUESTION).output
    assert "[P-1, P-2]" in why
    assert "[P-1, P-2]" not in plain
    assert "compare" in why.split("How this was read")[1]


def test_markdown(env: dict[str, str]) -> None:
    output = call(env, "ask", "--markdown", QUESTION).output
    assert output.startswith("# AI developer or ML engineer\n")
    assert "| focus" in output.lower()
    assert output.endswith("\n")


def test_json_has_the_promised_keys(env: dict[str, str]) -> None:
    record = json.loads(call(env, "ask", "--json", QUESTION).stdout)
    assert set(record) == KEYS
    assert (record["outcome"], record["intents"][0], record["role"]) == ("answer", "compare", None)
    assert record["roles"] == ["ai-developer", "ml-engineer"]
    assert 0 < record["confidence"] <= 1
    assert len(record["answer_id"]) == 8
    assert len(record["knowledge_version"]) == 12
    assert {"P-1", "P-2"} <= set(record["evidence"])
    assert "One joins what the other makes." in record["text"]


def test_json_with_why_and_blocks(env: dict[str, str]) -> None:
    record = json.loads(call(env, "ask", "--json", "--why", "--blocks", QUESTION).stdout)
    assert set(record) == KEYS | {"reading", "blocks", "advice"}
    assert record["reading"]["intents"][0]["intent"] == "compare"
    assert validate_message({"text": record["text"], "blocks": record["blocks"]}) == []


def test_blocks_alone_mean_json(env: dict[str, str]) -> None:
    assert set(json.loads(call(env, "ask", "--blocks", QUESTION).stdout)) == KEYS | {"blocks"}


def test_batch_keeps_the_order_and_skips_empty_lines(env: dict[str, str]) -> None:
    asked = [("b", "help"), ("a", QUESTION), ("7", "what is a data scientist")]
    given = "\n\n".join(json.dumps({"id": id_, "text": text}) for id_, text in asked)
    result = call(env, "ask", "--batch", "-", given=given)
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [record["id"] for record in records] == ["b", "a", "7"]
    alone = json.loads(call(env, "ask", "--json", QUESTION).stdout)
    assert records[1] == alone | {"id": "a"}


@pytest.mark.parametrize("bad", ["{", "[]", '"text"', '{"id": "2"}', '{"text": "no id"}', "null"])
def test_batch_names_the_bad_line(bad: str, env: dict[str, str]) -> None:
    given = '{"id": "1", "text": "help"}\n\n' + bad + "\n"
    result = call(env, "ask", "--batch", "-", given=given)
    assert result.exit_code == 1
    assert "line 3 is not an object" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("arguments", [["ask"], ["ask", "  "], ["ask", "help", "--batch", "-"]])
def test_a_question_or_a_file_but_one_of_them(arguments: list[str], env: dict[str, str]) -> None:
    result = call(env, *arguments, given="")
    assert result.exit_code == 2
    assert re.search("Give (a question|either a question)", result.stderr)


def test_check_counts_what_is_there(env: dict[str, str]) -> None:
    result = call(env, "check")
    assert result.exit_code == 0
    assert "no faults. 4 roles, 1 curated pair" in result.output
    assert "2 of 4" in result.output  # roles in full


def test_check_lists_faults_and_exits_with_one(env: dict[str, str], folder: Path) -> None:
    (folder / "roles" / "ai-engineer.yaml").write_text("id: ai-engineer\nnonsense: 1\n", encoding="utf-8")
    (folder / "stray.yaml").write_text("a: 1\n", encoding="utf-8")
    result = call(env, "check")
    assert result.exit_code == 1
    assert "ai-engineer.yaml:2: 'nonsense' is not a field here" in result.output
    assert "stray.yaml:1: " in result.output
    assert "Traceback" not in result.output


def test_check_takes_folders_later_over_earlier(env: dict[str, str], folder: Path, tmp_path: Path) -> None:
    over = tmp_path / "over"
    over.mkdir()
    (over / "glossary.yaml").write_text("- {id: x, nonsense: 1}\n", encoding="utf-8")
    assert call(env, "check", str(folder)).exit_code == 0
    assert call(env, "check", str(folder), str(over)).exit_code == 1


def test_asking_with_faulty_knowledge_lists_the_faults(env: dict[str, str], folder: Path) -> None:
    (folder / "wording.yaml").write_text("greeting: Hi.\n", encoding="utf-8")
    result = call(env, "ask", "help")
    assert result.exit_code == 1
    assert "the sentence 'help_lead' is missing" in result.stderr
    assert "Run `whichrole check`" in result.stderr


def test_a_senseless_setting_is_a_sentence(env: dict[str, str]) -> None:
    result = call(env | {"WHICHROLE_PORT": "many"}, "ask", "help")
    assert result.exit_code == 1
    assert "WHICHROLE_PORT" in result.stderr


def test_report_without_a_database_is_a_sentence(env: dict[str, str]) -> None:
    result = call(env, "report")
    assert result.exit_code == 1
    assert "There is no database at" in result.stderr
    assert "Traceback" not in result.output


def test_two_processes_print_the_same_bytes(env: dict[str, str]) -> None:
    command = [sys.executable, "-m", "bot", "ask", "--json", "--why", "--blocks", "we want to train a model, who?"]
    outputs = [
        subprocess.run(
            command, cwd=ROOT, env={**os.environ, **env, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert json.loads(outputs[0])["outcome"] in ("answer", "ask", "decline")
    assert outputs[0] == outputs[1]
