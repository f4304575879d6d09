"""Authors: fields and bylines in the shapes that exports and papers have."""

import pytest

from assistant.ingestion.metadata.names import parse_authors, read_byline


@pytest.mark.parametrize(
    ("value", "authors"),
    [
        ("Jane Doe", ("Jane Doe",)),
        ("By Jane Doe and John Roe", ("Jane Doe", "John Roe")),
        ("By Jane Doe, John Roe and Mary O'Neil", ("Jane Doe", "John Roe", "Mary O'Neil")),
        ("Jane Doe; John Roe | Ana da Costa & Zoë Ç", ("Jane Doe", "John Roe", "Ana da Costa", "Zoë Ç")),
        ("Written by: Jane Doe", ("Jane Doe",)),
        ("By JANE DOE", ("JANE DOE",)),
        ("Byron Smith", ("Byron Smith",)),
        ("Jane Doe, Harbor Ledger Staff Writer", ("Jane Doe",)),
        ("Jane Doe, Reuters", ("Jane Doe",)),
        ("Jane Doe in Bucharest", ("Jane Doe",)),
        ("Jane Doe, Jr., John Roe", ("Jane Doe, Jr.", "John Roe")),
        ("Jane Doe (jane@example.org)", ("Jane Doe",)),
        ("Doe, Jane", ("Doe, Jane",)),
        ("Jane Doe and Sun Li, Baltimore Sun", ("Jane Doe", "Sun Li")),
        ("Associated Press", ("Associated Press",)),
        ("Food and Drug Administration", ("Food and Drug Administration",)),
        ("李明", ("李明",)),
        (["Jane Doe", {"@type": "Person", "name": "John Roe"}, "Jane Doe"], ("Jane Doe", "John Roe")),
        ({"givenName": "Jane", "familyName": "Doe"}, ("Jane Doe",)),
        (["Jane Doe and John Roe"], ("Jane Doe", "John Roe")),
        ("", ()),
        ("None", ()),
        ("N/A", ()),
        ("https://example.org/jane", ()),
        ("jane@example.org", ()),
        (12, ()),
        (None, ()),
        ("x" * 5000, ()),
        ([[[[["too deep"]]]]], ()),
    ],
)
def test_the_authors_of_a_field(value, authors):
    assert parse_authors(value) == authors


@pytest.mark.parametrize(
    ("line", "authors", "outlet"),
    [
        ("By Jane Doe", ("Jane Doe",), None),
        ("BY JANE DOE AND JOHN ROE", ("JANE DOE", "JOHN ROE"), None),
        ("By Jane Doe, Associated Press", ("Jane Doe",), "Associated Press"),
        ("By Jane Doe, Defense Correspondent", ("Jane Doe",), None),
        ("Author: Jane Doe", ("Jane Doe",), None),
    ],
)
def test_bylines(line, authors, outlet):
    byline = read_byline(line)
    assert byline is not None
    assert (byline.authors, byline.outlet) == (authors, outlet)


@pytest.mark.parametrize(
    "line",
    [
        "By the time they came, the bridge was closed",
        "By Wednesday, the troops had left",
        "By 2030 Romania will need more teachers",
        "Jane Doe",
        "By Land, Air and Sea",
        "By " + "Jane " * 100,
    ],
)
def test_lines_that_are_no_bylines(line):
    assert read_byline(line) is None
