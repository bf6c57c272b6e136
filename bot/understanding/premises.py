"""False and loaded premises of a message: what it takes for granted about the roles and the work."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from bot.knowledge.model import Knowledge
from bot.understanding.encoder import Vector
from bot.understanding.likeness import Likenesses
from bot.understanding.phrases import Matcher
from bot.understanding.reading import PremiseHit
from bot.understanding.view import View

SURE = 0.35  # likeness from which a message rests on a premise, though no phrase of it occurs
POSSIBLE = 0.06  # likeness below which a phrase is taken to mean something else
MOST_WORDS = 90  # of a message that is looked at; a longer one describes something
MOST = 2  # premises of one message
# whoever says so does not share the premise, or asks whether it holds
DISOWNED = re.compile(
    r"\b(?:(?:don't|do not|doesn't|does not|never) (?:believe|think|buy|agree)|is it true|myth|wrong to think"
    r"|not true|isn't true|no longer believe)\b"
)
TEACHING = frozenset({"misconceptions", "compare", "define", "when_to_hire", "both", "recommend", "vetting"})


class PremiseReader:
    """Finds premises by phrases and by likeness to the examples; one about roles needs all of them named."""

    def __init__(self, knowledge: Knowledge, *, view: Callable[[str], View], view_by: str, cache: Path | None) -> None:
        self._premises = knowledge.premises
        self._matcher = Matcher({id_: premise.phrases for id_, premise in knowledge.premises.items()})
        examples = premise_examples(knowledge)
        self._model = Likenesses("premises", examples, view=view, view_by=view_by, cache=cache)

    def find(self, view: View, meaning: Vector, roles: Sequence[str]) -> tuple[PremiseHit, ...]:
        """The premises, the surest first."""
        if not self._premises or len(view.words.split()) > MOST_WORDS or DISOWNED.search(view.words):
            return ()
        likeness = self._model.of_views([view], meaning[np.newaxis])[0]
        alike = dict(zip(self._model.labels, likeness.tolist(), strict=True))
        said = {found.id for found in self._matcher.find(view.words) if alike.get(found.id, 1.0) >= POSSIBLE}
        held = [id_ for id_ in self._premises if id_ in said or alike.get(id_, 0.0) >= SURE]
        fitting = [id_ for id_ in held if set(self._premises[id_].roles) <= set(roles)]
        fitting.sort(key=lambda id_: (id_ not in said, -alike.get(id_, 0.0), id_))
        return tuple(PremiseHit(id=id_) for id_ in fitting[:MOST])


def premise_examples(knowledge: Knowledge) -> dict[str, frozenset[str]]:
    """The premise that each example rests on; the utterances of intents that teach rest on none."""
    if not knowledge.premises:
        return {}
    found = {
        text: frozenset[str]()
        for intent in knowledge.intents.values()
        if intent.id in TEACHING
        for texts in intent.utterances.values()
        for text in texts
    }
    for writer in knowledge.examples.values():
        if writer.premises:
            found |= {text: frozenset[str]() for text in writer.none}
            found |= {text: frozenset({id_}) for id_, texts in writer.premises.items() for text in texts}
    return found
