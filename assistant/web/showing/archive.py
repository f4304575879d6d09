"""The archive's state as the page shows it, above the conversation and before its first question."""

from assistant.types import IngestProgress, LibraryStatus
from assistant.web.showing.escaping import escape
from assistant.web.showing.messages import render_examples
from assistant.web.showing.wording import counted, describe_coverage, long_date

DEMO_QUESTIONS = (
    "How many troops are going to Romania?",
    "Why did Gazprom stop deliveries to Bulgaria?",
    "How long was the Suez Canal blocked?",
    "Which Republicans voted for Ketanji Brown Jackson?",
    "How many troops are going to Bulgaria?",
)
"""Questions that show the demo archive off; the last one is refused."""

FIRST_START = (
    "First start: Dateline prepares its embedding model for this processor, once, in about half a minute (110 MB in "
    "~/.cache/dateline), then reads the demo archive of 45 short articles in some seconds (2 MB). It reads no other "
    "files until you add some, and downloads nothing."
)
"""What a first start does, how long it takes and what it needs; measured on two cores."""
_OUTLETS = 12
"""Outlets that are listed by name."""
_VIEW = '<a href="#archive">Archive</a>'
_COMMAND = "<code>dateline ingest FOLDER</code>"


def render_masthead(status: LibraryStatus) -> str:
    """The page's head with the archive's size, span and outlets."""
    badge = '<span class="badge">Demo archive</span>' if status.demo else ""
    adding = f'<span class="hint">Add your own articles in the {_VIEW} or with {_COMMAND}</span>'
    hint = adding if status.demo or not status.articles else ""
    return _masthead(f'{badge}<span class="coverage">{escape(describe_coverage(status.coverage))}</span>{hint}')


def render_preparing(progress: IngestProgress | None) -> str:
    """The page's head while the archive is being made ready."""
    return _masthead(f'<span class="coverage busy">{escape(describe_progress(progress))}</span>')


def render_unready(message: str) -> str:
    """The page's head where the archive cannot be opened."""
    return _masthead(f'<span class="coverage failure" role="alert">{escape(message)}</span>')


def describe_progress(progress: IngestProgress | None) -> str:
    """How far the archive's preparation has come, in a few words."""
    if progress is None:
        return "Opening the archive …"
    if progress.phase == "waiting":
        return "Waiting for another ingest to finish …"
    if progress.phase == "preparing":
        return "Preparing the embedding model, once on this machine …"
    of = f" of {progress.total:,}" if progress.total else ""
    return f"Reading the demo archive: {progress.done:,}{of} articles …"


def render_first_start() -> str:
    """What stands where the conversation will be, while all is made ready for the first time."""
    return f'<div class="welcome"><h2>Getting ready.</h2><p>{escape(FIRST_START)}</p></div>'


def render_welcome(status: LibraryStatus | None) -> str:
    """What stands where the conversation will be: what to expect, and questions to begin with."""
    return (
        '<div class="welcome"><h2>Ask the archive.</h2>'
        "<p>Every sentence of an answer comes with the article’s own words, one click away. "
        f"Where the articles do not say, Dateline says so.</p>{_beginning(status)}</div>"
    )


def render_holdings(status: LibraryStatus) -> str:
    """What the archive has, outlet by outlet: the panel shows it while no article is open."""
    coverage = status.coverage
    if not coverage.articles:
        return ""
    rows = "".join(_holding(outlet, articles) for outlet, articles in coverage.outlets[:_OUTLETS])
    more = len(coverage.outlets) - _OUTLETS
    rest = f'<p class="details">and {counted(more, "more outlet")}</p>' if more > 0 else ""
    undated = f" {counted(coverage.undated, 'article has', 'articles have')} no date." if coverage.undated else ""
    days = f"{long_date(coverage.first)} to {long_date(coverage.last)}." if coverage.first and coverage.last else ""
    return (
        f'<h3 class="label">In this archive</h3><p class="holdings-span">{days}{undated}</p>'
        f'<ul class="holdings">{rows}</ul>{rest}'
    )


def _holding(outlet: str, articles: int) -> str:
    return f"<li><bdi>{escape(outlet)}</bdi><span>{counted(articles, 'article')}</span></li>"


def _masthead(inside: str) -> str:
    return f'<p class="archive">{inside}</p>'


def _beginning(status: LibraryStatus | None) -> str:
    if status is None:
        return ""
    if status.demo:
        return (
            f'<h3 class="label">Try</h3>{render_examples(DEMO_QUESTIONS)}'
            f'<p class="aside">This is a demo archive of {counted(status.articles, "article")} by invented outlets. '
            f"To ask about your own articles, add them in the {_VIEW} or with {_COMMAND}.</p>"
        )
    if not status.articles:
        return f'<p class="aside">No articles yet. Add some in the {_VIEW} or with {_COMMAND}.</p>'
    return ""
