"""The command line as a whole: help, usage errors, exit codes, what is safe to print."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from assistant.cli.app import app

COMMANDS = ["ask", "search", "timeline", "chat", "verify", "ingest", "status", "rebuild", "watch", "remove", "restore",
            "history", "backup", "unpack", "evaluate", "serve"]  # fmt: skip
DATELINE = [sys.executable, "-c", "from assistant.cli import main; main()"]


def start(*arguments: str, folder: Path, **environment: str) -> "subprocess.Popen[str]":
    """A command in a process of its own."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DATELINE_", "COLUMNS"))}
    return subprocess.Popen(
        [*DATELINE, *arguments],
        cwd=folder,
        env=clean | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples(dateline, command):
    ran = dateline(command, "--help")
    assert ran.code == 0
    assert "Examples:" in ran.out
    assert f"dateline {command}" in ran.out.partition("Examples:")[2] or f"{command} " in ran.out


def test_help_names_every_command(dateline):
    ran = dateline("--help")
    assert ran.code == 0
    assert [command.name or command.callback.__name__ for command in app.registered_commands] == COMMANDS
    assert all(f" {command} " in ran.out for command in COMMANDS)


def test_help_loads_nothing_heavy():
    heavy = "torch", "chromadb", "gradio", "langchain_core", "sentence_transformers", "tantivy", "pydantic", "numpy"
    code = "import sys; from assistant.cli.app import run; run(['--help']); print(*sys.modules, file=sys.stderr)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(heavy) & set(ran.stderr.split())


def test_the_version(dateline):
    ran = dateline("--version")
    assert ran.code == 0
    assert ran.out.startswith("dateline ")


@pytest.mark.parametrize(
    "arguments", [["bogus"], ["ask"], ["ingest"], ["ask", "Who?", "--bogus"], ["search", "Who?", "--top-k", "0"]]
)
def test_wrong_usage_exits_with_two(dateline, arguments):
    ran = dateline(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "Usage: dateline" in ran.err


def test_text_of_articles_is_neither_markup_nor_control_codes(dateline, tmp_path):
    nasty = (
        "The [bold]mayor[/] :smile: said\x1b[31m on Monday\x07 that 42 ships \u202ewould\x9b2J be sold in Ponta harbor."
    )
    article = {"id": "[/x]", "title": f"[red]{nasty}", "text": nasty, "outlet": "[b]Post\x1b[0m", "date": "2022-03-01"}
    (tmp_path / "nasty.json").write_text(json.dumps(article))
    own = tmp_path / "library"
    shown = [
        dateline("ingest", str(tmp_path / "nasty.json"), own=own),
        dateline("ask", "How many ships would be sold?", own=own),
        dateline("search", "How many ships would be sold?", own=own),
        dateline("chat", own=own, typed=["How many ships would be sold?", "/open 1"]),
        dateline("status", own=own),
    ]
    written = "".join(ran.out + ran.err for ran in shown)
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(written)
    assert "[bold]mayor[/] :smile:" in written
    assert "[b]Post" in written


def test_a_pipe_gets_no_colours_and_the_command_runs_from_a_shell(library):
    process = start("--library", str(library), "ask", "How many troops are going to Romania?", folder=library)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, "")
    assert "1,000" in out
    assert "\x1b" not in out
    assert not [line for line in out.splitlines() if line != line.rstrip()]


def test_what_the_encoding_of_the_pipe_has_not_is_replaced(library):
    ran = subprocess.run(
        [*DATELINE, "--library", str(library), "chat"],
        input=b"\xff\xfe soldiers\n",
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        capture_output=True,
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"soldiers" in ran.stdout


def test_verbose_shows_logs_on_stderr_only(library):
    process = start("--verbose", "--library", str(library), "status", folder=library)
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    assert out.startswith("Library ")


def test_an_error_is_one_line_without_a_traceback(tmp_path):
    process = start("ingest", "missing", folder=tmp_path)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out) == (1, "")
    assert err.count("\n") == 1


def in_a_terminal(*arguments: str, folder: Path, **environment: str) -> str:
    """What a command writes to a terminal of 80 columns."""
    pty = pytest.importorskip("pty", reason="there are no pseudo-terminals on this system")
    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": "xterm-256color", "COLUMNS": "80"} | environment
    process = subprocess.Popen(
        [*DATELINE, *arguments], cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    written = b""
    with contextlib.suppress(OSError):  # the terminal's other end is closed
        while piece := os.read(ours, 4096):
            written += piece
    os.close(ours)
    assert process.wait(timeout=60) == 0
    return written.decode()


def test_in_a_terminal_the_answering_words_are_bold(library):
    written = in_a_terminal("--library", str(library), "ask", "How many troops are going to Romania?", folder=library)
    answer = written.rpartition("\x1b[2K")[2]
    assert re.search(r"\x1b\[1m[^\x1b]*1,000", answer)
    assert re.search(r"\x1b\[36m *\[1\]", answer)


def test_no_color_is_respected(library):
    written = in_a_terminal(
        "--library", str(library), "ask", "How many troops are going to Romania?", folder=library, NO_COLOR="1"
    )
    assert "1,000" in written
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", written)


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_serve_tells_its_address_and_ends_at_ctrl_c(library):
    process = start("--library", str(library), "serve", "--port", "0", folder=library)
    assert process.stderr is not None
    line = next(line for line in process.stderr if "Dateline is at" in line)
    address = re.search(r"http://[^ ]*:\d+", line)
    assert address
    with urllib.request.urlopen(address[0], timeout=60) as page:
        assert page.status == 200
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out) == (0, "")
    assert "Traceback" not in err


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
@pytest.mark.parametrize(("accounts", "warned"), [({}, True), ({"USER": "anna", "PASSWORD": "a"}, False)])
def test_serving_others_without_accounts_is_warned_of(library, accounts, warned):
    environment = {f"DATELINE_{name}": value for name, value in accounts.items()}
    process = start(
        "--library", str(library), "serve", "--host", "0.0.0.0", "--port", "0", folder=library, **environment
    )
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        if "Dateline is at" in line:
            break
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=120)
    assert ("Warning: everybody who can reach this machine" in " ".join(said.split())) is warned


