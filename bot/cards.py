"""A sample of everything the bot sends to Slack, one JSON file each: what `whichrole cards` writes.

What is sent: `{"text", "blocks"}` for a message, the whole view for a modal or Home. A new kind of message or view
is a line in `KINDS`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.advisor.document import wishing_a_brief
from bot.advisor.guided import Given, Talk, answered, open_question, question_of
from bot.advisor.parts import FOUNDING, title_of
from bot.rendering import Reply, about, feedback, guided, handover, home, render
from bot.rendering.counts import Tally, counts_blocks
from bot.rendering.guided_state import State
from bot.rendering.slack import Surface, notice, shared
from bot.rendering.views import View, answer_view, failure_view
from bot.understanding.reading import Reading, Scored, SignalHit, asked_for

if TYPE_CHECKING:
    from bot.advisor import Advice
    from bot.answering import Answerer

STYLES = {"modern": True, "classic": False}
SURFACES: tuple[Surface, ...] = ("command", "mention", "dm", "modal")
IN_FULL: tuple[Surface, ...] = ("command", "modal")
SOMEBODY, ANOTHER, CHANNEL, MOMENT = "U0SAMPLE", "U0OTHER", "C0SAMPLE", "1700000000.000100"
TOLD: Mapping[str, str] = {
    "existing_llm": "GPT",
    "rag": "answers from our handbook",
    "idea_only": "nothing is built yet",
}
TALLY: Tally = {
    "outcome": {"answer": (120, 14), "ask": (20, 9), "decline": (4, 2)},
    "role": {FOUNDING[0]: (40, 9)},
    "ask": {"recommend": (20, 9)},
    "decline": {"out_of_scope": (4, 2)},
    "verdict": {"yes": (11, 7), "no": (3, 3)},
    "unknown": {"unknown": (106, 14)},
}
NOT_COVERED = Reading(intents=(Scored(intent="out_of_scope", probability=0.9),), verdict="outside")
LITTLE: Mapping[str, str] = {"custom_training": "train our own model"}


@dataclass(frozen=True)
class Sample:
    """Something that is sent, in both styles; `surface` is where: a surface of replies, message or home."""

    name: str
    surface: str
    payloads: Mapping[str, Mapping[str, Any]]

    @property
    def key(self) -> tuple[str, str]:
        """What it is called and where it is sent."""
        return self.name, self.surface


Kind = Callable[["Answerer"], Iterator[Sample]]


def write(answerer: Answerer, folder: Path) -> int:
    """One file `<name>.<surface>.<style>.json` for each sample and style; returns how many."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for sample in samples(answerer):
        for style, payload in sample.payloads.items():
            told = {"name": sample.name, "surface": sample.surface, "style": style, "payload": payload}
            text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
            (folder / f"{sample.name}.{sample.surface}.{style}.json").write_text(text, encoding="utf-8")
            count += 1
    return count


def samples(answerer: Answerer) -> Iterator[Sample]:
    """Everything that is sent, by kind."""
    for kind in KINDS:
        yield from kind(answerer)


def _message(name: str, surface: str, reply: Reply) -> Sample:
    styles = {style: {"text": reply.text, "blocks": reply.shown(modern)} for style, modern in STYLES.items()}
    return Sample(name, surface, styles)


def _view(name: str, modern: View, classic: View | None = None) -> Sample:
    """A view; without `classic` it looks the same in both styles."""
    return Sample(name, str(modern["type"]), {"modern": modern, "classic": modern if classic is None else classic})


def _told(words: Mapping[str, str], answerer: Answerer) -> tuple[SignalHit, ...]:
    """Facts in the asker's words; others where the knowledge in use has none of these."""
    known = [id_ for id_ in words if id_ in answerer.knowledge.signals] or sorted(answerer.knowledge.signals)[:1]
    return tuple(SignalHit(id=id_, polarity="present", quote=words.get(id_, "as you know")) for id_ in known)


def _readings(answerer: Answerer) -> Iterator[tuple[str, Reading]]:
    """Every kind of question, and the name of its answer."""
    told, little = _told(TOLD, answerer), _told(LITTLE, answerer)
    terms = tuple(answerer.knowledge.glossary)[:1]
    roles = [role for role in FOUNDING if role in answerer.knowledge.roles]
    for intent in answerer.knowledge.intents:
        yield intent, asked_for(intent, roles=tuple(roles[:1]), terms=terms)
        yield f"{intent}-general", asked_for(intent)
    for intent in ("recommend", "sequence", "team"):
        yield f"{intent}-project", asked_for(intent, signals=told)
        yield f"{intent}-little-told", asked_for(intent, signals=little)
    for intent in ("compare", "both", "sequence"):
        yield f"{intent}-two", asked_for(intent, roles=tuple(roles[:2]))
    yield "compare-three", asked_for("compare", roles=tuple(roles))
    yield "change-a-fact", asked_for("recommend", signals=told).model_copy(update={"wish": "facts"})
    yield "make-it-surer", asked_for("recommend", signals=told).model_copy(update={"wish": "question"})
    yield "role-brief", wishing_a_brief(asked_for("recommend", signals=told))
    unsure = (Scored(intent="compare", probability=0.4), Scored(intent="define", probability=0.3))
    yield "did-you-mean", Reading(intents=unsure, verdict="unclear")
    yield "not-covered", NOT_COVERED
    yield "not-english", asked_for("recommend").model_copy(update={"language": "de"})


def _answers(answerer: Answerer) -> Iterator[Sample]:
    """Every kind of answer on every surface; in full, which differs little between messages, on two."""
    for name, reading in _readings(answerer):
        short, full = (answerer.advice_on(reading.model_copy(update={"detail": detail})) for detail in (False, True))
        yield from (_answer(name, surface, short, answerer) for surface in SURFACES)
        yield from (_answer(f"{name}-full", surface, full, answerer) for surface in IN_FULL)


