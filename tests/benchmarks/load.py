"""Many people asking at once: answers a second, waits and memory of the real page.

    python tests/benchmarks/load.py [--askers 8 32] [--seconds 60]

Starts `app.py` over the demo archive in a process of its own, on a free port of this machine, and asks it as the page
in a browser does: each asker opens it, asks one question after another as soon as the last one is answered, leaves, and
opens it anew. Every number of askers goes twice, so that memory that is not given back shows. It stops by itself.
"""

import argparse
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import psutil

ROOT = Path(__file__).resolve().parents[2]
MOST_ASKERS = 64
LONGEST = 120
QUESTIONS = (
    "How many troops are going to Romania?",
    "Why did Gazprom stop deliveries to Bulgaria?",
    "How long was the Suez Canal blocked?",
    "Which Republicans voted for Ketanji Brown Jackson?",
    "How many troops are going to Bulgaria?",
    "Who said that the moves are not permanent?",
    "What did the Pentagon announce in February 2022?",
    "When was the Suez Canal cleared?",
    "How many soldiers stood on heightened alert?",
    "What did Russia say about an invasion of Ukraine?",
    "And how many are going to Poland?",
    "Who won the chess championship on the moon?",
)
TURNS = 5
"""Questions of one conversation."""


@dataclass
class Tally:
    """What the askers of one round met."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@contextmanager
def page(library: str) -> Iterator[tuple[str, psutil.Process]]:
    """The address and the process of the page."""
    environment = os.environ | {"DATELINE_LIBRARY": library, "DATELINE_PORT": "0", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(ROOT / "app.py")]
    with subprocess.Popen(command, env=environment, cwd=library, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            address = next(
                found[1] for line in server.stdout if (found := re.search(r"Dateline is at (http://\S+)", line))
            )
            yield address, psutil.Process(server.pid)
        finally:
            server.terminate()


def ask(client: httpx2.Client, session: str, question: str, fn_index: int) -> None:
    """Asks as the page does and reads the pictures of the answer to its end; an AssertionError says what is wrong."""
    sent = {"question": question, "turn": random.randbytes(12).hex(), "conversation": ""}
    body = {"data": [None], "event_data": sent, "fn_index": fn_index, "session_hash": session, "trigger_id": None}
    begun = client.post("/gradio_api/queue/join", json=body)
    assert begun.status_code == 200, begun.text
    last = ""
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as messages:
        for line in messages.iter_lines():
            message = json.loads(line.removeprefix("data: ")) if line.startswith("data: ") else {}
            last += line if message.get("msg") in {"process_generating", "process_completed"} else ""
            if message.get("msg") == "process_completed":
                assert message["success"], line
                break
            assert message.get("msg") != "unexpected_error", line
    assert '"done"' in last, last[-300:]


def asker(address: str, fn_index: int, number: int, until: float, tally: Tally) -> None:
    """Opens the page, asks a few questions and leaves, again and again until the time is over."""
    chosen = random.Random(number)
    with httpx2.Client(base_url=address, trust_env=False, timeout=120) as client:
        client.get("/")  # gives the browser's own secret
        while time.monotonic() < until:
            session = chosen.randbytes(6).hex()
            with client.stream("GET", f"/gradio_api/heartbeat/{session}"):
                for question in chosen.sample(QUESTIONS, TURNS):
                    if time.monotonic() < until:
                        timed(client, session, question, fn_index, tally)


def timed(client: httpx2.Client, session: str, question: str, fn_index: int, tally: Tally) -> None:
    """Asks and writes down what came of it."""
    begun = time.monotonic()
    try:
        ask(client, session, question, fn_index)
    except (AssertionError, httpx2.HTTPError, ValueError) as error:
        tally.errors.append(f"{type(error).__name__} {error}"[:300])
    else:
        tally.seconds.append(time.monotonic() - begun)


def round_of(address: str, askers: int, seconds: float) -> Tally:
    """One round."""
    config = httpx2.get(f"{address}/config", trust_env=False).json()
    targets = {name: one["id"] for one in config["dependencies"] for _, name in one["targets"]}
    tally, until = Tally(), time.monotonic() + seconds
    with ThreadPoolExecutor(askers) as threads:
        for number in range(askers):
            threads.submit(asker, address, targets["ask"], number, until, tally).add_done_callback(_raise)
    return tally


def _raise(done) -> None:
    if error := done.exception():
        sys.excepthook(type(error), error, error.__traceback__)


def megabytes(server: psutil.Process) -> int:
    """Resident memory of the page."""
    return round(server.memory_info().rss / 2**20)


def described(tally: Tally, seconds: float) -> dict[str, float | int]:
    """Figures of a round."""
    waits = sorted(tally.seconds) or [0.0]
    centiles = statistics.quantiles(waits, n=20) if len(waits) > 1 else waits * 19
    return {
        "answers": len(tally.seconds),
        "per_s": round(len(tally.seconds) / seconds, 1),
        "p50_s": round(statistics.median(waits), 2),
        "p95_s": round(centiles[18], 2),
        "longest_s": round(waits[-1], 2),
        "errors": len(tally.errors),
    }


def main() -> None:
    """Prints one JSON line a round."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--askers", type=int, nargs="+", default=[8, 32])
    arguments.add_argument("--seconds", type=float, default=60)
    given = arguments.parse_args()
    seconds = min(given.seconds, LONGEST)
    threading.stack_size(512 * 1024)
    with tempfile.TemporaryDirectory() as library, page(library) as (address, server):
        round_of(address, 1, 15)  # the demo archive is made ready, and every question was met
        for askers in [min(number, MOST_ASKERS) for number in given.askers for _ in range(2)]:
            before, begun, used = megabytes(server), time.monotonic(), server.cpu_times()
            tally = round_of(address, askers, seconds)
            took, now = time.monotonic() - begun, server.cpu_times()
            figures = {"askers": askers, **described(tally, took)}
            figures |= {"cores": round((now.user + now.system - used.user - used.system) / took, 2)}
            figures |= {"rss_before_mb": before, "rss_after_mb": megabytes(server), "threads": server.num_threads()}
            figures |= {"load": round(os.getloadavg()[0], 1)}
            print(json.dumps(figures), *dict.fromkeys(tally.errors), sep="\n", flush=True)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
