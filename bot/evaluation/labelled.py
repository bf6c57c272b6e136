"""Labelled messages: JSON lines or a YAML list, read whole, with every fault at once as `file:line: text`."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from bot.knowledge.yaml_lines import Fault, read_document
from bot.understanding.classifier import OUT_OF_SCOPE

LEANING = frozenset({"why", "shorter", "more"})  # asked of the answer before, so of no message that stands alone
SHORT_UNDER, LONG_OVER = 7, 40  # words

Place = Callable[[str], int]  # a field -> its line
Told = Iterator[tuple[str, str]]  # a field and what is wrong with it; "" for the whole message


@dataclass(frozen=True)
class Labelled:
    """A message and what a careful person says it asks for.

    `intents` stand in the order asked; any of `also_ok` in the place of the first is no error. `roles` are those that
    the message means (None: not labelled), `roles_also_ok` may be found in it too. `best_roles` are those of which a
    recommendation should name one. `before` is the message of the turn before.
    """

    text: str
    intents: tuple[str, ...]
    also_ok: tuple[str, ...] = ()
    roles: tuple[str, ...] | None = None
    roles_also_ok: tuple[str, ...] = ()
    best_roles: tuple[str, ...] = ()
    writer: str = ""
    kind: str = ""
    before: str = ""
    id: str = ""
    line: int = field(default=0, compare=False)

    @property
    def in_scope(self) -> bool:
        """Whether the bot is for this."""
        return OUT_OF_SCOPE not in self.intents

    @property
    def sort(self) -> str:
        """The kind as labelled, else by the number of words."""
        words = len(self.text.split())
        return self.kind or ("short" if words < SHORT_UNDER else "long" if words > LONG_OVER else "middle")


INTENTS, ROLES, TEXTS = ("intents", "also_ok"), ("roles", "roles_also_ok", "best_roles"), ("writer", "kind", "before")
FIELDS = ("id", "text", *INTENTS, *ROLES, *TEXTS)


def read_labelled(
    file: Path, *, intents: Collection[str], roles: Collection[str]
) -> tuple[list[Labelled], list[Fault]]:
    """The messages of a file and all its faults, in the order of the lines; ids are those of the knowledge."""
    raw, faults = _raw(file)
    rows: list[Labelled] = []
    ids: dict[str, int] = {}
    for value, line in raw:
        found = [(line(name), text) for name, text in _problems(value, intents, roles)]
        id_ = value.get("id") if isinstance(value, dict) else None
        if id_ is not None and ids.setdefault(str(id_), line("")) != line(""):
            found.append((line("id"), f"the id '{id_}' already stands on line {ids[str(id_)]}; ids name one message"))
        faults += [Fault(file, number, text) for number, text in found]
        if not found:
            rows.append(_row(value, line("")))
    if not raw and not faults:
        faults.append(Fault(file, 1, "no messages stand here; add one a line, or a YAML list of them"))
    return rows, sorted(faults, key=lambda fault: fault.line)


def _row(value: Mapping[str, Any], line: int) -> Labelled:
    given: dict[str, Any] = {}
    for name, one in value.items():
        if one is not None:
            given[name] = tuple(one) if isinstance(one, list) else str(one) if name == "id" else one
    return Labelled(**given, line=line)


def _raw(file: Path) -> tuple[list[tuple[Any, Place]], list[Fault]]:
    """Plain values, each with its lines."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return [], [Fault(file, 1, "this file is not UTF-8 text; save it as UTF-8")]
    if not text.strip():
        return [], [Fault(file, 1, "the file is empty; add a message a line, or a YAML list of them")]
    lines = file.suffix in (".jsonl", ".ndjson") or (file.suffix not in (".yaml", ".yml") and text.lstrip()[0] == "{")
    return _json_lines(file, text) if lines else _yaml_list(file)


