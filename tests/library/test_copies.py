"""Copies: which articles are one report, where it comes from, and that groups follow what becomes of their articles."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from bag_of_words import BagOfWords
from consistency import assert_consistent
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.library.copies.addresses import page_of
from assistant.library.copies.origins import is_agency
from assistant.library.copies.shingles import shingles
from assistant.library.copies.sketches import is_copy, likeness, signature
from assistant.library.store import Library
from assistant.types import Article, IngestReport

DAY = date(2022, 2, 2)


def report(seed: str, sentences: int = 16) -> list[str]:
    """Sentences that no other seed shares."""
    chosen = random.Random(seed)
    words = [f"{seed}{number}" for number in range(400)]
    return [" ".join(chosen.choices(words, k=12)).capitalize() + "." for _ in range(sentences)]


WIRE = report("troops")


def text(sentences: list[str], before: str = "", after: str = "") -> str:
    paragraphs = [" ".join(sentences[start : start + 2]) for start in range(0, len(sentences), 2)]
    return f"{before}{chr(10).join(paragraphs)}{after}".replace("\n", "\n\n")


def article(name: str, words: str, **fields: object) -> Article:
    values = {"outlet": name.title(), "published": DAY, "path": f"/news/{name}.txt"} | fields
    return Article(id=name, text=words, title="Troops", **values)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def consistent_at_the_end(folder: Path, library: Library) -> Iterator[None]:
    yield
    library.close()
    if (folder / "chroma").exists():
        assert_consistent(folder)


@pytest.fixture
def ingest(library: Library, embed: BagOfWords):
    """Ingests articles as the whole of a folder, or of none."""

    def run(*articles: Article, folder: str | None = None) -> IngestReport:
        return library.ingest(articles, folder=folder, embed=embed, prune=True)

    return run


def group(library: Library, name: str) -> list[str]:
    return [found.id for found in library.copies(name)]


def test_the_same_report_under_other_outlets_is_a_copy_of_it(library: Library, ingest) -> None:
    done = ingest(
        article("ledger", text(WIRE, before="WASHINGTON, Feb. 2 (Wire) — "), published=date(2022, 2, 3)),
        article("courier", text(WIRE), published=date(2022, 2, 2)),
        article(
            "standard", text([*WIRE[:5], "A sentence the desk put in.", *WIRE[5:]], after="\n(Reporting by A. Bee)")
        ),
        article("other", text(report("elections"))),
    )

    assert (done.added, done.copies) == (4, 2)
    assert group(library, "ledger") == group(library, "standard") == ["courier", "standard", "ledger"]
    assert group(library, "other") == ["other"]
    assert library.origins(["ledger", "courier", "other"]) == {"ledger": "courier", "courier": "courier"}


def test_every_copy_stays_an_article_of_its_own(library: Library, ingest, embed: BagOfWords) -> None:
    ingest(article("ledger", text(WIRE)), article("courier", text(WIRE)))

    assert library.article("ledger").outlet == "Ledger"
    hits = library.find_dense(embed.embed_query(WIRE[0]), top_k=10)
    assert {passage.article_id for passage in library.passages([number for number, _ in hits]).values()} == {
        "ledger",
        "courier",
    }


def test_a_shortened_reprint_is_a_copy_within_a_week(library: Library, ingest) -> None:
    ingest(
        article("ledger", text(WIRE)),
        article("brief", text(WIRE[:7]), published=date(2022, 2, 4)),
        article("yearbook", text(WIRE[:7][::-1]), published=date(2022, 12, 31)),
    )

    assert group(library, "ledger") == ["brief", "ledger"][::-1]
    assert group(library, "yearbook") == ["yearbook"]


def test_the_same_story_by_another_reporter_is_no_copy(library: Library, ingest) -> None:
    shared = WIRE[:5]  # the quotes that both heard
    ingest(article("ledger", text([*shared, *report("own")])), article("courier", text([*shared, *report("another")])))

    assert group(library, "ledger") == ["ledger"]


def test_a_brief_in_a_long_round_up_does_not_make_one_report_of_all_in_it(library: Library, ingest) -> None:
    briefs = [report(f"story{number}", 8) for number in range(6)]
    singles = [article(f"outlet{number}", text(brief)) for number, brief in enumerate(briefs)]
    ingest(article("round-up", text([sentence for brief in briefs for sentence in brief])), *singles)

    assert library.origins(["round-up", *(single.id for single in singles)]) == {}


def test_a_few_words_are_no_report(library: Library, ingest) -> None:
    ingest(article("ledger", "Corrections will be printed on this page."), article("courier", "Corrections will be printed on this page."))  # noqa: E501  # fmt: skip

    assert group(library, "ledger") == ["ledger"]


@pytest.mark.parametrize(
    ("members", "origin"),
    [
        ([("ledger", "Ledger", 2), ("wire", "The Associated Press", 4)], "wire"),
        ([("wire", "Reuters.com", 4), ("ledger", "Ledger", 2), ("courier", "Courier", 1)], "wire"),
        ([("b", "Ledger", 2), ("a", "Courier", 2), ("c", "Standard", 3)], "a"),
        ([("dated", "Ledger", 5), ("undated", "Courier", None)], "dated"),
    ],
)
def test_the_origin_is_an_agency_or_else_the_earliest(library: Library, ingest, members, origin: str) -> None:
    for name, outlet, day in members:
        ingest(article(name, text(WIRE), outlet=outlet, published=date(2022, 2, day) if day else None))

    assert group(library, members[0][0])[0] == origin


def test_whom_another_outlet_credits_is_the_origin(library: Library, ingest) -> None:
    credited = text(WIRE, before="WASHINGTON, Feb. 2 (Meridian Wire) — ")
    ingest(article("ledger", credited, published=date(2022, 2, 1)), article("wire", text(WIRE), outlet="Meridian Wire"))
    assert group(library, "ledger") == ["wire", "ledger"]

    other = report("floods")
    ingest(
        article("gazette", text(other), authors=("Meridian Wire",), published=date(2022, 1, 1)),
        article("wire2", text(other), outlet="Meridian Wire"),
    )
    assert group(library, "gazette") == ["wire2", "gazette"]


def test_agencies_are_known_by_their_usual_names() -> None:
    agencies = ["AP", "AP News", "The Associated Press", "Reuters", "AFP", "Anadolu Agency", "dpa", "PA Media", "EFE",
                "ANSA", "TASS", "Xinhua News Agency", "Bloomberg News", "Yonhap News Agency"]  # fmt: skip
    assert all(map(is_agency, agencies))
    assert not any(map(is_agency, ["The Guardian", "Harbor Ledger", "CNN", "News", ""]))


def test_a_copy_that_is_rewritten_leaves_its_group_and_one_that_becomes_alike_joins(library: Library, ingest) -> None:
    ingest(article("ledger", text(WIRE)), article("courier", text(WIRE)), article("gazette", text(report("else"))))

    done = ingest(article("courier", text(report("rewritten"))), article("gazette", text(WIRE)))

    assert (done.updated, done.copies) == (2, 1)
    assert group(library, "courier") == ["courier"]
    assert group(library, "ledger") == ["gazette", "ledger"]


def test_removed_copies_do_not_count_until_they_are_restored(library: Library, ingest) -> None:
    ingest(*(article(name, text(WIRE)) for name in ("a", "b", "c")))

    library.remove("a")
    assert group(library, "b") == ["b", "c"]
    assert group(library, "a") == []
    library.remove("c")
    assert library.origins("abc") == {}
    library.restore("a")
    assert group(library, "b") == ["a", "b"]


def test_without_the_copy_between_them_two_texts_are_no_longer_one_group(library: Library, ingest) -> None:
    long, middle, short = text(report("x", 40)), text(report("x", 40)[:20]), text(report("x", 40)[:8])
    ingest(article("long", long), article("short", short))
    assert library.origins(["long", "short"]) == {}

    ingest(article("middle", middle))
    assert set(group(library, "long")) == {"long", "middle", "short"}
    library.remove("middle")
    assert library.origins(["long", "short"]) == {}


def test_what_vanishes_from_its_folder_leaves_its_group(library: Library, ingest) -> None:
    ledger, courier = article("ledger", text(WIRE)), article("courier", text(WIRE))
    ingest(ledger, courier, folder="/news")
    ingest(courier, folder="/news")
    assert group(library, "courier") == ["courier"]

    ingest(ledger, courier, folder="/news")
    assert group(library, "courier") == ["courier", "ledger"]


def test_hundreds_of_copies_are_one_group_and_stay_one_without_the_first(library: Library, ingest) -> None:
    done = ingest(*(article(f"outlet{number:03}", text(WIRE)) for number in range(150)))
    assert done.copies == 149
    assert len(group(library, "outlet090")) == 150

    library.remove("outlet000")
    assert group(library, "outlet149")[0] == "outlet001"
    assert len(group(library, "outlet149")) == 149


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/2022/02/troops/",
        "https://www.example.org/2022/02/troops?utm_source=mail&fbclid=x",
        "https://m.example.org/2022/02/troops/amp/",
        "https://amp.example.org/amp/2022/02/troops.amp.html#top",
        "https://example.org/2022/02/troops/index.html",
    ],
)
def test_addresses_of_one_page_are_told(url: str) -> None:
    assert page_of(url) == page_of("https://example.org/2022/02/troops") == "example.org/2022/02/troops"


@pytest.mark.parametrize("url", ["https://example.org/", "https://www.example.org", "", None, "https://[broken"])
def test_a_front_page_is_no_page_of_an_article(url: str | None) -> None:
    assert page_of(url) is None


def test_a_parameter_that_tells_pages_apart_stays() -> None:
    assert page_of("https://example.org/a.php?id=1&utm_medium=x") != page_of("https://example.org/a.php?id=2")


def test_a_page_taken_twice_is_a_copy_though_it_was_edited_much(library: Library, ingest) -> None:
    edited = [*WIRE[:12], *report("later", 6)]
    assert likeness(shingles(text(WIRE)), shingles(text(edited))).jaccard < 0.8
    page = "https://example.org/2022/02/troops"
    ingest(
        article("first", text(WIRE), outlet="Ledger", url=page),
        article("second", text(edited), outlet="Ledger", url=f"{page}/amp?utm_source=mail"),
        article("elsewhere", text(edited[::-1]), url="https://example.org/2022/02/other"),
        article("live", text(report("another entry")), outlet="Ledger", url=f"{page}#entry-2"),
    )

    assert group(library, "first") == ["first", "second"]
    assert group(library, "live") == ["live"]


def test_case_spacing_datelines_and_credits_make_no_difference() -> None:
    plain = text(WIRE)
    dressed = (
        "By Ana Pop\n\nWASHINGTON, Feb. 2 (Meridian Wire) — "
        + plain.upper().replace(" ", "  ").replace(".", "!")
        + "\n\nReporting by Ana Pop; editing by Tom Lee\n\n© 2022 Meridian Wire. All rights reserved."
    )
    assert set(shingles(dressed)) == set(shingles(plain))


def test_scripts_without_spaces_are_compared_sign_by_sign() -> None:
    chosen = random.Random("han")
    long = "".join(chr(chosen.randrange(0x4E00, 0x9000)) for _ in range(300))
    assert is_copy(likeness(shingles(long), shingles(long[:150] + "新" + long[150:])), days=0, same_page=False)


def test_a_text_of_any_length_has_a_signature() -> None:
    blog = shingles(" ".join(f"word{number}" for number in range(30_000)))
    most = signature(blog[:29_000])
    assert np.mean(signature(blog) == most) > 0.85
    assert np.array_equal(np.minimum(most, signature(blog[29_000:])), signature(blog))


FAMILIES = {
    "wire": [text(WIRE), text([*WIRE[:8], "The desk added this.", *WIRE[8:]]), text(WIRE[1:])],
    "floods": [text(report("floods")), text([*report("floods"), "More follows."])],
    "alone": [text(report("alone"))],
}
TEXTS = [(family, words) for family, texts in FAMILIES.items() for words in texts]
STEPS = st.lists(
    st.tuples(st.sampled_from(["ingest", "ingest", "remove", "restore"]), st.integers(0, 5), st.sampled_from(TEXTS)),
    max_size=12,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_groups_are_what_is_alike_now_whatever_happened_before(library: Library, ingest, steps) -> None:
    current: dict[str, str] = {}
    removed: dict[str, str] = {}
    names = [f"outlet{number}" for number in range(6)]
    ingest(*(article(name, text(report(f"nothing {name}"))) for name in names))
    for action, number, (family, words) in steps:
        name = names[number]
        if action == "ingest":
            ingest(article(name, words))
            current[name] = family
            removed.pop(name, None)
        elif action == "remove" and name in current:
            library.remove(name)
            removed[name] = current.pop(name)
        elif action == "restore" and name in removed:
            library.restore(name)
            current[name] = removed.pop(name)
    for name, family in current.items():
        assert group(library, name) == sorted(other for other, its in current.items() if its == family)
    for name in removed:
        assert group(library, name) == []


def version_1(folder: Path, articles: list[Article]) -> None:
    """A library as the first release wrote it: articles that are done, without passages."""
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as connection:
        connection.executescript(Path(__file__).with_name("version_1.sql").read_text("utf-8"))
        settings = {"library": "0a1b2c3d", "embedder": "bag-of-words", "dimension": "64", "indexes": "ready",
                    "passages": "200 tokens, cutting 1", "generation": "1"}  # fmt: skip
        connection.executemany("INSERT INTO settings VALUES (?, ?)", settings.items())
        for key, one in enumerate(articles, 1):
            connection.execute(
                "INSERT INTO articles (key, id, version, state, indexed, outlet, published, content_hash, seen) "
                "VALUES (?, ?, 1, 'current', 1, ?, '2022-02-02', 'abc', '2022-02-03T00:00:00+00:00')",
                [key, one.id, one.outlet],
            )
            connection.execute("INSERT INTO texts VALUES (?, ?)", [key, one.text])
        connection.commit()


def test_a_library_of_the_first_version_keeps_its_texts_and_gets_its_groups(tmp_path: Path, embed: BagOfWords) -> None:
    folder = tmp_path / "old"
    old = [article(name, text(WIRE)) for name in ("ledger", "courier")]
    version_1(folder, old)

    with Library.open(folder, embedder_name=embed.name, dimension=embed.dimension) as library:
        assert [library.article(one.id).text for one in old] == [one.text for one in old]
        assert library.origins(["ledger"]) == {}
        done = library.ingest([article("gazette", text(WIRE))], folder=None, embed=embed)
        assert done.copies == 1
        assert group(library, "ledger") == ["courier", "gazette", "ledger"]
    assert_consistent(folder)


def test_another_rule_finds_the_groups_anew(
    library: Library, ingest, embed: BagOfWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(article("ledger", text(WIRE)), article("courier", text(WIRE)))
    monkeypatch.setattr("assistant.library.copies.groups.SETTINGS", "another rule")
    monkeypatch.setattr("assistant.library.copies.groups.is_copy", lambda *_, **__: False)

    library.rebuild(embed)

    assert library.origins(["ledger"]) == {}


def test_an_unchanged_article_is_no_copy_of_itself(library: Library, ingest) -> None:
    ledger = article("ledger", text(WIRE))
    ingest(ledger)
    assert ingest(ledger).copies == 0
    assert ingest(replace(ledger, text=text([*WIRE, "One more sentence."]))).copies == 0
    assert group(library, "ledger") == ["ledger"]
