"""The schemas for editors: as the models have it, true of every shipped file, and named in its first line."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge import schemas
from bot.knowledge.loader import KINDS
from bot.knowledge.yaml_lines import read_document

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted((ROOT / "knowledge").rglob("*.yaml"))
TYPES = {
    "object": dict, "array": tuple, "string": str, "boolean": bool, "number": (int, float), "integer": int,
    "null": type(None),
}  # fmt: skip


def differences(value: Any, schema: Any, whole: Any, at: str = "") -> Iterator[str]:
    """Where a value is not as the schema says; knows the words that our schemas use and no others."""
    if "$ref" in schema:
        schema = whole["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    if "anyOf" in schema:
        tried = [list(differences(value, choice, whole, at)) for choice in schema["anyOf"]]
        yield from min(tried, key=len)
        return
    if "type" in schema and not isinstance(value, TYPES[schema["type"]]):
        yield f"{at}: not {schema['type']}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is not a choice"
    if isinstance(value, str) and len(value) < schema.get("minLength", 0):
        yield f"{at}: too short"
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield f"{at}: {value!r} has another form"
    if isinstance(value, tuple):
        if len(value) < schema.get("minItems", 0):
            yield f"{at}: too few"
        for number, item in enumerate(value):
            yield from differences(item, schema.get("items", {}), whole, f"{at}[{number}]")
    if isinstance(value, dict):
        yield from (f"{at}: {name} is missing" for name in schema.get("required", ()) if name not in value)
        for name, item in value.items():
            inner = schema.get("properties", {}).get(name, schema.get("additionalProperties", {}))
            if inner is False:
                yield f"{at}: {name} is not known"
            else:
                yield from differences(item, inner, whole, f"{at}.{name}")


def named(file: Path) -> str:
    """The name of the schema whose pattern the file fits."""
    folder = ROOT / "knowledge"
    fitting = [name for name, globs in schemas.patterns().items() if any(file in folder.glob(glob) for glob in globs)]
    assert len(fitting) == 1, f"{file.name}: {fitting}"
    return fitting[0]


def committed(name: str) -> Any:
    return json.loads((schemas.FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def objects(value: Any) -> Iterator[Any]:
    """Every schema of a mapping with named fields, however deep."""
    if isinstance(value, dict):
        if "properties" in value and value.get("type") == "object":
            yield value
        for item in value.values():
            yield from objects(item)
    elif isinstance(value, list):
        for item in value:
            yield from objects(item)


def test_the_committed_schemas_are_those_of_the_models() -> None:
    written = {file.stem: file.read_text(encoding="utf-8") for file in schemas.FOLDER.iterdir()}
    assert written == {name: schemas.text(schema) for name, schema in schemas.schemas().items()}, (
        "run: python -m bot.knowledge.schemas"
    )


def test_every_kind_of_file_has_a_schema_and_every_schema_its_files() -> None:
    assert set(schemas.patterns()) == set(schemas.schemas()) == {kind.name for kind in KINDS} | {"wording"}
    assert all(schemas.patterns().values())
    assert {glob for globs in schemas.patterns().values() for glob in globs} == {
        "wording.yaml",
        *(kind.pattern for kind in KINDS),
    }


def test_no_mapping_takes_fields_it_does_not_know() -> None:
    found = [part for name in schemas.patterns() for part in objects(committed(name))]
    assert len(found) > 20
    assert [part for part in found if part["additionalProperties"] is not False] == []


def test_an_entry_needs_its_name_alone_and_may_be_hidden() -> None:
    for kind in KINDS:
        whole = committed(kind.name)
        shape = whole["properties"][kind.under] if kind.under else whole
        entry = shape if kind.one_a_file else shape["items"]
        assert entry["required"] == (["a", "b"] if kind.name == "pairs" else ["id"])
        assert entry["properties"]["hide"]["type"] == "boolean"
        assert {name for name in entry["properties"] if name != "hide"} == set(kind.model.model_fields)


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_shipped_files_are_as_their_schema_says(file: Path) -> None:
    whole = committed(named(file))
    assert list(differences(read_document(file).value, whole, whole)) == []


ROLE = {"id": "ai-engineer"}
CHANGES = {
    "a changed sentence": (ROLE | {"definition": {"text": "Builds it."}}, 0),
    "a new list": (ROLE | {"duties": ({"text": "Builds it.", "evidence": ("S1-001",)},)}, 0),
    "hidden": (ROLE | {"hide": True}, 0),
    "without an id": ({"title": "AI engineer"}, 1),
    "an item in part": (ROLE | {"duties": ({"text": "Builds it."},)}, 1),
    "a misspelt field": (ROLE | {"titel": "AI engineer"}, 1),
    "a number for a text": (ROLE | {"title": 5}, 1),
    "another coverage": (ROLE | {"coverage": "half"}, 1),
}


@pytest.mark.parametrize(("entry", "faults"), CHANGES.values(), ids=CHANGES.keys())
def test_an_overlay_is_underlined_only_where_it_is_wrong(entry: Any, faults: int) -> None:
    whole = committed("roles")
    assert len(list(differences(entry, whole, whole))) == faults


def test_the_first_line_of_every_shipped_file_leads_to_its_schema() -> None:
    assert len(SHIPPED) > 50
    first = {file: file.read_text(encoding="utf-8").partition("\n")[0] for file in SHIPPED}
    unmarked = [file.name for file, line in first.items() if not line.startswith(schemas.MARK)]
    assert unmarked == [], "run: python -m bot.knowledge.schemas --mark knowledge"
    for file, line in first.items():
        schema = (file.parent / line.removeprefix(schemas.MARK)).resolve()
        assert schema.is_file()
        assert schema == schemas.FOLDER / f"{named(file)}.json"


def test_marking_adds_corrects_and_then_leaves_alone(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "tests" / "tiny", tmp_path / "tiny"))
    plain = {file: file.read_bytes() for file in folder.rglob("*.yaml")}
    windows, stale = folder / "wording.yaml", folder / "roles" / "ai-engineer.yaml"
    windows.write_bytes(plain[windows].replace(b"\n", b"\r\n"))
    stale.write_bytes(f"{schemas.MARK}old.json\n".encode() + plain[stale])
    assert set(schemas.mark(folder)) == set(plain)
    assert schemas.mark(folder) == []
    for file, before in plain.items():
        first, _, rest = file.read_bytes().partition(b"\n")
        assert rest.replace(b"\r\n", b"\n") == before
        assert (file.parent / first.decode().removeprefix(schemas.MARK).strip()).resolve().parent == schemas.FOLDER
    assert windows.read_bytes().count(b"\r\n") == windows.read_bytes().count(b"\n")


def test_the_command_writes_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schemas, "FOLDER", tmp_path / "schemas")
    schemas.write(schemas.FOLDER)
    (schemas.FOLDER / "of_no_kind.json").write_text("{}", encoding="utf-8")
    schemas.write(schemas.FOLDER)
    assert {file.stem for file in schemas.FOLDER.iterdir()} == set(schemas.schemas())
