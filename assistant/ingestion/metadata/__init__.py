"""What a source says of its article: export fields, dates, authors, and what a plain news text shows of itself."""
