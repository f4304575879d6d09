"""What readers said of answers that are wrong, kept in the catalogue."""

import sqlite3
from datetime import UTC, datetime

from assistant.library.disk.schema import Database
from assistant.types import Answer, Remark


class Remarks:
    """The remarks of all readers of an archive. Threads and processes may share them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, answer: Answer, text: str = "", *, right: str | None = None) -> Remark:
        """Keeps an answer with what is wrong about it; what was said of the same answer before is replaced.

        Args:
            answer: the answer that is wrong.
            text: what is wrong about it, in the reader's words.
            right: what had been right; "" where the articles do not say, None where the reader does not tell.

        Raises:
            LibraryError: it cannot be written.
        """
        right = right if right is None else " ".join(right.split())
        remark = Remark(answer.id, answer, " ".join(text.split()), right, datetime.now(UTC))
        with self._database.writing() as connection:
            connection.execute(
                'INSERT OR REPLACE INTO remarks (id, answer, text, "right", created) VALUES (?, ?, ?, ?, ?)',
                [remark.id, answer.to_json(), remark.text, remark.right, remark.created.isoformat()],
            )
        return remark

    def all(self) -> list[Remark]:
        """Every remark, oldest first, but for those on answers that cannot be read any more."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT * FROM remarks ORDER BY created, id").fetchall()
        return [remark for row in rows if (remark := _remark(row))]

    def answer_ids(self) -> frozenset[str]:
        """The ids of the answers that have a remark."""
        with self._database.reading() as connection:
            return frozenset(row["id"] for row in connection.execute("SELECT id FROM remarks"))

    def find(self, answer_id: str) -> Remark | None:
        """The remark on an answer; None where there is none that can be read."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT * FROM remarks WHERE id = ?", [answer_id]).fetchone()
        return _remark(row) if row else None

    def forget(self, remark_id: str) -> None:
        """Takes a remark back; that there is none is no error."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM remarks WHERE id = ?", [remark_id])


def _remark(row: sqlite3.Row) -> Remark | None:
    try:
        answer = Answer.from_json(row["answer"])
    except ValueError:
        return None
    return Remark(row["id"], answer, row["text"], row["right"], datetime.fromisoformat(row["created"]))
