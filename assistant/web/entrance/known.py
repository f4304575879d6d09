"""Browsers that somebody has logged in with before: guesses of others at his password do not keep him waiting.

After OWASP's "Slow Down Online Guessing Attacks with Device Cookies". The token is made with the hash of the password,
which nobody but this server knows: it holds as long as the password does, over a restart too.
"""

import hashlib
import hmac
import secrets

from assistant.web.entrance.accounts import Accounts

COOKIE = "dateline_known"
KEPT = 400 * 24 * 3600
"""Seconds that a browser keeps its token: the longest that Chromium allows."""


def token_of(name: str, accounts: Accounts) -> str:
    """A new token for a browser in which `name`, who has an account, has just logged in."""
    salt = secrets.token_hex(16)
    return f"{salt}.{_sealed(salt, name, accounts.hashes[name])}"


def is_known(token: str, name: str, accounts: Accounts) -> bool:
    """Whether the browser with this token has logged in as `name` before."""
    salt, _, seal = token.partition(".")
    kept = accounts.hashes.get(name)
    return kept is not None and hmac.compare_digest(_sealed(salt, name, kept).encode(), seal.encode())


def _sealed(salt: str, name: str, kept: str) -> str:
    return hmac.new(kept.encode(), f"{salt}\0{name}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()
