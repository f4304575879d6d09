"""Kills ingesting processes at random moments and counts what was lost: of what was reported done, nothing may be.

    PYTHONPATH=tests/library python tests/benchmarks/kills.py [--kills 100] [--seed 0]

Each process takes in one edition of a folder after the other, with additions, changes and removals, and says when
one is done; it gets SIGKILL at a random moment. Then the library is opened, which heals it, and compared with the
editions reported done: a loss is an article, or a change or removal of one, that was reported and is not there, or
an inconsistency between the three stores. The embedder is the tests' bag of words. Prints one JSON line.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from pathlib import Path

from bag_of_words import BagOfWords
from consistency import assert_consistent
from test_processes import assert_between, killed_at_random, worker

from assistant.errors import AssistantError
from assistant.library.store import Library


def losses(folder: Path, done: int) -> list[str]:
    """What is wrong with the library after edition `done` was reported; nothing, it is hoped."""
    embed = BagOfWords()
    try:
        with Library.open(folder, embedder_name=embed.name, dimension=embed.dimension) as library:
            assert_between(library, done)
        assert_consistent(folder)
    except (AssertionError, AssistantError) as error:
        return [f"after edition {done}: {error!r}"]
    return []


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--kills", type=int, default=100)
    options.add_argument("--seed", type=int, default=0)
    given = options.parse_args()
    chance, started = random.Random(given.seed), time.monotonic()
    done, after_a_report, lost = 0, 0, list[str]()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "library")
        for number in range(1, given.kills + 1):
            # with the twist Chroma saves its index with every few passages, so that kills fall into the saving
            with worker(folder, "/news", done + 1, 10_000, *(["save-often"] if number % 3 == 0 else [])) as process:
                reported = killed_at_random(process, chance)
            after_a_report += reported > done
            done = max(done, reported)
            if number == given.kills or chance.random() < 0.7:  # else the next process finds the mess
                lost += losses(folder, done)
            if number % 20 == 0:
                print(f"{number} kills, {done} editions reported done, {len(lost)} losses", file=sys.stderr)
    report = {"kills": given.kills, "after_a_report": after_a_report, "editions_done": done, "losses": len(lost)}
    print(json.dumps(report | {"minutes": round((time.monotonic() - started) / 60, 1), "lost": lost[:5]}))


if __name__ == "__main__":
    main()
