"""Conversations that last: kept, listed, opened again, exported, remarked on; in headless Chromium."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from in_browser import ask, ended, served

from assistant import Assistant, Settings

ROMANIA = "How many troops are going to Romania?"
POLAND = "And to Poland?"
CANAL = "How long was the Suez Canal blocked?"


def kept(page):
    """The conversations in the list."""
    return page.locator(".kept-link")


def begin(page) -> None:
    page.click(".begin")
    page.wait_for_selector(".turn", state="detached")


def listed(page, titles: list[str]) -> None:
    """Waits until the list has exactly these titles."""
    page.wait_for_function(
        "titles => JSON.stringify([...document.querySelectorAll('.kept-link')].map(one => one.textContent)) === titles",
        arg=json.dumps(titles, ensure_ascii=False, separators=(",", ":")),
    )


def choose(page, entry: str, *, of: str) -> None:
    """Chooses an entry of a conversation's menu."""
    item = page.locator(".kept", has_text=of)
    item.hover()
    item.locator(".kept-more").click()
    page.get_by_role("menuitem", name=entry, exact=True).click()


def opened(page, turns: int) -> None:
    page.wait_for_function("turns => document.querySelectorAll('.turn').length === turns", arg=turns)


def has_focus(locator) -> bool:
    return locator.evaluate("one => one === document.activeElement")


def test_a_conversation_is_still_there_after_reloading_and_goes_on(page, demo: Assistant):
    ask(page, ROMANIA)
    listed(page, [ROMANIA])
    before = page.locator(".turn .answer").inner_text()
    page.wait_for_function("location.hash.startsWith('#ask/')")
    page.reload()
    opened(page, 1)
    assert page.locator(".turn .answer").inner_text() == before
    assert page.locator(".turn .question").inner_text() == ROMANIA
    turn = ask(page, POLAND)
    assert "Understood as “How many troops are going to Poland?”" in turn.inner_text()
    listed(page, [ROMANIA])
    page.reload()
    opened(page, 2)
    assert kept(page).first.get_attribute("aria-current") == "page"
    cite = page.locator(".turn").first.locator(".cite").first
    cite.click()
    page.wait_for_selector(".panel mark.active")
    data = cite.evaluate("button => ({...button.dataset})")
    words = page.evaluate("[...document.querySelectorAll('.panel mark.active')].map(one => one.textContent).join('')")
    assert words == demo.article(data["article"]).text[int(data["start"]) : int(data["end"])]


def test_asking_again_replaces_the_last_answer_that_was_kept(page):
    ask(page, ROMANIA)
    ask(page, POLAND)
    page.locator(".turn").last.locator(".again").click()
    assert "Understood as" in ended(page).inner_text()
    page.reload()
    opened(page, 2)


def test_back_and_forward_go_from_one_conversation_to_another(page):
    ask(page, ROMANIA)
    begin(page)
    ask(page, CANAL)
    listed(page, [CANAL, ROMANIA])
    kept(page).nth(1).click()
    page.wait_for_selector(f".turn .question:text-is('{ROMANIA}')")
    page.go_back()
    page.wait_for_selector(f".turn .question:text-is('{CANAL}')")
    assert kept(page).first.get_attribute("aria-current") == "page"
    page.go_forward()
    page.wait_for_selector(f".turn .question:text-is('{ROMANIA}')")


def test_a_conversation_is_searched_renamed_deleted_and_brought_back(page):
    ask(page, ROMANIA)
    begin(page)
    ask(page, CANAL)
    listed(page, [CANAL, ROMANIA])
    page.fill(".kept-words", "kirby pentagon")
    listed(page, [ROMANIA])
    page.fill(".kept-words", "zzz <b>")
    assert page.locator(".kept-none").inner_text() == "No conversation has “zzz <b>”."
    page.fill(".kept-words", "")
    listed(page, [CANAL, ROMANIA])
    choose(page, "Rename", of=ROMANIA)
    page.keyboard.type("Troop moves, 2022")
    page.keyboard.press("Enter")
    listed(page, [CANAL, "Troop moves, 2022"])
    choose(page, "Delete", of=CANAL)
    listed(page, ["Troop moves, 2022"])
    assert page.locator(".turn").count() == 0
    page.click(".undo")
    listed(page, [CANAL, "Troop moves, 2022"])
    opened(page, 1)
    assert page.locator(".toast").is_hidden()


