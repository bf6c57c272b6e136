"""`python -m tests.bench`: understanding on writers never seen, and where the milliseconds go.

Times are given beside a yardstick measured in the same run, because machines differ.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date

import numpy as np
from rapidfuzz import fuzz, process

from bot.advisor import Conversation, advise
from bot.knowledge import Knowledge, load
from bot.rendering import render
from bot.understanding import Reader
from bot.understanding.classifier import OUT_OF_SCOPE, softmax
from tests.bench import size

SAMPLE = 600  # messages timed
DAY = date(2026, 11, 21)


def main() -> None:
    """Print all tables."""
    knowledge = load()
    reader = Reader(knowledge)
    unseen_writers(reader)
    milliseconds(knowledge, reader)
    size.table(knowledge)


def unseen_writers(reader: Reader) -> None:
    """Each writer's messages, predicted by a model that never saw that writer."""
    classifier, fit = reader.classifier, reader.classifier.fit
    outside = classifier.intents.index(OUT_OF_SCOPE)
    truth = np.array([classifier.intents.index(example.intent) for example in classifier.examples])
    writers = np.array([example.writer for example in classifier.examples])
    chances = softmax(fit.unseen, fit.temperature)
    top, sure = chances.argmax(axis=1), chances.max(axis=1)
    answered = (top != outside) & (sure >= fit.answer_from)
    declined = (top == outside) & (sure >= fit.decline_from)
    inside = truth != outside
    print("\nUnderstanding, leaving one writer out")
    print(f"{'writer':28}{'messages':>9}{'top-1':>8}{'answered':>10}{'wrong':>8}{'declined':>10}{'out-of-scope':>14}")
    for name in [*dict.fromkeys(writers), "all"]:
        own = (writers == name) | (name == "all")
        figures = (
            share(top[own & inside] == truth[own & inside]),
            share(answered[own & inside]),
            share(top[own & answered] != truth[own & answered]),
            share(declined[own & inside]),
            share(declined[own & ~inside]),
        )
        print(f"{name:28}{own.sum():9}{figures[0]:>8}{figures[1]:>10}{figures[2]:>8}{figures[3]:>10}{figures[4]:>14}")
    print(
        "wrong: of those answered · declined: of those in scope · out-of-scope: share of those outside that is declined"
    )


def share(hits: Sequence[bool]) -> str:
    """A share in percent."""
    return f"{100 * float(np.mean(hits)):.1f} %"


def milliseconds(knowledge: Knowledge, reader: Reader) -> None:
    """Each step of an answer, beside looking for the nearest training message."""
    texts = [example.text for example in reader.classifier.examples][
        :: max(1, len(reader.classifier.examples) // SAMPLE)
    ]
    readings = [reader.read(text) for text in texts]
    advices = [advise(reading, Conversation(), knowledge, on=DAY) for reading in readings]
    known = [example.text for example in reader.classifier.examples]
    yardstick = timed(lambda text: process.extractOne(text, known, scorer=fuzz.WRatio), texts[:60])
    steps = {
        "nearest message (rapidfuzz WRatio), the yardstick": yardstick,
        "read": timed(reader.read, texts),
        "advise": timed(lambda reading: advise(reading, Conversation(), knowledge, on=DAY), readings),
        "render": timed(lambda advice: render(advice, "command"), advices),
    }
    print(f"\n{'step':52}{'median ms':>11}{'p99 ms':>9}{'of the yardstick':>18}")
    for name, times in steps.items():
        ratio = np.median(times) / np.median(yardstick)
        print(f"{name:52}{np.median(times):11.2f}{np.percentile(times, 99):9.2f}{ratio:18.2f}")


def timed(call: Callable[[object], object], items: Sequence[object]) -> list[float]:
    """Milliseconds of the call on each item."""
    found = []
    for item in items:
        start = time.perf_counter()
        call(item)
        found.append((time.perf_counter() - start) * 1000)
    return found


if __name__ == "__main__":
    main()
