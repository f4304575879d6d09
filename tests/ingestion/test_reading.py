"""Folders: what is read, in which order, under which ids, and what is left out."""

import json
import os
import tempfile
from pathlib import Path

import pytest

from assistant.errors import IngestError
from assistant.ingestion import cleaning
from assistant.ingestion.files import READS
from assistant.ingestion.folders import folder_key
from assistant.ingestion.reading import count_articles, read_articles
from assistant.types import Article, Skip

TEXT = "About 1,000 soldiers are going to Romania, the spokesman said."


def write(folder, name, content=TEXT):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def skips(path):
    return [entry for entry in read_articles(path) if isinstance(entry, Skip)]


def articles(path):
    return [entry for entry in read_articles(path) if isinstance(entry, Article)]


def test_a_folder_is_read_in_the_order_of_its_paths(tmp_path):
    for name in ("b.txt", "a/z.txt", "a/b/c.md", "c/d.json", "B.TXT"):
        write(tmp_path, name, json.dumps({"text": TEXT}) if name.endswith("json") else TEXT)
    found = [Path(article.path).relative_to(tmp_path).as_posix() for article in articles(tmp_path)]
    assert found == ["B.TXT", "a/b/c.md", "a/z.txt", "b.txt", "c/d.json"]


def test_ids_are_the_folder_and_the_path_in_it(tmp_path):
    write(tmp_path, "2022/a.txt")
    write(tmp_path, "2022/b.jsonl", json.dumps({"text": TEXT}) + "\n")
    key = folder_key(tmp_path)
    assert key.startswith(f"{tmp_path.name}-")
    assert [article.id for article in articles(tmp_path)] == [f"{key}/2022/a.txt", f"{key}/2022/b.jsonl#1"]


def test_a_file_read_alone_keeps_the_id_it_has_in_its_folder(tmp_path, monkeypatch):
    path = write(tmp_path, "a.txt")
    monkeypatch.chdir(tmp_path)
    alone, relative = articles(path), articles(Path("a.txt"))
    assert alone == relative == articles(tmp_path)
    assert folder_key(path) == folder_key(Path("a.txt")) == folder_key(tmp_path) == folder_key(Path())


def test_folders_of_one_name_have_different_keys(tmp_path):
    (tmp_path / "a" / "news").mkdir(parents=True)
    (tmp_path / "b" / "news").mkdir(parents=True)
    assert folder_key(tmp_path / "a" / "news") != folder_key(tmp_path / "b" / "news")
    assert folder_key(Path("/")).startswith("root-")


def test_an_article_knows_its_file_and_the_hash_of_its_words(tmp_path):
    write(
        tmp_path,
        "a.json",
        json.dumps([{"id": "1", "text": TEXT, "title": "One"}, {"id": "2", "text": TEXT, "title": "One"}]),
    )
    write(tmp_path, "b.json", json.dumps({"id": "3", "text": TEXT, "title": "Another"}))
    one, copy, other = articles(tmp_path)
    assert one.path == copy.path == str(tmp_path / "a.json")
    assert len(one.content_hash) == 64
    assert one.content_hash == copy.content_hash != other.content_hash
    assert one.version == 1


def test_the_second_article_with_an_id_is_a_skip_that_names_the_first(tmp_path):
    write(tmp_path, "a.json", json.dumps({"id": "x", "text": TEXT}))
    write(tmp_path, "b.jsonl", json.dumps({"id": "y", "text": TEXT}) + "\n" + json.dumps({"id": "x", "text": TEXT}))
    assert [article.id for article in articles(tmp_path)] == ["x", "y"]
    assert skips(tmp_path) == [Skip("b.jsonl:2", "id 'x' was already read from a.json")]


@pytest.mark.parametrize(
    "name",
    [
        ".hidden.txt",
        ".git/a.txt",
        "__MACOSX/a.txt",
        ".DS_Store",
        "~$a.txt",
        ".~lock.a.txt#",
        "a.txt.part",
        "a.txt~",
        "a.tmp",
        "Thumbs.db",
        "README.md",
        "sub/readme.md",
    ],
)
def test_hidden_temporary_and_system_files_are_left_out_silently(tmp_path, name):
    write(tmp_path, "a.txt")
    write(tmp_path, name)
    assert len(articles(tmp_path)) == 1
    assert skips(tmp_path) == []


def test_a_readme_with_front_matter_and_one_that_is_asked_for_are_articles(tmp_path):
    readme = write(tmp_path, "README.md", f"---\ntitle: One\n---\n{TEXT}")
    assert [article.title for article in articles(tmp_path)] == ["One"]
    readme.write_text(TEXT)
    assert [article.text for article in articles(readme)] == [TEXT]


