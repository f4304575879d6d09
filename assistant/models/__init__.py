"""A name in, a model out: `embedder` turns text into vectors, `writer` streams a language model's words.

The only room that knows sentence-transformers, torch, xllamacpp and the model packages of LangChain; each is imported
when a model is loaded, never before. It also reads `prompts/`. What those packages raise becomes a `ModelError` here.
"""
