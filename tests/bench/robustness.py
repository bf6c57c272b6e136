"""`python -m tests.bench.robustness`: what becomes of a reading when a message is disturbed.

The reader learns without three writers; their messages are then read as written and under each disturbance. The
disturbances are drawn with a fixed seed, so that two runs differ in their times alone.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import yaml

from bot.knowledge import Knowledge, load
from bot.understanding import Reader
from bot.understanding.classifier import OUT_OF_SCOPE
from bot.understanding.language import language_of
from bot.understanding.markup import decode
from bot.understanding.reading import Reading

WRITERS = ("founders-and-engineers", "newcomers-and-phones", "recruiters-and-departments")
SENTENCES = Path(__file__).resolve().parent.parent / "understanding" / "languages.yaml"
SEED = 20_261_121
SLOW = 50.0  # ms from which a row is marked
LONG = 40_000  # characters of a padded message
NEIGHBOURS = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "ko", "m": "nk", "n": "bm", "o": "ip", "p": "ol", "q": "wa", "r": "et", "s": "ad", "t": "ry",
    "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "xs",
}  # fmt: skip
EMOJI = ("😀", "🚀", "🙏🏽", "👩‍💻", ":tada:", ":eyes:", ":slightly_smiling_face:", ":+1:")
LOREM = """Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore
magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo
consequat. Duis aute irure dolor in reprehenderit in voluptate velit esse cillum dolore eu fugiat nulla pariatur. """
CODE = "\n```\nTraceback (most recent call last):\n  File \"app.py\", line 12, in <module>\nKeyError: 'model'\n```"
SIGNATURE = """

