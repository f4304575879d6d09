"""A quote of a receipt, looked up in the archive: in the version of its article that is cited, and in the newest."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from textwrap import shorten

from assistant.answering.citing import cite
from assistant.answering.receipt.layout.wording import speaker
from assistant.answering.receipt.readings import readings
from assistant.ingestion.articles import content_hash
from assistant.language.sentences import sentence_spans
from assistant.types import Article, CheckedQuote, Citation, Passage, Quote, Version

ALIKE = 0.5
"""The least share of words (difflib's ratio) that a sentence has with the quote that it took the place of."""
_SHOWN = 240
"""Characters of the archive's words that an explanation repeats."""
_PLACE_FIELDS = ("title", "outlet", "authors", "published", "url")
_SPEAKER_FIELDS = ("speaker", "role", "attribution", "direct")
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
    cited = cited_version(citation, versions)
    wrong = [*_differences(citation, cited), *_misread(citation, cited)] if cited else []
    return _standing(citation, versions, wrong)


def check_passage(number: int, passage: Passage, versions: Sequence[Version]) -> CheckedQuote:
    """The same for a passage that a refusal offers, which nobody is said to have said."""
    citation = Citation(
        number, passage.article_id, passage.version, passage.text, passage.start, passage.end, passage.title,
        passage.outlet, passage.authors, passage.published, passage.url, passage.content_hash,
    )  # fmt: skip
    cited = cited_version(citation, versions)
    return _standing(citation, versions, _differences(citation, cited) if cited else [])


def _standing(citation: Citation, versions: Sequence[Version], wrong: Sequence[str]) -> CheckedQuote:
    """How a quote stands of which `wrong` tells what it has otherwise than the version cited."""
    checked = CheckedQuote(
        citation.number, citation.article_id, citation.version, "absent", _absent(citation, versions)
    )
    cited = cited_version(citation, versions)
    if cited is None:
        return checked
    if wrong:
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
    if not wrong and citation.content_hash != article.content_hash:
        wrong.append(f"version {article.version} has another content hash")
    if not _is_intact(article):
        wrong.append(f"version {article.version} there was altered or damaged: its content hash is that of other words")
    return wrong


def _is_intact(article: Article) -> bool:
    """Whether an article is what its content hash was made of; without one of its own, that was its text."""
    made = (content_hash(article), hashlib.sha256(article.text.encode("utf-8", "replace")).hexdigest())
    return article.content_hash in made


def _misread(citation: Citation, article: Article) -> list[str]:
    """What a citation says of its quote otherwise than the article, read anew: that it is whole, its speaker, its kind.

    Nothing of a quote that does not stand at its place, for which there is nothing to read.
    """
    if _misplaced(citation, article):
        return []
    read = [cite(citation.number, quote) for quote in readings(article, (citation.start, citation.end))]
    if not read:
        return ["the quote is no whole sentence of it"]
    wrong = []
    if not any(same_speaker(citation, other) for other in read):
        wrong.append(f"{_said(read[0])}, not {_said(citation)}")
    if citation.kind != read[0].kind:
        wrong.append(f"by its title, address and words it is {read[0].kind}, not {citation.kind}")
    return wrong


def same_speaker(one: Citation | Quote, other: Citation | Quote) -> bool:
    """Whether two readings of a quote agree on who says it, in which role, and whether word for word."""
    return all(getattr(one, name) == getattr(other, name) for name in _SPEAKER_FIELDS)


def _said(citation: Citation) -> str:
    """Who a citation says to have said it: "said by John Kirby, Pentagon press secretary; word for word"."""
    told = speaker(citation)
    if not told:
        return f"said by nobody who is named{'; word for word' if citation.direct else ''}"
    return f"said by {short(told)}"


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
        return [f"version {article.version} says “{short(text[start:end])}” at that place"]
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
    says = f"it now says “{short(now)}”" if now else "nothing like it is left"
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
        return f"“{short(', '.join(map(str, value)))}”" if value else "none"
    return f"“{short(str(value))}”" if value else "none"


def short(text: str) -> str:
    """`text` in a line that is not too long to be read."""
    return shorten(text, _SHOWN, placeholder=" …")
