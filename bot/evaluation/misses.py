"""A list of known misses that may only shrink: what is wrong today stays visible, what is wrong tomorrow is new."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.evaluation.judged import Judged
from bot.knowledge.yaml_lines import Document, Fault, read_document

HEAD = """\
# Messages of {name} that the bot misses, as `whichrole eval {name} --misses` knows them.
# Not covered (neither answered rightly nor asked with a right choice), or out of scope and not declined.
# This list may only shrink; `--renew` takes out what is no longer missed.
"""
FIELDS = ("before", "text", "wants", "got")
Key = tuple[str, str]  # the message before, and the message


@dataclass(frozen=True)
class Miss:
    """A message that is known to be missed."""

    text: str
    wants: str
    got: str
    before: str = ""
    line: int = field(default=0, compare=False)

    @property
    def key(self) -> Key:
        """What tells it from other messages."""
        return self.before, self.text


@dataclass(frozen=True)
class Difference:
    """How the misses of now differ from those listed."""

    now: tuple[Miss, ...]
    new: tuple[Miss, ...]
    right_now: tuple[Miss, ...]
    gone: tuple[Miss, ...]

    @property
    def none(self) -> bool:
        """Whether the list says exactly what is."""
        return not (self.new or self.right_now or self.gone)


def read_misses(file: Path) -> tuple[list[Miss], list[Fault]]:
    """The listed misses and every fault of the file; a file with an empty list is fine."""
    document = read_document(file)
    if document.faults:
        return [], document.faults
    if not isinstance(document.value, tuple):
        return [], [Fault(file, 1, "a list of {text, wants, got} is expected here; `--renew` writes one afresh")]
    misses: list[Miss] = []
    faults: list[Fault] = []
    for index, value in enumerate(document.value):
        problem = _problem(value)
        if problem:
            faults.append(Fault(file, document.line((index,)), problem))
        else:
            misses.append(Miss(**value, line=document.line((index,))))
    return misses, faults + _twice(document, misses)


def _problem(value: Any) -> str:
    wanted = "write text, wants and got (and before, if it follows another message), each as quoted text"
    if not isinstance(value, dict) or not {"text", "wants", "got"} <= set(value) <= set(FIELDS):
        return f"this is not a known miss; {wanted}"
    return "" if all(isinstance(one, str) for one in value.values()) else f"a value here is not text; {wanted}"


def _twice(document: Document, misses: Iterable[Miss]) -> list[Fault]:
    first: dict[Key, int] = {}
    return [
        Fault(document.file, miss.line, f"this message already stands on line {first[miss.key]}; remove one")
        for miss in misses
        if first.setdefault(miss.key, miss.line) != miss.line
    ]


def differences(rows: Sequence[Judged], listed: Sequence[Miss]) -> Difference:
    """What is missed now against what is listed; the wants and gots are not compared."""
    now: dict[Key, Miss] = {}
    for each in rows:
        if not each.served:
            row = each.row
            now.setdefault((row.before, row.text), Miss(row.text, ", ".join(row.intents), each.got, row.before))
    known = {miss.key for miss in listed}
    messages = {(each.row.before, each.row.text) for each in rows}
    return Difference(
        now=tuple(now.values()),
        new=tuple(miss for key, miss in now.items() if key not in known),
        right_now=tuple(miss for miss in listed if miss.key in messages and miss.key not in now),
        gone=tuple(miss for miss in listed if miss.key not in messages),
    )


def write_misses(file: Path, misses: Sequence[Miss], *, of: Path) -> None:
    """Write the list anew."""
    lines = [HEAD.format(name=of.name)]
    for miss in misses:
        pairs = [(name, getattr(miss, name)) for name in FIELDS if name != "before" or miss.before]
        told = [f"{name}: {_double_quoted(text)}" for name, text in pairs]
        lines.append(f"- {told[0]}\n" + "".join(f"  {one}\n" for one in told[1:]))
    file.write_text("".join(lines) if misses else f"{lines[0]}[]\n", encoding="utf-8")


def _double_quoted(text: str) -> str:
    """A JSON string is a YAML string, but for signs that YAML wants escaped or would take for a line's end."""
    plain = json.dumps(text, ensure_ascii=False)
    return "".join(sign if sign.isprintable() else f"\\U{ord(sign):08x}" for sign in plain)


def sentences(found: Difference, file: Path) -> list[str]:
    """What is wrong with the list, and what to do; one entry for each message."""
    told = [
        f"new miss: {_quoted(miss)} wants {miss.wants}, got {miss.got or 'nothing'}; not in {file.name}"
        for miss in found.new
    ]
    told += [
        f"{file.name}:{miss.line}: {_quoted(miss)} is right now; take it out, or run again with --renew"
        for miss in found.right_now
    ]
    told += [
        f"{file.name}:{miss.line}: {_quoted(miss)} is not among the messages; take it out, or run again with --renew"
        for miss in found.gone
    ]
    return told


def _quoted(miss: Miss) -> str:
    text = f"{miss.before} -> {miss.text}" if miss.before else miss.text
    return json.dumps(text, ensure_ascii=False)
