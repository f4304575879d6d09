"""JSON, JSON Lines and Markdown as exports have them, good and broken."""

import gzip
import json
from datetime import date

import pytest

from assistant.ingestion.formats import json_lines
from assistant.ingestion.reading import count_articles
from assistant.types import Skip

TEXT = "About 1,000 soldiers are going to Romania, the spokesman said."


def article_of(read, **fields):
    articles, skips = read("a.json", json.dumps({"text": TEXT} | fields))
    assert skips == []
    return articles[0]


@pytest.mark.parametrize(
    "name", ["text", "body", "content", "articleBody", "full_text", "maintext", "Text", "content_html"]
)
def test_names_of_the_text(read, name):
    articles, _ = read("a.json", json.dumps({name: TEXT}))
    assert articles[0].text == TEXT


@pytest.mark.parametrize("name", ["title", "headline", "name", "Headline", "TITLE"])
def test_names_of_the_title(read, name):
    assert article_of(read, **{name: "Soldiers &amp; ships"}).title == "Soldiers & ships"


@pytest.mark.parametrize(
    "name", ["outlet", "source", "publisher", "site", "siteName", "source_name", "site-name", "Source Name"]
)
@pytest.mark.parametrize(
    "value",
    [
        "Harbor Ledger",
        {"@type": "Organization", "name": "Harbor Ledger"},
        [{"name": "Harbor Ledger"}],
        ["Harbor Ledger"],
    ],
)
def test_names_and_shapes_of_the_outlet(read, name, value):
    assert article_of(read, **{name: value}).outlet == "Harbor Ledger"


@pytest.mark.parametrize(
    "name",
    [
        "published",
        "published_at",
        "publishedAt",
        "date",
        "datePublished",
        "pubDate",
        "publication_date",
        "created",
        "timestamp",
    ],
)
@pytest.mark.parametrize("value", ["2022-02-02T23:30:00-05:00", 1643814000000, {"$date": "2022-02-02T10:00:00Z"}])
def test_names_and_shapes_of_the_date(read, name, value):
    assert article_of(read, **{name: value}).published == date(2022, 2, 2)


@pytest.mark.parametrize("name", ["author", "authors", "byline", "creator"])
def test_names_of_the_authors(read, name):
    assert article_of(read, **{name: "By Jane Doe and John Roe"}).authors == ("Jane Doe", "John Roe")


@pytest.mark.parametrize("name", ["url", "link", "canonical_url", "uri", "mainEntityOfPage"])
def test_names_of_the_address(read, name):
    article = article_of(read, **{name: "https://example.org/a"})
    assert (article.url, article.id) == ("https://example.org/a", "https://example.org/a")


@pytest.mark.parametrize("value", ["urn:x:1", "example.org/a", "https://", "javascript:alert(1)", "http://[broken", 12])
def test_what_is_no_web_address_is_no_url(read, value):
    assert article_of(read, uri=value).url is None


@pytest.mark.parametrize(
    ("fields", "identity"),
    [
        ({"id": "a-1", "url": "https://example.org/a"}, "a-1"),
        ({"_id": {"$oid": "62a5"}}, "62a5"),
        ({"guid": {"rendered": "https://example.org/?p=1"}}, "https://example.org/?p=1"),
        ({"uuid": "0f3c"}, "0f3c"),
        ({"id": 17}, "17"),
    ],
)
def test_names_of_the_id(read, fields, identity):
    assert article_of(read, **fields).id == identity


@pytest.mark.parametrize("value", ["", None, True, "null", "NaN", "x" * 5000, [], {}, 10**4000])
def test_an_id_that_cannot_be_used_is_made_from_the_path(read, value):
    articles, _ = read("a.json", json.dumps({"text": TEXT, "id": value if value != 10**4000 else "\ud800"}))
    assert articles[0].id.endswith("/a.json")


@pytest.mark.parametrize(
    ("value", "language"),
    [
        ("en", "en"),
        ("EN_us", "en-us".replace("us", "us")),
        ("pt-BR", "pt-BR"),
        ("English", "English"),
        (None, None),
        ("", None),
    ],
)
def test_the_language_of_a_field(read, value, language):
    assert article_of(read, lang=value).language == language


def test_an_article_without_title_date_and_outlet_is_still_one(read):
    article = article_of(read)
    assert (article.title, article.outlet, article.published, article.authors, article.url) == (
        None,
        None,
        None,
        (),
        None,
    )


@pytest.mark.parametrize("missing", ["", "None", "null", "nan", "N/A", None, float("nan")])
def test_words_for_nothing_are_nothing(read, missing):
    article = article_of(read, title=missing, source=missing, date=missing, author=missing)
    assert (article.title, article.outlet, article.published, article.authors) == (None, None, None, ())


