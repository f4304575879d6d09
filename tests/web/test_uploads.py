"""Uploaded files on their way into the library's folder: only what was uploaded, whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from assistant.types import Skip
from assistant.web.working import uploads
from assistant.web.working.uploads import MOST_FILES, Uploaded, UploadError, accepted, keep, skipped_of

STORY = "The ferry stops.\n\nNobody was told that the ferry would stop on Monday, the harbour office said."


@pytest.fixture
def arrivals(tmp_path: Path) -> Path:
    (tmp_path / "arrivals").mkdir()
    return tmp_path / "arrivals"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library" / "uploads"


def sent(arrivals: Path, name: str, content: str | bytes = STORY) -> Uploaded:
    """A file as the browser's upload leaves it: in a folder of its own, named after its content."""
    path = arrivals / f"{abs(hash(content))}" / Path(name).name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return Uploaded(path, name)


def test_only_files_in_the_upload_folder_are_accepted(arrivals: Path):
    file = sent(arrivals, "a.txt")
    assert accepted([(str(file.path), "a.txt")], upload_folder=arrivals, sent=bool) == [
        Uploaded(file.path.resolve(), "a.txt")
    ]


@pytest.mark.parametrize("path", ["/etc/passwd", "../../etc/passwd", "arrivals/../../etc/passwd", "", "\0", "x" * 5000])
def test_any_other_path_is_refused(arrivals: Path, path: str):
    with pytest.raises(UploadError, match="did not arrive, or is none that was uploaded"):
        accepted([(path, "a.txt")], upload_folder=arrivals, sent=bool)
    with pytest.raises(UploadError):
        accepted([(str(arrivals / path) if "\0" not in path else path, "a.txt")], upload_folder=arrivals, sent=bool)


def test_a_link_that_leads_out_of_the_upload_folder_is_refused(arrivals: Path, tmp_path: Path):
    (tmp_path / "secret.txt").write_text(STORY)
    (arrivals / "file.txt").symlink_to(tmp_path / "secret.txt")
    (arrivals / "folder").symlink_to(tmp_path)
    for path in (arrivals / "file.txt", arrivals / "folder" / "secret.txt", Path("/etc/passwd")):
        with pytest.raises(UploadError):
            accepted([(str(path), "a.txt")], upload_folder=arrivals, sent=bool)


def test_no_files_and_too_many_are_refused(arrivals: Path):
    with pytest.raises(UploadError, match="no files"):
        accepted([], upload_folder=arrivals, sent=bool)
    with pytest.raises(UploadError, match="5,001 files; at most 5,000"):
        accepted([("a", "a")] * (MOST_FILES + 1), upload_folder=arrivals, sent=bool)


def test_files_are_moved_under_their_paths(arrivals: Path, folder: Path):
    files = [sent(arrivals, "a.txt"), sent(arrivals, "2022/march/b.txt", STORY + " Twice.")]
    kept = keep(files, folder)
    assert kept.names == ("a.txt", "2022/march/b.txt")
    assert (folder / "2022" / "march" / "b.txt").read_text() == STORY + " Twice."
    assert not any(file.path.exists() for file in files)


def test_one_content_under_two_names_is_kept_twice(arrivals: Path, folder: Path):
    path = sent(arrivals, "a.txt").path
    assert keep([Uploaded(path, "one/a.txt"), Uploaded(path, "two/a.txt")], folder).names == ("one/a.txt", "two/a.txt")


def test_a_later_upload_of_the_same_path_replaces_the_earlier(arrivals: Path, folder: Path):
    keep([sent(arrivals, "a.txt")], folder)
    kept = keep([sent(arrivals, "a.txt", "The ferry goes on.")], folder)
    assert kept.replaced == ("a.txt",)
    assert (folder / "a.txt").read_text() == "The ferry goes on."


def test_two_names_that_become_one_are_numbered(arrivals: Path, folder: Path):
    kept = keep([sent(arrivals, "a?.txt"), sent(arrivals, "a*.txt", STORY + " Other.")], folder)
    assert kept.names == ("a_.txt", "a_ (2).txt")
    assert kept.replaced == ()


def test_what_holds_no_articles_is_not_kept(arrivals: Path, folder: Path):
    photo = sent(arrivals, "photo.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(range(256)))
    readme = sent(arrivals, "README.md", "# What is in here")
    hidden = sent(arrivals, "folder/.secret.txt", STORY + " Hidden.")
    kept = keep([photo, readme, hidden], folder)
    assert kept.names == ()
    assert {skip.path: skip.reason.split(".")[0] for skip in kept.skipped} == {
        "photo.jpg": "is of a kind that is not read",
        "README.md": "is a hidden or temporary file, or one that tells about its folder, and is not read",
        "folder/.secret.txt": "is a hidden or temporary file, or one that tells about its folder, and is not read",
    }
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_what_another_tab_has_taken_at_the_same_moment_is_told(arrivals: Path, folder: Path):
    file = sent(arrivals, "a.txt")
    keep([file], folder)
    (skip,) = keep([file], folder).skipped
    assert "at the same moment by somebody else" in skip.reason
    assert (folder / "a.txt").read_text() == STORY


def test_a_folder_that_cannot_be_made_is_told_and_nothing_is_half_done(arrivals: Path, tmp_path: Path):
    (tmp_path / "taken").write_text("a file where the folder would be")
    with pytest.raises(UploadError, match=r"cannot be kept in .*add them again"):
        keep([sent(arrivals, "a.txt")], tmp_path / "taken")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="mounting a small disk needs root")
def test_a_full_disk_is_told_and_leaves_no_half_a_file(arrivals: Path, tmp_path: Path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.system(f"mount -t tmpfs -o size=64k tmpfs {disk} 2>/dev/null"):
        pytest.skip("no disk can be mounted here")
    try:
        files = [sent(arrivals, "small.txt"), sent(arrivals, "large.txt", STORY * 2000)]
        with pytest.raises(UploadError, match=os.strerror(errno.ENOSPC)):
            keep(files, disk / "uploads")
        assert [path.name for path in (disk / "uploads").iterdir()] == ["small.txt"]
    finally:
        os.system(f"umount {disk}")


def test_another_disk_gets_a_copy(arrivals: Path, folder: Path, monkeypatch: pytest.MonkeyPatch):
    def other_disk(*_: object) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    monkeypatch.setattr(uploads.os, "link", other_disk)
    assert keep([sent(arrivals, "a.txt")], folder).names == ("a.txt",)
    assert (folder / "a.txt").read_text() == STORY


def test_a_skip_belongs_to_the_file_that_it_is_in():
    skips = [Skip(path, "why") for path in ("a.jsonl:17", "old.txt", "b.zip/2022/c.txt", "d.txt")]
    assert [skip.path for skip in skipped_of(skips, frozenset({"a.jsonl", "b.zip", "d.txt"}))] == [
        "a.jsonl:17",
        "b.zip/2022/c.txt",
        "d.txt",
    ]
