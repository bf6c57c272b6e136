"""What must hold between the fields of one object, where a table of fields cannot say it.

Rules skip values of the wrong type: the field table has reported those already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.playground.blockkit_check import missing
from bot.playground.blockkit_spec import Fault, Object, Rule


def objects(value: object) -> list[Object]:
    """The objects in a list, or none when it is not a list."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        return []
    return [item for item in value if isinstance(item, Mapping)]


def lists(value: object) -> list[Sequence[object]]:
    """The lists in a list, or none when it is not a list."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        return []
    return [item for item in value if isinstance(item, Sequence) and not isinstance(item, str)]


def at_least_one(*names: str) -> Rule:
    """One of these fields must be there."""

    def rule(value: Object, pointer: str) -> Iterator[Fault]:
        if not any(name in value for name in names):
            yield missing(pointer, " or ".join(names))

    return rule


def at_most_one(*names: str) -> Rule:
    """These fields exclude one another."""

    def rule(value: Object, pointer: str) -> Iterator[Fault]:
        if sum(name in value for name in names) > 1:
            listed = " and ".join(names)
            yield Fault(pointer, "mutually_exclusive", f"cannot both be given: {listed}", listed)

    return rule


def exactly_one(*names: str) -> tuple[Rule, Rule]:
    """One of these fields must be there, and no other of them."""
    return at_least_one(*names), at_most_one(*names)


def needs(name: str, other: str, state: bool) -> Rule:
    """A field that may be true only while another flag is (or is not) true."""

    def rule(value: Object, pointer: str) -> Iterator[Fault]:
        if value.get(name) is True and (value.get(other) is True) is not state:
            wanted = f"{other} is {str(state).lower()}"
            yield Fault(f"{pointer}/{name}", "not_applicable", f"applies only while {wanted}", wanted)

    return rule


def in_order(low: str, high: str) -> Rule:
    """A lower bound must not lie over the upper one."""

    def rule(value: Object, pointer: str) -> Iterator[Fault]:
        least, most = _number(value.get(low)), _number(value.get(high))
        if least is not None and most is not None and least > most:
            yield Fault(f"{pointer}/{low}", "max_value", f"{low} must not be more than {high}", high)

    return rule


def _number(value: object) -> float | None:
    try:
        return float(value) if isinstance(value, (str, int, float)) else None
    except ValueError:
        return None


def initial_among_options(value: Object, pointer: str) -> Iterator[Fault]:
    """Preselected options must be exactly among those offered."""
    offered = objects(value.get("options"))
    for group in objects(value.get("option_groups")):
        offered += objects(group.get("options"))
    chosen = {"initial_option": value.get("initial_option")}
    for index, preselected in enumerate(objects(value.get("initial_options"))):
        chosen[f"initial_options/{index}"] = preselected
    message = "must match one of the options exactly"
    for place, option in chosen.items():
        if isinstance(option, Mapping) and option not in offered:
            yield Fault(f"{pointer}/{place}", "unknown_option", message, "options")


def even_rows(value: Object, pointer: str) -> Iterator[Fault]:
    """Every row of a data table has as many cells as its header row."""
    rows = lists(value.get("rows"))
    for index, row in enumerate(rows):
        if len(row) != len(rows[0]):
            message = f"every row must have {len(rows[0])} cells, as the header has"
            yield Fault(f"{pointer}/rows/{index}", "row_length", message, str(len(rows[0])))


def plain_header(value: Object, pointer: str) -> Iterator[Fault]:
    """The header row of a data table holds no rich text."""
    for index, cell in enumerate(objects(next(iter(lists(value.get("rows"))), []))):
        if cell.get("type") == "rich_text":
            place = f"{pointer}/rows/0/{index}/type"
            yield Fault(place, "unknown_type", "rich_text is not allowed in the header row", "raw_text, raw_number")


def row_header_exists(value: Object, pointer: str) -> Iterator[Fault]:
    """The row header column of a data table is one of its columns."""
    index, rows = value.get("row_header_column_index"), lists(value.get("rows"))
    if isinstance(index, int) and rows and index >= len(rows[0]):
        most = len(rows[0]) - 1
        yield Fault(f"{pointer}/row_header_column_index", "max_value", f"must be {most} or less", str(most))


def unique_series(value: Object, pointer: str) -> Iterator[Fault]:
    """No two series of a chart share a name."""
    seen: set[object] = set()
    for index, series in enumerate(objects(value.get("series"))):
        name = series.get("name")
        if isinstance(name, str) and name in seen:
            yield Fault(f"{pointer}/series/{index}/name", "duplicate_name", "series names must differ", None)
        elif isinstance(name, str):
            seen.add(name)


def covered_categories(value: Object, pointer: str) -> Iterator[Fault]:
    """Every series of a chart has exactly one point for each category."""
    axis = value.get("axis_config")
    categories = axis.get("categories") if isinstance(axis, Mapping) else None
    if not isinstance(categories, Sequence):
        return
    wanted = sorted(str(category) for category in categories)
    for index, series in enumerate(objects(value.get("series"))):
        labels = sorted(str(point.get("label")) for point in objects(series.get("data")))
        if labels != wanted:
            message = "must have exactly one data point for every category"
            yield Fault(f"{pointer}/series/{index}/data", "category_mismatch", message, "axis_config.categories")
