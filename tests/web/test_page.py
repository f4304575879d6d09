"""The page as people use it: the real app, the demo archive and the real embedder in headless Chromium."""

import json
from pathlib import Path

import pytest
from in_browser import ask, ended, served

from assistant import Assistant, Settings

ROMANIA = "How many troops are going to Romania?"
BULGARIA = "How many troops are going to Bulgaria?"

NASTY = {
    "id": 'nasty" onclick="alert(1)',
    "title": "<img src=http://attacker.example/x onerror=alert('title')>Mayor resigns",
    "outlet": "Evil <b>Herald</b>\" onmouseover=\"alert('outlet')",
    "author": "<svg onload=alert('author')>",
    "date": "2022-03-04",
    "url": "javascript:alert('link')",
    "text": (
        "The mayor of Blackpool Heights, Ursula Venn, resigned on Friday after a scandal about "
        "<script>alert('text')</script> parking permits.\n\n"
        "<iframe src='http://attacker.example/frame'></iframe> \"><img src=x onerror=alert(2)> said her deputy. "
        "{{constructor}} ${alert('template')} `tick` \u202e evil \u2066 \U0001f600\n\n"
        "Neighbours of the mayor said that they were not surprised by the news from the town hall."
    ),
}


def in_view(page, selector: str) -> bool:
    """Whether the element lies wholly inside the source panel's visible part."""
    mark, shelf = page.locator(selector).first.bounding_box(), page.locator(".panel-body").bounding_box()
    return shelf["y"] <= mark["y"] and mark["y"] + mark["height"] <= shelf["y"] + shelf["height"]


def marked(page) -> str:
    """The words that are highlighted in the open article."""
    page.wait_for_selector(".panel mark.active")
    return page.evaluate("[...document.querySelectorAll('.panel mark.active')].map(mark => mark.textContent).join('')")


def place_of(page, button) -> tuple[str, int, int]:
    data = button.evaluate("button => ({...button.dataset})")
    return data["article"], int(data["start"]), int(data["end"])


def test_the_first_look_tells_what_the_archive_is_and_what_to_ask(page):
    page.wait_for_selector(".example")
    assert page.title() == "Dateline"
    assert "Demo archive" in page.inner_text("#masthead")
    assert "dateline ingest FOLDER" in page.inner_text("#masthead")
    assert "Harbor Ledger" in page.inner_text(".panel")


def test_an_example_is_asked_with_a_click(page):
    page.click(f".example:has-text('{ROMANIA}')")
    assert "1,000" in ended(page).inner_text()


def test_every_citation_opens_its_article_at_exactly_the_quoted_words(page, demo: Assistant):
    turn = ask(page, ROMANIA)
    assert "1,000" in turn.locator(".answer mark").first.inner_text()
    assert "900" in turn.locator(".words").first.inner_text()
    cites = turn.locator(".cite")
    for index in range(cites.count()):
        cites.nth(index).click()
        page.wait_for_selector(f".position:has-text('{index + 1} of')")
        article_id, start, end = place_of(page, cites.nth(index))
        assert marked(page) == demo.article(article_id).text[start:end]
        assert in_view(page, ".panel mark.active")


def test_the_panel_tells_where_the_article_comes_from(page):
    ask(page, ROMANIA).locator(".cite").first.click()
    marked(page)
    panel = page.inner_text(".panel")
    for words in ("Harbor Ledger", "2 Feb 2022", "Dana Whitlock", "Pentagon to send 1,000 troops"):
        assert words in panel
    link = page.locator(".source-link a")
    assert link.get_attribute("href").startswith("https://harborledger.example/")
    assert link.get_attribute("target") == "_blank"
    assert "noopener" in link.get_attribute("rel")


def test_a_refusal_says_what_was_searched_and_opens_the_closest_reports(page, demo: Assistant):
    turn = ask(page, BULGARIA)
    text = turn.inner_text()
    for words in ("The articles do not say.", BULGARIA, "45 articles", "Closest reports"):
        assert words in text
    assert turn.locator(".cite").count() == 0
    passage = turn.locator(".passages .source").first
    passage.click()
    article_id, start, end = place_of(page, passage)
    assert "".join(marked(page).split()) == "".join(demo.article(article_id).text[start:end].split())


