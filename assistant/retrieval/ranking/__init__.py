"""What was found, best first.

`features` says what speaks for a passage, `rank` weighs it, `folding` shows copies once, `reranking` lets a
cross-encoder decide, `joining` makes one of passages that follow each other.
"""
