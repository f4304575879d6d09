"""Files that broke on their way: whatever is done to a valid file, reading gives articles and skips and nothing else.

Every format of `FORMATS` has an example here; its bytes are flipped, cut, doubled and mixed with other examples.
`DATELINE_FUZZ=3000` asks for that many variants of each example.
"""

import gzip
import io
import json
import os
import socket
import tarfile
import tempfile
import zipfile
from pathlib import Path

import pytest
from docx_maker import make_docx, paragraph, text_run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdf_maker import column, make_pdf

from assistant.ingestion.cleaning import clean
from assistant.ingestion.files import FORMATS
from assistant.ingestion.reading import count_articles, read_articles
from assistant.types import Article, Skip

VARIANTS = int(os.environ.get("DATELINE_FUZZ", "25"))
PROSE = (
    "The harbor office of Alder Falls said on Wednesday that 1,000 containers would be moved to the northern quay "
    "before the end of March. “Nobody will lose a berth,” said its director, Jane Doe, to reporters at the café."
)


def csv_table():
    return f'id,title,text,date\n1,One,"{PROSE}",2022-02-02\n2,Two,"{PROSE}\nAgain, ""so"".",2022-02-03\n'.encode()


def parquet_table():
    import pyarrow
    from pyarrow import parquet

    stream = io.BytesIO()
    rows = {"title": ["One", "Two"], "text": [PROSE, PROSE], "authors": [["Jane Doe"], None]}
    parquet.write_table(pyarrow.table(rows), stream)
    return stream.getvalue()


def zip_archive():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("2022/a.txt", PROSE)
        archive.writestr("b.json", json.dumps({"text": PROSE}))
    return stream.getvalue()


def tar_archive(mode="w"):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as archive:
        for name in ("2022/a.txt", "b.txt"):
            info = tarfile.TarInfo(name)
            info.size = len(PROSE.encode())
            archive.addfile(info, io.BytesIO(PROSE.encode()))
    return stream.getvalue()


RSS = (
    '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE rss [<!ENTITY a "b">]><rss version="2.0" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harbor Ledger</title><item><title>One'
    "</title><link>https://example.org/1</link><pubDate>Wed, 02 Feb 2022 10:00:00 GMT</pubDate><content:encoded>"
    f"<![CDATA[<p>{PROSE}</p>]]></content:encoded></item></channel></rss>"
)
MAIL = (
    "From: =?utf-8?q?Harbor_L=C3=A9dger?= <news@example.org>\r\nSubject: Re: One\r\nDate: Wed, 2 Feb 2022 10:00:00 "
    "+0000\r\nMessage-ID: <1@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=x\r\n"
    f"\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{PROSE}\r\n--x\r\nContent-Type: text/html; "
    f'charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<p>{PROSE}</p>\r\n--x--\r\n'
)
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>One</title></head><body><nav>Home</nav>'
    f"<article><h1>One</h1><p>By Jane Doe</p><p>{PROSE}</p><p>{PROSE}</p></article></body></html>"
)
NITF = (
    "<nitf><head><title>One</title></head><body><body.head><hedline><hl1>One</hl1></hedline></body.head>"
    f"<body.content><p>{PROSE}</p></body.content></body></nitf>"
)
LINES = "\n".join(json.dumps({"id": number, "text": PROSE, "date": "2022-02-02"}) for number in range(3)) + "\n"

EXAMPLES = {
    "plain.txt": f"One\n\nBy Jane Doe\n\nALDER FALLS, Feb. 2 (Wire) - {PROSE}".encode(),
    "markdown.md": f"---\ntitle: One\ndate: 2022-02-02\n---\n\n# One\n\n{PROSE} [More](https://example.org).".encode(),
    "json.json": json.dumps([{"id": "1", "title": "One", "text": PROSE}]).encode(),
    "jsonl.jsonl": LINES.encode(),
    "jsonl.jsonl.gz": gzip.compress(LINES.encode()),
    "html.html": PAGE.encode(),
    "pdf.pdf": make_pdf(
        [column([PROSE[:90], PROSE[90:180], PROSE[180:].encode("cp1252", "replace").decode("cp1252")])]
    ),
    "docx.docx": make_docx(paragraph(text_run(PROSE))),
    "agency.nitf": NITF.encode(),
    "feed.xml": RSS.encode(),
    "email.eml": MAIL.encode(),
    "table.csv": csv_table(),
    "parquet.parquet": parquet_table(),
    "packed.zip": zip_archive(),
    "packed.tar": tar_archive(),
    "packed.tgz": tar_archive("w:gz"),
    "packed.txt.gz": gzip.compress(PROSE.encode()),
}
"""A valid file for every format: its kind and its suffix, and its bytes."""

ODD = [
    b"\x00",
    b"\xff" * 8,
    b"<",
    b"<!ENTITY a SYSTEM 'file:///etc/passwd'>",
    b'"',
    b"\n",
    b"\r\n\r\n",
    b"&a;",
    b"=?x?q?",
]


@st.composite
def variants(draw, content):
    """The bytes of an example after a few accidents."""
    for _ in range(draw(st.integers(1, 4))):
        start, end = sorted((draw(st.integers(0, len(content))), draw(st.integers(0, len(content)))))
        accident = draw(st.sampled_from(["flip", "cut", "drop", "double", "insert", "splice"]))
        if accident == "flip" and start < len(content):
            content = content[:start] + bytes([content[start] ^ draw(st.integers(1, 255))]) + content[start + 1 :]
        elif accident == "cut":
            content = content[:end]
        elif accident == "drop":
            content = content[:start] + content[end:]
        elif accident == "double":
            content = content[:end] + content[start:]
        elif accident == "insert":
            content = content[:start] + draw(st.sampled_from(ODD) | st.binary(max_size=8)) + content[start:]
        else:
            content = content[:start] + draw(st.sampled_from(sorted(EXAMPLES.values())))[start:]
    return content


@pytest.fixture(autouse=True)
def _without_network(monkeypatch, read_here):
    def refuse(*_):
        raise AssertionError("a file that is read asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def read(content, name):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        assert count_articles(path) >= 0
        return list(read_articles(path))


def test_every_format_has_an_example():
    assert {name.partition(".")[0] for name in EXAMPLES} == {known.kind for known in FORMATS}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_valid(name):
    entries = read(EXAMPLES[name], name)
    assert entries
    assert all(isinstance(entry, Article) for entry in entries), entries


@pytest.mark.parametrize("name", EXAMPLES)
@settings(deadline=None, max_examples=VARIANTS, suppress_health_check=list(HealthCheck), database=None)
@given(data=st.data())
def test_a_broken_file_gives_articles_and_skips(name, data):
    for entry in read(data.draw(variants(EXAMPLES[name])), name):
        if isinstance(entry, Skip):
            assert entry.reason
        else:
            assert entry.text == clean(entry.text)
            assert entry.id.encode()
