"""Speed and memory on the demo archive, each command a fresh process.

    python tests/benchmarks/speed.py

Prints one JSON line. `page_s` is from starting `app.py`, its library already there, to the first answer of the page.
"""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "How many troops are going to Romania?"


def seconds(command: list[str], times: int = 5) -> float:
    """Median wall time of a command."""
    measured = []
    for _ in range(times):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        measured.append(time.perf_counter() - started)
    return round(statistics.median(measured), 3)


def milliseconds(work: Callable[[], object], times: int = 30) -> float:
    """Median time of a call in this process."""
    measured = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        measured.append(time.perf_counter() - started)
    return round(statistics.median(measured) * 1000, 1)


def page_seconds(library: str) -> float:
    """From starting the page to its first answer."""
    from gradio_client import Client

    environment = {
        "DATELINE_LIBRARY": library,
        "DATELINE_PORT": "7899",
        "PATH": "/usr/bin:/bin",
        "HOME": str(Path.home()),
    }
    started = time.perf_counter()
    with subprocess.Popen([sys.executable, ROOT / "app.py"], env=environment, stdout=subprocess.DEVNULL) as page:
        try:
            while time.perf_counter() - started < 120:
                try:
                    Client("http://127.0.0.1:7899", verbose=False).predict(QUESTION, api_name="/ask")
                    return round(time.perf_counter() - started, 2)
                except Exception:  # the page is not up yet, whatever the client calls it
                    time.sleep(0.2)
            sys.exit("the page did not answer within two minutes")
        finally:
            page.terminate()


def main() -> None:
    from assistant import Assistant, Settings

    python, dateline = sys.executable, str(Path(sys.executable).with_name("dateline"))
    report = {
        "import_s": seconds([python, "-c", "import assistant"]),
        "help_s": seconds([dateline, "--help"]),
    }
    with tempfile.TemporaryDirectory() as library:
        with Assistant.open(Settings(library=Path(library), model=None)) as assistant:
            started = time.perf_counter()
            assistant.prepare()
            report["demo_ingest_s"] = round(time.perf_counter() - started, 2)
            assistant.ask(QUESTION)
            report["search_ms"] = milliseconds(lambda: assistant.search(QUESTION))
            report["answer_ms"] = milliseconds(lambda: assistant.ask(QUESTION))
        report["ask_cold_s"] = seconds([dateline, "--library", library, "ask", QUESTION], times=3)
        report["page_s"] = page_seconds(library)
    report["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps(report))


if __name__ == "__main__":
    main()
