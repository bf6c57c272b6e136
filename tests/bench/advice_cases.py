"""What the advice is measured on: projects with the role that people say they call for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.advisor import Conversation, advise
from bot.advisor.advice import lines_of
from bot.advisor.reasoning import reason
from bot.advisor.scoring import Numbers, model_of, polarities, told_facts
from bot.answering import of_facts
from bot.knowledge import Knowledge
from bot.understanding import Reader
from bot.understanding.reading import Reading

FOLDER = Path(__file__).resolve().parent.parent / "advisor" / "cases"
WORKED = "worked_examples"
ASK = "ASK"  # expected where too little is told for any role
DAY = date(2026, 11, 21)


@dataclass(frozen=True)
class Case:
    """A project: who wrote it, in which words, which facts a person marked in it, and the roles that would do."""

    id: str
    writer: str
    roles: tuple[str, ...]
    text: str = ""
    marked: Reading | None = None
    mention: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judged:
    """A case with the advice on it: the scores of all roles, who leads with which chance, and who is advised.

    `place` is the leading role's in `scores`; `second` is needed besides it now; `said` is the whole answer.
    """

    case: Case
    reading: Reading
    scores: Numbers
    place: int
    role: str
    chance: float
    advised: str | None
    outcome: str
    second: str | None
    said: str

    @property
    def right(self) -> bool:
        """Whether the leading role is one of those that would do."""
        return self.role in self.case.roles

    @property
    def to_be_asked(self) -> bool:
        """Whether too little is told for any role."""
        return ASK in self.case.roles

    @property
    def leads(self) -> bool:
        """Whether the right role leads, or the bot asks where it should."""
        return self.outcome == "ask" if self.to_be_asked else self.right

    @property
    def recommended(self) -> bool:
        """Whether the answer advises a role."""
        return self.outcome == "answer" and self.advised is not None


def written() -> list[Case]:
    """The messages of the five writers, with the facts that another reader marked in them."""
    files = sorted(file for file in FOLDER.glob("*.yaml") if file.stem != WORKED)
    return [
        Case(
            id=row["id"],
            writer=file.stem,
            roles=(row["role"], *row["also"]),
            text=row["text"],
            marked=of_facts(row["present"], row["absent"], row["stage"]),
        )
        for file in files
        for row in _rows(file)
    ]


def worked() -> list[Case]:
    """The worked examples: bare facts."""
    return [
        Case(
            id=row["id"],
            writer=WORKED,
            roles=tuple(row["expect"]),
            marked=of_facts(row["present"], row.get("absent", ()), row.get("stage")),
            mention=tuple(row["mention"]),
        )
        for row in _rows(FOLDER / f"{WORKED}.yaml")
    ]


def messages(knowledge: Knowledge) -> list[Case]:
    """The whole messages among the examples of how facts are told, with the facts that their writers meant."""
    return [
        Case(
            id=f"{writer.id}-{number}",
            writer=writer.id,
            roles=(told.role, *told.also),
            text=told.text,
            marked=_meant([(part.facts, part.denied) for part in told.clauses]),
        )
        for writer in knowledge.examples.values()
        for number, told in enumerate(writer.messages)
    ]


def labelled(file: Path) -> list[Case]:
    """The messages of a file of JSON lines that say under `best_roles` who should be advised."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Case(id=str(row.get("id", number)), writer="labelled", roles=tuple(row["best_roles"]), text=row["text"])
        for number, row in enumerate(rows)
        if row.get("best_roles")
    ]


def judged_by_marks(cases: Iterable[Case], knowledge: Knowledge) -> list[Judged]:
    """The advice on the facts that people marked."""
    return [_judged(case, case.marked, knowledge) for case in cases if case.marked]


def judged_by_text(cases: Iterable[Case], reader: Reader, knowledge: Knowledge) -> list[Judged]:
    """The advice on the words, end to end."""
    return [_judged(case, reader.read(case.text), knowledge) for case in cases]


def by_writer(rows: Sequence[Judged]) -> Iterator[tuple[str, list[Judged]]]:
    """The rows of each writer, in the order in which they first come."""
    for writer in dict.fromkeys(row.case.writer for row in rows):
        yield writer, [row for row in rows if row.case.writer == writer]


def _judged(case: Case, reading: Reading, knowledge: Knowledge) -> Judged:
    model, found = model_of(knowledge), reason(reading, knowledge)
    told = advise(reading, Conversation(), knowledge, on=DAY)
    return Judged(
        case=case,
        reading=reading,
        scores=model.score(polarities(told_facts(reading, knowledge))),
        place=model.roles.index(found.role),
        role=found.role,
        chance=found.chance,
        advised=told.role,
        outcome=told.outcome,
        second=found.second.role if found.second and found.second.stage is None else None,
        said=" ".join(line.text for line in lines_of(told)),
    )


def _meant(parts: Sequence[tuple[Sequence[str], Sequence[str]]]) -> Reading:
    """The facts of all parts; what one part affirms no other denies."""
    present = tuple(dict.fromkeys(id_ for facts, _ in parts for id_ in facts))
    absent = tuple(dict.fromkeys(id_ for _, denied in parts for id_ in denied if id_ not in present))
    return of_facts(present, absent, None)


def _rows(file: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found
