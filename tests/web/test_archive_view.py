"""The archive in a real browser: files added, followed, asked about; articles found, read, removed and brought back."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from in_browser import ask, served
from small_archive import write_articles

from assistant import Assistant, Settings

KEEPER = (
    "---\ntitle: Lighthouse keeper retires\noutlet: Coast Post\nauthor: Ada Moss\ndate: 2022-05-03\n---\n\n"
    "The lighthouse keeper of Corvale, Edith Marlow, retired on Tuesday after 41 years of service.\n\n"
    "Marlow climbed the 212 steps of the tower for the last time on Tuesday, the harbour office said.\n"
)
NASTY = "\U0001f600 <img src=x onerror=alert(1)>.md"
LONG = 120_000


@pytest.fixture
def own(tmp_path: Path, browser) -> Iterator[tuple[Assistant, str]]:
    """An assistant of one's own, still empty, and where its page is served."""
    settings = Settings(library=tmp_path / "library", upload_limit=1, _env_file=None)
    with Assistant.open(settings) as assistant, served(assistant) as address:
        yield assistant, address


def open_archive(tab, address: str, **options):
    page = tab(address, **options)
    page.click(".views a[data-view=archive]")
    page.wait_for_selector(".entries .source", timeout=240_000)  # the demo archive may have to be made first
    return page


def added(page, *files: Path | str) -> str:
    """The report on files that are added."""
    page.evaluate("document.querySelector('.report-slot').replaceChildren()")
    page.set_input_files("#choose-files", [str(file) for file in files])
    page.wait_for_selector(".report-head", timeout=120_000)
    return page.inner_text(".archive-view")


def titles(page) -> list[str]:
    return page.locator(".entries .source-title").all_inner_texts()


def test_the_demo_archive_is_searched_and_read_and_cannot_be_changed(tab, address: str, demo: Assistant):
    page = open_archive(tab, address)
    assert "cannot be removed" in page.inner_text(".archive-note")
    assert page.locator(".remove-article").count() == 0
    assert titles(page)[0] == demo.articles(limit=1)[0].title
    page.fill("#archive-words", "romania")
    page.wait_for_function("document.querySelectorAll('.entries .source').length < 20")
    assert titles(page) == [article.title for article in demo.articles("romania")]
    page.select_option("#archive-outlet", "Harbor Ledger")
    page.select_option("#archive-year", "2022")
    page.wait_for_function("document.querySelectorAll('.entries .source').length === 1")
    page.click(".entries .source")
    page.wait_for_selector(".panel .source-text")
    assert page.inner_text(".panel .source-headline") == titles(page)[0]
    assert page.locator(".panel mark").count() == 0
    page.fill("#archive-words", "nothing has these words")
    page.wait_for_selector(".entries .note:has-text('No article has these words')")


def test_files_are_added_asked_about_removed_and_brought_back(tab, own, tmp_path: Path):
    assistant, address = own
    page = open_archive(tab, address)
    (tmp_path / "keeper.md").write_text(KEEPER, "utf-8")
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(range(200)))
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4\n" + bytes(range(256)))
    (tmp_path / "large.txt").write_text("A long line.\n" * LONG)
    (tmp_path / NASTY).write_text(KEEPER.replace("Edith Marlow", "Rosa <b>Lind</b>").replace("keeper", "warden"))
    names = ("keeper.md", "empty.txt", "photo.jpg", "broken.pdf", "large.txt", NASTY)
    text = added(page, *(tmp_path / name for name in names))
    assert "2 articles added" in text
    for name in ("empty.txt", "photo.jpg", "broken.pdf", "large.txt"):
        assert name in text
    assert "is 1 MB large; the limit is 1 MB" in text or "is 2 MB large; the limit is 1 MB" in text
    assert page.locator(":is(.archive-view, .panel) :is(img, script, b)").count() == 0
    page.wait_for_selector(".coverage:has-text('2 articles')")
    assert "Demo archive" not in page.inner_text("#masthead")
    with page.expect_download() as saving:
        page.click(".problems")
    assert "broken.pdf" in Path(saving.value.path()).read_text("utf-8-sig")

    page.click(".views a[data-view=ask]")
    assert "41 years" in ask(page, "How long did Edith Marlow serve?").inner_text()
    page.click(".views a[data-view=archive]")
    page.wait_for_selector(".remove-article")
    row = page.locator(".entry", has_text="Lighthouse keeper retires")
    row.locator(".remove-article").click()
    page.wait_for_selector(".gone:has-text('Removed: Lighthouse keeper retires')")
    assert [article.title for article in assistant.articles()] == ["Lighthouse warden retires"]
    page.click(".entries .restore-article")
    page.wait_for_selector(".entries .source:has-text('Lighthouse keeper retires')")
    assert len(assistant.articles()) == 2


def test_a_changed_file_has_versions_that_can_be_read(tab, own, tmp_path: Path):
    _, address = own
    page = open_archive(tab, address)
    file = tmp_path / "keeper.md"
    for years in ("41 years", "42 years"):
        file.write_text(KEEPER.replace("41 years", years), "utf-8")
        text = added(page, file)
    assert "1 article updated" in text
    assert "Took the place of an earlier upload of the same name: keeper.md" in text
    page.click(".versions")
    page.click(".version:has-text('Version 1')")
    page.wait_for_selector(".panel .source-text:has-text('41 years')")
    assert "you see version 1 of 2" in page.inner_text(".panel")
    page.click(".version:has-text('Version 2')")
    page.wait_for_selector(".panel .source-text:has-text('42 years')")