def test_the_keyboard_is_enough_for_the_list(page):
    ask(page, ROMANIA)
    begin(page)
    ask(page, CANAL)
    listed(page, [CANAL, ROMANIA])
    kept(page).nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(f".turn .question:text-is('{ROMANIA}')")
    kept(page).nth(1).focus()
    page.keyboard.press("F2")
    page.keyboard.type("Nothing")
    page.keyboard.press("Escape")
    listed(page, [CANAL, ROMANIA])
    assert has_focus(kept(page).nth(1))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert has_focus(page.get_by_role("menuitem", name="Rename"))
    page.keyboard.press("ArrowUp")
    assert has_focus(page.get_by_role("menuitem", name="Delete"))
    page.keyboard.press("Escape")
    assert has_focus(page.locator(".kept-more").nth(1))
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.wait_for_selector(".toast:not([hidden])")
    listed(page, [CANAL])
    assert has_focus(page.locator(".undo"))
    page.keyboard.press("Enter")
    listed(page, [CANAL, ROMANIA])


def test_two_browsers_do_not_see_each_others_conversations(tab, address: str):
    mine, theirs = tab(address), tab(address)
    ask(mine, ROMANIA)
    mine.wait_for_function("location.hash.startsWith('#ask/')")
    ask(theirs, CANAL)
    listed(theirs, [CANAL])
    theirs.goto(mine.url)
    theirs.wait_for_selector(".lost .failure")
    assert "There is no such conversation any more." in theirs.inner_text(".lost")
    assert theirs.locator(".turn").count() == 0
    listed(theirs, [CANAL])
    mine.reload()
    opened(mine, 1)


def test_after_a_conversation_that_is_gone_one_can_ask(page, address: str):
    page.goto(f"{address}/#ask/0123456789abcdef")
    page.wait_for_selector(".lost .failure")
    assert "1,000" in ask(page, ROMANIA).inner_text()
    assert page.locator(".lost").is_hidden()
    listed(page, [ROMANIA])


def saved(page, click) -> tuple[str, str]:
    """The name and the text of the file that a click saves."""
    with page.expect_download() as download:
        click()
    return download.value.suggested_filename, Path(download.value.path()).read_text("utf-8")


def test_an_answer_is_saved_as_a_receipt_that_holds(page, demo: Assistant):
    turn = ask(page, ROMANIA)
    endings = {"Markdown": ".md", "Web page (HTML receipt)": ".html", "JSON": ".json"}
    for name, ending in endings.items():
        turn.locator(".export").click()
        file, text = saved(page, page.get_by_role("menuitem", name=name, exact=True).click)
        assert file == f"how-many-troops-are-going-to-romania{ending}"
        assert demo.verify(text).holds


def test_a_conversation_is_saved_with_all_its_answers(page):
    ask(page, ROMANIA)
    ask(page, POLAND)
    listed(page, [ROMANIA])
    _, text = saved(page, lambda: choose(page, "Export as Markdown", of=ROMANIA))
    assert text.index(f"# {ROMANIA}") < text.index(f"# {POLAND}")
    _, text = saved(page, lambda: choose(page, "Export as JSON", of=ROMANIA))
    assert [one["answer"]["question"] for one in json.loads(text)] == [ROMANIA, POLAND]
    name, text = saved(page, lambda: choose(page, "Export as Web page (HTML receipt)", of=ROMANIA))
    assert name.endswith(".html")
    assert re.findall(r"<h1[^>]*>([^<]*)</h1>", text) == [ROMANIA, POLAND]
    assert len(set(re.findall(r'id="[^"]*quote-\d+"', text))) == len(re.findall(r'id="[^"]*quote-\d+"', text))


def test_an_answer_is_copied_with_its_citations(tab, address: str):
    page = tab(address, permissions=["clipboard-read", "clipboard-write"])
    turn = ask(page, ROMANIA)
    turn.locator(".copy").click()
    page.wait_for_selector(".announcer:text-is('Copied')", state="attached")
    text = page.evaluate("navigator.clipboard.readText()")
    assert "About 1,000 troops" in text
    assert "\n[1] Harbor Ledger, 2 February 2022, “Pentagon to send 1,000 troops" in text
    assert "https://harborledger.example/" in text


