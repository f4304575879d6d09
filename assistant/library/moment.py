"""A moment of the catalogue, by which those who read the indexes know that these have changed."""

import sqlite3
from typing import NamedTuple

from assistant.library.disk import catalogue


class Moment(NamedTuple):
    """What the catalogue said of the indexes when they were last looked at."""

    generation: str = ""
    epoch: str = ""
    embedder: str = ""

    @property
    def kind(self) -> str:
        """What the vectors of this moment have in common with those of the next, as long as their signs stay."""
        return f"{self.embedder} {self.epoch}"


def moment(connection: sqlite3.Connection) -> Moment:
    """The moment that `connection` sees."""
    settings = catalogue.settings(connection)
    return Moment(settings.get("generation", "0"), settings.get("epoch", ""), settings.get("embedder", ""))
