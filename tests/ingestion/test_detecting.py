"""What a file really is: content where it is sure, the suffix where it is not, and nothing that is no article."""

import gzip
import io
import json
import tarfile
import zipfile

import pytest

from assistant.ingestion.detecting import Format, format_of, kind_of
from assistant.ingestion.files import FORMATS
from assistant.ingestion.reading import read_articles
from assistant.types import Article

TEXT = "About 1,000 soldiers are going to Romania, the spokesman said."
PAGE = f"<!DOCTYPE html>\n<html><head><title>One</title></head><body><p>{TEXT}</p></body></html>"
MAIL = f"From: Harbor Ledger <news@example.org>\nMIME-Version: 1.0\nSubject: One\n\n{TEXT}\n"
RSS = "<rss version='2.0'><channel><item><title>One</title></item></channel></rss>"
NINJS = '{\n "uri": "urn:x:1",\n "versioncreated": "2022-02-02T10:00:00Z",\n "body_text": "Text"\n}'


def packed(*names):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, TEXT)
    return stream.getvalue()


def tar():
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return stream.getvalue()


LINES = '{"text": "a"}\n{"text": "b"}\n'


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "pdf"),
        (b"PAR1\x15\x04", "parquet"),
        (packed("a.txt"), "packed"),
        (packed("[Content_Types].xml", "_rels/.rels", "word/document.xml"), "docx"),
        (packed("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"), "office"),
        (packed("META-INF/MANIFEST.MF", "A.class"), "office"),
        (tar(), "packed"),
        (gzip.compress(tar()), "packed"),
        (gzip.compress(LINES.encode()), "jsonl"),
        (gzip.compress(TEXT.encode()), "gzip"),
        (b"\x1f\x8b\x08 not packed", "gzip"),
        (PAGE, "html"),
        (PAGE.encode("utf-16"), "html"),
        ("\ufeff \n" + PAGE, "html"),
        (f"<!-- saved from url=(0019)https://example.org/ -->\n{PAGE}", "html"),
        ('<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "x.dtd"><html xmlns="x">', "html"),
        ("<header>A line of prose</header>", "text"),
        (RSS, "feed"),
        (f"<?xml version='1.0'?><?xml-stylesheet href='a.xsl'?><!-- made today -->{RSS}", "feed"),
        ('<feed xmlns="http://www.w3.org/2005/Atom">', "feed"),
        ('<atom:feed xmlns:atom="http://www.w3.org/2005/Atom">', "feed"),
        ('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">', "feed"),
        ('<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">', "xml"),
        ('<!DOCTYPE nitf SYSTEM "nitf.dtd"><nitf>', "agency"),
        ('<!DOCTYPE nitf [<!ENTITY a "<b>">]><nitf>', "agency"),
        ('<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/">', "agency"),
        ("<nar:newsMessage>", "agency"),
        ('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">', "xml"),
        ("<!DOCTYPE a [" + "<!ENTITY b 'c'>" * 5000, "text"),
        ('{\n "text": "a"\n}', "json"),
        ('[{"text": "a"}]', "json"),
        (NINJS, "ninjs"),
        (LINES, "jsonl"),
        ('{"text": "a"}', "one line of json"),
        ("[1] A footnote, not an array.", "text"),
        ("[" * 20_000, "text"),
        (MAIL, "email"),
        ("From: The editor\nTo: All readers\n\nDear friends", "text"),
        ("From 0a1b Mon Sep 17 00:00:00 2001\nFrom: A\nMIME-Version: 1.0\n", "text"),
        ("id,title,text\n1,One,Some words", "table"),
        ('"Title";"Body"\n"One";"Some words"', "table"),
        ("Storm, floods and a title: the text of the day\n\nMore.", "text"),
        (TEXT, "text"),
        ("", "text"),
        (b"\x89PNG\r\n\x1a\n\0\0", "binary"),
    ],
)
def test_what_content_says_of_itself(content, kind):
    assert kind_of(content if isinstance(content, bytes) else content.encode()) == kind


