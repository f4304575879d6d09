"""Files that broke the process that read them: not tried again until they change, or are asked for by name."""

import json
import logging
import os
from contextlib import suppress
from pathlib import Path

logger = logging.getLogger(__name__)

Signature = tuple[int, ...]


class Quarantine:
    """Which files are left alone, and why; remembered in a file of ours, where one is given."""

    def __init__(self, record: Path | None = None) -> None:
        """What `record` lists; one that is missing or damaged lists nothing."""
        self._record = record
        self._held = _read(record) if record else {}

    def reason(self, file: Path) -> str | None:
        """Why a file is left alone; None where it may be read: it never broke anything, or has changed since."""
        signature, reason = self._held.get(str(file), ((), ""))
        return reason if signature and signature == signature_of(file) else None

    def hold(self, file: Path, signature: Signature, reason: str) -> None:
        """Leaves a file alone for as long as its signature stays."""
        self._held[str(file)] = (signature, reason)
        self._write()

    def release(self, file: Path) -> None:
        """Forgets a file, which could be read after all."""
        if self._held.pop(str(file), None):
            self._write()

    def _write(self) -> None:
        """Remembers what is still there; where there is no room for that, files are only tried again."""
        if not self._record:
            return
        held = {path: entry for path, entry in self._held.items() if os.path.lexists(path)}
        unfinished = self._record.with_name(f"{self._record.name}.{os.getpid()}")
        try:
            unfinished.write_text(json.dumps(held), "utf-8")
            unfinished.replace(self._record)
        except OSError as error:
            logger.debug("%s cannot be written: %s", self._record, error)
            with suppress(OSError):
                unfinished.unlink()


def signature_of(file: Path) -> Signature:
    """What changes whenever a file is written or replaced; empty for one that is gone."""
    with suppress(OSError):
        found = file.stat()
        return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino
    return ()


def _read(record: Path) -> dict[str, tuple[Signature, str]]:
    try:
        entries = json.loads(record.read_text("utf-8"))
        return {str(path): (tuple(map(int, signature)), str(why)) for path, (signature, why) in entries.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}
