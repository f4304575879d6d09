"""RSS, Atom and RDF files: entries with their text are articles, teasers are not, and nothing is fetched."""

import socket
import time
from datetime import date

import pytest

from assistant.ingestion.reading import count_articles
from assistant.types import Skip

TEXT = (
    "The harbor office of Alder Falls said on Wednesday that 1,000 containers would be moved to the northern quay "
    "before the end of March, and that nobody, least of all the fishermen, would lose a berth or a day of work."
)
CONTENT = "http://purl.org/rss/1.0/modules/content/"


@pytest.fixture(autouse=True)
def _without_network(monkeypatch):
    def refuse(*_):
        raise AssertionError("a feed that is read asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def read(read):
    """Reads one feed; gives (articles, skips)."""
    return lambda content, name="feed.xml": read(name, content)


def rss(*items, head="", channel="<title>Harbor Ledger</title>"):
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'{head}<rss version="2.0" xmlns:content="{CONTENT}"><channel>{channel}{inside}</channel></rss>'


def entry_with(text, more=""):
    return f"<title>One</title><link>https://example.org/1</link><description><![CDATA[{text}]]></description>{more}"


def test_an_rss_entry_is_an_article(read):
    articles, skips = read(
        rss(
            "<title>Soldiers &amp;amp; ships</title><link>https://example.org/1</link><guid>https://example.org/?p=1</guid>"
            "<pubDate>Wed, 02 Feb 2022 23:30:00 -0500</pubDate><author>jane@example.org (Jane Doe)</author>"
            "<description>In short.</description>"
            f"<content:encoded><![CDATA[<p>{TEXT}</p><p>More.</p>]]></content:encoded>",
            channel="<title>Harbor Ledger</title><language>en-US</language>",
            head="<?xml version='1.0'?>",
        )
    )
    assert skips == []
    (article,) = articles
    assert (article.id, article.url) == ("https://example.org/?p=1", "https://example.org/1")
    assert (article.title, article.text) == ("Soldiers & ships", f"{TEXT}\n\nMore.")
    assert (article.outlet, article.authors, article.language) == ("Harbor Ledger", ("Jane Doe",), "en-US")
    assert article.published == date(2022, 2, 2)


@pytest.mark.parametrize("name", ["feed.xml", "feed.rss", "feed.atom", "feed.txt", "feed"])
def test_an_atom_entry_is_an_article(read, name):
    articles, skips = read(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://example.org/"><title type="html">Harbor &lt;b&gt;'
        "Ledger&lt;/b&gt;</title><entry><id>tag:example.org,2022:1</id><title>One</title><link href='/news/1'/>"
        "<updated>2022-02-03T00:00:00Z</updated><author><name>Jane Doe</name></author><author><name>John Roe</name>"
        f"</author><summary>Short.</summary><content type='html'>&lt;p&gt;{TEXT}&lt;/p&gt;</content></entry></feed>",
        name,
    )
    assert skips == []
    (article,) = articles
    assert (article.id, article.url) == ("tag:example.org,2022:1", "https://example.org/news/1")
    assert (article.outlet, article.authors) == ("Harbor Ledger", ("Jane Doe", "John Roe"))
    assert (article.text, article.published) == (TEXT, date(2022, 2, 3))


def test_an_rdf_item_is_an_article(read):
    articles, skips = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Harbor Ledger</title></channel>'
        f"<item><title>One</title><description>{TEXT}</description><dc:date>2022-02-02</dc:date></item></rdf:RDF>"
    )
    assert (articles[0].text, articles[0].published, skips) == (TEXT, date(2022, 2, 2), [])


def test_a_teaser_is_a_skip_that_says_what_to_do(read):
    teaser = "The harbor office of Alder Falls said on Wednesday that ... Read more"
    articles, skips = read(rss(entry_with(TEXT), entry_with(teaser), "<title>Only a title</title>"))
    assert len(articles) == 1
    assert skips == [
        Skip("feed.xml#1", "has only a teaser of 13 words; save the page it links to"),
        Skip("feed.xml#2", "has no text; save the page it links to"),
    ]


def test_a_number_is_no_id_beyond_its_feed(read):
    articles, _ = read(rss(entry_with(TEXT, '<guid isPermaLink="false">17</guid>')))
    assert articles[0].id == "https://example.org/1"


