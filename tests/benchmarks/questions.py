"""The labelled questions of the optional data folder, and what counts as an answer to them."""

import json
import os
import re
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

SHARED = Path(os.environ.get("DATELINE_SHARED", Path(__file__).resolve().parents[3] / "shared"))
ARCHIVE = SHARED / "data" / "realtimeqa"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with the day it was asked, its answer and the articles that hold it; none of these where unknown."""

    question: str
    as_of: date
    answer: str | None
    literal: bool
    gold: frozenset[str]


def read_questions(name: str) -> list[Labelled]:
    """The questions of `questions_dev` or `unanswerable_dev`; ends the program where the data folder is absent."""
    path = ARCHIVE / f"{name}.jsonl"
    if not path.is_file():
        sys.exit(f"There is no {path}. Set DATELINE_SHARED to the folder of labelled sets.")
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [
        Labelled(
            row["question"],
            date.fromisoformat(row["as_of"]),
            row.get("answer"),
            row.get("answer_in_gold", False),
            frozenset(row.get("gold_article_ids", ())),
        )
        for row in rows
    ]


def says(answer: str, text: str) -> bool:
    """Whether the answer's words stand in `text`, punctuation and case aside."""
    return f" {_plain(answer)} " in f" {_plain(text)} "


def _plain(text: str) -> str:
    lowered = text.lower().replace("’", "'").replace(",", "")
    return " ".join(word.strip(".'") for word in re.findall(r"[\w$%.']+", lowered))
