"""Messages that lean on the turn before: "why?", "shorter", "the second one", "and a data scientist?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.understanding.mentions import Mention
from bot.understanding.reading import FollowUp, Leaning

MOST_WORDS = 25  # longer messages speak for themselves, but for corrections
MOST_WORDS_OF_A_WISH = 9  # "too long, give me the short version please"


def _any(*forms: str) -> str:
    return f"(?:{'|'.join(forms)})"


OPENING = (
    r"(?:(?:ok|okay|hm+|ah|right|cool|fine|great|thanks|thx|so|and|but|well|interesting|alright|yes|sure|oo+h?|oh|nice"
    r"|wow|no)\b[\s,.!:]*)*"
)
POLITELY = r"(?:(?:please|kindly|can you|could you)\s+)*"
ABOUT_A_ROLE = r"(?!\s+(?:do|does|would|should|are|is|hire|not)\b.*\b(?:engineer|role|hire))"
WHY = re.compile(
    "^" + OPENING
    + _any(
        rf"(?:but\s+)?why\b{ABOUT_A_ROLE}", "how come", "how so", "based on what", "on what grounds", r"reasons?\b",
        r"(?:what'?s|what is|and)?\s*(?:the|your)\s+(?:reason|reasoning|rationale)",
        "explain (?:why|that|your|this)", "what makes you (?:say|think)",
    )
)  # fmt: skip
SHORTER = re.compile(
    r"\b"
    + _any(
        r"short(?:er|en)?(?! (?:list|term|circuit|staff))", "brief(?:er|ly)?", r"tl;?\s?dr", "too long", "less text",
        "wall of text", "in (?:a|one|two|1|2) (?:nutshell|sentence|line|word)s?", "half (?:that|the|of|as long)",
        "summary", "(?:summari[sz]e|condense)(?: (?:it|that|please))?$", "boil (?:it|that) down", "one.?liner",
        "cut it down",
    )
    + r"\b"
)  # fmt: skip
MORE = re.compile(
    "^" + OPENING + POLITELY
    + _any(
        "(?:tell|show|give) me (?:some )?more", r"more(?: please| details?| info| on (?:this|that|it))?$", "go on",
        "go (?:more )?deep(?:er)?", "(?:in )?(?:more|further|full) (?:detail|depth|info)", "elaborate", "expand",
        r"details?\b", "continue", "carry on", "read (?:me )?more", "keep going", "say more",
        "unpack (?:that|this|it)", "dig deeper", "what else",
    )
)  # fmt: skip
INSTEAD = re.compile(OPENING + r"(?:but\s+)?(?:why not|why no|and not|not|rather|wouldn'?t|couldn'?t)\b")
# what may be wished of the last answer as such, in how many words; "why does my join double rows" is none of these
WISHES: tuple[tuple[Leaning, re.Pattern[str], int], ...] = (("shorter", SHORTER, 9), ("why", WHY, 5), ("more", MORE, 6))
_SMALL = """and or ok hm so what how about same the for a an pls please vs versus also too likewise as well then by is
it other another of question thing now do does in case with compared to but instead one would that be change again s
this different hmm"""
SMALL_WORDS = frozenset(_SMALL.split())
WHAT_IS = re.compile(OPENING + r"(?:what|who)\W*(?:s|is|are|do|does)\b")  # a whole question of small words
CORRECTION = re.compile(
    OPENING
    + _any(
        r"no\b(?!\s+(?:idea|clue|way|problem|worries|one)\b)", r"(?:nope|nah|actually|correction|edit|wait|sorry)\b",
        r"(?:excuse me|update|oh|forgot to say|i meant|turns out|let me correct)\b",
        r"scratch (?:that|the|this)\b", "(?:i|we) (?:was|were) (?:wrong|misinformed|mistaken)", "my (?:mistake|bad)",
        r"not (?:true|quite|exactly|really)\b",
    )
)  # fmt: skip
ORDINALS = (
    (re.compile(r"\b(?:first|former|1st|number one|option (?:1|one|a))\b|#\s?1"), 0),
    (re.compile(r"\b(?:second|2nd|number two|option (?:2|two|b))\b|#\s?2"), 1),
    (re.compile(r"\b(?:third|3rd|number three|option (?:3|three|c))\b|#\s?3"), 2),
    (re.compile(r"\b(?:latter|last)\b"), -1),
)
ORDINAL = "(?:first|second|third|last|1st|2nd|3rd|former|latter)"
PICKS = re.compile(
    _any(
        # all by itself, or with no more than a word or two in front: "first one: agency or in-house?"
        r"^\s*(?:ok|so|and|then|the|say|suppose i take|for|about|of these|let's say|a posting for)?\W*(?:the\s+)?"
        rf"{ORDINAL}(?:\s+(?:one|of|option))?\s*(?:$|[\W_])",
        r"\bthe (?:former|latter)\b",
        # not "the first hire" but "the second, please"
        rf"\bthe {ORDINAL}(?: (?:one|option|of (?:the|those|these)))?"
        r"(?=\W*(?:$|[,:?.!\u2014]|please|pls|then|be\b|cost|earn|and\b|is\b|need))",
        r"\b(?:first|second|third) one\b", r"\bnumber (?:one|two|three)\b", r"\boption (?:[123abc]|one|two|three)\b",
        r"#\s?[123]\b",
    )
)  # fmt: skip
CONTINUES = re.compile(
    r"^\W*(?:and|but|or|then|so|ok|okay|right|hm+|cool|fine|what about|how about|also)\b"
    r"|\b(?:they|them|their|it|its|he|him|his|she|her|that|this|those|these|there|one|such|also)\b"
    r"|\b(?:too|as well)\W*$"
)


def follow_up(folded: str, mentions: Sequence[Mention]) -> FollowUp | None:
    """How a folded message leans on what was said before; None if it stands by itself."""
    words = len(folded.split())
    if not mentions:
        for kind, form, most in WISHES:
            if words <= most and form.search(folded):
                return FollowUp(kind=kind)
    if mentions and words <= MOST_WORDS_OF_A_WISH and INSTEAD.match(folded):
        return FollowUp(kind="instead")
    if CORRECTION.match(folded):
        return FollowUp(kind="correction")
    if words > MOST_WORDS:
        return None
    if not mentions and PICKS.search(folded):
        return FollowUp(kind="pick", which=next((number for form, number in ORDINALS if form.search(folded)), 0))
    if mentions and not WHAT_IS.match(folded) and only_a_role(folded, mentions):
        return FollowUp(kind="same")
    return FollowUp(kind="continued") if not mentions and (words <= 3 or CONTINUES.search(folded)) else None


def only_a_role(folded: str, mentions: Sequence[Mention]) -> bool:
    """Whether nothing but a role's name and small words are there."""
    rest = folded
    for mention in mentions:
        rest = rest[: mention.start] + " " * (mention.end - mention.start) + rest[mention.end :]
    return all(word in SMALL_WORDS for word in re.findall(r"\w+", rest))
