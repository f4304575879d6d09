"""What is installed from a wheel works in an empty folder: prompts, demo archive and page come along."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a wheel built from this checkout, as an installation lays them out."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("dateline-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


def run(installed: Path, folder: Path, code: str) -> str:
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(installed)!r})\n{code}"]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def test_prompts_and_corpus_are_found_in_the_installation(installed: Path, tmp_path: Path) -> None:
    code = """
from assistant.settings import shipped
from assistant.models.prompts import read_prompt
from assistant.ingestion.reading import read_articles
from assistant.types import Article
print(shipped("corpus"))
print(bool(read_prompt("answer")), sum(isinstance(item, Article) for item in read_articles(shipped("corpus"))))
"""
    place, counts = run(installed, tmp_path, code).splitlines()
    assert Path(place).is_relative_to(installed)
    assert counts == "True 45"


def test_the_page_comes_along_and_tests_do_not(installed: Path) -> None:
    assert list((installed / "assistant" / "web" / "static" / "desk").glob("*.js"))
    assert {path.name for path in installed.iterdir() if path.is_dir()} == {"assistant", "dateline-0.1.0.dist-info"}
    assert not list(installed.rglob("screenshots"))
