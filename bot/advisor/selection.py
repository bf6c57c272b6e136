"""What of all that is known goes into one role brief: what bears on the facts told, and few enough to be read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from bot.advisor.advice import Line
from bot.advisor.figures import figures_for
from bot.advisor.parts import own, sentence
from bot.advisor.scoring import weight_of
from bot.knowledge.model import (
    Caution,
    Claim,
    Criterion,
    Figure,
    Knowledge,
    Outcome,
    RoleBrief,
    Source,
    VettingQuestion,
)
from bot.understanding.reading import SignalHit, asked_for

GENERAL = 6  # facts on the same piece of evidence, from more of which on it tells nothing of any single one
LEAST_REASON = 0.5  # weight from which a fact is a reason to ask for something, and no mere circumstance
MOST_QUESTIONS = 4
MOST_ROWS = 5  # of the scoring sheet, besides that of the work sample
MOST_CAUTIONS = 3  # besides those on what was told
MOST_FIGURES = 2
MOST_SOURCES = 2
ANYWHERE = "not tied to a region"
SAMPLE_ROUND = "Work sample"  # in its title, as the next in that of the round for the questions
STRUCTURED = "structured"
A_YEAR = "a year"  # how the units of pay end, and those of premiums and day rates do not
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
CAUTIONS_FILE = "knowledge/cautions.yaml"


@lru_cache(maxsize=4)
def _telling_evidence(knowledge: Knowledge) -> Mapping[str, frozenset[str]]:
    """By fact, the evidence that it shares with few others."""
    uses = Counter(id_ for signal in knowledge.signals.values() for id_ in signal.evidence)
    return {
        fact: frozenset(id_ for id_ in signal.evidence if uses[id_] <= GENERAL)
        for fact, signal in knowledge.signals.items()
    }


def bearing(evidence: Iterable[str], facts: Sequence[SignalHit], knowledge: Knowledge) -> tuple[SignalHit, ...]:
    """The facts told that a sentence bears on: the two rest on common evidence."""
    on, telling = set(evidence), _telling_evidence(knowledge)
    return tuple(hit for hit in facts if hit.polarity == "present" and on & telling[hit.id])


def first_sentence(text: str) -> str:
    """The first sentence without its full stop."""
    return SENTENCE_END.split(text)[0].rstrip(".")


def outcomes_for(brief: RoleBrief, facts: Sequence[SignalHit], knowledge: Knowledge) -> list[Outcome]:
    """For each of the days one outcome, where there is a choice the one that most of what was told bears on."""
    days = sorted({each.day for each in brief.outcomes})
    by_day = [[each for each in brief.outcomes if each.day == day] for day in days]
    return [max(some, key=lambda each: len(bearing(each.evidence, facts, knowledge))) for some in by_day]


def alternative_to(role: str, facts: Sequence[SignalHit], knowledge: Knowledge) -> list[Claim]:
    """What to do instead of hiring that role, or before; what is meant for the role rather than for a fact alone."""
    told = {hit.id for hit in facts if hit.polarity == "present"}
    fitting = [each for each in knowledge.alternatives.values() if role in each.roles or told & set(each.facts)]
    return [each.advice for each in sorted(fitting, key=lambda each: role not in each.roles)[:1]]


def reasons_for(claim: Claim, role: str, facts: Sequence[SignalHit], knowledge: Knowledge) -> list[SignalHit]:
    """The facts told that ask for what the claim demands of the role, the weightiest first; none that only touch it."""

    def weight(hit: SignalHit) -> float:
        return weight_of(hit, role, knowledge)

    found = [hit for hit in bearing(claim.evidence, facts, knowledge) if weight(hit) >= LEAST_REASON]
    return sorted(found, key=weight, reverse=True)


def questions_for(
    asked: Sequence[VettingQuestion], brief: RoleBrief | None, facts: Sequence[SignalHit], knowledge: Knowledge
) -> tuple[VettingQuestion, ...]:
    """A few questions: each next one is about most of what was told and not asked about yet.

    Where none is left that is about anything more, the one that tells most of the scoring sheet's lines.
    """
    tells = Counter(best for each in (brief.criteria if brief else ()) if (best := _best(each, asked)) is not None)
    about = [{hit.id for hit in bearing(each.evidence, facts, knowledge)} for each in asked]
    chosen, covered = list[int](), set[str]()

    def worth(number: int) -> tuple[int, int, int]:
        return len(about[number] - covered), tells[number], -number

    while len(chosen) < min(MOST_QUESTIONS, len(asked)):
        best = max((number for number in range(len(asked)) if number not in chosen), key=worth)
        chosen.append(best)
        covered |= about[best]
    return tuple(asked[number] for number in sorted(chosen))


def rows_of(
    brief: RoleBrief, asked: Sequence[VettingQuestion], facts: Sequence[SignalHit], knowledge: Knowledge
) -> tuple[list[str], list[Criterion]]:
    """The scoring sheet: for each question what it shows, if a criterion says so, and the criteria that none shows.

    Few enough for one rater: first those of a round that would else go without a line, then those that no question
    touches, then those on what was told.
    """
    shown = [next((each.title for each in brief.criteria if _told_by(each, item)), "") for item in asked]

    def worth(criterion: Criterion) -> tuple[bool, bool, bool]:
        elsewhere = heard_in(criterion, brief) != SAMPLE_ROUND
        return elsewhere, _best(criterion, asked) is None, bool(bearing(criterion.evidence, facts, knowledge))

    rest = [each for each in brief.criteria if not any(_told_by(each, item) for item in asked)]
    kept = sorted(rest, key=worth, reverse=True)[: max(0, MOST_ROWS - len(asked))]
    return shown, [each for each in brief.criteria if each in kept]


def heard_in(criterion: Criterion, brief: RoleBrief) -> str:
    """The round that a criterion shows itself in, besides the questions; where no other does, the work sample."""
    rests_on = set(criterion.evidence)
    others = [each for each in brief.rounds if not re.search(f"{STRUCTURED}|{SAMPLE_ROUND}", each.title, re.IGNORECASE)]
    return next((each.title for each in others if rests_on & set(each.evidence)), SAMPLE_ROUND)


def _told_by(criterion: Criterion, item: VettingQuestion) -> bool:
    """Whether the answers to the question are the criterion over again: it rests mostly on the same evidence."""
    return 2 * len(set(criterion.evidence) & set(item.evidence)) >= len(criterion.evidence)


def _best(criterion: Criterion, asked: Sequence[VettingQuestion]) -> int | None:
    """The question that rests on most of the same evidence, if any does."""
    common = [len(set(criterion.evidence) & set(item.evidence)) for item in asked]
    return common.index(max(common)) if any(common) else None


def pay_figures(role: str, knowledge: Knowledge, on: date) -> list[Figure]:
    """What is known of the role's pay, one figure for each region: pay before premiums, then as in answers on cost."""
    found = [each for each in figures_for(asked_for("cost", roles=(role,)), knowledge, on) if each.roles]
    found.sort(key=lambda each: not each.unit.endswith(A_YEAR))
    regions = dict.fromkeys(each.region for each in found)
    return [next(each for each in found if each.region == region) for region in regions][:MOST_FIGURES]


