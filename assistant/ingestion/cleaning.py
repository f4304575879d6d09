"""Bytes to text, and text to clean text: every format's words pass through here."""

import codecs
import re
from pathlib import Path

from assistant.errors import UnreadableFile

LARGEST_FILE = 200_000_000
"""Bytes of the largest file that is read as a whole. Line by line formats have no such limit."""

_SAMPLE = 65_536
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_EASTERN = ("cp125", "cp93", "cp94", "cp874", "iso8859-", "koi8", "euc", "shift_jis", "gb", "big5", "tis", "mac", "hz")
_BINARY_STARTS = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"{\\rtf", b"\x7fELF")
_WESTERN = ("iso8859-1", "iso8859-15", "cp1252")
_CONTROL_BYTES = bytes({*range(32), 0x7F} - set(b"\t\n\x0b\f\r\x1b"))
_MOST_CONTROLS = 0.03
"""Share of control bytes from which a file is no text: compressed bytes have about 10 %, a stray NUL far less."""

_SIGN_IN_WORD = re.compile(r"(?<=[^\W\d_])[ªº¹²³¿¡¢£¥¦¬¯°±¼½¾](?=[^\W\d_])")
_MIXED_WORD = re.compile(r"[a-zA-Z][\u0370-\u04ff]|[\u0370-\u04ff][a-zA-Z]")
_OTHER_SPACES = re.compile(r"[^\S\n ]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Control characters, soft hyphens, zero-width and direction marks, lone surrogates, invisible tag characters.

The zero-width joiner and non-joiner stay: Persian, Indian scripts and emoji are spelled with them.
"""
_BLANK_LINES = re.compile(r"\n{3,}")


def read_text(path: Path) -> str:
    """The decoded text of a whole file, not yet cleaned.

    Raises:
        UnreadableFile: it is empty, too large or not text.
        OSError: it cannot be opened.
    """
    return decode(read_bytes(path, most=LARGEST_FILE, too_large="is larger than {} MB; split it, or make it .jsonl"))


def read_bytes(path: Path, *, most: int, too_large: str) -> bytes:
    """All bytes of a file that may have `most` of them; `too_large` says what more is, "{}" standing for the megabytes.

    Raises:
        UnreadableFile: it is empty or too large.
        OSError: it cannot be opened.
    """
    with path.open("rb") as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise UnreadableFile(too_large.format(most // 1_000_000))
    if not data.strip():
        raise UnreadableFile("is empty")
    return data


def decode(data: bytes, *, declared: str | None = None) -> str:
    """The text of these bytes: by their byte order mark, else UTF-8, else `declared`, else by how they look.

    UTF-8 with a few broken bytes stays UTF-8; each broken byte becomes U+FFFD. The encoding that a file declares is
    believed only where every byte fits it and makes words of it.

    Raises:
        UnreadableFile: they are not text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace").lstrip("\ufeff")
    if is_binary(data[:_SAMPLE]):
        raise UnreadableFile("is not text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_legacy(data, declared, at=error.start)


def encoding_of(sample: bytes) -> str:
    """The encoding to open a text with that starts like this; "utf-8" unless its bytes say otherwise.

    Raises:
        UnreadableFile: it is no text, or in no encoding that can be told.
    """
    marked = next((encoding for mark, encoding in _BOMS if sample.startswith(mark)), None)
    if marked:
        return marked
    if is_binary(sample[:_SAMPLE]):
        raise UnreadableFile("is not text")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError as error:
        return _legacy_encoding(sample, at=error.start)
    return "utf-8"


def is_binary(sample: bytes) -> bool:
    """Whether the first bytes of a file are those of an image, an archive, a program or the like."""
    controls = len(sample) - len(sample.translate(None, _CONTROL_BYTES))
    return sample.startswith(_BINARY_STARTS) or controls > _MOST_CONTROLS * len(sample) + 1


def clean(text: str) -> str:
    r"""The same words with `\n` line ends, plain spaces, no control or invisible characters, at most one blank line."""
    lines = (line if line.isprintable() else _clean_line(line) for line in text.splitlines())
    joined = "\n".join([line.rstrip() for line in lines]).strip()
    return _BLANK_LINES.sub("\n\n", joined) if "\n\n\n" in joined else joined


def clean_line(text: str) -> str:
    """The same words on one line, single-spaced: for titles, names and ids."""
    return " ".join(clean(text).split())


def _clean_line(line: str) -> str:
    return _INVISIBLE.sub("", _OTHER_SPACES.sub(" ", line))


def _decode_legacy(data: bytes, declared: str | None, *, at: int) -> str:
    encoding = _legacy_encoding(data, at=at)
    if encoding != "utf-8" and declared and (text := _as_declared(data, declared)):
        return text
    return data.decode(encoding, errors="replace")


def _legacy_encoding(data: bytes, *, at: int) -> str:
    """The encoding of what is not UTF-8 at a position; UTF-8 it stays where only a few bytes around it are broken."""
    sample = data[max(0, at - _SAMPLE // 2) :][:_SAMPLE]
    broken = sample.decode("utf-8", errors="replace").count("\ufffd")
    foreign = sum(1 for byte in sample if byte >= 0xC2)
    encoding = "utf-8" if foreign > 4 * broken else _guess_encoding(sample)
    if encoding is None:
        raise UnreadableFile("is not text in an encoding that can be told; save it as UTF-8")
    return encoding


def _as_declared(data: bytes, encoding: str) -> str | None:
    """The text in that encoding; None where bytes do not fit it, or the words it makes of them look like no language.

    Western encodings are what servers declare for anything, so that guessing, which leans towards them, tells as much.
    """
    from charset_normalizer import from_bytes

    try:
        name = codecs.lookup(encoding).name
        text = data.decode(name) if name.startswith(_EASTERN) and name not in _WESTERN else ""
    except (LookupError, ValueError):
        return None
    if not text or _MIXED_WORD.search(text):
        return None
    return text if from_bytes(data[:_SAMPLE], cp_isolation=[name], enable_fallback=False).best() else None


def _guess_encoding(sample: bytes) -> str | None:
    """The likeliest encoding. Windows-1252 wins a near tie: others fit English and Western text as well by chance.

    The tie's width comes from sentences in 15 languages: chance gives .00 to .02 of coherence. A sign inside a word
    ("Preºedintele") gives a wrong Windows-1252 away.
    """
    from charset_normalizer import from_bytes

    matches = from_bytes(sample)
    best = matches.best()
    western = next((match for match in matches if match.encoding == "cp1252"), None)
    if best and western and western.chaos <= best.chaos + 0.01 and western.coherence > best.coherence - 0.03:
        return best.encoding if _SIGN_IN_WORD.search(str(western)) and best is not western else "cp1252"
    return best.encoding if best else None
