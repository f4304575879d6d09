"""The reader: a small model that reads a passage for a question, and quotes for a sentence.

`inputs` puts texts into tokens, `network` is the model in torch (for training and preparation), `scores` is what it
says of one passage, `reader` is what other rooms hold. `tests/benchmarks/reading/` trains it.
"""
