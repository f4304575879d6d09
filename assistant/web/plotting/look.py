"""What all plots look like: ink on paper, one axis grid, no tool bar. Colours are names of the page's style sheet."""

from typing import TYPE_CHECKING, Any

from assistant.web.showing.escaping import escape

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

COLOURS = 8
"""Colours that can be told apart; the style sheet has as many, `--plot-1` and on."""
UNNAMED = "Unnamed outlet"
"""What an outlet is called that its articles do not name."""


def colour(place: int) -> str:
    """The colour of what stands at `place`, from 0, among the outlets of a plot; those after the eighth share grey."""
    return f"var(--plot-{place + 1})" if place < COLOURS else "var(--plot-rest)"


def plot_text(text: str) -> str:
    """Text of others as Plotly shows it, letter for letter: it reads some HTML, links among it."""
    return escape(text)


def layout(**own: Any) -> dict[str, Any]:  # noqa: ANN401 - Plotly takes nested dicts
    """The layout of a plot; `own` comes on top. The script puts the page's colours where it names them."""
    axis = {"gridcolor": "var(--rule)", "linecolor": "var(--rule-firm)", "fixedrange": True, "zeroline": False}
    return {
        "font": {"family": "var(--sans)", "size": 13, "color": "var(--ink-soft)"},
        "paper_bgcolor": "rgba(0, 0, 0, 0)",
        "plot_bgcolor": "rgba(0, 0, 0, 0)",
        "margin": {"l": 8, "r": 8, "t": 12, "b": 8},
        "hovermode": "closest",
        "hoverlabel": {
            "align": "left",
            "bgcolor": "var(--sheet)",
            "bordercolor": "var(--rule-firm)",
            "font": {"family": "var(--sans)", "size": 13, "color": "var(--ink)"},
        },
        "showlegend": False,
        "dragmode": False,
        "xaxis": {**axis, "type": "date", "showgrid": False, "showline": True, "automargin": True},
        "yaxis": {**axis, "rangemode": "tozero", "automargin": True},
    } | own


def as_json(figure: "Figure") -> str:
    """The plot as JSON for the page's script, without Plotly's own template of colours."""
    from plotly.io.json import to_json_plotly

    drawn = figure.to_dict()
    drawn["layout"].pop("template", None)
    return str(to_json_plotly(drawn))
