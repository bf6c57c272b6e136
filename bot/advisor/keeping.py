"""What of an answer may be kept: the reading and the advice without a word that the person wrote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, TypeVar, get_args

from pydantic import BaseModel

from bot.advisor.advice import Advice, Conversation, Line
from bot.advisor.lean import by_itself
from bot.understanding.reading import Clause, Reading, SignalHit

WORDS: Mapping[type[BaseModel], str] = {SignalHit: "quote", Clause: "text", Line: "quote"}
Told = TypeVar("Told", Reading, Conversation, Advice)


def without_words(told: Told) -> Told:
    """The same without the person's own words, wherever in it they are quoted."""
    bare: Told = _bare(told)
    return bare


def as_kept(advice: Advice) -> Advice:
    """The advice as `advise` gives it again for its own reading: it knows no words and no turn before."""
    alone = advice.model_copy(update={"reading": by_itself(advice.reading), "roles": advice.reading.roles})
    return without_words(alone)


def _bare(value: Any) -> Any:
    """Goes wherever the types say that words may be, so no field is forgotten; the same object if there are none."""
    if isinstance(value, tuple):
        items = tuple(_bare(item) for item in value)
        return value if all(new is old for new, old in zip(items, value, strict=True)) else items
    if not isinstance(value, BaseModel):
        return value
    kind = type(value)
    changed = {name: new for name in _leading_to_words(kind) if (new := _bare(old := getattr(value, name))) is not old}
    if kind in WORDS and getattr(value, WORDS[kind]):
        changed[WORDS[kind]] = ""
    return value.model_copy(update=changed) if changed else value


@cache
def _leading_to_words(kind: type[BaseModel]) -> tuple[str, ...]:
    """The fields whose values hold words somewhere."""
    fields = kind.model_fields.items()
    return tuple(name for name, field in fields if any(map(_holds_words, _models_in(field.annotation))))


def _holds_words(kind: type[BaseModel]) -> bool:
    return kind in WORDS or bool(_leading_to_words(kind))


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models of a type such as `tuple[Step, ...] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)
