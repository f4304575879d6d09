"""What tests find outside the repository; where it is absent, the test skips and says what is missing."""

import os
import signal
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
WRITER_MODEL = "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of archives and labelled sets, named by DATELINE_SHARED."""
    folder = _shared_folder()
    if not folder.is_dir():
        pytest.skip(f"DATELINE_SHARED: there is no folder {folder}")
    return folder


@pytest.fixture(scope="session")
def writer_model() -> Path:
    """The file of a real language model, small enough for two cores."""
    pytest.importorskip("xllamacpp", reason="xllamacpp is not installed: pip install 'dateline[local]'")
    path = Path.home() / ".cache" / "dateline" / "models" / WRITER_MODEL
    if not path.is_file():
        pytest.skip(f"there is no language model at {path}")
    return path


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fails the run for skipped tests where none may be."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    unexcused = [report for report in skipped if not _may_skip(str(report.longrepr))]
    if os.environ.get("DATELINE_TEST_NO_SKIPS") and unexcused and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _may_skip(reason: str) -> bool:
    """Only the optional data folder may be absent, and with it the model that it brings."""
    return "DATELINE_SHARED" in reason or ("there is no language model" in reason and not _shared_folder().is_dir())


def _shared_folder() -> Path:
    return Path(os.environ.get("DATELINE_SHARED", ROOT.parent / "shared"))


def pytest_configure() -> None:
    """Lets commands that tests start hear Ctrl-C, even where the tests run in the background of a shell."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
