"""Our embedder in LangChain's terms, for those who open the library's vectors with `langchain-chroma`."""

from langchain_core.embeddings import Embeddings

from assistant.models.embedder import Embedder


class _LangChainEmbeddings(Embeddings):
    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._embedder.embed(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        vector: list[float] = self._embedder.embed_query(text).tolist()
        return vector


def as_langchain(embedder: Embedder) -> Embeddings:
    """`embedder` as LangChain's `Embeddings`; its vectors are those of the library."""
    return _LangChainEmbeddings(embedder)
