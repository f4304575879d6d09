"""CSV, TSV and Parquet tables of articles, good and broken."""

import csv
import gzip
import io
from datetime import UTC, date, datetime, timedelta, timezone

import pyarrow
import pytest
from pyarrow import parquet

from assistant.ingestion.formats import tables
from assistant.ingestion.reading import count_articles
from assistant.types import Skip

TEXT = "About 1,000 soldiers are going to Romania, the spokesman said."


def table(*rows, **options):
    stream = io.StringIO()
    csv.writer(stream, **options).writerows(rows)
    return stream.getvalue()


def parquet_table(rows, **options):
    stream = io.BytesIO()
    parquet.write_table(pyarrow.table(rows), stream, **options)
    return stream.getvalue()


COLUMNS = ("Article ID", "Headline", "Body", "Published_At", "Author", "Source", "URL", "Section")
ROW = ("x", "One", TEXT, "2022-02-02", "By Jane Doe", "Harbor Ledger", "https://example.org/1", "World")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
def test_columns_have_the_names_that_exports_have(read, name, delimiter):
    articles, skips = read(name, table(COLUMNS, ROW, delimiter=delimiter))
    assert skips == []
    (article,) = articles
    assert article.id == "x"
    assert (article.title, article.text, article.outlet) == ("One", TEXT, "Harbor Ledger")
    assert (article.published, article.authors, article.url) == (
        date(2022, 2, 2),
        ("Jane Doe",),
        "https://example.org/1",
    )


def test_an_article_may_have_lines_quotes_and_delimiters(read):
    text = f'{TEXT}\n\n"So, he said;\tyes", she wrote.'
    articles, skips = read("a.csv", table(("title", "text"), ("One", text), ("Two", TEXT)))
    assert [article.text for article in articles] == [text.replace("\t", " "), TEXT]
    assert [article.id.rpartition("#")[2] for article in articles] == ["2", "5"]
    assert skips == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_tables_in_other_encodings(read, encoding):
    text = "The café’s owner and the naïve mayor, José, agreed on Wednesday — at last."
    articles, _ = read("a.csv", table(("id", "text"), *((number, text) for number in range(3))).encode(encoding))
    assert [article.text for article in articles] == [text] * 3


def test_a_byte_that_is_wrong_far_into_the_file_is_found(read):
    rows = table(("text",), *((f"{TEXT} {number}",) for number in range(20_000))).encode()
    rows += ("José and the naïve café owner of the Façade club and Zoë spoke of it at length.\n" * 3).encode("cp1252")
    articles, skips = read("a.csv", rows)
    assert len(articles) == 20_002 + 1
    assert articles[-1].text.startswith("José and the naïve café")
    assert skips == []


def test_rows_without_a_text_and_rows_of_too_many_cells_are_skips(read):
    content = f'id,text,title\n1,"{TEXT}",One\n2,,Two\n3,{TEXT},Three\n4,"{TEXT}"\n\n5,"{TEXT}",Five,,\n'
    articles, skips = read("a.csv", content)
    assert [article.id for article in articles] == ["1", "4", "5"]
    assert skips == [
        Skip("a.csv:3", "has no text"),
        Skip("a.csv:4", "has 5 cells, the table 3 columns; put the text in quotation marks"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", "", "is empty"),
        ("a.csv", "\n\n", "is empty"),
        ("a.csv", b"\x00\x01\x02" * 100, "is not text"),
        ("a.csv", "year,price\n2022,17\n", "has no column for a text (its columns: year, price); name that column"),
        ("a.csv", TEXT, "has no column for a text (its columns: About 1, 000 soldiers are going to Romania, the"),
        ("a.csv", ",".join("abcdefghijk"), "has no column for a text (its columns: a, b, c, d, e, f, g, h, …)"),
        (
            "a.parquet",
            parquet_table({"year": [2022]}),
            "has no column for a text (its columns: year); name that column",
        ),
        ("a.parquet", parquet_table({"text": [TEXT]})[:-9], "is damaged after 0 rows"),
        ("a.parquet", b"PAR1" + bytes(100) + b"PAR1", "is damaged after 0 rows"),
        ("a.parquet", b"PAR1", "is damaged after 0 rows"),
    ],
)
def test_what_is_no_table_of_articles_is_one_skip(read, name, content, reason):
    articles, skips = read(name, content)
    assert articles == []
    assert [skip.path for skip in skips] == [name]
    assert skips[0].reason.startswith(reason)


