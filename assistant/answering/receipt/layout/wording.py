"""A receipt in words, for every layout: rows of a label and what it names."""

from datetime import datetime

from assistant.language.times import in_words
from assistant.retrieval.understanding.limits import days_in_words, in_words_of
from assistant.types import Answer, ArchiveState, Citation, Passage, Receipt, Sentence

Row = tuple[str, str]

_SUPPORT = {
    "quoted": "the article’s own words",
    "supported": "checked: the cited words carry it",
    "unsupported": "not supported by the cited words",
}
_KINDS = {
    "number": "a number", "person": "a person", "place": "a place", "date": "a date", "yes_no": "yes or no",
    "list": "a list", "explanation": "an explanation", "digest": "a digest", "other": "",
}  # fmt: skip
_AGES = {"hard": "the newest", "none": "any", "soft": ""}
_FIELDS = {"since": "dates", "until": "dates", "kind": "the answer wanted", "recency": "its age"}
HOW_TO_CHECK = (
    "Save this document as it is and run “dateline verify FILE” on a machine with the same archive. Every quote is "
    "then looked up in the version of its article that is cited here, and whatever has changed since is told."
)
ONE_AT_A_TIME = (
    "These are the answers of a conversation, one after another. “dateline verify” checks one answer at a time: export "
    "that answer alone."
)


def subtitle(receipt: Receipt) -> str:
    """When it was asked and answered: "Asked as of 2 February 2022 · answered 3 February 2022, 10:15 UTC"."""
    answer = receipt.answer
    return f"Asked as of {in_words(answer.as_of)} · answered {_moment(answer.created)}"


def byline(item: Citation | Passage) -> str:
    """Who published it and when: "Harbor Ledger, 2 February 2022"."""
    day = in_words(item.published) if item.published else "undated"
    return f"{item.outlet or 'Unnamed outlet'}, {day}"


def heading(item: Citation | Passage) -> str:
    """The byline with the title: "Harbor Ledger, 2 February 2022: Troops move"."""
    return f"{byline(item)}: {item.title}" if item.title else byline(item)


def support(sentence: Sentence) -> str:
    """How a sentence stands, in words."""
    missing = f" (missing: {', '.join(sentence.missing)})" if sentence.missing else ""
    return _SUPPORT[sentence.support] + missing


def speaker(citation: Citation) -> str:
    """Who said the quoted words: "John Kirby, Pentagon press secretary; word for word". Empty where nobody is named."""
    who = ", ".join(name for name in (citation.speaker, citation.role) if name)
    if not who:
        return "an unnamed source" if citation.attribution == "anonymous" else ""
    unnamed = " (unnamed)" if citation.attribution == "anonymous" else ""
    return f"{who}{unnamed}; {'word for word' if citation.direct else 'in the reporter’s words'}"


def citation_rows(citation: Citation) -> list[Row]:
    """What there is to know of a citation, beside its quote and its heading."""
    rows = [("Said by", speaker(citation)), ("Article by", ", ".join(citation.authors))]
    rows += [("Kind", citation.kind if citation.kind != "news" else "")]
    rows += [("Also carried by", ", ".join(citation.reprints))]
    return [(label, words) for label, words in (*rows, *place_rows(citation)) if words]


def place_rows(item: Citation | Passage) -> list[Row]:
    """Where the words stand: the article, its version and content hash, and the characters in it."""
    return [
        ("Article", item.article_id),
        ("Version", f"{item.version}, characters {item.start:,} to {item.end:,}"),
        ("Content SHA-256", item.content_hash),
    ]


def question_rows(answer: Answer) -> list[Row]:
    """How the question was understood."""
    filters = answer.filters
    limits = f"articles {in_words_of(filters)}" if filters.narrows else "all articles"
    if filters.widened:
        limits += ", then all others"
    elif filters.outside:
        limits += f"; {filters.outside:,} passages lie outside"
    rows = [("Searched for", answer.query), ("Searched", limits)]
    rows += [("Answer wanted", _KINDS[filters.kind]), ("Age", _AGES[filters.recency])]
    rows += [("Read from the question", ", ".join(dict.fromkeys(_FIELDS.get(name, name) for name in filters.inferred)))]
    return [(label, words) for label, words in rows if words]


def making_rows(receipt: Receipt) -> list[Row]:
    """How the answer was made: by whom, of how many sources, with which notes."""
    answer = receipt.answer
    way = (
        f"written by {answer.model}, checked against the quotes" if answer.kind == "written" else "quoted from articles"
    )
    rows = [("Answer", "refused: the articles do not say" if answer.refusal else way)]
    rows += [("Not written by a model", answer.fallback or "")]
    rows += [
        (f"Source {number}", f"{', '.join(source.outlets) or 'unnamed outlet'}; origin {source.origin}")
        for number, source in enumerate(answer.sources, start=1)
    ]
    rows += [("Note", note) for note in answer.notes]
    rows += [("Made with", f"{receipt.product}, receipt format {receipt.format}, {_moment(receipt.made)}")]
    return [(label, words) for label, words in rows if words]


def archive_rows(archive: ArchiveState) -> list[Row]:
    """The archive as it was."""
    covered = archive.coverage
    span = days_in_words(covered.first, covered.last) if covered.first and covered.last else ""
    undated = f"{covered.undated:,} of them undated" if covered.undated else ""
    counted = ", ".join(filter(None, (f"{archive.articles:,} articles", undated, f"{archive.passages:,} passages")))
    outlets = ", ".join(f"{name} ({articles:,})" for name, articles in covered.outlets)
    rows = [("Archive", "demo archive: " * archive.demo + counted), ("Published", span), ("Outlets", outlets)]
    rows += [("Embedder", archive.embedder), ("Generation", archive.generation)]
    return [(label, words) for label, words in rows if words]


def _moment(at: datetime) -> str:
    return f"{in_words(at.date())}, {at:%H:%M} UTC"
