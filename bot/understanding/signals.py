"""Project signals in a text, with their polarity: affirmed, denied, or put off till later."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from bot.knowledge.model import Signal
from bot.understanding.markup import fold
from bot.understanding.mentions import Mention
from bot.understanding.phrases import Found, Matcher
from bot.understanding.reading import Polarity, SignalHit

CLAUSE_END = re.compile(r"[.!?;:,\n]|\b(?:but|however|only|just|although|because|since|so|due to|thus)\b")
DENIAL = re.compile(
    r"(?<!\w)(?:not|no|never|without|neither|nor|none|nobody|don'?t|doesn'?t|didn'?t|won'?t|isn'?t|aren'?t|wasn'?t"
    r"|can'?t|cannot|needn'?t|haven'?t|hasn'?t|instead of|rather than|nothing|isnt|dont)(?!\w)(?!\s+(?:only|just|sure))"
)
# what these say is itself a denial or a lack: "we can't use a cloud because of client confidentiality"
SELF_DENYING = frozenset({"privacy", "domain_gap"})
LATER = re.compile(
    r"(?<!\w)(?:later|someday|eventually|one day|next year|down the road|nice to have|nice-to-have|not now|not yet"
    r"|in (?:the )?future|maybe (?:some ?day|later))(?!\w)"
)
DENIAL_REACH = 6  # words between the denial and what it denies
CLAUSE_REACH = 160  # characters looked at on either side of a phrase
MOST_QUOTED = 80  # characters
NUMBER_BEGUN = re.compile(r"\d[\d.,']*$")


class SignalFinder:
    """Finds signals; of an affirmation and a denial the last one counts."""

    def __init__(self, signals: dict[str, Signal]) -> None:
        self._matcher = Matcher({id_: signal.phrases for id_, signal in signals.items()})

    def find(self, text: str, mentions: Iterable[Mention] = ()) -> tuple[SignalHit, ...]:
        """Hits in the order of the text; put-off ones are left out. A role's name is no fact about the project."""
        folded = fold(text)
        for mention in mentions:
            folded = folded[: mention.start] + "|" * (mention.end - mention.start) + folded[mention.end :]
        hits: dict[str, tuple[int, SignalHit]] = {}
        for found in self._matcher.find(folded):
            before, after = _clause(folded, found)
            if LATER.search(before) or LATER.search(after):
                continue
            denied = _denied(before) and found.id not in SELF_DENYING
            polarity: Polarity = "absent" if denied else "present"
            hit = SignalHit(id=found.id, polarity=polarity, quote=_quote(text, found))
            known = hits.get(found.id)
            if known is None or (known[1].polarity != polarity and found.start > known[0]):
                hits[found.id] = (found.start, hit)
        return tuple(hit for _, hit in sorted(hits.values(), key=lambda pair: (pair[0], pair[1].id)))


def without_outweighed(hits: Iterable[SignalHit], signals: Mapping[str, Signal]) -> tuple[SignalHit, ...]:
    """The hits without those that an affirmed one makes void: what goes live is a prototype no more."""
    told = tuple(hits)
    void = {weaker for hit in told if hit.polarity == "present" for weaker in signals[hit.id].outweighs}
    return tuple(hit for hit in told if hit.id not in void)


def _clause(folded: str, found: Found) -> tuple[str, str]:
    """The words of the same clause before and after the match."""
    before = CLAUSE_END.split(folded[max(0, found.start - CLAUSE_REACH) : found.start])[-1]
    after = re.split(r"[.!?;:\n,]|\bbut\b", folded[found.end : found.end + CLAUSE_REACH])[0]
    return before, after


def _denied(before: str) -> bool:
    *_, last = [None, *DENIAL.finditer(before)]
    return last is not None and len(before[last.end() :].split()) <= DENIAL_REACH


def _quote(text: str, found: Found) -> str:
    """The words found; a number whole, though a phrase may know only its end: 4,000 staff."""
    begun = NUMBER_BEGUN.search(text, 0, found.start) if text[found.start].isdigit() else None
    start = begun.start() if begun else found.start
    return " ".join(text[start : found.end].split())[:MOST_QUOTED]
