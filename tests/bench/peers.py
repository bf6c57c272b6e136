"""`python -m tests.bench.peers`: our intents against what a user would take instead, on writers that none has seen.

    python -m tests.bench.peers --setup DIR            a venv and node_modules for the peers; needs node and npm
    python -m tests.bench.peers --from DIR             the table; all peers, all writers
    python -m tests.bench.peers --from DIR --writers 3 --only ours --only rapidfuzz --minutes 5
    python -m tests.bench.peers --from DIR --writer editors --writer team-channels

The peers' versions stand in peers-requirements.txt and node/package.json; the bot requires none of them. What cannot be
installed is said and its row says why. (ovos-padatious needs swig and FANN's headers: libfann-dev in Debian.)

One writer after the other is left out; each peer learns from the others' messages alone, vocabulary and all. Its
thresholds come from the training writers too: three inner folds by writer, and then the bot's own allowances for
wrong answers and for messages in scope that are declined. A peer gets the text without Slack's markup; ours gets it as
it was sent. Each runs in a process of its own with one thread, and once more by itself for time and memory; no two at
a time. `--minutes` holds for each peer: what is not done by then is missing from its row, and the row says so.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.knowledge import load
from bot.understanding.markup import decode
from tests.bench.peers_figures import Judged, by_own_verdict, figures, judge, wrong_at

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SEED = 14
# a chat message is not worth more, and threads that wait for each other would measure what else the machine does
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
PEERS = {
    "ours": "peers_ours:Ours",
    "scikit-learn": "peers_adaptors:ScikitLearn",
    "semantic-router": "peers_adaptors:SemanticRouter",
    "nlp.js": "peers_adaptors:NlpJs",
    "bm25s": "peers_nearest:Bm25",
    "rapidfuzz": "peers_nearest:RapidFuzz",
    "ovos-padatious": "peers_adaptors:Padatious",
}
Row = dict[str, str]
COLUMNS = (
    ("top-1", 8), ("oos top-1", 11), ("oos recall", 12), ("lost", 8), ("answered", 10), ("wrong", 8), ("wrong @eq", 11),
    ("p50 ms", 9), ("p99 ms", 9), ("MB", 7), ("fit s", 8),
)  # fmt: skip
LEGEND = """top-1: in scope, the likeliest class is the right one · oos top-1: the same for messages out of scope
oos recall: of the messages out of scope, declined · lost: of those in scope, declined
answered: of those in scope · wrong: of all answered, those out of scope included; each at the peer's own thresholds
wrong @eq: wrong among the most confident answers when as many messages are answered as ours answers by its own verdict
  (confidences pooled over the writers; < where a peer has fewer answers than that to give: then all it has)
