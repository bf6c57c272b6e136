"""JSON Schemas for editors, made from the models: one for each kind of file, in `schemas/` beside this module.

`python -m bot.knowledge.schemas` writes them; with `--mark FOLDER` it also names the fitting one in
the first line of each YAML file there, where editors with the YAML language server look for it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from bot.knowledge.loader import KINDS
from bot.knowledge.model import Entry, Pair

Schema = dict[str, Any]
FOLDER = Path(__file__).resolve().parent / "schemas"
MARK = "# yaml-language-server: $schema="
DIALECT = "http://json-schema.org/draft-07/schema#"  # the newest that all editors know
REMARK = (
    "Only what names the entry is required, and `hide` is known, because a folder laid over another may hold "
    "single changed fields of an entry, or hide it. `whichrole check` tells what the whole lacks."
)
HIDE = {"type": "boolean", "description": "In a folder laid over another: leave this entry out."}
PRIOR = {
    "type": "object",
    "description": "Where each role's score starts before anything is known, in log-odds by role id.",
    "additionalProperties": {"type": "number"},
}
WORDING = {
    "title": "Wording",
    "description": "The bot's own sentences by name.",
    "type": "object",
    "additionalProperties": {"type": "string", "minLength": 1},
}


class _Plain(GenerateJsonSchema):
    """Without a title for each field, which would only say its name again."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Never."""
        return False


def patterns() -> dict[str, tuple[str, ...]]:
    """The file patterns that each schema is for, by its name."""
    found: dict[str, tuple[str, ...]] = {}
    for kind in KINDS:
        found[kind.name] = (*found.get(kind.name, ()), kind.pattern)
    return found | {"wording": ("wording.yaml",)}


def schemas() -> dict[str, Schema]:
    """All schemas by name, each for a whole file."""
    found = {"wording": {"$schema": DIALECT, **WORDING}}
    for kind in KINDS:
        entry = _entry(kind.model)
        parts = entry.pop("$defs", {})
        shape = entry if kind.one_a_file else {"type": "array", "items": entry}
        if kind.under:
            fields = {"prior": PRIOR, kind.under: shape}
            shape = {"type": "object", "properties": fields, "additionalProperties": False}
        found[kind.name] = {"$schema": DIALECT, **shape, **({"$defs": parts} if parts else {})}
    return found


def write(folder: Path = FOLDER) -> None:
    """Write every schema, and take away those that no kind of file has any more."""
    folder.mkdir(exist_ok=True)
    wanted = {folder / f"{name}.json": text(schema) for name, schema in schemas().items()}
    for stray in set(folder.glob("*.json")) - set(wanted):
        stray.unlink()
    for file, content in wanted.items():
        file.write_text(content, encoding="utf-8")


def text(schema: Schema) -> str:
    """The schema as it stands in its file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def mark(folder: Path) -> list[Path]:
    """Name its schema in the first line of each YAML file; hands back the files that were changed."""
    changed = []
    for file, name in _files(folder):
        # relative, so that it holds wherever the repository lies
        place = Path(os.path.relpath(FOLDER / f"{name}.json", file.resolve().parent)).as_posix()
        with file.open(encoding="utf-8", newline="") as handle:
            before = handle.read()
        end = "\r\n" if "\r\n" in before else "\n"
        rest = before.partition("\n")[2] if before.startswith(MARK) else before
        after = f"{MARK}{place}{end}{rest}"
        if after != before:
            file.write_text(after, encoding="utf-8", newline="")
            changed.append(file)
    return changed


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    for name, globs in patterns().items():
        for pattern in globs:
            yield from ((file, name) for file in sorted(folder.glob(pattern)))


def _entry(model: type[Entry]) -> Schema:
    """The model's schema, open to entries that hold changes alone."""
    schema = model.model_json_schema(schema_generator=_Plain)
    parts = schema.get("$defs", {})
    fields = {name: _partial(field, parts) for name, field in schema["properties"].items()}
    schema |= {"properties": {**fields, "hide": HIDE}, "$comment": REMARK}
    schema["required"] = ["a", "b"] if model is Pair else ["id"]
    schema["$defs"] = _used(schema["properties"], parts)
    return schema


def _partial(field: Schema, parts: Mapping[str, Schema]) -> Schema:
    """A field that holds a mapping may be changed in part too; lists are replaced whole, so theirs stay strict."""
    if "$ref" in field:
        part = dict(parts[_name(field)])
        part.pop("required", None)
        return part | {name: value for name, value in field.items() if name != "$ref"}
    if "anyOf" in field:
        return field | {"anyOf": [_partial(choice, parts) for choice in field["anyOf"]]}
    return field


def _used(value: Any, parts: Mapping[str, Schema]) -> dict[str, Schema]:
    """The parts that are still referred to, also by one another, in the order of the models."""
    names: set[str] = set()
    waiting = [value]
    while waiting:
        here = waiting.pop()
        if isinstance(here, list):
            waiting += here
        elif isinstance(here, dict):
            waiting += here.values()
            if isinstance(here.get("$ref"), str) and _name(here) not in names:
                names.add(_name(here))
                waiting.append(parts[_name(here)])
    return {name: part for name, part in parts.items() if name in names}


def _name(reference: Schema) -> str:
    return str(reference["$ref"]).removeprefix("#/$defs/")


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bot.knowledge.schemas", description="Write the JSON Schemas.")
    parser.add_argument("--mark", metavar="FOLDER", type=Path, help="name the schema in each YAML file of this folder")
    folder = parser.parse_args(arguments).mark
    write()
    sys.stdout.write(f"{len(schemas())} schemas in {FOLDER}\n")
    if folder:
        sys.stdout.write(f"{len(mark(folder))} files marked in {folder}\n")


if __name__ == "__main__":
    main()
