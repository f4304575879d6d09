"""How soon the page paints, and how quick its answers are while articles go in, in headless Chromium.

    python tests/benchmarks/page.py [--opened 8] [--articles 300]

Prints JSON lines, in milliseconds: the medians of opening the page in a browser that has nothing of it in its cache;
then the time from Enter to the finished answer, alone and while the first `--articles` of the benchmark archive (the
optional data folder, DATELINE_SHARED) are ingested by the same process. Asked are five questions about the demo
archive, three times with another last word, so that the question is embedded anew; its sentences' vectors are kept.
"""

import argparse
import itertools
import json
import shutil
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "web"))

from conftest import QUIET
from in_browser import ask, served
from playwright.sync_api import Browser, Page, sync_playwright
from questions import ARTICLES, first_articles

from assistant import Assistant, Settings
from assistant.settings import shipped

PAINTS = "() => performance.getEntriesByType('paint').map((one) => [one.name, one.startTime])"
QUESTIONS = (
    "How many troops are going to Romania?",
    "Who said the moves are not permanent?",
    "How long was the Suez Canal blocked?",
    "Why did Gazprom stop deliveries to Bulgaria?",
    "When was the Suez Canal cleared?",
)
ROUNDS = 3


def main() -> None:
    """Measures and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--opened", type=int, default=8)
    parser.add_argument("--articles", type=int, default=300)
    asked = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with (
        tempfile.TemporaryDirectory() as folder,
        Assistant.open(Settings(library=Path(folder) / "library", _env_file=None)) as assistant,
        sync_playwright() as playwright,
        served(assistant) as address,
    ):
        assistant.ingest(shipped("corpus"))
        browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        print(json.dumps(first_paint(browser, address, times=asked.opened)), flush=True)
        page = opened(browser, address)
        print(json.dumps({"asked": "alone"} | answers(page, "please")), flush=True)
        if ARTICLES.is_file():
            source = first_articles(Path(folder), asked.articles)
            ingesting = threading.Thread(target=assistant.ingest, args=(source,))
            began = time.perf_counter()
            ingesting.start()
            print(json.dumps({"asked": "beside an ingest"} | answers(page, "now", while_alive=ingesting)), flush=True)
            ingesting.join()
            print(json.dumps({"articles": asked.articles, "ingest_s": round(time.perf_counter() - began, 1)}))
        else:
            print(f"There is no {ARTICLES}: answers beside an ingest are not measured.", file=sys.stderr)
        browser.close()


def first_paint(browser: Browser, address: str, *, times: int) -> dict[str, float]:
    """Medians over fresh browser contexts: first paint, first contentful paint, and until a question can be asked."""
    paints, ready = [], []
    for _ in range(times):
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        page = context.new_page()
        began = time.perf_counter()
        start(page, address)
        ready.append(1000 * (time.perf_counter() - began))
        paints.append(dict(page.evaluate(PAINTS)))
        context.close()
    return {
        "first_paint": round(statistics.median(one["first-paint"] for one in paints)),
        "first_contentful_paint": round(statistics.median(one["first-contentful-paint"] for one in paints)),
        "ready": round(statistics.median(ready)),
    }


def start(page: Page, address: str) -> None:
    """Opens the page and waits until a question can be asked."""
    page.goto(address)
    page.wait_for_selector("[data-started]", state="attached")


def opened(browser: Browser, address: str) -> Page:
    """A page that has answered once, so that everything is loaded."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    start(page, address)
    ask(page, "What did the Pentagon announce?")
    return page


def answers(page: Page, word: str, *, while_alive: threading.Thread | None = None) -> dict[str, float]:
    """Times from Enter to the finished answer; only those that began and ended while the thread was alive."""
    times = []
    for number, question in itertools.product(range(ROUNDS), QUESTIONS):
        page.click(".begin")
        began = time.perf_counter()
        ask(page, f"{question[:-1]} {word} {number + 1}?")
        if while_alive is None or while_alive.is_alive():
            times.append(1000 * (time.perf_counter() - began))
    return {"answers": len(times), "p50": round(statistics.median(times)), "longest": round(max(times))}


if __name__ == "__main__":
    main()
