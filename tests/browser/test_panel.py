"""The panel beside the article: note, confidence, wish for a split, history, codebook."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from db.store import open_store
from tests.browser.conftest import Signed
from tests.browser.desk import Desk, add, long_article, notes, stored


@pytest.fixture
def opened(signed: Signed) -> Signed:
    """A desk with twelve claims."""
    article = add(signed.path, long_article(12))
    signed.desk.open(article.id)
    return signed


def panel(page: Page) -> Locator:
    """The panel of the current claim."""
    return page.get_by_role("region", name="This claim")


def split_button(page: Page) -> Locator:
    """What says whether the current claim wants a split."""
    return panel(page).get_by_role("button", name="Wants a split")


def codebook(page: Page) -> Locator:
    """The codebook over the panel."""
    return page.get_by_role("dialog", name="Codebook")


def history(page: Page) -> Locator:
    """What the panel tells of the claim's history."""
    return (
        panel(page).get_by_role("list", name="Your history of this claim").get_by_role("listitem")
    )


def wishes(path: Path, analyst: str) -> list[int]:
    """The positions of the claims that an analyst wants to have split, as the file has them."""
    with open_store(path, write=False) as store, store.read() as db:
        rows = db.execute(
            """
            select claim.position
            from split_wish
            join claim on claim.id = split_wish.claim_id
            join analyst on analyst.id = split_wish.analyst_id
            where analyst.name = ?
            order by claim.position
            """,
            [analyst],
        ).fetchall()
    return [row[0] for row in rows]


def reasons(path: Path, analyst: str) -> dict[int, str]:
    """Why an analyst tagged none, by the claim's position."""
    with open_store(path, write=False) as store, store.read() as db:
        rows = db.execute(
            """
            select claim.position, answer.reason
            from answer
            join claim on claim.id = answer.claim_id
            join analyst on analyst.id = answer.analyst_id
            where analyst.name = ?
            """,
            [analyst],
        ).fetchall()
    return dict(rows)


def confidences(path: Path, analyst: str) -> dict[int, str]:
    """How sure an analyst was, by the claim's position."""
    with open_store(path, write=False) as store, store.read() as db:
        rows = db.execute(
            """
            select claim.position, answer.confidence
            from answer
            join claim on claim.id = answer.claim_id
            join analyst on analyst.id = answer.analyst_id
            where analyst.name = ?
            """,
            [analyst],
        ).fetchall()
    return dict(rows)


def test_a_wish_for_a_split_by_key_and_by_mouse(opened: Signed) -> None:
    desk, page = opened.desk, opened.desk.page
    desk.press("w", "1", "j")
    split_button(page).click()
    expect(split_button(page)).to_have_attribute("aria-pressed", "true")
    expect(desk.current).to_be_focused()
    assert desk.number() == 3, "the claim is still to be tagged"
    desk.press("j", "w", "w")
    expect(split_button(page)).to_have_attribute("aria-pressed", "false")
    desk.wait_until_saved()
    assert wishes(opened.path, opened.name) == [1, 3]
    page.reload()
    desk.ready()
    for number, wanted in ((1, True), (2, False), (3, True), (4, False)):
        name = re.compile(f"^claim {number}, .*wants a split: Sentence")
        if wanted:
            expect(desk.claim(number)).to_have_accessible_name(name)
        else:
            expect(desk.claim(number)).not_to_have_accessible_name(name)
    desk.claim(3).click()
    desk.press("w")
    desk.wait_until_saved()
    assert wishes(opened.path, opened.name) == [1]


def test_undo_leaves_a_wish_alone(opened: Signed) -> None:
    desk = opened.desk
    desk.press("1", "k", "w", "z")
    desk.wait_until_saved()
    assert wishes(opened.path, opened.name) == [1]
    assert stored(opened.path, opened.name) == {}


def test_what_is_wished_and_noted_offline_is_kept_and_sent(opened: Signed) -> None:
    desk, context = opened.desk, opened.context
    context.set_offline(True)
    desk.press("w", "j", "w", "n")
    desk.page.keyboard.type("Which of the two?")
    desk.press("Escape")
    expect(desk.saved).to_contain_text("kept here")
    context.set_offline(False)
    desk.wait_until_saved()
    assert wishes(opened.path, opened.name) == [1, 2]
    assert notes(opened.path, opened.name) == {2: "Which of the two?"}


