"""Names and passwords: a file of `name:bcrypt-hash` lines, and one pair from the environment."""

import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bcrypt
from pydantic import SecretStr

from assistant.errors import SettingsError

_HASH = re.compile(r"\$2[aby]\$(0[4-9]|1[0-6])\$[./A-Za-z0-9]{53}")
"""What `htpasswd -B` writes. Above a cost of 16 one attempt would take several seconds."""
_COST = 12
"""Of a password from the environment: about a quarter of a second an attempt."""
_LONGEST = 72
"""Bytes of a password that bcrypt looks at; `htpasswd` drops the rest silently as well."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """Who may log in: bcrypt hashes by name, at least one, and the file that they stand in, if any."""

    hashes: Mapping[str, str]
    file: Path | None = None

    def fits(self, name: str, password: str) -> bool:
        """Whether the password is this name's; takes as long for a name that there is not."""
        kept = self.hashes.get(name)
        right = bcrypt.checkpw(password.encode()[:_LONGEST], (kept or self._decoy()).encode())
        return right and kept is not None

    def _decoy(self) -> str:
        return max(self.hashes.values(), key=lambda kept: kept[4:6])


def read_accounts(
    file: Path | None, user: str | None, password: SecretStr | None, *, announce: Callable[[str], Any]
) -> Accounts | None:
    """Those who may log in; None where nobody has to. `announce` is given warnings for the terminal.

    Raises:
        SettingsError: the file cannot be read or names nobody, or the environment has a name without a password.
    """
    hashes = _read(file, announce) if file else {}
    if user or password:
        hashes |= _pair(user, password.get_secret_value() if password else None)
    return Accounts(hashes, file) if hashes else None


def _pair(user: str | None, password: str | None) -> dict[str, str]:
    if not user or not password:
        raise SettingsError("DATELINE_USER and DATELINE_PASSWORD belong together: set both, or neither.")
    hashed = bcrypt.hashpw(password.encode()[:_LONGEST], bcrypt.gensalt(_COST))
    return {user: hashed.decode()}


def _read(file: Path, announce: Callable[[str], Any]) -> dict[str, str]:
    try:
        lines = file.read_text("utf-8-sig").splitlines()
        readable_by_all = bool(file.stat().st_mode & stat.S_IROTH)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text in UTF-8"
        raise SettingsError(f"The accounts in {file} cannot be read ({reason}). Correct DATELINE_AUTH_FILE.") from error
    hashes = dict(_account(line, f"Line {number} of {file}", announce) for number, line in _told(lines))
    hashes.pop("", None)
    if not hashes:
        raise SettingsError(
            f"{file} names nobody who may log in. Its lines are name:hash, with a hash of bcrypt: "
            f"`htpasswd -B -c {file} NAME` makes one."
        )
    if readable_by_all:
        announce(f"Warning: every user of this machine can read {file}; `chmod o-r {file}` keeps it to its owner.")
    return hashes


def _told(lines: list[str]) -> list[tuple[int, str]]:
    told = ((number, line.strip()) for number, line in enumerate(lines, start=1))
    return [(number, line) for number, line in told if line and not line.startswith("#")]


def _account(line: str, where: str, announce: Callable[[str], Any]) -> tuple[str, str]:
    """Name and hash of a line; both empty, with a warning, where it holds none."""
    name, _, kept = line.partition(":")
    if name.strip() and _HASH.fullmatch(kept.strip()):
        return name.strip(), kept.strip()
    announce(f"Warning: {where} is left out: it is not name:hash with a hash of bcrypt (htpasswd -B).")
    return "", ""
