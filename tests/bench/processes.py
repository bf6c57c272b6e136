"""What a process of its own costs: memory after the first message, and `whichrole ask` from start to answer.

The cache is a temporary folder, found through XDG_CACHE_HOME, so the figures hold for Linux. Byte code is kept in such
a folder as well and is there from the second run on; what the system keeps of the files in memory stays.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 3
QUESTION = "do we need a data engineer or an ml engineer for a chatbot on our handbook?"
ASK = ("-m", "bot", "ask", QUESTION)
FIRST_READ = ("-c", """
import sys
from bot.knowledge import load
from bot.understanding import Reader

def memory(name):
    return next(int(line.split()[1]) / 1024 for line in open("/proc/self/status") if line.startswith(name))

knowledge = load()
before = memory("VmRSS")
Reader(knowledge).read(sys.argv[1])
print(before, memory("VmRSS"), memory("VmHWM"))
""", QUESTION)  # fmt: skip


def table() -> None:
    """Seconds of a command and megabytes of a process, without and with a kept fit."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        run(place, "byte code", *ASK)
        empty = [seconds(place, f"cache {i}") for i in range(RUNS)]
        kept = [seconds(place, "cache 0") for _ in range(RUNS)]
        memories = {
            "fitting": run(place, "cache m", *FIRST_READ).split(),
            "from the cache": run(place, "cache m", *FIRST_READ).split(),
        }
    print(f"\n{'`whichrole ask`, a process each':40}{'median s':>10}{'all':>22}")
    for name, times in (("without a kept fit", empty), ("with one", kept)):
        print(f"{name:40}{statistics.median(times):10.2f}{' '.join(f'{each:.2f}' for each in times):>22}")
    print(f"\n{'memory of a process, MB':40}{'knowledge':>10}{'first read':>12}{'peak':>8}")
    for name, cells in memories.items():
        loaded, read, peak = map(float, cells)
        print(f"{name:40}{loaded:10.0f}{read:12.0f}{peak:8.0f}", flush=True)


def seconds(place: Path, cache: str) -> float:
    """Of one `whichrole ask`."""
    start = time.perf_counter()
    run(place, cache, *ASK)
    return time.perf_counter() - start


def run(place: Path, cache: str, *arguments: str) -> str:
    """What Python prints for these arguments, with a cache folder of that name."""
    own = {"XDG_CACHE_HOME": str(place / cache), "PYTHONPYCACHEPREFIX": str(place / "bytecode")}
    settings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, env={**settings, **own}, check=True, capture_output=True, text=True).stdout
