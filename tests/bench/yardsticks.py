"""`python -m tests.bench.yardsticks FOLDER`: the intent classifier, unchanged, on public intent data sets.

FOLDER holds clones of three public repositories, under their own names:

    git clone https://github.com/clinc/oos-eval FOLDER/oos-eval
    git clone https://github.com/PolyAI-LDN/task-specific-datasets FOLDER/task-specific-datasets
    git clone https://github.com/xliuhw/NLU-Evaluation-Data FOLDER/NLU-Evaluation-Data

Same kernel, ridge and allowances as in the bot; only the markup of Slack and the names of roles are not looked for, as
there are none. These sets do not say who wrote what, so ten random groups stand for the writers when the thresholds are
chosen, which promises too much: messages of one hand then stand on both sides. The bot asks back when it is unsure;
here nobody can be asked, so for CLINC150 every message is answered or declined, by one of two rules of which a user
picks the threshold. The largest set has 15,100 training messages: 4 GB and some minutes. `--only NAME` runs one set,
`--folds N` the first N of the ten folds of HWU64.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.understanding.classifier import OUT_OF_SCOPE, Classifier, Example
from bot.understanding.thresholds import count, decide
from bot.understanding.view import View

GROUPS = 10
SEED = 20_171
IN_SCOPE, RECALL = 0.95, 0.85  # what is aimed at on CLINC150, both at one point
SHARES = (0.97, 0.96, 0.95, 0.94, 0.93, 0.92, 0.9, 0.85)  # of messages in scope that a rule lets through
HWU_FOLDS = "NLU-Evaluation-Data/CrossValidation/autoGeneFromRealAnno/*/CrossValidation"
Labelled = Sequence[tuple[str, str]]  # texts with their intents
Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class DataSet:
    """Messages to learn from and messages to be tested on."""

    name: str
    training: Labelled
    test: Labelled
    validation: Labelled = ()


@dataclass(frozen=True)
class Predictions:
    """Probabilities of each intent, shape (messages, intents), and the numbers of the true ones."""

    truth: Numbers
    chances: Floats
    outside: int

    def rules(self) -> dict[str, Floats]:
        """How far each message speaks for being declined; shape (messages,)."""
        within = np.delete(self.chances, self.outside, axis=1)
        return {
            "decline when P(out of scope) >= t": self.chances[:, self.outside],
            "decline when the best P in scope < t": -within.max(axis=1),
        }

    @cached_property
    def right(self) -> NDArray[np.bool_]:
        """The likeliest intent in scope is the true one."""
        within = self.chances.copy()
        within[:, self.outside] = -1
        return np.asarray(within.argmax(axis=1) == self.truth)


def main() -> None:
    """Print the table of each data set found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", choices=sorted(SETS), action="append")
    parser.add_argument("--folds", type=int, default=1)
    wanted = parser.parse_args()
    for name in wanted.only or SETS:
        try:
            for data in SETS[name](wanted.folder, wanted.folds):
                show(data)
        except OSError as error:
            print(f"\n{name}: not measured, {error.strerror}: {error.filename}", flush=True)
    sys.stdout.flush()


def clinc(file: str) -> Callable[[Path, int], Iterator[DataSet]]:
    """CLINC150: 150 intents; its validation part serves to pick the threshold of a rule, and nothing else."""

    def read(folder: Path, _folds: int) -> Iterator[DataSet]:
        parts = json.loads((folder / "oos-eval/data" / file).read_text(encoding="utf-8"))
        groups = [[*parts[name], *parts[f"oos_{name}"]] for name in ("train", "test", "val")]
        yield DataSet(f"CLINC150 {file}", *([(t, _scope(label)) for t, label in group] for group in groups))

    return read


def _scope(label: str) -> str:
    return OUT_OF_SCOPE if label == "oos" else label


def banking(folder: Path, _folds: int) -> Iterator[DataSet]:
    """Banking77: questions to one bank, 77 intents, none out of scope."""
    source = folder / "task-specific-datasets/banking_data"
    yield DataSet("banking77", *(_rows(source / f"{part}.csv", "text", "category") for part in ("train", "test")))


def hwu(folder: Path, folds: int) -> Iterator[DataSet]:
    """HWU64: 64 intents of a home assistant, in the ten folds that its authors published."""
    found = next(iter(folder.glob(HWU_FOLDS)), folder / HWU_FOLDS)
    for number in range(1, folds + 1):
        parts = []
        for part in ("trainset", "testset/csv"):
            source = found / f"KFold_{number}" / part
            if not source.is_dir():
                raise FileNotFoundError(2, "no such folder", str(source))
            parts.append([row for file in sorted(source.glob("*.csv")) for row in _home(file)])
        yield DataSet(f"HWU64 fold {number}", *parts)


def _home(file: Path) -> Labelled:
    # the name of a file is its intent; the entities are marked in another column than this one
    with file.open(encoding="utf-8", newline="") as handle:
        return [(row["answer_from_anno"], file.stem) for row in csv.DictReader(handle, delimiter=";")]


def _rows(file: Path, text: str, intent: str) -> Labelled:
    with file.open(encoding="utf-8", newline="") as handle:
        return [(row[text], row[intent]) for row in csv.DictReader(handle)]


SETS: dict[str, Callable[[Path, int], Iterator[DataSet]]] = {
    "clinc-full": clinc("data_full.json"),
    "clinc-small": clinc("data_small.json"),
    "banking77": banking,
    "hwu64": hwu,
}


