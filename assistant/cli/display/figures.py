"""Figures that differ, as a table."""

from collections.abc import Collection, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assistant.cli.display.wording import short_day
from assistant.cli.terminal import one_line, plain
from assistant.types import Citation, Figure

HEADING = "The articles give different figures:"


def figures_view(groups: Sequence[Sequence[Figure]], *, shown: Collection[int] = ()) -> RenderableType:
    """A table for each group of figures that differ, and the quotes whose numbers are not `shown` above."""
    tables = [figures_table(group) for group in groups]
    citations = {figure.citation.number: figure.citation for group in groups for figure in group}
    quotes = [quote_line(citation) for number, citation in sorted(citations.items()) if number not in shown]
    return Padding(Group(Text(HEADING), Text(), *tables, *quotes), (0, 0, 1, 0))


def figures_table(group: Sequence[Figure]) -> RenderableType:
    """Figures that measure the same, the earliest first; those that a later report replaced are marked so."""
    table = Table.grid(padding=(0, 2))
    for name, ratio in (("figure", 4), ("what", 4), ("where", 4), ("said by", 3), ("outlet", 5)):
        table.add_column(name, ratio=ratio)
    table.add_column("", justify="right", style="cyan", no_wrap=True)
    for figure in group:
        style = "dim strike" if figure.superseded else "bold"
        table.add_row(
            Text(one_line(figure.text), style=style),
            what(figure),
            one_line(figure.place or ""),
            one_line(figure.speaker or ""),
            f"{one_line(figure.outlet or 'unknown outlet')}, {when(figure)}",
            f"[{figure.citation.number}]",
        )
    return Padding(table, (0, 0, 1, 2))


def what(figure: Figure) -> str:
    """What a figure counts, and how far it holds: "American soldiers (announced)", "troops (superseded)"."""
    told = [figure.status] * (figure.status != "actual") + ["superseded"] * figure.superseded
    return " ".join(filter(None, (one_line(figure.subject), f"({', '.join(told)})" if told else "")))


def when(figure: Figure) -> str:
    """The day of a figure, and of the report where that is another: "31 Jan 2022, reported 12 Feb 2022"."""
    told, published = short_day(figure.as_of), figure.citation.published
    return told if published in (None, figure.as_of) else f"{told}, reported {short_day(published)}"


def quote_line(citation: Citation) -> Text:
    """A quote under its number: what a figure of the table stands on."""
    return Text(f"[{citation.number}] ", style="cyan").append(f"“{plain(citation.quote)}”", style="default")
