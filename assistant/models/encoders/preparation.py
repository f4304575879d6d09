"""Preparing a model for OpenVINO, in a process of its own: what it imports takes seconds and a gigabyte.

The process converts the model, quantizes it to int8, and finds out which of the two is faster on this machine.
Its parent is told how far it is in lines on standard output. Two models are prepared: the default embedder, and the
reader, which is the same encoder with weights of its own.
"""

import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from filelock import FileLock

from assistant.models.encoders.padding import INPUTS
from assistant.settings import shipped

if TYPE_CHECKING:
    import openvino as ov
    import torch

logger = logging.getLogger(__name__)

STEPS = 3
WORTH_IT = 1.2
"""How many times faster int8 must be to be preferred. With int8 instructions (AVX-512 VNNI) it is 2.5 times."""

FAITHFUL = 0.99
"""The least mean cosine of what int8 gives (a vector, or a passage's logits) with what fp32 does; seen of vectors:
0.997."""

_FASTEST = "fastest"
"""A file with the name of the faster precision, written last."""

_CALIBRATED_ON = 48
_PARAGRAPHS = 3


def prepared(
    folder: Path, target: Path, *, weights: Path | None = None, on_step: Callable[[int, int], None] | None = None
) -> str:
    """The precision ("int8" or "fp32") that is faster here, of the model in `folder`, prepared in `target`.

    The first call takes about 20 seconds; two processes that make it do so one after the other.

    Args:
        folder: a BERT model with mean pooling, as all-MiniLM-L6-v2 is.
        target: where `fp32.xml` and, where it is of use, `int8.xml` are kept.
        weights: the reader's, which is then prepared; None prepares the embedder.
        on_step: told how many steps are done, of how many.

    Raises:
        OSError: `target` cannot be written.
        RuntimeError: the model cannot be converted here.
    """
    record = target / _FASTEST
    if not record.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{target}.lock"):
            if not record.is_file():
                _run(folder, target, weights, on_step or (lambda done, total: None))
    return record.read_text("utf-8")


def _run(folder: Path, target: Path, weights: Path | None, on_step: Callable[[int, int], None]) -> None:
    logger.info("Preparing the %s model for this machine, once.", "reading" if weights else "embedding")
    on_step(0, STEPS)
    package = str(Path(__file__).resolve().parents[3])
    paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    command = [sys.executable, "-P", "-m", __spec__.name if __spec__ else __name__, str(folder), str(target)]
    command += [str(weights)] if weights else []
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as complaints,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=complaints, text=True, env=environment) as process,
    ):
        try:
            for line in process.stdout or ():
                on_step(int(line), STEPS)
        finally:
            if process.poll() is None and sys.exc_info()[0]:
                process.terminate()
        if process.wait():
            complaints.seek(0)
            reason = (complaints.read().strip().splitlines() or ["it was stopped"])[-1]
            raise RuntimeError(f"preparing it failed: {reason}")


def _main(folder: Path, target: Path, weights: Path | None = None) -> None:
    tell = _own_output()
    logging.disable()
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory(dir=target.parent) as working:
        new = Path(working) / "new"
        new.mkdir()
        _convert(_network(folder, weights), new / "fp32.xml")
        tell(1)
        texts = calibration_texts()
        fastest = "int8" if _quantized(folder, new, texts) else "fp32"
        tell(2)
        (new / _FASTEST).write_text(fastest, "utf-8")
        shutil.rmtree(target, ignore_errors=True)
        os.replace(new, target)  # noqa: PTH105 - of a folder
    tell(STEPS)


def _own_output() -> Callable[[int], None]:
    """Writes to standard output as it was; what libraries print goes nowhere."""
    own = os.fdopen(os.dup(1), "w")
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)

    def tell(step: int) -> None:
        own.write(f"{step}\n")
        own.flush()

    return tell


def _network(folder: Path, weights: Path | None) -> "torch.nn.Module":
    if weights:
        from assistant.models.reading.network import load_network

        return load_network(folder, weights)
    from assistant.models.encoders.pooled import Pooled

    return Pooled(folder)


def _convert(network: "torch.nn.Module", path: Path) -> None:
    """Writes a model in fp32."""
    import torch

    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type] # else it starts with the import
    import openvino as ov

    example = {name: torch.ones(2, 8, dtype=torch.long) for name in INPUTS}
    ov.save_model(ov.convert_model(network.eval(), example_input=example), path, compress_to_fp16=False)


def _quantized(folder: Path, new: Path, texts: list[str]) -> bool:
    """Whether the model could be quantized to `int8.xml` and is faster so, and faithful."""
    try:
        import nncf
    except ImportError:
        return False
    import openvino as ov

    given = list(_inputs(folder, texts))
    core = ov.Core()
    model = nncf.quantize(
        core.read_model(new / "fp32.xml"),
        nncf.Dataset(given),
        model_type=nncf.ModelType.TRANSFORMER,
        subset_size=len(given),
    )
    ov.save_model(model, new / "int8.xml", compress_to_fp16=False)
    slow, fast = (compiled(core, new, precision) for precision in ("fp32", "int8"))
    alike = [_cosine(slow(each)[0], fast(each)[0]) for each in given]
    return float(np.mean(alike)) >= FAITHFUL and _seconds(slow) >= WORTH_IT * _seconds(fast)


def _cosine(one: np.ndarray, other: np.ndarray) -> float:
    """Of all numbers of two outputs, each column of logits about its mean."""
    if one.ndim > 2:  # logits of tokens: what all have in common says nothing
        one, other = one - one.mean(1, keepdims=True), other - other.mean(1, keepdims=True)
    return float((one * other).sum() / (np.linalg.norm(one) * np.linalg.norm(other)))


def compiled(core: "ov.Core", folder: Path, precision: str) -> "ov.CompiledModel":
    """The prepared model in `folder`; what int8 leaves in floating point is computed in bf16 if that helps."""
    floats = "bf16" if precision == "int8" and _has_bf16(core) else "f32"
    config = {"INFERENCE_PRECISION_HINT": floats, "PERFORMANCE_HINT": "THROUGHPUT"}
    return core.compile_model(str(folder / f"{precision}.xml"), "CPU", config)


def _has_bf16(core: "ov.Core") -> bool:
    return "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")


def _inputs(folder: Path, texts: list[str]) -> Iterator[dict[str, np.ndarray]]:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(256)
    tokenizer.no_padding()
    for text in texts:
        ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
        yield dict(zip(INPUTS, (ids, np.ones_like(ids), np.zeros_like(ids)), strict=True))


def _seconds(model: "ov.CompiledModel") -> float:
    """How long a batch takes: the best of four."""
    ids = np.random.default_rng(0).integers(1000, 20000, (16, 128))
    given = dict(zip(INPUTS, (ids, np.ones_like(ids), np.zeros_like(ids)), strict=True))
    taken = []
    for _ in range(4):
        started = time.perf_counter()
        model(given)
        taken.append(time.perf_counter() - started)
    return min(taken)


def calibration_texts() -> list[str]:
    """News text of about a passage's length, from the demo archive."""
    texts = []
    for path in sorted(path for path in shipped("corpus").rglob("*") if path.suffix in (".md", ".txt")):
        paragraphs = path.read_text("utf-8").split("\n\n")
        texts += ["\n".join(paragraphs[at : at + _PARAGRAPHS]) for at in range(0, len(paragraphs), _PARAGRAPHS)]
    return texts[:_CALIBRATED_ON]


if __name__ == "__main__":
    _main(*map(Path, sys.argv[1:]))
