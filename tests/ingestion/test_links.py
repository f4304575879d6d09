"""Links: followed inside the folder that was named, and never out of it unless that was asked for."""

import os
from pathlib import Path

import pytest

from assistant.errors import IngestError
from assistant.ingestion import files, folders
from assistant.ingestion.files import LEADS_OUT
from assistant.ingestion.folders import list_files
from assistant.ingestion.reading import count_articles, read_articles, read_one
from assistant.types import Article, Skip

TEXT = "About 1,000 soldiers are going to Romania, the spokesman said."
SECRET = "The door of the treasury opens with the third key on the left, the guard was told."

proc = pytest.mark.skipif(not files._OWN_FILES.is_dir(), reason="this system has no paths of open files")


@pytest.fixture
def news(tmp_path):
    """A folder with one article, and beside it a secret."""
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_text(SECRET)
    return folder


def read(path, **options):
    entries = list(read_articles(path, **options))
    articles = [entry.id.partition("/")[2] for entry in entries if isinstance(entry, Article)]
    return articles, [entry for entry in entries if isinstance(entry, Skip)]


def link(place: Path, target) -> Path:
    place.symlink_to(target)
    return place


@pytest.mark.parametrize("target", ["../outside/secret.txt", "/etc/passwd", "../outside", "..", "/", "/dev/zero"])
def test_a_link_that_leads_out_is_a_skip_and_nothing_of_it_is_read(news, target):
    link(news / "b.txt", target)
    assert read(news) == (["a.txt"], [Skip("b.txt", LEADS_OUT)])
    assert count_articles(news) == 1


def test_a_chain_of_links_counts_by_where_it_ends(news, tmp_path):
    link(news / "b.txt", "c.txt")
    link(news / "c.txt", tmp_path / "outside" / "secret.txt")
    link(tmp_path / "outside" / "back.txt", news / "a.txt")
    link(news / "d.txt", tmp_path / "outside" / "back.txt")
    assert read(news) == (["a.txt", "d.txt"], [Skip("b.txt", LEADS_OUT), Skip("c.txt", LEADS_OUT)])


def test_a_link_inside_the_folder_is_followed(news):
    (news / "2022").mkdir()
    (news / "2022" / "x.txt").write_text(TEXT)
    link(news / "again", "2022")
    link(news / "b.txt", news / "a.txt")
    assert read(news) == (["2022/x.txt", "a.txt", "b.txt"], [])


def test_links_out_are_followed_where_that_is_asked_for(news, tmp_path):
    link(news / "b.txt", tmp_path / "outside" / "secret.txt")
    link(news / "c", tmp_path / "outside")
    assert read(news) == (["a.txt"], [Skip("b.txt", LEADS_OUT), Skip("c", LEADS_OUT)])
    assert read(news, follow_links=True) == (["a.txt", "b.txt", "c/secret.txt"], [])
    assert count_articles(news, follow_links=True) == 3
    (article,) = read_one(news, news / "b.txt", follow_links=True)
    assert article.text == SECRET


def test_a_folder_of_nothing_but_links_out_tells_of_them(news, tmp_path):
    (news / "a.txt").unlink()
    with pytest.raises(IngestError, match="There are no articles"):
        read(news)
    link(news / "b", tmp_path / "outside")
    assert read(news) == ([], [Skip("b", LEADS_OUT)])


def test_what_the_user_names_may_be_a_link_itself(news, tmp_path):
    assert read(link(tmp_path / "folder", news)) == (["a.txt"], [])
    assert read(link(tmp_path / "one.txt", news / "a.txt")) == (["one.txt"], [])
    assert read(link(news / "out.txt", tmp_path / "outside" / "secret.txt")) == (["out.txt"], [])


def test_a_changed_file_that_became_a_link_out_is_a_skip(news, tmp_path):
    """As a watched folder reads it: one file, by its path."""
    link(news / "b.txt", tmp_path / "outside" / "secret.txt")
    assert list(read_one(news, news / "b.txt")) == [Skip("b.txt", LEADS_OUT)]
    assert news / "b.txt" in list_files(news)


@proc
def test_a_file_exchanged_for_a_link_after_the_look_is_not_read(news, tmp_path, monkeypatch, read_here):
    for module in (files, folders):
        monkeypatch.setattr(module, "leads_out", lambda path, folder: False)
    link(news / "b.txt", tmp_path / "outside" / "secret.txt")
    link(news / "c", tmp_path / "outside")
    assert read(news) == (["a.txt"], [Skip("b.txt", LEADS_OUT), Skip("c/secret.txt", LEADS_OUT)])


@proc
def test_a_file_exchanged_while_it_is_read_stays_what_it_was(news, tmp_path, monkeypatch, read_here):
    def exchange(file):
        (news / "a.txt").unlink()
        link(news / "a.txt", tmp_path / "outside" / "secret.txt")
        return sound(file)

    sound = files._entries
    monkeypatch.setattr(files, "_entries", exchange)
    (article,) = read_articles(news)
    assert article.text == TEXT


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.timeout(60)
def test_pipes_do_not_hold_reading_up(news):
    os.mkfifo(news / "README.md")
    os.mkfifo(news / "b.txt")
    link(news / "c.txt", "b.txt")
    reason = "is not a regular file"
    assert read(news) == (["a.txt"], [Skip(name, reason) for name in ("README.md", "b.txt", "c.txt")])
