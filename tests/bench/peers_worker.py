"""One peer in a process of its own: `python -m tests.bench.peers_worker TASK RESULT`, both JSON; started by peers.py.

The result file gets a line after each step, so that what is done before a time-out is kept, and whatever the libraries
print goes elsewhere.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.bench.peers_adaptors import Peer, folds, spread

INNER_FOLDS = 3
INNER_MESSAGES = 900  # predicted for the thresholds, over all inner folds
COST_MESSAGES = 300
WARM_UP = 5
Row = dict[str, str]


def main() -> None:
    """Do the task and write each result as it comes."""
    task = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    os.environ["PEERS_FOLDER"] = task["folder"]
    module, name = task["peer"].split(":")
    start = time.perf_counter()
    peer: Peer = getattr(importlib.import_module(f"tests.bench.{module}"), name)()
    loading = time.perf_counter() - start
    with Path(sys.argv[2]).open("a", encoding="utf-8") as out:
        for result in work(peer, task):
            out.write(json.dumps({**result, "loading": loading}) + "\n")
            out.flush()


def work(peer: Peer, task: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What it costs, or what it says of each writer that it did not see."""
    rows: list[Row] = task["rows"]
    for writer in task["writers"]:
        seen = [row for row in rows if row["writer"] != writer]
        asked = [row for row in rows if row["writer"] == writer]
        if task["kind"] == "cost":
            yield cost(peer, seen, spread(asked, COST_MESSAGES))
        else:
            inner = list(unseen_within(peer, seen))
            fit(peer, seen)
            yield {"writer": writer, "inner": inner, "outer": [predicted(peer, row) for row in asked]}


def fit(peer: Peer, rows: Sequence[Row]) -> None:
    """Fit on nothing but these."""
    peer.fit([r["text"] for r in rows], [r["intent"] for r in rows], [r["writer"] for r in rows])


def unseen_within(peer: Peer, rows: Sequence[Row]) -> Iterator[list[Any]]:
    """Predictions among the training writers, each by a model that did not see the message's writer."""
    groups = folds([row["writer"] for row in rows], INNER_FOLDS)
    for away in groups:
        fit(peer, [row for row in rows if row["writer"] not in away])
        for row in spread([row for row in rows if row["writer"] in away], INNER_MESSAGES // len(groups)):
            yield predicted(peer, row)[:3]


def predicted(peer: Peer, row: Row) -> list[Any]:
    """Truth, prediction, confidence and, where a peer has one, its own verdict."""
    verdict = getattr(peer, "verdict", None)
    return [row["intent"], *peer.predict(row["text"]), verdict() if verdict else None]


def cost(peer: Peer, seen: Sequence[Row], asked: Sequence[Row]) -> dict[str, Any]:
    """Seconds to fit, milliseconds of single messages, the most memory held so far."""
    start = time.perf_counter()
    fit(peer, seen)
    fitted = time.perf_counter() - start
    for row in seen[:WARM_UP]:
        peer.predict(row["text"])
    times = []
    for row in asked:
        start = time.perf_counter()
        peer.predict(row["text"])
        times.append((time.perf_counter() - start) * 1000)
    child = getattr(peer, "process", None)
    memory = most_memory(child.pid) if child else most_memory(os.getpid())
    return {"fit": fitted, "times": times, "memory": memory}


def most_memory(process: int) -> float:
    """Peak resident memory in MB.

    From /proc where there is one: `getrusage` also counts what the parent held before this process replaced it.
    """
    status = Path(f"/proc/{process}/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    main()
