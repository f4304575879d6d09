"""Articles that change after they were cited, through the public `Assistant`: old citations hold and are marked."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant, Citation, Settings
from assistant.errors import ArticleNotFound
from assistant.web.calls.sources import open_source

QUESTION = "How long is the dredging of Ponta harbor to take?"
FIRST = "The dredging of Ponta harbor is to take six weeks, the port’s director said on Monday. It begins in spring.\n"
CORRECTED = FIRST.replace("six", "nine") + "\nCorrection: An earlier version of this article said six weeks.\n"


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "harbor.txt").write_text(FIRST)
    (folder / "school.txt").write_text("The school of Brill will be painted in May, its director said on Friday.\n")
    return folder


@pytest.fixture
def assistant(tmp_path: Path, news: Path) -> Iterator[Assistant]:
    with Assistant.open(Settings(library=tmp_path / "library", model=None)) as opened:
        opened.ingest(news)
        yield opened


@pytest.fixture
def cited(assistant: Assistant, news: Path) -> Citation:
    """A citation of an article that was then changed."""
    (citation, *_) = assistant.ask(QUESTION).citations
    assert "six weeks" in citation.quote
    assert not assistant.is_superseded(citation)
    (news / "harbor.txt").write_text(CORRECTED)
    assert assistant.ingest(news).updated == 1
    return citation


def place(citation: Citation) -> dict[str, object]:
    """What the page sends when a citation is clicked."""
    spans = [[citation.start, citation.end, citation.number, True]]
    return {"article": citation.article_id, "version": citation.version, "hash": citation.content_hash, "spans": spans}


def test_a_citation_of_an_older_version_resolves_and_is_told_apart(assistant: Assistant, cited: Citation) -> None:
    assert assistant.is_superseded(cited)
    then = assistant.article(cited.article_id, cited.version)
    assert then.text[cited.start : cited.end] == cited.quote
    (now, *_) = assistant.ask(QUESTION).citations
    assert "nine weeks" in now.quote
    assert not assistant.is_superseded(now)
    assert [(kept.article.version, kept.state) for kept in assistant.versions(cited.article_id)] == [
        (1, "superseded"), (2, "current"),
    ]  # fmt: skip


def test_the_page_opens_it_with_its_words_marked_and_says_what_was_corrected(
    assistant: Assistant, cited: Citation
) -> None:
    html = open_source(assistant, place(cited)).html
    assert "This article was changed later; you see version 1 of 2." in html
    assert "In version 2: Correction: An earlier version of this article said six weeks." in html
    assert 'data-number="1">The dredging of Ponta harbor is to take six weeks' in html
    newest = open_source(assistant, place(assistant.ask(QUESTION).citations[0])).html
    assert "later" not in newest
    assert "nine weeks" in newest


def test_of_a_removed_article_no_version_stands_but_what_was_cited_resolves(
    assistant: Assistant, cited: Citation
) -> None:
    assistant.remove(cited.article_id)
    assert not assistant.is_superseded(cited)
    assert assistant.article(cited.article_id, cited.version).text == FIRST.strip()
    with pytest.raises(ArticleNotFound, match="dateline restore"):
        assistant.article(cited.article_id)
    assistant.restore(cited.article_id)
    assert assistant.is_superseded(cited)


def test_an_open_assistant_answers_from_what_another_process_ingests(
    assistant: Assistant, news: Path, tmp_path: Path
) -> None:
    assert "nine" not in assistant.ask(QUESTION).text
    (news / "harbor.txt").write_text(CORRECTED)
    (news / "bridge.txt").write_text("The bridge of Arden can carry 1,207 tons, its engineer said. It opens in June.\n")
    command = [sys.executable, "-c", "from assistant.cli import main; main()", "--library", tmp_path / "library"]
    subprocess.run([*command, "ingest", news], check=True, capture_output=True)
    assert "nine weeks" in assistant.ask(QUESTION).text
    assert "1,207" in assistant.ask("How many tons can the bridge of Arden carry?").text
