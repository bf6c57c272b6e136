"""Everything the bot sends, held to the types that Slack publishes for TypeScript.

`python -m tests.types.check` writes each payload of `whichrole cards` as a fresh literal, so that fields that Slack
does not know are faults too, and runs the compiler over them. Blocks that the types do not have yet are cast.
Needs node and npm; what they fetch is pinned in package-lock.json.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.answering import Answerer
from bot.cards import write

HERE = Path(__file__).resolve().parent
BUILD = HERE / "build"
UNTYPED = frozenset({"data_visualization"})  # blocks that @slack/types has no type for
COMPILER = HERE / "node_modules" / ".bin" / "tsc"
OPTIONS = ("--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--moduleResolution", "nodenext")
EACH = 100  # literals in a file
HEAD = 'import type { HomeView, KnownBlock, ModalView } from "@slack/types";\n'
# the compiler has to find fault with these, else it would find none anywhere
WRONG = """
// @ts-expect-error
export const unknownField: KnownBlock[] = [{ type: "divider", colour: "red" }];
// @ts-expect-error
export const wrongText: KnownBlock[] = [{ type: "header", text: { type: "mrkdwn", text: "x" } }];
// @ts-expect-error
export const noTitle: ModalView = { type: "modal", blocks: [] };
"""


def literals(files: list[Path]) -> Iterator[str]:
    """A typed constant for each payload, under the name of its file."""
    for number, file in enumerate(files):
        told = json.loads(file.read_text(encoding="utf-8"))
        payload = told["payload"]
        kind = {"home": "HomeView", "modal": "ModalView"}.get(str(payload.get("type")), "KnownBlock[]")
        value = payload["blocks"] if kind == "KnownBlock[]" else payload
        yield f"// {file.name}\nexport const sample{number}: {kind} = {typescript(value)};\n"


def typescript(value: Any) -> str:
    """The value as a literal; on one line, so that a fault's line tells the sample."""
    if isinstance(value, list):
        return f"[{', '.join(map(typescript, value))}]"
    if not isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    body = f"{{ {', '.join(f'{json.dumps(key)}: {typescript(item)}' for key, item in value.items())} }}"
    return f"({body} as unknown as KnownBlock)" if value.get("type") in UNTYPED else body


def compiled() -> list[str]:
    """What the compiler says of the files, fault by fault, each with the name of its sample."""
    sources = sorted(BUILD.glob("*.ts"))
    done = subprocess.run([COMPILER, *OPTIONS, *sources], cwd=HERE, capture_output=True, text=True, check=False)
    found = [line for line in (done.stdout + done.stderr).splitlines() if "error TS" in line]
    if done.returncode and not found:
        return [f"the compiler failed: {done.stderr.strip() or done.stdout.strip()}"]
    return [f"{sample_of(line)}: {line}" for line in found]


def sample_of(fault: str) -> str:
    """The sample that a fault is about, from its place: `build/samples-1.ts(5,3): error ...`."""
    place = re.match(r"(.+\.ts)[(:](\d+)", fault)
    if not place:
        return "?"
    lines = (HERE / place[1]).read_text(encoding="utf-8").splitlines()
    return lines[int(place[2]) - 2].removeprefix("// ")


def main(folder: Path) -> int:
    """Check the cards in the folder; returns the exit code."""
    files = sorted(folder.glob("*.json"))
    if not files:
        print(f"There are no cards in {folder}.", file=sys.stderr)
        return 1
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir()
    (BUILD / "wrong.ts").write_text(HEAD + WRONG, encoding="utf-8")
    written = list(literals(files))
    for start in range(0, len(written), EACH):
        text = HEAD + "".join(written[start : start + EACH])
        (BUILD / f"samples-{start // EACH}.ts").write_text(text, encoding="utf-8")
    faults = compiled()
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(files)} payloads held to Slack's types; {len(faults)} faults. Cast: {', '.join(sorted(UNTYPED))}.")
    return 1 if faults else 0


def install() -> None:
    """Fetch the compiler and the types, as pinned."""
    if not COMPILER.exists():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=HERE, check=True)


if __name__ == "__main__":
    install()
    with tempfile.TemporaryDirectory() as place:
        write(Answerer.load(), Path(os.fspath(place)))
        sys.exit(main(Path(place)))
