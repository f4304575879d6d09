"""The reader with random weights: what it is given, what it makes of the model's scores, and both ways to run it."""

import hashlib
import threading
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import Cancelled, ModelError, ModelMissing
from assistant.models.encoders.default_model import default_folder
from assistant.models.reading import reader as reading
from assistant.models.reading.inputs import CLAIM, QUESTION, Judged, Pair, Read, judged_pairs, read_pairs, tokenizer_in
from assistant.models.reading.reader import LONGEST, Reader
from assistant.models.reading.scores import MOST_TOKENS, NOWHERE, PassageRead, passage_read

HEADING = "US to move troops. 2 February 2022"
PASSAGES = [
    (HEADING, "About 1,000 soldiers based in Germany will move to Romania. They join 900 who are there."),
    ("", "The bakery on the corner sells rye bread and cinnamon rolls."),
    (HEADING, "Ünïcode, emoji 🛰️ and 中文 are text too. \ud800 is none."),
    (HEADING, "word " * 2000),
]


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The default encoder with heads that learnt nothing."""
    import torch

    from assistant.models.reading.network import Network, save_weights

    torch.manual_seed(3)
    path = tmp_path_factory.mktemp("reader") / "reader.safetensors"
    save_weights(Network(default_folder()), path)
    return path


@pytest.fixture(scope="module")
def in_torch(weights: Path) -> Reader:
    from assistant.models.reading.torch_network import load_torch_network

    return Reader(load_torch_network(default_folder(), weights), default_folder())


def read_by(starts: list[float], ends: list[float], *, nothing: float = 0.0) -> PassageRead:
    """What is read of as many words of four letters with a blank between them as there are scores."""
    offsets = np.array([(5 * place, 5 * place + 4) for place in range(len(starts))])
    return PassageRead(offsets, np.array(starts), np.array(ends), np.array(starts), nothing, 0.0, 0.0)


def test_a_question_is_read_with_title_day_and_passage() -> None:
    tokenizer = tokenizer_in(default_folder())
    (pair,) = read_pairs([Read("How many?", HEADING, "About 1,000 will move.")], tokenizer, most=LONGEST)
    words = [tokenizer.id_to_token(number) for number in pair.ids]
    assert words[:5] == ["[CLS]", "how", "many", "?", "[SEP]"]
    assert (words[pair.first - 1], words[pair.first], words[-1]) == ("[SEP]", "about", "[SEP]")
    assert ["About 1,000 will move."[start:end] for start, end in pair.offsets][-2:] == ["move", "."]
    assert pair.types == [0] * 5 + [1] * (len(words) - 5)


def test_what_does_not_fit_is_left_off_at_its_end() -> None:
    tokenizer = tokenizer_in(default_folder())
    (pair,) = read_pairs([Read("why " * 500, HEADING, "word " * 900)], tokenizer, most=LONGEST)
    assert len(pair.ids) == LONGEST
    assert pair.types.count(0) == QUESTION + 1
    assert len(pair.offsets) == LONGEST - pair.first - 1
    (judged,) = judged_pairs([Judged("so " * 500, "word " * 900)], tokenizer, most=LONGEST)
    assert (len(judged.ids), judged.types.count(0)) == (LONGEST, CLAIM + 1)


def test_the_likeliest_words_within_a_sentence_are_found() -> None:
    read = read_by([0, 5, 0, 9], [0, 0, 4, 0], nothing=2.0)
    assert (found := read.best_span((0, 14))).worth == 5 + 4 - 2
    assert (found.start, found.end) == (5, 14)
    assert (read.best_span((15, 19)).start, read.best_span((15, 19)).end) == (15, 19)
    assert read.evidence_of((0, 9)) == 2.5


def test_an_answer_does_not_end_before_it_begins_nor_go_on_for_ever() -> None:
    assert read_by([0, 9], [9, 0]).best_span((0, 9)).worth == 9
    long = read_by([9, *[0] * MOST_TOKENS], [*[0] * MOST_TOKENS, 9])
    assert long.best_span((0, 5 * MOST_TOKENS + 4)).worth == 9


def test_what_was_not_read_holds_no_answer() -> None:
    assert read_by([0], [0]).best_span((50, 60)).worth == NOWHERE
    assert read_by([0], [0]).evidence_of((50, 60)) == NOWHERE
    nothing = passage_read(Pair([1, 2], [0, 0], 2, []), np.zeros((2, 3)), np.zeros(5))
    assert nothing.best_span((0, 3)).worth == NOWHERE


def test_passages_are_read_in_the_order_given_one_or_many(in_torch: Reader) -> None:
    together = in_torch.read("How many troops are going to Romania?", PASSAGES)
    for passage, read in zip(PASSAGES, together, strict=True):
        (alone,) = in_torch.read("How many troops are going to Romania?", [passage])
        assert np.allclose(read.starts, alone.starts, atol=1e-4)
        assert np.array_equal(read.offsets, alone.offsets)
    assert in_torch.read("Nothing?", []) == []


def test_a_judgement_is_shares_of_three(in_torch: Reader) -> None:
    judged = in_torch.judge("A thousand soldiers move.", [text for _, text in PASSAGES])
    assert all(sum(judgement) == pytest.approx(1) for judgement in judged)
    assert len(judged) == len(PASSAGES)


def test_reading_is_stopped(in_torch: Reader) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        in_torch.read("Why?", PASSAGES, cancel=cancel)


def test_openvino_and_torch_read_alike(in_torch: Reader, weights: Path, tmp_path: Path) -> None:
    from assistant.models.reading.openvino_network import load_openvino_network

    network = load_openvino_network(default_folder(), weights, cache=tmp_path, digest="0" * 64)
    prepared = Reader(network, default_folder())
    both = zip(in_torch.read("How many?", PASSAGES), prepared.read("How many?", PASSAGES), strict=True)
    for one, other in both:
        assert np.allclose(one.starts, other.starts, atol=0.3)
        assert one.nothing == pytest.approx(other.nothing, abs=0.3)


def test_weights_that_were_changed_are_not_used(weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = tmp_path / "reader.safetensors"
    monkeypatch.setattr(reading, "WEIGHTS", changed)
    monkeypatch.setattr(reading, "DIGEST", changed.with_suffix(".sha256"))
    reading.load_reader.cache_clear()
    with pytest.raises(ModelMissing, match="cannot be read"):
        reading.load_reader()
    changed.write_bytes(weights.read_bytes()[:-1] + b"x")
    changed.with_suffix(".sha256").write_text(hashlib.sha256(weights.read_bytes()).hexdigest(), "utf-8")
    with pytest.raises(ModelError, match="not the published ones"):
        reading.load_reader()


def test_weights_of_another_model_are_refused(weights: Path, tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    from assistant.models.reading.network import load_network

    fewer = load_file(weights)
    fewer.pop("pair.bias")
    save_file(fewer, tmp_path / "other.safetensors")
    with pytest.raises(RuntimeError, match="do not fit"):
        load_network(default_folder(), tmp_path / "other.safetensors")
