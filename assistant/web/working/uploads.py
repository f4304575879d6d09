"""Uploaded files: from where the browser's upload left them into the library's own folder of uploads."""

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from assistant.errors import AssistantError
from assistant.ingestion.articles import without_place
from assistant.ingestion.files import UNREAD, may_hold_articles
from assistant.ingestion.folders import list_files
from assistant.types import Skip
from assistant.web.working.names import free_path, safe_path

MOST_FILES = 5000
"""Files in one upload; of more, a folder is quicker read where it is, with `dateline ingest`."""

NOT_SENT = (
    "One of these files did not arrive, or is none that was uploaded here. Add the files again; your browser, or your "
    "program, has to keep cookies."
)
_ON_ITS_WAY = ".part"
"""What the name of a file ends with that is not yet whole; such files are not read."""
_NO_ARTICLE = "is a hidden or temporary file, or one that tells about its folder, and is not read"
_GONE = "was added at the same moment by somebody else; look whether it is there"


class UploadError(AssistantError):
    """Files that cannot be taken in as a whole."""


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file that was uploaded: where it lies, and the name or the path in a folder that its sender gave it."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of uploaded files: paths in the folder of uploads, those of them that replaced others, and skips."""

    names: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    skipped: tuple[Skip, ...] = ()


def accepted(files: Sequence[tuple[str, str]], *, upload_folder: Path, sent: Callable[[str], bool]) -> list[Uploaded]:
    """The files, given as path and name: all of them lie in `upload_folder`, and were `sent` by who adds them now.

    Raises:
        UploadError: there are none or too many, or one of them is not a file that was uploaded.
    """
    if not files:
        raise UploadError("There are no files to add.")
    if len(files) > MOST_FILES:
        raise UploadError(
            f"These are {len(files):,} files; at most {MOST_FILES:,} can be added at once. Add them in parts or as a "
            "zip file, or run `dateline ingest FOLDER` on the machine that Dateline runs on."
        )
    return [Uploaded(_inside(path, upload_folder, sent), name) for path, name in files]


def keep(files: Sequence[Uploaded], folder: Path) -> Kept:
    """Moves `files` into `folder`, each under its name, and leaves out what holds no articles.

    A file of an earlier upload that has the same path is replaced, so that the articles in it are updated; of two
    files of this upload the second is numbered.

    Raises:
        UploadError: the folder cannot be written, or the disk is full.
    """
    skipped: list[Skip] = []
    goals: dict[Path, bool] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            goal = free_path(folder, safe_path(file.name), taken=goals)
            if reason := _obstacle(file.path):
                skipped.append(Skip(_shown(goal, folder), reason))
                continue
            replaces = goal.exists()
            _copy(file.path, goal)
            goals[goal] = replaces
    except OSError as error:
        raise UploadError(
            f"The files cannot be kept in {folder}: {error.strerror or error}. Free some disk space or see to the "
            "folder's permissions, then add them again."
        ) from error
    finally:
        forget(files)
    left_out = set(goals) - set(list_files(folder))
    for goal in left_out:
        goal.unlink()
        skipped.append(Skip(_shown(goal, folder), _NO_ARTICLE))
    replaced = [_shown(goal, folder) for goal, replaces in goals.items() if replaces]
    names = [_shown(goal, folder) for goal in goals if goal not in left_out]
    return Kept(tuple(names), tuple(replaced), tuple(skipped))


def forget(files: Iterable[Uploaded]) -> None:
    """Deletes what was uploaded, where it still lies there."""
    for file in files:
        with suppress(OSError):
            file.path.unlink()


def skipped_of(skipped: Iterable[Skip], names: frozenset[str]) -> tuple[Skip, ...]:
    """Those of the skips that are about the files `names` or what lies in them."""
    return tuple(skip for skip in skipped if not names.isdisjoint(_places(skip)))


def _places(skip: Skip) -> set[str]:
    path = PurePosixPath(without_place(skip.path))
    return {skip.path, *(str(place) for place in (path, *path.parents))}


def _inside(path: str, upload_folder: Path, sent: Callable[[str], bool]) -> Path:
    """Where `path` leads, if that is a file below `upload_folder` that was `sent`; it may be anything."""
    try:
        found = Path(path).resolve(strict=True)
        if sent(path) and found.is_file() and found.is_relative_to(upload_folder.resolve()):
            return found
    except (OSError, ValueError, RuntimeError):
        pass
    raise UploadError(NOT_SENT)


def _obstacle(path: Path) -> str | None:
    if not path.is_file():
        return _GONE
    return None if may_hold_articles(path) else UNREAD


def _copy(source: Path, goal: Path) -> None:
    """Gives the file a second name, or copies it to another disk; nobody ever sees half of it under `goal`."""
    goal.parent.mkdir(parents=True, exist_ok=True)
    unfinished = goal.with_name(goal.name + _ON_ITS_WAY)
    unfinished.unlink(missing_ok=True)
    try:
        try:
            os.link(source, unfinished)
        except OSError:
            shutil.copyfile(source, unfinished)
        unfinished.replace(goal)
    finally:
        unfinished.unlink(missing_ok=True)


def _shown(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()
