"""The archive's articles in lists: found, removed, and the versions of one."""

from collections.abc import Iterable, Sequence

from assistant.types import Coverage, Listed, Version
from assistant.web.showing.escaping import escape
from assistant.web.showing.wording import counted, short_date

DEMO_NOTE = (
    "These are the articles of the demo archive. They come with Dateline and cannot be removed; "
    "as soon as you add your own, those take their place."
)


def render_listed(articles: Sequence[Listed], *, removable: bool) -> str:
    """Articles as the items of a list, each of which opens in the panel; `removable` adds how to take it out."""
    return "".join(f'<li class="entry">{render_entry(article, removable=removable)}</li>' for article in articles)


def render_entry(article: Listed, *, removable: bool) -> str:
    """What stands in an article's place in a list."""
    versions = _tool("versions", article, counted(article.version, "version")) if article.version > 1 else ""
    remove = _tool("remove-article", article, "Remove") if removable else ""
    tools = f'<p class="entry-tools">{versions}{remove}</p>' if versions or remove else ""
    details = [
        f"<bdi>{escape(article.outlet or 'Unnamed outlet')}</bdi>",
        short_date(article.published),
        *([f"<bdi>{escape(', '.join(article.authors))}</bdi>"] if article.authors else []),
        counted(article.characters, "character"),
    ]
    return (
        f'<button type="button" class="source" {_place(article.id, article.version, article.content_hash)} '
        f'aria-controls="source-panel"><span class="source-title" dir="auto">{escape(_title(article.title))}</span>'
        f'<span class="details">{" · ".join(details)}</span></button>{tools}<div class="entry-versions"></div>'
    )


def render_gone(article_id: str, title: str | None) -> str:
    """What stands in the place of an article that was removed just now."""
    return (
        f'<p class="gone" role="status"><span>Removed: <bdi>{escape(_title(title))}</bdi></span> '
        f'<button type="button" class="plain restore-article" data-id="{escape(article_id)}">Undo</button></p>'
    )


def render_removed(articles: Sequence[Listed]) -> str:
    """The articles that can still be brought back; nothing where there are none."""
    if not articles:
        return ""
    items = "".join(
        f'<li class="entry"><p class="gone"><span><bdi>{escape(_title(article.title))}</bdi></span> '
        f'<button type="button" class="plain restore-article" data-id="{escape(article.id)}">Restore</button></p></li>'
        for article in articles
    )
    return f'<h3 class="label">Removed in the last 30 days</h3><ol class="entries">{items}</ol>'


def render_versions(versions: Iterable[Version]) -> str:
    """The versions of an article, the newest first, each of which opens in the panel."""
    items = "".join(f"<li>{_version(version)}</li>" for version in sorted(versions, key=_number, reverse=True))
    return f'<ol class="version-list">{items}</ol>'


def render_outlets(coverage: Coverage) -> str:
    """The outlets as choices, those with most articles first."""
    names = "".join(f"<option>{escape(outlet)}</option>" for outlet, _ in coverage.outlets)
    return f'<option value="">All outlets</option>{names}'


def render_years(coverage: Coverage) -> str:
    """The years that the archive covers as choices, the newest first."""
    years = range(coverage.last.year, coverage.first.year - 1, -1) if coverage.first and coverage.last else ()
    return f'<option value="">All years</option>{"".join(f"<option>{year}</option>" for year in years)}'


def _version(version: Version) -> str:
    article = version.article
    seen = f"first seen {short_date(version.seen.astimezone().date())}"
    state = {"current": "stands now", "superseded": "changed later", "removed": "removed"}[version.state]
    return (
        f'<button type="button" class="source version" '
        f'{_place(article.id, article.version, article.content_hash)} aria-controls="source-panel">'
        f'Version {article.version}<span class="details">{seen} · {state} · '
        f"{counted(len(article.text), 'character')}</span></button>"
    )


def _number(version: Version) -> int:
    return version.article.version


def _place(article_id: str, version: int, content_hash: str) -> str:
    """The attributes from which the page opens an article at its beginning, no words marked."""
    return (
        f'data-article="{escape(article_id)}" data-version="{version}" data-hash="{escape(content_hash)}" '
        'data-start="0" data-end="0" data-number="0"'
    )


def _tool(name: str, article: Listed, words: str) -> str:
    label = f"{words}: {_title(article.title)}"
    return (
        f'<button type="button" class="plain {name}" data-id="{escape(article.id)}" '
        f'aria-label="{escape(label)}">{words}</button>'
    )


def _title(title: str | None) -> str:
    return title or "Untitled"
