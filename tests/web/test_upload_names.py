"""Names of uploaded files: whatever a browser sends, the path stays in the folder and can be written anywhere."""

from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.web.working.names import free_path, safe_path


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("report.txt", "report.txt"),
        ("2022/march/report.txt", "2022/march/report.txt"),
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("..\\..\\windows\\win.ini", "windows/win.ini"),
        ("C:\\articles\\a.txt", "C_/articles/a.txt"),
        ("a/./../b.txt", "a/b.txt"),
        ("", "unnamed"),
        ("...", "unnamed"),
        ("line\nbreak\x00\x1b[31m.txt", "linebreak[31m.txt"),
        ("txt.\u202eexe.md", "txt.exe.md"),
        ("half \ud83d emoji.txt", "half emoji.txt"),
        ("\U0001f600 <script>.md", "\U0001f600 _script_.md"),
        ('a "b" | c?.txt', "a _b_ _ c_.txt"),
        ("CON.txt", "_CON.txt"),
        ("lpt1", "_lpt1"),
        ("console.txt", "console.txt"),
        ("ends in a dot. ", "ends in a dot"),
        ("e\u0301te\u0301.txt", "\u00e9t\u00e9.txt"),
    ],
)
def test_a_name_becomes_a_plain_relative_path(name: str, expected: str):
    assert safe_path(name) == PurePosixPath(expected)


@given(st.text(max_size=400))
def test_any_name_stays_below_the_folder_and_can_be_written(name: str):
    path = safe_path(name)
    assert not path.is_absolute()
    assert ".." not in path.parts
    assert path.parts
    assert len(path.parts) <= 12
    for part in path.parts:
        assert 0 < len(part.encode()) <= 120
        assert not set(part) & set('<>:"|?*/\\\x00\n')


def test_a_very_long_name_keeps_its_suffix_and_differs_from_others():
    one, other = safe_path("x" * 500 + "1.tar.gz"), safe_path("x" * 500 + "2.tar.gz")
    assert one.name.endswith(".tar.gz")
    assert one != other


def test_two_files_of_one_name_are_numbered(tmp_path: Path):
    first = free_path(tmp_path, PurePosixPath("a/b.tar.gz"), taken=())
    second = free_path(tmp_path, PurePosixPath("a/b.tar.gz"), taken=[first])
    assert (first, second) == (tmp_path / "a/b.tar.gz", tmp_path / "a/b (2).tar.gz")


def test_a_file_of_before_is_in_the_way_of_a_folder_only(tmp_path: Path):
    (tmp_path / "news").write_text("a file")
    (tmp_path / "old.txt").write_text("a file")
    (tmp_path / "folder.txt").mkdir()
    assert free_path(tmp_path, PurePosixPath("old.txt"), taken=()) == tmp_path / "old.txt"
    assert free_path(tmp_path, PurePosixPath("news/a.txt"), taken=()) == tmp_path / "news (2)/a.txt"
    assert free_path(tmp_path, PurePosixPath("folder.txt"), taken=()) == tmp_path / "folder (2).txt"
