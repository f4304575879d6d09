"""Plain text and Markdown: what a news text shows of itself becomes fields, everything else stays."""

from datetime import date

import pytest

from assistant.ingestion.articles import Fields
from assistant.ingestion.formats.markdown import to_text
from assistant.ingestion.formats.plain import unwrap
from assistant.ingestion.metadata.shown import read_shown

STORY = "About 1,000 soldiers are going to Romania, the spokesman said.\n\nThey will join 900 who are there already."
TITLE = "Soldiers to move east"


def shown(text, *, name="story", known=None):
    return read_shown(text, name=name, known=known)


def test_a_wire_story_shows_everything():
    fields = shown(
        f"{TITLE}\n\nBy Tomas Reyle\n\nKYIV, Feb. 2 (Meridian Wire) - {STORY}\n\nCopyright 2022 Meridian Wire"
    )
    assert fields == Fields(
        text=f"KYIV, Feb. 2 (Meridian Wire) - {STORY}",
        title=TITLE,
        outlet="Meridian Wire",
        authors=("Tomas Reyle",),
        published=date(2022, 2, 2),
    )


def test_a_text_that_shows_nothing_stays_as_it_is():
    assert shown(STORY) == Fields(text=STORY)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"{TITLE}\n\n{STORY}", TITLE),
        (f"{TITLE}\nBy Jane Doe\n\n{STORY}", TITLE),
        (f"{TITLE}\nKYIV, Feb. 2 (Wire) - {STORY}", TITLE),
        (f"Headline: {TITLE}\n\n{STORY}", TITLE),
        (f"“We will stay,” says minister\n\n{STORY}", "“We will stay,” says minister"),
        (f"1,000 troops to leave U.S.\n\n{STORY}", "1,000 troops to leave U.S."),
        (f"Will they stay?\n\n{STORY}", "Will they stay?"),
        (f"{TITLE}\n{STORY}", None),
        (f"The spokesman spoke on Monday.\n\n{STORY}", None),
        (f"{'Soldiers ' * 40}\n\n{STORY}", None),
        (f"Copyright 2022 Harbor Ledger\n\n{STORY}", None),
        (f"2 February 2022\n\n{STORY}", None),
        (TITLE, None),
    ],
)
def test_the_first_line_is_the_title_where_it_reads_like_one(text, title):
    assert shown(text).title == title


@pytest.mark.parametrize(
    ("dateline", "outlet", "published"),
    [
        ("WASHINGTON, Feb. 2, 2022 (Meridian Wire) —", "Meridian Wire", date(2022, 2, 2)),
        ("BUCHAREST, Romania, 3 February 2022 –", None, date(2022, 2, 3)),
        ("LONDON/PARIS, Feb 2 (Reuters) -", "Reuters", None),
        ("Feb. 2 (UPI) --", "UPI", None),
        ("(AFP) —", "AFP", None),
        ("ST. LOUIS, Mo. (AP) —", "AP", None),
        ("The plan — with all its costs —", None, None),
        ("He (the mayor) —", None, None),
    ],
)
def test_datelines(dateline, outlet, published):
    fields = shown(f"{dateline} {STORY}")
    assert (fields.outlet, fields.published) == (outlet, published)
    assert fields.text == f"{dateline} {STORY}"


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("Copyright 2022 Anadolu Agency", "Anadolu Agency"),
        ("© 2022 The Daily X. All rights reserved.", "The Daily X"),
        ("Copyright © 2020-2022 by Harbor Ledger, Inc.", "Harbor Ledger"),
        ("(c) St. Louis Post 2022", "St. Louis Post"),
        ("©2022 Cable Network. A Company. All Rights Reserved.", "Cable Network"),
        ("Copyright Alder Falls Gazette", "Alder Falls Gazette"),
        ("Copyright 2022 Meridian Wire. All rights reserved. This may not be published or rewritten.", "Meridian Wire"),
    ],
)
def test_copyright_lines_name_the_outlet_and_leave_the_text(line, outlet):
    fields = shown(f"{STORY}\n\n{line}")
    assert fields == Fields(text=STORY, outlet=outlet)


@pytest.mark.parametrize(
    "line", ["Copyright law is changing in Brussels.", "Copyright 2022", "Copyright reform passes"]
)
def test_lines_about_copyright_stay(line):
    assert shown(f"{STORY}\n\n{line}") == Fields(text=f"{STORY}\n\n{line}")


@pytest.mark.parametrize(
    ("lines", "name", "published"),
    [
        ("Published: 2 February 2022", "2024-05-05-copy", date(2022, 2, 2)),
        ("Published 10:02 AM EST, Wed February 2, 2022", "story", date(2022, 2, 2)),
        ("Published: 2 February 2022\nUpdated: 4 February 2022", "story", date(2022, 2, 2)),
        ("Last updated: 2022-02-04T10:00Z", "story", date(2022, 2, 4)),
        ("Wednesday, 2 February 2022", "story", date(2022, 2, 2)),
        ("Harbor Ledger | Feb. 2, 2022", "story", date(2022, 2, 2)),
        ("Nothing of the kind.", "2022-02-02-harbor-ledger-troops", date(2022, 2, 2)),
        ("Nothing of the kind.", "20220202_troops", date(2022, 2, 2)),
        ("Published reports said on 2 February 2022 that the bridge was closed.", "story", None),
        ("Date of birth: 3 May 1950", "story", None),
        ("The war began on June 6, 1944", "story", None),
        ("Copyright 2022 Harbor Ledger", "story", None),
    ],
)
def test_lines_that_tell_the_day(lines, name, published):
    assert shown(f"{lines}\n\n{STORY}", name=name).published == published