def test_a_quotation_mark_that_is_never_closed_ends_the_table(read, monkeypatch):
    monkeypatch.setattr(tables, "LONGEST_CELL", 10_000)
    articles, skips = read("a.csv", f'id,text\n1,"{TEXT}"\n2,"{TEXT}\n' + f"3,{TEXT}\n" * 500)
    assert [article.id for article in articles] == ["1"]
    assert skips == [Skip("a.csv", "has a cell at line 3 that does not end; the rows before it were read")]


def test_an_article_of_a_hundred_thousand_characters_is_read_whole(read):
    text = "\n".join([TEXT] * 3000)
    articles, _ = read("a.csv", table(("text",), (text,)))
    assert len(articles[0].text) == len(text) > 150_000


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "31/31/2022", "tomorrow"])
def test_impossible_days_are_none(read, day):
    articles, _ = read("a.csv", table(("text", "date"), (TEXT, day)))
    assert articles[0].published is None


def test_a_packed_table_is_read(read):
    articles, skips = read("a.csv.gz", gzip.compress(table(("id", "text"), ("1", TEXT)).encode()))
    assert ([article.id for article in articles], skips) == (["1"], [])


MOMENT = datetime(2022, 2, 2, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("values", "day"),
    [
        (pyarrow.array([MOMENT], pyarrow.timestamp("s", tz="UTC")), date(2022, 2, 2)),
        (pyarrow.array([MOMENT], pyarrow.timestamp("ms", tz="Europe/Bucharest")), date(2022, 2, 3)),
        (pyarrow.array([1643844600 * 10**9 + 1], pyarrow.timestamp("ns")), date(2022, 2, 2)),
        (pyarrow.array([datetime(1912, 4, 16)], pyarrow.timestamp("us")), date(1912, 4, 16)),
        (pyarrow.array([2**62], pyarrow.timestamp("us")), None),
        (pyarrow.array([datetime(1, 1, 1)], pyarrow.timestamp("us")), None),
        (pyarrow.array([None], pyarrow.timestamp("us", tz="Nowhere/Land")), None),
        (pyarrow.array([date(2022, 2, 2)]), date(2022, 2, 2)),
        (pyarrow.array(["2 February 2022"]), date(2022, 2, 2)),
        (pyarrow.array([MOMENT.astimezone(timezone(timedelta(hours=2))).isoformat()]), date(2022, 2, 3)),
    ],
)
def test_kinds_of_days_in_parquet(read, values, day):
    articles, skips = read("a.parquet", parquet_table({"text": [TEXT], "published": values}))
    assert (articles[0].published, skips) == (day, [])


def test_kinds_of_columns_in_parquet(read):
    rows = {
        "id": [7, 8, 9],
        "Title": pyarrow.array(["One", "Two", None]).dictionary_encode(),
        "article_text": [TEXT.encode(), TEXT.encode(), None],
        "authors": [["Jane Doe", "John Roe"], [], None],
        "publisher": [{"name": "Harbor Ledger"}, None, None],
        "embedding": [[0.5] * 8] * 3,
    }
    articles, skips = read("a.parquet", parquet_table(rows, row_group_size=1))
    assert [(article.id, article.title, article.authors, article.outlet) for article in articles] == [
        ("7", "One", ("Jane Doe", "John Roe"), "Harbor Ledger"),
        ("8", "Two", (), None),
    ]
    assert skips == [Skip("a.parquet#2", "has no text")]


def test_rows_of_parquet_are_numbered_over_all_its_groups(read):
    articles, _ = read("a.parquet", parquet_table({"text": [TEXT] * 200}, row_group_size=70))
    assert [article.id.rpartition("#")[2] for article in articles] == [str(number) for number in range(200)]


def test_counting_is_about_right(tmp_path):
    (tmp_path / "a.csv").write_text(table(("text",), *((f"{TEXT} {number}",) for number in range(30))))
    assert 25 <= count_articles(tmp_path) <= 35
    (tmp_path / "b.parquet").write_bytes(parquet_table({"text": [TEXT] * 200}))
    (tmp_path / "c.parquet").write_bytes(b"PAR1 broken")
    assert 225 <= count_articles(tmp_path) <= 240
