"""`python -m tests.bench`: understanding on writers never seen, advice, and where the milliseconds go.

Times are given beside a yardstick measured in the same run, because machines differ.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from bot import guarantees
from bot.advisor import Conversation, advise
from bot.knowledge import Knowledge, load
from bot.rendering import render
from bot.storage import Store, Usage
from bot.understanding import Reader
from tests.bench import advice, processes, refit, size, surfaces

SAMPLE = 1_000  # messages timed
YARDSTICK = 200  # messages for which the nearest one is looked for
DAY = date(2026, 11, 21)


def main() -> None:
    """Print all tables."""
    knowledge = load()
    with tempfile.TemporaryDirectory() as cache:
        start = time.perf_counter()
        reader = Reader(knowledge, cache=Path(cache))
        print(f"{len(reader.classifier.examples)} messages; fitted in {time.perf_counter() - start:.1f} s", flush=True)
    print("\n".join(guarantees.tables(reader.classifier)))
    refit.table(reader)
    advice.tables(knowledge, reader)
    milliseconds(knowledge, reader)
    processes.table()
    asyncio.run(surfaces.table())
    size.table(knowledge)


def milliseconds(knowledge: Knowledge, reader: Reader) -> None:
    """Each step of an answer after one warm pass, beside looking for the nearest training message."""
    known = [example.text for example in reader.classifier.examples]
    texts = [known[i * len(known) // SAMPLE] for i in range(SAMPLE)]
    readings = [reader.read(text) for text in texts]
    advices = [advise(reading, Conversation(), knowledge, on=DAY) for reading in readings]
    for each in advices:
        render(each, "command")
    # a message that is on the list as it is would end the search there
    asked = [f"{text} please" for text in texts[:: SAMPLE // YARDSTICK]]
    yardstick = timed(lambda text: process.extractOne(text, known, scorer=fuzz.WRatio), asked)
    with tempfile.TemporaryDirectory() as folder:
        store, usage = Store(Path(folder) / "bench.db"), Usage("command", "answer", "T1", "00ff")
        noted = timed(lambda each: store.note(usage, each), advices)
        store.close()
    steps = {
        "nearest message (rapidfuzz WRatio), the yardstick": yardstick,
        "read": timed(reader.read, texts),
        "advise": timed(lambda reading: advise(reading, Conversation(), knowledge, on=DAY), readings),
        "render": timed(lambda each: render(each, "command"), advices),
        "note in the log, advice and all": noted,
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
