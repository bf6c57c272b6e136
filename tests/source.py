"""The source of the bot as syntax trees, for the tests that hold it to the rules of the house."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BOT = Path(__file__).resolve().parent.parent / "bot"


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


def modules_of_the_bot() -> list[Module]:
    """All of its files, parsed."""
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
