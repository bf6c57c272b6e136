"""Slack's message markup, decoded to what the person meant to type.

Source: https://docs.slack.dev/messaging/formatting-message-text
"""

from __future__ import annotations

import re
import unicodedata

_TOKEN = re.compile(r"<([^<>\n]*)>")
_CODE = re.compile(r"```.*?```", re.DOTALL)
_EMOJI = re.compile(r"(?<![\w:]):[a-z0-9_+'-]+:(?![\w:])")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")
_QUOTE_LINE = re.compile(r"^[ \t]*(?:&gt;|>) ?(.*)$", re.MULTILINE)
_PLAIN = str.maketrans("\u2018\u2019\u201c\u201d\u00a0\u2013\u2014\u2011", "''\"\" ---")
MOST_CHARACTERS = 2_500


def decode(text: str) -> str:
    """Plain text of a Slack message: no mentions, links by their label, entities as characters.

    Code blocks are dropped (nobody describes a hiring question in one), quoted lines keep
    their words, and what lies beyond 2,500 characters is cut.
    """
    text = text[: MOST_CHARACTERS * 2].encode("utf-8", "replace").decode()  # lone surrogates become a question mark
    text = _CODE.sub(" ", text)
    text = _TOKEN.sub(_meaning, text)
    text = _QUOTE_LINE.sub(r"\1", text)
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).translate(_PLAIN)
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
    lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered.replace("-", " ").replace("_", " ")
