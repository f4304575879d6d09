"""A quote of a receipt, looked up in the archive: in the version of its article that is cited, and in the newest."""

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from textwrap import shorten

from assistant.language.sentences import sentence_spans
from assistant.language.words import words
from assistant.types import Article, CheckedQuote, Citation, Version

ALIKE = 0.5
"""The least share of words (difflib's ratio) that a sentence has with the quote that it took the place of."""
_SHOWN = 240
"""Characters of the archive's words that an explanation repeats."""
_PLACE_FIELDS = ("title", "outlet", "authors", "published", "url")
_READ = ("text", *_PLACE_FIELDS, "corrections")
"""What of an article its readers see."""


def cited_version(citation: Citation, versions: Sequence[Version]) -> Article | None:
    """The article in the version cited; None where it is not kept here.

    Another archive may have numbered the same content otherwise, so the content hash counts before the number.
    """
    found = [kept.article for kept in versions if kept.article.content_hash == citation.content_hash]
    numbered = [kept.article for kept in versions if kept.article.version == citation.version]
    same = [article for article in numbered if article in found]
    return next(iter((*same, *found, *numbered)), None)


def check_quote(citation: Citation, versions: Sequence[Version]) -> CheckedQuote:
    """How a quote stands, given every version of its article that is kept, oldest first."""
    checked = CheckedQuote(
        citation.number, citation.article_id, citation.version, "absent", _absent(citation, versions)
    )
    cited = cited_version(citation, versions)
    if cited is None:
        return checked
    if wrong := _differences(citation, cited):
        return replace(checked, standing="differs", why=f"This is not what the archive has: {'; '.join(wrong)}.")
    stood = f"word for word in version {cited.version}"
    newest = next((kept.article for kept in versions if kept.state == "current"), None)
    if newest is None:
        why = f"Stood {stood}, but the article was removed from the archive since."
        return replace(checked, standing="removed", why=why)
    if newest.version == cited.version:
        why = f"Stands {stood}, at its place; the article has not changed since."
        return replace(checked, standing="holds", why=why, newest=newest.version)
    if newest.content_hash == cited.content_hash:
        why = f"Stands {stood} and in version {newest.version}, the newest, which reads the same."
        return replace(checked, standing="holds", why=why, newest=newest.version)
    return _check_newest(replace(checked, newest=newest.version), citation, cited, newest)


def _absent(citation: Citation, versions: Sequence[Version]) -> str:
    if not versions:
        return f"The article {citation.article_id} is not in this archive."
    kept = ", ".join(str(version.article.version) for version in versions)
    return f"The article {citation.article_id} is here, but not its version {citation.version}; there is {kept}."


def _differences(citation: Citation, article: Article) -> list[str]:
    """What a citation says otherwise than its article, in words."""
    wrong = _misplaced(citation, article)
    for name in _PLACE_FIELDS:
        told, kept = getattr(citation, name), getattr(article, name)
        if told != kept:
            wrong.append(f"its {name} there is {_shown(kept)}, not {_shown(told)}")
    known = {word.text for word in words(article.text)}
    wrong += [
        f"“{_short(name)}”, named as who said it, is not in the article"
        for name in (citation.speaker, citation.role)
        if name and not {word.text for word in words(name)} <= known
    ]
    if not wrong and citation.content_hash != article.content_hash:
        wrong.append(f"version {article.version} has another content hash")
    return wrong


def _misplaced(citation: Citation, article: Article) -> list[str]:
    text, start, end = article.text, citation.start, citation.end
    if citation.quote and 0 <= start < end <= len(text) and text[start:end] == citation.quote:
        return []
    place = text.find(citation.quote) if citation.quote else -1
    if place >= 0:
        return [
            f"the quote stands at characters {place:,} to {place + len(citation.quote):,}, not {start:,} to {end:,}"
        ]
    if 0 <= start < end <= len(text):
        return [f"version {article.version} says “{_short(text[start:end])}” at that place"]
    return [f"version {article.version} has no such place; it has {len(text):,} characters"]


def _check_newest(checked: CheckedQuote, citation: Citation, cited: Article, newest: Article) -> CheckedQuote:
    changed = tuple(name for name in _READ if getattr(cited, name) != getattr(newest, name))
    corrections = tuple(note for note in newest.corrections if note not in cited.corrections)
    checked = replace(checked, changed=changed, corrections=corrections)
    since = f"the article was changed since ({', '.join(changed) or 'what is not shown'})"
    if citation.quote in newest.text:
        why = f"Stands word for word in version {cited.version} and in version {newest.version}, the newest; {since}."
        return replace(checked, standing="changed", why=why)
    now = _nearest(citation.quote, newest.text)
    says = f"it now says “{_short(now)}”" if now else "nothing like it is left"
    gone = f"but is gone from version {newest.version}, the newest; {says}"
    return replace(checked, standing="gone", why=f"Stood word for word in version {cited.version}, {gone}.", now=now)


def _nearest(quote: str, text: str) -> str | None:
    """The sentence of `text` that has most words in common with a quote, if it has enough."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(quote.split())
    best, found = ALIKE, None
    for start, end in sentence_spans(text):
        matcher.set_seq1(text[start:end].split())
        if matcher.real_quick_ratio() >= best and matcher.quick_ratio() >= best and (share := matcher.ratio()) >= best:
            best, found = share, text[start:end]
    return found


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return f"“{_short(', '.join(map(str, value)))}”" if value else "none"
    return f"“{_short(str(value))}”" if value else "none"


def _short(text: str) -> str:
    return shorten(text, _SHOWN, placeholder=" …")
