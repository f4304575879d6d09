"""Dateline's retriever for LangChain: `Assistant.retriever()`."""

from collections.abc import Callable
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from assistant.types import Passage


class DatelineRetriever(BaseRetriever):
    """Gives the passages for a question, best first, as LangChain documents.

    The metadata holds every field of the passage but its text; dates are ISO strings.
    """

    search: Callable[[str], list[Passage]]

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [Document(page_content=passage.text, metadata=_metadata(passage)) for passage in self.search(query)]


def _metadata(passage: Passage) -> dict[str, Any]:
    fields = {name: getattr(passage, name) for name in Passage.__slots__ if name != "text"}
    return fields | {"published": passage.published.isoformat() if passage.published else None}
