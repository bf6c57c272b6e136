"""Slack's message markup, decoded to what the person meant to type.

Source: https://docs.slack.dev/messaging/formatting-message-text
"""

from __future__ import annotations

import re
import unicodedata

_TOKEN = re.compile(r"<([^<>\n]*)>")
_CODE = re.compile(r"```.*?```", re.DOTALL)
_EMOJI = re.compile(r"(?<![\w:])(?::[a-z0-9_+'-]+:)+(?![\w:])")
_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f]"
)
# a word of Latin letters and of others that look like them
_MIXED = re.compile(r"(?<!\w)\w*(?:[A-Za-z][\u0370-\u052f]|[\u0370-\u052f][A-Za-z])\w*")
_LOOKS_LATIN = str.maketrans("аеорсухіјАВЕКМНОРСТХοαΙΑΕΟ", "aeopcyxijABEKMHOPCTXoaIAEO")
_FAREWELL = re.compile(
    r"\n[ \t]*(?:--+[ \t]*$|(?:(?:best|kind|warm)\s+)?regards\b|best wishes\b|yours sincerely\b|sent from my\b).*\Z",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)
_STRESSED = re.compile(r"(?<![\w*~])([*~])(?=\S)([^*~\n]{1,200})(?<=\S)\1(?![\w*~])")  # *bold* and ~struck out~
_QUOTE_LINE = re.compile(r"^[ \t]*(?:&gt;|>) ?(.*)$", re.MULTILINE)
_PLAIN = str.maketrans("\u2018\u2019\u201c\u201d\u00a0\u2013\u2014\u2011", "''\"\" ---")
MOST_CHARACTERS = 2_500


def decode(text: str) -> str:
    """Plain text of a Slack message: no mentions, links by their label, entities as characters.

    Code blocks are dropped (nobody describes a hiring question in one, unless that is all there is), quoted
    lines keep their words, signatures go, letters disguised as Latin ones become those, and what lies beyond 2,500
    characters is cut.
    """
    text = text[: MOST_CHARACTERS * 2].encode("utf-8", "replace").decode()  # lone surrogates become a question mark
    without_code = _CODE.sub(" ", text)
    text = without_code if without_code.strip() else text.replace("```", " ")
    text = _TOKEN.sub(_meaning, text)
    text = _STRESSED.sub(r"\2", _QUOTE_LINE.sub(r"\1", text))
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).translate(_PLAIN)
        text = _MIXED.sub(lambda word: word[0].translate(_LOOKS_LATIN), text)
    text = _FAREWELL.sub("", text)
    text = _EMOJI.sub(" ", text)
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)[:MOST_CHARACTERS]


def _meaning(match: re.Match[str]) -> str:
    body = match.group(1)
    address, bar, label = body.partition("|")
    if address.startswith(("@", "!")):
        return " "
    if address.startswith("#"):
        return f" {label} " if label else " "
    if bar:
        return label
    return " " if "://" in address or address.startswith("mailto:") else body


def fold(text: str) -> str:
    """Lower case with hyphens as spaces, the same length as `text`, so that places carry over."""
    lowered = text.lower()
    if len(lowered) != len(text) or "Σ" in text:  # a letter became two, or its small form hangs on its neighbours
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered.replace("-", " ").replace("_", " ")
