"""Kernel ridge regression on how alike two messages are, and what it says of unseen writers.

The kernel is `exp(SLOPE * (s - 1))`, with `s` the weighted mean of three cosines: of meanings, of word
sequences, of character sequences. Fitting is one matrix inverse, and from the inverse come
exact predictions for each example as if its writer had never been seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.understanding.encoder import Vector, Vectors
from bot.understanding.features import COMMON, Floats, Index, character_runs, word_runs
from bot.understanding.view import View

MEANING, WORDS, CHARACTERS = 0.625, 0.25, 0.125
SLOPE = 0.7
RIDGE = 0.05
ROWS_AT_ONCE = 256
LEAST_FOR_THREADS = 8192  # products from which a linear algebra library may call its threads


@dataclass(frozen=True)
class Space:
    """The examples as points to measure a message against."""

    meanings: Vectors
    words: Index
    characters: Index

    @classmethod
    def of(cls, views: Sequence[View], meanings: Vectors) -> Space:
        """The space that the views span; `meanings` are their vectors, shape (views, size)."""
        texts = [view.words for view in views]
        return cls(meanings, Index.build(texts, word_runs), Index.build(texts, character_runs, COMMON))

    def kernel(self, text: str, meaning: Vector) -> Floats:
        """The kernel of a message with each example; shape (examples,)."""
        alike = MEANING * products(self.meanings, meaning)
        alike += WORDS * self.words.cosine(word_runs(text))
        alike += CHARACTERS * self.characters.cosine(character_runs(text))
        return np.asarray(np.exp(SLOPE * (alike - 1)), np.float32)

    def gram(self) -> Floats:
        """The kernel of the examples with each other, shape (examples, examples), in column order."""
        from scipy.sparse import csr_matrix  # scipy takes a tenth of a second to import, and only fitting needs it

        def rows(index: Index) -> csr_matrix:
            shape = (len(index.vocabulary), index.size)
            return csr_matrix((index.weights, index.documents, index.starts), shape=shape).T.tocsr()

        size = len(self.meanings)
        words, characters = rows(self.words), rows(self.characters)
        gram = np.empty((size, size), np.float32, order="F")
        for start in range(0, size, ROWS_AT_ONCE):
            span = slice(start, start + ROWS_AT_ONCE)
            alike = MEANING * (self.meanings @ self.meanings[span].T)
            alike += WORDS * (words @ words[span].T).toarray()
            alike += CHARACTERS * (characters @ characters[span].T).toarray()
            np.exp(SLOPE * (alike - 1), out=gram[:, span])
        return gram


def products(matrix: Floats, vector: Floats) -> Floats:
    """`matrix @ vector`, in slices too small for threads: those would fight with the encoder's for the cores."""
    rows, width = matrix.shape
    height = max(LEAST_FOR_THREADS // width, 1)
    whole = rows // height * height
    sliced = matrix[:whole].reshape(-1, height, width) @ vector
    return np.concatenate([sliced.reshape(-1), matrix[whole:] @ vector])


def coefficients(gram: Floats, targets: Floats) -> Floats:
    """Coefficients of the examples, all trusted alike; shapes as in `solve`."""
    return _solved(gram, targets, np.ones(len(gram), np.float32))[1]


def _solved(gram: Floats, targets: Floats, trust: Floats) -> tuple[Floats, Floats]:
    """The Cholesky factor of the regularised kernel, and the coefficients."""
    from scipy.linalg import lapack

    gram[np.diag_indices(len(gram))] += RIDGE / trust
    factor, failed = lapack.spotrf(gram, lower=1, overwrite_a=1)
    if failed:
        raise ArithmeticError(f"the kernel of {len(gram)} messages is not positive definite")
    alpha, _ = lapack.spotrs(factor, targets, lower=1)
    return factor, np.asarray(alpha, np.float32)


def solve(gram: Floats, targets: Floats, trust: Floats, groups: Sequence[str]) -> tuple[Floats, Floats]:
    """Coefficients of the examples, and their scores from a model that never saw their group.

    `targets` has the shape (examples, intents), `trust` weighs each example; `gram` is overwritten.
    With `G` the inverse of the regularised kernel and `B` the rows of a group, the left-out
    residual is `inv(G[B, B]) @ alpha[B]`: exact, by block inversion.
    """
    from scipy.linalg import lapack

    factor, alpha = _solved(gram, targets, trust)
    inverse, _ = lapack.spotri(factor, lower=1, overwrite_c=1)
    scores = np.empty_like(targets)
    names = np.array(groups)
    for group in sorted(set(groups)):
        block = np.flatnonzero(names == group)
        lower = np.tril(inverse[np.ix_(block, block)])
        whole = (lower + np.tril(lower, -1).T).astype(np.float64)
        scores[block] = targets[block] - np.linalg.solve(whole, alpha[block].astype(np.float64))
    return alpha, scores
