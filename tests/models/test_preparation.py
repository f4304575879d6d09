"""Preparing the default model for this machine: the real thing, in its own process, into an empty cache."""

from pathlib import Path

import pytest

from assistant.models.encoders.default_model import default_folder
from assistant.models.encoders.preparation import calibration_texts, prepared


def test_it_is_prepared_once_and_tells_how_far_it_is(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    target = tmp_path / "cache" / "model"
    fastest = prepared(default_folder(), target, on_step=lambda done, total: steps.append((done, total)))
    assert steps == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert (target / f"{fastest}.xml").is_file()
    assert {"fp32.xml", "int8.xml", "fastest"} <= {path.name for path in target.iterdir()}
    assert prepared(default_folder(), target, on_step=lambda *_: pytest.fail("it was prepared twice")) == fastest


def test_a_model_that_cannot_be_converted_leaves_nothing_and_tells_why(tmp_path: Path) -> None:
    (tmp_path / "no-model").mkdir()
    with pytest.raises(RuntimeError, match=r"preparing it failed: .*no-model"):
        prepared(tmp_path / "no-model", tmp_path / "cache" / "model")
    assert [path.name for path in (tmp_path / "cache").iterdir() if path.suffix != ".lock"] == []


def test_it_is_calibrated_on_news_text() -> None:
    assert len(calibration_texts()) >= 40
    assert all(len(text) > 20 for text in calibration_texts())
