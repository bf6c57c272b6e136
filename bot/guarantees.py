"""What the classifier promises about messages by people it never saw, and what it kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from bot.understanding.classifier import Classifier
from bot.understanding.thresholds import (
    DECLINED_ALLOWED,
    WRONG_ALLOWED,
    Decisions,
    count,
    decide_unseen,
)

MOST_LISTED = 15
LEAST_IN_SCOPE, LEAST_OUTSIDE = 60, 600  # messages that an intent should have


def tables(classifier: Classifier) -> Iterator[str]:
    """Lines: promised and observed errors, each writer, each intent, and the messages that go most surely wrong.

    Every message is judged by a model without its writer's labels, at thresholds chosen on the other writers.
    """
    writers = [example.writer for example in classifier.examples]
    if len(set(writers)) < 2:
        yield "One writer only: nobody can be left out, so nothing is promised."
        return
    made = decide_unseen(classifier.fit.unseen, classifier.truth, classifier.outside, writers)
    yield from _promises(classifier, made)
    yield from _by_writer(classifier, made, np.array(writers))
    yield from _by_intent(classifier, made)
    yield from _surest_misses(classifier, made)


def _promises(classifier: Classifier, made: Decisions) -> Iterator[str]:
    found = count(made, classifier.truth, classifier.outside)
    yield f"{len(classifier.examples):,} example questions, each read as if its writer had never been seen"
    yield f"{'':36}{'promised':>12}{'observed':>12}"
    yield f"{'wrong among those answered':36}{f'<= {WRONG_ALLOWED:.1%}':>12}{found.wrong:>12.1%}"
    yield f"{'declined though in scope':36}{f'<= {DECLINED_ALLOWED:.1%}':>12}{found.declined:>12.1%}"
    yield f"{'likeliest intent right, in scope':36}{'':12}{found.top1:>12.1%}"
    yield f"{'answered at once, in scope':36}{'':12}{found.answered:>12.1%}"
    yield f"{'declined, of those out of scope':36}{'':12}{found.outside_declined:>12.1%}"


def _by_writer(
    classifier: Classifier, made: Decisions, writers: np.ndarray[tuple[int], np.dtype[np.str_]]
) -> Iterator[str]:
    yield f"\n{'writer':30}{'messages':>10}{'right':>9}{'answered':>10}{'wrong':>8}{'declined':>10}{'out of scope':>14}"
    for writer in sorted(set(writers.tolist())):
        e = count(made, classifier.truth, classifier.outside, writers == writer)
        yield (
            f"{writer:30}{e.inside + e.outside:>10,}{e.top1:>9.1%}{e.answered:>10.1%}{e.wrong:>8.1%}{e.declined:>10.1%}"
            f"{e.outside_declined:>14.1%}"
        )


def _by_intent(classifier: Classifier, made: Decisions) -> Iterator[str]:
    yield f"\n{'intent':18}{'messages':>10}{'understood':>12}   most often taken for"
    truth = classifier.truth
    for number, intent in enumerate(classifier.intents):
        mine = truth == number
        taken = Counter(classifier.intents[each] for each in made.top[mine & (made.top != truth)])
        named = ", ".join(f"{name} {times}" for name, times in taken.most_common(3))
        least = LEAST_OUTSIDE if number == classifier.outside else LEAST_IN_SCOPE
        few = f" (fewer than {least})" if mine.sum() < least else ""
        yield f"{intent:18}{int(mine.sum()):>10,}{float(np.mean(made.top[mine] == number)):>12.1%}   {named}{few}"


def _surest_misses(classifier: Classifier, made: Decisions) -> Iterator[str]:
    """The wrong answers with the widest lead: often a message under the wrong intent."""
    truth, scores = classifier.truth, classifier.fit.unseen
    lead = scores.max(axis=1) - scores[np.arange(len(truth)), truth]
    wrong = np.flatnonzero(made.answered & (made.top != truth))
    yield "\nThe surest misses: is the message under the right intent?"
    for each in wrong[np.argsort(-lead[wrong], kind="stable")][:MOST_LISTED]:
        example = classifier.examples[each]
        text = " ".join(example.text.split())
        shown = text if len(text) <= 70 else f"{text[:69]}\N{HORIZONTAL ELLIPSIS}"
        yield f"  {example.intent} taken for {classifier.intents[made.top[each]]} [{example.writer}]: {shown}"
