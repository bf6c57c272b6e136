"""Remarks that want a person's eye, on the invented knowledge."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.coverage import tables
from bot.knowledge import Knowledge, load
from bot.knowledge.review import cited, idle_evidence, remarks

LONG_AFTER = date(2040, 1, 1)


def kinds(folder: Path, today: date = date(2026, 1, 3)) -> set[tuple[str, str]]:
    return {(remark.kind, remark.entry) for remark in remarks(load([folder]), today)}


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_long_sentence_and_unexplained_jargon_are_told(folder: Path) -> None:
    before = kinds(folder)
    replace(folder / "hiring.yaml", "text: ", "text: " + "word " * 40 + "XYZQ ")
    new = kinds(folder) - before
    assert {kind for kind, _ in new} == {"long", "jargon"}


def test_an_overdue_review_is_told(folder: Path) -> None:
    assert not any(kind == "overdue" for kind, _ in kinds(folder))
    assert ("overdue", "ai-engineer") in kinds(folder, LONG_AFTER)


def test_evidence_that_nothing_cites_is_told(folder: Path) -> None:
    file = next(iter(sorted((folder / "evidence").glob("*.yaml"))))
    source = load([folder]).evidence[next(iter(load([folder]).evidence))].source
    extra = f"- {{id: Z-1, source: {source}, where: here, claim: Nobody says so., facet: market, kind: fact}}\n"
    file.write_text(file.read_text(encoding="utf-8").rstrip() + "\n" + extra, encoding="utf-8")
    assert "Z-1" in idle_evidence(load([folder]))


def test_the_shipped_base_is_cited_almost_whole(knowledge: Knowledge) -> None:
    distinct = [id_ for id_, item in knowledge.evidence.items() if not item.restates]
    assert len(distinct) > 500
    assert cited(knowledge) <= set(knowledge.evidence)
    assert len(idle_evidence(knowledge)) <= 0.02 * len(distinct)


def test_coverage_says_what_is_there(knowledge: Knowledge) -> None:
    text = "\n".join(tables(knowledge, date(2026, 11, 21)))
    assert "91 of 91" in text
    assert "28 of 28" in text
    assert "14 of 14" in text
