"""The address of a Chroma server, as a user writes it: `https://token@host:8000/prefix?tenant=news&database=2022`."""

from base64 import b64encode
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from assistant.errors import SettingsError

_NAMES = ("tenant", "database")
_LIKE = "Write it like https://token@host:8000/prefix?tenant=news&database=archive; all but the host may be left out"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a Chroma server is and what it is told with every request."""

    host: str
    port: int
    secure: bool
    path: str
    """What stands before Chroma's own paths; "" for nothing."""
    tenant: str
    database: str
    headers: dict[str, str] = field(repr=False)
    """Who asks. Secret."""

    @property
    def url(self) -> str:
        """The address without secrets, tenant and database."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.secure else 'http'}://{host}:{self.port}{self.path}"


def read_address(url: str) -> Address:
    """The address that `url` names.

    A word before the host is a token, `name:password` an account of whatever stands before the server.

    Raises:
        SettingsError: it is no such address, or says something that would be passed over.
    """
    try:
        parts = urlsplit(url.strip() if "//" in url else f"http://{url.strip()}")
        port = parts.port or (443 if parts.scheme == "https" else 8000)
        named = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
        headers = _headers(parts)
    except ValueError as error:
        raise SettingsError(f"DATELINE_CHROMA_URL is no address of a Chroma server. {_LIKE}.") from error
    if problem := _problem(parts, named):
        raise SettingsError(f"DATELINE_CHROMA_URL {problem}. {_LIKE}.")
    tenant, database = named.get("tenant", "default_tenant"), named.get("database", "default_database")
    path = parts.path.rstrip("/").removesuffix("/api/v2")
    return Address(parts.hostname or "", port, parts.scheme == "https", path, tenant, database, headers)


def _problem(parts: SplitResult, named: dict[str, str]) -> str:
    if parts.scheme not in ("http", "https"):
        return f"begins with {parts.scheme}://, and Chroma is reached by http:// or https://"
    if not parts.hostname:
        return "names no host"
    if parts.fragment:
        return "ends in a # part, which means nothing here"
    if unknown := [name for name in named if name not in _NAMES]:
        return f"says {', '.join(unknown)}, and only tenant and database can stand behind the ?"
    if empty := [name for name, value in named.items() if not value]:
        return f"leaves {' and '.join(empty)} empty"
    return ""


def _headers(parts: SplitResult) -> dict[str, str]:
    name, secret = unquote(parts.username or ""), unquote(parts.password or "")
    if not f"{name}{secret}".isascii() or not f"{name}{secret}".isprintable():
        raise ValueError("a header takes only ASCII")
    if name and secret:
        return {"Authorization": f"Basic {b64encode(f'{name}:{secret}'.encode()).decode()}"}
    token = name or secret
    return {"Authorization": f"Bearer {token}", "X-Chroma-Token": token} if token else {}
