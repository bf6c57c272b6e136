"""A message as the classifier sees it: role titles replaced, so that all roles teach each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.understanding.mentions import Mention

FIRST, OTHER = "airole", "airole2"  # stand for the first role named and for any other
PLAIN = {OTHER: "ml engineer", FIRST: "ai engineer"}  # the encoder knows English only; the longer one comes first


@dataclass(frozen=True)
class View:
    """A text for the words and characters, and the same for the sentence encoder."""

    words: str
    meaning: str


def view_of(folded: str, mentions: Iterable[Mention]) -> View:
    """The view of a folded text in which roles are mentioned."""
    out, at, first = [], 0, ""
    for mention in mentions:
        first = first or mention.role
        if mention.start >= at:
            out += [folded[at : mention.start], f" {FIRST if mention.role == first else OTHER} "]
            at = mention.end
    return of_placeholders(" ".join("".join([*out, folded[at:]]).split()))


def of_placeholders(words: str) -> View:
    """The view of a text that has placeholders already."""
    meaning = words
    for placeholder, title in PLAIN.items():
        meaning = meaning.replace(placeholder, title)
    return View(words, meaning)
