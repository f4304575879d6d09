"""Conflict and change in a real browser: figures and their plot, the timeline, what the archive covers."""

import json

import pytest
from in_browser import ask

from assistant import Assistant

TROOPS = "How many Russian troops are near Ukraine?"
BEFORE = "How many troops were going to Bulgaria in March 2021?"
TOPIC = "US troops to Romania"


@pytest.fixture(scope="module", autouse=True)
def ready(demo: Assistant) -> None:
    """Waits for the demo archive, however busy the machine is."""
    demo.prepare()


@pytest.fixture
def figures(page):
    """The figures below an answer whose articles differ, their plot drawn."""
    turn = ask(page, TROOPS)
    turn.locator(".plot").scroll_into_view_if_needed()
    page.wait_for_selector(".plot[data-drawn]", timeout=60_000)
    return turn.locator(".figures")


def cited(demo: Assistant, button) -> str:
    """The words of the stored article that a button names."""
    data = button.evaluate("button => ({...button.dataset})")
    return demo.article(data["article"]).text[int(data["start"]) : int(data["end"])]


def marked(page) -> str:
    page.wait_for_selector(".panel mark.active")
    return page.evaluate("[...document.querySelectorAll('.panel mark.active')].map(mark => mark.textContent).join('')")


def nameless(page) -> list[str]:
    """The controls of the shown view that nobody could name who does not see them."""
    return page.evaluate(
        """() => [...document.querySelectorAll('.view:not([hidden]) :is(button, a, input, textarea, summary)')]
            .filter((one) => !(one.getAttribute('aria-label') || one.textContent.trim() || one.labels?.length))
            .map((one) => one.outerHTML)"""
    )


def too_wide(page) -> list[str]:
    """What reaches beyond the right edge of a screen of 360 pixels."""
    return page.evaluate(
        """() => [...document.querySelectorAll('.view:not([hidden]) *')]
            .filter((one) => one.getBoundingClientRect().right > 361)
            .map((one) => one.outerHTML.slice(0, 120))"""
    )


def downloaded(page, button) -> str:
    with page.expect_download() as saved:
        button.click()
    return saved.value.path().read_text(encoding="utf-8-sig")


def test_figures_that_differ_have_a_table_and_a_plot_whose_points_open_the_words(page, figures, demo: Assistant):
    rows = figures.locator("tbody tr")
    texts = rows.locator(".figure-text").all_inner_texts()
    assert "more than 120,000" in texts
    assert "superseded" in rows.first.inner_text()
    assert rows.locator("s").count() == len(texts) - 1
    ranges = sum(" and " in text for text in texts)
    assert ranges == 1
    assert figures.locator(".plot .scatterlayer .point").count() == len(texts) + ranges
    row = texts.index("150,000")
    place = page.evaluate(
        """(row) => {
            const plot = document.querySelector('.plot');
            const { x, y } = plot.getBoundingClientRect();
            const trace = plot.data.findIndex((one) => one.customdata[0] === row);
            const { xaxis, yaxis } = plot._fullLayout;
            return [x + xaxis._offset + xaxis.d2p(plot.data[trace].x[0]),
                    y + yaxis._offset + yaxis.d2p(plot.data[trace].y[0])];
        }""",
        row,
    )
    page.mouse.move(*place)
    page.wait_for_selector(".plot .hoverlayer .hovertext")
    assert "Joe Biden" in page.locator(".plot .hoverlayer").text_content()
    page.mouse.click(*place)
    button = rows.nth(row).locator("[data-article]")
    page.wait_for_function("button => button.getAttribute('aria-current') === 'true'", arg=button.element_handle())
    assert "150,000" in cited(demo, button)
    page.wait_for_selector(".panel mark.active:has-text('150,000')")
    assert marked(page) == cited(demo, button)
    assert nameless(page) == []


def test_the_plot_can_be_listened_to_and_taken_away(page, figures):
    plot = figures.locator(".plot")
    assert plot.get_attribute("role") == "img"
    assert "Plot of 8 figures" in plot.get_attribute("aria-label")
    assert page.locator(".modebar-btn").count() == 0
    lines = downloaded(page, figures.locator(".save-csv")).splitlines()
    assert lines[0].startswith("figure,value,highest")
    assert len(lines) == 9
    drawing = downloaded(page, figures.locator(".save-plot[data-format=svg]"))
    assert drawing.startswith("<svg")
    assert "Harbor Ledger" in drawing
    assert "var(--" not in drawing


def test_what_is_copied_of_a_sentence_has_no_gloss(page):
    turn = ask(page, TROOPS)
    sentence = turn.locator(".sentence").first
    assert "Friday = 18 February 2022 (from the article’s date)" in sentence.locator(".gloss").inner_text()
    copied = sentence.evaluate("one => { getSelection().selectAllChildren(one); return getSelection().toString(); }")
    assert sentence.locator(".words").inner_text() in copied
    assert "18 February" not in copied.split("Potomac")[0]
    assert "the article’s date" not in copied


