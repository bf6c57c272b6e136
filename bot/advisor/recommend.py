"""Which role a project needs: the reasoning put into sentences, each with what it rests on."""

from __future__ import annotations

from bot.advisor.advice import Chance, DisputeNote, Draft, Line, Section, Step
from bot.advisor.flips import Flip
from bot.advisor.parts import a, dispute_note, joined, line, listed, own, sentence, step
from bot.advisor.questions import Asked
from bot.advisor.reasoning import Reasoning, RuledOut, reason
from bot.advisor.scoring import stage_fact, telling, weight_of
from bot.knowledge.model import Dispute, Knowledge, Role
from bot.understanding.reading import Reading, SignalHit, asked_for

CLEAR, LIKELY = 0.85, 0.6  # probabilities from which the words say so
LITTLE = 1  # told facts, up to which no case is called clear
MOST_SURE = 0.99  # nothing that people tell in a few words is certain
MOST_ALTERNATIVES = 2
SHORT_OF_MONEY = "tight_budget"  # the fact that makes whoever tells it think twice about hiring
MOST_NAMED = 4  # roles that an answer decides between
MOST_CHANCES, LEAST_CHANCE = 5, 0.0005  # of the roles that are told besides
STAGE_UNTOLD = "You did not say how far along it is; I took it for something new."


def recommend(reading: Reading, knowledge: Knowledge) -> Draft:
    """The role with its reasons and all that bears on it, or the question to ask first."""
    found = reason(reading, knowledge)
    if reading.wish == "facts" and found.facts:
        return _facts_told(reading, found, knowledge)
    if not found.enough or (reading.wish == "question" and found.question):
        return _ask(reading, found, knowledge)
    top, sparse = knowledge.roles[found.role], little_told(found, knowledge)
    instead = _instead(found, knowledge)
    first = any(hit.id == SHORT_OF_MONEY and hit.polarity == "present" for hit in found.facts)
    sections = (
        *(instead if first else ()),
        *title_and_work(reading, found, knowledge),
        *listed("Why", [_reason(hit, knowledge) for hit in found.for_it], 2, "told"),
        *listed("What would change this", [flip_line(flip, knowledge) for flip in found.flips], 1),
        *listed("Ruled out" if found.chance >= LIKELY else "Less likely", _ruled_out(found, top, knowledge), 2),
        *listed("What I assumed", _assumed(found, knowledge), 1, "assumed"),
        *listed("Whom to hire next", next_hire(found, knowledge), 1),
        *(() if first else instead),
    )
    return Draft(
        title=sentence(top.title),
        lead=Line(text=verdict(top, found.chance, sparse=sparse), evidence=top.definition.evidence),
        sections=sections,
        sparse=sparse,
        disputes=_disputes(found, knowledge),
        steps=_steps(top, found, reading, knowledge),
        role=top.id,
        certainty=found.chance,
        chances=_leading(found, knowledge),
    )


def _disputes(found: Reasoning, knowledge: Knowledge) -> tuple[DisputeNote, ...]:
    """What the sources dispute about the facts told: first what is about the role, and of that what is told soonest."""

    def order(dispute: Dispute) -> tuple[bool, int]:
        return found.role not in dispute.roles, sum(len(side.text) for side in dispute.sides)

    disputes = sorted((knowledge.disputes[id_] for id_ in found.disputes), key=order)
    return tuple(dispute_note(knowledge, each) for each in disputes)


def _leading(found: Reasoning, knowledge: Knowledge) -> tuple[Chance, ...]:
    """The roles that come into question, with their probabilities."""
    likely = [(role, share) for role, _, share in found.scores[:MOST_CHANCES] if share >= LEAST_CHANCE]
    return tuple(Chance(title=sentence(knowledge.roles[role].title), chance=share) for role, share in likely)


def verdict(role: Role, chance: float, *, sparse: bool) -> str:
    """How sure, in words and as a number; on a `sparse` footing nothing is clear."""
    name, sure = a(role.title), percent(chance)
    if chance >= CLEAR and not sparse:
        return f"Hire {name}: what you describe points there clearly ({sure} sure)."
    if chance >= LIKELY:
        doubt = "going by the one thing you told me" if sparse else "though what you describe leaves room for doubt"
        return sentence(f"{name} is the likely fit ({sure} sure), {doubt}.")
    return f"Probably {name}, but it is a close call ({sure} sure)."


def percent(chance: float) -> str:
    """A probability as people read it; never all of a hundred."""
    return f"{round(min(chance, MOST_SURE) * 100)} %"


def little_told(found: Reasoning, knowledge: Knowledge) -> bool:
    """Whether the conclusion rests on a single fact."""
    return len(telling(found.facts, knowledge)) <= LITTLE


