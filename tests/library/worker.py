"""A process that ingests, started and killed by test_processes.py: worker.py LIBRARY FOLDER FIRST LAST [TWIST]."""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

from assistant.errors import AssistantError
from assistant.types import Article


def edition(number: int) -> dict[str, Article]:
    """The folder's articles in its edition `number`: about 60 of 100, some of them changed since the edition before."""
    chosen = random.Random(number)
    articles = {}
    for name in range(100):
        if chosen.random() < 0.6:
            revision = random.Random(f"{name} {number // 3}").randrange(1_000_000)
            text = "\n\n".join(f"Story {name}, paragraph {part}. " + f"Word{revision} " * 120 for part in range(3))
            if name % 4 == 0:  # one of two that carry the same report, unless it was changed
                text += "\n\n" + " ".join(f"w{name // 8}x{revision % 2}x{place}" for place in range(200))
            articles[f"a{name}"] = Article(id=f"a{name}", text=text, title=f"Story {name}", path=f"/news/a{name}.txt")
    return articles


def write(library: Path, folder: str, first: int, last: int) -> Iterator[int]:
    """Ingests one edition after the other; the number of each when it is done."""
    from bag_of_words import BagOfWords

    from assistant.library.store import Library

    embed = BagOfWords()
    with Library.open(library, embedder_name=embed.name, dimension=embed.dimension) as opened:
        for number in range(first, last):
            articles = edition(number).values()
            if folder != "/news":
                articles = [Article(id=f"{folder}{a.id}", text=a.text, path=f"{folder}/{a.id}") for a in articles]
            opened.ingest(articles, folder=folder, embed=embed, prune=True)
            yield number


def twist(name: str) -> None:
    """Makes one thing worse than it is outside of tests."""
    if name == "save-often":
        from assistant.library.disk import chroma

        chroma._SAVE_EVERY = 20
    if name.startswith("disk-full"):
        import resource

        size = int(name.rpartition("=")[2])
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def main() -> int:
    library, folder, first, last, *twists = sys.argv[1:]
    for name in twists:
        twist(name)
    tell("ready")
    try:
        for number in write(Path(library), folder, int(first), int(last)):
            tell(str(number))
    except AssistantError as error:
        tell(f"error {type(error).__name__}: {error}".replace("\n", " "))
        return 1
    return 0


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
