"""The page's functions as other programs call them: named Gradio endpoints over the real archive."""

from pathlib import Path

import pytest
from in_browser import served

from assistant import Assistant, Settings

gradio_client = pytest.importorskip("gradio_client")

ROMANIA = "How many troops are going to Romania?"
STORY = (
    "---\ntitle: Lighthouse keeper retires\noutlet: Coast Post\ndate: 2022-05-03\n---\n\n"
    "The lighthouse keeper of Corvale, Edith Marlow, retired on Tuesday after 41 years of service.\n\n"
    "Marlow climbed the 212 steps of the tower for the last time on Tuesday, the harbour office said.\n"
)


@pytest.fixture(scope="module")
def client(address: str):
    return gradio_client.Client(address, verbose=False)


def test_ask_gives_an_answer_whose_quotes_stand(client, demo: Assistant):
    answer = client.predict(ROMANIA, as_of="2022-02-10", outlets=["Harbor Ledger"], api_name="/ask")
    assert "1,000" in answer["text"]
    assert answer["as_of"] == "2022-02-10"
    for citation in answer["citations"]:
        text = demo.article(citation["article_id"]).text
        assert text[citation["start"] : citation["end"]] == citation["quote"]
        assert citation["outlet"] == "Harbor Ledger"


def test_search_gives_the_best_passages_first(client, demo: Assistant):
    passages = client.predict(ROMANIA, until="2022-02-28", top_k=3, api_name="/search")
    assert len(passages) == 3
    assert [passage["score"] for passage in passages] == sorted((one["score"] for one in passages), reverse=True)
    for passage in passages:
        assert demo.article(passage["article_id"]).text[passage["start"] : passage["end"]] == passage["text"]


def test_article_and_status(client, demo: Assistant):
    status = client.predict(api_name="/status")
    assert (status["demo"], status["articles"]) == (True, demo.status().articles)
    listed = demo.articles(limit=1)[0]
    article = client.predict(listed.id, api_name="/article")
    assert (article["title"], article["text"]) == (listed.title, demo.article(listed.id).text)


@pytest.mark.parametrize(
    ("endpoint", "arguments", "message"),
    [
        ("/ask", {"question": " "}, "question is empty"),
        ("/ask", {"question": ROMANIA, "as_of": "yesterday"}, "as_of.*is no day. Write it as 2022-02-02"),
        ("/ask", {"question": ROMANIA, "since": "2022-03-01", "until": "2022-02-01"}, "since|from|before|after"),
        ("/ask", {"question": ROMANIA, "outlets": "Harbor Ledger"}, "list of outlets"),
        ("/ask", {"question": "x " * 15_000}, "30,000 characters; at most 20,000"),
        ("/search", {"question": "x " * 15_000}, "30,000 characters; at most 20,000"),
        ("/search", {"question": ROMANIA, "outlets": ["x" * 30_000]}, "more names than there are"),
        ("/search", {"question": ROMANIA, "top_k": 0}, "a number from 1 to 100"),
        ("/article", {"article_id": 3}, "the id of an article"),
        ("/article", {"article_id": "x" * 5_000}, "the id of an article"),
        ("/article", {"article_id": "x", "version": -1}, "the number of a version"),
        ("/article", {"article_id": "nothing"}, "There is no article nothing"),
        ("/ingest", {"file": {"path": "/etc/passwd"}}, "none that was uploaded"),
        ("/ingest", {"file": {"path": "../../etc/passwd", "orig_name": "a.txt"}}, "none that was uploaded"),
        ("/ingest", {"file": {}}, "none that was uploaded"),
    ],
)
def test_bad_input_gets_a_message_that_says_what_to_do(client, endpoint: str, arguments: dict, message: str):
    from gradio_client.exceptions import AppError

    with pytest.raises((AppError, ValueError), match=message) as caught:
        client.predict(**arguments, api_name=endpoint)
    assert "Traceback" not in str(caught.value)


@pytest.mark.parametrize(
    ("endpoint", "arguments"),
    [("/ask", {"as_of": "echo"}), ("/ask", {"since": ["echo"]}), ("/search", {"until": "echo"}),
     ("/search", {"top_k": "echo"}), ("/search", {"outlets": "echo"})],
)  # fmt: skip
def test_an_error_says_nothing_again_of_what_it_was_given(client, endpoint: str, arguments: dict):
    with pytest.raises(ValueError, match=r"`(?:as_of|since|until|top_k|outlets)` is ") as caught:
        client.predict(question=ROMANIA, **arguments, api_name=endpoint)
    assert "echo" not in str(caught.value)


def test_ingest_takes_a_file_and_it_can_be_asked_about(tmp_path: Path, client, demo: Assistant):
    file = tmp_path / "keeper.md"
    file.write_text(STORY, "utf-8")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4\n" + bytes(range(256)))
    with (
        Assistant.open(Settings(library=tmp_path / "library", _env_file=None)) as assistant,
        served(assistant) as address,
    ):
        own = gradio_client.Client(address, verbose=False)
        report = own.predict(gradio_client.handle_file(file), api_name="/ingest")
        assert (report["added"], report["skipped"]) == (1, [])
        assert (tmp_path / "library" / "uploads" / "keeper.md").read_text("utf-8") == STORY
        assert own.predict(api_name="/status")["demo"] is False
        assert "41 years" in own.predict("How long did Edith Marlow serve?", api_name="/ask")["text"]
        report = own.predict(gradio_client.handle_file(file), api_name="/ingest")
        assert (report["added"], report["unchanged"]) == (0, 1)
        (skip,) = own.predict(gradio_client.handle_file(broken), api_name="/ingest")["skipped"]
        assert skip["file_path"] == "broken.pdf"
        assert "damaged" in skip["reason"]
