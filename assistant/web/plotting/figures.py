"""A figure over time: every report a point on its day, in its outlet's colour and its status' shape."""

import textwrap
from collections.abc import Sequence
from datetime import timedelta

from assistant.types import Figure
from assistant.web.plotting.look import UNNAMED, as_json, colour, layout, plot_text
from assistant.web.showing.wording import counted, long_date, shortened

SHAPES = {"actual": "circle", "announced": "diamond", "planned": "triangle-up"}
"""The marker of each status; it is hollow where a later report superseded the figure."""

_SIZE = 11
_RING = 8
"""Pixels that a point at the same place is larger than the one before, so that both can be seen."""
_LINE = 46
"""Characters of a line of the quote above a point."""
_QUOTE = 260


def has_days(group: Sequence[Figure]) -> bool:
    """Whether the figures of a group speak of at least two days, so that there is something to plot."""
    return len({figure.as_of for figure in group if figure.as_of}) > 1


def plot_figures(group: Sequence[Figure]) -> str:
    """The plot of a group as JSON, the dated figures only; both ends of a range are points, joined by a bar.

    A point's `customdata` is the place of its figure in the group.
    """
    from plotly import graph_objects

    outlets = outlets_of(group)
    traces = [
        graph_objects.Scatter(**_trace(figure, place, group, colour(outlets.index(figure.outlet or ""))))
        for place, figure in enumerate(group)
        if figure.as_of
    ]
    return as_json(graph_objects.Figure(traces[::-1], layout(**_axes(group))))


def outlets_of(group: Sequence[Figure]) -> list[str]:
    """The outlets of a group in the order of their first figures; "" is one that its article does not name."""
    return list(dict.fromkeys(figure.outlet or "" for figure in group))


def describe_plot(group: Sequence[Figure]) -> str:
    """What the plot shows, in words: how many figures of which days, the lowest and the highest as they are worded."""
    dated = [figure for figure in group if figure.as_of]
    days = [figure.as_of for figure in dated if figure.as_of]
    low = min(dated, key=lambda figure: figure.value)
    high = max(dated, key=lambda figure: figure.highest or figure.value)
    return (
        f"Plot of {counted(len(dated), 'figure')} from {counted(len(outlets_of(dated)), 'outlet')}, "
        f"{long_date(min(days))} to {long_date(max(days))}: from {low.text} to {high.text}. "
        "The table above has the same figures."
    )


def _trace(figure: Figure, place: int, group: Sequence[Figure], paint: str) -> dict[str, object]:
    values = [figure.value, figure.highest] if figure.highest else [figure.value]
    same = [(other.as_of, other.value, other.highest) for other in group[:place]]
    rings = same.count((figure.as_of, figure.value, figure.highest))
    symbol = SHAPES[figure.status] + ("-open" if figure.superseded else "")
    return {
        "x": [str(figure.as_of)] * len(values),
        "y": values,
        "mode": "lines+markers",
        "name": plot_text(figure.outlet or UNNAMED),
        "customdata": [place] * len(values),
        "hoverinfo": "text",
        "hovertext": _hover(figure),
        "line": {"color": paint, "width": 3},
        "marker": {
            "symbol": symbol,
            "size": _SIZE + _RING * rings,
            "color": paint,
            "opacity": 1,
            "line": {"color": paint if figure.superseded else "var(--paper)", "width": 2 if figure.superseded else 1},
        },
        "cliponaxis": False,
    }


def _hover(figure: Figure) -> str:
    """The quote, its outlet and the day, line by line."""
    quote = textwrap.wrap(f"“{shortened(figure.citation.quote, _QUOTE)}”", _LINE)
    who = " · ".join(filter(None, (figure.outlet or UNNAMED, figure.speaker)))
    return "<br>".join(
        [f"<b>{plot_text(figure.text)}</b>", *map(plot_text, quote), plot_text(f"{who}, {long_date(figure.as_of)}")]
    )


def _axes(group: Sequence[Figure]) -> dict[str, object]:
    plain = layout()
    days = [figure.as_of for figure in group if figure.as_of]
    span = max(days) - min(days)
    unit = group[0].unit
    money = "$" if unit.startswith("$") else ""
    share = "%" if unit == "%" else ""
    ticks: dict[str, object] = {"dtick": 86_400_000} if span <= timedelta(days=6) else {"nticks": 6}
    return {
        "xaxis": plain["xaxis"] | {"tickformat": "%-d %b\n%Y", **ticks},
        "yaxis": plain["yaxis"] | {"tickformat": ",~f", "tickprefix": money, "ticksuffix": share, "nticks": 6},
    }
