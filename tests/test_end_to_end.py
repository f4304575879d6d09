"""The main job, with every real part: a folder of articles in, cited answers out."""

import gzip
import json
import threading
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest
from tiny_cross_encoder import write_cross_encoder

from assistant import Assistant, Settings
from assistant.errors import Cancelled, IngestError, LibraryError, ModelMissing, QuestionError
from assistant.settings import shipped
from assistant.types import Answer, Checked, Finished, Passage, Retrieved, Token, Turn, Understood

ROMANIA = "How many troops are going to Romania?"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant over an empty library of its own, which therefore answers from the demo archive."""
    with Assistant.open(Settings(library=tmp_path_factory.mktemp("library"), model=None)) as assistant:
        assistant.prepare()
        yield assistant


def every_quote_stands(assistant: Assistant, answer: Answer) -> bool:
    return all(
        assistant.article(citation.article_id, citation.version).text[citation.start : citation.end] == citation.quote
        for citation in answer.citations
    )


def test_the_demo_archive_is_whole(demo: Assistant) -> None:
    status = demo.status()
    assert status.demo
    assert status.articles == 45
    assert status.coverage.first == date(2019, 4, 17)
    assert status.coverage.undated == 1


def test_how_many_troops_are_going_to_romania(demo: Assistant) -> None:
    answer = demo.ask(ROMANIA)
    first, citation = answer.sentences[0], answer.citations[0]
    assert "1,000" in first.text
    assert "900" in first.text
    assert [first.text[start:end] for start, end in first.marks] == ["About 1,000"]
    assert (citation.outlet, citation.published) == ("Harbor Ledger", date(2022, 2, 2))
    assert (citation.speaker, citation.attribution) == ("John Kirby", "named")
    assert answer.kind == "quoted"
    assert answer.refusal is None


@pytest.mark.parametrize(
    "question",
    [ROMANIA, "Who said the moves are not permanent?", "Why did the bridge repair become more expensive?",
     "When did the Webb telescope reach its orbit?", "What did the volcano do to Tonga?"],
)  # fmt: skip
def test_every_citation_stands_in_its_article_character_for_character(demo: Assistant, question: str) -> None:
    answer = demo.ask(question)
    assert answer.citations
    assert every_quote_stands(demo, answer)
    assert all(sentence.citations for sentence in answer.sentences)
    assert Answer.from_json(answer.to_json()) == answer


@pytest.mark.parametrize(
    "question",
    ["How many troops are going to Bulgaria?", "Who won the 1998 World Cup final?",
     "What does Springfield's mayor earn?",
     "Скільки військ їде до Болгарії?"],
)  # fmt: skip
def test_what_the_archive_does_not_say_is_refused_with_what_it_has(demo: Assistant, question: str) -> None:
    answer = demo.ask(question)
    assert answer.refusal is not None
    assert answer.citations == ()
    assert answer.text.startswith("The articles do not say.")
    assert answer.refusal.coverage.articles == 45
    assert "17 April 2019 to 14 May 2024" in answer.text


def test_a_refusal_shows_the_nearest_passages(demo: Assistant) -> None:
    assert demo.ask("How many troops are going to Bulgaria?").passages


def test_limits_hold_and_say_what_they_hide(demo: Assistant) -> None:
    answer = demo.ask(ROMANIA, since=date(2022, 3, 1), until=date(2022, 3, 31))
    assert all(passage.published and passage.published.month == 3 for passage in answer.passages)
    assert answer.filters.outside > 0
    assert {passage.outlet for passage in demo.search(ROMANIA, outlets=["harbor ledger"])} == {"Harbor Ledger"}


def test_limits_that_leave_nothing_say_so(demo: Assistant) -> None:
    answer = demo.ask(ROMANIA, since=date(1990, 1, 1), until=date(1990, 12, 31))
    assert answer.refusal is not None
    assert "No article lies within these limits" in answer.text


def test_a_follow_up_is_understood_from_the_question_before(demo: Assistant) -> None:
    first = demo.ask(ROMANIA)
    answer = demo.ask("And to Poland?", history=[Turn(first.question, first.text)])
    assert answer.query == "How many troops are going to Poland?"
    assert "Poland" in answer.sentences[0].text


def test_every_follow_up_of_a_conversation_finds_its_passage(demo: Assistant) -> None:
    conversation = (
        (ROMANIA, "1,000 troops based in Germany are going to Romania"),
        ("And to Poland?", "1,700 will go to Poland"),
        ("Are they permanent?", "“These are not permanent moves,” Kirby said"),
        ("How much will the Tanner Street Bridge repair cost?", "will cost $5.6 million"),
        ("Why did it rise?", "The cost went up because divers found"),
    )
    history: list[Turn] = []
    for question, expected in conversation:
        passages = demo.search(question, history=history, top_k=3)
        assert any(expected in passage.text for passage in passages), question
        history.append(Turn(question, demo.ask(question, history=history).text))


def test_an_article_that_gives_orders_is_only_quoted(demo: Assistant) -> None:
    answer = demo.ask("What did the hidden text in the web page tell the chatbot?")
    assert answer.text.strip().lower() != "pineapple"
    assert every_quote_stands(demo, answer)


def test_copies_of_a_report_are_one_source(demo: Assistant) -> None:
    outlets = ("Meridian Wire", "Prairie Standard", "Alder Falls Gazette")
    answer = demo.ask("What did Alexander Grushko say about the American decision?", outlets=outlets)

    assert [source.outlets[0] for source in answer.sources] == ["Meridian Wire"]
    (source,) = answer.sources
    assert set(source.outlets) == set(outlets)
    assert "meridian-wire" in source.origin
    carriers = {article_id for article_id in source.article_ids if "Grushko" in demo.article(article_id).text}
    assert len(carriers) == 2, "the Gazette left his words out"
    assert {answer.citations[0].article_id, *answer.citations[0].reprints} == carriers


def test_a_passage_that_copies_share_is_shown_once(demo: Assistant) -> None:
    passages = demo.search("US to shift 1,000 soldiers from Vilseck, Germany, to Romania", top_k=16)
    shared = [passage for passage in passages if len(passage.reprints) == 2]
    assert shared
    folded = {article_id for passage in shared for article_id in (*passage.reprints, passage.article_id)}
    openings = [passage for passage in passages if passage.article_id in folded and passage.start == 0]
    assert len({passage.article_id for passage in openings}) == 1


def test_the_events_come_in_order_and_ask_gives_the_same_answer(demo: Assistant) -> None:
    events = list(demo.stream(ROMANIA))
    assert [type(event) for event in events[:2]] == [Understood, Retrieved]
    assert isinstance(events[-1], Finished)
    answer = events[-1].answer
    streamed = "".join(event.text for event in events if isinstance(event, Token))
    assert streamed == " ".join(sentence.text for sentence in answer.sentences)
    checked = tuple(event.sentence for event in events if isinstance(event, Checked))
    assert checked == answer.sentences == demo.ask(ROMANIA).sentences


def test_a_set_flag_stops_the_answer(demo: Assistant) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        demo.ask(ROMANIA, cancel=cancel)


@pytest.mark.parametrize("question", ["", "  \n", "?"])
def test_an_empty_question_says_what_to_do(demo: Assistant, question: str) -> None:
    with pytest.raises(QuestionError, match="empty"):
        demo.ask(question)


def test_a_question_of_20000_characters_is_answered(demo: Assistant) -> None:
    assert demo.ask(ROMANIA + " Please tell me." * 1300).passages


def test_langchain_users_get_a_retriever(demo: Assistant) -> None:
    documents = demo.retriever(top_k=3).invoke(ROMANIA)
    assert len(documents) == 3
    assert documents[0].metadata["outlet"]
    assert "Romania" in documents[0].page_content


def test_many_threads_ask_at_once(demo: Assistant) -> None:
    answers: list[Answer] = []
    threads = [threading.Thread(target=lambda: answers.append(demo.ask(ROMANIA))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({answer.text for answer in answers}) == 1
    assert len(answers) == 6


def test_ones_own_articles_take_the_place_of_the_demo(tmp_path: Path) -> None:
    folder = tmp_path / "my-articles"
    folder.mkdir()
    (folder / "moon.txt").write_text(
        "Council buys the moon\n\nCopyright 2023 The Test Post\n\nThe town council of Lower Wick paid $12 for the moon "
        "on Friday, Mayor Ada Plum said. Nobody voted against it.\n"
    )
    with Assistant.open(Settings(library=tmp_path / "library", model=None)) as assistant:
        report = assistant.ingest(folder)
        assert (report.added, report.skipped) == (1, ())
        assert not assistant.status().demo
        answer = assistant.ask("How much did Lower Wick pay for the moon?")
        assert "$12" in answer.sentences[0].text
        assert answer.citations[0].outlet == "The Test Post"
        assert every_quote_stands(assistant, answer)
        assert assistant.ask(ROMANIA).refusal is not None
        assert assistant.ingest(folder).unchanged == 1


def test_an_article_in_another_language_and_one_without_date_or_title(tmp_path: Path) -> None:
    (tmp_path / "ro.json").write_text(
        json.dumps({"text": "Soldații americani au ajuns joi la baza de lângă Constanța."})
    )
    with Assistant.open(Settings(library=tmp_path / "library", model=None)) as assistant:
        assistant.ingest(tmp_path / "ro.json")
        (passage,) = assistant.search("Soldații la Constanța")
        assert (passage.published, passage.outlet, passage.title) == (None, None, None)


def test_a_huge_article_is_ingested_whole(tmp_path: Path) -> None:
    sentences = (f"Entry {number} of the live blog says that gate {number} opened." for number in range(3000))
    (tmp_path / "blog.json").write_text(
        json.dumps({"title": "Live blog", "text": "\n\n".join(sentences), "id": "blog"})
    )
    with Assistant.open(Settings(library=tmp_path / "library", model=None)) as assistant:
        assert assistant.ingest(tmp_path / "blog.json").added == 1
        found = assistant.search("Which entry says gate 2417 opened?")
        assert any("gate 2417 " in passage.text for passage in found)
        assert len(found) <= 3


def test_a_folder_that_is_missing_or_empty_says_so(demo: Assistant, tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="nowhere"):
        demo.ingest(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(IngestError):
        demo.ingest(tmp_path / "empty")


def test_an_embedder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="no-such-embedder"):
        Assistant.open(Settings(library=tmp_path, embedder="./no-such-embedder"))


def test_a_writing_model_that_does_not_exist_is_told_and_quotes_answer(tmp_path: Path) -> None:
    settings = Settings(library=tmp_path, model="gguf:/no/such/model.gguf")
    with Assistant.open(settings) as assistant:
        answer = assistant.ask(ROMANIA)
        assert answer.kind == "quoted"
        assert "/no/such/model.gguf" in (answer.fallback or "")
        assert answer.citations


def test_a_model_server_that_is_down_is_told_and_quotes_answer(tmp_path: Path) -> None:
    settings = Settings(library=tmp_path, model="any", model_url="http://127.0.0.1:9/v1", model_timeout=5)
    with Assistant.open(settings) as assistant:
        answer = assistant.ask(ROMANIA)
        assert answer.kind == "quoted"
        assert answer.fallback
        assert answer.citations


def test_a_closed_assistant_says_so(tmp_path: Path) -> None:
    assistant = Assistant.open(Settings(library=tmp_path))
    assistant.close()
    assistant.close()
    with pytest.raises(LibraryError, match="closed"):
        assistant.ask(ROMANIA)


def test_a_written_answer_by_a_real_model_is_cited_and_checked(tmp_path: Path, writer_model: Path) -> None:
    settings = Settings(library=tmp_path, model=f"gguf:{writer_model}", model_timeout=300)
    with Assistant.open(settings) as assistant:
        answer = assistant.ask(ROMANIA)
        assert answer.kind == "written"
        assert answer.fallback is None
        assert "1,000" in answer.sentences[0].text
        assert answer.sentences[0].support == "supported"
        assert all(sentence.citations for sentence in answer.sentences)
        assert every_quote_stands(assistant, answer)
        assert assistant.ask("How many troops are going to Bulgaria?").refusal is not None


def test_a_question_of_june_2022_finds_its_article_in_a_real_archive(tmp_path: Path, shared: Path) -> None:
    """The gold article and the week around it stand for the whole archive, which `tests/benchmarks` ingests."""
    chosen, gold = tmp_path / "week.jsonl", "gold2022-00656"
    with gzip.open(shared / "data/realtimeqa/articles.jsonl.gz", "rt", encoding="utf-8") as file:
        lines = file.readlines()
    week = [line for line in lines if "2022-06-16" <= json.loads(line)["published"] <= "2022-06-22"]
    chosen.write_text("".join(week[:40] + [line for line in week[40:] if gold in line]))
    with Assistant.open(Settings(library=tmp_path / "library", model=None)) as assistant:
        assistant.ingest(chosen)
        answer = assistant.ask("What country elected its first-ever leftist leader this week?", as_of=date(2022, 6, 23))
        assert answer.citations[0].article_id == gold
        assert "Colombia" in answer.text


def test_the_demo_archive_is_where_it_says() -> None:
    assert sum(path.suffix in (".txt", ".md", ".json") for path in shipped("corpus").rglob("*")) > 30


def test_found_passages_that_follow_each_other_are_joined_and_stand_in_the_article(demo: Assistant) -> None:
    passages = demo.search("Romania Poland Germany soldiers", top_k=8)
    assert len(passages) == 8
    for one in passages:
        text = demo.article(one.article_id, one.version).text
        assert text[one.start : one.end] == one.text
        ends = {other.end for other in passages if other.article_id == one.article_id}
        assert one.start == 0 or text[: one.start].rstrip() == "" or len(text[: one.start].rstrip()) not in ends


def test_a_reranker_orders_what_is_found_and_read(demo: Assistant, tmp_path: Path) -> None:
    question = "Where do American soldiers go?"
    model = write_cross_encoder(tmp_path / "model", likes="germany")

    def places(passages: Iterable[Passage]) -> list[int]:
        return [place for place, passage in enumerate(passages) if "Germany" in passage.text[:150]]

    with Assistant.open(Settings(library=tmp_path / "library", model=None, reranker=str(model))) as assistant:
        found, read = assistant.search(question, top_k=16), assistant.ask(question).passages
    assert 0 < sum(places(found)) < sum(places(demo.search(question, top_k=16)))
    assert sum(places(read)) < sum(places(demo.ask(question).passages))
