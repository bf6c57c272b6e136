"""Plain text tables for a terminal: no colour, no control characters, at most 100 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from bot.evaluation.measures import Share

WIDTH = 100


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], *, words: int = 1) -> Iterator[str]:
    """A titled table; the first `words` columns are set left, the others right. The first one gives way."""
    yield from ("", title)
    if not rows:
        yield "  (none)"
        return
    cells = [[clean(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    widths[0] = max(8, min(widths[0], WIDTH - 2 - sum(widths[1:]) - 2 * (len(head) - 1)))
    for row in cells:
        shown = [cut(cell, width) for cell, width in zip(row, widths, strict=True)]
        set_ = [
            cell.ljust(width) if column < words else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(shown, widths, strict=True))
        ]
        yield f"  {'  '.join(set_)}".rstrip()


def percent(share: Share | float | None) -> str:
    """A share in percent; a dash where there is nothing to count."""
    value = share.value if isinstance(share, Share) else share
    return "-" if value is None else f"{100 * value:.1f} %"


def span(share: Share) -> str:
    """The interval in percent."""
    return "-" if share.interval is None else " to ".join(f"{100 * end:.1f}" for end in share.interval)


def clean(text: str) -> str:
    """One line that a terminal shows as it is, whatever somebody put into it."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def cut(text: str, width: int) -> str:
    """At most that many characters."""
    return text if len(text) <= width else f"{text[: width - 1]}…"


def wrapped(text: str) -> list[str]:
    """A sentence in lines."""
    return textwrap.wrap(text, WIDTH)