def test_an_outlet_that_is_told_by_its_address_is_its_host(read):
    assert article_of(read, source="https://www.example.org/news").outlet == "example.org"


def test_paragraphs_in_a_list_are_paragraphs(read):
    articles, _ = read("a.json", json.dumps({"body": [TEXT, {"type": "p", "text": "Second."}, "", None]}))
    assert articles[0].text == f"{TEXT}\n\nSecond."


@pytest.mark.parametrize("wrapper", ["articles", "items", "data", "results"])
def test_articles_inside_an_object(read, wrapper):
    articles, skips = read("a.json", json.dumps({"status": "ok", wrapper: [{"text": TEXT}, {"title": "No text"}]}))
    assert [article.id.rpartition("/")[2] for article in articles] == ["a.json#0"]
    assert skips == [Skip("a.json#1", "has no text")]


def test_articles_deeper_inside(read):
    articles, _ = read("a.json", json.dumps({"response": {"results": [{"text": TEXT}]}}))
    assert len(articles) == 1


def test_a_json_ld_page_gives_its_article_only(read):
    graph = [{"@type": "WebPage", "name": "Home"}, {"@type": ["Thing", "NewsArticle"], "articleBody": TEXT}]
    articles, skips = read("a.json", json.dumps({"@graph": graph}))
    assert [article.text for article in articles] == [TEXT]
    assert skips == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "is empty"),
        (" \n ", "is empty"),
        ("[]", "holds no articles"),
        ('{"@graph": []}', "holds no articles"),
        ("null", "is no article: it should be an object with a text"),
        ('"text"', "is no article: it should be an object with a text"),
        ('{"title": "Only a title"}', "has no text"),
        ('{"text": "Read more"}', "has almost no text"),
        ('{"text": 12}', "has no text"),
        ('{"text": "cut off', "is broken JSON at column 10: unterminated string"),
        (
            '{\n  "text": 1,\n  oops\n}',
            "is broken JSON at line 3, column 3: expecting property name enclosed in double quotes",
        ),
        ('{"text": "a"} {"text": "b"}', "is broken JSON at column 15: extra data; if each line is an article"),
        ("[" * 100_000, "is JSON that is nested too deeply"),
        ('{"a":' * 100_000, "is JSON that is nested too deeply"),
        ('{"text": ' + "9" * 5000 + "}", "is JSON with a number that is too long"),
        (b"\x00\x01\x02" * 1000, "is not text"),
        (b"\x89PNG\r\n" + b"{}" * 100, "is not text"),
    ],
)
def test_a_broken_json_file_is_one_skip(read, content, reason):
    articles, skips = read("a.json", content)
    assert articles == []
    assert [skip.path.partition("#")[0] for skip in skips] == ["a.json"]
    assert skips[0].reason.startswith(reason)


def test_odd_json_that_python_reads_is_read(read):
    content = f'{{"text": "twice", "score": NaN, "text": "{TEXT}", "date": {"1" * 300}, "note": "a\nb"}}'
    articles, _ = read("a.json", content)
    assert (articles[0].text, articles[0].published) == (TEXT, None)


def test_lone_surrogates_do_not_survive(read):
    articles, _ = read("a.json", json.dumps({"text": f"{TEXT} \ud83d", "title": "Half \udc00 a pair", "id": "\ud800x"}))
    assert (articles[0].text, articles[0].title, articles[0].id) == (TEXT, "Half a pair", "x")


def lines(*entries):
    return "\n".join(entry if isinstance(entry, str) else json.dumps(entry) for entry in entries) + "\n"


