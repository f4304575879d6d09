"""Whose articles a question asks for: found where it asks what was published, and nowhere else."""

import pytest

from assistant.retrieval.understanding.outlets_asked import KnownNames, NamesAsked, names_asked

KNOWN = KnownNames(
    ["CNN", "USA TODAY", "The Week", "Meridian Wire", "The New York Times", "BBC News", "The Sun", "Harbor Ledger"],
    ["Jane Doe", "Inès Okafor", "Ruben Castellano", "Ana Castellano", "The Week Staff", "The Week", "Cnn Business",
     "Jane Doe Ruben Castellano Tom Hale"],
)  # fmt: skip
DOE = ("Jane Doe", "Jane Doe Ruben Castellano Tom Hale")


@pytest.mark.parametrize(
    ("question", "outlets"),
    [
        ("What did CNN report about the strike?", ["CNN"]),
        ("what did cnn say about gas prices last week", ["CNN"]),
        ("How does CNN describe the storm?", ["CNN"]),
        ("What has CNN been reporting about Uvalde?", ["CNN"]),
        ("How many jobs were lost, according to USA Today?", ["USA TODAY"]),
        ("CNN's coverage of the storm", ["CNN"]),
        ("What do USA TODAY headlines say?", ["USA TODAY"]),
        ("usatoday report on airlines", ["USA TODAY"]),
        ("did usa today report on airlines", ["USA TODAY"]),
        ("What did The Week say about Musk?", ["The Week"]),
        ("What does the Sun report?", ["The Sun"]),
        ("What was reported in the Meridian Wire about the bridge?", ["Meridian Wire"]),
        ("What was said about the bridge in the Harbor Ledger?", ["Harbor Ledger"]),
        ("In the Harbor Ledger, who called the bridge unsafe?", ["Harbor Ledger"]),
        ("What is the latest from CNN on inflation?", ["CNN"]),
        ("articles published by the Meridian Wire on Monday", ["Meridian Wire"]),
        ("What did the NYT write about Putin?", ["The New York Times"]),
        ("What did the Times report about Putin?", ["The New York Times"]),
        ("What did the BBC say about Johnson?", ["BBC News"]),
        ("Did CNN or USA Today report the toll?", ["CNN", "USA TODAY"]),
        ("CNN reported that the bridge fell; when?", ["CNN"]),
    ],
)
def test_an_outlet_is_found_where_the_question_asks_what_it_published(question: str, outlets: list[str]) -> None:
    asked = names_asked(question, KNOWN)
    assert list(asked.outlets) == outlets
    assert asked.authors == asked.absent == ()


@pytest.mark.parametrize(
    "question",
    [
        "Who bought CNN?",
        "Which CNN anchor was fired?",
        "What is CNN's CEO paid?",
        "How many people work at CNN?",
        "Who invested in CNN?",
        "Who was hired by CNN?",
        "What did CNN say it would do about CNN+?",
        "When will CNN+ shut down?",
        "According to CNN's Jake Tapper, who won?",
        "What happened this week?",
        "What happened in the week before the vote?",
        "How many people live in the USA today?",
        "What did the USA today announce?",
        "When does the sun set?",
        "Is it hot in the sun?",
        "the times they are changing, who sang it",
        "Why did Jane Doe resign?",
        "What did Jane Doe say?",
        "Who is Jane Doe?",
        "Which report was criticised by Jane Doe?",
        "Who was elected by Doe's party?",
        "What did Biden say about Putin?",
        "Quand CNN?",
        "",
    ],
)
def test_a_name_that_the_question_is_about_limits_nothing(question: str) -> None:
    asked = names_asked(question, KNOWN)
    assert (asked.outlets, asked.authors, asked.absent, asked.spans) == ((), (), (), ())


@pytest.mark.parametrize(
    ("question", "outlets"),
    [
        ("What did the Meridien Wire report?", ["Meridian Wire"]),
        ("what did the meridian wier report", ["Meridian Wire"]),
        ("What did the Habor Leger report?", ["Harbor Ledger"]),
        ("What did the New Yrok Times report?", ["The New York Times"]),
        ("What did CMN report?", []),
        ("What did the Meadow Fire report?", []),
    ],
)
def test_a_slip_in_a_longer_word_is_forgiven(question: str, outlets: list[str]) -> None:
    assert list(names_asked(question, KNOWN).outlets) == outlets


@pytest.mark.parametrize(
    ("question", "authors"),
    [
        ("What has Jane Doe written about Tonga?", DOE),
        ("articles by jane doe on Tonga", DOE),
        ("anything on Tonga written by Doe", DOE),
        ("What does Doe's column say about Tonga?", DOE),
        ("What did Ines Okafor report?", ("Inès Okafor",)),
        ("What did Inès Okafro report?", ("Inès Okafor",)),
        ("What does Castellano's column say?", ()),
        ("stories by Ruben Castellano", ("Ruben Castellano", "Jane Doe Ruben Castellano Tom Hale")),
    ],
)
def test_an_author_is_found_by_name_and_by_surname_where_only_one_has_it(
    question: str, authors: tuple[str, ...]
) -> None:
    assert names_asked(question, KNOWN).authors == authors


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("What did Le Monde say about Macron?", ["Le Monde"]),
        ("What did the Chicago Tribune report about the mayor?", ["Chicago Tribune"]),
        ("According to Fox News, who won?", ["Fox News"]),
        ("Washington Post coverage of the vote", ["Washington Post"]),
        ("What did Biden say?", []),
        ("What did Emily Post say about manners?", []),
        ("Who bought the Chicago Tribune?", []),
        ("What did the President say?", []),
        ("What did the New York Times say?", []),
    ],
)
def test_an_outlet_that_the_archive_lacks_is_named_only_where_that_is_sure(question: str, absent: list[str]) -> None:
    assert list(names_asked(question, KNOWN).absent) == absent


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("What did CNN say about gas prices?", "What  about gas prices?"),
        ("How many died according to CNN?", "How many died ?"),
        ("stories by Jane Doe about Tonga", "stories  about Tonga"),
        ("CNN's coverage of the storm", " of the storm"),
    ],
)
def test_the_words_that_only_say_who_published_are_told(question: str, rest: str) -> None:
    for start, end in reversed(names_asked(question, KNOWN).spans):
        question = question[:start] + question[end:]
    assert question == rest


def test_an_outlet_is_mentioned_wherever_it_stands_with_its_capitals() -> None:
    mentions = names_asked("Who bought USA Today in the USA today?", KNOWN).mentions
    assert mentions == ((11, 20),)


def test_an_archive_without_names_knows_none() -> None:
    assert names_asked("What did CNN say?", KnownNames()) == NamesAsked(absent=("CNN",))


def test_a_name_with_figures_or_none_at_all_is_no_trouble() -> None:
    known = KnownNames(["", "?!", "24 Horas", "新华社"], ["", "3", "Dr. No"])
    assert names_asked("What did 24 Horas report?", known).outlets == ("24 Horas",)
    assert names_asked("What did 新华社 report?", known).outlets == ("新华社",)
