"""How much it matters that vocabulary, word weights and the encoder's basis see the writer who is left out.

The block-wise figures leave out a writer's labels alone. Here everything is made again without the writer: the basis,
the vocabularies with their weights, the fit, and the thresholds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.understanding import Reader
from bot.understanding.classifier import Classifier
from bot.understanding.encoder import Encoder, Vectors, joined, main_directions
from bot.understanding.features import Floats
from bot.understanding.fit import fit
from bot.understanding.kernel import Space
from bot.understanding.thresholds import Decisions, Errors, count, decide, decide_unseen
from bot.understanding.view import View

WRITERS = ("everyday-managers", "finance-and-public-sector", "team-channels")
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True)
class Seen:
    """The messages as the classifier sees them; `states` has the shape (messages, layers, width)."""

    classifier: Classifier
    views: Sequence[View]
    states: Vectors


def table(reader: Reader) -> None:
    """Block-wise figures and honest ones, side by side."""
    classifier, encoder = reader.classifier, Encoder()
    views = [reader.view(example.text) for example in classifier.examples]
    seen = Seen(classifier, views, np.concatenate([encoder.states([view.meaning]) for view in views]))
    names = [example.writer for example in classifier.examples]
    writers, truth, outside = np.array(names), classifier.truth, classifier.outside
    blockwise = decide_unseen(classifier.fit.unseen, truth, outside, names)
    print("\nBlock-wise figures against a refit that has seen nothing of the writer (block-wise > refit, percent)")
    print(f"{'writer':30}{'top-1':>16}{'answered':>16}{'wrong':>16}{'declined':>16}{'out-of-scope':>16}")
    for name in WRITERS:
        away = writers == name
        honest = count(_without(seen, away), truth[away], outside)
        pairs = zip(_cells(count(blockwise, truth, outside, away)), _cells(honest), strict=True)
        print(f"{name:30}" + "".join(f"{f'{100 * a:.1f} > {100 * b:.1f}':>16}" for a, b in pairs), flush=True)


def _cells(found: Errors) -> tuple[float, ...]:
    return found.top1, found.answered, found.wrong, found.declined, found.outside_declined


def _without(seen: Seen, away: Flags) -> Decisions:
    """Decisions on the messages left out, by a model and thresholds made from the others."""
    classifier = seen.classifier
    kept, gone = np.flatnonzero(~away).tolist(), np.flatnonzero(away).tolist()
    once = list({seen.views[i].meaning: i for i in kept}.values())
    meanings = _meanings(seen.states, seen.states[once])
    space = Space.of([seen.views[i] for i in kept], meanings[kept])
    writers = [classifier.examples[i].writer for i in kept]
    made = fit(space, classifier.truth[kept], len(classifier.intents), classifier.outside, writers)
    kernels = np.stack([space.kernel(seen.views[i].words, meanings[i]) for i in gone])
    return decide(kernels @ made.alpha.T, classifier.outside, made.thresholds)


def _meanings(states: Vectors, seen: Vectors) -> Floats:
    """Vectors of all states along the main directions of those seen."""
    centre, directions = main_directions(seen)
    return np.asarray((joined(states, centre) @ directions).astype(np.float16), np.float32)
