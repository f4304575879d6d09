"""Files of labelled questions, whole and broken."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import EvaluationError
from assistant.evaluation.questions import Evidence, Labelled, count_questions, read_questions, remarked_questions
from assistant.types import Answer, Filters, Remark, Skip


def read(path: Path, text: str | bytes) -> tuple[list[Labelled], list[Skip]]:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    skipped: list[Skip] = []
    return list(read_questions(path, on_skip=skipped.append)), skipped


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "questions.jsonl"


def test_a_line_has_the_fields_that_are_known(file):
    row = {"id": "a", "question": "Who  resigned?", "as_of": "2022-02-02", "answer": "the mayor"}
    more = {"answer_in_gold": False, "gold_article_ids": ["x", 7]}
    assert read(file, json.dumps(row | more)) == (
        [Labelled("Who resigned?", "a", date(2022, 2, 2), "the mayor", False, frozenset({"x", "7"}))],
        [],
    )


def test_a_question_alone_is_one_that_the_archive_does_not_answer(file):
    (one,), _ = read(file, '{"question": "Who resigned?"}')
    assert not one.answerable
    assert one.as_of is None
    assert one.id == read(file, '\n\n{"question": "Who resigned?"}\n')[0][0].id


MULTIHOP = [
    {
        "query": "Which outlet reported both?",
        "answer": "Harbour Post",
        "question_type": "inference_query",
        "evidence_list": [
            {"title": "A", "url": "https://a.example/1", "source": "Harbour Post", "published_at": "2023-10-05"},
            {"title": "A", "url": "https://a.example/1", "source": "Harbour Post", "fact": "b"},
            {"title": "B", "source": "Meridian Wire"},
        ],
    },
    {"query": "Who knows?", "answer": "Insufficient information.", "question_type": "null_query", "evidence_list": []},
]


@pytest.mark.parametrize("text", [json.dumps(MULTIHOP, indent=2), "\n".join(map(json.dumps, MULTIHOP))])
def test_multihop_files_are_read_as_array_and_as_lines(file, text):
    (both, unknown), skipped = read(file, text)
    assert both.evidence == (
        Evidence("https://a.example/1", "A", "Harbour Post"),
        Evidence(None, "B", "Meridian Wire"),
    )
    assert both.answer == "Harbour Post"
    assert not unknown.answerable
    assert not skipped
    assert count_questions(file) == 2


def test_broken_lines_are_told_by_number_and_the_rest_is_read(file):
    lines = [
        b'{"question": "Who resigned?", "id": "a"}',
        b'{"question": "Who resig',
        b"[1, 2]",
        b'{"answer": "the mayor"}',
        b'{"question": "?!"}',
        b'{"question": ["Who?"]}',
        b'{"question": "When?", "as_of": "2022-13-02"}',
        b'{"question": "Where?", "gold_article_ids": "x"}',
        b'{"query": "Where?", "evidence_list": ["x"]}',
        b'{"question": "Qu\xe9?"}',
        b'{"question": "Why?", "id": "a"}',
        b'{"question": "And then?"}',
    ]
    questions, skipped = read(file, b"\n".join(lines))
    assert [one.question for one in questions] == ["Who resigned?", "And then?"]
    assert [(skip.path, skip.reason) for skip in skipped] == [
        ("line 2", "is broken JSON at column 14"),
        ("line 3", "is no question: it should be an object with the field “question” or “query”"),
        ("line 4", "has no question"),
        ("line 5", "has no question"),
        ("line 6", "has no words in “question”"),
        ("line 7", "has no date in “as_of”: “2022-13-02”; write 2022-02-02"),
        ("line 8", "has no list of ids in “gold_article_ids”"),
        ("line 9", "has no list of articles in “evidence_list”"),
        ("line 10", "is not text in UTF-8"),
        ("line 11", "repeats the id or the question of line 1"),
    ]


def test_a_folder_a_missing_file_and_a_broken_array_are_errors(tmp_path, file):
    with pytest.raises(EvaluationError, match="is a folder"):
        count_questions(tmp_path)
    with pytest.raises(EvaluationError, match="cannot be read: No such file"):
        count_questions(file)
    with pytest.raises(EvaluationError, match="broken JSON array"):
        read(file, '[{"question": "Who?"},')
    with pytest.raises(EvaluationError, match="nested too deeply"):
        read(file, "[" * 200_000)


def test_a_large_file_is_read_line_by_line(file):
    file.write_text("".join(f'{{"question": "Who won race {number}?"}}\n' for number in range(100_000)))
    assert count_questions(file) == 100_000
    first = next(read_questions(file, on_skip=lambda skip: pytest.fail(skip.reason)))
    assert first.question == "Who won race 0?"


@given(line=st.binary(max_size=200).filter(lambda line: b"\n" not in line))
def test_no_line_of_bytes_stops_the_reading(tmp_path_factory, line):
    file = tmp_path_factory.mktemp("fuzz") / "questions.jsonl"
    questions, skipped = read(file, b'{"question": "Who?"}\n' + line + b'\n{"question": "When?"}')
    assert [one.question for one in questions][-1] == "When?"
    assert len(questions) + len(skipped) in (2, 3)


def remark(right: str | None) -> Remark:
    query = "How many troops are going to Poland?"
    asked = Answer(
        id="a1",
        question="And to Poland?",
        query=query,
        as_of=date(2022, 2, 3),
        text="About 1,000. [1]",
        sentences=(),
        citations=(),
        passages=(),
        filters=Filters(),
        created=datetime(2022, 2, 3, tzinfo=UTC),
        seconds=0.1,
    )
    return Remark("a1", asked, "Too few.", right, datetime(2022, 2, 4, tzinfo=UTC))


def test_a_remark_is_the_question_as_it_was_understood_with_what_had_been_right():
    (one,) = remarked_questions([remark("1,700")], on_skip=pytest.fail)
    assert one == Labelled("How many troops are going to Poland?", "a1", date(2022, 2, 3), "1,700")
    (silent,) = remarked_questions([remark("")], on_skip=pytest.fail)
    assert not silent.answerable


def test_a_remark_that_does_not_say_what_had_been_right_is_passed_over():
    skipped: list[Skip] = []
    assert list(remarked_questions([remark(None)], on_skip=skipped.append)) == []
    assert skipped == [Skip("“And to Poland?”", "has a remark that does not say what had been right")]
