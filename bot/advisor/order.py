"""In which order to hire the roles that were named: by the facts told, else by what the knowledge says of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from bot.advisor.advice import Draft, Line, Row, Section, Step, Table
from bot.advisor.hire_lines import (
    choices,
    closest,
    hire_line,
    lead_line,
    moment,
    one_person,
    question_section,
    what_would_change,
)
from bot.advisor.hires import CLOSE, Hire, among, by_stage, ranked, stage_hit, stage_now, strongest
from bot.advisor.parts import a, joined, line, listed, lowered, own, section, sentence, step
from bot.advisor.questions import Asked, next_question
from bot.advisor.recommend import LIKELY, LITTLE, STAGE_UNTOLD, clause
from bot.advisor.scoring import chances, model_of, polarities, telling, told_facts, weight_of
from bot.knowledge.model import Claim, Knowledge, Pair
from bot.understanding.reading import Reading, SignalHit

MOST_CLAIMS = 4  # for each role
FACTORS = ("Right if", "You get first", "What waits", "Too early if")


@dataclass(frozen=True)
class _Named:
    """The roles named, what was told, and the question whose answer decides between them."""

    reading: Reading
    roles: tuple[str, ...]
    facts: tuple[SignalHit, ...]
    question: Asked | None
    knowledge: Knowledge

    @property
    def pair(self) -> Pair | None:
        """What the knowledge says of the two, if it is two."""
        return self.knowledge.pairs.get(frozenset(self.roles))

    @property
    def side_by_side(self) -> bool:
        """Whether two plans are to be weighed: one role first, or the other."""
        return self.reading.intent == "sequence" and len(self.roles) == 2


def order_of(reading: Reading, knowledge: Knowledge) -> Draft:
    """The roles named in their order; where neither facts nor stages give one, what decides it."""
    facts, roles = told_facts(reading, knowledge), tuple(dict.fromkeys(reading.roles))
    question = _useful(next_question(polarities(facts), roles, knowledge, closed=True), knowledge)
    named = _Named(reading, roles, facts, question, knowledge)
    hires = ranked(facts, roles, knowledge)
    decided = hires[0].reason is not None and _tells_apart(facts, roles, knowledge)
    draft = _by_facts(hires, named) if decided else _by_entries(named)
    pair = named.pair
    signed = {"owner": pair.owner, "reviewed": pair.reviewed} if pair else {}
    return draft.model_copy(update={"steps": _steps(named), "table": _table(named), **signed})


def _useful(question: Asked | None, knowledge: Knowledge) -> Asked | None:
    """The question with those of many answers that speak for one of the roles; none if they do not decide."""
    if question is None or len(question.replies) == 2:
        return question
    kept = tuple(reply for reply in question.replies if strongest(reply.role, reply.facts, knowledge))
    return replace(question, replies=kept) if len({reply.role for reply in kept}) > 1 else None


def _tells_apart(facts: Sequence[SignalHit], roles: Sequence[str], knowledge: Knowledge) -> bool:
    return any(len({weight_of(hit, role, knowledge) for role in roles}) > 1 for hit in facts)


def _by_facts(hires: Sequence[Hire], named: _Named) -> Draft:
    """As the facts rank them, and who should come before any of them."""
    facts, knowledge = named.facts, named.knowledge
    model = among(named.roles, knowledge)
    chance = float(chances(model.score(polarities(facts))).max())
    asked = named.question if chance < LIKELY else None
    another, narrow = tuple(_another(named)), named.side_by_side
    shown = [hire for hire in hires if hire.when != "open" or not narrow]  # the table says what speaks for who waits
    sections = (
        *listed("Somebody else first?", another, 1),
        *listed(
            "Why" if narrow else "In this order", (hire_line(hire, knowledge) for hire in shown), 1 if narrow else 3
        ),
        *what_would_change(facts, model, knowledge),
        *one_person([replace(hire, when="open") for hire in hires], facts, knowledge, short=1),
        *listed("What I assumed", _assumed(hires, named), 1, "assumed"),
        *(question_section(asked, knowledge) if asked else ()),
    )
    lead = lead_line(hires, chance, knowledge)
    return Draft(
        title=_title(named),
        lead=lead.model_copy(update={"text": f"Of those you name, {lowered(lead.text)}"}) if another else lead,
        sections=sections,
        choices=choices(asked, named.reading, knowledge),
        role=hires[0].role,
        certainty=round(chance, 4),
        sparse=len(telling(facts, knowledge)) <= LITTLE,
    )


def _assumed(hires: Sequence[Hire], named: _Named) -> list[Line]:
    """What the moments in the order rest on, if nobody told the stage."""
    timed = any(hire.when == "later" for hire in hires)
    return [own(STAGE_UNTOLD)] if timed and stage_now(named.facts, named.knowledge) is None else []


def _by_entries(named: _Named) -> Draft:
    """As the stages have them; else when each of them comes first, and the question that decides."""
    knowledge, pair = named.knowledge, named.pair
    staged = by_stage(named.roles, knowledge) if stage_now(named.facts, knowledge) is None else ()
    asked = staged or pair  # else it is what the answer opens with
    dividing = (pair.dividing_question,) if staged and pair else ()
    sections = (
        *listed("Somebody else first?", _another(named), 1),
        *(() if named.side_by_side else _fitting(named)),
        *one_person([Hire(role, "open") for role in named.roles], named.facts, knowledge, short=1),
        *(() if pair else _topics(named)),
        *(question_section(named.question, knowledge, *dividing) if asked else ()),
    )
    return Draft(
        title=_title(named),
        lead=_staged_lead(staged, named) if staged else _open_lead(named),
        sections=sections,
        choices=choices(named.question, named.reading, knowledge),
        role=staged[0].role if staged else None,
    )


def _fitting(named: _Named) -> tuple[Section, ...]:
    """When each of the roles comes first: the closest reason for each, then the others."""
    found = [(a(named.knowledge.roles[role].title), _claims_for(role, named)[:MOST_CLAIMS]) for role in named.roles]
    ranks = zip_longest(*([(name, claim) for claim in claims] for name, claims in found))
    pairs = [each for rank in ranks for each in rank if each]
    lines = [Line(text=f"{sentence(name)} if {lowered(claim.text)}", evidence=claim.evidence) for name, claim in pairs]
    return listed("Which one first", lines, len(found))


def _title(named: _Named) -> str:
    return sentence(joined([named.knowledge.roles[role].title for role in named.roles], "or")) + " first?"


def _staged_lead(staged: Sequence[Hire], named: _Named) -> Line:
    """The order of the stages, and who is in none of it."""
    knowledge = named.knowledge
    names = [a(knowledge.roles[hire.role].title) for hire in staged]
    later = [f"{name} {moment(hire, knowledge)}" for name, hire in zip(names[1:], staged[1:], strict=True)]
    left = [a(knowledge.roles[role].title) for role in named.roles if role not in {hire.role for hire in staged}]
    text = f"If nothing else decides it, {joined([f'{names[0]} comes first', *later])}"
    text += f"; when {joined(left, 'or')} is due depends on the work" if left else ""
    hits = [hit for hire in staged if (hit := stage_hit(hire.stage, knowledge))]
    ids = [id_ for hit in hits for id_ in knowledge.signals[hit.id].evidence]
    return Line(text=f"{text}.", evidence=tuple(dict.fromkeys(ids)))


def _open_lead(named: _Named) -> Line:
    """That it depends, and on what."""
    if named.pair:
        asked = named.pair.dividing_question
        return Line(text=f"That depends on what is missing now. {asked.text}", evidence=asked.evidence)
    if named.question:
        text = f"That depends on what is missing now. {named.question.text}"
        return Line(text=text, evidence=named.question.evidence)
    return own(named.knowledge.wording["ask_project"])


def _another(named: _Named) -> Iterator[Line]:
    """The role that what was told points to, if it is none of those named."""
    knowledge, model = named.knowledge, model_of(named.knowledge)
    scores = model.score(polarities(named.facts))
    shares = dict(zip(model.roles, chances(scores).tolist(), strict=True))
    leader = model.leader(scores)
    reason = strongest(leader, named.facts, knowledge)
    if leader in named.roles or reason is None:
        return
    who = a(knowledge.roles[leader].title)
    near = max(shares[role] for role in named.roles) >= CLOSE * shares[leader]
    fits = "fits as well or better" if near else "would come before all of them"
    text = f"{sentence(who)} {fits}: {clause(reason, knowledge)}."
    yield Line(text=text, quote=reason.quote, evidence=knowledge.signals[reason.id].evidence)


def _claims_for(role: str, named: _Named) -> tuple[Claim, ...]:
    """What speaks for a role against the others named: of each pair the closest reason, then the rest."""
    pairs = [named.knowledge.pairs.get(frozenset((role, other))) for other in named.roles if other != role]
    lists = [pair.choose_a_if if pair.a == role else pair.choose_b_if for pair in pairs if pair]
    best = [found for claims in lists if (found := closest(claims, named.facts, named.knowledge))]
    rest = [claim for claims in lists for claim in claims if claim not in best]
    return (*best, *rest) or named.knowledge.roles[role].hire_when


def _topics(named: _Named) -> tuple[Section, ...]:
    """Points of general topics of the same intent that name one of the roles."""
    titles = "|".join(re.escape(named.knowledge.roles[role].title) for role in named.roles)
    found: tuple[Section, ...] = ()
    for topic in named.knowledge.topics.values():
        if topic.intent == named.reading.intent and set(topic.roles) & set(named.roles):
            points = [claim for claim in topic.points if re.search(rf"\b(?:{titles})\b", claim.text, re.IGNORECASE)]
            found += section(topic.title, points, 1)
    return found


def _table(named: _Named) -> Table | None:
    """Each plan in its column: when it is right, what it brings first, what waits, and when it is too early."""
    if not named.side_by_side:
        return None
    one, two = named.roles
    columns = tuple(f"{sentence(named.knowledge.roles[role].title)} first" for role in named.roles)
    cells = zip(FACTORS, _cells(one, two, named), _cells(two, one, named), strict=True)
    rows = [Row(factor=name, cells=(line(left), line(right))) for name, left, right in cells if left and right]
    return Table(columns=columns, rows=tuple(rows)) if rows else None


def _cells(first: str, other: str, named: _Named) -> Iterator[Claim | None]:
    role, waits = named.knowledge.roles[first], named.knowledge.roles[other]
    yield next(iter(_claims_for(first, named)), None)
    yield role.factors.output if role.factors else next(iter(role.outputs), None)
    yield waits.factors.focus if waits.factors else waits.definition
    about = [claim for claim in role.wait_when if waits.title.lower() in claim.text.lower()]
    yield closest(about or role.wait_when, named.facts, named.knowledge)


def _steps(named: _Named) -> tuple[Step, ...]:
    knowledge, steps = named.knowledge, []
    if len(named.roles) == 2:
        steps.append(step(knowledge, "compare", *named.roles))
    for role in named.roles[:2]:
        one = step(knowledge, "when_to_hire", role)
        steps.append(one.model_copy(update={"label": f"When to hire {a(knowledge.roles[role].title)}"}))
    return (*steps, step(knowledge, "recommend"), step(knowledge, "sources", *named.roles))