def test_other_kinds_of_files_are_skips_that_name_what_is_read(tmp_path):
    write(tmp_path, "a.txt")
    write(tmp_path, "photo.jpg", b"\xff\xd8\xff")
    assert skips(tmp_path) == [Skip("photo.jpg", f"is of a kind that is not read. {READS}")]
    assert READS.startswith("Dateline reads .txt, .md, ")
    assert skips(tmp_path / "photo.jpg") == skips(tmp_path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"%PDF-1.7 ...", "is damaged or cut off; copy it again from where it came"),
        (b"GIF89a ...", "is not text"),
        (b"Read more.", "has almost no text"),
        (b"1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21", "has almost no text"),
        (b"\xe2\x80\x8b" * 100, "has almost no text"),
    ],
)
@pytest.mark.parametrize("name", ["bad.txt", "bad.md"])
def test_a_file_without_an_article_is_a_skip_and_the_rest_is_read(tmp_path, name, content, reason):
    write(tmp_path, name, content)
    write(tmp_path, "good.txt")
    assert len(articles(tmp_path)) == 1
    assert skips(tmp_path) == [Skip(name, reason)]


def test_a_file_that_is_too_large_is_a_skip(tmp_path, monkeypatch, read_here):
    monkeypatch.setattr(cleaning, "LARGEST_FILE", 2_000_000)
    write(tmp_path, "a.txt", TEXT * 50_000)
    assert skips(tmp_path) == [Skip("a.txt", "is larger than 2 MB; split it, or make it .jsonl")]


def test_a_file_that_vanishes_while_reading_is_a_skip(tmp_path):
    write(tmp_path, "a.txt")
    gone = write(tmp_path, "b.txt")
    write(tmp_path, "c.txt")
    stream = read_articles(tmp_path)
    assert isinstance(next(stream), Article)
    gone.unlink()
    assert next(stream) == Skip("b.txt", "is gone: it was moved or deleted while the folder was read")
    assert isinstance(next(stream), Article)


def test_links_that_lead_in_circles_end(tmp_path):
    write(tmp_path, "a/b/x.txt")
    (tmp_path / "a" / "b" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "missing.txt")
    assert len(articles(tmp_path)) == 1
    assert [skip.path for skip in skips(tmp_path)] == ["loop.txt", "nowhere.txt"]
    assert count_articles(tmp_path) == 1


def test_a_linked_folder_inside_is_read(tmp_path):
    write(tmp_path, ".kept/x.txt")
    (tmp_path / "linked").symlink_to(tmp_path / ".kept", target_is_directory=True)
    assert [article.id.partition("/")[2] for article in articles(tmp_path)] == ["linked/x.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_a_skip_and_does_not_hang(tmp_path):
    write(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    assert skips(tmp_path) == [Skip("pipe.txt", "is not a regular file")]
    with pytest.raises(IngestError, match="neither a folder nor a file"):
        read_articles(tmp_path / "pipe.txt")


@pytest.fixture
def open_folder():
    """A folder that everybody may read, and for as long as the test runs no rights beyond everybody's."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        is_root = os.geteuid() == 0
        yield folder, (lambda: os.seteuid(65534)) if is_root else (lambda: None)
        os.seteuid(os.getuid())
        (folder / "closed").chmod(0o700)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system has no file permissions to take away")
def test_what_may_not_be_read_is_told(open_folder, read_here):
    folder, give_up_rights = open_folder
    write(folder, "a.txt")
    write(folder, "locked.txt").chmod(0)
    write(folder, "closed/b.txt").parent.chmod(0)
    give_up_rights()
    assert skips(folder) == [
        Skip("closed", "is a folder that cannot be opened; check its permissions"),
        Skip("locked.txt", "cannot be read: Permission denied"),
    ]
    assert len(articles(folder)) == 1
    with pytest.raises(IngestError, match=r"closed cannot be read: Permission denied\. Check the path and"):
        read_articles(folder / "closed")


def test_names_that_are_no_utf_8_have_ids_that_can_be_stored(tmp_path):
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text(TEXT)
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    article = articles(tmp_path)[0]
    assert (article.id + article.path).encode()
    assert article.id.endswith("caf\\xe9.txt")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("missing", r"There is nothing at .*missing\. Check the path"),
        ("a\0b", "cannot be read"),
        ("x" * 5000, "cannot be read"),
        ("empty", r"There are no articles in .*empty\. Dateline reads \.txt, \.md, .*; put such files there"),
        ("photos", r"There are no articles in .*photos\."),
    ],
)
def test_a_path_that_holds_nothing_is_an_error_that_says_what_to_do(tmp_path, path, message):
    (tmp_path / "empty").mkdir()
    write(tmp_path, "photos/a.jpg")
    for read in (read_articles, count_articles):
        with pytest.raises(IngestError, match=message):
            read(tmp_path / path)


def test_a_large_article_is_read_whole(tmp_path):
    paragraph = f"{TEXT} " * 20
    write(tmp_path, "large.txt", "\n\n".join([paragraph.strip()] * 4000))
    assert len(articles(tmp_path)[0].text) > 5_000_000


def test_the_stream_reads_as_it_is_asked(tmp_path):
    write(tmp_path, "a.jsonl", (json.dumps({"text": TEXT}) + "\n") * 3 + "{broken")
    stream = read_articles(tmp_path)
    assert isinstance(next(stream), Article)
    assert sum(1 for _ in stream) == 3
