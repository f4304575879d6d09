"""What a question was understood as, changed and dropped in the page: chips, their editor, a refusal's way out."""

import pytest
from in_browser import ask, ended

MARCH = "What did the Harbor Ledger say about gasoline prices in March 2022?"


def chips(turn) -> list[str]:
    return turn.locator(".filter .edit-limits").all_inner_texts()


def origins(turn) -> set[str]:
    return set(turn.locator(".citations .details").all_inner_texts())


def test_a_limit_that_is_dropped_asks_again_without_it(page):
    turn = ask(page, MARCH)
    assert chips(turn) == ["1 Mar 2022 – 31 Mar 2022", "Harbor Ledger"]
    turn.get_by_role("button", name="Search without: 1 Mar 2022 – 31 Mar 2022").click()
    turn = ended(page)
    assert page.locator(".turn").count() == 1
    assert chips(turn) == ["Harbor Ledger"]
    assert turn.locator(".question").inner_text() == MARCH


def test_limits_are_set_in_the_editor_with_the_keyboard(page):
    turn = ask(page, "How many Russian troops are near Ukraine?")
    turn.locator(".narrow").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Ask within limits")
    dialog.get_by_label("As of").fill("2022-02-20")
    dialog.get_by_label("from", exact=True).fill("2022-02-10")
    dialog.get_by_label("to", exact=True).fill("2022-02-16")
    dialog.get_by_label("Meridian Wire").press("Space")
    dialog.get_by_role("button", name="Ask again").press("Enter")
    turn = ended(page)
    assert chips(turn) == ["10 Feb 2022 – 16 Feb 2022", "Meridian Wire"]
    assert "As of 20 Feb 2022" in turn.inner_text()
    assert "150,000" in turn.locator(".answer").inner_text()
    assert all("Meridian Wire" in origin for origin in origins(turn))


def test_a_span_that_ends_before_it_begins_is_not_asked(page):
    ask(page, "How many Russian troops are near Ukraine?")
    page.click(".narrow")
    dialog = page.get_by_role("dialog", name="Ask within limits")
    dialog.get_by_label("from", exact=True).fill("2022-03-10")
    dialog.get_by_label("to", exact=True).fill("2022-02-16")
    dialog.get_by_role("button", name="Ask again").click()
    assert dialog.is_visible()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert page.locator(".turn").count() == 1


def test_a_refusal_within_limits_widens_with_a_click(page):
    ask(page, "How many troops are going to Romania?")
    page.click(".narrow")
    dialog = page.get_by_role("dialog", name="Ask within limits")
    dialog.get_by_label("to", exact=True).fill("2019-12-31")
    dialog.get_by_role("button", name="Ask again").click()
    turn = ended(page)
    assert "The articles do not say." in turn.inner_text()
    turn.get_by_role("button", name="Search all dates").click()
    assert "1,000" in ended(page).locator(".answer").inner_text()


def test_a_follow_up_can_be_asked_in_ones_own_words(page):
    ask(page, "How many troops are going to Romania?")
    turn = ask(page, "And to Poland?")
    turn.get_by_role("button", name="Ask in your own words instead").click()
    turn = ended(page)
    assert "Understood as" not in turn.inner_text()
    assert page.locator(".turn").count() == 2


def test_the_quote_is_shown_beside_a_chip_that_is_pointed_at(page):
    turn = ask(page, "How many troops are going to Romania?")
    chip = turn.locator(".cite").first
    chip.hover()
    peek = page.locator(".peek")
    peek.wait_for(state="visible")
    assert peek.locator(".peek-quote").inner_text() == turn.locator(".words").first.inner_text()
    assert "said by John Kirby, Pentagon press secretary" in peek.inner_text()
    page.locator("#question").hover()
    peek.wait_for(state="hidden")


def test_what_a_reader_chooses_is_kept_and_used(page):
    page.click(".manner")
    settings = page.get_by_role("dialog", name="Settings")
    assert "No language model is set" in settings.inner_text()
    settings.get_by_label("Short").check()
    settings.get_by_label("Dark").check()
    settings.get_by_role("button", name="Done").click()
    page.reload()
    page.wait_for_selector("[data-started]", state="attached")
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"
    assert ask(page, "How many troops are going to Romania?").locator(".sentence").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 360])
def test_axe_finds_nothing_serious(tab, address: str, scheme: str, width: int):
    from axe_playwright_python.sync_playwright import Axe

    page = tab(address, width=width, color_scheme=scheme)
    ask(page, "How many troops are going to Romania?")
    turn = ask(page, "How many troops are going to Bulgaria?")
    turn.locator(".passages .source").first.click()
    page.wait_for_selector(".panel mark.active")
    page.evaluate("Promise.all(document.getAnimations().map(one => one.finished))")  # half faded in it has no contrast
    found = Axe().run(page).response["violations"]
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    assert not serious, [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in serious]