def test_scripts_and_tracking_pictures_leave_no_trace(read):
    articles, _ = read(
        rss(entry_with(f"<script>alert(1)</script><p onclick='x()'>{TEXT}</p><img src='http://x/1.gif'>"))
    )
    assert articles[0].text == TEXT


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("iso-8859-1", "utf-8"),
        ("utf-8", "cp1252"),
        ("windows-1252", "cp1252"),
        ("nonsense", "utf-8"),
        ("utf-16", "utf-8"),
    ],
)
def test_a_wrong_declared_encoding_does_no_harm(read, declared, encoding):
    text = f"{TEXT} The café’s owner, José, and the naïve mayor agreed."
    articles, skips = read(rss(entry_with(text), head=f'<?xml version="1.0" encoding="{declared}"?>').encode(encoding))
    assert ([article.text for article in articles], skips) == ([text], [])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "is empty"),
        ("<?xml version='1.0'?><svg/>", "is XML without news"),
        (rss(), "is XML without news"),
        ("<rss", "is XML without news"),
        (b"\x00\x01\x02" * 50, "is not text"),
    ],
)
def test_what_is_no_feed_is_one_skip(read, content, reason):
    articles, skips = read(content)
    assert (articles, [skip.path for skip in skips]) == ([], ["feed.xml"])
    assert skips[0].reason.startswith(reason)


def test_a_feed_that_breaks_off_gives_the_entries_before(read):
    content = rss(*(entry_with(f"{TEXT} {number}", f"<guid>urn:x:{number}</guid>") for number in range(20)))
    articles, _ = read(content[: len(content) // 2])
    assert 8 <= len(articles) <= 11


BOMB = "".join(f'<!ENTITY lol{number} "{f"&lol{number - 1};" * 10}">' for number in range(1, 10))


@pytest.mark.parametrize(
    "head",
    [
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY lol0 "{"lol" * 30}">{BOMB}]>',
        f'<!DOCTYPE rss [<!ENTITY lol9 "{"lol" * 100_000}">]>',
        '<!DOCTYPE rss [<!ENTITY lol9 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY lol9 SYSTEM "http://example.org/x">]>',
        '<!DOCTYPE rss SYSTEM "http://example.org/rss.dtd" [<!ENTITY % x SYSTEM "http://example.org/x"> %x;]>',
    ],
)
def test_entities_are_never_expanded_nor_fetched(read, head):
    started = time.monotonic()
    articles, _ = read(
        rss(entry_with(TEXT), f"<title>&lol9;</title><description>{TEXT}&lol9;&lol9;</description>", head=head)
    )
    assert articles[0].text == TEXT
    assert all(len(article.text) < 2 * len(TEXT) and "root:" not in article.text for article in articles)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "markup",
    ["<b>" * 20_000, "<item>" * 5_000, "<a b='" * 20_000, "&" * 50_000, "<![CDATA[" * 5_000, "&lt;!--" * 80_000],
)
def test_nested_and_endless_markup_ends(read, markup):
    started = time.monotonic()
    read(rss(entry_with(TEXT), f"<description>{markup}</description>"))
    read(f"<rss>{markup}")
    assert time.monotonic() - started < 20


def test_odd_days_and_characters(read):
    hebrew = "שלום " * 40
    articles, skips = read(
        rss(
            entry_with(f"{hebrew}\u202e\u0007", "<pubDate>Mon, 01 Jan 0001 00:00:00 GMT</pubDate><guid>urn:1</guid>"),
            entry_with(TEXT, "<pubDate>Mon, 01 Jan 2999 00:00:00 GMT</pubDate><guid>urn:2</guid>"),
            entry_with("\n".join([f"<p>{TEXT}</p>"] * 600), "<guid>urn:3</guid>"),
        )
    )
    assert [article.published for article in articles] == [None, None, None]
    assert articles[0].text == hebrew.strip()
    assert len(articles[2].text) > 100_000
    assert skips == []


def test_counting_counts_entries(tmp_path):
    (tmp_path / "feed.xml").write_text(rss(*[entry_with(TEXT)] * 7))
    assert count_articles(tmp_path) == 7


@pytest.mark.timeout(30)
@pytest.mark.parametrize("name", ["author", "dc:creator", "managingEditor"])
@pytest.mark.parametrize("wrap", ["{}", "<![CDATA[{}]]>"])
def test_an_author_longer_than_any_name_is_left_out_before_it_takes_hours(read, name, wrap):
    named = f'<{name} xmlns:dc="http://purl.org/dc/elements/1.1/">{wrap.format("1" * 300_000)}</{name}>'
    (article,), _ = read(rss(entry_with(TEXT, more=named)))
    assert (article.text, article.authors) == (TEXT, ())
