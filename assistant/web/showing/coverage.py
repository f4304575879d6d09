"""What an archive covers as escaped HTML: bars over time, outlets to choose, the articles of a bar."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from assistant.types import Article, DayCoverage
from assistant.web.plotting.coverage import NAMED, Span, describe_coverage_plot, plot_coverage
from assistant.web.plotting.look import COLOURS, UNNAMED
from assistant.web.plotting.periods import Counted, count_periods, in_period_words
from assistant.web.plotting.tables import coverage_csv
from assistant.web.showing.citations import article_button
from assistant.web.showing.escaping import escape
from assistant.web.showing.messages import render_note
from assistant.web.showing.wording import counted, long_date

_LISTED = 12
"""Outlets that can be chosen at once; the others unfold."""
_MOST = 200
"""Articles of a bar that are listed."""


def render_coverage(
    days: Sequence[DayCoverage],
    *,
    chosen: Collection[str] = (),
    window: Span = (None, None),
    searched: Span = (None, None),
) -> str:
    """The whole view: the bars of the `chosen` outlets, of all where none is, and what they can be narrowed to.

    Args:
        days: what the archive has, day by day.
        chosen: outlets, as the articles spell them; "" for articles that name none.
        window: the first and last day that are shown; None is the archive's own.
        searched: the span that a question was searched in, to be shaded.
    """
    if not days:
        return render_note("No articles yet.")
    chosen = set(chosen) & {day.outlet or "" for day in days}
    shown = [day for day in days if not chosen or (day.outlet or "") in chosen]
    if not any(_within(day, window) for day in shown):
        window = (None, None)
    ranked = _ranked(days)
    found = count_periods(
        shown,
        outlets=_named([outlet for outlet in ranked if not chosen or outlet in chosen]),
        since=window[0],
        until=window[1],
    )
    boxes = _outlets(ranked, found, chosen)
    return f"{_searched(shown, searched, window)}{_bars(found, searched)}{boxes}{_list(found)}"


def render_published(articles: Sequence[Article], heading: str) -> str:
    """The articles of a bar, each a button that opens it."""
    listed = "".join(f"<li>{article_button(article)}</li>" for article in articles[:_MOST])
    more = len(articles) - _MOST
    rest = (
        render_note(f"{counted(more, 'more article')} not listed. Choose an outlet to see fewer.") if more > 0 else ""
    )
    return (
        f'<h3 class="published-heading" tabindex="-1">{escape(heading)} '
        f"<span>{counted(len(articles), 'article')}</span></h3>"
        f'<ul class="passages places">{listed}</ul>{rest}'
    )


def _searched(days: Sequence[DayCoverage], searched: Span, window: Span) -> str:
    """Which span is shaded and how many articles lie in it."""
    if not any(searched):
        return ""
    inside = sum(day.articles for day in days if _within(day, searched))
    words = " ".join(
        [f"from {long_date(searched[0])}" if searched[0] else "", f"to {long_date(searched[1])}" if searched[1] else ""]
    ).strip()
    whole = ' <a href="#coverage">Show the whole archive</a>' if any(window) else ""
    return (
        f'<p class="searched-span"><span class="swatch"></span>Shaded: what was searched, {words}. '
        f"{counted(inside, 'article lies', 'articles lie')} in it.{whole}</p>"
    )


def _within(day: DayCoverage, span: Span) -> bool:
    return day.day is not None and (span[0] or date.min) <= day.day <= (span[1] or date.max)


def _bars(found: Counted, searched: Span) -> str:
    if not found.series:
        return render_note("No article of this span has a date." if found.periods else "No article has a date.")
    words = escape(describe_coverage_plot(found))
    return (
        '<section class="bars" data-name="coverage" '
        f'data-csv="{escape(coverage_csv(found))}"><h3 class="label">Articles by {found.unit} and outlet</h3>'
        f'<figure class="plot-frame"><div class="plot tall" role="img" aria-label="{words}"'
        f' data-opens="period" data-plot="{escape(plot_coverage(found, searched=searched))}"></div><figcaption>'
        '<p class="takeaway"><span>Download</span><button type="button" class="plain save-plot" data-format="png">PNG'
        '</button><button type="button" class="plain save-plot" data-format="svg">SVG</button>'
        '<button type="button" class="plain save-csv">CSV</button></p></figcaption></figure></section>'
    )


def _ranked(days: Sequence[DayCoverage]) -> dict[str, int]:
    """The articles of each outlet, most first; so an outlet keeps its colour whatever span is shown."""
    articles: dict[str, int] = {}
    for day in days:
        articles[day.outlet or ""] = articles.get(day.outlet or "", 0) + day.articles
    return dict(sorted(articles.items(), key=lambda pair: (-pair[1], pair[0])))


def _named(ranked: Sequence[str]) -> Sequence[str]:
    """The outlets that have series of their own; a single one that is left over may as well."""
    return ranked if len(ranked) <= NAMED + 1 else ranked[:NAMED]


def _outlets(ranked: Mapping[str, int], found: Counted, chosen: Collection[str]) -> str:
    """A box to tick for each outlet, in the colour of its bars where it has one; those that are ticked come first."""
    colours = {outlet: place for place, (outlet, _) in enumerate(found.series) if outlet}
    order = sorted(ranked, key=lambda outlet: outlet not in chosen) if len(ranked) > _LISTED else ranked
    boxes = [_outlet(outlet, ranked[outlet], colours.get(outlet or UNNAMED), outlet in chosen) for outlet in order]
    first, rest = "".join(boxes[:_LISTED]), "".join(boxes[_LISTED:])
    more = f"<details><summary>{counted(len(boxes) - _LISTED, 'more outlet')}</summary>{rest}</details>" if rest else ""
    return f'<fieldset class="outlet-boxes"><legend class="label">Only these outlets</legend>{first}{more}</fieldset>'


def _outlet(outlet: str, articles: int, place: int | None, chosen: bool) -> str:
    dot = f"plot-{COLOURS + 1}" if place is None else f"plot-{min(place, COLOURS) + 1}"
    return (
        f'<label class="outlet-box"><input type="checkbox" name="outlet" value="{escape(outlet)}"'
        f'{" checked" if chosen else ""}><span class="dot {dot}"></span><bdi>{escape(outlet or UNNAMED)}</bdi> '
        f'<span class="standing">{articles:,}</span></label>'
    )


def _list(found: Counted) -> str:
    """The bars as a list of buttons, and the articles without a date."""
    rows = "".join(
        f"<li>{_period_button(str(period.first), str(period.last), in_period_words(period, found.unit), total)}</li>"
        for period, total in zip(found.periods, found.totals, strict=False)
    )
    undated = ""
    if found.undated:
        words = counted(found.undated, "article has", "articles have")
        undated = (
            '<p class="undated"><button type="button" class="period plain" data-since="" data-until="">'
            f"{words} no date</button></p>"
        )
    unfold = f'<details class="periods"><summary>As a list</summary><ol>{rows}</ol></details>' if rows else ""
    return undated + unfold + '<div class="published-slot"></div>'


def _period_button(since: str, until: str, words: str, total: int) -> str:
    if not total:
        return f'<span class="gap">{words}<span>none</span></span>'
    return (
        f'<button type="button" class="period" data-since="{since}" data-until="{until}">{words}'
        f"<span>{counted(total, 'article')}</span></button>"
    )
