"""Words cut into the pieces that the sentence encoder knows.

The uncased tokenizer of BERT: lower case, accents off, split at spaces and punctuation, then
the longest known piece first. Written here, for the usual library brings a client of a model hub
along and this bot talks to Slack alone. Source: Devlin et al., https://arxiv.org/abs/1810.04805
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

UNKNOWN, START, END = "[UNK]", "[CLS]", "[SEP]"
LONGEST_WORD = 100  # characters; anything longer is unknown
MOST_PIECES = 64  # of one text, its two ends included; about fifty words
WORDS_REMEMBERED = 20_000


class WordPiece:
    """Turns texts into numbers of pieces."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._number = {piece: number for number, piece in enumerate(vocabulary)}
        self._unknown = self._number[UNKNOWN]
        self._pieces = lru_cache(maxsize=WORDS_REMEMBERED)(self._cut)

    def encode(self, text: str) -> list[int]:
        """Numbers of the pieces of a text between the two end marks, at most `MOST_PIECES`."""
        numbers = [self._number[START]]
        for word in _words(text):
            numbers += self._pieces(word)
            if len(numbers) >= MOST_PIECES:
                break
        return [*numbers[: MOST_PIECES - 1], self._number[END]]

    def _cut(self, word: str) -> tuple[int, ...]:
        """The pieces of one word, the longest known beginning first."""
        if len(word) > LONGEST_WORD:
            return (self._unknown,)
        pieces: list[int] = []
        start = 0
        while start < len(word):
            mark = "##" if start else ""
            end = next((e for e in range(len(word), start, -1) if mark + word[start:e] in self._number), None)
            if end is None:
                return (self._unknown,)
            pieces.append(self._number[mark + word[start:end]])
            start = end
        return tuple(pieces)


def _words(text: str) -> Iterator[str]:
    """Lower-case words without accents; each punctuation mark and each Chinese character by itself."""
    spaced = "".join(_spaced(char) for char in unicodedata.normalize("NFD", text.lower()))
    yield from spaced.split()


@lru_cache(maxsize=4096)
def _spaced(char: str) -> str:
    kind = unicodedata.category(char)
    if kind == "Mn" or char in "\0\ufffd" or (kind.startswith("C") and char not in "\t\n\r"):
        return ""
    if kind == "Zs" or char in "\t\n\r":
        return " "
    ascii_mark = char.isascii() and not char.isalnum()
    return f" {char} " if ascii_mark or kind.startswith("P") or _chinese(ord(char)) else char


def _chinese(point: int) -> bool:
    return 0x4E00 <= point <= 0x9FFF or 0x3400 <= point <= 0x4DBF or 0xF900 <= point <= 0xFAFF or point >= 0x20000
