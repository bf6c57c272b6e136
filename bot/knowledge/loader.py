"""Turns knowledge folders into one checked `Knowledge`, or says everything that is wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from bot.errors import KnowledgeError
from bot.knowledge import checks
from bot.knowledge.layers import KINDS, Stack, read_layers
from bot.knowledge.model import Entry, Knowledge, Pair
from bot.knowledge.yaml_lines import Document, Fault, Path_


@dataclass(frozen=True)
class Loaded:
    """A valid entry together with the place it was read from."""

    entry: Entry
    stack: Stack

    @property
    def kind(self) -> str:
        """The name of its kind."""
        return self.stack.kind.name

    @property
    def key(self) -> str:
        """The entry's id; for a pair the two ids joined."""
        return self.stack.key

    @property
    def raw(self) -> dict[str, Any]:
        """The entry as plain values."""
        return self.stack.raw

    def fault(self, path: Path_, text: str) -> Fault:
        """A fault at a path inside this entry."""
        return self.stack.fault(path, text)


def packaged_folder() -> Path:
    """The folder `knowledge/` that ships with the program."""
    here = Path(__file__).resolve().parent.parent
    inside = here / "_knowledge"  # in an installed package
    return inside if inside.is_dir() else here.parent / "knowledge"


def load(folders: Sequence[Path] | None = None) -> Knowledge:
    """Load and check; raises `KnowledgeError` with every fault as `file:line: text`."""
    knowledge, faults = inspect(folders)
    if knowledge is None:
        raise KnowledgeError([str(fault) for fault in faults])
    return knowledge


def inspect(folders: Sequence[Path] | None = None) -> tuple[Knowledge | None, list[Fault]]:
    """Load and check, and hand back all faults at once; the knowledge is None if there are any.

    Several folders are laid over each other, later over earlier, entry by entry and field by field.
    """
    folders = list(folders) if folders else [packaged_folder()]
    layers = read_layers(folders)
    faults = layers.faults
    items: list[Loaded] = []
    ids: dict[str, set[str]] = {kind.name: set() for kind in KINDS}
    for stack in layers.stacks:
        ids[stack.kind.name].add(stack.key)  # a faulty entry exists all the same: what cites it is not at fault
        try:
            items.append(Loaded(stack.kind.model.model_validate(stack.raw), stack))
        except ValidationError as error:
            faults += [_explain(problem, stack) for problem in error.errors()]
    faults += checks.cross_check(items, layers, ids)
    if faults:
        return None, sorted(faults, key=lambda fault: (str(fault.file), fault.line))
    return _join(items, layers.loose, _version(folders)), []


def _explain(problem: Any, stack: Stack) -> Fault:
    where: Path_ = tuple(problem["loc"])
    name = ".".join(str(part) for part in where) or "entry"
    kind = problem["type"]
    if kind == "extra_forbidden":
        text = f"'{name}' is not a field here; remove it or correct its name"
    elif kind == "missing":
        text = f"'{name}' is missing"
    elif kind == "string_type":
        text = f"'{name}' must be text; put quotes around {problem['input']!r}"
    else:
        text = f"'{name}': {problem['msg']}"
    return stack.fault(where, text)


def _join(items: Iterable[Loaded], loose: Mapping[str, list[Document]], version: str) -> Knowledge:
    groups: dict[str, dict[Any, Any]] = {kind.name: {} for kind in KINDS}
    for item in items:
        key = frozenset((item.entry.a, item.entry.b)) if isinstance(item.entry, Pair) else item.key
        groups[item.kind][key] = item.entry
    frozen = {name: MappingProxyType(group) for name, group in groups.items()}
    wording = {name: text for document in loose["wording.yaml"] for name, text in document.value.items()}
    prior = {role: n for document in loose["signals.yaml"] for role, n in document.value.get("prior", {}).items()}
    kept = {role: number for role, number in prior.items() if role in groups["roles"]}
    return Knowledge(version=version, wording=MappingProxyType(wording), prior=MappingProxyType(kept), **frozen)


def _version(folders: Sequence[Path]) -> str:
    """A short name for exactly this content: 12 hex digits of a SHA-256 over all files."""
    digest = hashlib.sha256()
    for folder in folders:
        for file in sorted(folder.rglob("*.yaml")):
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


__all__ = ["KINDS", "Loaded", "inspect", "load", "packaged_folder"]