def test_a_folder_is_followed_and_can_be_cancelled_and_gone_on_with(tab, own, tmp_path: Path):
    assistant, address = own
    folder = tmp_path / "news"
    for part in ("north", "south"):
        (folder / part).mkdir(parents=True)
        reports = {f"{part}-{n:03d}": (f"{part.title()} Post", date(2022, 1, 1), story(part, n)) for n in range(150)}
        write_articles(folder / part, reports, title="Council report {}")
    (folder / ".hidden.md").write_text(KEEPER)
    page, other = open_archive(tab, address), open_archive(tab, address)
    page.set_input_files("#choose-folder", str(folder))
    page.wait_for_function(
        "/[1-9]\\d* of 3\\d\\d articles/.test(document.querySelector('.ingest-figures').textContent)", timeout=120_000
    )
    other.click(".views a[data-view=ask]")
    other.click(".views a[data-view=archive]")
    other.wait_for_selector(".ingest-doing:has-text('An ingest is running')")
    assert not other.locator(".cancel-adding").is_visible()
    page.click(".views a[data-view=ask]")
    page.reload()
    page.wait_for_selector("[data-started]", state="attached", timeout=120_000)
    page.click(".views a[data-view=archive]")
    page.click(".cancel-adding")
    page.wait_for_selector(".report-slot .failure:has-text('cancelled after')", timeout=120_000)
    kept = int(re.search(r"after (\d+) articles", page.inner_text(".report-slot")).group(1))
    assert kept < 300
    page.click(".go-on")
    page.wait_for_selector(".report-head", timeout=240_000)
    assert f"{300 - kept} articles added" in page.inner_text(".report-slot")
    assert len(assistant.articles(limit=400)) == 300
    assert (tmp_path / "library" / "uploads" / "news" / "south" / "south-059.md").is_file()
    page.wait_for_selector(".more:visible")
    page.click(".more")
    page.wait_for_function("document.querySelectorAll('.entries .source').length === 100")


def test_an_upload_that_is_cancelled_midway_adds_nothing(tab, address: str, tmp_path: Path):
    page = open_archive(tab, address)
    page.route("**/upload*", lambda route: None)  # the files stay on their way
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(KEEPER)
    page.set_input_files("#choose-files", [str(tmp_path / name) for name in ("a.md", "b.md")])
    page.wait_for_selector(".ingest-figures:has-text('2 of 2 files')")
    page.click(".cancel-adding")
    page.wait_for_selector(".archive-problem:has-text('The upload was cancelled. Nothing was added.')")
    assert not page.locator(".ingest").is_visible()
    page.unroute_all(behavior="ignoreErrors")


def test_a_dropped_folder_is_gone_through(tab, own, tmp_path: Path):
    assistant, address = own
    page = open_archive(tab, address)
    inner = tmp_path / "spring" / "coast"
    inner.mkdir(parents=True)
    (inner / "keeper.md").write_text(KEEPER, "utf-8")
    (inner.parent / "warden.md").write_text(KEEPER.replace("keeper", "warden").replace("Edith", "Rosa"), "utf-8")
    (inner.parent / ".DS_Store").write_bytes(b"\0" * 64)
    box = page.locator(".dropzone").bounding_box()
    browser = page.context.new_cdp_session(page)  # a drop from outside of the browser, which scripts cannot make
    for kind in ("dragEnter", "dragOver", "drop"):
        browser.send(
            "Input.dispatchDragEvent",
            {
                "type": kind,
                "x": box["x"] + box["width"] / 2,
                "y": box["y"] + box["height"] / 2,
                "data": {"items": [], "files": [str(inner.parent)], "dragOperationsMask": 1},
            },
        )
    page.wait_for_selector(".report-head", timeout=120_000)
    assert "2 articles added" in page.inner_text(".archive-view")
    assert ".DS_Store" not in page.inner_text(".archive-view")
    assert sorted(Path(assistant.article(one.id).path or "").parts[-2:] for one in assistant.articles()) == [
        ("coast", "keeper.md"),
        ("spring", "warden.md"),
    ]


def test_dropped_files_are_added(tab, own):
    _, address = own
    page = open_archive(tab, address)
    dropped = page.evaluate_handle(
        """text => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([text], "dropped.md", { type: "text/markdown" }));
            return transfer;
        }""",
        KEEPER,
    )
    page.dispatch_event(".dropzone", "drop", {"dataTransfer": dropped})
    page.wait_for_selector(".report-head:has-text('1 article added')", timeout=120_000)


def test_the_archive_fits_a_narrow_screen(tab, address: str):
    page = open_archive(tab, address, width=360, height=740)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    view = page.locator(".archive-view")
    assert view.evaluate(
        "view => [...view.querySelectorAll('*')].every(one => one.getBoundingClientRect().right <= 361)"
    )
    page.click(".entries .source")
    page.wait_for_selector(".panel.raised .source-text")
    page.keyboard.press("Escape")
    page.wait_for_selector(".panel:not(.raised)", state="attached")
    assert page.locator(".entries .source").first.evaluate("button => button === document.activeElement")


def story(part: str, number: int) -> str:
    clause = "Clause {}-{} of the {} plan was read out by member {} of the council."
    return "\n\n".join(clause.format(number, n, part, n * 7) for n in range(60))
