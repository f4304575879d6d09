"""What a reader should know about an article that is taken in."""

from assistant.language.words import looks_english
from assistant.types import Article, Notice

NOT_ENGLISH = "does not look like English: questions in English may not find it"
NO_DATE = "has no date: it stays outside every span of dates"
NO_TITLE = "has no title"
NO_OUTLET = "has no outlet: a question that names one does not find it"


def notices_about(article: Article, *, path: str) -> list[Notice]:
    """What `article`, shown as `path`, lacks and what will make it hard to find; empty for most."""
    messages = []
    if not looks_english(article.text):
        messages.append(NOT_ENGLISH)
    if article.published is None:
        messages.append(NO_DATE)
    if not article.title:
        messages.append(NO_TITLE)
    if not article.outlet:
        messages.append(NO_OUTLET)
    return [Notice(path, article.id, message) for message in messages]
