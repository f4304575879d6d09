"""Whatever the bytes: only articles and skips, clean text, ids that differ."""

import json
import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.ingestion.articles import content_hash
from assistant.ingestion.cleaning import clean
from assistant.ingestion.markup import html_to_text
from assistant.ingestion.metadata.dates import parse_date
from assistant.ingestion.metadata.fields import NAMES
from assistant.ingestion.metadata.names import parse_authors
from assistant.ingestion.reading import count_articles, read_articles
from assistant.types import Article, Skip

SUFFIXES = (".txt", ".md", ".json", ".jsonl", ".jsonl.gz", ".xml", ".eml", ".csv", ".tar", ".gz", ".xyz")
ALIASES = sorted({alias for names in NAMES.values() for alias in names})
PROSE = "About 1,000 soldiers are going to Romania, the spokesman said. "

EXAMPLES = settings(deadline=None, max_examples=60)

WORDS = [
    "By Jane Doe",
    "KYIV, Feb. 2 (Wire) - ",
    "Copyright 2022 X",
    "Updated Feb. 3, 2022",
    "# Head",
    "---",
    "- item",
    "é",
]
MARKS = ["\n", "\n\n", "\r\n", "<p>", "</p>", "<script>", "&amp;", "[a](b)", "![", "*", "`", "\x00", "\u200b", "\ud800"]
NEWS_PIECES = st.sampled_from([PROSE, *WORDS, *MARKS])
TEXTS = st.one_of(st.text(), st.lists(NEWS_PIECES, max_size=30).map("".join))
BYTES = st.one_of(st.binary(max_size=400), TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["name", "@id", "text", "x"]), inner),
    max_leaves=8,
)
EXPORTS = st.dictionaries(st.sampled_from([*ALIASES, "@graph", "articles", "@type"]) | st.text(max_size=5), VALUES)


def read(content, suffix):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(content)
        assert count_articles(path) >= 0
        return list(read_articles(path))


def assert_well_formed(entries):
    ids = [entry.id for entry in entries if isinstance(entry, Article)]
    assert len(ids) == len(set(ids))
    for entry in entries:
        if isinstance(entry, Skip):
            assert entry.reason
            continue
        lines = [entry.id, entry.title, entry.outlet, entry.url, entry.language, *entry.authors]
        for line in filter(None, lines):
            assert line.isprintable() or "\n" not in line
            assert line.encode()
        assert not any(
            unicodedata.category(character) in ("Cc", "Cs") and character != "\n" for character in entry.text
        )
        assert entry.text == clean(entry.text)
        assert all(note in entry.text for note in entry.corrections) or entry.path.endswith(("json", "jsonl"))
        assert entry.content_hash == content_hash(entry)


@pytest.mark.parametrize("suffix", SUFFIXES)
@EXAMPLES
@given(content=BYTES)
def test_any_bytes_in_any_file_give_articles_or_skips(suffix, content):
    assert_well_formed(read(content, suffix))


@EXAMPLES
@given(entries=st.lists(EXPORTS, max_size=4))
def test_any_export_gives_articles_or_skips(entries):
    told = [{"text": PROSE, **entry} for entry in entries]
    assert_well_formed(read(json.dumps(told).encode(), ".json"))
    assert_well_formed(read("\n".join(map(json.dumps, told)).encode(), ".jsonl"))


@EXAMPLES
@given(value=st.one_of(VALUES, st.text("0123456789 -/:.,TZaApPmMFebruary", max_size=40)))
def test_any_value_is_a_date_or_none(value):
    parse_date(value)


@EXAMPLES
@given(value=VALUES)
def test_any_value_is_a_tuple_of_names(value):
    names = parse_authors(value)
    assert len(names) == len(set(names))
    assert all(name.strip() for name in names)


@EXAMPLES
@given(text=TEXTS)
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)


@EXAMPLES
@given(words=st.lists(st.text("abc ", min_size=1), min_size=1))
def test_html_paragraphs_keep_every_word(words):
    markup = "".join(f"<p class='x'>{word}</p>" for word in words)
    assert html_to_text(markup).split() == " ".join(words).split()


HOSTILE = [
    " ",
    "A",
    "ABC ",
    "(",
    "[",
    "![",
    "<a ",
    "<!--",
    "<p>",
    "&#",
    "a\n",
    "\u200b",
    "- ",
    "By Jane Doe\n\n",
    "---\n",
    "*a ",
]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", HOSTILE)
def test_five_megabytes_of_anything_are_read(piece, tmp_path):
    text = piece * (5_000_000 // len(piece))
    for name, content in (("a.txt", text), ("a.md", text), ("a.json", json.dumps({"text": text}))):
        (tmp_path / name).write_text(content, encoding="utf-8")
    assert len(list(read_articles(tmp_path))) == 3
