"""The field tables of knowledge/README.md, made from the models: `python -m bot.knowledge.guide` renews them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

from bot.knowledge.layers import KINDS
from bot.knowledge.model import Claim, Entry, VettingQuestion

START = "<!-- fields: made by `python -m bot.knowledge.guide` -->"
END = "<!-- end of fields -->"


def tables() -> str:
    """A table of fields for each model, in Markdown."""
    parts: list[str] = []
    files: dict[type[Entry], list[str]] = {}
    for kind in KINDS:
        files.setdefault(kind.model, []).append(f"`{kind.pattern}`")
    files |= {Claim: ["inside other entries"], VettingQuestion: ["inside roles"]}
    for model, where in files.items():
        summary = (model.__doc__ or "").strip().splitlines()[0]
        parts.append(f"**{model.__name__}** ({', '.join(where)}): {summary}\n")
        parts.append("| field | holds | needed |\n|---|---|---|")
        parts += _rows(model)
        parts.append("")
    return "\n".join(parts)


def _rows(model: type[Entry]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield f"| `{name}` | {_kind(field.annotation)} | {'yes' if field.is_required() else ''} |"


def _kind(annotation: Any) -> str:
    """What a field holds, in words."""
    arguments = [each for each in get_args(annotation) if each not in (type(None), ...)]
    origin = get_origin(annotation)
    if origin is tuple:
        return f"list of {_kind(arguments[0])}"
    if "Mapping" in str(origin):
        return f"names with {_kind(arguments[1])}"
    if "Literal" in str(origin):
        return "one of " + ", ".join(f"`{each}`" for each in arguments)
    if arguments:
        return _kind(arguments[0])
    names = {"str": "text", "float": "number", "bool": "true or false", "date": "date", "Claim": "sentence + evidence"}
    name = getattr(annotation, "__name__", str(annotation))
    return names.get(name, name)


def renewed(text: str) -> str:
    """The README with its tables renewed; raises ValueError when the marks are missing."""
    before, rest = text.split(START)
    _, after = rest.split(END)
    return f"{before}{START}\n\n{tables()}\n{END}{after}"


def main() -> None:
    """Renew the README of the knowledge folder given, by default the one of this checkout."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "knowledge")
    file = folder / "README.md"
    file.write_text(renewed(file.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