def test_accounts_that_cannot_be_read_are_told_before_anything_is_opened(dateline):
    ran = dateline("serve", "--auth", "none", own="/no/library")
    assert ran.code == 1
    assert "Correct DATELINE_AUTH_FILE" in " ".join(ran.err.split())


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_ctrl_c_ends_an_ingest_cleanly_and_keeps_what_was_reported(tmp_path, dateline):
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(200):
        sentences = " ".join(f"Report {number} says that ship {line} left the harbor on Monday." for line in range(8))
        (folder / f"{number}.txt").write_text(sentences)
    own = tmp_path / "library"
    process = start("--library", str(own), "ingest", str(folder), folder=tmp_path)
    catalogue = own / "catalogue.sqlite"
    deadline = time.monotonic() + 60
    while not catalogue.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out) == (130, "")
    assert "Stopped" in err.splitlines()[-1]
    assert "Traceback" not in err
    assert dateline("status", own=own).code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_ctrl_c_while_loading_says_stopped(tmp_path):
    process = start("--library", str(tmp_path / "library"), "ask", "Who won?", folder=tmp_path)
    while not (tmp_path / "library").exists() and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "Stopped; what was reported done is kept." in err
    assert "Traceback" not in err


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
@pytest.mark.parametrize("seconds", [0.1, 0.2, 0.3])
def test_ctrl_c_at_the_very_beginning_shows_no_traceback(tmp_path, seconds):
    process = start("ask", "Who won?", folder=tmp_path)
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=120)
    assert process.returncode in (130, -signal.SIGINT)  # the latter where Python itself has not started yet
    assert "assistant" not in err, "a traceback through our code"