def caution_lines(facts: Sequence[SignalHit], knowledge: Knowledge) -> list[Line]:
    """The cautions on what was told, and of the others the first ones of each country; the rest by number."""
    told = {hit.id for hit in facts if hit.polarity == "present"}
    fitting = [each for each in knowledge.cautions.values() if not each.facts or told & set(each.facts)]
    if not fitting:
        return []
    about = [each for each in fitting if each.facts]
    chosen = [*about, *_in_turn([each for each in fitting if each not in about])[:MOST_CAUTIONS]]
    shown = [each for each in fitting if each in chosen]
    lines = [Line(text=_compact(each), evidence=each.evidence) for each in shown]
    return [_first(len(fitting) - len(shown), knowledge), *lines]


def _country(caution: Caution) -> str:
    return caution.region.rpartition(", ")[2]


def _in_turn(cautions: Sequence[Caution]) -> list[Caution]:
    """The first one of each country, then the second ones, and so on."""
    seen: Counter[str] = Counter()
    turns = []
    for number, each in enumerate(cautions):
        turns.append((seen[_country(each)], number, each))
        seen[_country(each)] += 1
    return [each for _, _, each in sorted(turns, key=lambda turn: turn[:2])]


def _compact(caution: Caution) -> str:
    """Its first sentence, with the region and the date."""
    said = first_sentence(caution.text)
    if caution.region == ANYWHERE:
        return f"{said}."
    dates = [part for part in caution.dated.split("; ") if not part.startswith("source")] or [caution.dated]
    return f"{caution.region}: {said} ({'; '.join(dates)})."


def _first(left: int, knowledge: Knowledge) -> Line:
    """What these are and are not, and where the rest stands."""
    more = knowledge.wording["brief_more_cautions" if left else "brief_all_cautions"]
    return own(f"{knowledge.wording['no_lawyer']} {more.format(count=left, file=CAUTIONS_FILE)}")


def source_lines(lines: Iterable[Line], knowledge: Knowledge) -> list[Line]:
    """Who stands behind the sentences, since when and what they sell: whoever carries most of them first."""
    carried = Counter(
        source for each in lines for source in sorted({knowledge.evidence[id_].source for id_ in each.evidence})
    )
    ranked = sorted(carried, key=lambda id_: (-carried[id_], id_))
    named = [own(_source(knowledge.sources[id_])) for id_ in ranked[:MOST_SOURCES]]
    rest = [knowledge.sources[id_] for id_ in ranked[MOST_SOURCES:]]
    if not rest:
        return named
    selling = sum(each.sells is not None or each.kind.startswith("vendor") for each in rest)
    return [*named, own(knowledge.wording["brief_more_sources"].format(count=len(rest), selling=selling))]


def _source(source: Source) -> str:
    interest = f"sells {source.sells}" if source.sells else source.kind
    return f"{sentence(source.publisher)} ({source.date}; {interest})"
