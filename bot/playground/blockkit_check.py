"""Reads a Block Kit table and holds a payload against it, yielding every fault found.

As in Slack's answers, a missing or unexpected field is reported at the object that lacks or carries it, every
other fault at the value itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.playground.blockkit_spec import Fault, Flag, Items, Kind, Number, OneOf, Shape, String


def check(kind: Kind, value: object, pointer: str) -> Iterator[Fault]:
    """All faults of one value, which must be of the kind given."""
    match kind:
        case String():
            yield from _check_string(kind, value, pointer)
        case Number():
            yield from _check_number(kind, value, pointer)
        case Flag():
            if not isinstance(value, bool):
                yield wrong_type(pointer, "true or false")
        case Items():
            yield from _check_items(kind, value, pointer)
        case OneOf():
            yield from _check_one_of(kind, value, pointer)
        case Shape():
            yield from _check_shape(kind, value, pointer, typed=False)


def wrong_type(pointer: str, wanted: str) -> Fault:
    """The fault of a value of the wrong JSON type."""
    return Fault(pointer, "invalid_type", f"must provide {wanted}", wanted)


def missing(pointer: str, name: str) -> Fault:
    """The fault of an object without a field it must have."""
    return Fault(pointer, "missing_field", f"missing required field: {name}", name)


def too_long(pointer: str, most: int) -> Fault:
    """The fault of a text over its limit."""
    return Fault(pointer, "max_length", f"must be no more than {most} characters", str(most))


def too_many(pointer: str, most: int, of_what: str = "items") -> Fault:
    """The fault of more things than allowed."""
    return Fault(pointer, "too_many_items", f"no more than {most} {of_what} allowed", str(most))


def _check_string(kind: String, value: object, pointer: str) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield wrong_type(pointer, "a string")
    elif len(value) < kind.least:
        yield Fault(pointer, "min_length", f"must be at least {kind.least} characters", str(kind.least))
    elif kind.most is not None and len(value) > kind.most:
        yield too_long(pointer, kind.most)
    elif kind.choices and value not in kind.choices:
        allowed = ", ".join(kind.choices)
        yield Fault(pointer, "enum", f"must be one of: {allowed}", allowed)
    elif kind.pattern and not re.fullmatch(kind.pattern, value):
        yield Fault(pointer, kind.fault, "is not in the form Slack accepts", kind.pattern)


def _check_number(kind: Number, value: object, pointer: str) -> Iterator[Fault]:
    accepted = int if kind.whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not isinstance(value, accepted):
        yield wrong_type(pointer, "a whole number" if kind.whole else "a number")
        return
    if kind.least is not None and value < kind.least:
        yield Fault(pointer, "min_value", f"must be {kind.least} or more", str(kind.least))
    elif kind.above is not None and value <= kind.above:
        yield Fault(pointer, "min_value", f"must be more than {kind.above}", str(kind.above))
    elif kind.most is not None and value > kind.most:
        yield Fault(pointer, "max_value", f"must be {kind.most} or less", str(kind.most))


def _check_items(kind: Items, value: object, pointer: str) -> Iterator[Fault]:
    if isinstance(value, (str, bytes)) or not isinstance(value, Sequence):
        yield wrong_type(pointer, "an array")
        return
    if len(value) < kind.least:
        yield Fault(pointer, "too_few_items", f"at least {kind.least} items required", str(kind.least))
    if kind.most is not None and len(value) > kind.most:
        yield too_many(pointer, kind.most)
    for index, item in enumerate(value):
        if item is not None or not kind.null_items:
            yield from check(kind.kind, item, f"{pointer}/{index}")


def _check_one_of(kind: OneOf, value: object, pointer: str) -> Iterator[Fault]:
    if not isinstance(value, Mapping):
        yield wrong_type(pointer, "an object")
    elif "type" not in value:
        yield missing(pointer, "type")
    elif not isinstance(value["type"], str):
        yield wrong_type(f"{pointer}/type", "a string")
    elif value["type"] not in kind.shapes:
        allowed = ", ".join(sorted(kind.shapes))
        yield Fault(f"{pointer}/type", "unknown_type", f"unsupported type: {value['type']}", allowed)
    else:
        yield from _check_shape(kind.shapes[value["type"]], value, pointer, typed=True)


def _check_shape(shape: Shape, value: object, pointer: str, *, typed: bool) -> Iterator[Fault]:
    if not isinstance(value, Mapping):
        yield wrong_type(pointer, "an object")
        return
    for name in shape.required:
        if name not in value:
            yield missing(pointer, name)
    fields = {**shape.required, **shape.optional}
    for name, item in value.items():
        if name in fields:
            yield from check(fields[name], item, f"{pointer}/{_escaped(name)}")
        elif not (typed and name == "type"):
            yield Fault(pointer, "unexpected_field", f"invalid additional property: {name}", None)
    for rule in shape.rules:
        yield from rule(value, pointer)


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
