"""A timeline: events on their days, each with its quote and who reported it when."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from assistant.cli.display.passages import source_line
from assistant.cli.display.wording import short_day
from assistant.cli.terminal import one_line, plain
from assistant.language.times import in_words
from assistant.types import TimelineEntry

NOTHING = "No article found tells of this on a day that is sure. Try other words, or `dateline search`."


def timeline_view(entries: Sequence[TimelineEntry]) -> RenderableType:
    """Events in their order: the day, the quote, its source with the day of publication, who else tells it."""
    if not entries:
        return Text(NOTHING)
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="bold")
    table.add_column()
    for entry in entries:
        table.add_row(days(entry), Group(*_told(entry), Text()))
    return table


def days(entry: TimelineEntry) -> str:
    """The day of an event, or its first and last one below each other."""
    return in_words(entry.event_date) + (f"\n– {in_words(entry.until)}" if entry.until else "")


def _told(entry: TimelineEntry) -> list[Text]:
    citation = entry.citation
    lines = [Text(f"“{plain(citation.quote)}”"), source_line(citation.outlet, citation.published)]
    if entry.others:
        told = (f"{one_line(other.outlet or 'unknown outlet')}, {short_day(other.published)}" for other in entry.others)
        lines.append(Text(f"Also told by {'; '.join(told)}.", style="dim"))
    return lines