def test_a_wrong_answer_is_kept_at_once_and_explained_when_somebody_wants_to(page, demo: Assistant):
    turn = ask(page, ROMANIA)
    answer_id = turn.get_attribute("data-answer")
    turn.locator(".wrong").click()
    page.wait_for_selector(".remark")
    assert demo.remarks().find(answer_id).right is None
    page.keyboard.type("It counts only <b>those</b> from Germany.")
    page.keyboard.press("Tab")
    page.keyboard.type("1,900")
    page.keyboard.press("Enter")
    page.wait_for_selector(".remark", state="detached")
    remark = demo.remarks().find(answer_id)
    assert (remark.text, remark.right) == ("It counts only <b>those</b> from Germany.", "1,900")
    page.reload()
    opened(page, 1)
    button = page.locator(".turn .wrong")
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert page.locator(".remark [name=text]").input_value() == "It counts only <b>those</b> from Germany."
    page.check(".remark [name=silent]")
    page.click(".remark [type=submit]")
    page.wait_for_selector(".remark", state="detached")
    assert demo.remarks().find(answer_id).right == ""
    button.click()
    page.click(".unmark")
    page.wait_for_selector(".wrong[aria-pressed=false]")
    assert demo.remarks().find(answer_id) is None


def test_the_sidebar_folds_away_and_stays_so(page):
    toggle, sidebar = page.locator(".sidebar-toggle"), page.locator(".sidebar")
    assert sidebar.is_visible()
    assert "What you ask is kept here" in sidebar.inner_text()
    toggle.click()
    assert sidebar.is_hidden()
    assert toggle.get_attribute("aria-expanded") == "false"
    page.reload()
    page.wait_for_selector("[data-started]", state="attached")
    assert sidebar.is_hidden()
    toggle.click()
    assert sidebar.is_visible()


@pytest.mark.parametrize("width", [360, 1100])
def test_on_a_narrower_screen_the_sidebar_is_a_drawer(tab, address: str, width: int):
    page = tab(address, width=width, height=740)
    ask(page, ROMANIA)
    toggle, sidebar = page.locator(".sidebar-toggle"), page.locator(".sidebar")
    assert sidebar.is_hidden()
    toggle.click()
    page.wait_for_selector(".drawn .sidebar")
    assert has_focus(page.locator(".kept-words"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Escape")
    assert has_focus(toggle)
    sidebar.wait_for(state="hidden")
    toggle.click()
    page.click(".begin")
    page.wait_for_selector(".turn", state="detached")
    sidebar.wait_for(state="hidden")
    toggle.click()
    kept(page).first.click()
    opened(page, 1)
    sidebar.wait_for(state="hidden")


def test_titles_and_questions_that_look_like_html_stay_text(page):
    nasty = "Who is <img src=x onerror=alert(1)> \" onmouseover=\"alert('kept')?"
    ask(page, nasty)
    listed(page, [nasty])
    page.reload()
    opened(page, 1)
    assert page.locator(".turn .question").inner_text() == nasty
    assert page.locator(":is(.sidebar, .turn) :is(img, script)").count() == 0


def write_article(folder: Path, text: str) -> None:
    article = {
        "id": "bridge",
        "title": "Ferry line reopens",
        "outlet": "Coast Letter",
        "date": "2022-03-04",
        "text": text,
    }
    folder.mkdir(exist_ok=True)
    (folder / "bridge.json").write_text(json.dumps(article), encoding="utf-8")


FIRST = "NORDHAVN - The ferry line to Nordhavn reopens on 12 March with 14 crossings a day, mayor Ursula Venn said."
LATER = "Correction. The ferry line to Nordhavn reopens on 19 March with 9 crossings a day, mayor Ursula Venn said."


def test_after_a_restart_and_a_change_of_the_article_the_citation_opens_at_its_words(tab, tmp_path: Path):
    settings = Settings(library=tmp_path / "library", _env_file=None)
    write_article(tmp_path / "articles", FIRST)
    with Assistant.open(settings) as assistant:
        assistant.ingest(tmp_path / "articles")
        with served(assistant) as address:
            page = tab(address)
            ask(page, "How many crossings a day does the ferry line to Nordhavn have?")
            page.wait_for_function("location.hash.startsWith('#ask/')")
            url = page.url
            page.goto("about:blank")
    write_article(tmp_path / "articles", LATER)
    with Assistant.open(settings) as assistant:
        assert assistant.ingest(tmp_path / "articles").updated == 1
        with served(assistant, port=urlsplit(url).port):
            page.goto(url)
            opened(page, 1)
            page.locator(".turn .cite").first.click()
            page.wait_for_selector(".panel mark.active")
            cited = page.evaluate(
                "[...document.querySelectorAll('.panel mark.active')].map(m => m.textContent).join('')"
            )
            assert cited in FIRST
            assert "14 crossings" in cited
            assert "This article was changed later; you see version 1 of 2." in page.inner_text(".panel")
            page.goto("about:blank")
