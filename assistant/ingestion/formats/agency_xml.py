"""XML of news agencies: the root element tells the standard."""

from collections.abc import Iterator
from pathlib import Path

from assistant.errors import UnreadableFile
from assistant.ingestion.articles import Fields
from assistant.ingestion.formats import newsml, newsml1, nitf
from assistant.ingestion.xml_tree import name_of, read_root
from assistant.types import Skip

_READERS = {
    **dict.fromkeys(nitf.ROOTS, nitf.read_tree),
    **dict.fromkeys(newsml.ROOTS, newsml.read_tree),
    **dict.fromkeys(newsml1.ROOTS, newsml1.read_tree),
}


def read(path: Path) -> Iterator[Fields | Skip]:
    """The articles of a NITF, NewsML-G2 or NewsML 1 file.

    Raises:
        UnreadableFile: it is other XML or none, broken, too large, or without an article.
    """
    root = read_root(path)
    reader = _READERS.get(name_of(root))
    if reader is None:
        raise UnreadableFile(f"is XML of a kind that is not read: its root element is {name_of(root)[:40]}")
    yield from reader(root)
