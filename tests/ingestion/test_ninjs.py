"""ninjs items, versions 1 to 3, in `.json` and `.jsonl` files."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import UnreadableFile
from assistant.ingestion.formats import json_article
from assistant.ingestion.formats.ninjs import flattened, is_ninjs
from assistant.ingestion.reading import read_articles
from assistant.types import Article, Skip

TEXT = "About 1,000 soldiers are going to Romania, the spokesman said."
XHTML = f"<p>{TEXT}</p>\n  <p>R&amp;D <b>goes</b> on.</p>"
FIRST = {
    "uri": "urn:meridian:1",
    "type": "text",
    "pubstatus": "usable",
    "versioncreated": "2022-02-04T08:00:00Z",
    "firstcreated": "2022-02-02T23:30:00-05:00",
    "language": "en",
    "headline": "Soldiers go",
    "byline": "By Jane Doe and John Roe",
    "copyrightholder": "Meridian Wire",
    "infosource": [{"name": "Meridian Radio"}],
    "ednote": "Corrects the number.",
    "body_text": TEXT,
    "body_xhtml": XHTML,
    "associations": {"photo": {"uri": "urn:meridian:2", "type": "picture", "body_text": "A soldier in a train."}},
}
THIRD = {
    "uri": "urn:meridian:1",
    "standard": {"name": "ninjs", "version": "3.0"},
    "type": "text",
    "versionCreated": "2022-02-04T08:00:00Z",
    "firstCreated": "2022-02-02T23:30:00-05:00",
    "language": "en",
    "headlines": [{"role": "sub", "value": "They join others"}, {"role": "main", "value": "Soldiers go"}],
    "by": "Jane Doe and John Roe",
    "copyrightHolder": "Meridian Wire",
    "edNote": "Corrects the number.",
    "bodies": [
        {"role": "text", "contentType": "text/plain", "value": TEXT},
        {"role": "text", "contentType": "application/xhtml+xml", "value": XHTML},
    ],
}
SECOND = {
    **{name.lower(): value for name, value in THIRD.items()},
    "bodies": [{"role": "html", "contenttype": "text/html", "value": XHTML}],
}


@pytest.fixture
def read(tmp_path):
    """Reads one file with this item; gives its articles and the reasons of its skips."""

    def read_file(item, name="a.json"):
        path = tmp_path / name
        path.write_text(json.dumps(item), encoding="utf-8")
        entries = list(read_articles(path))
        return (
            [entry for entry in entries if isinstance(entry, Article)],
            [entry.reason for entry in entries if isinstance(entry, Skip)],
        )

    return read_file


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
@pytest.mark.parametrize("item", [FIRST, SECOND, THIRD], ids=["1", "2", "3"])
def test_every_version_is_read_whole(read, item, name):
    (article,), skips = read(item, name)
    assert skips == []
    assert (article.id, article.title, article.outlet) == ("urn:meridian:1", "Soldiers go", "Meridian Wire")
    assert (article.authors, article.published) == (("Jane Doe", "John Roe"), date(2022, 2, 2))
    assert (article.url, article.language, article.corrections) == (None, "en", ("Corrects the number.",))
    assert article.text == f"{TEXT}\n\nR&D goes on."


@pytest.mark.parametrize(
    ("changes", "name", "expected"),
    [
        ({"body_xhtml": None}, "text", TEXT),
        ({"body_xhtml": "<p></p>"}, "text", TEXT),
        ({"body_xhtml": None, "body_text": f"{TEXT}\r\n\r\nMore."}, "text", f"{TEXT}\n\nMore."),
        ({"firstcreated": None}, "published", date(2022, 2, 4)),
        ({"firstcreated": None, "versioncreated": "0001-01-01"}, "published", None),
        ({"firstcreated": "2999-01-01T00:00:00Z"}, "published", date(2022, 2, 4)),
        ({"embargoed": "2022-02-03T06:00:00+01:00"}, "published", date(2022, 2, 3)),
        ({"provider": {"name": "Harbor Ledger"}}, "outlet", "Harbor Ledger"),
        ({"copyrightholder": None}, "outlet", "Meridian Radio"),
        ({"copyrightholder": None, "infosource": None}, "outlet", None),
        ({"uri": "https://meridian.example/1"}, "url", "https://meridian.example/1"),
        ({"byline": None, "authors": [{"name": "Jane Doe"}]}, "authors", ("Jane Doe",)),
        ({"byline": None}, "authors", ()),
        ({"headline": None}, "title", None),
        ({"headline": [{"name": "main", "text": "Soldiers stay"}]}, "title", "Soldiers stay"),
        ({"language": None}, "language", None),
        ({"ednote": None}, "corrections", ()),
        ({"ednote": "Not for use on the radio."}, "corrections", ()),
        ({"correction": "It was 1,000."}, "corrections", ("It was 1,000.", "Corrects the number.")),
        ({"type": "composite"}, "title", "Soldiers go"),
    ],
)
def test_what_an_item_says_and_what_it_does_not(read, changes, name, expected):
    (article,), _ = read(FIRST | changes)
    assert getattr(article, name) == expected


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"pubstatus": "canceled"}, "is canceled, not for use"),
        ({"pubstatus": "withheld"}, "is withheld, not for use"),
        ({"type": "picture"}, "is no text but of the type picture"),
        ({"type": "Vi\ud800deo\n"}, "is no text but of the type video"),
        ({"body_text": "", "body_xhtml": ""}, "has no text"),
        ({"body_text": 7, "body_xhtml": ["x"]}, "has no text"),
    ],
)
def test_an_item_that_is_no_article_says_why(read, changes, reason):
    assert read(FIRST | changes) == ([], [reason])


def test_items_stand_in_an_array_with_other_exports(read):
    articles, skips = read(
        {"items": [FIRST, {"id": 2, "text": TEXT, "uri": "x"}, FIRST | {"type": "video", "uri": "y"}]}
    )
    assert [article.id for article in articles] == ["urn:meridian:1", "2"]
    assert skips == ["is no text but of the type video"]


@pytest.mark.parametrize(
    "entry", [{}, {"uri": "x", "text": TEXT}, {"versioncreated": "2022"}, {"uri": 1, "bodies": []}]
)
def test_other_exports_are_no_ninjs(entry):
    assert not is_ninjs(entry)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from([TEXT, XHTML]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["value", "role", "contentType", "name", "text"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=200)
@given(
    item=st.sampled_from([FIRST, SECOND, THIRD]),
    changes=st.dictionaries(st.sampled_from(sorted({*FIRST, *THIRD})), VALUES, max_size=5),
)
def test_any_values_give_an_article_or_a_reason(item, changes):
    entry = item | changes
    json_article.read_entry(entry, place="")
    if is_ninjs(entry):
        try:
            assert "text" in flattened(entry)
        except UnreadableFile:
            return