def test_a_wish_kept_offline_outlives_its_tab(opened: Signed) -> None:
    desk, context = opened.desk, opened.context
    address = desk.page.url
    page = context.new_page()
    page.goto(f"{desk.url}/guide")
    context.set_offline(True)
    desk.press("w")
    expect(desk.saved).to_contain_text("kept here")
    desk.page.close()
    context.set_offline(False)
    page.goto(address)
    again = Desk(page, desk.url)
    again.ready()
    again.wait_until_saved()
    expect(again.claim(1)).to_have_accessible_name(re.compile("wants a split"))
    assert wishes(opened.path, opened.name) == [1]


def test_two_tabs_ask_about_a_wish_in_words(opened: Signed) -> None:
    desk, context = opened.desk, opened.context
    desk.press("w")
    desk.wait_until_saved()
    other = Desk(context.new_page(), desk.url)
    other.page.goto(desk.page.url)
    other.ready()
    desk.press("w", "w")
    desk.wait_until_saved()
    other.press("w")
    expect(other.page.get_by_text("Claim 1 was marked elsewhere: wants a split.")).to_be_visible()
    other.page.get_by_role("button", name="Keep no split").click()
    other.wait_until_saved()
    assert wishes(opened.path, opened.name) == []


def test_the_article_shows_notes_and_wishes_and_stays_where_it_is(opened: Signed) -> None:
    desk, page = opened.desk, opened.desk.page
    first = desk.claim(1)
    before = desk.claim(2).bounding_box()
    desk.press("w", "n")
    page.keyboard.type("See the annex")
    desk.press("Escape")
    expect(first).to_have_accessible_name(
        re.compile("^claim 1, not tagged, with a note, wants a split: ")
    )
    assert first.evaluate("claim => claim.childNodes.length") == 1
    expect(first).to_have_attribute("data-signs", "■‖")
    assert first.evaluate("claim => getComputedStyle(claim, '::after').display") == "block"
    desk.press("1", "k")
    expect(first).to_have_attribute("data-signs", "■‖")
    assert desk.claim(2).bounding_box() == before


def test_not_all_is_saved_while_a_note_is_typed(opened: Signed) -> None:
    desk, page = opened.desk, opened.desk.page
    expect(desk.saved).to_have_text("All saved")
    said = page.evaluate_handle("() => []")
    desk.saved.evaluate(
        """(state, said) => new MutationObserver(() => said.push(state.textContent.trim()))
             .observe(state, {subtree: true, childList: true, characterData: true})""",
        said,
    )
    desk.press("n")
    page.keyboard.type("Half a")
    desk.wait_until_saved()
    assert said.json_value()[0] == "Note not saved yet"
    assert notes(opened.path, opened.name) == {1: "Half a"}


def test_confidence_and_reason_wait_for_the_answer_on_their_claim(opened: Signed) -> None:
    desk, page = opened.desk, opened.desk.page
    low, high = (panel(page).get_by_role("button", name=name) for name in ("low", "high"))
    desk.press("h")
    panel(page).get_by_label("Reason").select_option("bare")
    desk.press("Escape", "j")
    expect(high).to_have_attribute("aria-pressed", "false")
    desk.press("l", "k")
    expect(high).to_have_attribute("aria-pressed", "true")
    desk.press("0")
    expect(low).to_have_attribute("aria-pressed", "true")
    desk.press("l", "1")
    desk.wait_until_saved()
    assert confidences(opened.path, opened.name) == {1: "high", 2: ""}
    desk.press("k", "m")
    desk.wait_until_saved()
    assert confidences(opened.path, opened.name) == {1: "high", 2: "moderate"}
    expect(panel(page).get_by_label("Reason")).to_be_disabled()
    desk.press("k")
    expect(panel(page).get_by_label("Reason")).to_have_value("bare")


def test_a_reason_by_keys_alone(opened: Signed) -> None:
    desk, page = opened.desk, opened.desk.page
    reason = panel(page).get_by_label("Reason")
    desk.press("b")
    expect(reason).to_be_focused()
    desk.press("v", "Enter")  # its first letter, before the tag
    expect(desk.current).to_be_focused()
    desk.press("0", "k")
    assert desk.number() == 1
    expect(reason).to_have_value("vague_source")
    desk.press("b")
    page.keyboard.type("not a")
    desk.press("Escape")  # another one, after it
    expect(desk.current).to_be_focused()
    desk.wait_until_saved()
    assert reasons(opened.path, opened.name) == {1: "not_a_claim"}
    assert stored(opened.path, opened.name) == {1: ("tagged", "none")}
    desk.press("1", "k", "b", "0")  # another tag has no reason: the keys stay on the claim
    assert desk.tags()[0] == "none"
    assert desk.number() == 2