def view(text: str) -> View:
    """A message as the classifier is given it: these have no markup and no names of roles."""
    return View(text.lower(), text.lower())


def fit(training: Labelled) -> Classifier:
    """A classifier that learned from these messages."""
    chance = random.Random(SEED)
    examples = [Example(text, intent, f"group {chance.randrange(GROUPS)}") for text, intent in training]
    with tempfile.TemporaryDirectory() as cache:  # a fit of this size is not to push the bot's own out of its cache
        return Classifier(examples, view=view, cache=Path(cache))


def predict(classifier: Classifier, messages: Labelled) -> Predictions:
    """Rank the intents of each message, one by one."""
    number = {intent: i for i, intent in enumerate(classifier.intents)}
    chances = np.zeros((len(messages), len(number)))
    for row, (text, _) in zip(chances, messages, strict=True):
        for intent, probability in classifier.rank(view(text)):
            row[number[intent]] = probability
    return Predictions(np.array([number[intent] for _, intent in messages]), chances, classifier.outside)


def show(data: DataSet) -> None:
    """Accuracy, what happens at the classifier's own operating points, and what a rule without asking back does."""
    start = time.perf_counter()
    classifier = fit(data.training)
    fitted = time.perf_counter()
    found = predict(classifier, data.test)
    each = (time.perf_counter() - fitted) / len(data.test) * 1000
    inside = found.truth != found.outside
    at = classifier.fit.thresholds
    made = decide(np.log(np.maximum(found.chances, 1e-30)), found.outside, replace(at, temperature=1.0))
    errors = count(made, found.truth, found.outside)
    spent = f"fit {fitted - start:.0f} s, {each:.1f} ms a message"
    print(
        f"\n{data.name}: {len(data.training)} to learn from, {inside.sum()} in scope and {(~inside).sum()} "
        f"out of scope to be tested on, {len(classifier.intents)} classes; {spent}"
    )
    lines = {
        "in-scope accuracy, likeliest class": share(made.top[inside] == found.truth[inside]),
        "out-of-scope recall, likeliest class": share(made.top[~inside] == found.outside),
        f"in scope, answered (from probability {at.answer_from:.2f})": share(made.answered[inside]),
        "wrong among all answered": f"{100 * errors.wrong:.1f} %",
        f"in scope, declined (from probability {min(at.decline_from, 1):.2f})": share(made.declined[inside]),
        "out of scope, declined": share(made.declined[~inside]),
        "out of scope, answered": share(made.answered[~inside]),
    }
    for label, value in lines.items():
        print(f"  {label:52}{value:>9}")
    if data.validation:
        two_ways(predict(classifier, data.validation), found)
    sys.stdout.flush()


def two_ways(validation: Predictions, test: Predictions) -> None:
    """For each rule the curve, the point nearest to the aim, and what the point picked on validation comes to."""
    picked, inside = validation.rules(), test.truth != test.outside
    for rule, away in test.rules().items():
        print(f"  {rule:40}{'t':>8}{'in-scope accuracy':>19}{'out-of-scope recall':>21}")
        for kept in SHARES:
            point(
                f"lets {100 * kept:.0f} % of those in scope through", test, away, float(np.quantile(away[inside], kept))
            )
        point("nearest to the aim on the test part", test, away, nearest(test, away))
        point("picked on the validation part", test, away, nearest(validation, picked[rule]))
        ends(test, away)


def ends(found: Predictions, away: Floats) -> None:
    """What the rule gives of the one where the other is as aimed at."""
    sides = [sides_at(found, away, least) for least in np.unique(away)]
    recalls = [recall for accuracy, recall in sides if accuracy >= IN_SCOPE]
    accuracies = [accuracy for accuracy, recall in sides if recall >= RECALL]
    for label, values in (
        (f"{IN_SCOPE:.0%} in-scope accuracy: recall", recalls),
        (f"{RECALL:.0%} recall: in-scope accuracy", accuracies),
    ):
        print(f"    {'at ' + label:46}{max(values):.1%}" if values else f"    {label.partition(':')[0]} is not reached")


def point(label: str, found: Predictions, away: Floats, least: float) -> None:
    """One line of a rule's curve."""
    accuracy, recall = sides_at(found, away, least)
    print(f"    {label:38}{abs(least):8.4f}{accuracy:19.1%}{recall:21.1%}")


def nearest(found: Predictions, away: Floats) -> float:
    """The threshold at which the larger of the two shortfalls is least."""

    def short(least: float) -> float:
        accuracy, recall = sides_at(found, away, least)
        return max(IN_SCOPE - accuracy, RECALL - recall)

    return float(min(np.unique(away), key=short))


def sides_at(found: Predictions, away: Floats, least: float) -> tuple[float, float]:
    """In-scope accuracy, the declined counting as wrong, and out-of-scope recall, declining from `least`."""
    inside = found.truth != found.outside
    declined = away >= least
    return float(np.mean((found.right & ~declined)[inside])), float(np.mean(declined[~inside]))


def share(hits: Sequence[bool] | NDArray[np.bool_]) -> str:
    """A share in percent; a dash where there is nothing to count."""
    return f"{100 * float(np.mean(hits)):.1f} %" if len(hits) else "-"


if __name__ == "__main__":
    main()
