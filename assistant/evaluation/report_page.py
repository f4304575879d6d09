"""A report as one HTML page that needs nothing else: figures, and every question that went wrong with its reason."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from string import Template

from assistant.evaluation.metrics import LOWER_IS_BETTER
from assistant.evaluation.results import (
    Comparison,
    Difference,
    Evaluation,
    FaultKind,
    Measure,
    Measured,
    Report,
    Timing,
)
from assistant.evaluation.wording import (
    FAULTS,
    MEASURES,
    SHORT,
    SURE,
    asked_from,
    milliseconds,
    outcome,
    p_value,
    share,
    signed,
    wrong_archive,
)
from assistant.language.times import in_words
from assistant.types import Skip

MOST_LISTED = 1_000
"""Questions of one kind that the page lists; a browser is slow with many more."""


def report_page(report: Report) -> str:
    """The page as HTML. Whatever questions and articles say stands in it as text; it loads nothing."""
    evaluation = report.evaluation
    title = f"Evaluation of {Path(evaluation.questions).name}"
    groups = _grouped(evaluation.measured)
    parts = [
        f"<h1>{escape(title)}</h1>",
        *(f"<p>{line}</p>" for line in _head(evaluation)),
        _measures(report.measures),
        _timings(report.timings),
        *([_comparison(report.comparison)] if report.comparison else []),
        _contents(groups, wrong_archive(evaluation.measured)),
        *(_group(kind, found) for kind, found in groups.items()),
        *([_skipped(evaluation.skipped)] if evaluation.skipped else []),
    ]
    page = Template((Path(__file__).parent / "report.html").read_text("utf-8"))
    return page.substitute(title=escape(title), body="\n".join(parts))


def _head(evaluation: Evaluation) -> list[str]:
    asked = "searched for" if evaluation.search_only else "asked"
    answers = f"answers written by {evaluation.model}" if evaluation.model else "answers quoted"
    lines = [
        f"{len(evaluation.measured):,} questions {asked} in {evaluation.articles:,} articles of {evaluation.library}"
        f"{' until it was stopped' if evaluation.stopped else ''}, on {in_words(evaluation.created.date())}.",
        f"Asked from {asked_from(evaluation.as_of)}. Passages embedded by {evaluation.embedder}"
        f"{'' if evaluation.search_only else f'; {answers}'}.",
    ]
    return [escape(line) for line in lines]


def _measures(measures: Sequence[Measure]) -> str:
    names = [("", ""), ("", "number"), ("95 % interval", "number"), ("", "range"), ("questions", "number wide")]
    return _table("Figures", names, [_measure_row(one) for one in measures])


def _measure_row(one: Measure) -> str:
    lower = " <small>(lower is better)</small>" if one.name in LOWER_IS_BETTER else ""
    places = f"--low: {one.low:.1%}; --mean: {one.mean:.1%}; --high: {one.high:.1%}"
    return (
        f'<tr><th scope="row">{escape(MEASURES[one.name])}{lower}</th><td class="number value">{share(one.mean)}</td>'
        f'<td class="number">{share(one.low)} to {share(one.high)}</td>'
        f'<td class="range" aria-hidden="true"><span style="{places}"></span></td>'
        f'<td class="number wide">{one.questions:,}</td></tr>'
    )


def _timings(timings: Sequence[Timing]) -> str:
    rows = [
        f'<tr><th scope="row">{one.name}</th><td class="number">{milliseconds(one.p50)}</td>'
        f'<td class="number">{milliseconds(one.p95)}</td></tr>'
        for one in timings
    ]
    names = [("milliseconds", ""), ("half within", "number"), ("95 % within", "number")]
    return _table("Time", names, rows).replace("<table>", '<table class="narrow">')


def _comparison(comparison: Comparison) -> str:
    first, second = escape(comparison.first), escape(comparison.second)
    names = [("", ""), ("first", "number wide"), ("second", "number wide"), ("difference", "number")]
    names += [("95 % interval", "number wide"), ("up", "number"), ("down", "number"), ("p", "number")]
    table = _table(
        f"From “{first}” to “{second}” <span>{comparison.questions:,} questions in both</span>",
        names,
        [_difference_row(one) for one in comparison.differences],
    )
    note = "<p>p is how often chance alone makes as large a difference; below .05 it is shown bold.</p>"
    changed = [
        f'{_question(after)}<div class="why">{escape(outcome(before))} → <b>{escape(outcome(after))}</b></div>'
        for before, after in comparison.changed
    ]
    return table + note + (_section("changed", "Questions that fared otherwise", changed) if changed else "")


def _difference_row(one: Difference) -> str:
    better = (one.mean < 0) == (one.name in LOWER_IS_BETTER)
    direction = "" if not one.mean else " up" if better else " down"
    sure = " sure" if one.p < SURE else ""
    return (
        f'<tr><th scope="row">{escape(SHORT[one.name])}</th><td class="number wide">{share(one.first)}</td>'
        f'<td class="number wide">{share(one.second)}</td><td class="number{direction}{sure}">{signed(one.mean)}</td>'
        f'<td class="number wide">{signed(one.low)} to {signed(one.high)}</td><td class="number">{one.higher:,}</td>'
        f'<td class="number">{one.lower:,}</td><td class="number{sure}">{p_value(one.p)}</td></tr>'
    )


def _table(heading: str, names: Iterable[tuple[str, str]], rows: Iterable[str]) -> str:
    """A table under a heading, which is HTML; `names` are those of the columns, each with its class."""
    head = "".join(f'<th scope="col" class="{style}">{escape(name)}</th>' for name, style in names)
    return f"<h2>{heading}</h2><table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _grouped(measured: Sequence[Measured]) -> dict[FaultKind, list[Measured]]:
    """The questions that went wrong by the gravest thing that did, in the order of `FAULTS`."""
    groups = defaultdict[FaultKind, list[Measured]](list)
    for one in measured:
        if one.faults:
            groups[one.faults[0].kind].append(one)
    return {kind: groups[kind] for kind in FAULTS if kind in groups}


def _contents(groups: dict[FaultKind, list[Measured]], warning: str) -> str:
    if not groups:
        return "<h2>What went wrong</h2><p>Nothing.</p>"
    links = (
        f'<li><a href="#{kind}"><b>{len(found):,}</b><span>{escape(FAULTS[kind])}</span></a></li>'
        for kind, found in groups.items()
    )
    note = f'<p class="note">{escape(warning)}</p>' if warning else ""
    return f'<nav aria-label="What went wrong"><h2>What went wrong</h2>{note}<ul>{"".join(links)}</ul></nav>'


def _group(kind: FaultKind, found: Sequence[Measured]) -> str:
    heading = FAULTS[kind][:1].upper() + FAULTS[kind][1:]
    return _section(kind, heading, [_question(one) + _why(one) for one in found])


def _section(anchor: str, heading: str, entries: Sequence[str]) -> str:
    more = len(entries) - MOST_LISTED
    listed = "".join(f"<li>{entry}</li>" for entry in entries[:MOST_LISTED])
    rest = f"<p>and {more:,} more; <code>--json</code> has all.</p>" if more > 0 else ""
    return (
        f'<h2 id="{anchor}">{escape(heading)} <span>{len(entries):,}</span></h2><ul class="wrong">{listed}</ul>{rest}'
    )


def _question(one: Measured) -> str:
    label = f"{one.id}, asked {in_words(one.as_of)}"
    return f"<div><strong>{escape(one.question)}</strong><small>{escape(label)}</small></div>"


def _why(one: Measured) -> str:
    lines = [escape(fault.detail) for fault in one.faults]
    if one.expected:
        lines.append(f"Expected: <b>{escape(one.expected)}</b>")
    gold = ", ".join(one.gold)
    return f'<div class="why">{"<br>".join(lines)}{f"<small>{escape(gold)}</small>" if gold else ""}</div>'


def _skipped(skipped: Sequence[Skip]) -> str:
    entries = [f'<div>{escape(skip.path)}</div><div class="why">{escape(skip.reason)}</div>' for skip in skipped]
    return _section("skipped", "Could not be asked", entries)
