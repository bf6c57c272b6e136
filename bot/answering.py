"""Answers outside of Slack: the same reader, adviser and renderings, for the terminal and for files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bot.advisor import Advice, Conversation, advise
from bot.advisor.advice import evidence_of, next_conversation
from bot.knowledge import Knowledge, load
from bot.rendering import as_markdown, as_text, render
from bot.rendering.terminal import as_terminal
from bot.understanding import Reader


@dataclass(frozen=True)
class Answerer:
    """Answers single questions, without a log."""

    knowledge: Knowledge
    reader: Reader
    today: date

    @classmethod
    def load(cls, folders: Sequence[Path] | None = None) -> Answerer:
        """Load the knowledge; raises KnowledgeError with all its faults."""
        knowledge = load(folders)
        return cls(knowledge, Reader(knowledge), datetime.now(UTC).date())

    def advice(self, text: str, before: str | None = None) -> Advice:
        """The advice for a message, in a conversation if there is a message before."""
        conversation = next_conversation(self.advice(before), Conversation()) if before else Conversation()
        return advise(self.reader.read(text), conversation, self.knowledge, on=self.today)

    def record(self, id_: str, text: str, *, why: bool, blocks: bool) -> dict[str, Any]:
        """The object that `ask --json` and `ask --batch` print."""
        advice = self.advice(text)
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
            "text": as_text(advice),
        }
        if why:
            record["reading"] = advice.reading.model_dump(mode="json")
        if blocks:
            record["blocks"] = render(advice, "command").blocks
        return record

    def markdown(self, text: str) -> str:
        """The whole advice as Markdown."""
        return as_markdown(self.advice(text))

    def terminal(self, text: str, *, why: bool, width: int, colour: bool) -> str:
        """The advice for a terminal of that width."""
        return as_terminal(self.advice(text), width=width, colour=colour, why=why)
