"""Values as escaped HTML: what of an archive, an answer or an article a reader sees. Knows nothing of gradio."""
