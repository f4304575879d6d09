"""How fast a conversation of many turns opens in the page, and how it scrolls and takes typing, in headless Chromium.

    python tests/benchmarks/long_conversation.py [--turns 100]

Real answers about the demo archive are kept as often as it takes. Every figure is measured in the browser; the same
is measured with all turns laid out at once, which is what a page without `content-visibility` does.
"""

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "web"))

from conftest import QUIET
from in_browser import served
from playwright.sync_api import Page, sync_playwright

from assistant import Assistant, Settings
from assistant.types import Answer
from assistant.web.calls.conversations import opened
from assistant.web.showing.archive import DEMO_QUESTIONS

OPEN = """async ([id, turns]) => {
    const began = performance.now();
    location.hash = `#ask/${id}`;
    const frame = () => new Promise(requestAnimationFrame);
    while (document.querySelectorAll('.turn').length < turns) await frame();
    await frame();
    await frame();
    return performance.now() - began;
}"""
SCROLL = """async () => {
    const log = document.querySelector('.log');
    const frame = () => new Promise(requestAnimationFrame);
    log.scrollTop = log.scrollHeight;
    await frame();
    const gaps = [];
    let before = await frame();
    for (let step = 0; step < 120; step++) {
        log.scrollTop -= 400;
        const now = await frame();
        gaps.push(now - before);
        before = now;
    }
    return gaps;
}"""
LISTEN = """() => {
    window.delays = [];
    document.querySelector('#question').addEventListener('keydown', (event) => {
        requestAnimationFrame(() => setTimeout(() => window.delays.push(performance.now() - event.timeStamp)));
    });
}"""
LAID_OUT = "#desk .turn { content-visibility: visible !important; }"


def main() -> None:
    """Measures and prints the figures as JSON, one line a way of laying out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=100)
    turns = parser.parse_args().turns
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with (
        tempfile.TemporaryDirectory() as folder,
        Assistant.open(Settings(library=Path(folder) / "library", _env_file=None)) as assistant,
        sync_playwright() as playwright,
    ):
        answers = [assistant.ask(question) for question in DEMO_QUESTIONS]
        browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        with served(assistant) as address:
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            page = context.new_page()
            page.goto(address)
            page.wait_for_selector("[data-started]", state="attached")
            secret = next(one["value"] for one in context.cookies() if one["name"] == "dateline_browser")
            owner = f"browser-{hashlib.sha256(secret.encode()).hexdigest()}"
            conversation = fill(assistant, owner, answers, turns)
            print(json.dumps(server_side(assistant, owner, conversation)))
            for way, style in (("as shipped", ""), ("all laid out", LAID_OUT)):
                page.reload()
                page.wait_for_selector(".kept-link")
                if style:
                    page.add_style_tag(content=style)
                print(json.dumps({"way": way, "turns": turns} | measure(page, conversation, turns)))
        browser.close()


def fill(assistant: Assistant, owner: str, answers: list[Answer], turns: int) -> str:
    """The id of a conversation of that many turns."""
    store, conversation = assistant.conversations(owner), None
    for number in range(turns):
        answer = replace(answers[number % len(answers)], id=f"answer-{number}")
        conversation = store.keep(answer, conversation).id
    return str(conversation)


def server_side(assistant: Assistant, owner: str, conversation: str) -> dict[str, float]:
    """What the server takes to read and draw the turns, and what it sends."""
    began = time.perf_counter()
    found = opened(assistant, owner, conversation)
    return {"server_ms": round((time.perf_counter() - began) * 1000, 1), "sent_kB": len(json.dumps(found)) // 1000}


def measure(page: Page, conversation: str, turns: int) -> dict[str, float]:
    """Milliseconds: until the conversation is shown, between frames while scrolling, from a key to its paint."""
    shown = []
    for _ in range(5):
        shown.append(page.evaluate(OPEN, [conversation, turns]))
        page.click(".begin")
        page.wait_for_selector(".turn", state="detached")
    page.evaluate(OPEN, [conversation, turns])
    page.wait_for_timeout(1000)
    gaps = sorted(page.evaluate(SCROLL))
    page.evaluate(LISTEN)
    page.focus("#question")
    page.keyboard.type("How many troops are going to Romania now", delay=60)
    page.wait_for_timeout(300)
    delays = sorted(page.evaluate("window.delays"))
    return {
        "open_ms": round(median(shown), 1),
        "open_slowest_ms": round(max(shown), 1),
        "frame_p50_ms": round(median(gaps), 1),
        "frame_p95_ms": round(gaps[int(len(gaps) * 0.95)], 1),
        "key_p50_ms": round(median(delays), 1),
        "key_p95_ms": round(delays[int(len(delays) * 0.95)], 1),
    }


if __name__ == "__main__":
    main()
