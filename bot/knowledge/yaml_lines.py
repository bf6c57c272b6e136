"""YAML to plain Python values that remember the line each part stands on.

PyYAML's own loader keeps the last of two equal keys, reads `no` as False, `1.10` as 1.1 and
`12:30` as 750. Here a repeated key is a fault, and only true/false, integers, decimals and
null are anything but text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Path_ = tuple[str | int, ...]
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)$")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+$")
_CONSTANTS = {"true": True, "false": False, "null": None, "~": None, "": None}


# what the parser says -> what to do about it
PLAIN_WORDS = {
    "mapping values are not allowed": "put quotes around the text on this line, for it contains a colon",
    "found character that cannot start any token": "a tab or an odd character stands here; use spaces or quotes",
    "found unexpected end of stream": "a quotation mark is opened and never closed",
    "did not find expected": "the indentation or a bracket before this line is off",
    "could not find expected ':'": "a colon is missing, or a quotation mark is not closed",
}


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
        events = yaml.parse(file.read_text(encoding="utf-8"), Loader=_Loader)
        _Builder(document, events).build()
    except UnicodeDecodeError:
        document.faults.append(Fault(file, 1, "this file is not UTF-8 text; save it as UTF-8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = str(getattr(error, "problem", None) or "this is not valid YAML")
        problem = next((plain for sign, plain in PLAIN_WORDS.items() if sign in problem), problem)
        document.value = None
        document.faults.append(Fault(file, mark.line + 1 if mark else 1, f"cannot be read: {problem}"))
    return document


class _Builder:
    """Builds values straight from the parser's events; nodes and their tags would cost as much again."""

    def __init__(self, document: Document, events: Iterator[yaml.Event]) -> None:
        self._document, self._events = document, events
        self._anchors: dict[str, Any] = {}

    def build(self) -> None:
        """Fill the document from its first YAML document."""
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._document.value = self._value(next(self._events), ())
                if not isinstance(next(self._events), yaml.DocumentEndEvent):
                    return
                if isinstance(more := next(self._events), yaml.DocumentStartEvent):
                    self._document.value = None
                    self._fault(_line(more), "cannot be read: a second document begins here; remove the three dashes")
                return
        self._fault(1, "the file is empty")

    def _fault(self, line: int, text: str) -> None:
        self._document.faults.append(Fault(self._document.file, line, text))

    def _value(self, event: yaml.Event, path: Path_) -> Any:
        self._document.lines[path] = _line(event)
        if isinstance(event, yaml.AliasEvent):
            return self._anchors.get(str(event.anchor))
        value: Any
        if isinstance(event, yaml.ScalarEvent):
            value = str(event.value) if event.style else _scalar(str(event.value))
        else:
            value = self._mapping(path) if isinstance(event, yaml.MappingStartEvent) else self._sequence(path)
        if anchor := getattr(event, "anchor", None):
            self._anchors[str(anchor)] = value
        return value

    def _sequence(self, path: Path_) -> tuple[Any, ...]:
        items: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return tuple(items)

    def _mapping(self, path: Path_) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            line = _line(event)
            key = str(event.value) if isinstance(event, yaml.ScalarEvent) else str(self._value(event, path))
            value = self._value(next(self._events), (*path, key))
            if key in found:
                self._fault(line, f"the key '{key}' stands here a second time; remove one of the two")
                continue
            found[key] = value
            self._document.lines[(*path, key)] = line
        return found


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _scalar(text: str) -> Any:
    """A plain scalar: true/false, null, integers and decimals are what they look like, all else is text."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] in "-0123456789":
        if _INTEGER.match(text):
            return int(text)
        if _DECIMAL.match(text):
            return float(text)
    return text
