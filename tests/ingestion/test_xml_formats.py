"""NITF and NewsML-G2 as agencies send them, good, broken and hostile."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import UnreadableFile
from assistant.ingestion import xml_tree
from assistant.ingestion.formats import agency_xml
from assistant.ingestion.reading import read_articles
from assistant.types import Article, Skip

TEXT = "About 1,000 soldiers are going to Romania, the spokesman said."
NITF = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "nitf-3-6.dtd">
<nitf xml:lang="en-US">
  <head>
    <title>soldiers slug</title>
    <docdata management-status="usable">
      <doc-id id-string="meridian.20220202.17" regsrc="MW"/>
      <date.issue norm="20220202T233000-0500"/>
      <doc.copyright year="2022" holder="Meridian Wire"/>
      <ed-msg info="For use in print."/>
      <ed-msg info="Updates an earlier version."/>
      <correction info="Corrects the number of soldiers." id-string="meridian.20220202.16"/>
    </docdata>
  </head>
  <body>
    <body.head>
      <hedline><hl1>Soldiers go to <em>Romania</em></hl1><hl2>They join 900 others</hl2></hedline>
      <byline>By <person>Jane Doe</person> and <person>John Roe</person><byttl>Staff writers</byttl></byline>
      <dateline><location>WASHINGTON</location></dateline>
    </body.head>
    <body.content>
      <p>{TEXT}</p>
      <p>He read <object.title>the order</object.title> aloud &amp; sat down.</p>
      <hl2>What comes next</hl2>
      <media media-type="image"><media-caption><p>A soldier.</p></media-caption></media>
      <ul><li>A convoy</li><li>A train</li></ul>
      <table><tr><th>Country</th><th>Soldiers</th></tr><tr><td>Romania</td><td>1,000</td></tr></table>
    </body.content>
  </body>
</nitf>"""
XHTML = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>No</title></head><body><p>{TEXT}</p><p>More.</p></body></html>'


def g2(
    body=f'<inlineXML contenttype="application/xhtml+xml">{XHTML}</inlineXML>', *, meta="", content="", guid="urn:g:1"
):
    return (
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}" version="2" xml:lang="en">'
        f'<rightsInfo><copyrightHolder literal="Meridian Holding"/></rightsInfo><itemMeta>{meta}</itemMeta>'
        f"<contentMeta>{content}</contentMeta><contentSet>{body}</contentSet></newsItem>"
    )


