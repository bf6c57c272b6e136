"""`whichrole eval` from end to end, on the small invented knowledge folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import main

TINY = Path(__file__).resolve().parent.parent / "tiny"
RIGHT: list[dict[str, Any]] = [
    {
        "text": "difference between an AI developer and an ML engineer?",
        "intents": ["compare"],
        "roles": ["ai-developer", "ml-engineer"],
    },
    {"text": "what is a data scientist, and how do I interview one", "intents": ["define", "vetting"]},
    {
        "text": "we want to train a model on our own data, who?",
        "intents": ["recommend"],
        "best_roles": ["ml-engineer"],
        "writer": "anna",
    },
    {"text": "what is the weather tomorrow", "intents": ["out_of_scope"]},
]
WRONG = {"text": "how do I interview an ML engineer", "intents": ["when_to_hire"], "writer": "bert"}
WRONG_TOO = {"text": "who is the president", "intents": ["help"]}


@pytest.fixture
def env(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    cache = tmp_path_factory.getbasetemp() / "cli-cache"
    return {"WHICHROLE_KNOWLEDGE": str(TINY), "XDG_CACHE_HOME": str(cache), "COLUMNS": "80"}


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    return write(tmp_path, *RIGHT, WRONG)


def write(tmp_path: Path, *rows: dict[str, Any]) -> Path:
    file = tmp_path / "asked.jsonl"
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return file


def call(env: dict[str, str], *arguments: object) -> Result:
    return CliRunner().invoke(main, ["eval", *map(str, arguments)], env=env, catch_exceptions=False)


def test_figures_of_real_answers(env: dict[str, str], asked: Path) -> None:
    result = call(env, asked, "--format", "json")
    assert result.exit_code == 0
    value = json.loads(result.stdout)
    counts = {name: (one["hits"], one["of"]) for name, one in value["headline"].items() if "hits" in one}
    assert counts == {
        "top1": (3, 4),
        "answered": (4, 4),
        "covered": (3, 4),
        "wrong": (1, 4),
        "declined": (1, 1),
        "refused": (0, 4),
        "several": (2, 2),
        "role": (1, 1),
    }
    assert value["headline"]["mentions"]["f1"] == 1.0
    assert value["confusions"] == [{"wants": "when_to_hire", "got": "vetting", "count": 1}]
    assert [each["text"] for each in value["worst"]] == [WRONG["text"]]
    assert set(value["writers"]) == {"", "anna", "bert"}


def test_text_is_plain_and_ends_in_words(env: dict[str, str], asked: Path) -> None:
    result = call(env, asked)
    assert result.exit_code == 0
    assert result.output.startswith("5 messages of asked.jsonl, knowledge ")
    assert "\x1b" not in result.output
    assert max(map(len, result.output.splitlines())) <= 100
    assert result.output.rstrip().split("\n\n")[-1].startswith("In words: of 100 messages")


def test_messages_after_another_are_answered_in_a_conversation(env: dict[str, str], tmp_path: Path) -> None:
    row = {"text": "shorter please", "intents": ["shorter"]}
    headlines = []
    for before in ("what is an AI developer", "book me a flight"):  # nothing can be shortened after a decline
        value = json.loads(call(env, write(tmp_path, row | {"before": before}), "--format", "json").stdout)
        headlines.append(value["headline"]["top1"]["hits"])
    assert headlines == [1, 0]


def test_bad_lines_are_told_all_at_once(env: dict[str, str], tmp_path: Path) -> None:
    bad = {"text": "a", "intents": ["compair"], "roles": ["ml-enginer"]}
    misses = tmp_path / "known.yaml"
    misses.write_text("- nonsense\n", encoding="utf-8")
    result = call(env, write(tmp_path, RIGHT[0], bad), "--misses", misses)
    assert (result.exit_code, result.stdout) == (1, "")
    told = result.stderr.splitlines()
    assert told[0].endswith("asked.jsonl:2: there is no intent 'compair'; did you mean 'compare'?")
    assert told[1].endswith("asked.jsonl:2: there is no role 'ml-enginer'; did you mean 'ml-engineer'?")
    assert "known.yaml:1: this is not a known miss" in told[2]
    assert told[3].startswith("3 faults; nothing was measured.")


def test_the_known_misses_from_first_to_last(env: dict[str, str], tmp_path: Path) -> None:
    misses = tmp_path / "known.yaml"
    both = write(tmp_path, *RIGHT, WRONG, WRONG_TOO)
    missing = call(env, both, "--misses", misses)
    assert (missing.exit_code, misses.exists()) == (1, False)
    assert "add --renew to write it" in missing.stderr
    assert call(env, both, "--misses", misses, "--renew").exit_code == 0
    first = misses.read_text(encoding="utf-8")
    assert first.count("- text:") == 2
    assert call(env, both, "--misses", misses).exit_code == 0
    assert call(env, both, "--misses", misses, "--renew").exit_code == 0
    assert misses.read_text(encoding="utf-8") == first

    mended = write(tmp_path, *RIGHT, WRONG | {"intents": ["vetting"]}, WRONG_TOO)
    result = call(env, mended, "--misses", misses)
    assert result.exit_code == 1
    assert f'"{WRONG["text"]}" is right now' in result.stderr
    assert result.stdout.startswith("6 messages")
    assert call(env, mended, "--misses", misses, "--renew").exit_code == 0
    assert misses.read_text(encoding="utf-8").count("- text:") == 1
    assert call(env, mended, "--misses", misses).exit_code == 0

    shrunk = misses.read_text(encoding="utf-8")
    result = call(env, write(tmp_path, *RIGHT, WRONG, WRONG_TOO), "--misses", misses, "--renew")
    assert result.exit_code == 1
    assert f'new miss: "{WRONG["text"]}" wants when_to_hire, got vetting' in result.stderr
    assert "Not renewed: the list may only shrink." in result.stderr
    assert misses.read_text(encoding="utf-8") == shrunk


def test_renew_does_not_swap_an_old_miss_for_a_new_one(env: dict[str, str], tmp_path: Path) -> None:
    misses = tmp_path / "known.yaml"
    assert call(env, write(tmp_path, WRONG, RIGHT[0]), "--misses", misses, "--renew").exit_code == 0
    before = misses.read_text(encoding="utf-8")
    swapped = write(tmp_path, WRONG | {"intents": ["vetting"]}, RIGHT[0], WRONG_TOO)
    result = call(env, swapped, "--misses", misses, "--renew")
    assert result.exit_code == 1
    assert "1 new miss, 1 to take out" in result.stderr
    assert misses.read_text(encoding="utf-8") == before


def test_options_that_make_no_sense(env: dict[str, str], asked: Path, tmp_path: Path) -> None:
    assert "--renew goes with --misses" in call(env, asked, "--renew").stderr
    nowhere = call(env, asked, "--misses", tmp_path / "nowhere" / "known.yaml", "--renew")
    assert (nowhere.exit_code, nowhere.stdout) == (1, "")
    assert "nowhere; make it first." in nowhere.stderr
    assert call(env, asked, "--worst", "-1").exit_code == 2
    assert call(env, tmp_path / "none.jsonl").exit_code == 2
