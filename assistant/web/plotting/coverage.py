"""What an archive covers as bars: articles by week, month, quarter or year, stacked by outlets."""

from datetime import date

from assistant.web.plotting.look import as_json, colour, layout, plot_text
from assistant.web.plotting.periods import Counted, Period, in_period_words
from assistant.web.showing.wording import counted as in_number

NAMED = 7
"""Outlets that have a colour of their own; the others are added up."""
REST = "Other outlets"

_XPERIOD = {"week": 7 * 86_400_000, "month": "M1", "quarter": "M3", "year": "M12"}
Span = tuple[date | None, date | None]
"""First and last day; None is open."""


def plot_coverage(found: Counted, *, searched: Span = (None, None)) -> str:
    """The bars as JSON; the `searched` span is shaded. A bar's `customdata` is the first and last day of its period."""
    from plotly import graph_objects

    traces = [graph_objects.Bar(**_trace(found, place)) for place in range(len(found.series))]
    axes = {"bargap": 0.12, "barmode": "stack", "yaxis": layout()["yaxis"] | {"tickformat": ",d", "nticks": 5}}
    shades = [_shade(searched, found)] if any(searched) else []
    xaxis = layout()["xaxis"] | {"range": _ends(found), "nticks": 8, "tickformat": "%-d %b\n%Y", "hoverformat": " "}
    if found.unit != "week":
        xaxis["tickformat"] = "%b\n%Y" if len(found.periods) > 1 and found.unit != "year" else "%Y"
    return as_json(graph_objects.Figure(traces, layout(**axes, xaxis=xaxis, shapes=shades)))


def describe_coverage_plot(found: Counted) -> str:
    """What the bars show, in words."""
    totals = found.totals
    most = max(range(len(totals)), key=totals.__getitem__)
    return (
        f"Bars of {in_number(sum(totals), 'article')} in {in_number(len(totals), found.unit)}. "
        f"The most are of {_inside(found.periods[most], found)}: {totals[most]:,}. The list below has the same numbers."
    )


def _trace(found: Counted, place: int) -> dict[str, object]:
    outlet, counts = found.series[place]
    name = outlet or REST
    return {
        "x": [str(period.first) for period in found.periods],
        "y": counts,
        "xperiod": _XPERIOD[found.unit],
        "xperiod0": str(found.periods[0].first),
        "xperiodalignment": "middle",
        "name": plot_text(name),
        "customdata": [[str(period.first), str(period.last)] for period in found.periods],
        "hoverinfo": "text",
        "hovertext": [
            f"<b>{in_period_words(period, found.unit)}</b><br>{plot_text(name)}: {count:,} of {total:,}"
            for period, count, total in zip(found.periods, counts, found.totals, strict=True)
        ],
        "textposition": "none",
        "marker": {"color": colour(place) if outlet else "var(--plot-rest)", "line": {"width": 0}},
    }


def _shade(searched: Span, found: Counted) -> dict[str, object]:
    since, until = searched
    return {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": str(since or found.periods[0].first),
        "x1": f"{until or found.periods[-1].last}T23:59:59",
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "fillcolor": "var(--mark-wash)",
        "line": {"width": 1, "color": "var(--mark)"},
    }


def _ends(found: Counted) -> list[str]:
    return [str(found.periods[0].first), f"{found.periods[-1].last}T23:59:59"]


def _inside(period: Period, found: Counted) -> str:
    words = in_period_words(period, found.unit)
    return words[0].lower() + words[1:] if found.unit == "week" else words
