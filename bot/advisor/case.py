"""What of a role brief is about the project at hand: the problem, the choice, its premises, and what is still open."""

from __future__ import annotations

from collections.abc import Sequence

from bot.advisor.advice import Line, Section
from bot.advisor.flips import Flip
from bot.advisor.parts import a, joined, line, listed, lowered, own, sentence
from bot.advisor.reasoning import Reasoning
from bot.advisor.recommend import CLEAR, LIKELY, against_line, clause, flip_line, little_told, next_hire
from bot.advisor.scoring import stage_fact
from bot.advisor.selection import alternative_to
from bot.knowledge.model import STAGES, Knowledge, Role
from bot.understanding.reading import Reading, SignalHit

PROBLEM = "The problem"
CHOICE = "Role and alternatives considered"
FLIPS = "What would change the choice"
ASSUMPTIONS = "Assumptions"
OPEN = "Open questions"
MOST_FOR_IT, MOST_FACTS, MOST_AGAINST = 5, 6, 2
MOST_CHANGES = 3  # facts in all the flips told
FAR = 2  # facts; whatever takes more is no near alternative


def lead_line(role: Role, found: Reasoning, knowledge: Knowledge) -> Line:
    """For whom the brief is, and how surely the facts call for that role."""
    name, sparse = sentence(a(role.title)), little_told(found, knowledge)
    if not found.enough:
        text = f"{name}, as asked for; too little was told to say whether that is the right role."
    elif role.id != found.role:
        text = f"{name}, as asked for, though what was told points to {a(knowledge.roles[found.role].title)}."
    elif found.chance >= CLEAR and not sparse:
        text = f"Hire {a(role.title)}: what was told points there clearly."
    elif found.chance >= LIKELY:
        doubt = "going by the one thing that was told" if sparse else "though what was told leaves room for doubt"
        text = f"{name} is the likely fit, {doubt}."
    else:
        text = f"Probably {a(role.title)}, but what was told makes it a close call."
    return Line(text=text, evidence=role.definition.evidence)


def problem(found: Reasoning, knowledge: Knowledge) -> tuple[Section, ...]:
    """What was told: what speaks most for the role, then what weighs most of the rest, for whomever it speaks."""

    def weight(hit: SignalHit) -> float:
        return max(map(abs, knowledge.signals[hit.id].weights.values()), default=0.0)

    first = found.for_it[:MOST_FOR_IT]
    rest = [hit for hit in found.facts if hit not in first and hit.polarity != "unknown"]
    told = [*first, *sorted(rest, key=weight, reverse=True)][:MOST_FACTS]
    quotes = [hit.quote for hit in told]
    lines = [_fact(hit, knowledge, _own_words(number, quotes)) for number, hit in enumerate(told)]
    return listed(PROBLEM, lines or [own(knowledge.wording["brief_no_facts"])], kind="told")


def _own_words(number: int, quotes: Sequence[str]) -> str:
    """The asker's words for one fact, unless they hold those for another: nothing is quoted twice."""
    mine = quotes[number]
    others = [quote for place, quote in enumerate(quotes) if quote and (place < number or quote != mine)]
    return "" if any(quote in mine for quote in others) else mine


def choice(reading: Reading, found: Reasoning, role: Role, knowledge: Knowledge) -> tuple[Section, ...]:
    """The role, the alternatives considered, what would change it, and what was assumed."""
    weighed = _weighed(found, role)
    told = [*_named(reading, role, knowledge), line(role.definition)]
    told += _considered(found, role, knowledge) if weighed else [own(knowledge.wording["brief_not_weighed"])]
    told += [
        Line(text=f"Consider first: {lowered(each.text)}", evidence=each.evidence)
        for each in alternative_to(role.id, found.facts, knowledge)
    ]
    return (
        *listed(CHOICE, told),
        *listed(FLIPS, _changes(found.flips, knowledge) if weighed else ()),
        *listed(ASSUMPTIONS, _assumptions(found, role, knowledge), kind="assumed"),
    )


def open_questions(found: Reasoning, role: Role, knowledge: Knowledge) -> tuple[Section, ...]:
    """What nobody has said yet and should, before the requisition goes out: what was assumed comes first."""
    asked = [hit.id for hit in found.facts if hit.polarity == "unknown"]
    asked += [hit.id for hit in _assumed(found, role)]
    first = stage_fact(STAGES[0], knowledge)
    asked += [first.id] if first and not _stage_known(found, role, knowledge) else []
    asked += [found.question.fact] if found.question and not found.enough else []
    signals = [knowledge.signals[id_] for id_ in dict.fromkeys(asked)]
    about = [Line(text=each.question, evidence=each.evidence) for each in signals]
    usual = [own(text) for text in knowledge.wording["brief_open"].splitlines() if text.strip()]
    return listed(OPEN, [*about, *usual], 1)


def _fact(hit: SignalHit, knowledge: Knowledge, quote: str = "") -> Line:
    text = f"{sentence(clause(hit, knowledge))}."
    return Line(text=text, quote=quote, evidence=knowledge.signals[hit.id].evidence)


def _named(reading: Reading, role: Role, knowledge: Knowledge) -> list[Line]:
    """Whoever names another role may want it, or may have it already; either way the work decides."""
    if not reading.roles or role.id in reading.roles:
        return []
    named = joined([a(knowledge.roles[id_].title) for id_ in reading.roles])
    verb = "was" if len(reading.roles) == 1 else "were"
    text = f"{sentence(named)} {verb} named too; the work told is that of {a(role.title)}."
    return [Line(text=text, evidence=role.definition.evidence)]


def _considered(found: Reasoning, role: Role, knowledge: Knowledge) -> list[Line]:
    """The likeliest other roles with what is against them, and whom to hire next."""
    against = [against_line(out, role, knowledge) for out in found.ruled_out[:MOST_AGAINST]]
    later = next_hire(found, knowledge)
    return [*against, *(each.model_copy(update={"text": f"Next: {lowered(each.text)}"}) for each in later)]


def _changes(flips: Sequence[Flip], knowledge: Knowledge) -> list[Line]:
    """The likeliest flips, as many as can be read; what it takes three facts to turn is as good as settled."""
    near = [flip_line(flip, knowledge) for flip in flips if flip.size <= FAR]
    return near[: MOST_CHANGES // flips[0].size] if near else [own(knowledge.wording["brief_firm"])]


def _assumptions(found: Reasoning, role: Role, knowledge: Knowledge) -> list[Line]:
    taken = [_fact(hit, knowledge) for hit in _assumed(found, role)]
    taken += [] if _stage_known(found, role, knowledge) else [own(knowledge.wording["brief_stage_untold"])]
    return [*taken, own(knowledge.wording["brief_assumed"])]


def _weighed(found: Reasoning, role: Role) -> bool:
    """Whether it is the facts that call for the role, and not only whoever asked for it by name."""
    return role.id == found.role and bool(found.for_it)


def _assumed(found: Reasoning, role: Role) -> tuple[SignalHit, ...]:
    return found.assumed if _weighed(found, role) else ()


def _stage_known(found: Reasoning, role: Role, knowledge: Knowledge) -> bool:
    """Whether it was told how far the project is, or an assumption says so already."""
    return found.stage is not None or any(knowledge.signals[hit.id].stage for hit in _assumed(found, role))
