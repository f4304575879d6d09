"""Kills commands at random moments and counts what was lost: of what was reported done, nothing may be.

    PYTHONPATH=tests/library python tests/benchmarks/kills.py [--kills 100] [--seed 0]

`dateline ingest`, `rebuild`, `backup` and `unpack` run in turn over a small archive, each in a process that gets
SIGKILL at a random moment of its work. Then what it left is looked at, and the command is run again, which must
succeed. The embedder is the tests' bag of words. A loss is

- ingest: an article, or a change or removal of one, of what was reported before; or of the edition, once run again;
- rebuild: an article, or an embedder that is neither the old nor the new one; once run again, it is the new one;
- backup: a file that is no whole backup, or no older one where there was one; a backup that misses an article;
- unpack: a library that opens and misses an article;

and for each an inconsistency between the three stores. A stumble is a command that fails when it is run again, or does
not say what to do, and anything left beside a file or in a folder then. Prints one JSON line.
"""

import argparse
import contextlib
import io
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path

from bag_of_words import BagOfWords
from consistency import assert_consistent
from worker import edition, twist

from assistant import parts
from assistant.cli.app import run
from assistant.errors import AssistantError
from assistant.library.backup import read_backup, unpack
from assistant.library.store import Library

EMBEDDERS = {"bag-of-words": 64, "other-words": 32}
"""Their dimensions, by name."""
FORKED = get_context("forkserver")
"""Processes begin with everything imported that a command needs: what is killed is their work."""
FORKED.set_forkserver_preload(["assistant.chat", "assistant.cli.app", "chromadb", "tantivy", "bag_of_words"])
WHOLE = "open it as it is"
"""What `unpack` says of a folder in which an unpacked library stands already."""


def with_light_embedders() -> None:
    """Has commands embed with bags of words, by the names of `EMBEDDERS`."""
    parts.identify = lambda name, made_with=None: (name, EMBEDDERS[name])  # type: ignore[assignment]
    parts.load_embedder = lambda name, precision=None: BagOfWords(name, dimension=EMBEDDERS[name])  # type: ignore
    parts.prepare_embedder = lambda name, on_step: None  # type: ignore[assignment]


@dataclass
class Place:
    """Where it happens: the library, the folder it is made of, the edition that it holds, and what went wrong."""

    root: Path
    chance: random.Random
    done: int = 0
    embedder: str = "bag-of-words"
    seconds: dict[str, float] = field(default_factory=dict)
    kills: Counter[str] = field(default_factory=Counter)
    finished: Counter[str] = field(default_factory=Counter)
    losses: dict[str, list[str]] = field(default_factory=dict)
    stumbles: dict[str, list[str]] = field(default_factory=dict)

    @property
    def library(self) -> Path:
        return self.root / "library"

    @property
    def articles(self) -> Path:
        return self.root / "articles"

    @property
    def file(self) -> Path:
        return self.root / "backups" / "archive.zip"

    @property
    def unpacked(self) -> Path:
        return self.root / "unpacked"


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--kills", type=int, default=100)
    options.add_argument("--seed", type=int, default=0)
    given = options.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as root, contextlib.chdir(root):
        place = Place(Path(root), random.Random(given.seed))
        prepare(place)
        for number in range(given.kills):
            name = list(COMMANDS)[number % len(COMMANDS)]
            while not attempt(place, name):
                place.finished[name] += 1
            place.kills[name] += 1
            if (number + 1) % 20 == 0:
                lost, stumbled = (sum(map(len, found.values())) for found in (place.losses, place.stumbles))
                print(f"{number + 1} kills, {lost} losses, {stumbled} stumbles", file=sys.stderr)
    print(json.dumps({
        "kills": place.kills, "finished_before": place.finished, "editions": place.done,
        "losses": {name: len(place.losses.get(name, ())) for name in COMMANDS},
        "stumbles": {name: len(place.stumbles.get(name, ())) for name in COMMANDS},
        "minutes": round((time.monotonic() - started) / 60, 1),
        "told": [*place.losses.items(), *place.stumbles.items()],
    }))  # fmt: skip


def prepare(place: Place) -> None:
    """A library with an edition in it, a backup of it, and how long each command works."""
    with_light_embedders()
    place.file.parent.mkdir()
    for name, command in COMMANDS.items():
        arguments, check = command(place)
        start = time.monotonic()
        assert again(place, arguments) == (0, ""), name
        place.seconds[name] = time.monotonic() - start
        assert not check(), name
        shutil.rmtree(place.unpacked, ignore_errors=True)


def attempt(place: Place, name: str) -> bool:
    """Runs a command and kills it; whether it was still at work. Then it is run again, and what stands is checked."""
    arguments, check = COMMANDS[name](place)
    before = place.file.read_bytes()
    code = run_and_kill(place, arguments, place.chance.uniform(0, 1.2 * place.seconds[name]))
    killed = code == -signal.SIGKILL
    if not killed:
        note(place.stumbles, name, f"ended with {code}" if code else "")
    if not killed or (name == "backup" and place.file.read_bytes() != before):
        note(place.losses, name, check())
    elif name in ("ingest", "rebuild") and place.chance.random() < 0.7:  # else the next process finds the mess
        earlier = place.done - (name == "ingest")
        note(place.losses, name, problem(lambda: assert_left(place, earlier)))
    code, said = again(place, arguments)
    if code and not (name == "unpack" and killed and WHOLE in said) and not (name == "unpack" and not killed):
        note(place.stumbles, name, f"{code}: {said}")
    note(place.losses, name, check())
    note(place.stumbles, name, litter(place))
    shutil.rmtree(place.unpacked, ignore_errors=True)
    return killed