KINDS = (
    *("plain .txt", "markdown .md", "json .json", "ninjs", "jsonl .jsonl .jsonl.gz", "html .html", "pdf .pdf"),
    *("docx .docx", "feed .xml .rss", "agency .nitf", "email .eml", "table .csv", "parquet .parquet"),
    "packed .zip .tar.gz .gz",
)
ALL = [Format(kind, tuple(suffixes), lambda _: iter(())) for kind, *suffixes in map(str.split, KINDS)]
"""Every format there can be, those that are read today and those that only have a name."""


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.txt", PAGE, "html"),
        ("a.html", b"%PDF-1.7", "pdf"),
        ("a.pdf", TEXT, "plain"),
        ("a.pdf", PAGE, "html"),
        ("a.pdf", b"\x00\x01\x02" * 100, "pdf"),
        ("a.docx", packed("word/document.xml"), "docx"),
        ("a.docx", packed("media/large.png", "later.xml"), "docx"),
        ("a.zip", packed("word/document.xml"), "docx"),
        ("a.zip", packed("xl/workbook.xml"), None),
        ("a.zip", TEXT, "plain"),
        ("a.json", LINES, "jsonl"),
        ("a.json", '{"text": "a"}', "json"),
        ("a.json", NINJS, "ninjs"),
        ("a.json", "null", "json"),
        ("a.json", PAGE, "html"),
        ("a.jsonl", '[\n{"text": "a"}]', "json"),
        ("a.jsonl", '{"text": "a"}', "jsonl"),
        ("a.jsonl", '{"versioncreated": "2022"}', "jsonl"),
        ("a.jsonl", "{broken\n" + LINES, "jsonl"),
        ("a.jsonl.gz", gzip.compress(b'{"text": "a"}'), "jsonl"),
        ("a.gz", gzip.compress(LINES.encode()), "jsonl"),
        ("a.gz", gzip.compress(TEXT.encode()), "packed"),
        ("a.txt", LINES, "jsonl"),
        ("a.txt", MAIL, "email"),
        ("a.txt", "id,title,text\n1,One,Some words", "table"),
        ("a.md", "Title | Text\n---|---\na | b", "markdown"),
        ("a.txt", b"\x89PNG", "plain"),
        ("a.eml", TEXT, "email"),
        ("a.xml", '<?xml version="1.0"?><svg>', "feed"),
        ("a.xml", "<newsItem>", "agency"),
        ("a.xml", "<nitf>", "agency"),
        ("a.csv", TEXT, "table"),
        ("page.html?id=3", PAGE, "html"),
        ("page", PAGE, "html"),
        ("paper", b"%PDF-1.7", "pdf"),
        ("1234.host:2,S", MAIL, "email"),
    ],
)
def test_the_content_wins_where_it_is_sure(name, content, kind):
    found = format_of(name, content if isinstance(content, bytes) else content.encode(), ALL)
    assert (found.kind if found else None) == kind


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("LICENSE", TEXT),
        ("notes.log", LINES),
        ("map.geojson", '{\n "type": "x", "text": "y"\n}'),
        ("book.xlsx", packed("[Content_Types].xml", "xl/workbook.xml")),
        ("program.jar", packed("A.class")),
        ("picture.svg", '<?xml version="1.0"?><svg>'),
        ("page.php", "<!DOCTYPE html><html><?php echo $title ?>"),
        ("page.j2", "<!DOCTYPE html><html>{% block title %}"),
        ("data.tab", "id,title,text\n1,One,Some words"),
        ("photo.jpg", b"\xff\xd8\xff"),
    ],
)
def test_a_suffix_that_is_not_known_needs_more_than_a_text(name, content):
    found = format_of(name, content if isinstance(content, bytes) else content.encode(), ALL)
    assert found is None or name.endswith(found.suffixes)


def test_without_a_format_of_its_own_a_kind_is_read_as_the_wider_one():
    without = [known for known in ALL if known.kind not in ("ninjs", "html")]
    assert format_of("a.json", NINJS.encode(), without).kind == "json"
    assert format_of("a.txt", PAGE.encode(), without).kind == "plain"


def test_kinds_and_suffixes_are_each_given_once():
    kinds = [known.kind for known in FORMATS]
    suffixes = [suffix for known in FORMATS for suffix in known.suffixes]
    assert len(kinds) == len(set(kinds))
    assert len(suffixes) == len(set(suffixes))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("export.json", "".join(json.dumps({"id": number, "text": TEXT}) + "\n" for number in range(2))),
        ("export.jsonl", json.dumps([{"id": number, "text": TEXT} for number in range(2)], indent=1)),
        ("export.txt", json.dumps([{"id": number, "text": TEXT} for number in range(2)])),
        ("export.parquet", f'id,text\n1,"{TEXT}"\n2,"{TEXT}"\n'),
    ],
)
def test_a_wrong_suffix_is_no_error(tmp_path, name, content):
    (tmp_path / name).write_text(content)
    assert [article.text for article in read_articles(tmp_path) if isinstance(article, Article)] == [TEXT, TEXT]