def clause(hit: SignalHit, knowledge: Knowledge) -> str:
    """The fact as half a sentence, affirmed or denied."""
    signal = knowledge.signals[hit.id]
    return signal.absent if hit.polarity == "absent" else signal.said


def flip_line(flip: Flip, knowledge: Knowledge) -> Line:
    """What would have to change, and the role it would lead to."""
    hits = [SignalHit(id=id_, polarity="present") for id_ in flip.present]
    hits += [SignalHit(id=id_, polarity="absent") for id_ in flip.absent]
    said = [clause(hit, knowledge) for hit in hits]
    condition = f"If {joined(said)}" if len(said) < 3 else f"If all of this holds ({'; '.join(said)})"
    evidence = (id_ for hit in hits for id_ in knowledge.signals[hit.id].evidence)
    return Line(
        text=f"{condition}, {a(knowledge.roles[flip.role].title)} instead.", evidence=tuple(dict.fromkeys(evidence))
    )


def against_line(out: RuledOut, top: Role, knowledge: Knowledge, *, again: bool = False) -> Line:
    """A role and the one fact against it, or only that it is the fact before `again`."""
    name = sentence(knowledge.roles[out.role].title)
    said = "the same" if again else clause(out.fact, knowledge)
    link = "" if again else ", which"
    if out.missing:
        text = f"{name}: nothing you said suggests that {said}."
    elif weight_of(out.fact, out.role, knowledge) < 0:
        text = f"{name}: {said}{link} speaks against it."
    else:
        text = f"{name}: {said}{link} points to {a(top.title)} instead."
    return Line(text=text, evidence=knowledge.signals[out.fact.id].evidence)


def _reason(hit: SignalHit, knowledge: Knowledge) -> Line:
    text = sentence(clause(hit, knowledge)) + "."
    return Line(text=text, quote=hit.quote, evidence=knowledge.signals[hit.id].evidence)


def title_and_work(reading: Reading, found: Reasoning, knowledge: Knowledge) -> tuple[Section, ...]:
    """A word on it when the title that the asker has in mind is not the work described."""
    if not reading.roles or found.role in reading.roles or not found.enough:
        return ()
    top = knowledge.roles[found.role]
    named = joined([a(knowledge.roles[role].title) for role in reading.roles], "or")
    text = f"You speak of {named}; what you describe is rather the work of {a(top.title)}."
    return (Section(title="Title and work differ", lines=(Line(text=text, evidence=top.definition.evidence),)),)


def _ruled_out(found: Reasoning, top: Role, knowledge: Knowledge) -> list[Line]:
    """The same fact against several is told once."""
    beside = found.second.role if found.second and not found.second.stage else None
    kept = [out for out in found.ruled_out if out.role != beside]
    again = [
        place > 0 and (kept[place - 1].fact, kept[place - 1].missing) == (out.fact, False)
        for place, out in enumerate(kept)
    ]
    return [against_line(out, top, knowledge, again=same) for out, same in zip(kept, again, strict=True)]


def _assumed(found: Reasoning, knowledge: Knowledge) -> list[Line]:
    lines = [
        Line(text=sentence(clause(hit, knowledge)) + ".", evidence=knowledge.signals[hit.id].evidence)
        for hit in found.assumed
    ]
    return lines if found.stage else [*lines, own(STAGE_UNTOLD)]


def next_hire(found: Reasoning, knowledge: Knowledge) -> list[Line]:
    """Whom to hire besides, or later on, and the fact that calls for it."""
    second = found.second
    if second is None:
        return []
    role = knowledge.roles[second.role]
    if second.stage:
        fact = stage_fact(second.stage, knowledge)
        when = knowledge.wording[f"moment_{second.stage}"]
        return [Line(text=f"{sentence(a(role.title))}, once {when}.", evidence=fact.evidence if fact else ())]
    how = "for a part of the work" if second.when == "part" else "at the same time"
    why = f": {clause(second.reason, knowledge)}" if second.reason else ""
    evidence = knowledge.signals[second.reason.id].evidence if second.reason else role.definition.evidence
    return [Line(text=f"{sentence(a(role.title))} {how}{why}.", evidence=evidence)]


def _instead(found: Reasoning, knowledge: Knowledge) -> tuple[Section, ...]:
    """What one may do without hiring; in short only where a fact calls for more than the usual advice on the role."""
    told = {hit.id for hit in found.facts if hit.polarity == "present"}
    usual = [each for each in knowledge.alternatives.values() if found.role in each.roles]
    called = [each for each in knowledge.alternatives.values() if told & set(each.facts) and each not in usual]
    lines = [line(each.advice) for each in (*called, *usual)[:MOST_ALTERNATIVES]]
    return listed("Instead of hiring, or before it", lines, int(bool(called) or SHORT_OF_MONEY in told))


