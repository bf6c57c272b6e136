"""The sentence encoder: its files are those that are named, and a text has one vector wherever it is asked for."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bot.knowledge import Knowledge
from bot.understanding import encoder as module
from bot.understanding.encoder import CHECKSUMS, KNOWN, SIZE, WEIGHTS, Encoder, Vectors, key_of, version
from bot.understanding.make_weights import meanings_of

ROOT = Path(__file__).resolve().parent.parent.parent
LEAST_KNOWN = 0.95
TEXTS = ("what does an ai engineer cost", "we want a chatbot over our handbook", "?", "", "人 😀", "word " * 500)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


@pytest.fixture(scope="module")
def meanings(knowledge: Knowledge) -> list[str]:
    """What the encoder is given for each shipped utterance."""
    return meanings_of(knowledge)


def kept() -> dict[bytes, Vectors]:
    with np.load(KNOWN, allow_pickle=False) as file:
        return dict(zip((key.tobytes() for key in file["keys"]), file["vectors"], strict=True))


def test_the_files_are_those_of_the_list() -> None:
    named = dict(line.split("  ")[::-1] for line in CHECKSUMS.read_text(encoding="utf-8").splitlines())
    assert set(named) == {"minilm-l6-int8.onnx", "vocab.txt", "basis.npz"}
    assert named == {name: hashlib.sha256((WEIGHTS / name).read_bytes()).hexdigest() for name in named}


def test_a_vector_has_its_size_and_about_length_one(encoder: Encoder) -> None:
    for text in TEXTS:
        vector = encoder.embed(text)
        assert vector.shape == (SIZE,)
        assert vector.dtype == np.float32
        assert 0.5 < float(np.linalg.norm(vector)) < 1.01
        assert np.array_equal(vector, vector.astype(np.float16))  # as it is kept


def test_a_text_has_the_same_vector_each_time_whatever_came_before(encoder: Encoder) -> None:
    first = [encoder.embed(text) for text in TEXTS]
    again = [encoder.embed(text) for text in reversed(TEXTS)][::-1]
    assert np.array_equal(first, again)
    assert np.array_equal(first, [Encoder().embed(text) for text in TEXTS])
    assert np.array_equal(encoder.embed_all(TEXTS), first)


def test_texts_embedded_together_differ_but_a_little(encoder: Encoder) -> None:
    together = encoder.embed_together(TEXTS[:3])
    for vector, text in zip(together, TEXTS[:3], strict=True):
        alone = encoder.embed(text)
        assert float(vector @ alone) / float(np.linalg.norm(vector) * np.linalg.norm(alone)) > 0.97


def test_what_means_the_same_is_nearer_than_what_does_not(encoder: Encoder) -> None:
    salary, pay, rain = encoder.embed_all(["what is the salary", "how much do they earn", "will it rain in rome"])
    assert salary @ pay > salary @ rain + 0.2


def test_the_packaged_vectors_cover_the_shipped_utterances(meanings: list[str]) -> None:
    known = kept()
    assert len(meanings) > 5000
    assert sum(key_of(text) in known for text in meanings) >= LEAST_KNOWN * len(meanings)


def test_a_packaged_vector_is_what_would_be_computed(encoder: Encoder, meanings: list[str]) -> None:
    known = kept()
    some = [text for text in meanings[::97] if key_of(text) in known]
    assert len(some) > 50
    computed = np.stack([encoder.embed(text) for text in some])
    packaged = np.stack([known[key_of(text)] for text in some]).astype(np.float32)
    # the same bits on the machine that made the file; other processors round a little differently
    cosines = (computed * packaged).sum(1) / np.linalg.norm(computed, axis=1) / np.linalg.norm(packaged, axis=1)
    assert cosines.min() > 0.99
    assert np.array_equal(encoder.embed_all(some), packaged)


def test_without_packaged_vectors_all_are_computed(
    encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "KNOWN", tmp_path / "none.npz")
    assert np.array_equal(encoder.embed_all(TEXTS), np.stack([encoder.embed(text) for text in TEXTS]))


def test_two_processes_agree_to_the_last_bit(encoder: Encoder) -> None:
    code = (
        "import hashlib\nfrom bot.understanding.encoder import Encoder\n"
        f"print(hashlib.sha256(b''.join(Encoder().embed(text).tobytes() for text in {TEXTS!r})).hexdigest())"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    here = hashlib.sha256(b"".join(encoder.embed(text).tobytes() for text in TEXTS)).hexdigest()
    assert run.stdout.strip() == here


def test_the_version_names_the_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = version()
    other = tmp_path / "SHA256SUMS"
    other.write_bytes(CHECKSUMS.read_bytes().replace(b"0", b"1", 1))
    monkeypatch.setattr(module, "CHECKSUMS", other)
    assert len(before) == 16
    assert version() != before