def test_the_claims_own_history_grows_and_survives(opened: Signed) -> None:
    desk, page = opened.desk, opened.desk.page
    expect(history(page)).to_have_text(["nothing yet"])
    desk.press("Space", "k", "3", "z")
    clock = r"\d\d:\d\d"
    expected = [
        re.compile(rf"^{clock}skipped$"),
        re.compile(rf"^{clock}Oopinion$"),
        re.compile(rf"^{clock}Oopinionundone$"),
    ]
    every = panel(page).get_by_role("button", name="all 3")
    every.click()
    expect(history(page)).to_have_text(expected)
    desk.press("j")
    expect(history(page)).to_have_text(["nothing yet"])
    desk.press("k")
    expect(every).to_be_visible()
    desk.wait_until_saved()
    page.reload()
    desk.ready()
    desk.press("Home")
    every.click()
    expect(history(page)).to_have_text(expected)
    desk.press("w")
    expect(history(page)).to_have_count(4)
    expect(history(page).last).to_have_text(re.compile("wants a split"))


def test_the_codebook_by_keyboard_tags_nothing(opened: Signed) -> None:
    desk, page = opened.desk, opened.desk.page
    desk.press("1", "k", ".")
    field = codebook(page).get_by_role("combobox")
    expect(field).to_be_focused()
    expect(codebook(page).get_by_role("group").first).to_have_accessible_name(
        "Rulings about sourced"
    )
    page.keyboard.type("PREVIOUS sentencé")
    options = codebook(page).get_by_role("option")
    expect(options).to_have_count(1)
    desk.press("ArrowDown")
    expect(options).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.get_attribute("id") or "")
    desk.press("Enter", "Enter")
    page.keyboard.type(" 2 xyz")
    expect(codebook(page).get_by_role("status")).to_contain_text("Try fewer")
    box, claim = codebook(page).bounding_box(), desk.current.bounding_box()
    assert box is not None
    assert claim is not None
    assert claim["x"] + claim["width"] <= box["x"]
    desk.press("Escape")
    expect(codebook(page)).to_be_hidden()
    expect(desk.current).to_be_focused()
    assert desk.number() == 1
    assert desk.tags()[:2] == ["sourced", None]
    desk.press("2")
    assert desk.tags()[0] == "contested"


@pytest.mark.parametrize("opens", [".", "?"])
def test_keys_of_one_frame_lead_back_to_the_claim_they_led_to(opened: Signed, opens: str) -> None:
    desk, page = opened.desk, opened.desk.page
    desk.current.evaluate(
        """(claim, keys) => keys.forEach((key) => claim.dispatchEvent(
             new KeyboardEvent("keydown", {key, bubbles: true, composed: true})))""",
        ["j", "j", opens],
    )
    expect(page.get_by_role("dialog")).to_be_visible()
    desk.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(desk.claim(3)).to_be_focused()
    assert desk.number() == 3


def test_the_codebook_by_mouse(opened: Signed) -> None:
    desk, page = opened.desk, opened.desk.page
    button = panel(page).get_by_role("button", name="Codebook")
    button.click()
    expect(codebook(page)).to_be_visible()
    codebook(page).get_by_role("option").nth(3).click()
    desk.page.wait_for_timeout(500)
    expect(codebook(page)).to_be_visible()
    codebook(page).get_by_role("button", name="Close").click()
    expect(codebook(page)).to_be_hidden()
    button.click()
    desk.claim(2).click()
    expect(codebook(page)).to_be_hidden()
    assert desk.number() == 2
    desk.press("1")
    assert desk.tags()[:3] == [None, "sourced", None]


@pytest.mark.parametrize("height", [800, 860, 1000])
def test_the_panel_fits_without_scrolling(opened: Signed, height: int) -> None:
    page = opened.desk.page
    page.set_viewport_size({"width": 1280, "height": height})
    opened.desk.press("1", "k", "w")
    opened.desk.look()
    assert panel(page).evaluate("panel => panel.scrollHeight <= panel.clientHeight")