def _json_lines(file: Path, text: str) -> tuple[list[tuple[Any, Place]], list[Fault]]:
    rows: list[tuple[Any, Place]] = []
    faults: list[Fault] = []
    for number, line in enumerate(text.split("\n"), 1):  # not splitlines: a JSON string may hold U+2028
        if not line.strip():
            continue
        try:
            rows.append((json.loads(line), lambda _, number=number: number))  # type: ignore[misc]
        except (ValueError, RecursionError) as error:
            what = getattr(error, "msg", "nested too deep")
            faults.append(Fault(file, number, f"is not JSON ({what}); write one object a line"))
    return rows, faults


def _yaml_list(file: Path) -> tuple[list[tuple[Any, Place]], list[Fault]]:
    document = read_document(file)
    if document.value is None or document.faults:
        return [], document.faults or [Fault(file, 1, "a list of messages is expected here, each after a dash")]
    if not isinstance(document.value, tuple):
        return [], [Fault(file, 1, "a list of messages is expected here, each after a dash")]

    def place(index: int) -> Place:
        return lambda name: document.line((index, name) if name else (index,))

    return [(value, place(index)) for index, value in enumerate(document.value)], []


def _problems(value: Any, intents: Collection[str], roles: Collection[str]) -> Told:
    """What is wrong with one message."""
    if not isinstance(value, dict):
        yield "", 'a message is expected here, as in {"text": "what do they cost?", "intents": ["cost"]}'
        return
    for name in value:
        if name not in FIELDS:
            yield name, f"'{name}' is not a field here{_near(name, FIELDS) or '; remove it'}"
    for name in ("text", "intents"):
        if value.get(name) in (None, "", [], ()):
            yield name if name in value else "", f"'{name}' is missing; every message needs it"
    if not isinstance(value.get("id", ""), str | int | None) or isinstance(value.get("id"), bool):
        yield "id", "'id' must be text or a whole number"
    yield from _wrong_texts(value)
    for name in INTENTS:
        yield from _wrong_ids(value, name, "intent", {*intents, *LEANING, OUT_OF_SCOPE})
    for name in ROLES:
        yield from _wrong_ids(value, name, "role", roles)
    yield from _senseless(value)


def _wrong_texts(value: Mapping[str, Any]) -> Told:
    for name in ("text", *TEXTS):
        if value.get(name) is not None and not isinstance(value[name], str):
            yield name, f"'{name}' must be text; put quotes around {value[name]!r}"
        elif isinstance(value.get(name), str) and value[name] and not value[name].strip():
            yield name, f"'{name}' is blank; write the words or remove it"
        elif any("\ud800" <= sign <= "\udfff" for sign in value.get(name) or ""):
            yield name, f"'{name}' has half a character (a lone surrogate); write the whole one"


def _wrong_ids(value: Mapping[str, Any], name: str, kind: str, known: Collection[str]) -> Told:
    """Faults of a list of ids."""
    given = value.get(name)
    if given is None:
        return
    if not isinstance(given, list | tuple) or not all(isinstance(one, str) for one in given):
        yield name, f"'{name}' must be a list of ids, as in [{min(known, default='...')}]"
        return
    for one in dict.fromkeys(given):
        if one not in known:
            yield name, f"there is no {kind} '{one}'{_near(one, known) or '; the known ones are in knowledge/'}"
        if given.count(one) > 1:
            yield name, f"'{one}' stands twice in '{name}'; remove one"


def _senseless(value: Mapping[str, Any]) -> Told:
    """Labels that contradict each other."""
    wanted = value.get("intents")
    if not isinstance(wanted, list | tuple):
        return
    if OUT_OF_SCOPE in wanted and len(wanted) > 1:
        yield "intents", f"'{OUT_OF_SCOPE}' stands beside other intents; leave one or the other"
    leaning = [one for one in wanted if one in LEANING]
    if leaning and not value.get("before"):
        yield "intents", f"'{leaning[0]}' is said of an answer; give the message of the turn before as 'before'"


def _near(name: str, known: Collection[str]) -> str:
    near = get_close_matches(name, sorted(known), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""
