"""Figures that differ as escaped HTML: a table of every report, and where they speak of several days a plot."""

from collections.abc import Sequence

from assistant.types import Figure
from assistant.web.plotting.figures import SHAPES, describe_plot, has_days, outlets_of, plot_figures
from assistant.web.plotting.look import COLOURS, UNNAMED
from assistant.web.plotting.tables import figures_csv
from assistant.web.showing.citations import citation_button
from assistant.web.showing.escaping import escape
from assistant.web.showing.wording import short_date

_SUPERSEDED = "superseded"


def render_figures(groups: Sequence[Sequence[Figure]]) -> str:
    """Below an answer: each group of figures that differ, nothing where there is none."""
    return "".join(_group(group, place) for place, group in enumerate(groups))


def _group(group: Sequence[Figure], place: int) -> str:
    again = "" if place == 0 else " <span>on another point</span>"
    rows = "".join(_row(figure) for figure in group)
    return (
        f'<section class="figures" data-name="figures" data-csv="{escape(figures_csv(group))}">'
        f'<h3 class="label">The articles give different figures{again}</h3>'
        '<table class="figure-table"><thead><tr><th scope="col">Figure</th><th scope="col">As of</th>'
        f'<th scope="col">Reported by</th></tr></thead><tbody>{rows}</tbody></table>'
        f"{_plot(group)}</section>"
    )


def _row(figure: Figure) -> str:
    words = f'<span class="figure-text" dir="auto">{escape(figure.text)}</span>'
    words = f"<s>{words}</s>" if figure.superseded else words
    what = " ".join(filter(None, (figure.subject, figure.place)))
    standing = f"{figure.status} · {_SUPERSEDED}" if figure.superseded else figure.status
    return (
        f'<tr class="{"superseded" if figure.superseded else "latest"}"><th scope="row">'
        f'{citation_button(figure.citation, brief=True)} {words} <span class="figure-what" dir="auto">{escape(what)}'
        f'</span><span class="standing">{standing}</span></th>'
        f"<td>{short_date(figure.as_of)}{_reported(figure)}</td><td>{_by(figure)}</td></tr>"
    )


def _reported(figure: Figure) -> str:
    published = figure.citation.published
    if published in (None, figure.as_of):
        return ""
    return f' <span class="standing">reported {short_date(published)}</span>'


def _by(figure: Figure) -> str:
    speaker = f' <span class="speaker">· <bdi>{escape(figure.speaker)}</bdi></span>' if figure.speaker else ""
    return f"<bdi>{escape(figure.outlet or UNNAMED)}</bdi>{speaker}"


def _plot(group: Sequence[Figure]) -> str:
    """The plot with its key, and what can be taken away."""
    csv = '<button type="button" class="plain save-csv">CSV</button>'
    if not has_days(group):
        return f'<p class="takeaway"><span>Download</span>{csv}</p>'
    return (
        f'<figure class="plot-frame"><div class="plot" role="img" aria-label="{escape(describe_plot(group))}" '
        f'data-opens="figure" data-plot="{escape(plot_figures(group))}"></div><figcaption>{_key(group)}'
        '<p class="takeaway"><span>Download</span><button type="button" class="plain save-plot" data-format="png">PNG'
        f'</button><button type="button" class="plain save-plot" data-format="svg">SVG</button>{csv}</p>'
        "</figcaption></figure>"
    )


def _key(group: Sequence[Figure]) -> str:
    """What the plot's colours and shapes mean."""
    outlets = "".join(
        f'<li><span class="dot plot-{min(place, COLOURS) + 1}"></span><bdi>{escape(outlet or UNNAMED)}</bdi></li>'
        for place, outlet in enumerate(outlets_of(group))
    )
    statuses = [status for status in SHAPES if any(figure.status == status for figure in group)]
    shapes = [f'<li><span class="shape {status}"></span>{status}</li>' for status in statuses if len(statuses) > 1]
    if any(figure.superseded for figure in group):
        shapes.append('<li><span class="shape hollow"></span>superseded</li>')
    return f'<ul class="key">{outlets}{"".join(shapes)}</ul>'
