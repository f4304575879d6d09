"""The figures of quotes: what is counted, whose, where, how it stands; which measure the same; which differ."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from assistant.evidence.candidates import candidates
from assistant.evidence.figures.comparing import differ, disagree
from assistant.evidence.figures.finding import find_figures
from assistant.evidence.figures.grouping import superseded
from assistant.evidence.figures.reading import Reading, read_figures
from assistant.evidence.marking import mark_answer
from assistant.ingestion.reading import read_articles
from assistant.settings import shipped
from assistant.types import Article, Passage, Quote, Span

GOLDEN = Path(__file__).parent.parent / "golden" / "figures.jsonl"
DAY = date(2022, 2, 2)


def quote(text: str, article: str = "a1", day: date | None = DAY, marks: tuple[Span, ...] = ()) -> Quote:
    passage = Passage(article, 1, 0, len(text), text, title="Troops", outlet=f"Outlet {article}", published=day)
    return Quote(passage, 0, len(text), text, 0.9, marks=marks)


def read(text: str, day: date | None = DAY) -> list[Reading]:
    return read_figures(quote(text, day=day))


def groups(question: str, *quotes: Quote, origins: dict[str, str] | None = None) -> list[list[str]]:
    found = find_figures(question, quotes, kind="number", origins=origins or {})
    return [[reading.text for reading in group] for group in found]


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("About 1,000 troops based in Germany are going to Romania to join 900 US troops already there.",
         [("About 1,000", "troops", "to Romania", "announced"), ("900", "US troops", "in Romania", "actual")]),
        ("Of the 3,000 soldiers, 1,700 will go to Poland, 1,000 to Romania and 300 to Germany.",
         [("3,000", "soldiers", None, "actual"), ("1,700", "soldiers", "to Poland", "announced"),
          ("1,000", "soldiers", "to Romania", "announced"), ("300", "soldiers", "to Germany", "announced")]),
        ("Roughly 2,000 troops will fly from North Carolina to Poland and Germany, officials said.",
         [("Roughly 2,000", "troops", "to Poland and Germany", "announced")]),
        ("Russia has gathered between 169,000 and 190,000 personnel near Ukraine.",
         [("between 169,000 and 190,000", "personnel", "near Ukraine", "actual")]),
        ("The number of American soldiers in Romania has doubled to about 1,900.",
         [("about 1,900", "American soldiers", "in Romania", "actual")]),
        ("France could send 500 soldiers to Romania.", [("500", "soldiers", "to Romania", "planned")]),
        ("Gasoline rose to $4.17 a gallon.", [("$4.17 a gallon", "", None, "actual")]),
        ("Another 2,000 paratroopers from Fort Bragg, North Carolina, are being sent to Poland, the Pentagon said.",
         [("2,000", "paratroopers", "to Poland", "announced")]),
    ],
)  # fmt: skip
def test_a_figure_comes_with_what_where_and_how_it_stands(
    sentence: str, figures: list[tuple[str, str, str | None, str]]
) -> None:
    found = [(one.text, one.counted.noun, one.place.text, one.status) for one in read(sentence)]
    assert found == figures


@pytest.mark.parametrize(
    "sentence",
    ["The 82nd Airborne Division left at 5:30.", "He was born on 4 July 1988.", "Nearly half a million people fled.",
     "Several hundred soldiers came.", "An Australian C-17 brought water containers.", "It took three times as long.",
     "One of the soldiers spoke.", "", "Nobody was hurt.", "В Румынию отправят тысячу солдат.",  # noqa: RUF001
     "罗马尼亚有九百名士兵。"],
)  # fmt: skip
def test_what_counts_nothing_gives_no_figure(sentence: str) -> None:
    assert read(sentence) == []


def test_figures_in_other_digits_do_no_harm() -> None:
    assert all(
        one.counted.noun for one in read("About \u0661\u066c\u0660\u0660\u0660 troops and 900 soldiers are in Romania.")
    )


def test_a_sentence_with_a_hundred_figures_is_a_table_and_left_alone() -> None:
    assert read(", ".join(f"{number + 2} troops" for number in range(100)) + ".") == []


@pytest.mark.parametrize(
    ("sentence", "day"),
    [("Russia had about 100,000 troops near Ukraine in January.", date(2022, 1, 31)),
     ("Russia has 130,000 troops near Ukraine.", DAY),
     ("On Jan. 30 Russia had 100,000 troops there.", date(2022, 1, 30))],
)  # fmt: skip
def test_a_figure_is_of_the_day_that_its_clause_names(sentence: str, day: date) -> None:
    (figure,) = read(sentence)
    assert figure.as_of == day


def test_a_figure_of_an_undated_article_has_no_day_and_supersedes_nothing() -> None:
    undated = read("Russia has 130,000 troops near Ukraine.", day=None)[0]
    dated = read("Russia has 100,000 troops near Ukraine.")[0]
    assert undated.as_of is None
    assert not superseded(undated, [undated, dated])
    assert not superseded(dated, [undated, dated])


NEAR = "How many Russian troops are near Ukraine?"


def test_reports_of_one_thing_make_a_group_in_the_order_of_time() -> None:
    found = find_figures(
        NEAR,
        [
            quote("Russia now has 150,000 troops around Ukraine.", "late", DAY + timedelta(days=13)),
            quote("Russia has massed more than 120,000 troops near Ukraine’s borders.", "early"),
        ],
        kind="number",
        origins={},
    )
    (group,) = found
    assert [one.value for one in group] == [120_000, 150_000]
    assert [superseded(one, group) for one in group] == [True, False]
    assert disagree(group)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("About 1,000 soldiers will go to Romania.", "There are 900 soldiers in Romania."),
        ("About 2,000 soldiers will go to Poland and Germany.", "About 1,700 soldiers will go to Poland."),
        ("About 1,000 soldiers will go to Romania.", "About 900 soldiers have been sent to Romania."),
        ("About 1,000 soldiers will go to Romania.", "France could send 900 soldiers to Romania."),
        ("The number of soldiers in Romania doubled to 1,900.", "There are 1,000 soldiers in Romania."),
        ("About 500 French soldiers landed in Romania.", "About 900 American soldiers landed in Romania."),
        ("About 120 soldiers are near Romania.", "About 900 soldiers are near Romania."),
    ],
    ids=["on the way, there", "two places", "announced, actual", "announced, planned", "total", "owners", "too far"],
)
def test_what_may_not_measure_the_same_is_told_apart(one: str, other: str) -> None:
    found = groups("How many soldiers are in Romania and Poland?", quote(one, "a1"), quote(other, "a2"))
    assert all(len(group) == 1 for group in found)
    assert len(found) == 2


def test_the_wounded_are_not_held_against_the_dead() -> None:
    found = groups(
        "How many people were killed in the earthquake?",
        quote("The earthquake killed at least 1,000 people and wounded many more.", "a1"),
        quote("At least 1,500 people have been reported injured in the earthquake.", "a2"),
    )
    assert found == [["at least 1,000"]]


def test_what_comes_on_top_is_of_another_order_days_later() -> None:
    first = quote("About 1,700 soldiers will go to Poland.", "a1")
    same = quote("Another 2,000 soldiers are being flown to Poland.", "a2", DAY + timedelta(days=1))
    later = quote("Another 3,000 soldiers are being sent to Poland.", "a3", DAY + timedelta(days=10))
    assert groups("How many soldiers go to Poland?", first, same, later) == [["About 1,700", "2,000"], ["3,000"]]


def test_two_events_a_year_apart_are_two() -> None:
    old = quote("At least 311 people were killed in Afghanistan.", "a1", DAY - timedelta(days=2000))
    new = quote("At least 1,000 people were killed in Afghanistan.", "a2")
    assert len(groups("How many people were killed in Afghanistan?", old, new)) == 2


def test_copies_of_one_origin_count_once() -> None:
    text = "Russia has gathered more than 100,000 troops close to Ukraine."
    found = groups(NEAR, quote(text, "wire"), quote(text, "copy"), origins={"copy": "wire", "wire": "wire"})
    assert found == [["more than 100,000"]]


def test_an_article_that_gives_two_values_for_a_day_measures_two_things() -> None:
    found = groups(
        NEAR,
        quote("Russia has 100,000 troops near Ukraine.", "a1"),
        quote("Russia has 130,000 troops near Ukraine.", "a1"),
    )
    assert sorted(found) == [["100,000"], ["130,000"]]


def test_money_is_compared_only_where_both_answer() -> None:
    question = "How much does the bridge repair cost?"
    texts = (
        "The town will repair the Tanner Bridge at an estimated cost of $4.2 million.",
        "Repairing the Tanner Bridge will cost $5.6 million.",
        "The bridge’s pier alone accounts for $900,000.",
    )
    quotes = [
        quote(text, f"a{number}", DAY + timedelta(days=number), mark_answer(text, question, "number"))
        for number, text in enumerate(texts)
    ]
    assert ["$4.2 million", "$5.6 million"] in groups(question, *quotes)
    assert ["$900,000"] in groups(question, *quotes)


@pytest.mark.parametrize(
    ("one", "other", "different"),
    [("1,000", "a thousand", False), ("about 1,000", "1,020", False), ("1,700", "2,000", True),
     ("more than 100,000", "120,000", False), ("120,000", "150,000", True), ("900", "1,000", True)],
)  # fmt: skip
def test_rounding_and_bounds_are_no_difference(one: str, other: str, different: bool) -> None:
    (first,), (second,) = read(f"Romania has {one} soldiers."), read(f"Romania has {other} soldiers.")
    assert differ(first, second) is different


@dataclass(frozen=True)
class Found:
    """A figure of the demo archive, read out of its article."""

    title: str
    value: float
    unit: str
    subject: str
    place: str | None
    status: str


def all_figures() -> Iterator[Found]:
    for article in read_articles(shipped("corpus")):
        if not isinstance(article, Article):
            continue
        passage = Passage(article.id, 1, 0, len(article.text), article.text, published=article.published)
        for sentence in candidates([passage]):
            assert article.text[sentence.start : sentence.end] == sentence.text
            for one in read_figures(Quote(passage, sentence.start, sentence.end, sentence.text, 1.0)):
                what = one.counted
                yield Found(article.title or "", one.value, what.name, what.noun, one.place.text, one.status)


def test_figures_that_were_listed_by_hand_are_found_and_right() -> None:
    listed = [Found(**json.loads(line)) for line in GOLDEN.read_text("utf-8").splitlines()]
    figures = list(all_figures())
    assert len({one.title for one in listed}) >= 12

    def same(one: Found) -> list[Found]:
        return [
            other for other in figures if (one.title, one.value, one.unit) == (other.title, other.value, other.unit)
        ]

    found = [one for one in listed if same(one)]
    right = [one for one in found if one in same(one)]
    missed, wrong = ([one for one in some if one not in kept] for some, kept in ((listed, found), (found, right)))
    assert len(found) >= 0.9 * len(listed), missed
    assert len(right) >= 0.95 * len(found), wrong
