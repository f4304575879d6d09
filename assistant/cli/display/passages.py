"""Passages and whole articles."""

import textwrap
from collections.abc import Sequence
from datetime import date

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assistant.cli.display.wording import asked_for, correction_line, count, day, understood_lines
from assistant.cli.terminal import one_line, plain
from assistant.types import Article, Filters, Found, Passage, Span

SNIPPET = 240
"""Characters of a passage that a list shows."""
QUOTE_STYLE = "bold black on yellow"


def numbered() -> Table:
    """A list to be filled with rows of a number and what it stands for."""
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", style="cyan", no_wrap=True)
    table.add_column()
    return table


def source_line(outlet: str | None, published: date | None) -> Text:
    """Who published and when: "Harbour Post · 2 February 2022"."""
    return Text.assemble((one_line(outlet or "unknown outlet"), "bold"), f" · {day(published)}")


def link(url: str) -> Text:
    """An address, to be clicked in terminals that can."""
    shown = one_line(url)
    clickable = shown.startswith(("http://", "https://"))
    return Text(shown, style=f"dim link {shown}" if clickable and " " not in shown else "dim", overflow="fold")


def search_view(question: str, found: Found) -> RenderableType:
    """What was understood of a question, and the passages found."""
    lines = understood_lines(question, found.query, found.filters, found.notes)
    lines += [f"Asked for: {wanted}"] if (wanted := asked_for(found.filters)) else []
    head = [Text("\n".join(lines), style="dim"), Text()] if lines else []
    return Group(*head, passage_list(found.passages) if found.passages else Text(nothing_found(found.filters)))


def nothing_found(filters: Filters) -> str:
    """What to say where no passage was found."""
    wider = filters.narrows and not filters.widened
    return f"Nothing found. Try {'wider limits' if wider else 'other words'}."


def passage_list(passages: Sequence[Passage], *, scores: bool = True) -> RenderableType:
    """Passages, best first, each with its source and how it begins; `scores` shows article ids and scores too."""
    table = numbered()
    for number, passage in enumerate(passages, start=1):
        table.add_row(str(number), passage_entry(passage, score=scores))
    return table


def passage_entry(passage: Passage, *, score: bool) -> RenderableType:
    """One passage of a list: source, title, how it begins, reprints."""
    lines: list[RenderableType] = [source_line(passage.outlet, passage.published)]
    if passage.title:
        lines.append(Text(one_line(passage.title), style="italic"))
    lines.append(Text(textwrap.shorten(plain(passage.text), SNIPPET, placeholder=" …")))
    if score:
        lines.append(Text(f"score {passage.score:.3f} · article {one_line(passage.article_id)}", style="dim"))
    if passage.reprints:
        lines.append(Text(f"Also carried by {count(len(passage.reprints), 'other article')}.", style="dim"))
    return Padding(Group(*lines), (0, 0, 1, 0))


def article_view(article: Article, *, quotes: Sequence[Span] = (), newest: int | None = None) -> RenderableType:
    """A whole article with `quotes` highlighted, and a bar beside their lines for terminals without colour.

    `newest` is the number of its newest version, where that is known.
    """
    head = [Text(one_line(article.title or "Untitled"), style="bold"), source_line(article.outlet, article.published)]
    if article.authors:
        head.append(Text("By " + ", ".join(one_line(author) for author in article.authors)))
    if article.url:
        head.append(link(article.url))
    if newest and newest > article.version:
        later = f"This article was changed later; you see version {article.version} of {newest}."
        head.append(Text(later, style="yellow"))
    head += [Text(correction_line(note), style="yellow") for note in article.corrections]
    return Group(*head, Text(), MarkedText(article.text, quotes))


class MarkedText:
    """Text wrapped to the console's width, with a bar beside every line that holds part of a marked span."""

    def __init__(self, text: str, marks: Sequence[Span]) -> None:
        self.text = Text(plain(text))
        for start, end in marks:
            self.text.stylize(QUOTE_STYLE, start, end)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in self.text.wrap(console, max(20, options.max_width - 2)):
            bar = "┃ " if any(span.style == QUOTE_STYLE for span in line.spans) else "  "
            yield Text(bar, style="yellow").append_text(Text().append_text(line))
