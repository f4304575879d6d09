"""Files of labelled questions: JSON Lines or a JSON array, of Dateline's own fields or those of MultiHop-RAG.

Own fields: `question`, and where known `id`, `as_of` (a day), `answer`, `answer_in_gold` (whether the answer's words
stand in an article that answers) and `gold_article_ids` (ids or addresses of the articles that answer). Fields of
MultiHop-RAG (Tang & Yang 2024): `query`, `answer`, `question_type`, `evidence_list` of `title`, `url`, `source`.
A question without an answer and without articles is one that the archive does not answer.

What readers said of wrong answers, in the page, is read as questions too.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from assistant.errors import EvaluationError
from assistant.language.words import words
from assistant.types import Remark, Skip

OnSkip = Callable[[Skip], None]
"""Called for every question that cannot be read, with its place and the reason."""

_START = 4096
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What names an article that is needed for an answer, its address first."""

    url: str | None = None
    title: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with what is known of its answer.

    `literal` is whether the answer's words stand in an article that answers, None where the file does not tell.
    `gold` are ids or addresses of articles any of which answers; of `evidence` all is needed.
    """

    question: str
    id: str
    as_of: date | None = None
    answer: str | None = None
    literal: bool | None = None
    gold: frozenset[str] = frozenset()
    evidence: tuple[Evidence, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the archive is to answer it."""
        return bool(self.answer or self.gold or self.evidence)


def read_questions(path: Path, *, on_skip: OnSkip) -> Iterator[Labelled]:
    """The questions of a file in order, one at a time; what cannot be read is told to `on_skip` and passed over.

    Raises:
        EvaluationError: it is no file, cannot be read or is a broken JSON array.
    """
    places: dict[str, str] = {}
    for place, row in _rows(path):
        try:
            labelled = _labelled(row)
            if labelled.id in places:
                raise EvaluationError(f"repeats the id or the question of {places[labelled.id]}")
        except EvaluationError as error:
            on_skip(Skip(place, str(error)))
            continue
        places[labelled.id] = place
        yield labelled


def remarked_questions(remarks: Iterable[Remark], *, on_skip: OnSkip) -> Iterator[Labelled]:
    """The questions that readers called wrongly answered, as they were understood and from the day they were asked.

    A remark that does not tell what had been right is told to `on_skip`: nothing could be measured by it.
    """
    for remark in remarks:
        if remark.right is None:
            on_skip(Skip(f"“{remark.answer.question}”", "has a remark that does not say what had been right"))
            continue
        answer = remark.answer
        yield Labelled(question=answer.query, id=remark.id, as_of=answer.as_of, answer=remark.right or None)


def count_questions(path: Path) -> int:
    """How many questions the file has, broken ones among them.

    Raises:
        EvaluationError: it is no file, cannot be read or is a broken JSON array.
    """
    if _is_array(path):
        return len(_array(path))
    with path.open("rb") as stream:
        return sum(bool(line.strip()) for line in stream)


def _rows(path: Path) -> Iterator[tuple[str, object]]:
    """Every row with its place ("line 3", "entry 3"): bytes that are still to be read, or a value."""
    if _is_array(path):
        yield from ((f"entry {number}", row) for number, row in enumerate(_array(path), start=1))
        return
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            if row := line.removeprefix(_BYTE_ORDER_MARK).strip():
                yield f"line {number}", row


def _is_array(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(_START).removeprefix(_BYTE_ORDER_MARK).lstrip()[:1] == b"["
    except IsADirectoryError as error:
        raise EvaluationError(f"{path} is a folder. Name the file of questions in it.") from error
    except OSError as error:
        raise EvaluationError(f"The questions {path} cannot be read: {error.strerror}.") from error


def _array(path: Path) -> list[object]:
    try:
        value = json.loads(path.read_bytes())
    except ValueError as error:
        raise EvaluationError(f"{path} is a broken JSON array: {error}.") from error
    except RecursionError as error:
        raise EvaluationError(f"{path} is a JSON array that is nested too deeply.") from error
    return list(value)


def _labelled(row: object) -> Labelled:
    fields = _parsed(row) if isinstance(row, bytes) else row
    if not isinstance(fields, dict):
        raise EvaluationError("is no question: it should be an object with the field “question” or “query”")
    question = _text(fields, "question") or _text(fields, "query")
    if not question or not words(question):
        raise EvaluationError("has no question")
    day = _day(fields)
    known = not str(fields.get("question_type") or "").startswith("null")
    return Labelled(
        question=question,
        id=_text(fields, "id") or sha256(f"{day} {question}".encode(errors="replace")).hexdigest()[:12],
        as_of=day,
        answer=_text(fields, "answer") if known else None,
        literal=literal if isinstance(literal := fields.get("answer_in_gold"), bool) else None,
        gold=_gold(fields) if known else frozenset(),
        evidence=_evidence(fields) if known else (),
    )


def _parsed(line: bytes) -> object:
    try:
        return json.loads(line)
    except UnicodeDecodeError as error:
        raise EvaluationError("is not text in UTF-8") from error
    except json.JSONDecodeError as error:
        raise EvaluationError(f"is broken JSON at column {error.colno}") from error
    except (ValueError, RecursionError) as error:
        raise EvaluationError("is JSON that is too large") from error


def _text(fields: Mapping[str, object], name: str) -> str | None:
    """A field as words, None where it is left out or empty; a number or a truth value is written out."""
    value = fields.get(name)
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str | int | float):
        raise EvaluationError(f"has no words in “{name}”")
    return " ".join(str(value).split()) or None


def _day(fields: Mapping[str, object]) -> date | None:
    text = _text(fields, "as_of")
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError as error:
        raise EvaluationError(f"has no date in “as_of”: “{text}”; write 2022-02-02") from error


def _gold(fields: Mapping[str, object]) -> frozenset[str]:
    value = fields.get("gold_article_ids") or []
    if not isinstance(value, list) or not all(isinstance(name, str | int) for name in value):
        raise EvaluationError("has no list of ids in “gold_article_ids”")
    return frozenset(str(name) for name in value)


def _evidence(fields: Mapping[str, object]) -> tuple[Evidence, ...]:
    value = fields.get("evidence_list") or []
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise EvaluationError("has no list of articles in “evidence_list”")
    found = (Evidence(_text(entry, "url"), _text(entry, "title"), _text(entry, "source")) for entry in value)
    return tuple(dict.fromkeys(one for one in found if one.url or one.title))