def _answer(name: str, surface: Surface, advice: Advice, answerer: Answerer) -> Sample:
    reply = render(advice, surface, human=True)
    if surface != "modal":
        return _message(name, surface, reply)
    title = title_of(advice.intent, answerer.knowledge)
    return _view(name, answer_view(title, reply, modern=True), answer_view(title, reply, modern=False))


def _shared(answerer: Answerer) -> Iterator[Sample]:
    by = answerer.knowledge.wording["shared_by"].format(user=f"<@{SOMEBODY}>")
    for name, reading in _readings(answerer):
        if name.endswith(("-project", "-two", "-three")):
            reply = render(answerer.advice_on(reading), "command", human=True)
            yield _message(f"shared-{name}", "message", shared(reply, by, "code"))


def _notices(answerer: Answerer) -> Iterator[Sample]:
    """Sentences of the bot's own, and cards about itself."""
    wording, titles = answerer.knowledge.wording, [role.title for role in answerer.knowledge.roles.values()]
    failed = notice(wording["failure"].format(reference="7F3A2C"))
    yield _message("failure", "message", failed)
    yield _view("failure-modal", failure_view(failed))
    for name in NOTICES:
        yield _message(name.replace("_", "-"), "message", notice(wording[name]))
    yield _message("privacy", "command", about.privacy_card(wording, "people-team@example.com"))
    yield _message("forget-me", "command", about.forget_card(wording))
    yield _message("forgotten", "command", about.forgotten_card(12, 1, 2, wording))
    yield _message("start", "command", about.start_card(wording))
    yield _message("compare-usage", "command", about.usage_card(["AI wizard"], titles, wording))
    yield _message("figures", "command", about.figures_card(counts_blocks(TALLY, answerer.knowledge)))
    declined = render(answerer.advice_on(NOT_COVERED), "command")
    yield _message("not-covered-hint", "command", about.with_hint(declined, wording["usage"]))


def _home(answerer: Answerer) -> Iterator[Sample]:
    told = asked_for("recommend", signals=_told(TOLD, answerer))
    readings = [told, asked_for("compare", roles=FOUNDING[:2]), asked_for("vetting", roles=FOUNDING[:1])]
    asked = [home.Question(n, "2026-11-20T09:00:00.000", FOUNDING[0], each) for n, each in enumerate(readings, 1)]
    visits = {
        "home-first": home.Visit(examples=(("Which role do I need?", asked_for("recommend")),)),
        "home-later": home.Visit(known=True, questions=asked, contact="people-team@example.com"),
        "home-admin": home.Visit(known=True, questions=asked, tally=TALLY),
    }
    for name, visit in visits.items():
        views = [home.home_view(visit, answerer.knowledge, modern=modern) for modern in STYLES.values()]
        yield _view(name, *views)


def _guided(answerer: Answerer) -> Iterator[Sample]:
    """A walk through the guided talk: each question answered with its first answer."""
    knowledge, talk = answerer.knowledge, Talk()
    yield _view("guided-start", guided.start_view(State(), knowledge))
    while (key := open_question(talk, knowledge)) and (asked := question_of(key, talk, knowledge)):
        yield _view(f"guided-question-{len(talk.given) + 1}", guided.question_view(State(talk), asked, knowledge))
        talk = answered(talk, Given(key, asked.replies[0].facts))
    advice = answerer.advice_on(asked_for("recommend", signals=talk.facts))
    reply, state = render(advice, "modal"), State(talk)
    views = [guided.result_view(state, reply, knowledge, modern=modern) for modern in STYLES.values()]
    yield _view("guided-result", *views)
    yield _view("guided-answers", guided.facts_view(state, knowledge))
    yield _view("guided-send", guided.send_view(state, knowledge))
    yield _view("guided-too-little", guided.too_little_view(State(), advice, knowledge))
    yield _message("guided-late", "message", guided.late_notice(knowledge, "command", None))


def _feedback(answerer: Answerer) -> Iterator[Sample]:
    wording = answerer.knowledge.wording
    yield _view("feedback-reason", feedback.reason_view("7WFH57WB", wording))
    yield _view("feedback-thanks", feedback.thanks_view(wording))


def _handover(answerer: Answerer) -> Iterator[Sample]:
    """A question passed on to a person, and the answer."""
    wording = answerer.knowledge.wording
    advice = answerer.advice_on(asked_for("recommend", signals=_told(TOLD, answerer)))
    note, said = "Does that hold for a part-time post & a <small> team?", "Yes, for the first half year."
    asked = handover.Question(SOMEBODY, advice.answer_id, advice.title, note)
    yield _view("human-ask", handover.ask_view(advice, wording, CHANNEL))
    yield _view("human-ask-person", handover.ask_view(advice, wording, ANOTHER))
    yield _message("human-question", "message", handover.question_message(advice, note, SOMEBODY, wording))
    yield _view("human-reply", handover.reply_view(asked, CHANNEL, MOMENT, wording))
    yield _message("human-answer", "message", handover.answer_message(asked, said, ANOTHER, wording))
    yield _message("human-resolved", "message", handover.resolved_message(asked, said, ANOTHER, wording))
    for name in ("human_sent", "human_sending", "human_already", "human_told"):
        yield _view(name.replace("_", "-"), handover.sent_view(wording, name))


NOTICES = (
    "no_words",
    "strangers",
    "stats_admins",
    "not_yours_to_withdraw",
    "human_nobody",
    "feedback_thanks_yes",
    "feedback_thanks_no",
)
KINDS: tuple[Kind, ...] = (_answers, _shared, _notices, _home, _guided, _feedback, _handover)