def test_a_follow_up_is_understood_and_says_how(page):
    ask(page, ROMANIA)
    turn = ask(page, "And to Poland?")
    assert "Understood as “How many troops are going to Poland?”" in turn.inner_text()
    assert "Poland" in turn.locator(".words").first.inner_text()


def test_a_new_question_comes_to_the_top_after_a_long_answer(page):
    above = ask(page, "What did the Pentagon announce in February 2022?").bounding_box()["height"]
    assert above > 34 * 16, "the answer is no longer than the place that is kept for one out of sight"
    for question in (BULGARIA, ROMANIA):
        turn = ask(page, question)
        assert turn.bounding_box()["y"] == pytest.approx(page.locator(".log").bounding_box()["y"], abs=3)


def test_tabs_do_not_share_a_conversation(tab, address: str):
    ask(tab(address), ROMANIA)
    turn = ask(tab(address), "And to Poland?")
    assert "How many troops" not in turn.locator(".understood-slot").inner_text()


def test_asking_again_puts_the_new_answer_in_the_place_of_the_old(page):
    ask(page, ROMANIA)
    page.click(".again")
    ended(page)
    assert page.locator(".turn").count() == 1
    assert "Understood" not in page.inner_text(".turn")


def test_a_new_conversation_forgets_the_old_one(page):
    ask(page, ROMANIA)
    page.click(".begin")
    assert page.locator(".turn").count() == 0
    assert page.locator(".example").first.is_visible()
    assert "Understood" not in ask(page, "And to Poland?").inner_text()


def test_questions_without_words_get_a_message_and_an_empty_one_is_not_sent(page):
    page.press("#question", "Enter")
    assert page.locator(".turn").count() == 0
    assert "The question is empty" in ask(page, "?!").locator(".failure").inner_text()


def test_a_very_long_question_does_not_break_the_page(page):
    turn = ask(page, "How many troops are going to Romania? " + "Please tell me everything. " * 700)
    assert turn.get_attribute("data-state") == "done"
    assert "only its first 2,000 characters were read" in turn.inner_text()
    assert page.locator(".composer").bounding_box()["y"] < 900


def test_a_question_without_end_is_not_kept_and_says_so(page):
    turn = ask(page, "x" * 20_001)
    assert turn.get_attribute("data-state") == "failed"
    assert "20,001 characters; at most 20,000 are taken" in turn.locator("[role=alert]").inner_text()


def test_shift_enter_starts_a_new_line(page):
    page.fill("#question", "How many troops")
    page.press("#question", "Shift+Enter")
    page.keyboard.type("are going to Romania?")
    assert page.locator(".turn").count() == 0
    page.keyboard.press("Enter")
    assert "1,000" in ended(page).inner_text()


def test_the_keyboard_is_enough(page):
    page.keyboard.type(ROMANIA)
    page.keyboard.press("Enter")
    turn = ended(page)
    cites = turn.locator(".cite")
    cites.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".position:has-text('1 of')")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".position:has-text('2 of')")
    assert cites.nth(1).evaluate("button => button === document.activeElement")
    assert cites.nth(1).get_attribute("aria-current") == "true"
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector(".position:has-text('1 of')")
    page.locator(".panel .next").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".position:has-text('2 of')")


def test_a_narrow_screen_has_no_sideways_scroll_and_the_panel_closes_with_escape(tab, address: str):
    page = tab(address, width=360, height=740)
    turn = ask(page, ROMANIA)
    fits = "document.documentElement.scrollWidth <= innerWidth"
    assert page.evaluate(fits)
    assert not page.locator(".panel").is_visible()
    cite = turn.locator(".cite").first
    cite.click()
    page.wait_for_selector(".panel.raised")
    marked(page)
    assert in_view(page, ".panel mark.active")
    assert page.evaluate(fits)
    page.keyboard.press("Escape")
    page.wait_for_selector(".panel:not(.raised)", state="attached")
    assert cite.evaluate("button => button === document.activeElement")
    assert fits_inside(page, turn)


