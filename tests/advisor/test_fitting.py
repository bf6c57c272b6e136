"""Of a long role brief the least weighty lines are left out."""

from __future__ import annotations

from bot.advisor.advice import Line, Section
from bot.advisor.fitting import fitted


def test_of_a_long_brief_the_last_lines_of_the_spare_parts_go_first() -> None:
    def part(title: str, count: int) -> Section:
        return Section(title=title, lines=tuple(Line(text="word " * 100, own=True) for _ in range(count)))

    parts = (part("a", 5), part("b", 9), part("c", 1))
    counts = [len(each.lines) for each in fitted(parts, (("a", 4), ("b", 8), ("a", 3), ("nobody", 1), ("c", 1)))]
    assert counts == [3, 8, 1]
    assert fitted(parts[:1], (("a", 1),)) == parts[:1], "what is short enough stays whole"