@pytest.mark.parametrize("name", ["a.jsonl", "A.JSONL", "a.jsonl.gz"])
def test_a_broken_line_is_one_skip_and_the_lines_after_it_go_on(read, name):
    content = lines({"text": TEXT}, '{"text": "cut', "", {"title": "No text"}, [1], {"text": TEXT + " Again."}).encode()
    articles, skips = read(name, gzip.compress(content) if name.endswith("gz") else content)
    assert [article.id.rpartition("/")[2] for article in articles] == [f"{name}#1", f"{name}#6"]
    assert [skip.path for skip in skips] == [f"{name}:2", f"{name}:4", f"{name}:5"]
    assert [skip.reason for skip in skips] == [
        "is broken JSON at column 10: unterminated string",
        "has no text",
        "is no article: it should be an object with a text",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_lines_in_other_encodings(read, encoding):
    text = "The café’s owner and the naïve mayor, José, agreed on Wednesday — at last."
    content = "\r\n".join(json.dumps({"text": f"{text} {number}"}, ensure_ascii=False) for number in range(3))
    articles, skips = read("a.jsonl", content.encode(encoding))
    assert [article.text for article in articles] == [f"{text} {number}" for number in range(3)]
    assert skips == []


def test_a_line_that_is_not_text_is_one_skip(read):
    articles, skips = read(
        "a.jsonl", lines({"text": TEXT}).encode() + bytes(range(128, 160)) * 3 + b"\n" + lines({"text": TEXT}).encode()
    )
    assert (len(articles), [skip.path for skip in skips]) == (2, ["a.jsonl:2"])


def test_a_packed_file_that_breaks_off_gives_what_stands_before(read):
    content = gzip.compress(lines(*({"text": f"{TEXT} {number**7}"} for number in range(2000))).encode())
    articles, skips = read("a.jsonl.gz", content[: len(content) // 2])
    assert 100 < len(articles) < 2000
    assert [skip.path.partition(":")[0] for skip in skips] == ["a.jsonl.gz"]
    assert skips[-1].reason.startswith("is damaged after line ")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.jsonl", "", "is empty"),
        ("a.jsonl", bytes(range(256)) * 10, "is not text"),
        ("a.jsonl", "[\n oops", "is one JSON value over many lines; name it .json"),
        ("a.jsonl.gz", b"\x1f\x8b not packed at all", "is damaged after line 0; what stands before it was read"),
        ("a.jsonl.gz", gzip.compress(b""), "is empty"),
    ],
)
def test_a_broken_jsonl_file_is_one_skip(read, name, content, reason):
    assert read(name, content) == ([], [Skip(name, reason)])


def test_an_endless_line_is_one_skip(read, monkeypatch):
    monkeypatch.setattr(json_lines, "LONGEST_LINE", 1000)
    articles, skips = read("a.jsonl", lines({"text": TEXT}, "x" * 5000, {"text": TEXT}))
    assert (len(articles), [skip.path for skip in skips]) == (2, ["a.jsonl:2"])


def test_counting_is_about_right(tmp_path):
    (tmp_path / "a.jsonl").write_text(lines(*[{"text": TEXT}] * 7)[:-1])
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(lines(*[{"text": TEXT}] * 5).encode()))
    (tmp_path / "c.json").write_text(json.dumps([{"title": "T", "text": TEXT * 10}] * 50))
    (tmp_path / "d.json").write_text(json.dumps({"title": "T", "text": TEXT}))
    (tmp_path / "e.txt").write_text(TEXT)
    (tmp_path / "f.jpg").write_bytes(b"")
    assert count_articles(tmp_path) == 7 + 5 + 50 + 1 + 1


def test_front_matter_is_read_as_it_is_written(read):
    front = "title: No\nid: 0123\ndate: 2022-02-02\nauthors:\n  - Jane Doe\n  - John Roe\nsource: {name: Harbor Ledger}"
    articles, _ = read("a.md", f"---\n{front}\n---\n\n{TEXT}\n")
    article = articles[0]
    assert (article.title, article.id, article.published) == ("No", "0123", date(2022, 2, 2))
    assert (article.authors, article.outlet, article.text) == (("Jane Doe", "John Roe"), "Harbor Ledger", TEXT)


def test_a_heading_that_is_not_the_title_stays(read):
    articles, _ = read("a.md", f"---\ntitle: One\n---\n\n# Another\n\n{TEXT}")
    assert (articles[0].title, articles[0].text) == ("One", f"Another\n\n{TEXT}")


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("title: a\nauthor: [Jane", "has broken front matter at line "),
        ("title: 'open\n", "has broken front matter at line "),
        ("title: a: b\n", "has broken front matter at line 2: mapping values are not allowed here"),
        ("[" * 50_000, "has front matter that is not YAML"),
        ("x: " + "y" * 70_000, "has front matter that is too long"),
    ],
)
def test_broken_front_matter_is_a_skip_that_names_the_line(read, front, reason):
    articles, skips = read("a.md", f"---\n{front}\n---\n\n{TEXT}\n")
    assert articles == []
    assert skips[0].reason.startswith(reason)


@pytest.mark.parametrize("front", ["---\nJust a line between rules.\n---\n\n", "---\n\n", "---\n- a list\n---\n\n"])
def test_rules_that_are_no_front_matter_stay_text(read, front):
    articles, skips = read("a.md", f"{front}{TEXT}\n")
    assert skips == []
    told = f"{articles[0].title}\n{articles[0].text}"
    assert all(word in told for word in f"{front} {TEXT}".replace("-", " ").split())
