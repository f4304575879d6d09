"""Who said it: in the sentence itself, or in the text before it where that leaves no doubt."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.evidence.saying.asking import asks_who_said, says_it
from assistant.evidence.speakers import Speaker, find_speaker, mark_speaker
from assistant.language.words import words

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "speakers.txt"
KIRBY = "Pentagon press secretary John Kirby spoke on Wednesday. Kirby took questions."
PIECES = ["“", "”", '"', " ", ", ", ". ", "\n\n", "Ada Plum", "Mr. Ortega", "the official", "officials", "he", "they",
          "said", "told", "according to", "who was there", "and", "the company", "Ms", "Dr.", "of", "x"]  # fmt: skip


def table() -> Iterator[tuple[str, str, Speaker]]:
    """Each case: the text before, the sentence, who said it, or nobody where the rules cannot tell."""
    before = sentence = ""
    for line in GOLDEN.read_text("utf-8").splitlines():
        mark, rest = line[:2], line[2:]
        if mark == "< ":
            before = f"{rest} "
        elif mark == "> ":
            sentence = rest
        elif mark == "~ ":
            yield before, sentence, Speaker(None, None, "none", rest.endswith("direct"))
            before = ""
        elif mark == "= ":
            name, role, attribution, direct = (
                None if part == " - " else part.strip() for part in f" {rest} ".split("|")
            )
            yield before, sentence, Speaker(name, role, attribution or "none", direct == "direct")  # type: ignore[arg-type]
            before = ""


CASES = list(table())


@pytest.mark.parametrize(("before", "sentence", "speaker"), CASES, ids=[case[1][:60] for case in CASES])
def test_who_said_it(before: str, sentence: str, speaker: Speaker) -> None:
    text = before + sentence
    assert find_speaker(text, (len(before), len(text))) == speaker


def test_a_last_name_is_filled_in_from_the_rest_of_the_article() -> None:
    sentence = "“These are not permanent moves,” Kirby said."
    assert find_speaker(sentence, (0, len(sentence)), known=KIRBY) == Speaker("John Kirby", None, "named", True)


def test_a_last_name_that_two_people_have_is_left_as_it_is() -> None:
    sentence = "Biden said that the trees had been planted."
    known = "Joe Biden and his wife came on Monday. Jill Biden planted two trees."
    assert find_speaker(sentence, (0, len(sentence)), known=known).name == "Biden"


def test_a_quotation_of_several_sentences_has_the_speaker_that_ends_it() -> None:
    text = "“The first boat came at six. The last one never came,” said Ada Plum, the harbor master."
    assert find_speaker(text, (0, 28)) == Speaker("Ada Plum", None, "named", True)
    assert find_speaker(text, (29, len(text))) == Speaker("Ada Plum", "the harbor master", "named", True)


def test_a_new_paragraph_of_quotation_is_not_led_back() -> None:
    text = "“It was loud,” said Ada Plum.\n\n“It was not loud at all.”"
    assert find_speaker(text, (31, len(text))).name is None


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Who said the moves are not permanent?", True),
        ("Who has said that the moves are not permanent?", True),
        ("Which senior official told reporters that the moves are not permanent?", True),
        ("Who is the Pentagon press secretary?", False),
        ("What did Kirby say?", False),
        ("How many troops did the man who left say would go?", False),
    ],
)
def test_some_questions_ask_who_said_it(question: str, asks: bool) -> None:
    assert asks_who_said(question) == asks


@pytest.mark.parametrize(
    ("before", "sentence", "marked"),
    [
        ("", "“Putin chose this war,” President Joe Biden said.", "President Joe Biden"),
        ("", "“Biden chose this war,” Mr. Putin said.", "Mr. Putin"),
        ("", "The moves are not permanent, a senior defense official said.", "a senior defense official"),
        ("John Kirby spoke. ", "“These are not permanent moves,” Kirby said.", "Kirby"),
        ("Moves are near, John Kirby said. ", "“These are not permanent moves,” he said.", ""),
    ],
)
def test_the_speaker_is_marked_where_the_sentence_names_one(before: str, sentence: str, marked: str) -> None:
    text = before + sentence
    span = (len(before), len(text))
    marks = mark_speaker(text, span, find_speaker(text, span))
    assert "".join(sentence[slice(*mark)] for mark in marks) == marked


def test_only_a_sentence_that_says_what_was_asked_about_answers_who_said_it() -> None:
    question = "Who said that Putin chose this war?"
    assert says_it("“Putin chose this war,” President Joe Biden said.", question)
    assert not says_it("Boris Johnson said that the attack was hideous.", question)


def test_titles_alone_are_no_speaker() -> None:
    assert find_speaker("“No,” said Dr. Dr.", (0, 18)).name is None


def test_nobody_says_an_empty_sentence() -> None:
    assert find_speaker("", (0, 0)) == Speaker(None, None, "none", False)


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=30), st.data())
@settings(max_examples=300, deadline=None)
def test_whatever_the_text_its_speaker_stands_in_it(pieces: list[str], data: st.DataObject) -> None:
    text = " ".join(pieces)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = find_speaker(text, (start, end))
    known = {word.text for part in (text, text[start:end]) for word in words(part)}  # a span may begin within a word
    assert {word.text for name in (found.name, found.role) if name for word in words(name)} <= known | {"the"}


@pytest.mark.parametrize(
    "text",
    [
        "officials for " + "a" * 20_000 + " said.",
        "He " + "and " * 5_000 + "said.",
        "Ada Plum, " + "the mayor, " * 2_000 + "said.",
        "quickly " * 4_000 + "said.",
        "“" * 10_000 + "he said.",
        "said " * 5_000,
        "A B" * 5_000 + " said",
    ],
    ids=lambda text: text[:12],
)
def test_a_strange_text_does_not_take_for_ever(text: str) -> None:
    assert find_speaker(text, (0, len(text))).direct in (True, False)