@pytest.fixture
def read(tmp_path):
    """Reads one file with this content; gives its articles and the reasons of its skips."""

    def read_file(content, name="a.xml"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        entries = list(read_articles(path))
        return (
            [entry for entry in entries if isinstance(entry, Article)],
            [entry.reason for entry in entries if isinstance(entry, Skip)],
        )

    return read_file


@pytest.mark.parametrize("name", ["a.xml", "a.nitf", "a.NITF.XML"])
def test_nitf_is_read_whole(read, name):
    (article,), skips = read(NITF, name)
    assert skips == []
    assert (article.id, article.title, article.outlet) == (
        "meridian.20220202.17",
        "Soldiers go to Romania",
        "Meridian Wire",
    )
    assert (article.authors, article.published, article.language) == (
        ("Jane Doe", "John Roe"),
        date(2022, 2, 2),
        "en-US",
    )
    assert article.corrections == ("Corrects the number of soldiers.", "Updates an earlier version.")
    assert article.text == (
        f"WASHINGTON\n\n{TEXT}\n\nHe read the order aloud & sat down.\n\nWhat comes next\n\nA convoy\nA train\n\n"
        "Country Soldiers\nRomania 1,000"
    )


@pytest.mark.parametrize(
    ("old", "new", "name", "expected"),
    [
        ('<date.issue norm="20220202T233000-0500"/>', "", "published", None),
        ('norm="20220202T233000-0500"', 'norm="00010101"', "published", None),
        ('norm="20220202T233000-0500"', 'norm="29990101"', "published", None),
        ("</head>", '<pubdata name="Harbor Ledger"/></head>', "outlet", "Harbor Ledger"),
        ("</head>", '<pubdata date.publication="20220203T000000"/></head>', "published", date(2022, 2, 3)),
        ("</head>", '<pubdata ex-ref="https://harbor.example/a"/></head>', "url", "https://harbor.example/a"),
        ("</head>", '<pubdata ex-ref="javascript:alert(1)"/></head>', "url", None),
        ('holder="Meridian Wire"', "", "outlet", None),
        (' xml:lang="en-US"', "", "language", None),
        ("<hl1>Soldiers go to <em>Romania</em></hl1><hl2>They join 900 others</hl2>", "", "title", "soldiers slug"),
        ("<person>Jane Doe</person> and <person>John Roe</person>", "Jane Doe", "authors", ("Jane Doe",)),
    ],
)  # fmt: skip
def test_what_nitf_says_and_what_it_does_not(read, old, new, name, expected):
    (article,), _ = read(NITF.replace(old, new))
    assert getattr(article, name) == expected


def test_a_dateline_for_machines_is_no_text(read):
    date_only = '<story.date norm="20220202">20220202T2330</story.date>'
    (article,), _ = read(NITF.replace("<location>WASHINGTON</location>", date_only))
    assert article.text.startswith(TEXT)


def test_a_dateline_that_the_text_repeats_stands_once(read):
    (article,), _ = read(NITF.replace(f"<p>{TEXT}", f"<p>WASHINGTON (MW) - {TEXT}"))
    assert article.text.startswith(f"WASHINGTON (MW) - {TEXT}\n\n")


@pytest.mark.parametrize("status", ["canceled", "withheld"])
def test_nitf_that_was_taken_back_is_skipped(read, status):
    assert read(NITF.replace("usable", status)) == ([], [f"is {status}, not for use"])


def test_newsml_is_read_whole(read):
    meta = (
        '<provider qcode="nprov:MW"><name>Meridian Wire</name></provider>'
        "<versionCreated>2022-02-04T08:00:00Z</versionCreated><firstCreated>2022-02-02T23:30:00-05:00</firstCreated>"
        '<pubStatus qcode="stat:usable"/><itemClass qcode="ninat:text"/><edNote>Corrects the number.</edNote>'
    )
    content = (
        '<headline role="hld:sub">They join 900 others</headline><headline role="hld:main">Soldiers go</headline>'
        '<by>By Jane Doe</by><language tag="en-GB"/><dateline>WASHINGTON, Feb 2</dateline>'
    )
    (article,), skips = read(g2(meta=meta, content=content))
    assert skips == []
    assert (article.id, article.title, article.outlet) == ("urn:g:1", "Soldiers go", "Meridian Wire")
    assert (article.authors, article.published, article.language) == (("Jane Doe",), date(2022, 2, 2), "en-GB")
    assert (article.text, article.corrections) == (
        f"WASHINGTON, Feb 2\n\n{TEXT}\n\nMore.",
        ("Corrects the number.",),
    )


@pytest.mark.parametrize(
    "body",
    [
        f"<inlineXML>{NITF.partition('?>')[2].partition('>')[2]}</inlineXML>",
        f"<inlineXML>{XHTML.replace('xmlns=', 'xmlns:h=')}</inlineXML>",
        f'<inlineData contenttype="text/plain">{TEXT}\n\nMore.</inlineData>',
        f'<inlineData contenttype="text/html">&lt;p&gt;{TEXT}&lt;/p&gt;</inlineData>',
        f'<inlineData contenttype="image/png" encoding="base64">iVBOR</inlineData><inlineData>{TEXT}</inlineData>',
    ],
)
def test_the_forms_of_a_newsml_text(read, body):
    (article,), _ = read(g2(body))
    assert TEXT in article.text
    assert "<" not in article.text


def test_notes_that_change_nothing_or_are_not_for_readers_are_no_corrections(read):
    notes = (
        '<edNote>Pictures to follow.</edNote><edNote role="r:correction">Number of soldiers.</edNote>'
        '<edNote pubconstraint="pc:nonpublic">Corrected by the desk, call 555.</edNote><edNote>Corrects it.</edNote>'
    )
    (article,), _ = read(g2(meta=notes))
    assert article.corrections == ("Number of soldiers.", "Corrects it.")


def test_what_stands_around_the_text_of_a_page_is_left_out(read):
    header = "<header><h1>Soldiers go</h1><ul><li>Slug</li></ul></header><figure><p>A soldier.</p></figure>"
    (article,), _ = read(
        g2(f"<inlineXML><html><body>{header}<section><p>{TEXT}</p></section></body></html></inlineXML>")
    )
    assert article.text == TEXT


PARTED = "\n\n"


def test_plain_text_that_is_neither_plain_nor_of_whole_lines_is_mended(read):
    wrapped = (
        "The first of the long lines of this text goes on to\nthe second of the lines of it and from there on to\n"
    )
    wrapped += "the third of the lines of it where it is at its end.\n\nNext."
    (article,), _ = read(g2(f"<inlineData><![CDATA[\n<p>{wrapped}</p>]]></inlineData>"))
    assert article.text.startswith("The first of the long lines of this text goes on to the second")
    (article,), _ = read(g2(f"<inlineData>{PARTED.join([wrapped] * 3)}</inlineData>"))
    assert article.text.startswith("The first of the long lines of this text goes on to the second")


def test_a_newsml_text_that_begins_with_its_headline_does_not_repeat_it(read):
    body = f"<inlineXML><html><body><h1>Soldiers go</h1><p>{TEXT}</p></body></html></inlineXML>"
    (article,), _ = read(g2(body, content="<headline>Soldiers go</headline>"))
    assert (article.title, article.text) == ("Soldiers go", TEXT)


@pytest.mark.parametrize(
    ("meta", "day"),
    [
        ("<embargoed>2022-02-03T06:00:00Z</embargoed><firstCreated>2022-02-01</firstCreated>", date(2022, 2, 3)),
        ("<embargoed/><versionCreated>2022-02-04T00:30:00+09:00</versionCreated>", date(2022, 2, 4)),
        ("<firstCreated>0001-01-01</firstCreated><versionCreated>2999-01-01</versionCreated>", None),
    ],
)
def test_the_day_of_a_newsml_item(read, meta, day):
    (article,), _ = read(g2(meta=meta))
    assert article.published == day


@pytest.mark.parametrize(
    ("meta", "outlet"),
    [
        ('<provider literal="Meridian Wire"/>', "Meridian Wire"),
        ('<provider qcode="nprov:MW"/>', "Meridian Holding"),
        ("", "Meridian Holding"),
    ],
)
def test_the_outlet_of_a_newsml_item(read, meta, outlet):
    (article,), _ = read(g2(meta=meta))
    assert article.outlet == outlet


@pytest.mark.parametrize(
    ("meta", "outlet"),
    [
        ('<provider qcode="nprov:MW"/>', "MW"),
        ('<provider uri="http://www.meridian.example/"/>', "meridian.example"),
        ("", None),
    ],
)
def test_the_outlet_of_a_newsml_item_that_names_none(read, meta, outlet):
    (article,), _ = read(g2(meta=meta).replace('literal="Meridian Holding"', ""))
    assert article.outlet == outlet


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (g2(meta='<pubStatus qcode="stat:canceled"/>'), "is canceled, not for use"),
        (g2(meta='<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/withheld"/>'), "is withheld, not for use"),
        (g2(meta='<itemClass qcode="ninat:picture"/>'), "is no text but of the class picture"),
        (g2(""), "has no text"),
        (g2('<remoteContent href="a.html"/>'), "has no text of its own: it points to another file"),
        ('<packageItem xmlns="http://iptc.org/std/nar/2006-10-01/"/>', "is a packageItem, no article of its own"),
    ],
)
def test_a_newsml_item_that_is_no_article_says_why(read, item, reason):
    assert read(item) == ([], [reason])


