import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant.answering.writing import messages as asked
from assistant.errors import Cancelled, ModelError, ModelMissing
from assistant.models.writer import Message, Writer, load_writer
from assistant.types import Passage, Quote

REFUSAL = "The articles do not say."
EVIDENCE = (
    "About 1,000 soldiers based in Germany will be repositioned to Romania, the Pentagon's spokesman John Kirby said "
    "on Wednesday.",
    "They will join 900 US troops who are already in Romania.",
    "Some 2,000 troops will be sent from North Carolina to Poland and Germany.",
)


def local(path: Path) -> Writer:
    return load_writer(f"gguf:{path}", url=None, key=None, timeout=300)


def messages(question: str) -> list[Message]:
    passages = [Passage("a", 1, 0, len(text), text) for text in EVIDENCE]
    return asked(question, [Quote(passage, 0, len(passage.text), passage.text, 0.9) for passage in passages])


@pytest.fixture(scope="module")
def writer(writer_model: Path) -> Iterator[Writer]:
    with closing(local(writer_model)) as writer:
        yield writer


def test_the_answer_stands_in_the_evidence_and_is_cited(writer: Writer) -> None:
    answer = "".join(writer.stream(messages("How many troops are going to Romania?")))
    assert "1,000" in answer
    assert "[1]" in answer
    assert answer == "".join(writer.stream(messages("How many troops are going to Romania?")))


def test_what_the_evidence_does_not_say_is_refused(writer: Writer) -> None:
    assert REFUSAL in "".join(writer.stream(messages("Who won the football match on Saturday?")))


def test_the_name_tells_the_file_and_not_where_it_is(writer: Writer, writer_model: Path) -> None:
    assert writer.name == f"gguf:{writer_model.name}"


def test_a_flag_that_is_set_frees_the_model_for_the_next_question(writer: Writer) -> None:
    cancel = threading.Event()
    pieces = writer.stream([("user", "Count from one to four hundred, in words.")], cancel=cancel)
    next(pieces)
    cancel.set()
    with pytest.raises(Cancelled):
        list(pieces)
    begun = time.monotonic()
    assert "".join(writer.stream([("user", "Say hello.")]))
    assert time.monotonic() - begun < 60


def test_what_is_longer_than_the_context_is_told(writer: Writer) -> None:
    with pytest.raises(ModelError, match=r"context size.*Ask a shorter question"):
        list(writer.stream([("user", "word " * 5000)]))


def test_the_server_is_silent_and_stops(writer_model: Path, capfd: pytest.CaptureFixture[str]) -> None:
    writer = local(writer_model)
    running = threading.active_count()
    next(writer.stream([("user", "Say hello.")]))
    writer.close()
    with pytest.raises(ModelError):
        list(writer.stream([("user", "Say hello.")]))
    assert capfd.readouterr() == ("", "")
    assert threading.active_count() <= running + 1


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(ModelMissing, match="There is no readable model file"):
        local(Path("/no/such/model.gguf"))


def test_a_file_of_another_kind(tmp_path: Path) -> None:
    path = tmp_path / "notes.gguf"
    path.write_text("These are notes.")
    with pytest.raises(ModelError, match="is not a GGUF file"):
        local(path)


def test_a_file_that_was_cut_short(writer_model: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "half.gguf"
    with writer_model.open("rb") as whole, path.open("wb") as half:
        shutil.copyfileobj(whole, half)
        half.truncate(8_000_000)
    with pytest.raises(ModelError, match="could not be loaded"):
        local(path)
    assert capfd.readouterr() == ("", "")


def test_without_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(b"GGUF")
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(ModelMissing, match=r"pip install 'dateline\[local\]'"):
        local(path)
