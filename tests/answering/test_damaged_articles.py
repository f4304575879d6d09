"""An article that is not what was taken in is never quoted: not in an answer, a search, a timeline or the panel."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from small_archive import write_articles

from assistant import Assistant, Settings
from assistant.web.calls.sources import open_source

DAY = date(2022, 6, 16)
QUESTION = "How long will the dredging of Ponta harbor take?"
ARTICLES = {
    "dredging": ("Harbor Ledger", date(2022, 3, 1), "The dredging of Ponta harbor will take 6 weeks, Ana Bell said."),
    "mayor": ("Harbor Ledger", date(2022, 6, 9), "Mayor Ada Plum of Ponta opened the summer fair on Thursday."),
}


def test_a_changed_digit_is_never_quoted_and_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    write_articles(articles, ARTICLES, title="News of the {}")
    with Assistant.open(Settings(library=tmp_path / "library", model=None, _env_file=None)) as assistant:
        assistant.ingest(articles)
        before = assistant.ask(QUESTION, as_of=DAY)
        assert "6 weeks" in before.text
        cited = before.citations[0]
        with closing(sqlite3.connect(tmp_path / "library" / "catalogue.sqlite", isolation_level=None)) as connection:
            connection.execute("UPDATE texts SET text = replace(text, '6 weeks', '9 weeks')")

        answer = assistant.ask(QUESTION, as_of=DAY)
        found = assistant.find(QUESTION, as_of=DAY)
        entries = assistant.timeline("the dredging of Ponta harbor", as_of=DAY)
        place = {"article": cited.article_id, "version": 1, "hash": cited.content_hash, "spans": []}
        panel = open_source(assistant, {**place, "spans": [[cited.start, cited.end, 1, True]]})

        for told in (answer, found):
            assert "9 weeks" not in str(told.passages)
            assert [note for note in told.notes if "damaged" in note and "dredging" in note]
        assert "9 weeks" not in answer.text + str(answer.citations)
        assert all(entry.citation.article_id != cited.article_id for entry in entries)
        assert "is damaged" in caplog.text
        assert "<mark" not in panel.html
        assert "This article is damaged" in panel.html

        assert assistant.ingest(articles).updated == 1
        after = assistant.ask(QUESTION, as_of=DAY)
        assert "6 weeks" in after.text
        assert not [note for note in after.notes if "damaged" in note]
        assert assistant.verify(assistant.receipt(before, "json")).citations[0].standing == "holds"
