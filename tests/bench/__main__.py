"""`python -m tests.bench`: understanding on writers never seen, and where the milliseconds go.

Times are given beside a yardstick measured in the same run, because machines differ.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from bot.advisor import Conversation, advise
from bot.knowledge import Knowledge, load
from bot.rendering import render
from bot.understanding import Reader
from bot.understanding.thresholds import DECLINED_ALLOWED, WRONG_ALLOWED, Errors, count, decide_unseen
from tests.bench import processes, refit, size

SAMPLE = 1_000  # messages timed
YARDSTICK = 200  # messages for which the nearest one is looked for
DAY = date(2026, 11, 21)
HEAD = f"{'top-1':>9}{'answered':>10}{'wrong':>8}{'declined':>10}{'out-of-scope':>14}"


def main() -> None:
    """Print all tables."""
    knowledge = load()
    with tempfile.TemporaryDirectory() as cache:
        start = time.perf_counter()
        reader = Reader(knowledge, cache=Path(cache))
        print(f"{len(reader.classifier.examples)} messages; fitted in {time.perf_counter() - start:.1f} s", flush=True)
    unseen_writers(reader)
    refit.table(reader)
    milliseconds(knowledge, reader)
    processes.table()
    size.table(knowledge)


def unseen_writers(reader: Reader) -> None:
    """Each writer's messages, predicted by a model that never saw that writer, at thresholds of the others."""
    classifier = reader.classifier
    writers = np.array([example.writer for example in classifier.examples])
    made = decide_unseen(classifier.fit.unseen, classifier.truth, classifier.outside, list(writers))
    print(f"\nUnderstanding, leaving one writer out\n{'writer':30}{'messages':>9}{HEAD}")
    for name in [*dict.fromkeys(writers), "all"]:
        own = (writers == name) | (name == "all")
        print(f"{name:30}{own.sum():9}{shares(count(made, classifier.truth, classifier.outside, own))}")
    print(f"{'promised, at most':58}{percent(WRONG_ALLOWED):>8}{percent(DECLINED_ALLOWED):>10}")
    print("wrong: of those answered · declined: of those in scope · out-of-scope: of those outside, the share declined")


def shares(found: Errors) -> str:
    """The cells under HEAD."""
    return (
        f"{percent(found.top1):>9}{percent(found.answered):>10}{percent(found.wrong):>8}"
        f"{percent(found.declined):>10}{percent(found.outside_declined):>14}"
    )


def percent(share: float) -> str:
    """A share in percent."""
    return f"{100 * share:.1f} %"


def milliseconds(knowledge: Knowledge, reader: Reader) -> None:
    """Each step of an answer after one warm pass, beside looking for the nearest training message."""
    known = [example.text for example in reader.classifier.examples]
    texts = [known[i * len(known) // SAMPLE] for i in range(SAMPLE)]
    readings = [reader.read(text) for text in texts]
    advices = [advise(reading, Conversation(), knowledge, on=DAY) for reading in readings]
    for advice in advices:
        render(advice, "command")
    # a message that is on the list as it is would end the search there
    asked = [f"{text} please" for text in texts[:: SAMPLE // YARDSTICK]]
    yardstick = timed(lambda text: process.extractOne(text, known, scorer=fuzz.WRatio), asked)
    steps = {
        "nearest message (rapidfuzz WRatio), the yardstick": yardstick,
        "read": timed(reader.read, texts),
        "advise": timed(lambda reading: advise(reading, Conversation(), knowledge, on=DAY), readings),
        "render": timed(lambda advice: render(advice, "command"), advices),
    }
    print(f"\n{'step':52}{'median ms':>11}{'p99 ms':>9}{'of the yardstick':>18}")
    for name, times in steps.items():
        ratio = np.median(times) / np.median(yardstick)
        print(f"{name:52}{np.median(times):11.2f}{np.percentile(times, 99):9.2f}{ratio:18.2f}", flush=True)


def timed(call: Callable[[Any], object], items: Sequence[Any]) -> list[float]:
    """Milliseconds of the call on each item."""
    found = []
    for item in items:
        start = time.perf_counter()
        call(item)
        found.append((time.perf_counter() - start) * 1000)
    return found


if __name__ == "__main__":
    main()