def _ask(reading: Reading, found: Reasoning, knowledge: Knowledge) -> Draft:
    """Too little to go on, or a wish to be surer: the question that is expected to tell most."""
    more = own(knowledge.wording["ask_project"])
    draft = Draft(outcome="ask", title="Which role?", lead=more, role=found.role, certainty=found.chance)
    question = found.question
    if question is None:
        return draft
    names = [a(knowledge.roles[id_].title) for id_ in reading.roles]
    start = f"{sentence(joined(names, 'or'))}? That depends on the work. " if len(names) > 1 else ""
    lead = Line(text=f"{start}{question.text}", evidence=question.evidence)
    why = Section(title="Why I ask", lines=(why_asked(question, knowledge),))
    sections = (why, Section(title="Or tell me about the work", lines=(more,)))
    choices = _choices(reading, question)
    return draft.model_copy(update={"lead": lead, "sections": sections, "choices": choices})


def why_asked(question: Asked, knowledge: Knowledge) -> Line:
    """Which roles the answer decides between; how many, if they are too many to name."""
    roles = list(dict.fromkeys(reply.role for reply in question.replies))
    names = [a(knowledge.roles[role].title) for role in roles]
    deciding = joined(names) if len(names) <= MOST_NAMED else f"{len(names)} roles"
    return Line(text=f"The answer decides between {deciding}.", evidence=question.evidence)


def _choices(reading: Reading, question: Asked) -> tuple[Step, ...]:
    """The answers, and two ways to leave it open: then it is not asked again and counts nothing."""
    unknown = tuple(SignalHit(id=id_, polarity="unknown") for id_ in question.facts)
    answers = [(reply.label, reply.facts) for reply in question.replies]
    answers += [("Don't know", unknown), ("Doesn't matter", unknown)]
    return tuple(
        Step(id=f"{question.fact}-{number}", label=label, reading=_told(reading, facts))
        for number, (label, facts) in enumerate(answers)
    )


def _told(reading: Reading, facts: tuple[SignalHit, ...]) -> Reading:
    """The reading with further facts; a fact told before is replaced."""
    new = {hit.id for hit in facts}
    kept = tuple(hit for hit in reading.signals if hit.id not in new)
    told = asked_for("recommend", roles=reading.roles, signals=(*kept, *facts))
    return told.model_copy(update={"stage": reading.stage})


def _facts_told(reading: Reading, found: Reasoning, knowledge: Knowledge) -> Draft:
    """Every fact told so far, each with a button that turns it round or forgets it."""
    lines = tuple(
        Line(text=_fact_text(hit, knowledge), quote=hit.quote, evidence=knowledge.signals[hit.id].evidence)
        for hit in found.facts
    )
    choices = tuple(
        Step(id=f"change-{hit.id}", label=_change_label(hit, knowledge), reading=_told(reading, (_turned(hit),)))
        for hit in found.facts
    )
    return Draft(
        outcome="ask",
        title="What you told me",
        lead=own(knowledge.wording["change_lead"]),
        sections=listed("So far", lines, len(lines), "told"),
        choices=choices,
        role=found.role,
        certainty=found.chance,
    )


def _fact_text(hit: SignalHit, knowledge: Knowledge) -> str:
    open_ = " Not known." if hit.polarity == "unknown" else ""
    return f"{sentence(clause(hit, knowledge))}.{open_}"


def _turned(hit: SignalHit) -> SignalHit:
    return SignalHit(id=hit.id, polarity="absent" if hit.polarity == "present" else "present")


def _change_label(hit: SignalHit, knowledge: Knowledge) -> str:
    return sentence(clause(_turned(hit), knowledge))


def _steps(top: Role, found: Reasoning, reading: Reading, knowledge: Knowledge) -> tuple[Step, ...]:
    """What people do next: make it surer, take it away as a brief, change a fact, look at a rival."""

    def again(wish: str, label: str) -> Step:
        return Step(id=wish, label=label, reading=reading.model_copy(update={"wish": wish, "detail": False}))

    steps = [again("question", "Make it surer")] if found.question else []
    steps += [again("document", "Role brief"), again("facts", "Change a fact")]
    rival = next((id_ for id_ in reading.roles if id_ != top.id), found.ruled_out[0].role if found.ruled_out else None)
    steps += [step(knowledge, "compare", top.id, rival)] if rival else []
    return (*steps, step(knowledge, "mistakes", top.id), step(knowledge, "sources", top.id))
