"""The house rules that a syntax tree can show: who imports whom, who reads the environment, how long things are."""

from __future__ import annotations

import ast
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

BOT = Path(__file__).resolve().parent.parent / "bot"
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
    "storage": {"errors", "advisor.advice"},
    "listeners": CORE | {"understanding", "advisor", "rendering", "storage"},
    "answering": CORE | {"understanding", "advisor", "rendering"},
    "reporting": {"errors", "storage"},
    "watching": CORE,
    "coverage": CORE | {"understanding", "advisor", "rendering"},
    "guarantees": CORE | {"understanding"},
    "evaluation": CORE | {"understanding", "answering"},
    "reloading": CORE | {"understanding", "listeners", "settings"},
    "app": CORE | {"understanding", "advisor", "rendering", "storage", "listeners", "settings"},
    "serve": CORE
    | {"understanding", "advisor", "rendering", "storage", "listeners", "settings", "app", "logs", "reloading"},
    "playground": {"settings"},
    "cli": {
        "errors",
        "answering",
        "knowledge",
        "settings",
        "serve",
        "reporting",
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
MAY_KNOW_SLACK = {"listeners", "app", "serve"}
PURE = {"understanding", "advisor", "rendering"}
# where understanding may touch files, and by which calls alone: the packaged weights, and the cache of fits
MAY_TOUCH_FILES = {
    "understanding/encoder.py": {
        "_tokens": {"read_text"},
        "_basis": {"load"},
        "version": {"read_bytes"},
        "_known": {"load"},
    },
    "understanding/kept.py": {
        "read": {"open", "load"},
        "write": {"replace", "unlink"},
        "_write": {"mkdir", "open", "savez"},
        "_forget_old": {"glob", "stat", "unlink"},
    },
}
TOOLS = {"understanding/make_weights.py"}  # run by hand, imported by nothing
TOUCHES_FILES = {
    "open",
    "read_text",
    "write_text",
    "read_bytes",
    "write_bytes",
    "savez",
    "mkdir",
    "unlink",
    "glob",
    "stat",
}
LOADS = {"np.load", "numpy.load", "np.save", "np.fromfile", "np.memmap", "os.replace", "os.remove"}
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc", "base", "core"}
MOST_LINES = 300
MOST_FUNCTION_LINES = 40
MEDIAN_FUNCTION_LINES = 8


@dataclass(frozen=True)
class Module:
    """A source file, parsed."""

    name: str
    lines: int
    tree: ast.Module

    @property
    def part(self) -> str:
        """The room of the house: the first name under bot."""
        first = self.name.split("/")[0].removesuffix(".py")
        return "" if first == "__init__" else first


@pytest.fixture(scope="module")
def modules() -> list[Module]:
    found = []
    for file in sorted(BOT.rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        found.append(Module(file.relative_to(BOT).as_posix(), len(text.splitlines()), ast.parse(text)))
    assert len(found) >= 50
    return found


def imported(module: Module) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of everything imported, also inside functions and under TYPE_CHECKING."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def dotted(node: ast.AST) -> str:
    """`a.b.c` of nested attributes; empty where it is not that."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


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
        # storage knows the value `advisor.advice` alone, and nothing of advisor knows storage
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


def impurities(module: Module) -> Iterator[str]:
    """What makes a function depend on more than its arguments: awaiting, files, the clock, chance."""
    spared = {
        id(inner)
        for function in functions(module)
        for inner in ast.walk(function)
        if isinstance(inner, ast.Call)
        and _last_name(inner) in MAY_TOUCH_FILES.get(module.name, {}).get(function.name, set())
    }
    clocks = {"time.time", "time.monotonic", "time.sleep", "datetime.now", "datetime.utcnow", "date.today"}
    for node in ast.walk(module.tree):
        if id(node) in spared:
            continue
        if isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith):
            yield f"{module.name}:{node.lineno}: {type(node).__name__}"
        if isinstance(node, ast.Call):
            name, last = dotted(node.func), _last_name(node)
            if last in TOUCHES_FILES or name in LOADS or any(name == c or name.endswith(f".{c}") for c in clocks):
                yield f"{module.name}:{node.lineno}: {name or last}()"


def _last_name(call: ast.Call) -> str:
    return dotted(call.func).rpartition(".")[2] or getattr(call.func, "attr", "")


def test_tools_are_imported_by_nothing(modules: list[Module]) -> None:
    assert {module.name for module in modules} >= TOOLS
    names = {f"bot.{tool.removesuffix('.py').replace('/', '.')}" for tool in TOOLS}
    found = [(module.name, name) for module in modules for _, name in imported(module)]
    assert [each for each in found if any(each[1] == name or each[1].startswith(f"{name}.") for name in names)] == []


def test_every_spared_call_is_made(modules: list[Module]) -> None:
    """What is allowed and not used is a hole in the fence."""
    made = {
        (module.name, function.name, _last_name(node))
        for module in modules
        for function in functions(module)
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
    }
    allowed = {
        (name, function, call)
        for name, found in MAY_TOUCH_FILES.items()
        for function, calls in found.items()
        for call in calls
    }
    assert allowed - made == set()


def test_the_inner_layers_are_pure(modules: list[Module]) -> None:
    inner = [module for module in modules if module.part in PURE and module.name not in TOOLS]
    assert len(inner) >= 15
    assert [found for module in inner for found in impurities(module)] == []
    banned = {"random", "secrets", "socket", "asyncio", "subprocess", "sqlite3", "aiohttp", "time"}
    assert [f"{m.name}:{line}" for m in inner for line, name in imported(m) if name.split(".")[0] in banned] == []


@pytest.mark.parametrize(
    "source",
    [
        "async def f(): pass",
        "open('x')",
        "Path('x').read_text()",
        "import numpy as np\nnp.load('x')",
        "def f(): return np.savez('x')",
        "import time\ntime.time()",
        "import datetime\ndatetime.datetime.now()",
        "from datetime import date\ndate.today()",
    ],
)
def test_impurities_are_seen(source: str) -> None:
    tree = ast.parse(source)
    for name in ("advisor/x.py", "understanding/encoder.py", "understanding/kept.py"):
        assert list(impurities(Module(name, 1, tree)))


def test_only_the_named_function_may_touch_the_weights() -> None:
    tree = ast.parse("def version(): return FILE.read_bytes()\ndef other(): return FILE.read_bytes()")
    assert list(impurities(Module("understanding/encoder.py", 2, tree))) == [
        "understanding/encoder.py:2: FILE.read_bytes()"
    ]


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
