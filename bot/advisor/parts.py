"""Pieces that several kinds of advice are built from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.advisor.advice import DisputeNote, Draft, Line, Section, SectionKind, SideNote, SourceNote, Step, evidence_of
from bot.knowledge.model import Claim, Dispute, Knowledge, Role, Topic
from bot.understanding.reading import Reading, asked_for

MOST_DISPUTES = 3
LEAST_BEARING = 2  # pieces of evidence in common
FOUNDING = ("ai-developer", "ai-engineer", "ml-engineer")
NAMES = frozenset(
    {"Airflow", "Docker", "Excel", "Git", "Kubernetes", "Power", "Python", "Snowflake", "Tableau"}
)  # first words of claims that stay capital
STEP_LABELS = {
    "mistakes": "Common mistakes",
    "when_to_hire": "When to hire",
    "vetting": "Interview questions",
    "sources": "Sources",
    "responsibilities": "What they own",
    "skills": "Skills",
    "define": "What it is",
    "cost": "What drives cost",
    "recommend": "Which role do I need?",
}


def own(text: str) -> Line:
    """A sentence of the bot's about itself or the conversation."""
    return Line(text=text, own=True)


def line(claim: Claim) -> Line:
    """A claim as a line."""
    return Line(text=claim.text, evidence=claim.evidence)


def listed(title: str, lines: Iterable[Line], short: int = 0, kind: SectionKind = "") -> tuple[Section, ...]:
    """A section of these lines, or nothing where there are none."""
    kept = tuple(lines)
    return (Section(title=title, lines=kept, short=short, kind=kind),) if kept else ()


def section(title: str, claims: Iterable[Claim], short: int = 2) -> tuple[Section, ...]:
    """A section of claims, or nothing where there are none."""
    return listed(title, map(line, claims), short)


def a(name: str) -> str:
    """The name with its article: an AI developer, a data scientist, an ML engineer, an LLM engineer."""
    first = name.split()[0]
    spelled_out = first[:2].isupper()
    vowel = first[0] in "AEFHILMNORSX" if spelled_out else first[0].lower() in "aeiou"
    return f"{'an' if vowel else 'a'} {name}"


def joined(names: Sequence[str], word: str = "and") -> str:
    """a, b and c."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}"


def sentence(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """The text as it goes on inside a sentence; names and abbreviations keep their capital."""
    first = text.split()[0].rstrip(",")
    kept = first in NAMES or first[1:] != first[1:].lower()
    return text if kept else text[:1].lower() + text[1:]


def topic_for(knowledge: Knowledge, intent: str, reading: Reading) -> Topic | None:
    """The topic of the intent whose keywords were used, or that shares most roles; the first one on a tie."""
    topics = [topic for topic in knowledge.topics.values() if topic.intent == intent]

    def fit(topic: Topic) -> tuple[bool, int]:
        return topic.id in reading.topics, len(set(topic.roles) & set(reading.roles))

    return max(topics, key=fit, default=None)


def named_topics(reading: Reading, knowledge: Knowledge, but: str = "") -> tuple[Section, ...]:
    """General topics of the same intent whose keywords the message uses, each as a section."""
    sections: tuple[Section, ...] = ()
    for id_ in reading.topics:
        topic = knowledge.topics[id_]
        if topic.intent == reading.intent and topic.id != but:
            sections += section(topic.title, (topic.lead, *topic.points))
    return sections


def dispute_note(knowledge: Knowledge, dispute: Dispute) -> DisputeNote:
    """A dispute with the names of those on each side."""
    sides = tuple(
        SideNote(text=side.text, held_by=sources_of(knowledge, side.evidence), evidence=side.evidence)
        for side in dispute.sides
    )
    return DisputeNote(
        id=dispute.id, question=dispute.question, sides=sides, position=dispute.position, why=dispute.why
    )


def sources_of(knowledge: Knowledge, evidence: Iterable[str]) -> tuple[SourceNote, ...]:
    """The sources behind the evidence, each once."""
    used = dict.fromkeys(knowledge.evidence[id_].source for id_ in evidence)
    found = [knowledge.sources[id_] for id_ in used]
    return tuple(SourceNote(id=s.id, publisher=s.publisher, date=s.date, sells=s.sells) for s in found)


def disputes_about(knowledge: Knowledge, intent: str, roles: Sequence[str], draft: Draft) -> tuple[DisputeNote, ...]:
    """Disputes of the intent and the roles about what the draft says, the closest first.

    A dispute is about it if the two rest on common evidence, so that nobody is told of a quarrel
    over something else.
    """
    used = set(evidence_of(draft))

    def bearing(dispute: Dispute) -> int:
        return len({id_ for side in dispute.sides for id_ in side.evidence} & used)

    found = [
        dispute
        for dispute in knowledge.disputes.values()
        if intent in dispute.intents and bearing(dispute) >= LEAST_BEARING
        if not dispute.roles or set(dispute.roles) & set(roles)
    ]
    found.sort(key=bearing, reverse=True)
    return tuple(dispute_note(knowledge, dispute) for dispute in found[:MOST_DISPUTES])


def title_of(intent: str, knowledge: Knowledge) -> str:
    """What an intent is called; one that the knowledge does not have may still come of a button or an old log."""
    known = knowledge.intents.get(intent)
    return known.title if known else STEP_LABELS.get(intent, sentence(intent.replace("_", " ")))


def step(knowledge: Knowledge, intent: str, *roles: str) -> Step:
    """A button that asks for an intent about roles."""
    if intent == "compare":
        label = f"Compare with {knowledge.roles[roles[-1]].title}"
    else:
        label = STEP_LABELS.get(intent) or title_of(intent, knowledge)
    return Step(id="-".join([intent, *roles]), label=label, reading=asked_for(intent, roles=roles))


def usual_steps(knowledge: Knowledge, role: Role, skip: str) -> tuple[Step, ...]:
    """What people ask next about a role."""
    other = next(
        (id_ for id_ in (*role.neighbours, *FOUNDING) if id_ != role.id and id_ in FOUNDING and id_ in knowledge.roles),
        None,
    )
    steps = [step(knowledge, "compare", role.id, other)] if other else []
    if role.coverage == "full":
        steps += [step(knowledge, name, role.id) for name in ("mistakes", "when_to_hire", "vetting") if name != skip]
    return (*steps, step(knowledge, "sources", role.id))
