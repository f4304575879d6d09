"""The labelled questions of the optional data folder."""

import os
import sys
from pathlib import Path

from assistant.evaluation.questions import Labelled
from assistant.evaluation.questions import read_questions as read_file
from assistant.types import Skip

SHARED = Path(os.environ.get("DATELINE_SHARED", Path(__file__).resolve().parents[3] / "shared"))
ARCHIVE = SHARED / "data" / "realtimeqa"


def questions_file(name: str) -> Path:
    """The file `questions_dev` or `unanswerable_dev`; ends the program where the data folder is absent."""
    path = ARCHIVE / f"{name}.jsonl"
    if not path.is_file():
        sys.exit(f"There is no {path}. Set DATELINE_SHARED to the folder of labelled sets.")
    return path


def read_questions(name: str) -> list[Labelled]:
    """The questions of such a file, every one of them."""

    def refuse(skip: Skip) -> None:
        sys.exit(f"{name}: {skip.path} {skip.reason}")

    return list(read_file(questions_file(name), on_skip=refuse))
