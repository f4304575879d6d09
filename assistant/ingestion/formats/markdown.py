"""Markdown: one article a file, with or without YAML front matter. The words stay, the markup goes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import UnreadableFile
from assistant.ingestion.articles import Fields
from assistant.ingestion.cleaning import clean, clean_line, read_text
from assistant.ingestion.markup import html_to_text
from assistant.ingestion.metadata.fields import metadata_of
from assistant.ingestion.metadata.shown import read_shown

if TYPE_CHECKING:
    from markdown_it.token import Token

_LONGEST_FRONT_MATTER = 65_536
_LONGEST = 500_000
_LONGEST_PARAGRAPH = 10_000
"""Beyond these the text stays as written: the parser's time grows with the square of a hostile paragraph."""
_AFTER = {
    **dict.fromkeys(("heading_close", "paragraph_close", "table_close", "blockquote_close", "hr"), "\n\n"),
    **dict.fromkeys(("bullet_list_open", "ordered_list_open", "bullet_list_close", "ordered_list_close"), "\n"),
    **dict.fromkeys(("list_item_close", "tr_close"), "\n"),
    **dict.fromkeys(("th_close", "td_close", "softbreak"), " "),
    "hardbreak": "\n",
}


def read(path: Path) -> Iterator[Fields]:
    """The article of a Markdown file: its front matter, then its first heading and what its text shows.

    Raises:
        UnreadableFile: it is empty, too large or not text, or its front matter is broken.
    """
    known, markdown = _split(read_text(path).replace("\0", ""))
    heading, text = to_text(markdown)
    if known.title in (None, heading):
        known = replace(known, title=heading)
    elif heading:
        text = f"{heading}\n\n{text}"
    yield read_shown(clean(text), name=path.stem, known=known)


def to_text(markdown: str) -> tuple[str | None, str]:
    """The first main heading, if there is one, and the words of the rest, blocks parted by blank lines.

    Links, emphasis and images become their words; HTML becomes what a reader sees of it.
    """
    if len(markdown) > _LONGEST or any(len(part) > _LONGEST_PARAGRAPH for part in markdown.split("\n\n")):
        return None, markdown.removeprefix("# ")
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    at = next(
        (number for number, token in enumerate(tokens) if (token.type, token.tag) == ("heading_open", "h1")), None
    )
    heading = clean_line(_words(tokens[at + 1])) if at is not None else None
    rest = tokens if at is None else tokens[:at] + tokens[at + 3 :]
    return heading or None, "".join(map(_words, rest))


def _words(token: "Token") -> str:
    """The words of one token and the break that follows it."""
    if token.type in ("inline", "image"):
        return "".join(map(_words, token.children or []))
    if token.type == "html_block":
        return f"\n\n{html_to_text(token.content)}\n\n"
    if token.type in ("text", "code_inline", "fence", "code_block"):
        return token.content + ("\n\n" if token.block else "")
    return "" if token.hidden else _AFTER.get(token.type, "")


def _split(text: str) -> tuple[Fields, str]:
    """The front matter's fields and the text after it."""
    from frontmatter import YAMLHandler

    handler = YAMLHandler()
    text = text.strip()
    if not handler.detect(text):
        return Fields(text=""), text
    try:
        head, body = handler.split(text)
    except ValueError:
        return Fields(text=""), text
    if len(head) > _LONGEST_FRONT_MATTER:
        raise UnreadableFile("has front matter that is too long; close it with a line of three dashes")
    values = _load_yaml(head)
    return (metadata_of(values), body) if isinstance(values, dict) else (Fields(text=""), text)


def _load_yaml(head: str) -> object:
    """The front matter with every value as it is written: dates and numbers are read by `metadata`, not by YAML."""
    import yaml

    try:
        return yaml.load(head, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UnreadableFile(f"has broken front matter at line {line}: {error.problem}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise UnreadableFile("has front matter that is not YAML") from error
