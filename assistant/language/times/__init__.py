"""Times in a text: where they stand, and which days they mean.

`time_spans` finds words that name a time, `periods` resolves time expressions against a day, `in_words` writes a day.
"""

from assistant.language.times.periods import Period, periods
from assistant.language.times.spotting import in_words, time_spans

__all__ = ["Period", "in_words", "periods", "time_spans"]
