"""Dateline: a chat assistant over news articles whose every citation can be checked.

```python
from assistant import Assistant, Settings, ask, ingest

answer = ask("How many troops are going to Romania?")
print(answer.text)
```

Events and the parts of an `Answer` are in `assistant.types`.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.chat import Assistant
    from assistant.errors import AssistantError
    from assistant.process_wide import ask, ingest
    from assistant.settings import Settings
    from assistant.types import Answer, Article, Citation, Filters, IngestReport, Passage, Refusal, Sentence, Turn

__all__ = [
    "Answer",
    "Article",
    "Assistant",
    "AssistantError",
    "Citation",
    "Filters",
    "IngestReport",
    "Passage",
    "Refusal",
    "Sentence",
    "Settings",
    "Turn",
    "ask",
    "ingest",
]

_HOMES = {
    "Assistant": "chat",
    "ask": "process_wide",
    "ingest": "process_wide",
    "AssistantError": "errors",
    "Settings": "settings",
}


def __getattr__(name: str) -> object:
    """Imports a public name when it is first used, so that importing one room does not load them all."""
    if name not in __all__:
        raise AttributeError(f"module 'assistant' has no attribute {name!r}")
    return getattr(import_module(f"assistant.{_HOMES.get(name, 'types')}"), name)
