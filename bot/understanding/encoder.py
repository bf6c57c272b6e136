"""What a message means, as a vector: a small sentence encoder that runs from packaged weights.

all-MiniLM-L6-v2 with 8-bit weights, in onnxruntime, on one message at a time: the rounding of
a batch depends on all that is in it, and the same question must give the same answer. The vector
joins the mean states of the last three layers, for what a person wants shows in the earlier ones
better than in the last. `weights/README.md` tells where the weights come from and how to make
them again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding.wordpiece import WordPiece

WEIGHTS = Path(__file__).parent / "weights"
MODEL, VOCABULARY, BASIS, KNOWN, CHECKSUMS = (
    WEIGHTS / name for name in ("minilm-l6-int8.onnx", "vocab.txt", "basis.npz", "known.npz", "SHA256SUMS")
)
THREADS = 2
PADDING = 0
SIZE = 256  # components of a vector

Vector = NDArray[np.float32]
Vectors = NDArray[np.float32]


class Encoder:
    """Embeds texts; opens its weights when the first text comes."""

    def embed(self, text: str) -> Vector:
        """A text's meaning: shape (256,), about length one, with the precision of 16 bits as it is kept."""
        return np.asarray(self.embed_together([text])[0])

    def embed_together(self, texts: Sequence[str]) -> Vectors:
        """Meanings of the parts of one message in one run, shape (texts, 256).

        Each may differ a little from what the text would give alone.
        """
        vectors = joined(self.states(texts), self._basis["centre"]) @ self._basis["directions"]
        return np.asarray(vectors.astype(np.float16), np.float32)

    def embed_all(self, texts: Sequence[str]) -> Vectors:
        """Vectors of many texts, shape (texts, 256); those that ship with the bot are looked up, not computed."""
        known = _known()
        found = [known.get(key_of(text)) for text in texts]
        return np.stack([self.embed(t) if f is None else f for t, f in zip(texts, found, strict=True)]).astype(
            np.float32
        )

    def states(self, texts: Sequence[str]) -> Vectors:
        """The mean state of each text in each of the last layers; shape (texts, 3, 384)."""
        encoded = [self._tokens.encode(text) for text in texts]
        longest = max(map(len, encoded))
        pieces = np.array([numbers + [PADDING] * (longest - len(numbers)) for numbers in encoded], dtype=np.int64)
        real = np.array([[1] * len(numbers) + [0] * (longest - len(numbers)) for numbers in encoded], dtype=np.int64)
        given = {"input_ids": pieces, "attention_mask": real, "token_type_ids": np.zeros_like(pieces)}
        shares = (real / real.sum(axis=1, keepdims=True)).astype(np.float32)[:, None, :]
        return np.stack([(shares @ layer)[:, 0] for layer in self._session.run(None, given)], axis=1)

    @cached_property
    def _tokens(self) -> WordPiece:
        return WordPiece(VOCABULARY.read_text(encoding="utf-8").splitlines())

    @cached_property
    def _session(self) -> Any:
        import onnxruntime  # a tenth of a second, which a command that reads no message need not spend

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = THREADS, 1
        return onnxruntime.InferenceSession(str(MODEL), options, providers=["CPUExecutionProvider"])

    @cached_property
    def _basis(self) -> Mapping[str, Vectors]:
        with np.load(BASIS, allow_pickle=False) as kept:
            return {name: kept[name].astype(np.float32) for name in ("centre", "directions")}


def joined(states: Vectors, centre: Vectors) -> Vectors:
    """Of each text the layers' mean states less their centres, equally long, in a row.

    From (texts, 3, 384) and (3, 384) to (texts, 1152), of length one.
    """
    layers = states - centre
    lengths = np.linalg.norm(layers, axis=2, keepdims=True) * np.sqrt(layers.shape[1])
    return np.asarray((layers / np.maximum(lengths, 1e-9)).reshape(len(states), -1), np.float32)


def main_directions(states: Vectors) -> tuple[Vectors, Vectors]:
    """The centre of states, shape (3, 384), and the directions along which they differ most, shape (1152, 256)."""
    centre = states.mean(axis=0).astype(np.float16).astype(np.float32)
    rows = joined(states, centre).astype(np.float64)
    directions = np.linalg.eigh(rows.T @ rows)[1][:, ::-1][:, :SIZE]
    signs = np.sign(directions[np.abs(directions).argmax(axis=0), np.arange(SIZE)])  # else as chance has it
    return centre, (directions * signs).astype(np.float16).astype(np.float32)


def version() -> str:
    """What names the weights in use."""
    return hashlib.sha256(CHECKSUMS.read_bytes()).hexdigest()[:16]


def key_of(text: str) -> bytes:
    """The name of a text among the known ones."""
    return hashlib.sha256(text.encode()).digest()[:8]


def _known() -> Mapping[bytes, Vector]:
    if not KNOWN.exists():
        return {}
    with np.load(KNOWN, allow_pickle=False) as kept:
        return dict(zip((key.tobytes() for key in kept["keys"]), kept["vectors"], strict=True))
