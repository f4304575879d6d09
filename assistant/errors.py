"""The error tree. Every message says what happened and what to do next.

AssistantError
├── SettingsError        a setting that cannot be used
├── QuestionError        a question that cannot be asked (empty, contradictory dates)
├── IngestError          a path that cannot be ingested as a whole
│   ├── UnreadableFile   one file that cannot be read: skipped, with this message as its reason
│   └── PruneRefused     a sync that would remove more than half of the folder's articles
├── LibraryError         the library cannot be opened, read or written
│   ├── LibraryMismatch  it was made with another embedder, other passage settings or a newer Dateline
│   └── ArticleNotFound  no such article, or not in that version
├── ModelError           a model cannot be loaded or does not answer
│   └── ModelMissing     its name or its package is not there
├── EvaluationError      a questions file or a saved evaluation that cannot be used
├── ReceiptError         a receipt that cannot be read, or written under that name
└── Cancelled            the caller's cancel flag was set

Foreign exceptions are translated at three borders: files (`ingestion`), stores (`library`), models (`models`).
"""


class AssistantError(Exception):
    """A problem whose message can be shown to the user as it is."""


class SettingsError(AssistantError):
    """A setting that cannot be used."""


class QuestionError(AssistantError):
    """A question that cannot be asked."""


class IngestError(AssistantError):
    """A path that cannot be ingested as a whole."""


class UnreadableFile(IngestError):
    """One file that cannot be read; the rest of the folder goes in."""


class PruneRefused(IngestError):
    """A sync that would remove more than half of a folder's articles."""


class LibraryError(AssistantError):
    """The library cannot be opened, read or written."""


class LibraryMismatch(LibraryError):
    """The library was made with other settings than it is opened with."""


class ArticleNotFound(LibraryError):
    """No such article, or not in that version."""


class ConversationNotFound(LibraryError):
    """There is no such conversation, or it is somebody else's."""


class ModelError(AssistantError):
    """A model cannot be loaded or does not answer."""


class ModelMissing(ModelError):
    """The model's name or its package is not there."""


class EvaluationError(AssistantError):
    """A questions file or a saved evaluation that cannot be used, or one line of it."""


class ReceiptError(AssistantError):
    """A receipt that cannot be read, or written in that format or under that name."""


class Cancelled(AssistantError):
    """The caller set the cancel flag; what was done before stays done."""
