"""Reads knowledge folders into one checked `Knowledge`, or says everything that is wrong.

Several folders may be laid over each other; a later folder's entry replaces the earlier one
of the same id, whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from bot.errors import KnowledgeError
from bot.knowledge import checks
from bot.knowledge.model import (
    Dispute,
    Entry,
    Evidence,
    Figure,
    Intent,
    Knowledge,
    Pair,
    Role,
    Signal,
    Source,
    Term,
    Topic,
)  # fmt: skip
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
class Loaded:
    """An entry together with the place it was read from."""

    kind: str
    entry: Entry
    raw: Any
    document: Document
    at: Path_

    @property
    def key(self) -> str:
        """The entry's id; for a pair the two ids joined."""
        if isinstance(self.entry, Pair):
            return f"{self.entry.a}--{self.entry.b}"
        return str(getattr(self.entry, "id"))  # noqa: B009  every other model has an id

    def fault(self, path: Path_, text: str) -> Fault:
        """A fault at a path inside this entry."""
        return Fault(self.document.file, self.document.line((*self.at, *path)), text)


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
    """Load and check, and hand back all faults at once; the knowledge is None if there are any."""
    folders = list(folders) if folders else [packaged_folder()]
    faults: list[Fault] = [Fault(f, 1, "there is no such folder") for f in folders if not f.is_dir()]
    merged: dict[tuple[str, str], Loaded] = {}
    loose: dict[str, list[Document]] = {name: [] for name in LOOSE}
    for folder in folders:
        faults += _read_folder(folder, merged, loose)
    faults += [Fault(folders[0] / name, 1, "this file is missing") for name in LOOSE if not loose[name]]
    faults += checks.cross_check(list(merged.values()), loose)
    if faults:
        return None, sorted(faults, key=lambda fault: (str(fault.file), fault.line))
    return _join(merged.values(), loose, _version(folders)), []


def _read_folder(folder: Path, merged: dict[tuple[str, str], Loaded], loose: dict[str, list[Document]]) -> list[Fault]:
    faults: list[Fault] = []
    known: set[Path] = set()
    own: dict[tuple[str, str], Loaded] = {}
    for kind in KINDS:
        for file in sorted(folder.glob(kind.pattern)):
            known.add(file)
            document = read_document(file)
            faults += document.faults
            for item in _entries(kind, document, faults):
                first = own.setdefault((kind.name, item.key), item)
                if first is not item:
                    place = f"{first.document.file.name}:{first.document.line(first.at)}"
                    faults.append(item.fault(("id",), f"the id '{item.key}' is already used at {place}"))
    for name in LOOSE:
        if (folder / name).is_file():
            document = read_document(folder / name)
            loose[name].append(document)
            known.add(folder / name)
            faults += document.faults if name == "wording.yaml" else []
    strays = [f for f in sorted(folder.rglob("*.y*ml")) if f not in known]
    faults += [Fault(f, 1, "no such file is expected here; see knowledge/README.md for the names") for f in strays]
    merged.update(own)
    return faults


def _entries(kind: Kind, document: Document, faults: list[Fault]) -> Iterator[Loaded]:
    value, at = document.value, ()
    if value is None:
        return
    base: Path_ = at
    if kind.under:
        value = value.get(kind.under) if isinstance(value, dict) else None
        base = (kind.under,)
    items: Iterable[tuple[Path_, Any]] = [(base, value)]
    if not kind.one_a_file:
        if not isinstance(value, tuple):
            faults.append(Fault(document.file, document.line(base), "a list of entries is expected here"))
            return
        items = [((*base, index), item) for index, item in enumerate(value)]
    for path, item in items:
        try:
            yield Loaded(kind.name, kind.model.model_validate(item), item, document, path)
        except ValidationError as error:
            faults += [_explain(problem, document, path) for problem in error.errors()]


def _explain(problem: Any, document: Document, path: Path_) -> Fault:
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
    return Fault(document.file, document.line((*path, *where)), text)


def _join(items: Iterable[Loaded], loose: Mapping[str, list[Document]], version: str) -> Knowledge:
    groups: dict[str, dict[Any, Any]] = {kind.name: {} for kind in KINDS}
    for item in items:
        key = frozenset((item.entry.a, item.entry.b)) if isinstance(item.entry, Pair) else item.key
        groups[item.kind][key] = item.entry
    frozen = {name: MappingProxyType(group) for name, group in groups.items()}
    wording = {name: text for document in loose["wording.yaml"] for name, text in document.value.items()}
    prior = {role: n for document in loose["signals.yaml"] for role, n in document.value.get("prior", {}).items()}
    return Knowledge(version=version, wording=MappingProxyType(wording), prior=MappingProxyType(prior), **frozen)


def _version(folders: Sequence[Path]) -> str:
    """A short name for exactly this content: 12 hex digits of a SHA-256 over all files."""
    digest = hashlib.sha256()
    for folder in folders:
        for file in sorted(folder.rglob("*.yaml")):
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
