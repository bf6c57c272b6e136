"""The vocabulary in which Block Kit objects are described: kinds of value, shapes of object, and faults.

A ``Shape`` lists the fields of one object; a kind says what may stand in one field. The tables in
``blockkit_elements`` and ``blockkit_blocks`` are written in these words and read by ``blockkit_check``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True)
class Fault:
    """One reason to refuse a payload, in the answer shape of Slack's ``blocks.validate``."""

    pointer: str
    code: str
    message: str
    constraint: str | None = None

    def as_dict(self) -> dict[str, str | None]:
        """The fault as one entry of Slack's ``errors`` list."""
        return {
            "pointer": self.pointer,
            "code": self.code,
            "message": self.message,
            "constraint": self.constraint,
        }


Object: TypeAlias = Mapping[str, object]
Rule: TypeAlias = Callable[[Object, str], Iterator[Fault]]


@dataclass(frozen=True)
class String:
    """A bare string. ``pattern`` must match the whole of it; ``fault`` is the code when it does not."""

    most: int | None = None
    least: int = 1
    choices: tuple[str, ...] = ()
    pattern: str | None = None
    fault: str = "format"


@dataclass(frozen=True)
class Number:
    """A number within bounds, whole unless ``whole`` is false."""

    least: float | None = None
    most: float | None = None
    whole: bool = True
    above: float | None = None


@dataclass(frozen=True)
class Flag:
    """True or false."""


@dataclass(frozen=True)
class Items:
    """A list of one kind of thing."""

    kind: Kind
    most: int | None = None
    least: int = 1
    null_items: bool = False


@dataclass(frozen=True)
class Shape:
    """An object: the fields it must have, those it may have, and what must hold between them."""

    required: Mapping[str, Kind] = field(default_factory=dict)
    optional: Mapping[str, Kind] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True)
class OneOf:
    """An object whose ``type`` picks its shape."""

    shapes: Mapping[str, Shape]


Kind: TypeAlias = String | Number | Flag | Items | Shape | OneOf
