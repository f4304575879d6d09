"""The report as a page: well-formed, self-contained, and text stays text."""

from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser

from assistant.evaluation.comparing import compare
from assistant.evaluation.metrics import measures, timings
from assistant.evaluation.report_page import MOST_LISTED, report_page
from assistant.evaluation.results import Evaluation, Fault, Measured, Report
from assistant.types import Skip

NASTY = '<script>alert(1)</script> & $body "quoted" ‘single’'
WRONG = Measured(
    "a", NASTY, date(2022, 2, 2), True, NASTY, ("gold-1",), (), (4,), 1, 12.0, False, False, False, False, NASTY, 40.0,
    (Fault("words_missing", f"Answered: “{NASTY}”"), Fault("not_first", "Found at place 4.")),
)  # fmt: skip
VOID = {"meta", "br", "link", "img", "hr", "input"}


class Tree(HTMLParser):
    """Fails where a tag is not closed in order; collects the text and what would be loaded."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []
        self.addresses: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag, attributes):
        self.addresses += [value for name, value in attributes if name in ("src", "href", "srcset", "action")]
        self.ids += [value for name, value in attributes if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.text.append(data)


def page_of(report: Report) -> Tree:
    tree = Tree()
    tree.feed(report_page(report))
    tree.close()
    assert tree.open == []
    return tree


def report(*measured: Measured, **fields: object) -> Report:
    evaluation = Evaluation(
        "q <b>.jsonl", "my library", 45, "m", None, "question", False, datetime.now(UTC), 3.0, measured
    )
    return Report(replace(evaluation, **fields), measures(measured), timings(measured))


def test_what_others_wrote_stands_as_text():
    tree = page_of(report(WRONG))
    assert "script" not in tree.open
    assert tree.text.count(NASTY) >= 2
    assert "q <b>.jsonl" in "".join(tree.text)


def test_the_page_loads_nothing_and_its_links_lead_into_it():
    tree = page_of(report(WRONG, skipped=(Skip("line 2", "is broken JSON"),)))
    assert {address.removeprefix("#") for address in tree.addresses} <= set(tree.ids)
    assert "http" not in report_page(report(WRONG)).replace("http-equiv", "")


def test_each_question_stands_once_under_the_gravest_fault_with_all_of_them():
    text = "".join(page_of(report(WRONG)).text)
    assert "Answered without the expected words 1" in text
    assert "The article was found, but not first" not in text
    assert "Found at place 4." in text


def test_a_run_without_faults_says_so():
    assert "Nothing." in "".join(page_of(report(replace(WRONG, faults=()))).text)


def test_a_comparison_shows_what_fared_otherwise():
    better = report(replace(WRONG, ranks=(1,), in_quotes=True))
    compared = compare(report(WRONG).evaluation, better.evaluation, names=("before.json", "now"))
    text = "".join(page_of(replace(better, comparison=compared)).text)
    assert "place 4; answered without the expected words → place 1; answered with the expected words" in text


def test_of_very_many_questions_the_first_are_listed():
    page = report_page(report(*[replace(WRONG, id=str(number)) for number in range(MOST_LISTED + 5)]))
    assert page.count("<li><div>") == MOST_LISTED
    assert "and 5 more" in page