def fits_inside(page, turn) -> bool:
    """Whether nothing in the turn is wider than the screen."""
    return turn.evaluate(
        "turn => [...turn.querySelectorAll('*')].every(one => one.getBoundingClientRect().right <= 361)"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_themes_can_be_read(tab, address: str, scheme: str):
    page = tab(address, color_scheme=scheme)
    turn = ask(page, ROMANIA)
    turn.locator(".cite").first.click()
    marked(page)
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (luminance(page, paper) < 0.2) == (scheme == "dark")
    for selector in (".words", ".byline", ".support", ".foot", ".details", ".coverage", ".source-text p", ".keys"):
        assert contrast(page, selector) >= 4.5, selector
    assert contrast(page, ".answer mark") >= 4.5
    assert contrast(page, ".panel mark.active") >= 4.5


def test_reduced_motion_is_respected(tab, address: str):
    page = tab(address, width=390, height=844, reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.querySelector('.panel')).transitionDuration") in ("0s", "")


def test_listeners_hear_the_conversation_and_know_the_controls(page):
    assert page.get_by_role("log").get_attribute("aria-live") == "polite"
    assert page.get_by_role("complementary", name="Source").count() == 1
    assert page.get_by_label("Your question").count() == 1
    turn = ask(page, ROMANIA)
    assert turn.get_attribute("aria-busy") == "false"
    assert turn.get_by_role("button", name="Citation 1: Harbor Ledger · 2 Feb 2022").count() == 1


def test_programs_ask_through_the_endpoint(address: str, demo: Assistant):
    from gradio_client import Client

    answer = Client(address, verbose=False).predict(ROMANIA, api_name="/ask")
    assert "1,000" in answer["text"]
    for citation in answer["citations"]:
        text = demo.article(citation["article_id"]).text
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_the_page_forbids_the_browser_to_speak_to_others(page, address: str):
    policy = page.request.get(address).headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert page.request.get(f"{address}/dateline/fonts/source-serif-latin.woff2").ok
    assert page.evaluate("document.fonts.ready.then(fonts => [...fonts].some(font => font.status === 'loaded'))")


def test_an_article_full_of_scripts_stays_a_text(tab, tmp_path: Path, browser):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "nasty.json").write_text(json.dumps(NASTY), encoding="utf-8")
    with Assistant.open(Settings(library=tmp_path / "library", _env_file=None)) as assistant:
        assistant.ingest(tmp_path / "articles")
        assert "<script>" in assistant.article(NASTY["id"]).text
        with served(assistant) as address:
            page = tab(address)
            page.wait_for_selector(".coverage:has-text('1 article')")
            assert "Demo archive" not in page.inner_text("#masthead")
            turn = ask(page, "Who resigned on Friday as mayor of Blackpool Heights <script>alert('question')</script>?")
            assert "<script>alert('text')</script> parking permits" in turn.inner_text()
            turn.locator(".cite").first.hover()
            turn.locator(".cite").first.click()
            assert "<script>alert('text')</script>" in marked(page)
            assert "<iframe src=" in page.inner_text(".panel")
            assert page.locator(":is(.turn, .panel) :is(script, img, iframe, svg)").count() == 0
            assert page.locator(".panel a").count() == 0


def luminance(page, colour: str) -> float:
    """The relative luminance of a computed colour (WCAG 2.2)."""
    return page.evaluate(f"() => {{ {LUMINANCE} return luminance({json.dumps(colour)}); }}")


def contrast(page, selector: str) -> float:
    """The contrast of an element's text with what lies behind it (WCAG 2.2)."""
    return page.locator(selector).first.evaluate(
        f"""element => {{
            {LUMINANCE}
            let behind = element;
            while (!paints(getComputedStyle(behind).backgroundColor)) behind = behind.parentElement;
            const text = luminance(getComputedStyle(element).color);
            const ground = luminance(getComputedStyle(behind).backgroundColor);
            return (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
        }}"""
    )


LUMINANCE = """
    function numbers(colour) { return colour.match(/[0-9.]+/g).map(Number); }
    function paints(colour) { return (numbers(colour)[3] ?? 1) === 1; }
    function luminance(colour) {
        const [red, green, blue] = numbers(colour).slice(0, 3).map((value) => {
            const share = value / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    }
"""
