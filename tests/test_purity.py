"""The inner layers depend on their arguments alone: no clock, no waiting, no files but the weights and the cache."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.source import Module, dotted, functions, imported

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
