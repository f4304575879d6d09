"""What breaks the process that reads is one file's skip: it is told, the next file is read, and nothing waits."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import broken_parser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import Cancelled, IngestError
from assistant.ingestion.folders import folder_key
from assistant.ingestion.reading import count_articles, read_articles
from assistant.ingestion.workers import reader, running
from assistant.ingestion.workers.messages import MalformedMessage, from_message, receive, send, to_message
from assistant.ingestion.workers.quarantine import Quarantine
from assistant.types import Article, Skip

TEXT = "About 1,000 soldiers are going to Romania, the spokesman said."
PROMPT = 5.0
"""Seconds within which a busy machine stops what would go on for hours."""

posix = pytest.mark.skipif(os.name != "posix", reason="this system cannot limit a process")


@pytest.fixture
def faulty(monkeypatch):
    """Reading processes whose parser has faults, and little patience with it."""
    broken_parser.use(monkeypatch)
    monkeypatch.setattr(reader, "SECONDS", 1.0)
    monkeypatch.setattr(reader, "BYTES", 300_000_000)
    monkeypatch.setattr(reader, "COUNTING_SECONDS", 1.0)
    yield
    running.end_idle()


def write(folder, name, content=TEXT):
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def read(path, **options):
    entries = list(read_articles(path, **options))
    return (
        [Path(entry.path).name for entry in entries if isinstance(entry, Article)],
        [entry for entry in entries if isinstance(entry, Skip)],
    )


def idle_process():
    """The number of the process that is kept warm."""
    return running._idle[-1]._process.pid


@posix
@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("CRASH", "makes the program that reads it crash (Segmentation fault)"),
        ("HANG", "takes more than 1 seconds to read"),
        ("GROW", "needs more memory than reading an article may take"),
        ("LEAVE", "makes the program that reads it crash (exit code 3)"),
        ("RAISE", "makes the program that reads it crash (IndexError: list index out of range)"),
        ("LIE", "makes the program that reads it send what makes no sense"),
    ],
)
def test_a_file_that_breaks_its_reader_is_one_skip_and_the_next_is_read(faulty, tmp_path, word, reason):
    for name, text in (("a.txt", TEXT), ("b.txt", f"{TEXT} {word}"), ("c.txt", TEXT)):
        write(tmp_path, name, text)
    articles, skips = read(tmp_path)
    assert articles == ["a.txt", "c.txt"]
    assert skips == [Skip("b.txt", f"{reason}; it is left alone until it changes, or is ingested by its own name")]


def test_what_a_parser_prints_disturbs_nothing(faulty, tmp_path):
    write(tmp_path, "a.txt", f"{TEXT} CHATTER")
    assert read(tmp_path) == (["a.txt"], [])


def test_what_was_read_of_a_file_before_it_broke_its_reader_is_given(tmp_path):
    lines = [json.dumps({"id": str(number), "text": TEXT}) for number in range(5000)]
    write(tmp_path, "a.jsonl", "\n".join(lines))
    running.end_idle()
    stream = read_articles(tmp_path)
    pid = idle_process()
    first = next(stream)
    os.kill(pid, signal.SIGKILL)
    *articles, skip = [first, *stream]
    assert [article.id for article in articles] == [str(number) for number in range(len(articles))]
    assert skip.path == "a.jsonl"
    assert skip.reason.startswith("needs more memory")


@posix
def test_what_broke_a_reader_is_not_tried_again_until_it_changes_or_is_named(faulty, tmp_path):
    folder, record = tmp_path / "news", tmp_path / "record.json"
    folder.mkdir()
    file = write(folder, "a.txt", f"{TEXT} CRASH")
    write(folder, "b.txt")
    first = read(folder, quarantine=Quarantine(record))
    running.end_idle()
    assert str(file) in json.loads(record.read_text("utf-8"))
    running.warm_up()
    warm = idle_process()
    assert read(folder, quarantine=Quarantine(record)) == first
    assert count_articles(folder, quarantine=Quarantine(record)) == 1
    assert idle_process() == warm  # it was not tried: no process broke
    assert "crash" in read(file, quarantine=Quarantine(record))[1][0].reason
    write(folder, "a.txt")
    assert read(folder, quarantine=Quarantine(record)) == (["a.txt", "b.txt"], [])
    assert json.loads(record.read_text("utf-8")) == {}


@pytest.mark.parametrize("content", ["", "[]", "{", '{"/a": 3}', '{"/a": [["x"], "y"]}', "[" * 100_000, "\udc00"])
def test_a_damaged_record_of_what_is_left_alone_lists_nothing(tmp_path, content):
    record = tmp_path / "record.json"
    record.write_bytes(content.encode("utf-8", "surrogatepass"))
    file = write(tmp_path, "a.txt")
    quarantine = Quarantine(record)
    assert quarantine.reason(file) is None
    quarantine.hold(file, (1,), "why")
    assert json.loads(record.read_text("utf-8")) == {str(file): [[1], "why"]}


@posix
@pytest.mark.parametrize("how", ["cancel", "stop"])
def test_reading_that_hangs_is_given_up_at_once(faulty, tmp_path, monkeypatch, how):
    monkeypatch.setattr(reader, "SECONDS", 600.0)
    file = write(tmp_path, "a.txt", f"{TEXT} HANG")
    cancel, record = threading.Event(), tmp_path / "record.json"
    stream = read_articles(file, cancel=cancel, quarantine=Quarantine(record))
    threading.Timer(0.5, cancel.set if how == "cancel" else stream.stop).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        next(stream)
    assert time.monotonic() - started < PROMPT
    assert not record.exists()  # it is not the file's fault


@posix
def test_counting_that_hangs_or_crashes_is_an_estimate(faulty, tmp_path):
    for number, word in enumerate(("HANG", "CRASH")):
        write(tmp_path, f"{number}.jsonl", "\n".join([json.dumps({"text": f"{TEXT} {word}"})] * 200))
    write(tmp_path, "c.jsonl", json.dumps({"text": TEXT}))
    size = (tmp_path / "0.jsonl").stat().st_size + (tmp_path / "1.jsonl").stat().st_size
    assert abs(count_articles(tmp_path) - size / 4000) <= 2


@posix
def test_counting_can_be_cancelled(faulty, tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "COUNTING_SECONDS", 600.0)
    write(tmp_path, "a.jsonl", json.dumps({"text": f"{TEXT} HANG"}))
    cancel = threading.Event()
    threading.Timer(0.5, cancel.set).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        count_articles(tmp_path, cancel=cancel)
    assert time.monotonic() - started < PROMPT


@posix
def test_the_limit_is_an_articles_and_not_a_files(monkeypatch, tmp_path):
    monkeypatch.setattr(reader, "SECONDS", 0.2)
    monkeypatch.setattr(reader, "SECONDS_PER_MB", 0.0)
    text = " ".join([TEXT] * 100)
    write(tmp_path, "a.jsonl", "\n".join(json.dumps({"id": str(number), "text": text}) for number in range(1500)))
    articles, skips = read(tmp_path)
    assert (len(articles), skips) == (1500, [])


def test_one_process_reads_file_after_file(tmp_path):
    write(tmp_path, "a.txt")
    read(tmp_path)
    first = idle_process()
    read(tmp_path)
    assert idle_process() == first


def test_a_process_that_ended_while_it_had_nothing_to_do_is_replaced(tmp_path):
    write(tmp_path, "a.txt")
    read(tmp_path)
    os.kill(idle_process(), signal.SIGTERM)
    assert read(tmp_path) == (["a.txt"], [])


def test_a_stream_that_is_dropped_ends_its_process(tmp_path):
    write(tmp_path, "a.jsonl", "\n".join(json.dumps({"id": str(n), "text": TEXT}) for n in range(5000)))
    running.end_idle()
    stream = read_articles(tmp_path)
    pid = idle_process()
    assert isinstance(next(stream), Article)
    del stream
    assert not _runs(pid)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="this system does not tell what a process is given")
def test_no_key_or_password_is_given_to_it(monkeypatch):
    monkeypatch.setenv("DATELINE_MODEL_KEY", "a-secret")
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere")
    running.end_idle()
    running.warm_up()
    given_to_it = Path(f"/proc/{idle_process()}/environ").read_bytes()
    assert b"secret" not in given_to_it
    assert {entry.split(b"=")[0].decode() for entry in given_to_it.split(b"\0") if entry} <= set(running._KEPT)


@posix
def test_it_ends_when_its_caller_is_killed(tmp_path):
    write(tmp_path, "a.txt")
    code = (
        "import sys, time; from pathlib import Path; from assistant.ingestion.reading import read_articles\n"
        "from assistant.ingestion.workers import running\n"
        "list(read_articles(Path(sys.argv[1]))); print(running._idle[0]._process.pid, flush=True); time.sleep(600)"
    )
    root = Path(__file__).resolve().parents[2]
    caller = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(root)}
    )
    pid = int(caller.stdout.readline())
    caller.kill()
    caller.communicate()
    deadline = time.monotonic() + 30
    while _runs(pid):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_program_that_does_not_start_says_so(monkeypatch, tmp_path):
    write(tmp_path, "a.txt")
    running.end_idle()
    monkeypatch.setattr(running, "_START", "raise SystemExit('no such module')")
    with pytest.raises(IngestError, match="cannot be started: no such module"):
        read(tmp_path)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    running.end_idle()
    with pytest.raises(IngestError, match="See that /nowhere/python runs"):
        read(tmp_path)


TEXTS = st.text(st.characters(exclude_categories=[]))
ARTICLES = st.builds(
    Article,
    id=TEXTS,
    text=TEXTS,
    title=st.none() | TEXTS,
    outlet=st.none() | TEXTS,
    authors=st.lists(TEXTS, max_size=3).map(tuple),
    published=st.none() | st.dates(date(1700, 1, 1)),
    url=st.none() | TEXTS,
    language=st.none() | TEXTS,
    path=st.none() | TEXTS,
    content_hash=TEXTS,
    corrections=st.lists(TEXTS, max_size=3).map(tuple),
)


@settings(deadline=None, max_examples=60)
@given(where=TEXTS, entry=ARTICLES | st.builds(Skip, TEXTS, TEXTS))
def test_what_is_told_arrives_as_it_was(where, entry):
    stream = BytesIO()
    send(stream, to_message(where, entry))
    stream.seek(0)
    assert from_message(receive(stream)) == (entry.path if isinstance(entry, Skip) else where, entry)


@pytest.mark.parametrize(
    "change",
    [
        {"id": 3},
        {"authors": "Jane"},
        {"authors": [3]},
        {"published": "soon"},
        {"title": ["x"]},
        {"more": 1},
        {"text": None},
    ],
)
def test_an_article_that_is_none_is_refused(change):
    message = to_message("a", Article("1", TEXT))
    with pytest.raises(MalformedMessage):
        from_message({**message, "article": {**message["article"], **change}})


@pytest.mark.parametrize("data", [b"\xff" * 8, bytes(7) + b"\x02[]", bytes(7) + b"\x02{]", bytes(7) + b"\x01\xff"])
def test_bytes_that_are_no_message_are_refused(data):
    with pytest.raises(MalformedMessage):
        receive(BytesIO(data))
    assert receive(BytesIO(data[:5])) is None


def test_ids_and_paths_are_those_of_the_file(tmp_path):
    write(tmp_path, "a.jsonl", json.dumps({"text": TEXT}))
    (article,) = read_articles(tmp_path)
    assert article == replace(article, id=f"{folder_key(tmp_path)}/a.jsonl#1", path=str(tmp_path / "a.jsonl"))


def _runs(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
