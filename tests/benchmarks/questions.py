"""The benchmark archive and labelled questions of the optional data folder, and our own about its Wikinews articles."""

import gzip
import itertools
import os
import sys
from pathlib import Path

from assistant.evaluation.questions import Labelled
from assistant.evaluation.questions import read_questions as read_file
from assistant.types import Skip

SHARED = Path(os.environ.get("DATELINE_SHARED", Path(__file__).resolve().parents[3] / "shared")).resolve()
ARCHIVE = SHARED / "data" / "realtimeqa"
ARTICLES = ARCHIVE / "articles.jsonl.gz"
WIKINEWS = Path(__file__).with_name("wikinews_questions.jsonl")


def first_articles(folder: Path, count: int) -> Path:
    """A file in `folder` with the first articles of the benchmark archive."""
    file = folder / "articles.jsonl"
    with gzip.open(ARTICLES, "rt", encoding="utf-8") as lines:
        file.write_text("".join(itertools.islice(lines, count)), encoding="utf-8")
    return file


def questions_file(name: str) -> Path:
    """The file `questions_dev` or `unanswerable_dev`; ends the program where the data folder is absent."""
    path = ARCHIVE / f"{name}.jsonl"
    if not path.is_file():
        sys.exit(f"There is no {path}. Set DATELINE_SHARED to the folder of labelled sets.")
    return path


def read_questions(path: Path) -> list[Labelled]:
    """The questions of a file, every one of them; ends the program where one cannot be read."""

    def refuse(skip: Skip) -> None:
        sys.exit(f"{path}: {skip.path} {skip.reason}")

    return list(read_file(path, on_skip=refuse))
