"""Archives: their files are read as those of a folder are, and nothing in them does harm."""

import gzip
import io
import json
import os
import stat
import tarfile
import tempfile
import zipfile
from pathlib import Path

import pytest

from assistant.ingestion import members, packed
from assistant.ingestion.folders import folder_key
from assistant.ingestion.reading import count_articles, read_articles
from assistant.types import Article, Skip

TEXT = "About 1,000 soldiers are going to Romania, the spokesman said."
LINES = "".join(json.dumps({"text": f"{TEXT} {number}"}) + "\n" for number in range(3))


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch, read_here):
    """The system's folder for temporary files, which must be empty again after every test."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def zipped(files, compression=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return stream.getvalue()


def tarred(files, mode="w:gz", **attributes):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as archive:
        for name, content in files:
            info = tarfile.TarInfo(name)
            content = content.encode() if isinstance(content, str) else content
            info.size = len(content)
            for attribute, value in attributes.items():
                setattr(info, attribute, value)
            archive.addfile(info, io.BytesIO(content))
    return stream.getvalue()


@pytest.fixture
def read(tmp_path):
    """Reads one file with this content; gives (articles, skips)."""

    def read_file(name, content):
        path = tmp_path / "news" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        entries = list(read_articles(path))
        return (
            [entry for entry in entries if isinstance(entry, Article)],
            [entry for entry in entries if isinstance(entry, Skip)],
        )

    return read_file


FILES = [("2022/a.txt", TEXT), ("2022/b.json", json.dumps({"id": "b", "text": TEXT})), ("all.jsonl", LINES)]


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("export.zip", zipped),
        ("export.tar.gz", tarred),
        ("export.tgz", tarred),
        ("export.tar", lambda files: tarred(files, mode="w")),
        ("export.txt", zipped),
        ("export.zip", tarred),
        ("export.gz", tarred),
    ],
)
def test_the_files_of_an_archive_are_read_as_those_of_a_folder(tmp_path, read, name, pack):
    articles, skips = read(name, pack(FILES))
    key = folder_key(tmp_path / "news")
    assert skips == []
    assert [article.id for article in articles] == [
        f"{key}/{name}/2022/a.txt",
        "b",
        *(f"{key}/{name}/all.jsonl#{line}" for line in (1, 2, 3)),
    ]
    assert {article.path.partition(name)[2] for article in articles} == {"/2022/a.txt", "/2022/b.json", "/all.jsonl"}


def test_a_gzipped_file_is_read_under_its_own_name(tmp_path, read):
    articles, skips = read("2022-02-02-note.txt.gz", gzip.compress(TEXT.encode()))
    assert [article.id for article in articles] == [f"{folder_key(tmp_path / 'news')}/2022-02-02-note.txt.gz"]
    assert (articles[0].text, str(articles[0].published), skips) == (TEXT, "2022-02-02", [])


def test_skips_name_the_file_in_the_archive(read):
    files = [("a.json", "{broken"), ("b.jsonl", LINES + "{broken\n"), ("c.jpg", b"\xff\xd8\xff"), ("d.txt", "Short.")]
    articles, skips = read("export.zip", zipped(files))
    assert len(articles) == 3
    assert [skip.path for skip in skips] == [f"export.zip/{name}" for name in ("a.json", "b.jsonl:4", "c.jpg", "d.txt")]
    assert skips[2].reason.startswith("is of a kind that is not read")


@pytest.mark.parametrize(
    "name", [".DS_Store", "__MACOSX/a.txt", "a/.git/b.txt", "README.md", "Thumbs.db", "a.txt~", "./.x.txt"]
)
def test_what_is_left_out_of_a_folder_is_left_out_of_an_archive(read, name):
    articles, skips = read("export.zip", zipped([(name, TEXT), ("./a.txt", TEXT)]))
    assert [article.id.rpartition("/")[2] for article in articles] == ["a.txt"]
    assert skips == []


@pytest.mark.parametrize(
    "name", ["../../evil.txt", "/etc/evil.txt", "a/../../evil.txt", "C:\\evil.txt", "..\\evil.txt"]
)
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_name_that_leads_elsewhere_is_never_followed(tmp_path, read, name, pack):
    before = set(tmp_path.parent.rglob("*evil*"))
    articles, skips = read("export.zip", pack([(name, TEXT), ("good.txt", TEXT)]))
    assert [article.id.rpartition("/")[2] for article in articles if "good" in article.id] == ["good.txt"]
    assert len(articles) + len(skips) == 2
    assert all(skip.reason == "has a name that leads out of its archive" for skip in skips)
    assert set(tmp_path.parent.rglob("*evil*")) == before


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_are_never_followed(read, kind):
    articles, skips = read("a.tar", tarred([("a.txt", b"")], mode="w", type=kind, linkname="/etc/passwd"))
    assert articles == []
    assert skips == [Skip("a.tar/a.txt", "is a link or device, which is never followed")]


def test_a_link_in_a_zip_is_never_followed(read):
    info = zipfile.ZipInfo("a.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    articles, skips = read("a.zip", zipped([(info, "/etc/passwd")]))
    assert (articles, skips) == ([], [Skip("a.zip/a.txt", "is a link or device, which is never followed")])


def test_an_encrypted_file_is_a_skip_and_the_others_are_read(read):
    content = bytearray(zipped([("a.txt", TEXT), ("b.txt", TEXT)]))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    articles, skips = read("a.zip", bytes(content))
    assert [article.id.rpartition("/")[2] for article in articles] == ["b.txt"]
    assert skips == [Skip("a.zip/a.txt", "is encrypted; pack it without a password")]


@pytest.mark.parametrize("inner", [zipped([("a.txt", TEXT)]), tarred([("a.txt", TEXT)]), gzip.compress(TEXT.encode())])
def test_an_archive_in_an_archive_is_a_skip(read, inner):
    articles, skips = read("outer.zip", zipped([("inner.zip", inner), ("a.txt", TEXT)]))
    assert len(articles) == 1
    assert skips == [Skip("outer.zip/inner.zip", "is an archive inside an archive; unpack the outer one first")]


def test_packed_lines_in_an_archive_are_read(read):
    articles, skips = read("outer.zip", zipped([("all.jsonl.gz", gzip.compress(LINES.encode()))]))
    assert (len(articles), skips) == (3, [])


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_a_tar_that_breaks_off_gives_what_stands_before(read, mode, share):
    files = [(f"{number}.txt", f"{TEXT} {os.urandom(400).hex()}") for number in range(50)]
    content = tarred(files, mode=mode)
    articles, skips = read("a.tar.gz", content[: int(len(content) * share)])
    assert 50 * share - 15 < len(articles) < 50
    assert skips[-1].path == "a.tar.gz"
    assert skips[-1].reason.startswith("is damaged after ")


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_zip_that_breaks_off_gives_what_stands_before(read, share):
    content = zipped([(f"{number}.txt", f"{TEXT} {os.urandom(400).hex()}") for number in range(50)])
    articles, skips = read("a.zip", content[: int(content.index(b"PK\x01\x02") * share)])
    assert 50 * share - 2 < len(articles) < 50
    assert skips == [Skip("a.zip", f"is damaged after {len(articles)} files, which were read; fetch or pack it again")]


@pytest.mark.parametrize("end", range(0, 40 * 512, 512))
def test_a_tar_without_its_end_is_told_wherever_it_was_cut(read, end):
    content = tarred([(f"{number}.txt", TEXT) for number in range(20)], mode="w")[:end]
    _, skips = read("a.tar", content)
    assert "a.tar" in {skip.path for skip in skips}


def test_a_damaged_file_of_a_zip_is_a_skip(read):
    content = bytearray(zipped(FILES, compression=zipfile.ZIP_STORED))
    content[content.index(b"soldiers")] ^= 1
    articles, skips = read("a.zip", bytes(content))
    assert len(articles) == 4
    assert skips == [Skip("a.zip/2022/a.txt", "is damaged; fetch or pack it again")]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.zip", b"", "is empty"),
        ("a.zip", b"PK\x03\x04" + bytes(10), "is damaged; fetch or pack it again"),
        ("a.tar", bytes(1024), "is no archive that can be opened"),
        ("a.gz", gzip.compress(TEXT.encode()), "is of a kind that is not read"),
        ("a.txt.gz", gzip.compress(TEXT.encode())[:-9], "is damaged; fetch or pack it again"),
        ("a.zip.gz", gzip.compress(b"PK\x03\x04" + bytes(100)), "is an archive inside an archive"),
        ("a.jpg.gz", gzip.compress(b"\xff\xd8\xff"), "is of a kind that is not read"),
    ],
)
def test_a_broken_archive_is_one_skip(read, name, content, reason):
    articles, skips = read(name, content)
    assert articles == []
    assert [skip.path for skip in skips] == [name]
    assert skips[0].reason.startswith(reason)


def test_a_file_that_unpacks_to_far_more_than_its_size_is_a_skip(read, monkeypatch):
    monkeypatch.setattr(members, "ALWAYS_ALLOWED", 1_000_000)
    articles, skips = read("a.zip", zipped([("bomb.txt", b"a" * 5_000_000), ("a.txt", TEXT)]))
    assert len(articles) == 1
    assert skips == [
        Skip("a.zip/bomb.txt", "unpacks to more than 1 MB; unpack it into a folder if you trust it"),
    ]


@pytest.mark.parametrize("name", ["bomb.txt", "bomb.jpg", "bomb.txt.gz"])
def test_a_packed_tar_or_file_that_grows_without_end_is_left(read, monkeypatch, name):
    monkeypatch.setattr(members, "ALWAYS_ALLOWED", 1_000_000)
    bomb = b"a" * 20_000_000
    content = gzip.compress(bomb) if name.endswith("gz") else tarred([("a.txt", TEXT), (name, bomb)])
    articles, skips = read("bomb.txt.gz" if name.endswith("gz") else "a.tar.gz", content)
    assert len(articles) == (0 if name.endswith("gz") else 1)
    assert "unpacks to" in skips[-1].reason


def test_many_files_that_share_their_bytes_are_left(read, monkeypatch):
    """A zip whose entries all point at the same packed bytes unpacks to far more than it holds."""
    monkeypatch.setattr(members, "ALWAYS_ALLOWED", 1_000_000)
    monkeypatch.setattr(members, "LARGEST_RATIO", 20)
    text = (TEXT + "\n") * 3000
    one = zipped([("a.txt", text)])
    at = one.index(b"PK\x01\x02")
    entry = one[at : one.index(b"PK\x05\x06")]
    entries = b"".join(entry.replace(b"a.txt", f"{number:05}".encode()) for number in range(500))
    end = b"PK\x05\x06" + bytes(4) + (500).to_bytes(2, "little") * 2
    end += len(entries).to_bytes(4, "little") + at.to_bytes(4, "little") + bytes(2)
    articles, skips = read("a.zip", one[:at] + entries + end)
    assert len(articles) < 20
    assert skips


def test_an_archive_of_too_many_files_is_read_up_to_the_limit(read, monkeypatch):
    monkeypatch.setattr(packed, "MOST_MEMBERS", 3)
    articles, skips = read("a.zip", zipped([(f"{number}.txt", TEXT) for number in range(5)]))
    assert len(articles) == 3
    assert skips == [Skip("a.zip", "holds more than 3 files; those before were read. Unpack it")]


def test_a_table_of_members_too_large_for_memory_is_not_read(tmp_path, read, monkeypatch):
    monkeypatch.setattr(members, "LARGEST_TABLE", 1000)
    articles, skips = read("a.zip", zipped([(f"{number}.txt", TEXT) for number in range(50)]))
    assert articles == []
    assert skips == [Skip("a.zip", "lists far too many files; unpack it into a folder if you trust it")]
    assert count_articles(tmp_path / "news" / "a.zip") == 1


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_the_second_file_of_one_name_is_a_skip(read):
    articles, skips = read("a.zip", zipped([("a.txt", TEXT), ("a.txt", TEXT + " Again.")]))
    assert [article.text for article in articles] == [TEXT]
    assert skips == [Skip("a.zip/a.txt", "is in the archive twice")]


def test_a_header_cannot_ask_for_all_memory(read):
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 2**33
    content = info.tobuf(tarfile.GNU_FORMAT) + bytes(100_000)
    articles, skips = read("a.tar", content)
    assert (articles, len(skips)) == ([], 1)


def test_reading_that_is_given_up_leaves_nothing_behind(tmp_path, temporary):
    (tmp_path / "a.zip").write_bytes(zipped(FILES))
    stream = read_articles(tmp_path / "a.zip")
    assert isinstance(next(stream), Article)
    assert [path.name for path in temporary.rglob("*") if path.is_file() and not path.is_symlink()] == ["a.txt"]
    del stream


def test_unpacked_files_lie_there_one_at_a_time(tmp_path, temporary):
    (tmp_path / "a.zip").write_bytes(zipped([(f"{number}.txt", TEXT) for number in range(9)]))
    for entry in read_articles(tmp_path / "a.zip"):
        assert isinstance(entry, Article)
        assert len([path for path in temporary.rglob("*") if path.is_file() and not path.is_symlink()]) == 1


def test_odd_names_are_shown_and_stored(read):
    articles, skips = read("a.zip", zipped([("été/\u202e\x07naïve\n.txt", TEXT), ("x" * 600 + ".txt", TEXT)]))
    assert [article.id.partition("a.zip/")[2] for article in articles] == ["été/naïve .txt"]
    assert [skip.reason for skip in skips] == ["has a name that is too long"]


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz"])
def test_counting_is_about_right(tmp_path, name):
    files = [*((f"{number}.txt", TEXT) for number in range(20)), ("p.jpg", b"\xff\xd8"), ("all.jsonl", "x" * 40_000)]
    Path(tmp_path, name).write_bytes(zipped(files) if name == "a.zip" else tarred(files))
    assert count_articles(tmp_path) == 20 + 10
