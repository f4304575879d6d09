"""The vectors in the library's own folder.

Chroma saves its index now and then by overwriting its files; killed meanwhile, or changed by a failing disk, they may
crash the process that loads them, or hide passages from it. So a seal beside them holds their checksums, and no file
is loaded that is not what was saved. Opening and writing exclude each other by a lock file, and a note tells of a
write that did not end: of Chroma's files that one may have changed its database, which SQLite keeps whole.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from filelock import FileLock

from assistant.library.disk.chroma import Batches, Connection, IndexDamaged, connect, reading_chroma
from assistant.library.disk.seal import DATABASE, find_damage, looks_changed, read_seal, sealed, write_seal

_COLLECTION = "passages"


class VectorsInFolder:
    """Where the vectors of a library are, unless a server keeps them."""

    shared = False

    def __init__(self, folder: Path) -> None:
        """The vectors in `folder`/chroma."""
        self._folder = folder / "chroma"
        self._seal = folder / "chroma.saved"
        self._note = folder / "chroma.writing"
        self._lock_path = folder / "chroma.lock"

    @property
    def missing(self) -> bool:
        """Whether there is no index on disk at all."""
        return not self._folder.exists()

    @property
    def suspicious(self) -> bool:
        """Whether a look at it tells that it was changed by somebody else; that it was not needs `verify`."""
        return not self.missing and (self._note.exists() or looks_changed(self._folder, read_seal(self._seal)))

    def open(self) -> Connection:
        """Opens the index if its files are what was saved.

        Raises:
            IndexDamaged: they are not, or Chroma cannot read them.
        """
        with self._locked():
            if not self.missing:
                self._verify()
            with self._noted():  # what the log holds may be much enough to be saved
                return _loaded(self._folder)

    def verify(self) -> None:
        """Raises IndexDamaged if a file is not what was saved."""
        with self._locked():
            self._verify()

    def state(self, _: Connection) -> str:
        """What the index was last marked with."""
        return read_seal(self._seal).state

    def mark(self, _: Connection, state: str) -> None:
        """Marks the index with `state`."""
        with self._locked():
            write_seal(self._seal, replace(read_seal(self._seal), state=state))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """What is written within is sealed at its end."""
        with self._locked(), self._noted():
            yield

    @contextmanager
    def replacing(self, batches: Batches, state: str) -> Iterator[None]:
        """Makes an index of `batches`, and puts it in the place of this one after the block, which closes this."""
        folder = self._folder.with_name("chroma.new")
        _build(folder, batches)
        yield
        with self._locked():
            self._seal.unlink(missing_ok=True)
            shutil.rmtree(self._folder, ignore_errors=True)
            folder.rename(self._folder)
            write_seal(self._seal, replace(sealed(self._folder, read_seal(self._seal)), state=state))
            self._note.unlink(missing_ok=True)

    def _verify(self) -> None:
        if damage := find_damage(self._folder, read_seal(self._seal), but=DATABASE if self._note.exists() else ""):
            raise IndexDamaged(damage)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with FileLock(self._lock_path):
            yield

    @contextmanager
    def _noted(self) -> Iterator[None]:
        """A note beside the index tells of what may change it; it stays where that did not end well."""
        self._note.touch()
        yield
        write_seal(self._seal, sealed(self._folder, read_seal(self._seal)))
        self._note.unlink()


def _loaded(folder: Path) -> Connection:
    with reading_chroma():
        opened = connect(folder, _COLLECTION)
        try:
            opened.load()
        except BaseException:
            opened.close()
            raise
        return opened


def _build(folder: Path, batches: Batches) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    built = connect(folder, _COLLECTION)
    try:
        for entries, vectors in batches:
            built.add(entries, vectors)
    finally:
        built.close()