def test_a_message_gives_its_items_one_by_one(read):
    items = g2(guid="urn:g:1") + g2(meta='<pubStatus qcode="stat:canceled"/>') + g2(guid="urn:g:2")
    articles, skips = read(
        f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{items}</itemSet></newsMessage>'
    )
    assert [article.id for article in articles] == ["urn:g:1", "urn:g:2"]
    assert skips == ["is canceled, not for use"]


NEWSML_1 = f"""<NewsML Version="1.2"><NewsItem xml:lang="fr">
<Identification><NewsIdentifier><ProviderId>meridian.example</ProviderId><DateId>20040730</DateId>
<PublicIdentifier>urn:newsml:meridian.example:17</PublicIdentifier></NewsIdentifier></Identification>
<NewsManagement><FirstCreated>20040729T054956Z</FirstCreated><Status FormalName="Usable"/></NewsManagement>
<NewsComponent><NewsLines><HeadLine>Soldiers go</HeadLine><ByLine>By Jane Doe</ByLine></NewsLines>
<AdministrativeMetadata><Provider><Party FormalName="Meridian Wire"/></Provider></AdministrativeMetadata>
<NewsComponent><DescriptiveMetadata><Language FormalName="en"/></DescriptiveMetadata>
<ContentItem><MediaType FormalName="Photo"/><DataContent><p>A photo.</p></DataContent></ContentItem>
<ContentItem><MediaType FormalName="Text"/><DataContent><p>{TEXT}</p><p>More.</p></DataContent></ContentItem>
</NewsComponent></NewsComponent></NewsItem></NewsML>"""


