"""A folder of a few short articles, written for one test."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

Report = tuple[str, date, str]
"""Its outlet, its day and its text."""

LAST = "Nobody else was asked about it by the paper."


def write_articles(folder: Path, articles: Mapping[str, Report], *, title: str, author: str = "") -> None:
    """Writes each of `articles` to `folder` under its name, which stands in `title` for "{}"."""
    for name, (outlet, day, text) in articles.items():
        fields = {"title": title.format(name), "outlet": outlet, "author": author, "date": day}
        head = "".join(f"{key}: {value}\n" for key, value in fields.items() if value)
        (folder / f"{name}.md").write_text(f"---\n{head}---\n\n{text} {LAST}\n", "utf-8")