def ingest(place: Place) -> tuple[list[str], Callable[[], str]]:
    """The next edition is taken in."""
    place.done += 1
    shutil.rmtree(place.articles, ignore_errors=True)
    place.articles.mkdir()
    for name, article in edition(place.done).items():
        (place.articles / f"{name}.txt").write_text(article.text, "utf-8")
    return ["ingest", "--prune", str(place.articles)], lambda: problem(lambda: assert_holds(place, place.library))


def rebuild(place: Place) -> tuple[list[str], Callable[[], str]]:
    """Everything is embedded by the other embedder."""
    (place.embedder,) = EMBEDDERS.keys() - {place.embedder}
    return ["rebuild"], lambda: problem(lambda: assert_holds(place, place.library))


def backup(place: Place) -> tuple[list[str], Callable[[], str]]:
    """A backup is written over the one before."""

    def check() -> None:
        with tempfile.TemporaryDirectory() as elsewhere:
            assert read_backup(place.file).articles == len(edition(place.done))
            unpack(place.file, Path(elsewhere, "library"))
            assert_holds(place, Path(elsewhere, "library"))

    return ["backup", str(place.file)], lambda: problem(check)


def unpacking(place: Place) -> tuple[list[str], Callable[[], str]]:
    """The last backup becomes a library."""
    arguments = ["--library", str(place.unpacked), "unpack", str(place.file)]
    return arguments, lambda: problem(lambda: assert_holds(place, place.unpacked))


COMMANDS = {"ingest": ingest, "rebuild": rebuild, "backup": backup, "unpack": unpacking}
"""In this order, so that each backup holds what the library does, and is what is unpacked."""


def run_and_kill(place: Place, arguments: list[str], seconds: float) -> int | None:
    """How a command ended in a process that was killed after so many seconds of work: negative for a signal."""
    begun = FORKED.Event()
    often = place.chance.random() < 0.3
    process = FORKED.Process(target=run_quietly, args=(arguments, environment(place), begun, often))
    process.start()
    begun.wait(60)
    time.sleep(seconds)
    process.kill()
    process.join()
    return process.exitcode


def run_quietly(arguments: list[str], variables: dict[str, str], begun: Event, often: bool) -> None:
    """A command in a process of its own, which says when it begins; `often` has kills fall into Chroma's saving."""
    with_light_embedders()
    if often:
        twist("save-often")
    os.environ.update(variables)
    sys.stdout = sys.stderr = io.StringIO()
    begun.set()
    sys.exit(run(arguments))


def environment(place: Place) -> dict[str, str]:
    return {"DATELINE_LIBRARY": str(place.library), "DATELINE_EMBEDDER": place.embedder}


def again(place: Place, arguments: list[str]) -> tuple[int, str]:
    """The exit code of a command run in this process, and what it complained of."""
    os.environ.update(environment(place))
    said = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
        code = run(arguments)
    return code, " ".join(said.getvalue().split()) if code else ""


def opened(folder: Path) -> Library:
    """A library, opened with the embedder that it records."""
    with contextlib.closing(sqlite3.connect(folder / "catalogue.sqlite")) as connection:
        settings = dict(connection.execute("SELECT name, value FROM settings"))
    assert settings.get("embedder") in EMBEDDERS, settings
    return Library.open(folder, embedder_name=settings["embedder"], dimension=EMBEDDERS[settings["embedder"]])


def current(folder: Path) -> dict[str, str]:
    """The texts of the articles that stand, by the names that `edition` gives them."""
    with contextlib.closing(sqlite3.connect(folder / "catalogue.sqlite")) as connection:
        rows = connection.execute("SELECT path, text FROM articles JOIN texts ON article = key WHERE state = 'current'")
        return {Path(path).stem: text for path, text in rows}


def assert_holds(place: Place, folder: Path) -> None:
    """The edition is there, whole, made by the embedder of now, and the three stores agree."""
    with opened(folder) as library:
        assert library.made_with == place.embedder, library.made_with
        texts = current(folder)
    expected = edition(place.done)
    assert texts.keys() == expected.keys(), texts.keys() ^ expected.keys()
    assert all(plain(texts[name]) == plain(article.text) for name, article in expected.items())
    assert_consistent(folder)


def assert_left(place: Place, earlier: int) -> None:
    """What a killed process left is the `earlier` edition, or the one that it took in, article by article."""
    with opened(place.library):
        texts = current(place.library)
    before, after = edition(earlier), edition(place.done)
    assert before.keys() & after.keys() <= texts.keys() <= before.keys() | after.keys(), texts.keys()
    for name, text in texts.items():
        assert plain(text) in {plain(one[name].text) for one in (before, after) if name in one}, name
    assert_consistent(place.library)


def plain(text: str) -> str:
    return " ".join(text.split())


def problem(check: Callable[[], object]) -> str:
    """What a check finds; nothing, it is hoped."""
    try:
        check()
    except (AssertionError, AssistantError, sqlite3.Error, OSError) as error:
        return f"{type(error).__name__}: {error}"[:300]
    return ""


def note(found: dict[str, list[str]], name: str, what: str) -> None:
    if what:
        found.setdefault(name, []).append(what)


def litter(place: Place) -> str:
    """What stands beside the backup, or in the root, that no command should leave once it was run again."""
    beside = [path.name for path in place.file.parent.iterdir() if path != place.file]
    known = {"library", "articles", "backups", "unpacked"}
    return ", ".join([*beside, *(path.name for path in place.root.iterdir() if path.name not in known)])


if __name__ == "__main__":
    main()