def test_newsml_1_is_read_whole(read):
    (article,), skips = read(NEWSML_1)
    assert skips == []
    assert (article.id, article.title, article.outlet) == (
        "urn:newsml:meridian.example:17",
        "Soldiers go",
        "Meridian Wire",
    )
    assert (article.authors, article.published, article.language) == (("Jane Doe",), date(2004, 7, 29), "en")
    assert article.text == f"{TEXT}\n\nMore."


@pytest.mark.parametrize(
    "held",
    [
        TEXT,
        f"&lt;p&gt;{TEXT}&lt;/p&gt;",
        f"<html><body><h1>Soldiers go</h1><p>{TEXT}</p></body></html>",
        NITF[NITF.index("<nitf") :],
    ],
)
def test_the_forms_of_a_newsml_1_text(read, held):
    (article,), _ = read(NEWSML_1.replace(f"<p>{TEXT}</p><p>More.</p>", held))
    assert TEXT in article.text
    assert "<" not in article.text


def test_a_newsml_1_item_that_was_taken_back_is_skipped(read):
    assert read(NEWSML_1.replace("Usable", "Canceled")) == ([], ["is canceled, not for use"])
    assert read("<NewsML/>") == ([], ["is NewsML without items"])


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
ENTITIES = "declares entities of its own, which can hide a bomb or another file; save it without its DOCTYPE"


NO_NEWS = "is XML without news: no feed with entries, no NITF and no NewsML-G2"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "is empty"),
        (bytes(range(256)) * 9, "is not text"),
        ("Just words.", NO_NEWS),
        (NITF[:-400], "is broken XML at line 2"),
        (NITF[:300], "is broken XML at line 9"),
        ("<rss><channel/></rss>", NO_NEWS),
        ("<a>" * 100_000, NO_NEWS),
        ("<nitf>" + "<a>" * 100_000, "is XML that is nested too deeply"),
        (f"<!DOCTYPE nitf [<!ENTITY a0 'ha'>{BOMB}]><nitf>&a9;</nitf>", ENTITIES),
        (f"<!DOCTYPE nitf [<!ENTITY a0 'ha'>{BOMB}]><nitf a='&a9;'/>".encode("utf-16"), ENTITIES),
        ("<!DOCTYPE nitf [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><nitf>&x;</nitf>", ENTITIES),
        ("<!DOCTYPE nitf [<!ENTITY % x SYSTEM 'file:///etc/passwd'> %x;]><nitf/>", ENTITIES),
        ("<nitf><body/></nitf>", "has no text"),
        (f"<nitf>{'a' * 10_000_001}</nitf>", "is XML that holds a name or a piece of text longer than any article"),
        ("<nitf><![CDATA[", "is broken XML at line 1, column 16: "),
    ],
    ids=range(15),
)
def test_xml_that_cannot_be_read_is_one_skip(read, content, reason):
    articles, (skip,) = read(content)
    assert articles == []
    assert skip.startswith(reason)


