"""Text in; sentences, words, names, quantities, times and kinds of question out.

Pure functions over strings: no stores, no models. Every span is a half-open pair of character offsets into the text
that was given.
"""