p50, p99: one message by itself · MB: peak of its process (node's for nlp.js) · fit s: on all writers but one
Ours by its own verdict: as the bot runs. Ours as a peer: thresholds chosen as for the others."""


@dataclass
class Run:
    """What came back from one peer."""

    writers: list[dict[str, Any]] = field(default_factory=list)
    cost: dict[str, Any] = field(default_factory=dict)
    trouble: str = ""


def main() -> None:
    """Set up, or measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--setup", type=Path, metavar="DIR")
    parser.add_argument("--from", type=Path, metavar="DIR", dest="folder")
    parser.add_argument("--writers", type=int, default=0, help="so many writers, drawn at random, are left out")
    parser.add_argument("--writer", action="append", metavar="NAME", help="this one is left out; may be repeated")
    parser.add_argument("--minutes", type=float, default=15, help="for each peer, all writers together")
    parser.add_argument("--only", choices=[*PEERS], action="append")
    wanted = parser.parse_args()
    if wanted.setup:
        set_up(wanted.setup)
    elif wanted.folder:
        rows = messages()
        writers = left_out(rows, wanted.writer or (), wanted.writers)
        measure(wanted.folder.resolve(), wanted.only or [*PEERS], rows, writers, wanted.minutes)
    else:
        parser.error("--setup DIR, then --from DIR")


def set_up(folder: Path) -> None:
    """Install each requirement by itself, so that one that fails takes no other with it."""
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    for line in (HERE / "peers-requirements.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            done = subprocess.run([str(folder / "venv/bin/pip"), "install", "--quiet", line])
            print(f"{line}: {'could not be installed' if done.returncode else 'installed'}", flush=True)
    shutil.copy(HERE / "node" / "package.json", folder)
    npm = shutil.which("npm")
    done_well = npm and not subprocess.run([npm, "install", "--no-audit", "--no-fund"], cwd=folder).returncode
    print(f"node-nlp: {'installed' if done_well else 'could not be installed'}")


def messages() -> list[Row]:
    """Every message with its intent and its writer."""
    return [
        {"text": text, "intent": intent.id, "writer": writer}
        for intent in load().intents.values()
        for writer, texts in intent.utterances.items()
        for text in texts
    ]


def left_out(rows: Sequence[Row], named: Sequence[str], most: int) -> list[str]:
    """The writers named; otherwise that many drawn at random, or all."""
    writers = sorted({row["writer"] for row in rows})
    if unknown := set(named) - set(writers):
        raise SystemExit(f"no such writer: {', '.join(sorted(unknown))}; there are {', '.join(writers)}")
    if named:
        return sorted(set(named))
    return sorted(random.Random(SEED).sample(writers, most)) if 0 < most < len(writers) else writers


def measure(folder: Path, names: Sequence[str], rows: list[Row], writers: Sequence[str], minutes: float) -> None:
    """Every peer on the same writers, one at a time."""
    plain = [{**row, "text": decode(row["text"])} for row in rows]
    print(f"{len(rows)} messages; left out in turn: {', '.join(writers)}", flush=True)
    runs = {}
    for name in names:
        own = name == "ours"
        python = sys.executable if own else str(folder / "venv/bin/python")
        task = {"peer": PEERS[name], "folder": str(folder), "rows": rows if own else plain, "writers": writers}
        start = time.perf_counter()
        runs[name] = run(python, task, minutes * 60)
        print(f"{name}: {time.perf_counter() - start:.0f} s {runs[name].trouble}", file=sys.stderr, flush=True)
    table(runs, len(writers))


def run(python: str, task: dict[str, Any], seconds: float) -> Run:
    """The costs first, by themselves; then the writers, in the time that is left."""
    found, start = Run(), time.perf_counter()
    one = {**task, "kind": "cost", "writers": task["writers"][:1]}
    costs, found.trouble = worker(python, one, seconds)
    found.cost = costs[0] if costs else {}
    if not found.trouble:
        left = seconds - (time.perf_counter() - start)
        found.writers, found.trouble = worker(python, {**task, "kind": "writers"}, left)
    return found


def worker(python: str, task: dict[str, Any], seconds: float) -> tuple[list[dict[str, Any]], str]:
    """Its results so far and, if it did not come to its end, why."""
    with tempfile.TemporaryDirectory() as place:
        asked, result = Path(place) / "task.json", Path(place) / "result.jsonl"
        asked.write_text(json.dumps(task), encoding="utf-8")
        command = [python, "-m", "tests.bench.peers_worker", str(asked), str(result)]
        trouble = ""
        try:
            done = subprocess.run(
                command, cwd=ROOT, env={**os.environ, **ONE_THREAD}, capture_output=True, text=True, timeout=seconds
            )
            if done.returncode:
                trouble = done.stderr.strip().splitlines()[-1][:110] if done.stderr.strip() else "it failed"
        except subprocess.TimeoutExpired:
            trouble = f"out of time with its {task['kind']}"
        except OSError as error:
            trouble = f"cannot be started: {error.strerror}"
        lines = result.read_text(encoding="utf-8").splitlines() if result.exists() else []
        return [json.loads(line) for line in lines if line.endswith("}")], trouble


def table(runs: dict[str, Run], writers: int) -> None:
    """A row for each peer, and one more for ours at the thresholds that a peer would get."""
    judged: dict[str, list[Judged]] = {
        name: [each for one in found.writers for each in judge(one["inner"], one["outer"])]
        for name, found in runs.items()
    }
    shown = dict(runs)
    coverage = 0.7
    if judged.get("ours"):
        own = [each for one in runs["ours"].writers for each in by_own_verdict(one["outer"])]
        judged = {"ours, its own verdict": own, "ours, as a peer": judged.pop("ours"), **judged}
        shown = {"ours, its own verdict": runs["ours"], "ours, as a peer": shown.pop("ours"), **shown}
        coverage = sum(each.action == "answered" for each in own) / len(own)
    print(f"\n{'':24}" + "".join(f"{name:>{width}}" for name, width in COLUMNS))
    for name, found in shown.items():
        note = found.trouble and f"  {len(found.writers)} of {writers} writers: {found.trouble}"
        print(f"{name:24}{row(judged[name], found.cost, coverage)}{note}", flush=True)
    print(f"equal coverage: {100 * coverage:.1f} % of all messages\n{LEGEND}")


def row(judged: Sequence[Judged], cost: dict[str, Any], coverage: float) -> str:
    """The figures of one peer, a dash for what was not measured."""
    cells = ["-"] * len(COLUMNS)
    if judged:
        all_ = figures(judged)
        wrong, enough = wrong_at(judged, coverage)
        shares = (all_.top, all_.top_outside, all_.recall, all_.lost, all_.answered, all_.wrong)
        cells[:6] = [f"{100 * value:.1f} %" if value == value else "-" for value in shares]
        cells[6] = f"{'' if enough else '<'}{100 * wrong:.1f} %"
    if cost:
        times = sorted(cost["times"])
        late = times[min(len(times) - 1, int(0.99 * len(times)))]
        cells[7:] = [f"{statistics.median(times):.2f}", f"{late:.2f}", f"{cost['memory']:.0f}", f"{cost['fit']:.1f}"]
    return "".join(f"{cell:>{width}}" for cell, (_, width) in zip(cells, COLUMNS, strict=True))


if __name__ == "__main__":
    main()
