"""The house rules that a syntax tree can show: who imports whom, who reads the environment, how long things are."""

from __future__ import annotations

import ast
import statistics
from collections.abc import Iterator

import pytest

from tests.source import Module, dotted, functions, imported

CORE = {"errors", "knowledge"}
# part of the bot -> what it may import of the others
MAY_IMPORT = {
    "": set(),
    "errors": set(),
    "logs": set(),
    "settings": {"errors"},
    "knowledge": {"errors"},
    "understanding": CORE,
    "advisor": CORE | {"understanding"},
    "rendering": CORE | {"understanding", "advisor"},
    "storage": {"errors", "understanding.reading", "advisor.advice", "advisor.keeping"},
    "listeners": CORE | {"understanding", "advisor", "rendering", "storage"},
    "answering": CORE | {"understanding", "advisor", "rendering"},
    "reasons": CORE | {"advisor", "rendering", "listeners", "settings"},
    "advising": CORE | {"understanding", "answering", "settings"},
    "briefing": CORE | {"understanding", "advisor", "answering", "advising", "settings"},
    "cards": CORE | {"understanding", "advisor", "rendering", "answering"},
    "reporting": {"errors", "rendering.feedback", "storage"},
    "looking_back": CORE | {"advisor", "rendering", "storage", "settings"},
    "watching": CORE,
    "coverage": CORE | {"understanding", "advisor", "rendering"},
    "guarantees": CORE | {"understanding"},
    "evaluation": CORE | {"understanding", "answering"},
    "reloading": CORE | {"understanding", "listeners", "settings"},
    "app": CORE | {"understanding", "advisor", "rendering", "storage", "listeners", "settings"},
    "serve": CORE
    | {"understanding", "advisor", "rendering", "storage", "listeners", "settings", "app", "logs"}
    | {"acceptance", "reasons", "reloading"},
    "playground": {"settings"},
    "batch": {"answering"},
    "manifest": {"listeners"},
    "acceptance": {"answering", "cards", "errors", "listeners"},
    "doctor": {"acceptance", "answering", "cards", "errors", "manifest", "settings", "storage"},
    "cli": {
        "batch",
        "doctor",
        "manifest",
        "errors",
        "advising",
        "briefing",
        "cards",
        "answering",
        "knowledge",
        "settings",
        "serve",
        "reporting",
        "looking_back",
        "watching",
        "coverage",
        "evaluation",
        "guarantees",
        "understanding",
        "logs",
        "playground",
    },
    "__main__": {"cli"},
}
MAY_KNOW_SLACK = {"listeners", "app", "serve", "acceptance", "doctor"}
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc", "base", "core"}
MOST_LINES = 300
MOST_FUNCTION_LINES = 40
MEDIAN_FUNCTION_LINES = 8


def test_every_part_has_its_place_in_the_layers(modules: list[Module]) -> None:
    assert {module.part for module in modules} == set(MAY_IMPORT)


def test_imports_only_go_downwards(modules: list[Module]) -> None:
    wrong, seen = [], 0
    for module in modules:
        allowed = MAY_IMPORT[module.part] | {module.part}
        for line, name in imported(module):
            if name.split(".")[0] != "bot":
                continue
            seen += 1
            target = name.removeprefix("bot.")
            if target != "__version__" and not any(target == a or target.startswith(f"{a}.") for a in allowed if a):
                wrong.append(f"{module.name}:{line}: {name}")
    assert seen > 100
    assert wrong == []


def test_imports_are_absolute(modules: list[Module]) -> None:
    assert [f"{m.name}:{line}" for m in modules for line, name in imported(m) if name.startswith(".")] == []


def test_layers_have_no_cycle() -> None:
    done: set[str] = set()
    while len(done) < len(MAY_IMPORT):
        ready = {part for part, below in MAY_IMPORT.items() if {b.split(".")[0] for b in below} <= done} - done
        # storage knows of advisor the values and what of them may be kept, and nothing of advisor knows storage
        assert ready
        done |= ready


def test_slack_is_known_to_the_outermost_layers_only(modules: list[Module]) -> None:
    found = [(m, f"{m.name}:{line}: {name}") for m in modules for line, name in imported(m) if name.startswith("slack")]
    assert {module.part for module, _ in found} >= {"listeners", "app"}
    assert [place for module, place in found if module.part not in MAY_KNOW_SLACK] == []


def environment_uses(module: Module) -> Iterator[str]:
    """Every mention of the environment, but for taking a name out of it and for copying it whole for a child."""
    spared: set[int] = set()
    for node in ast.walk(module.tree):
        taken_out = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
        if taken_out and module.name == "app.py" and dotted(node.value.func) == "os.environ.pop":
            spared.add(id(node.value.func.value))
        copied = isinstance(node, ast.Call) and dotted(node.func) in ("os.environ.items", "os.environ.copy")
        if copied and module.name == "playground/launch.py":
            spared.add(id(node.func.value))
    for node in ast.walk(module.tree):
        if dotted(node) in ("os.environ", "os.environb", "os.getenv", "os.getenvb") and id(node) not in spared:
            yield f"{module.name}:{node.lineno}: {dotted(node)}"
    named = {"os.environ", "os.environb", "os.getenv", "os.getenvb", "os.putenv", "os.*"}
    yield from (f"{module.name}:{line}: {name}" for line, name in imported(module) if name in named)


def test_only_the_settings_read_the_environment(modules: list[Module]) -> None:
    assert [use for module in modules if module.part != "settings" for use in environment_uses(module)] == []


@pytest.mark.parametrize(
    "source",
    [
        "import os\nx = os.environ['A']",
        "import os\nx = os.environ.pop('A')",
        "import os\nx = os.getenv('A')",
        "from os import environ",
        "import os\nfor k in os.environ: pass",
    ],
)
def test_reads_of_the_environment_are_seen(source: str) -> None:
    assert list(environment_uses(Module("app.py", 1, ast.parse(source))))


def test_module_names_say_something(modules: list[Module]) -> None:
    names = {part.removesuffix(".py") for module in modules for part in module.name.split("/")}
    assert names.isdisjoint(NAMES_THAT_SAY_NOTHING)


def test_files_stay_short(modules: list[Module]) -> None:
    assert [f"{module.name}: {module.lines}" for module in modules if module.lines > MOST_LINES] == []


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_functions_stay_short(modules: list[Module]) -> None:
    long = [(length(f), m.name, f.name) for m in modules for f in functions(m) if length(f) > MOST_FUNCTION_LINES]
    lengths = [length(function) for module in modules for function in functions(module)]
    print(f"{len(lengths)} functions, median {statistics.median(lengths)} lines, longest {max(lengths)}")
    assert long == []
    assert statistics.median(lengths) <= MEDIAN_FUNCTION_LINES


def test_every_module_says_what_it_is(modules: list[Module]) -> None:
    assert [module.name for module in modules if module.lines and not ast.get_docstring(module.tree)] == []