Best regards
Jane Doe
Head of Operations | Example Ltd | +44 20 7946 0000 | <mailto:jane@example.com|jane@example.com>"""
TOKEN = re.compile(r"(<[^<>\n]*>|(?<!\w):[a-z0-9_+'-]+:(?!\w)|&(?:amp|lt|gt);)")
FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F) if chr(code).isalnum()})
CYRILLIC = str.maketrans("aoeAOE", "аоеАОЕ")
Disturbance = Callable[[str, random.Random], str]


@dataclass(frozen=True)
class Message:
    """What a held-out writer wrote, and what was meant."""

    text: str
    intent: str


@dataclass(frozen=True)
class Row:
    """The readings of all messages under one disturbance; `milliseconds` one each."""

    readings: list[Reading]
    languages: list[str]
    milliseconds: list[float]


def main() -> None:
    """Print both tables."""
    knowledge = load()
    with tempfile.TemporaryDirectory() as cache:
        reader = Reader(without(knowledge, WRITERS), cache=Path(cache))
    messages = [
        Message(text, intent.id)
        for intent in knowledge.intents.values()
        for writer in WRITERS
        for text in intent.utterances.get(writer, ())
    ]
    inside = sum(message.intent != OUT_OF_SCOPE for message in messages)
    print(f"Reader without {', '.join(WRITERS)}: {len(reader.classifier.examples)} messages to learn from;")
    print(f"read are the {len(messages)} messages of these three, {inside} of them in scope. Seed {SEED}.\n")
    disturbed(reader, messages)
    foreign(reader)


def without(knowledge: Knowledge, writers: tuple[str, ...]) -> Knowledge:
    """The same knowledge as if these had never written."""
    intents = {
        id_: intent.model_copy(
            update={"utterances": MappingProxyType({w: t for w, t in intent.utterances.items() if w not in writers})}
        )
        for id_, intent in knowledge.intents.items()
    }
    return replace(knowledge, intents=MappingProxyType(intents))


def disturbed(reader: Reader, messages: list[Message]) -> None:
    """The table of disturbances."""
    print(
        f"{'disturbance':42}{'top-1':>8}{'change':>8}{'out of scope':>14}{'declined':>10}{'roles kept':>12}"
        f"{'foreign':>9}{'median ms':>11}{'p99':>8}{'slowest':>9}"
    )
    first: Row | None = None
    for name, disturbance in DISTURBANCES.items():
        chance = random.Random(f"{SEED} {name}")
        row = read_all(reader, [disturbance(message.text, chance) for message in messages])
        first = first or row
        print(line(name, messages, row, first), flush=True)
    print(
        "\ntop-1: first intent right, of those in scope · out of scope: declined, of those out of scope"
        "\ndeclined: of those in scope · roles kept: same roles as when read as written"
        "\nforeign: messages taken for another language than English"
        f"\n!: slowest over {SLOW:.0f} ms (read three times then, the fastest counts: others work on the machine)"
        f"\nThe reader looks at the first 2,500 characters: after {LONG:,} characters of lorem ipsum the message is"
        "\nnever seen, and the row shows what lorem ipsum is taken for."
    )


def read_all(reader: Reader, texts: list[str]) -> Row:
    """Read each text, timed."""
    row = Row([], [], [])
    for text in texts:
        reading, milliseconds = timed(reader, text)
        if milliseconds > SLOW:
            milliseconds = min(milliseconds, timed(reader, text)[1], timed(reader, text)[1])
        row.readings.append(reading)
        row.languages.append(language(reading, text))
        row.milliseconds.append(milliseconds)
    return row


def timed(reader: Reader, text: str) -> tuple[Reading, float]:
    """A reading and the milliseconds it took."""
    start = time.perf_counter()
    reading = reader.read(text)
    return reading, (time.perf_counter() - start) * 1000


def language(reading: Reading, text: str) -> str:
    """What the reading says of the language; readings that say nothing are spoken for by the detector."""
    return str(reading.language) if "language" in Reading.model_fields else language_of(decode(text))


def line(name: str, messages: list[Message], row: Row, first: Row) -> str:
    """One line of the table; `first` is the row of the messages as written."""
    truth = np.array([message.intent for message in messages])
    inside = truth != OUT_OF_SCOPE
    outside = np.array([reading.verdict == "outside" for reading in row.readings])
    right, before = (np.array([r.intent for r in each.readings]) == truth for each in (row, first))
    change = 100 * (right[inside].mean() - before[inside].mean())
    same = np.mean([set(a.roles) == set(b.roles) for a, b in zip(row.readings, first.readings, strict=True)])
    shares = (right[inside].mean(), outside[~inside].mean(), outside[inside].mean(), same)
    top, out, declined, roles = (f"{100 * share:.1f} %" for share in shares)
    times, foreign_ones = row.milliseconds, sum(code != "en" for code in row.languages)
    mark = " !" if max(times) > SLOW else ""
    return (
        f"{name:42}{top:>8}{change:+8.1f}{out:>14}{declined:>10}{roles:>12}{foreign_ones:9}"
        f"{np.median(times):11.2f}{np.percentile(times, 99):8.2f}{max(times):9.2f}{mark}"
    )


def foreign(reader: Reader) -> None:
    """Messages in other languages: is the language told, and what would have been done with them otherwise."""
    sentences: dict[str, list[str]] = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))
    print(
        f"\n{'language':10}{'messages':>9}{'right':>9}{'as English':>12}{'other':>7}"
        f"{'clear':>8}{'unclear':>9}{'outside':>9}"
    )
    for name, texts in sentences.items():
        wanted = "en" if name == "mixed" else name
        row = read_all(reader, texts)
        right = sum(found == wanted for found in row.languages)
        english = sum(found == "en" for found in row.languages) if wanted != "en" else 0
        verdicts = [sum(r.verdict == verdict for r in row.readings) for verdict in ("clear", "unclear", "outside")]
        print(
            f"{name:10}{len(texts):9}{100 * right / len(texts):7.1f} %{english:12}{len(texts) - right - english:7}"
            f"{verdicts[0]:8}{verdicts[1]:9}{verdicts[2]:9}"
        )
    print("right: language told, `mixed` being English · clear, unclear, outside: verdicts, the language left aside")
    sys.stdout.flush()


def plainly(change: Callable[[str], str]) -> Disturbance:
    """Change the text between mentions, links, entities and :codes:, which Slack writes and people do not."""

    def apply(text: str, _chance: random.Random) -> str:
        return "".join(part if TOKEN.fullmatch(part) else change(part) for part in TOKEN.split(text))

    return apply


def in_words(count: int, change: Callable[[str, random.Random], str]) -> Disturbance:
    """Change that many of the words of three letters or more; all there are, if there are fewer."""

    def apply(text: str, chance: random.Random) -> str:
        parts = re.split(r"(<[^<>\n]*>|\s+)", text)
        places = [i for i, part in enumerate(parts) if re.fullmatch(r"\W*[A-Za-z]{3,}\W*", part)]
        for place in chance.sample(places, min(count, len(places))):
            parts[place] = re.sub(r"[A-Za-z]+", lambda match: change(match[0], chance), parts[place], count=1)
        return "".join(parts)

    return apply


def typo(word: str, chance: random.Random) -> str:
    """Two letters swapped, one dropped, one doubled, or one hit beside its key."""
    at = chance.randrange(len(word) - 1)
    before, a, b, after = word[:at], word[at], word[at + 1], word[at + 2 :]
    beside = chance.choice(NEIGHBOURS[a.lower()])
    return before + chance.choice([b + a, b, a + a + b, beside + b]) + after


def between_words(text: str, chance: random.Random, share: float, *choices: str) -> str:
    """Put one of the choices in place of some of the spaces; at least of one, else at the end."""
    places = [i for i, char in enumerate(text) if char == " " and "<" not in text[:i].rpartition(">")[2]]
    chosen = set(chance.sample(places, max(1, round(share * len(places))))) if places else set()
    out = "".join(chance.choice(choices) if i in chosen else char for i, char in enumerate(text))
    return out if chosen else text + chance.choice(choices)


def slack_markup(text: str, chance: random.Random) -> str:
    """A mention in front, a link behind, words in bold, italic and struck out, bare ampersands as entities."""
    text = re.sub(r"&(?!(?:amp|lt|gt);)", "&amp;", text)
    for sign in "*_~":
        text = in_words(1, lambda word, _chance, sign=sign: f"{sign}{word}{sign}")(text, chance)  # type: ignore[misc]
    return f"<@U012AB3CD> {text} &amp; <https://example.com/a?b=1&amp;c=2|see here>"


def padding(length: int) -> str:
    """Lorem ipsum of that length."""
    return (LOREM * (length // len(LOREM) + 1))[:length]


DISTURBANCES: dict[str, Disturbance] = {
    "as written": lambda text, _: text,
    "typo in one word": in_words(1, typo),
    "typos in two words": in_words(2, typo),
    "upper case": plainly(str.upper),
    "lower case": plainly(str.lower),
    "punctuation lost": plainly(lambda text: re.sub(r"[.,;:!?'\"()\u2018-\u201d]", "", text)),
    "doubled spaces and line breaks": lambda text, chance: between_words(text, chance, 0.4, "  ", "\n", " \n\n "),
    "emoji and :codes: sprinkled": lambda text, chance: between_words(text, chance, 0.15, *(f" {e} " for e in EMOJI)),
    "Slack markup": slack_markup,
    "inside a quote": lambda text, _: "\n".join(f"&gt; {part}" for part in text.splitlines()),
    "followed by a code block": lambda text, _: text + CODE,
    "followed by a signature": lambda text, _: text + SIGNATURE,
    f"padded to {LONG:,} characters, after": lambda text, _: f"{text}\n\n{padding(LONG - len(text) - 2)}",
    f"padded to {LONG:,} characters, before": lambda text, _: f"{padding(LONG - len(text) - 2)}\n\n{text}",
    "zero-width characters in three words": in_words(3, lambda word, _: f"{word[:2]}\u200b{word[2:]}"),
    "right-to-left marks": lambda text, chance: "\u200f" + between_words(text, chance, 0.3, " \u200f", "\u202b \u202c"),
    "full-width letters": plainly(lambda text: text.translate(FULL_WIDTH)),
    "homoglyphs (Cyrillic а, о, е) in one word": in_words(1, lambda word, _: word.translate(CYRILLIC)),
    "homoglyphs (Cyrillic а, о, е) everywhere": plainly(lambda text: text.translate(CYRILLIC)),
    "curly quotes": lambda text, chance: in_words(1, lambda word, _: f"“{word}”")(
        text.replace("'", "’").replace(' "', " “").replace('"', "”"), chance
    ),
}

if __name__ == "__main__":
    main()
