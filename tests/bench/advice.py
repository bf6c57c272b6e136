"""`python -m tests.bench.advice [--questions FILE]`: is the right role advised, how honestly, how firmly, how soon?

FILE is of JSON lines with `text` and `best_roles`; its messages are read from their words, as those of the cases are.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from bot.advisor.parts import FOUNDING
from bot.advisor.reasoning import ENOUGH, TOLD_ENOUGH
from bot.advisor.scoring import TEMPERATURE
from bot.knowledge import Knowledge, load
from bot.understanding import Reader
from tests.bench import advice_calibration as calibration
from tests.bench import advice_cases as cases
from tests.bench import advice_noise, advice_users
from tests.bench.advice_calibration import BINS, equal_bins, even_bins
from tests.bench.advice_cases import Judged, by_writer
from tests.bench.advice_users import MISTAKEN, MOST_QUESTIONS, SETTLED, STRICTEST, USERS, Course, Share

SHOWN = (0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9, 1.0, 1.2)  # temperatures shown beside each other
FIRM = 0.95  # share of the draws from which a project counts as unchanged
DEFINED = (
    f"{USERS} people a role answer from its profile, {MISTAKEN:.0%} of the answers at random; nothing is told at first",
    f"and at most {MOST_QUESTIONS} questions are put · questions: mean of all people, who stop once it is settled;",
    "whoever never settles counts with all that were put · settled: share of people · right: of these, it is theirs",
    f"recommended by the bot: a fact speaks for the role, whose chance is {ENOUGH:.0%} or {TOLD_ENOUGH} facts are told",
    "nothing left to ask: by the bot's own rule no further answer could change the role or tell enough",
    "random order: any question of the bot whose facts are open, whether or not it could change the role",
)

Sets = Mapping[str, Sequence[Judged]]


def main() -> None:
    """Print all tables of the advice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, metavar="FILE", help="further messages, with the best roles for each")
    wanted = parser.parse_args()
    knowledge = load()
    tables(knowledge, Reader(knowledge), wanted.questions)


def tables(knowledge: Knowledge, reader: Reader, questions: Path | None = None) -> None:
    """All tables."""
    written = cases.written()
    marked: Sets = {
        "worked examples, bare facts": cases.judged_by_marks(cases.worked(), knowledge),
        "cases, facts marked": cases.judged_by_marks(written, knowledge),
        "example messages, facts meant": cases.judged_by_marks(cases.messages(knowledge), knowledge),
    }
    read: Sets = {"cases, from text": cases.judged_by_text(written, reader, knowledge)}
    if questions:
        read = {**read, "labelled, from text": cases.judged_by_text(cases.labelled(questions), reader, knowledge)}
    sets = {**marked, **read}
    accuracy(sets)
    others(marked["worked examples, bare facts"], knowledge)
    honesty(sets, [row for rows in read.values() for row in rows])
    noise(sets, knowledge)
    users(knowledge)


def accuracy(sets: Sets) -> None:
    """Who leads, against who should."""
    print(f"\n{'the right role':34}{'projects':>10}{'leads':>9}{'advised':>9}{'asked':>9}{'declined':>10}")
    for name, rows in sets.items():
        _accuracy(name, rows)
        if len(writers := list(by_writer(rows))) > 1:
            for writer, own in writers:
                _accuracy(f"  {writer}", own)
    print("leads: by the facts, a role that would do (or the bot asks, where too little is told) · advised: of the")
    print("answers that advise a role, those that advise one that would do · asked, declined: of all")


def _accuracy(name: str, rows: Sequence[Judged]) -> None:
    outcomes = [row.outcome for row in rows]
    advised = [row.advised in row.case.roles for row in rows if row.recommended]
    shares = (
        *(np.mean([row.leads for row in rows]), np.mean(advised) if advised else np.nan),
        *(outcomes.count(each) / len(rows) for each in ("ask", "decline")),
    )
    cells = zip(shares, (9, 9, 9, 10), strict=True)
    print(f"{name:34}{len(rows):10}" + "".join(f"{share:>{width}.1%}" for share, width in cells), flush=True)


def others(worked: Sequence[Judged], knowledge: Knowledge) -> None:
    """What the worked examples say besides the role."""
    together = [row for row in worked if len(row.case.roles) > 1]
    both = sum({row.role, row.second} == set(row.case.roles) for row in together)
    mentions = [(row, knowledge.roles[role].title) for row in worked for role in row.case.mention]
    named = sum(title.lower() in row.said.lower() for row, title in mentions)
    print(f"worked examples that call for two roles together: both advised in {both} of {len(together)}")
    print(f"worked examples, others worth a mention: {named} of {len(mentions)} are named in the answer")


