"""Knowledge folders laid over each other, entry by entry and field by field, before anything is checked.

A company's folder may change single fields of an entry (it names the id and the fields), add
entries, and hide some with `hide: true`. Each field remembers the file and line it came from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.knowledge.checks import REFERENCES
from bot.knowledge.model import (
    Alternative,
    Caution,
    Dispute,
    Entry,
    Evidence,
    Examples,
    Figure,
    Intent,
    Pair,
    Premise,
    Question,
    Role,
    RoleBrief,
    Signal,
    Source,
    Term,
    Topic,
)
from bot.knowledge.yaml_lines import Document, Fault, Path_, read_document


@dataclass(frozen=True)
class Kind:
    """One sort of entry: which files hold it, its model, and how the file is shaped."""

    name: str
    pattern: str
    model: type[Entry]
    one_a_file: bool = False
    under: str | None = None


KINDS = (
    Kind("sources", "sources.yaml", Source),
    Kind("evidence", "evidence/*.yaml", Evidence),
    Kind("disputes", "disputes.yaml", Dispute),
    Kind("roles", "roles/*.yaml", Role, one_a_file=True),
    Kind("pairs", "pairs/*.yaml", Pair, one_a_file=True),
    Kind("signals", "signals.yaml", Signal, under="signals"),
    Kind("questions", "questions.yaml", Question),
    Kind("examples", "examples/*.yaml", Examples, one_a_file=True),
    Kind("premises", "premises.yaml", Premise),
    Kind("alternatives", "alternatives.yaml", Alternative),
    Kind("briefs", "briefs/*.yaml", RoleBrief, one_a_file=True),
    Kind("cautions", "cautions.yaml", Caution),
    Kind("topics", "hiring.yaml", Topic),
    Kind("topics", "mistakes.yaml", Topic),
    Kind("topics", "careers.yaml", Topic),
    Kind("topics", "faq.yaml", Topic),
    Kind("glossary", "glossary.yaml", Term),
    Kind("figures", "figures.yaml", Figure),
    Kind("intents", "intents/*.yaml", Intent, one_a_file=True),
)
LOOSE = ("wording.yaml", "signals.yaml")  # mappings of which later folders change single keys


@dataclass(frozen=True)
class Part:
    """What one folder says about an entry, and where."""

    raw: dict[str, Any]
    document: Document
    at: Path_


@dataclass
class Stack:
    """An entry as all folders together say it; later parts win, field by field."""

    kind: Kind
    key: str
    parts: list[Part]
    raw: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for part in self.parts:
            for name, value in part.raw.items():
                before = self.raw.get(name)
                both = isinstance(value, dict) and isinstance(before, dict)
                self.raw[name] = {**before, **value} if both and before is not None else value
        self.hidden = self.raw.pop("hide", False) is True

    def fault(self, path: Path_, text: str) -> Fault:
        """A fault at a path inside this entry, in the file that had the last word on it."""
        for part in reversed(self.parts):
            if path and _has(part.raw, path[:2]):
                return Fault(part.document.file, part.document.line((*part.at, *path)), text)
        first = self.parts[-1]
        return Fault(first.document.file, first.document.line(first.at), text)


@dataclass
class Layers:
    """Everything read, and the faults met in reading it."""

    stacks: list[Stack]
    loose: dict[str, list[Document]]
    faults: list[Fault]
    hidden_roles: set[str] = field(default_factory=set)
    unreadable: set[str] = field(default_factory=set)


def _has(raw: Any, path: Path_) -> bool:
    """Whether the path leads somewhere in it; past the first list it does, for lists are replaced whole."""
    for step in path:
        if isinstance(raw, tuple):
            return True
        if not isinstance(raw, dict) or step not in raw:
            return False
        raw = raw[step]
    return True


def read_layers(folders: Sequence[Path]) -> Layers:
    """Read the folders in order and join what they say. Hidden entries are gone, and so are references to them."""
    layers = Layers([], {name: [] for name in LOOSE}, [])
    layers.faults += [Fault(folder, 1, "there is no such folder") for folder in folders if not folder.is_dir()]
    parts: dict[tuple[str, str], tuple[Kind, list[Part]]] = {}
    for folder in folders:
        for kind, key, part in _read_folder(folder, layers):
            parts.setdefault((kind.name, key), (kind, []))[1].append(part)
    layers.faults += [Fault(folders[0] / name, 1, "this file is missing") for name in LOOSE if not layers.loose[name]]
    stacks = [Stack(kind, key, found) for (_, key), (kind, found) in parts.items()]
    hidden = {(stack.kind.name, stack.key) for stack in stacks if stack.hidden}
    layers.stacks = [stack for stack in stacks if not stack.hidden and not _hidden_too(stack, hidden)]
    layers.hidden_roles = {key for kind_name, key in hidden if kind_name == "roles"}
    if hidden:
        for stack in layers.stacks:
            stack.raw = _without(stack.raw, hidden)
    return layers


def _read_folder(folder: Path, layers: Layers) -> Iterator[tuple[Kind, str, Part]]:
    known: set[Path] = set()
    seen: dict[tuple[str, str], Part] = {}
    for kind in KINDS:
        for file in sorted(folder.glob(kind.pattern)):
            known.add(file)
            document = read_document(file)
            layers.faults += document.faults
            if document.value is None:
                layers.unreadable.add(kind.name)
            for key, part in _parts(kind, document, layers.faults):
                first = seen.setdefault((kind.name, key), part)
                if first is part:
                    yield kind, key, part
                    continue
                place = f"{first.document.file.name}:{first.document.line(first.at)}"
                line = part.document.line((*part.at, "id"))
                layers.faults.append(Fault(document.file, line, f"the id '{key}' is already used at {place}"))
    for name in LOOSE:
        if (folder / name).is_file():
            document = read_document(folder / name)
            layers.loose[name].append(document)
            known.add(folder / name)
            layers.faults += document.faults if name == "wording.yaml" else []
    strays = [file for file in sorted(folder.rglob("*.y*ml")) if file not in known]
    layers.faults += [
        Fault(file, 1, "no such file is expected here; see knowledge/README.md for the names") for file in strays
    ]


def _parts(kind: Kind, document: Document, faults: list[Fault]) -> Iterator[tuple[str, Part]]:
    value = document.value
    base: Path_ = ()
    if value is None:
        return
    if kind.under:
        value, base = (value.get(kind.under) if isinstance(value, dict) else None), (kind.under,)
        if value is None and isinstance(document.value, dict) and "prior" in document.value:
            return  # a folder may change the prior alone
    if not kind.one_a_file and not isinstance(value, tuple):
        faults.append(Fault(document.file, document.line(base), "a list of entries is expected here"))
        return
    items = [(base, value)] if kind.one_a_file else [((*base, index), item) for index, item in enumerate(value)]
    for at, item in items:
        if isinstance(item, dict):
            yield _key(item, document, at), Part(item, document, at)
        else:
            faults.append(Fault(document.file, document.line(at), "an entry with named fields is expected here"))


def _key(raw: dict[str, Any], document: Document, at: Path_) -> str:
    """The id, or the two of a pair; an entry without one is told apart by its place and found faulty later."""
    if "a" in raw and "b" in raw:
        return f"{raw['a']}--{raw['b']}"
    return str(raw.get("id") or f"{document.file}:{document.line(at)}")


def _hidden_too(stack: Stack, hidden: set[tuple[str, str]]) -> bool:
    """Whether an entry makes no sense without one that is hidden: a pair, a brief, whatever is of one role alone."""
    if stack.kind.model is RoleBrief and ("roles", stack.key) in hidden:
        return True
    between = stack.kind.model is Pair and any(("roles", str(stack.raw.get(side))) in hidden for side in "ab")
    return between or _of_hidden(stack.raw, hidden)


def _of_hidden(raw: Any, hidden: set[tuple[str, str]]) -> bool:
    """Whether a field that names one entry names a hidden one."""
    items = raw.items() if isinstance(raw, dict) else ()
    return any((REFERENCES.get(name), item) in hidden for name, item in items if isinstance(item, str))


def _without(value: Any, hidden: set[tuple[str, str]]) -> Any:
    """The value without references to hidden entries."""
    if isinstance(value, tuple):
        return tuple(_without(item, hidden) for item in value if not _of_hidden(item, hidden))
    if not isinstance(value, dict):
        return value
    kept: dict[str, Any] = {}
    for name, item in value.items():
        kind = "roles" if name == "weights" else REFERENCES.get(name)
        if kind and isinstance(item, tuple):
            kept[name] = tuple(one for one in item if (kind, one) not in hidden)
        elif kind and name == "weights" and isinstance(item, dict):
            kept[name] = {role: weight for role, weight in item.items() if (kind, role) not in hidden}
        else:
            kept[name] = _without(item, hidden)
    return kept
