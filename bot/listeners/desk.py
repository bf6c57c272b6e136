"""The desk: takes a message or a pressed reading, hands back the reply, and writes the usage row."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from bot.advisor import Advice, Conversation, advise
from bot.advisor.advice import next_conversation
from bot.advisor.document import wishing_a_brief
from bot.knowledge import Knowledge
from bot.listeners.customs import Asker, Customs, Looks
from bot.listeners.pace import Pace
from bot.listeners.turn import Turn
from bot.rendering import Reply, render
from bot.rendering.about import with_hint
from bot.rendering.slack import Surface
from bot.storage import Feedback, History, Store, Usage, UserKeys
from bot.storage.store import CONVERSATION_FOR, SEEN_FOR
from bot.understanding import Reader, Reading
from bot.understanding.reading import asked_for

log = logging.getLogger(__name__)
RECENT = 30 * 60.0  # seconds for which a message outside of a thread may lean on the one before
WELCOMING = ("command", "dm")
MOST_SEEN = 1000  # keys kept in memory while the database is ill


@dataclass(frozen=True)
class Answered:
    """A reply ready to be sent, the advice behind it, and the id of its usage row."""

    advice: Advice
    reply: Reply
    usage_id: int | None


def utc_today() -> date:
    """The date in UTC."""
    return datetime.now(UTC).date()


@dataclass
class Desk:
    """The core behind all listeners."""

    knowledge: Knowledge
    reader: Reader
    store: Store
    keys: UserKeys
    customs: Customs = field(default_factory=Customs)
    looks: Looks = field(default_factory=Looks)
    pace: Pace = field(default_factory=Pace)
    today: Callable[[], date] = utc_today
    on_advice: Callable[[Advice, Knowledge], None] | None = None  # told of each answer before it leaves
    outcomes: Counter[str] = field(default_factory=Counter)
    faults: int = 0  # in the newest edit of the knowledge; what is in use has none
    log_ok: bool = True
    feedback: Feedback = field(init=False)
    history: History = field(init=False)
    _seen: dict[str, float] = field(default_factory=dict)
    _reading: asyncio.Lock = field(default_factory=asyncio.Lock)
    under_way: int = 0
    idle: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.feedback = Feedback(self.store)
        self.history = History(self.store)

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Counts a payload as under way, so that a stop can wait for its answer."""
        self.under_way += 1
        self.idle.clear()
        try:
            yield
        finally:
            self.under_way -= 1
            if not self.under_way:
                self.idle.set()

    def change_over(self, knowledge: Knowledge, reader: Reader) -> None:
        """Go on with other knowledge; no await stands between the two, so no answer sees one without the other."""
        self.knowledge, self.reader = knowledge, reader

    def key(self, turn: Turn, *parts: object) -> str:
        """A name in the store that tells nothing by itself: ids of people and channels are never kept as they are."""
        return self.keys.code(turn.team_id, ":".join(str(part) for part in parts))

    def person(self, turn: Turn) -> str:
        """The code of whoever caused the payload."""
        return self.keys.code(turn.team_id, turn.user_id)

    def thread(self, turn: Turn) -> str:
        """The name of the conversation in the thread of a payload."""
        return self.key(turn, "thread", turn.channel, turn.thread_ts)

    def place(self, turn: Turn) -> str:
        """The name of what a person last spoke of with the bot in a channel, outside of threads."""
        return self.key(turn, "place", turn.channel, turn.user_id)

    def answer_text(
        self,
        text: str,
        asker: Asker,
        surface: Surface,
        thread: str | None = None,
        place: str | None = None,
        looking_at: str | None = None,
        reading: Reading | None = None,
    ) -> Answered:
        """Answer a typed message, leaning on its thread's conversation, else on the last one of the same place.

        `looking_at` is a further place to lean on, which nothing is kept under; `reading` spares reading it again.
        """
        conversation = self._conversation(thread) if thread else Conversation()
        for near in filter(None, (place, looking_at)):
            if conversation.intent is None:
                last = self._conversation(near, RECENT)
                conversation = last.model_copy(update={"recent": True}) if last.intent else last
        return self._answer(reading or self.reader.read(text), conversation, asker, surface, thread, place)

    async def read_aside(self, text: str) -> Reading:
        """What is understood of a message, read in a thread, one message at a time.

        Events come in bursts, and each must be acknowledged before it is read. Commands and presses are read at
        once instead, for they are never sent again.
        """
        reader = self.reader
        async with self._reading:
            reading = await asyncio.to_thread(reader.read, text)
        # the knowledge may have changed meanwhile, and the one is never used with the other
        return reading if reader is self.reader else self.reader.read(text)

    def spoke_in(self, thread: str) -> bool:
        """Whether anything was answered in a thread that is remembered."""
        return self._conversation(thread).intent is not None

    def answer_brief(self, text: str, asker: Asker, place: str, surface: Surface) -> Answered:
        """The role brief of the project told, or without a word that of the one last spoken of in the same place."""
        if text:
            reading = self.reader.read(text)
        else:
            last = self._conversation(place, RECENT)
            reading = asked_for("recommend", roles=() if last.signals else last.roles, signals=last.signals)
        return self._answer(wishing_a_brief(reading), Conversation(), asker, surface, place)

    def answer_reading(
        self, reading: Reading, asker: Asker, surface: Surface, thread: str | None = None, place: str | None = None
    ) -> Answered:
        """Answer a pressed button: its reading says all there is to know. What the thread knew it goes on knowing."""
        before = self._conversation(thread) if thread else Conversation()
        return self._answer(reading, Conversation(), asker, surface, thread, place, before=before)

    def advice_on(self, reading: Reading) -> Advice:
        """The advice for what was understood, without a trace of it in the log."""
        return advise(reading, Conversation(), self.knowledge, on=self.today())

    def _answer(
        self,
        reading: Reading,
        conversation: Conversation,
        asker: Asker,
        surface: Surface,
        *places: str | None,
        before: Conversation | None = None,
    ) -> Answered:
        advice = advise(reading, conversation, self.knowledge, on=self.today())
        user_key = self.keys.code(asker.team_id, asker.user_id)
        reply = self._welcomed(render(advice, surface, human=self.customs.human is not None), user_key, surface)
        if self.on_advice:
            self.on_advice(advice, self.knowledge)
        if advice.outcome != "decline":
            with suppress(sqlite3.Error):  # told by the usage row that follows
                for place in filter(None, places):
                    self.store.remember(place, user_key, next_conversation(advice, before or conversation))
        # The rows are written before the reply leaves: whoever saw an answer finds it counted and kept,
        # even if the process dies in between.
        usage_id = self._note(
            Usage(
                surface=asker.surface,
                outcome=advice.outcome,
                team_id=asker.team_id,
                user_key=user_key,
                intent=advice.intent,
                role=advice.role,
                confidence=advice.confidence,
                answer_id=advice.answer_id,
                knowledge_version=advice.knowledge_version,
                elapsed_ms=round((time.monotonic() - asker.since) * 1000, 2),
            ),
            advice,
        )
        self.outcomes[advice.outcome] += 1
        log.info("%s %s %s %s", asker.surface, advice.outcome, advice.intent, advice.answer_id)
        return Answered(advice, reply, usage_id)

    def _welcomed(self, reply: Reply, user_key: str, surface: Surface) -> Reply:
        """With a word on who answers, for somebody who never asked before; in the open nobody is introduced."""
        if surface not in WELCOMING:
            return reply
        with suppress(sqlite3.Error):
            if not self.history.known(user_key):
                return with_hint(reply, self.knowledge.wording["welcome"])
        return reply

    def count(self, asker: Asker, intent: str | None, outcome: str = "answer") -> int | None:
        """Count a message that was answered with a card about the bot itself; returns the usage row's id."""
        user_key = self.keys.code(asker.team_id, asker.user_id)
        elapsed = round((time.monotonic() - asker.since) * 1000, 2)
        self.outcomes[outcome] += 1
        log.info("%s %s %s", asker.surface, outcome, intent)
        return self._note(Usage(asker.surface, outcome, asker.team_id, user_key, intent=intent, elapsed_ms=elapsed))

    def first_time(self, key: str, within: float = SEEN_FOR) -> bool:
        """Whether the key is new; while the database cannot be written, as far as this process remembers."""
        try:
            return self.store.first_time(key, within)
        except sqlite3.Error:
            now = time.monotonic()
            new = now - self._seen.get(key, -within) >= within
            self._seen = {**dict(list(self._seen.items())[-MOST_SEEN:]), key: now} if new else self._seen
            return new

    def forget(self, key: str) -> None:
        """Take back that a key was seen, for what it stood for did not happen. Never fails: worse things have."""
        self._seen.pop(key, None)
        try:
            self.store.forget(key)
        except sqlite3.Error as error:
            log.warning("what was not done cannot be asked for again: %s", error)

    def handed_on(self, answer_id: str, user_key: str) -> None:
        """Count that an answer was handed on to a person; that it was is not undone if it cannot be counted."""
        try:
            self.feedback.hand_on(answer_id, user_key)
        except sqlite3.Error as error:
            log.error("a question handed on to a person was not counted: %s", error)

    def _conversation(self, key: str, within: float = CONVERSATION_FOR) -> Conversation:
        try:
            return self.store.conversation(key, within)
        except sqlite3.Error:
            return Conversation()

    def _note(self, usage: Usage, advice: Advice | None = None) -> int | None:
        """Write the rows. A log that cannot be written, on a full disk say, must not cost anybody the answer."""
        try:
            row = self.store.note(usage, advice)
        except sqlite3.Error as error:
            if self.log_ok:
                log.error("usage cannot be logged: %s; answers go on", error)
            self.log_ok = False
            return None
        self.log_ok = True
        return row

    def failed(self, asker: Asker, usage_id: int | None, reference: str) -> None:
        """Count a message that was not answered; its row carries the reference as answer id."""
        self.outcomes["error"] += 1
        if usage_id is not None:
            self.store.mark_failed(usage_id, reference)
            return
        user_key = self.keys.code(asker.team_id, asker.user_id)
        self.store.note(Usage(asker.surface, "error", asker.team_id, user_key, answer_id=reference))
