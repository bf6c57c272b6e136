"""Answers outside of Slack: the same reader, adviser and renderings, for the terminal and for files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.advisor import Advice, Conversation, advise
from bot.advisor.advice import evidence_of, next_conversation
from bot.advisor.reasoning import reason
from bot.advisor.scoring import telling
from bot.knowledge import Knowledge, load
from bot.knowledge.model import Stage
from bot.rendering import as_markdown, as_text, render
from bot.rendering.brief import as_brief
from bot.rendering.terminal import as_terminal
from bot.rendering.why import as_lines, as_record
from bot.understanding import Reader
from bot.understanding.reading import Reading, SignalHit, asked_for


class Answerer:
    """Answers single questions, without a log. The reader is made when the first text comes."""

    def __init__(self, knowledge: Knowledge, reader: Reader | None = None, today: date | None = None) -> None:
        self.knowledge = knowledge
        self._reader = reader
        self.today = today or datetime.now(UTC).date()

    @classmethod
    def load(cls, folders: Sequence[Path] | None = None) -> Answerer:
        """Load the knowledge; raises KnowledgeError with all its faults."""
        return cls(load(folders))

    @cached_property
    def reader(self) -> Reader:
        """What reads the messages."""
        return self._reader or Reader(self.knowledge)

    def advice(self, text: str, before: str | None = None) -> Advice:
        """The advice for a message, in a conversation if there is a message before."""
        conversation = next_conversation(self.advice(before), Conversation()) if before else Conversation()
        return self.advice_on(self.reader.read(text), conversation)

    def advice_on(self, reading: Reading, conversation: Conversation | None = None) -> Advice:
        """The advice for what was understood."""
        return advise(reading, conversation or Conversation(), self.knowledge, on=self.today)

    def record(self, id_: str, text: str, *, why: bool, blocks: bool) -> dict[str, Any]:
        """The object that `ask --json` and `ask --batch` print."""
        return self.record_of(id_, self.advice(text), why=why, blocks=blocks)

    def record_of(self, id_: str, advice: Advice, *, why: bool, blocks: bool) -> dict[str, Any]:
        """The same for advice that was given."""
        record: dict[str, Any] = {
            "id": id_,
            "outcome": advice.outcome,
            "intents": list(advice.intents),
            "roles": list(advice.roles),
            "role": advice.role,
            "confidence": advice.confidence,
            "answer_id": advice.answer_id,
            "knowledge_version": advice.knowledge_version,
            "evidence": list(evidence_of(advice)),
            "text": as_text(advice, buttons=False),
        }
        if why:
            record["reading"] = advice.reading.model_dump(mode="json")
            reasons = self._reasons(advice)
            record["advice"] = as_record(reason(advice.reading, self.knowledge), self.knowledge) if reasons else None
        if blocks:
            record["blocks"] = render(advice, "command").blocks
        return record

    def _reasons(self, advice: Advice) -> bool:
        """Whether there is any reasoning about roles behind the advice."""
        told = telling(advice.reading.signals, self.knowledge)
        return advice.outcome != "decline" and (bool(told) or advice.intent == "recommend")

    def markdown(self, text: str) -> str:
        """The whole advice as Markdown."""
        return as_markdown(self.advice(text))

    def brief(self, advice: Advice) -> str:
        """Advice that is a role brief, as Markdown to paste."""
        return as_brief(advice)

    def terminal(self, text: str, *, why: bool, width: int, colour: bool) -> str:
        """The advice for a terminal of that width."""
        return self.shown(self.advice(text), width=width, colour=colour, why=why)

    def shown(self, advice: Advice, *, width: int, colour: bool, why: bool) -> str:
        """The same for advice that was given."""
        table: list[str] = []
        if why and self._reasons(advice):
            table = as_lines(reason(advice.reading, self.knowledge), self.knowledge, width)
        return as_terminal(advice, width=width, colour=colour, why=why, table=table)


def of_facts(present: Sequence[str], absent: Sequence[str], stage: Stage | None) -> Reading:
    """The reading of somebody who told nothing but these facts."""
    hits = [SignalHit(id=id_, polarity="present") for id_ in present]
    hits += [SignalHit(id=id_, polarity="absent") for id_ in absent]
    return asked_for("recommend", signals=tuple(hits)).model_copy(update={"stage": stage})
