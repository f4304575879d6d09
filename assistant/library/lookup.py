"""Articles by their id, and what to say where there is none."""

from assistant.errors import ArticleNotFound
from assistant.library.disk import catalogue
from assistant.library.disk.schema import Database
from assistant.types import Article


def find_article(database: Database, article_id: str, version: int | None) -> Article:
    """An article as it is now, or in an earlier `version`, also of one that was removed.

    Raises:
        ArticleNotFound: no such article, or not in that version.
    """
    with database.reading() as connection:
        versions = catalogue.versions(connection, article_id)
    for state, article in versions:
        if article.version == version or (version is None and state == "current"):
            return article
    raise ArticleNotFound(_not_found(article_id, version, versions))


def key_of(database: Database, article_id: str, state: str) -> int:
    """The catalogue's key of the newest version of an article that is in `state`.

    Raises:
        ArticleNotFound: no article of that id is in that state.
    """
    with database.reading() as connection:
        held = catalogue.newest(connection, article_id)
        versions = catalogue.versions(connection, article_id)
    if held is None or held.state != state or not versions:
        raise ArticleNotFound(_not_found(article_id, None, versions))
    return held.key


def _not_found(article_id: str, version: int | None, versions: list[tuple[str, Article]]) -> str:
    if not versions:
        return f"There is no article {article_id} in the library. `dateline search` shows the ids of articles."
    if version is not None:
        numbers = ", ".join(str(article.version) for _, article in versions)
        return f"The article {article_id} has no version {version}; there is {numbers}."
    if versions[-1][0] == "removed":
        return f"The article {article_id} was removed. `dateline restore {article_id}` brings it back."
    return f"The article {article_id} was not removed, so there is nothing to restore."
