"""Conversations, kept in the catalogue beside the articles that their answers cite."""

import sqlite3
import uuid
from datetime import UTC, datetime, timedelta

from assistant.errors import ConversationNotFound, LibraryError
from assistant.library.disk.counted_time import counted_now
from assistant.library.disk.schema import Database
from assistant.types import Answer, Conversation

KEPT_DELETED = timedelta(days=30)
"""How long a deleted conversation can be restored at the least: as long as a removed article."""
LONGEST_TITLE = 120
"""Characters of a title."""

_LISTED = """
SELECT id, title, created, changed, (SELECT count(*) FROM turns WHERE conversation = id) AS turns
FROM conversations WHERE owner = ? AND deleted IS NULL
"""
_MENTIONS = """
AND (instr(casefold(title), ?) OR EXISTS (SELECT 1 FROM turns WHERE conversation = id AND instr(words, ?)))
"""


class Conversations:
    """One owner's conversations: nobody sees, changes or deletes another's. Threads and processes may share them."""

    def __init__(self, database: Database, *, owner: str) -> None:
        """`owner` is whoever asks: the name that was logged in with, or a browser's own secret."""
        self._database = database
        self._owner = owner

    def all(self, words: str = "") -> list[Conversation]:
        """The conversations that have every one of `words` in their titles, questions or answers, the latest first."""
        wanted = [word for word in words.casefold().split() for _ in range(2)]
        mentions = _MENTIONS * (len(wanted) // 2)
        with self._database.reading() as connection:
            rows = connection.execute(f"{_LISTED}{mentions} ORDER BY changed DESC, id", [self._owner, *wanted])
            return [_conversation(row) for row in rows]

    def find(self, conversation_id: str) -> Conversation:
        """One conversation as a list shows it.

        Raises:
            ConversationNotFound: this owner has no such conversation.
        """
        with self._database.reading() as connection:
            return _conversation(self._find(connection, conversation_id))

    def answers(self, conversation_id: str) -> list[Answer]:
        """The answers of a conversation, oldest first.

        Raises:
            ConversationNotFound: this owner has no such conversation.
            LibraryError: an answer is not as it was kept.
        """
        with self._database.reading() as connection:
            self._find(connection, conversation_id)
            rows = connection.execute(
                "SELECT answer FROM turns WHERE conversation = ? ORDER BY position", [conversation_id]
            ).fetchall()
        try:
            return [Answer.from_json(row["answer"]) for row in rows]
        except ValueError as error:
            raise LibraryError(
                "This conversation cannot be read: it was kept by another version of Dateline, or changed by hand. "
                "Its articles are not touched by that; ask again."
            ) from error

    def keep(self, answer: Answer, conversation_id: str | None = None, *, again: bool = False) -> Conversation:
        """Adds an answer to a conversation; None begins one, which is called as its first question.

        `again` puts the answer in the place of the last one, which it was asked again for.

        Raises:
            ConversationNotFound: this owner has no such conversation.
            LibraryError: it cannot be written.
        """
        now = datetime.now(UTC).isoformat()
        with self._database.writing() as connection:
            if conversation_id is None:
                conversation_id = self._begin(connection, answer.question, now)
            self._find(connection, conversation_id)
            _add(connection, conversation_id, answer, again=again)
            connection.execute("UPDATE conversations SET changed = ? WHERE id = ?", [now, conversation_id])
            counted_now(connection)
            return _conversation(self._find(connection, conversation_id))

    def rename(self, conversation_id: str, title: str) -> Conversation:
        """Gives a conversation another title; an empty one changes nothing.

        Raises:
            ConversationNotFound: this owner has no such conversation.
        """
        with self._database.writing() as connection:
            self._find(connection, conversation_id)
            if titled := _title(title):
                connection.execute("UPDATE conversations SET title = ? WHERE id = ?", [titled, conversation_id])
            return _conversation(self._find(connection, conversation_id))

    def delete(self, conversation_id: str) -> None:
        """Deletes a conversation; `restore` brings it back for 30 days, then it is gone for good.

        Raises:
            ConversationNotFound: this owner has no such conversation.
        """
        with self._database.writing() as connection:
            now = counted_now(connection)
            self._find(connection, conversation_id)
            connection.execute("UPDATE conversations SET deleted = ? WHERE id = ?", [now.isoformat(), conversation_id])
            connection.execute("DELETE FROM conversations WHERE deleted < ?", [(now - KEPT_DELETED).isoformat()])

    def restore(self, conversation_id: str) -> Conversation:
        """Brings a deleted conversation back.

        Raises:
            ConversationNotFound: this owner has deleted no such conversation.
        """
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE conversations SET deleted = NULL WHERE id = ? AND owner = ?", [conversation_id, self._owner]
            )
            return _conversation(self._find(connection, conversation_id))

    def _begin(self, connection: sqlite3.Connection, question: str, now: str) -> str:
        conversation_id = uuid.uuid4().hex
        connection.execute(
            "INSERT INTO conversations (id, owner, title, created, changed) VALUES (?, ?, ?, ?, ?)",
            [conversation_id, self._owner, _title(question), now, now],
        )
        return conversation_id

    def _find(self, connection: sqlite3.Connection, conversation_id: str) -> sqlite3.Row:
        row: sqlite3.Row | None = connection.execute(f"{_LISTED} AND id = ?", [self._owner, conversation_id]).fetchone()
        if row is None:
            raise ConversationNotFound("There is no such conversation any more. The list shows those that are kept.")
        return row


def _add(connection: sqlite3.Connection, conversation_id: str, answer: Answer, *, again: bool) -> None:
    (last,) = connection.execute(
        "SELECT coalesce(max(position), 0) FROM turns WHERE conversation = ?", [conversation_id]
    ).fetchone()
    words = f"{answer.question}\n{answer.text}".casefold()
    connection.execute(
        "INSERT OR REPLACE INTO turns (conversation, position, answer, words) VALUES (?, ?, ?, ?)",
        [conversation_id, max(1, last) if again else last + 1, answer.to_json(), words],
    )


def _conversation(row: sqlite3.Row) -> Conversation:
    created, changed = datetime.fromisoformat(row["created"]), datetime.fromisoformat(row["changed"])
    return Conversation(row["id"], row["title"], created, changed, row["turns"])


def _title(text: str) -> str:
    return " ".join(text.split())[:LONGEST_TITLE].rstrip()
