"""How soon an article dropped in a watched folder is answerable by another process.

    python tests/benchmarks/watch.py [--drops 10] [--articles 0]

`dateline watch` runs in a process of its own over a folder with the demo archive and as many short made-up articles
beside it. This process has the library open, as the page has, and asks for each new article until the answer cites
it; `seconds` are from the end of its writing to that answer. Prints one JSON line.
"""

import argparse
import json
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PLACES = "Arden Brill Corvo Delmar Esker Fenn Galt Hollin Ister Jarrow Kell Lorne Mardal Nessa Orrin Pell".split()


def drop(folder: Path, number: int) -> tuple[str, str]:
    """Writes a new article; a question that only it answers, and the answer's words."""
    place, tons = PLACES[number % len(PLACES)], str(1207 + 31 * number)
    (folder / f"{place}-{number}.md").write_text(
        f"---\ntitle: {place} bridge takes {tons} tons\noutlet: Measured Times\ndate: 2022-05-02\n---\n\n"
        f"The new bridge of {place} can carry {tons} tons, its engineer said on Monday. It opens in June.\n"
    )
    return f"How many tons can the new bridge of {place} carry?", tons


def seconds_until_answered(assistant: object, question: str, words: str) -> float:
    """From now until the answer has the words."""
    started = time.perf_counter()
    while time.perf_counter() - started < 60:
        if words in assistant.ask(question).text:  # type: ignore[attr-defined]
            return time.perf_counter() - started
        time.sleep(0.1)
    sys.exit(f"not answered within a minute: {question}")


def wait_for(process: "subprocess.Popen[str]", words: str) -> None:
    assert process.stderr is not None
    next(line for line in process.stderr if words in line)


def main() -> None:
    from assistant import Assistant, Settings
    from assistant.settings import shipped

    options = argparse.ArgumentParser()
    options.add_argument("--drops", type=int, default=10)
    options.add_argument("--articles", type=int, default=0)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        library, folder = Path(place, "library"), Path(place, "news")
        shutil.copytree(shipped("corpus"), folder)
        for number in range(given.articles):
            (folder / f"filler-{number}.txt").write_text(
                f"Parish note {number}: the fair of ward {number % 97} was held."
            )
        command = [sys.executable, "-c", "from assistant.cli import main; main()"]
        command += ["--library", str(library), "watch", str(folder)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as watching:
            try:
                wait_for(watching, "Ctrl-C ends")
                with Assistant.open(Settings(library=library, model=None)) as assistant:
                    assistant.ask("Where is the bridge?")
                    taken = [seconds_until_answered(assistant, *drop(folder, number)) for number in range(given.drops)]
                    asked = time.perf_counter()
                    assistant.ask("How many tons can the new bridge of Arden carry?")
                    answer = time.perf_counter() - asked
                    held = assistant.status().articles
            finally:
                watching.send_signal(signal.SIGINT)
                watching.wait()
    figures = {"median_s": statistics.median(taken), "slowest_s": max(taken), "one_answer_s": answer}
    print(json.dumps({"articles": held, "drops": given.drops} | {name: round(s, 2) for name, s in figures.items()}))


if __name__ == "__main__":
    main()
