"""Roles side by side, and whether one person can be both."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from bot.advisor.advice import DisputeNote, Draft, Line, Row, Section, Step, Table
from bot.advisor.parts import a, dispute_note, joined, line, listed, lowered, own, section, sentence, step
from bot.advisor.roles import which_role
from bot.knowledge.model import FACTOR_TITLES, FACTORS, Knowledge, Pair, Role
from bot.understanding.reading import Reading, asked_for

MOST_COMPARED = 3
MOST_DISPUTES = 4


def compare(reading: Reading, knowledge: Knowledge) -> Draft:
    """A table of the factors, led by what the pair is about."""
    roles = [knowledge.roles[id_] for id_ in reading.roles[:MOST_COMPARED]]
    if not roles:
        return which_role(reading, knowledge)
    if len(roles) == 1:
        return compare_with(roles[0], knowledge)
    pair = knowledge.pairs.get(frozenset(role.id for role in roles)) if len(roles) == 2 else None
    title = sentence(joined([role.title for role in roles], "or"))
    table = _table(roles)
    draft = Draft(title=title, lead=_lead(roles, pair, table, knowledge), table=table, steps=_steps(knowledge, roles))
    if pair:
        disputes = _disputes(pair, knowledge)
        # beside a table there is room for the questions only; the sides stand in the full form
        sections = (*_choices(pair, knowledge), *_disputed(disputes))
        signed = {"owner": pair.owner, "reviewed": pair.reviewed}
        return draft.model_copy(update={"sections": sections, "disputes": disputes, "short_disputes": 0, **signed})
    return draft.model_copy(update={"sections": _without_pair(roles, knowledge), **_signed(roles)})


def both(reading: Reading, knowledge: Knowledge) -> Draft:
    """Whether two roles are needed at once or one person will do."""
    pair = knowledge.pairs.get(frozenset(reading.roles[:2]))
    if pair is None or not pair.both_when:
        return which_role(reading, knowledge)
    names = joined([a(knowledge.roles[id_].title) for id_ in (pair.a, pair.b)])
    lead = pair.one_person or pair.both_when[0]
    return Draft(
        title=sentence(f"{names} at once?"),
        lead=line(lead),
        owner=pair.owner,
        reviewed=pair.reviewed,
        sections=section("Hire both when", pair.both_when, 3),
        disputes=_disputes(pair, knowledge),
        steps=tuple(
            each
            for each in _steps(knowledge, [knowledge.roles[pair.a], knowledge.roles[pair.b]])
            if each.reading.intent != "both"
        ),
    )


def compare_with(role: Role, knowledge: Knowledge) -> Draft:
    """Only one role was named: with which other?"""
    choices = tuple(
        Step(
            id=f"compare-{role.id}-{id_}",
            label=sentence(knowledge.roles[id_].title),
            reading=asked_for("compare", roles=(role.id, id_)),
        )
        for id_ in role.neighbours[:4]
    )
    lead = own(f"Compare {a(role.title)} with which other role?")
    return Draft(outcome="ask", title=f"{sentence(role.title)} compared", lead=lead, choices=choices, role=role.id)


def _lead(roles: Sequence[Role], pair: Pair | None, table: Table | None, knowledge: Knowledge) -> Line:
    """The difference in a sentence: the pair's own, else how to find it in what follows."""
    if pair:
        return line(pair.lead)
    told = knowledge.wording["compare_by_table" if table else "compare_by_work"]
    evidence = dict.fromkeys(id_ for role in roles for id_ in role.definition.evidence)
    names = sentence(joined([a(role.title) for role in roles]))
    return Line(text=told.format(roles=names), evidence=tuple(evidence))


def _without_pair(roles: Sequence[Role], knowledge: Knowledge) -> tuple[Section, ...]:
    """What decides between any two of them, what each is, and what is missing."""
    pairs = [knowledge.pairs.get(frozenset((one.id, other.id))) for one, other in combinations(roles, 2)]
    deciding = [_between(pair, knowledge) for pair in pairs if pair]
    parts = listed("The questions that decide", deciding, len(deciding))
    for role in roles:
        parts += section(sentence(role.title), (role.definition,), 0 if deciding else 1)
    gaps = [role.plural for role in roles if role.factors is None]
    said = knowledge.wording["no_tally"].format(roles=joined(gaps)) if gaps else ""
    return (*parts, *listed("Not covered", [own(said)] if said else (), 1))


def _between(pair: Pair, knowledge: Knowledge) -> Line:
    """The question that decides between the two, with their names in front."""
    names = joined([knowledge.roles[id_].title for id_ in (pair.a, pair.b)], "or")
    return Line(
        text=f"{sentence(names)}: {lowered(pair.dividing_question.text)}", evidence=pair.dividing_question.evidence
    )


def _signed(roles: Sequence[Role]) -> dict[str, object]:
    """Who answers for the entries, and since when all of them stand."""
    owners = dict.fromkeys(role.owner for role in roles)
    return {"owner": joined(tuple(owners)), "reviewed": min(role.reviewed for role in roles)}


def _table(roles: Sequence[Role]) -> Table | None:
    factors = [role.factors for role in roles if role.factors]
    if len(factors) < len(roles):
        return None
    rows = tuple(
        Row(factor=FACTOR_TITLES[name], cells=tuple(line(getattr(each, name)) for each in factors)) for name in FACTORS
    )
    return Table(columns=tuple(sentence(role.title) for role in roles), rows=rows)


def _choices(pair: Pair, knowledge: Knowledge) -> tuple[Section, ...]:
    first, second = knowledge.roles[pair.a], knowledge.roles[pair.b]
    return (
        *section("The question that decides", (pair.dividing_question,)),
        *section(f"Choose {a(first.title)} if", pair.choose_a_if, 1),
        *section(f"Choose {a(second.title)} if", pair.choose_b_if, 1),
    )


def _disputes(pair: Pair, knowledge: Knowledge) -> tuple[DisputeNote, ...]:
    return tuple(dispute_note(knowledge, knowledge.disputes[id_]) for id_ in pair.disputes[:MOST_DISPUTES])


def _disputed(disputes: Sequence[DisputeNote]) -> tuple[Section, ...]:
    lines = tuple(own(dispute.question) for dispute in disputes)
    return (Section(title="Where sources disagree", lines=lines, short=1),) if lines else ()


def _steps(knowledge: Knowledge, roles: Sequence[Role]) -> tuple[Step, ...]:
    ids = [role.id for role in roles]
    pressed = [step(knowledge, "recommend")]
    if frozenset(ids) in knowledge.pairs:
        both_ = asked_for("both", roles=tuple(ids))
        pressed.append(Step(id="both-" + "-".join(ids), label="Both, or one person?", reading=both_))
    for role in roles:
        one = step(knowledge, "when_to_hire", role.id)
        pressed.append(one.model_copy(update={"label": f"When to hire {a(role.title)}"}))
    return (*pressed, step(knowledge, "sources", *ids))