def test_date_lines_stay_in_the_text():
    text = f"Published: 2 February 2022\n\n{STORY}"
    assert shown(text).text == text


def test_the_headings_of_a_timeline_are_no_day_of_publication():
    assert shown(f"How it began\n\nNov. 10, 2021\n\n{STORY}\n\nDec. 1, 2021\n\n{STORY}").published is None


@pytest.mark.parametrize(
    ("end", "name", "published"),
    [
        ("Copyright 2022 Meridian Wire", "story", date(2022, 2, 2)),
        ("Updated Feb. 4, 2022", "story", date(2022, 2, 2)),
        ("The end.", "2022-02-03-story", date(2022, 2, 2)),
        ("The end.", "2023-01-01-story", date(2023, 2, 2)),
        ("It was the worst storm since Feb. 2, 1953.", "story", None),
        ("The end.", "story", None),
    ],
)
def test_a_dateline_gets_its_year_from_a_line_that_has_one_never_from_the_story(end, name, published):
    assert shown(f"KYIV, Feb. 2 (Wire) - {STORY}\n\n{end}", name=name).published == published


def test_a_byline_that_says_more_than_the_fields_stays():
    kept = shown(f"By Jane Doe, Defense Correspondent\n\n{STORY}")
    assert kept.authors == ("Jane Doe",)
    assert kept.text.startswith("By Jane Doe, Defense Correspondent")
    assert shown(f"By Jane Doe, Harbor Ledger\n\n{STORY}") == Fields(
        text=STORY, authors=("Jane Doe",), outlet="Harbor Ledger"
    )


def test_a_line_that_leaves_the_middle_leaves_no_gap():
    deck = "A thousand go, nine hundred wait for them"
    assert shown(f"{TITLE}\n\n{deck}\n\nBy Jane Doe\n\n{STORY}").text == f"{deck}\n\n{STORY}"


def test_known_fields_are_not_replaced_and_other_lines_stay():
    known = Fields(
        text="", title="Another title", outlet="Other Post", authors=("Ann Other",), published=date(2020, 1, 1)
    )
    text = f"{TITLE}\n\nBy Jane Doe\n\nKYIV, Feb. 2 (Wire) - {STORY}\n\nCopyright 2022 Meridian Wire"
    fields = shown(text, known=known)
    assert fields.text == text
    assert (fields.title, fields.outlet, fields.authors, fields.published) == (
        "Another title",
        "Other Post",
        ("Ann Other",),
        date(2020, 1, 1),
    )


def test_lines_of_a_fixed_width_are_joined():
    text = (
        "About 1,000 soldiers are going to Romania in\n"
        "the coming days, the spokesman said, and they\n"
        "will join 900 who are there already.\n"
        "\n"
        "Others stay, he said. Nobody was told whether\n"
        "that would change."
    )
    assert unwrap(text) == (
        "About 1,000 soldiers are going to Romania in the coming days, the spokesman said, and they will join 900 who "
        "are there already.\n\nOthers stay, he said. Nobody was told whether that would change."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Roses are red,\nviolets are blue,\nsugar is sweet\nand so are you.",
        "- Harbor 3\n- Town 1\n- Lake 0\n- Hill 2",
        "Short.\n\nParagraphs.\n\nOnly.",
        f"{STORY * 3}\n{STORY * 3}\n{STORY}",
        "",
    ],
)
def test_other_line_breaks_stay(text):
    assert unwrap(text) == text


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("The **Pentagon** _said_ `so`.", "The Pentagon said so."),
        ("See [the map](https://example.org/map) <https://example.org>.", "See the map https://example.org."),
        ("![A bridge](https://example.org/bridge.jpg)", "A bridge"),
        ("One[^1] [two][ref]\n\n[ref]: https://example.org", "One[^1] two"),
        ("soft\nbreak", "soft break"),
        ("hard  \nbreak", "hard\nbreak"),
        ("## Section\n\nText", "Section\n\nText"),
        ("Text:\n\n- one\n- two\n    - three\n\nEnd", "Text:\n\none\ntwo\nthree\n\nEnd"),
        ("<div>raw <b>HTML</b></div>\n\nText <span>inline</span> &amp; so on", "raw HTML\n\nText inline & so on"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a b\n1 2"),
        ("```\ncode *stays*\n```", "code *stays*"),
        (r"5 \* 3 = 15", "5 * 3 = 15"),
    ],
)
def test_markdown_becomes_words(markdown, words):
    from assistant.ingestion.cleaning import clean

    heading, text = to_text(markdown)
    assert heading is None
    assert clean(text) == words


def test_the_first_main_heading_is_told_apart():
    assert to_text("Intro\n\n# The *title*\n\nText\n\n# Second")[0] == "The title"