def honesty(sets: Sets, read: Sequence[Judged]) -> None:
    """Whether so many in a hundred are right of those that are said to be so sure."""
    print(
        f"\n{f'honesty, temperature {TEMPERATURE}':34}{'projects':>10}{'sure':>8}{'right':>8}{'ECE even':>11}", end=""
    )
    print(f"{'(by chance)':>12}{'equal':>8}{'(by chance)':>12}{'held out: even':>17}{'equal':>8}  temperatures there")
    for name, rows in {**sets, "all from text": read}.items():
        _honesty(name, [row for row in rows if not row.to_be_asked])
    print(
        f"sure: mean chance of the leading role · right: it would do · ECE: expected calibration error in {BINS} bins,"
    )
    print("even in width or equal in number · by chance: the error left on average if every chance were honest")
    print("held out: each writer at the temperature of least log loss for the others")
    asked = [row for row in read if not row.to_be_asked]
    _temperatures(asked)
    _reliability(asked)


def _honesty(name: str, rows: Sequence[Judged]) -> None:
    sure, right = calibration.at(rows, TEMPERATURE)
    print(f"{name:34}{len(rows):10}{sure.mean():8.1%}{right.mean():8.1%}", end="")
    for bins, width in ((even_bins, 11), (equal_bins, 8)):
        print(f"{calibration.error(bins(sure, right)):{width}.3f}{calibration.floor(sure, bins):12.3f}", end="")
    if len(list(by_writer(rows))) == 1:
        print(f"{'-':>17}{'-':>8}  one writer", flush=True)
        return
    chosen, sure, right = calibration.held_out(rows)
    errors = (calibration.error(bins(sure, right)) for bins in (even_bins, equal_bins))
    print("{:17.3f}{:8.3f}".format(*errors), f" {min(chosen.values())} to {max(chosen.values())}", flush=True)


def _temperatures(rows: Sequence[Judged]) -> None:
    best = calibration.best_temperature(rows)
    print(f"\n{'all from text, at temperature':34}" + "".join(f"{each:>8}" for each in SHOWN))
    found = [calibration.at(rows, each) for each in SHOWN]
    print(f"{'log loss':34}" + "".join(f"{calibration.log_loss(*each):8.3f}" for each in found) + f"  least at {best}")
    for name, bins in (("ECE, even bins", even_bins), ("ECE, equal bins", equal_bins)):
        print(f"{name:34}" + "".join(f"{calibration.error(bins(*each)):8.3f}" for each in found))


def _reliability(rows: Sequence[Judged]) -> None:
    found = calibration.at(rows, TEMPERATURE)
    for name, bins in (("even bins", even_bins), ("equal bins", equal_bins)):
        rows_ = bins(*found)
        print(f"\n{f'all from text, {name}':34}" + "".join(f"{each.of:>8}" for each in rows_))
        print(f"{'  sure':34}" + "".join(f"{each.sure:8.0%}" for each in rows_))
        print(f"{'  right':34}" + "".join(f"{each.right:8.0%}" for each in rows_), flush=True)


def noise(sets: Sets, knowledge: Knowledge) -> None:
    """How firmly the role stands if the weights are a little off."""
    print(
        f"\n{f'noise of sd {advice_noise.SPREAD}, {advice_noise.DRAWS} draws':34}{'projects':>10}{'unchanged':>11}",
        end="",
    )
    print(f"{f'in {FIRM:.0%} of draws':>18}")
    for name, rows in sets.items():
        same = advice_noise.unchanged(rows, knowledge)
        print(f"{name:34}{len(rows):10}{same.mean():11.1%}{(same >= FIRM).mean():18.1%}", flush=True)
    print("unchanged: share of projects with the same leading role, on average over the draws")


def users(knowledge: Knowledge) -> None:
    """How soon it is settled, by the order of the questions."""
    orders = {
        "our order": advice_users.by_gain(knowledge),
        "random order": advice_users.at_random(knowledge),
        "the five of the seeds": advice_users.the_five,
    }
    found = {name: advice_users.courses(order, knowledge) for name, order in orders.items()}
    three = {name: [course for course in each if course.role in FOUNDING] for name, each in found.items()}
    _orders(f"people for each of {len(knowledge.roles)} roles", found)
    _orders("of these, the founding three alone", three)
    print("\n".join(DEFINED))
    _by_role(found["our order"], knowledge)


def _orders(title: str, found: Mapping[str, Sequence[Course]]) -> None:
    print(f"\n{title:38}" + "".join(f"{name:>29}" for name in found))
    print(f"{'settled when':38}" + f"{'questions':>13}{'settled':>8}{'right':>8}" * len(found))
    for name, rule in SETTLED.items():
        shares = [Share.of(each, rule) for each in found.values()]
        print(f"{name:38}" + "".join(f"{s.questions:13.2f}{s.settled:8.0%}{s.right:8.0%}" for s in shares), flush=True)


def _by_role(found: Sequence[Course], knowledge: Knowledge) -> None:
    first, *_ = SETTLED
    print(f"\n{'our order':28}{first:>26}{STRICTEST:>42}  before it even by its whole profile")
    for role in sorted(knowledge.roles):
        own = [course for course in found if course.role == role]
        soon, late = (Share.of(own, SETTLED[name]) for name in (first, STRICTEST))
        rivals = ", ".join(sorted(advice_users.ties(role, knowledge) - {role})) or "-"
        print(f"{role:28}{soon.questions:18.2f}{soon.right:8.0%}{late.questions:34.2f}{late.right:8.0%}  {rivals}")


if __name__ == "__main__":
    main()
