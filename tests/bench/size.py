"""A base ten times the size, made from the shipped one: does loading stay in proportion?"""

from __future__ import annotations

import json
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from bot.knowledge import Knowledge, load, packaged_folder
from bot.knowledge.layers import KINDS
from bot.knowledge.yaml_lines import read_document

TIMES = 10
RUNS = 5
NAMES = ("aliases", "term", "title", "keywords", "phrases")


def table(knowledge: Knowledge) -> None:
    """Seconds to load and check the base and ten times the base, written by the same hand."""
    with tempfile.TemporaryDirectory() as folder:
        single = write(Path(folder) / "single", knowledge, 1)
        tenfold = write(Path(folder) / "tenfold", knowledge, TIMES)
        seconds = {name: timed(path) for name, path in (("as shipped", single), (f"times {TIMES}", tenfold))}
    base = statistics.median(seconds["as shipped"])
    print(f"\n{'loading and checking the knowledge':40}{'median s':>10}{'ratio':>8}")
    for name, times in seconds.items():
        print(f"{name:40}{statistics.median(times):10.2f}{statistics.median(times) / base:8.1f}")


def timed(folder: Path) -> list[float]:
    """Seconds of each run; the first, cold one is left out."""
    found = []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        load([folder])
        found.append(time.perf_counter() - start)
    return found[1:]


def write(folder: Path, knowledge: Knowledge, times: int) -> Path:
    """Write the base that many times into the folder, each copy with ids and names of its own."""
    source = packaged_folder()
    ids = {*knowledge.roles, *knowledge.evidence, *knowledge.sources, *knowledge.disputes, *knowledge.topics,
           *knowledge.glossary, *knowledge.signals, *knowledge.figures, *knowledge.questions, *knowledge.premises,
           *knowledge.alternatives, *knowledge.cautions, *knowledge.examples}  # fmt: skip
    folder.mkdir()
    shutil.copy(source / "wording.yaml", folder / "wording.yaml")
    for pattern in sorted({kind.pattern for kind in KINDS}):
        for file in source.glob(pattern):
            value = read_document(file).value
            target = folder / file.relative_to(source)
            target.parent.mkdir(exist_ok=True)
            if pattern.startswith("intents"):
                texts = {w: [t + mark(n) for n in range(times) for t in ts] for w, ts in value["utterances"].items()}
                target.write_text(json.dumps({**value, "utterances": texts}, ensure_ascii=False), encoding="utf-8")
            elif isinstance(value, tuple):
                every = [renamed(item, ids, n) for n in range(times) for item in value]
                target.write_text(json.dumps(every, ensure_ascii=False), encoding="utf-8")
            else:
                _write_single(target, value, ids, times)
    return folder


def _write_single(target: Path, value: dict[str, Any], ids: set[str], times: int) -> None:
    """Files that hold one entry become several; signals.yaml grows in itself."""
    if "prior" in value:
        signals = [renamed(item, ids, n) for n in range(times) for item in value["signals"]]
        prior = {role + mark(n): number for n in range(times) for role, number in value["prior"].items()}
        target.write_text(json.dumps({"prior": prior, "signals": signals}, ensure_ascii=False), encoding="utf-8")
        return
    for number in range(times):
        file = target.with_stem(target.stem + mark(number))
        file.write_text(json.dumps(renamed(value, ids, number), ensure_ascii=False), encoding="utf-8")


def mark(number: int) -> str:
    """What tells one copy from another; nothing for the first."""
    return f"-x{number}" if number else ""


def renamed(value: Any, ids: set[str], number: int, field: str = "") -> Any:
    """The value with every id and every name marked as of that copy."""
    if field in ("intent", "intents", "facet", "kind", "axis", "stage"):
        return value
    if isinstance(value, dict):
        of = mark(number) if field in ("weights", "signals", "premises") else ""  # their keys are ids
        return {key + of: renamed(item, ids, number, key) for key, item in value.items()}
    if isinstance(value, tuple):
        return [renamed(item, ids, number, field) for item in value]
    if field == "conflicts" and isinstance(value, str):
        return value[:-1] + mark(number) + value[-1]
    if isinstance(value, str) and (value in ids or field in NAMES):
        return value + mark(number)
    return value
