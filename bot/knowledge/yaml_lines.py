"""YAML to plain Python values that remember the line each part stands on.

PyYAML's own loader keeps the last of two equal keys, reads `no` as False, `1.10` as 1.1 and
`12:30` as 750. Here a repeated key is a fault, and only true/false, integers, decimals and
null are anything but text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Path_ = tuple[str | int, ...]
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)$")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+$")
_CONSTANTS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the knowledge, and where."""

    file: Path
    line: int
    text: str

    def __str__(self) -> str:
        here = Path.cwd()
        file = self.file.relative_to(here) if self.file.is_relative_to(here) else self.file
        return f"{file}:{self.line}: {self.text}"


@dataclass
class Document:
    """A file's value (mappings, tuples, scalars) and the line of each path into it."""

    file: Path
    value: Any
    lines: dict[Path_, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, path: Path_) -> int:
        """The line of the path, or of the nearest part above it that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_document(file: Path) -> Document:
    """Parse one file. Faults of syntax are in `faults`; the value is then None."""
    document = Document(file, None)
    try:
        text = file.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=_Loader)
    except UnicodeDecodeError:
        document.faults.append(Fault(file, 1, "this file is not UTF-8 text; save it as UTF-8"))
        return document
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "this is not valid YAML"
        document.faults.append(Fault(file, mark.line + 1 if mark else 1, f"cannot be read: {problem}"))
        return document
    if node is None:
        document.faults.append(Fault(file, 1, "the file is empty"))
        return document
    document.value = _build(node, (), document)
    return document


def _build(node: yaml.Node, path: Path_, document: Document) -> Any:
    document.lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, document)
    if isinstance(node, yaml.SequenceNode):
        return tuple(_build(item, (*path, index), document) for index, item in enumerate(node.value))
    return _scalar(node)


def _mapping(node: yaml.MappingNode, path: Path_, document: Document) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        line = key_node.start_mark.line + 1
        if key in found:
            text = f"the key '{key}' stands here a second time; remove one of the two"
            document.faults.append(Fault(document.file, line, text))
            continue
        found[key] = _build(value_node, (*path, key), document)
        document.lines[(*path, key)] = line
    return found


def _scalar(node: yaml.Node) -> Any:
    text = str(node.value)
    if getattr(node, "style", None):  # quoted or block text is always text
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.match(text):
        return int(text)
    if _DECIMAL.match(text):
        return float(text)
    return text