def test_an_outer_dtd_is_not_opened(read, tmp_path):
    (tmp_path / "evil.dtd").write_text("<!ENTITY secret 'the password'>")
    (article,), _ = read(NITF.replace("nitf-3-6.dtd", (tmp_path / "evil.dtd").as_uri()).replace("aloud", "&secret;"))
    assert "password" not in article.text
    assert "&secret;" in article.text


def test_entities_of_html_bare_ampersands_and_control_characters_are_understood(read):
    (article,), _ = read(
        NITF.replace(TEXT, f"AT&T&nbsp;caf&eacute; &#8220;x&#8221; &lt;b&gt; <![CDATA[R&D <i>]]> \x0c\x01{TEXT}")
    )
    assert f"AT&T café “x” <b> R&D <i> {TEXT}" in article.text


@pytest.mark.parametrize(
    ("declared", "written"),
    [
        ("UTF-8", "cp1252"),
        ("ISO-8859-1", "utf-8"),
        ("UTF-16", "utf-8"),
        ("x-unknown", "utf-8"),
        ("UTF-8", "utf-16"),
        ("ISO-8859-1", "latin-1"),
        ("UTF-8", "utf-8-sig"),
    ],
)
def test_a_wrong_declaration_of_the_encoding_is_overruled(read, declared, written):
    text = (
        "The café’s owner and the naïve mayor, José, agreed." if written != "latin-1" else "The café, the naïve mayor."
    )
    content = NITF.replace("UTF-8", declared).replace(TEXT, text).encode(written)
    (article,), _ = read(content)
    assert text in article.text


def test_right_to_left_text_stays_as_it_is(read):
    text = "قال المتحدث إن ألف جندي سيتوجهون إلى رومانيا يوم الأربعاء."
    (article,), _ = read(NITF.replace(TEXT, text))
    assert text in article.text


def test_a_long_live_blog_is_read_whole(read):
    (article,), _ = read(NITF.replace(f"<p>{TEXT}</p>", f"<p>{TEXT}</p>" * 2000))
    assert article.text.count(TEXT) == 2000


def test_a_file_that_is_too_large_says_so(read, monkeypatch, read_here):
    monkeypatch.setattr(xml_tree, "MOST_TAGS", 20)
    assert read(NITF) == ([], ["has more markup than any message of an agency; split it"])
    monkeypatch.setattr(xml_tree, "LARGEST_XML", 1000)
    assert read(NITF)[1][0].endswith("MB of XML; split it")


EXAMPLES = [
    NITF,
    g2(meta='<provider qcode="nprov:MW"/><pubStatus qcode="stat:usable"/>', content="<by>By Jane Doe</by>"),
    NEWSML_1,
    f"<newsMessage><itemSet>{g2()}{g2('<inlineData>x</inlineData>')}</itemSet></newsMessage>",
]
PIECES = st.sampled_from(
    ["<", ">", "&", "]]>", "<![CDATA[", "<!--", "<p>", "</p>", "\0", "é", "<!DOCTYPE a [", '"', "{x}"]
)


@settings(deadline=None, max_examples=100)
@given(data=st.data())
def test_damaged_xml_gives_articles_skips_or_a_reason(data, tmp_path_factory):
    content = data.draw(st.sampled_from(EXAMPLES))
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(content)))
        end = start + data.draw(st.sampled_from([0, 1, 5, 50]))
        content = content[:start] + data.draw(PIECES | st.text(max_size=3)) + content[end:]
    path = tmp_path_factory.mktemp("xml") / "a.xml"
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
    try:
        entries = list(agency_xml.read(path))
    except UnreadableFile:
        return
    assert entries
