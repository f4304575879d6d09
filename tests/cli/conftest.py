"""One library with the demo archive in it, read in by the real command with the real embedder."""

import io
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.cli.app import run
from assistant.settings import shipped


@dataclass(frozen=True)
class Ran:
    """What came of a command: its exit code and what it wrote."""

    code: int
    out: str
    err: str


Dateline = Callable[..., Ran]


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that holds the demo archive as if it were the user's own."""
    folder = tmp_path_factory.mktemp("cli") / "library"
    before = logging.root.handlers[:]
    assert run(["--library", str(folder), "ingest", str(shipped("corpus"))]) == 0
    logging.root.handlers[:] = before
    return folder


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library without articles: questions go to the demo archive beside it."""
    return tmp_path_factory.mktemp("cli") / "empty"


@pytest.fixture
def dateline(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Dateline]:
    """Runs a command in this process, in an empty folder, on the filled library unless another is named."""
    for name in [name for name in os.environ if name.startswith("DATELINE_")]:
        monkeypatch.delenv(name)
    for name in ("TQDM_DISABLE", "HF_HUB_DISABLE_PROGRESS_BARS"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    root, ours = logging.getLogger(), logging.getLogger("assistant")
    handlers, levels = root.handlers[:], (root.level, ours.level)

    def dateline(*arguments: str, own: Path | str | None = library, typed: Sequence[str] = ()) -> Ran:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(line + "\n" for line in typed)))
        capsys.readouterr()
        code = run([*(["--library", str(own)] if own else []), *arguments])
        written = capsys.readouterr()
        return Ran(code, written.out, written.err)

    yield dateline
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    ours.setLevel(levels[1])
