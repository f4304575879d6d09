"""What lies in the library's folder: the SQLite catalogue, the Chroma and Tantivy indexes, and the writer's lock."""