def test_a_timeline_is_asked_for_with_the_keyboard_and_its_address_can_be_kept(page, demo: Assistant):
    page.click("nav.views >> text=Timeline")
    page.fill("#topic", TOPIC)
    page.keyboard.press("Enter")
    page.wait_for_selector(".event", timeout=60_000)
    assert page.evaluate("location.hash") == "#timeline/US%20troops%20to%20Romania"
    entries = demo.timeline(TOPIC, most=60)
    assert page.locator(".event-quote").all_text_contents() == [f"“{entry.citation.quote}”" for entry in entries]
    assert nameless(page) == []
    folded = page.locator(".timeline details").first
    folded.locator("summary").click()
    button = folded.locator("[data-article]").first
    button.click()
    assert marked(page) == cited(demo, button)
    assert downloaded(page, page.locator(".save-markdown")).startswith(f"# Timeline: {TOPIC}\n")
    page.reload()
    page.wait_for_selector(".event", timeout=60_000)
    assert page.input_value("#topic") == TOPIC


def test_from_an_answer_a_link_leads_to_its_timeline_and_back_leads_to_the_answer(page):
    turn = ask(page, TROOPS)
    turn.locator("text=Timeline of this").click()
    page.wait_for_selector(".timeline-slot :is(.event, .note:not(.working))", timeout=60_000)
    assert page.input_value("#topic") == TROOPS
    page.go_back()
    assert turn.is_visible()


def test_a_bar_lists_its_articles_and_they_open(page, demo: Assistant):
    page.click("nav.views >> text=Coverage")
    page.wait_for_selector(".coverage-slot .plot[data-drawn]", timeout=60_000)
    drawn = page.evaluate(
        "document.querySelector('.coverage-slot .plot').data.flatMap((one) => [...one.y]).reduce((a, b) => a + b)"
    )
    coverage = demo.coverage()
    assert drawn == coverage.articles - coverage.undated
    assert f"{coverage.undated} article has no date" in page.inner_text(".coverage-slot")
    tallest = page.evaluate(
        """() => {
            const paths = document.querySelectorAll('.coverage-slot .barlayer .point path');
            const bars = [...paths].map((one) => one.getBoundingClientRect());
            const { x, y, width, height } = bars.reduce((one, other) => (one.height > other.height ? one : other));
            return [x + width / 2, y + height / 2];
        }"""
    )
    page.mouse.move(*tallest)
    page.wait_for_selector(".coverage-slot .hoverlayer .hovertext")
    assert "February 2022" in page.locator(".coverage-slot .hoverlayer").text_content()
    page.mouse.click(*tallest)
    page.wait_for_selector(".published-heading")
    assert "February 2022" in page.inner_text(".published-heading")
    listed = page.locator(".published-slot .source")
    assert listed.count() == sum(
        day.articles for day in demo.published().by_day() if day.day and (day.day.year, day.day.month) == (2022, 2)
    )
    title = listed.first.locator(".source-title").inner_text()
    listed.first.click()
    page.wait_for_selector(".source-headline")
    assert page.inner_text(".source-headline") == title
    assert page.locator(".panel mark").count() == 0
    assert nameless(page) == []


def test_outlets_are_chosen_with_the_keyboard(page):
    page.goto(page.url.split("#")[0] + "#coverage")
    page.wait_for_selector(".coverage-slot .plot[data-drawn]", timeout=60_000)
    page.locator('.coverage-slot [name="outlet"][value="Harbor Ledger"]').focus()
    page.keyboard.press("Space")
    page.wait_for_selector('.coverage-slot [name="outlet"][value="Harbor Ledger"]:checked')
    page.wait_for_function("document.querySelector('.coverage-slot .plot[data-drawn]')?.data.length === 1")
    assert page.evaluate("document.activeElement.value") == "Harbor Ledger"
    page.click(".periods summary")
    page.locator(".periods .period").first.click()
    page.wait_for_selector(".published-slot .source")
    assert all("Harbor Ledger" in text for text in page.locator(".published-slot .details").all_inner_texts())


def test_a_refusal_leads_to_the_span_that_was_searched(page):
    turn = ask(page, BEFORE)
    assert turn.locator(".refusal").count() == 1
    turn.locator(".covers").click()
    page.wait_for_selector(".coverage-slot .plot[data-drawn]", timeout=60_000)
    assert "from 1 March 2021 to 31 March 2021" in page.inner_text(".searched-span")
    shade = page.evaluate("document.querySelector('.coverage-slot .plot').layout.shapes[0]")
    assert (shade["x0"], shade["x1"][:10]) == ("2021-03-01", "2021-03-31"), json.dumps(shade)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_narrow_screen_everything_fits_in_both_themes(tab, address: str, scheme: str):
    page = tab(address, width=360, height=740, color_scheme=scheme)
    turn = ask(page, TROOPS)
    turn.locator(".plot").scroll_into_view_if_needed()
    page.wait_for_selector(".plot[data-drawn]", timeout=60_000)
    paper = page.evaluate("document.querySelector('.plot').layout.font.color")
    assert (sum(map(int, paper[4:-1].split(","))) > 384) == (scheme == "dark")
    assert too_wide(page) == []
    for view, ready in (
        (f"timeline/{TOPIC}", ".event"),
        ("coverage", ".coverage-slot [data-drawn]"),
    ):
        page.evaluate(f"location.hash = {json.dumps(view)}")
        page.wait_for_selector(ready, timeout=60_000)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert too_wide(page) == []
