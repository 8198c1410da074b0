"""The desk under a thumb: the sheet, its buttons, swipes, and a keyboard on the screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Signed
from tests.browser.desk import Desk, add, long_article, notes, stored

THUMB = 44
SMALL_SCREEN = 460  # pixels that a keyboard leaves of a phone


@pytest.fixture
def phone(by_thumb: Signed) -> Desk:
    """Twelve claims on a phone."""
    by_thumb.desk.open(add(by_thumb.path, long_article(12)).id)
    return by_thumb.desk


def swipe(found: Locator, x: int, y: int = 0) -> None:
    """A finger that goes from the middle of something to somewhere else."""
    box = found.bounding_box()
    assert box is not None
    page = found.page
    session = page.context.new_cdp_session(page)
    left, top = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for step in range(9):
        at = {"x": left + x * step / 8, "y": top + y * step / 8}
        kind = "touchMove" if step else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [at]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()


def words(desk: Desk) -> Locator:
    """The current claim in the sheet."""
    return desk.page.locator(".ca-this")


def tag(desk: Desk, name: str) -> None:
    """A tap on the button of a tag."""
    desk.page.locator(f"[data-set={name}]").tap()


def small_ones(page: Page) -> list[str]:
    """What can be pressed and is smaller than a thumb."""
    found: list[str] = page.locator(".ca-desk").evaluate(
        """(desk, least) => [...desk.querySelectorAll("button, a, select, textarea, input")]
          .filter((one) => one.checkVisibility())
          .map((one) => [one, one.getBoundingClientRect()])
          .filter(([, { width, height }]) => Math.min(width, height) < least - .5)
          .map(([one, { width, height }]) => `${one.outerHTML.slice(0, 90)} ${width} ${height}`)""",
        THUMB,
    )
    return found


def nothing_sticks_out(page: Page) -> bool:
    """Whether nothing can be scrolled to the side."""
    return bool(
        page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    ) and page.locator(".ca-scroll").evaluate("one => one.scrollWidth <= one.clientWidth + 1")


def test_all_that_can_be_pressed_is_as_large_as_a_thumb(phone: Desk) -> None:
    assert small_ones(phone.page) == []
    phone.page.get_by_role("button", name="Show note, confidence and more").tap()
    expect(phone.page.get_by_label("Note", exact=False).first).to_be_visible()
    assert small_ones(phone.page) == []
    assert nothing_sticks_out(phone.page)


def test_the_summary_fits_a_thumb(phone: Desk) -> None:
    for _ in range(11):
        tag(phone, "sourced")
    tag(phone, "unsure")
    expect(phone.page.get_by_role("region", name="Summary")).to_be_visible()
    assert small_ones(phone.page) == []
    assert nothing_sticks_out(phone.page)


def test_a_tag_and_a_swipe_lead_to_the_next(phone: Desk, by_thumb: Signed) -> None:
    tag(phone, "opinion")
    assert phone.number() == 2
    swipe(words(phone), -160)
    assert phone.number() == 3
    swipe(words(phone), -160)
    swipe(words(phone), 160)
    assert phone.number() == 3
    swipe(phone.current, -160)  # on the claim in the article too
    assert phone.number() == 4
    phone.wait_until_saved()
    assert stored(by_thumb.path, by_thumb.name) == {1: ("tagged", "opinion")}


def test_a_swipe_up_or_aslant_turns_nothing(phone: Desk) -> None:
    swipe(words(phone), -60, -60)
    swipe(words(phone), -20)
    assert phone.number() == 1
    scroller = phone.page.locator(".ca-scroll")
    swipe(phone.current, 10, -180)
    phone.page.wait_for_timeout(300)
    assert phone.number() == 1
    assert scroller.evaluate("one => one.scrollTop") > 0


def test_behind_the_last_claim_a_swipe_leads_back(phone: Desk) -> None:
    phone.claim(12).tap()
    swipe(words(phone), -160)
    summary = phone.page.get_by_role("region", name="Summary")
    expect(summary).to_be_visible()
    swipe(summary.get_by_role("heading"), 160)
    assert phone.number() == 12


def test_the_words_follow_the_thumb_where_motion_is_wanted(phone: Desk) -> None:
    box = words(phone).bounding_box()
    assert box is not None
    session = phone.page.context.new_cdp_session(phone.page)

    def touch(kind: str, *points: dict[str, float]) -> None:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    for motion, moved in (("no-preference", True), ("reduce", False)):
        phone.page.emulate_media(reduced_motion=motion)  # type: ignore[arg-type]
        touch("touchStart", {"x": 200, "y": box["y"] + 10})
        touch("touchMove", {"x": 170, "y": box["y"] + 10})
        touch("touchMove", {"x": 140, "y": box["y"] + 10})
        phone.look()
        now = words(phone).bounding_box()
        assert now is not None
        assert (now["x"] < box["x"]) is moved
        touch("touchMove", {"x": 200, "y": box["y"] + 10})
        touch("touchEnd")
        phone.look()
        assert words(phone).bounding_box() == box
    assert phone.number() == 1


def test_the_grip_opens_and_closes_the_details(phone: Desk) -> None:
    note = phone.page.locator("[data-part=note]")
    grip = phone.page.locator("[data-part=grip]")
    expect(note).to_be_hidden()
    grip.tap()
    expect(note).to_be_visible()
    expect(grip).to_have_attribute("aria-expanded", "true")
    grip.tap()
    expect(note).to_be_hidden()
    swipe(grip, 0, -120)
    expect(note).to_be_visible()
    swipe(grip, 0, 160)
    expect(note).to_be_hidden()


def test_a_keyboard_on_the_screen_leaves_the_note_in_sight(phone: Desk, by_thumb: Signed) -> None:
    page = phone.page
    page.get_by_role("button", name="Note", exact=True).tap()
    note = page.locator("[data-part=note]")
    expect(note).to_be_focused()
    # the keyboard lies over the page: the page keeps its size, what can be seen of it does not
    page.evaluate(
        """height => {
          Object.defineProperty(visualViewport, "height", { get: () => height });
          visualViewport.dispatchEvent(new Event("resize"));
        }""",
        SMALL_SCREEN,
    )
    phone.look()
    phone.look()
    box = note.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= SMALL_SCREEN
    page.keyboard.insert_text("Written with the thumbs.")
    assert note.input_value() == "Written with the thumbs."
    phone.wait_until_saved()
    assert notes(by_thumb.path, by_thumb.name) == {1: "Written with the thumbs."}


def test_a_low_window_leaves_the_note_in_sight(phone: Desk) -> None:
    phone.page.set_viewport_size({"width": 390, "height": SMALL_SCREEN})
    phone.page.get_by_role("button", name="Note", exact=True).tap()
    phone.look()
    note = phone.page.locator("[data-part=note]")
    expect(note).to_be_in_viewport(ratio=1)


def test_the_panel_stands_beside_an_article_that_reads_well(signed: Signed) -> None:
    """60 to 75 characters a line on every screen that is no phone."""
    desk, page = signed.desk, signed.desk.page
    desk.open(add(signed.path, long_article(12)).id)
    for width in (760, 768, 834, 979, 1024, 1180, 1280, 2000):
        page.set_viewport_size({"width": width, "height": 900})
        desk.look()
        characters = desk.claim(1).evaluate(
            """claim => {
              const block = claim.closest("p"), style = getComputedStyle(block);
              const probe = document.createElement("span");
              probe.textContent = "Sentence number one of the report says the harbour was closed. ";
              probe.style.whiteSpace = "pre";
              block.append(probe);
              const each = probe.getBoundingClientRect().width / probe.textContent.length;
              probe.remove();
              const room = block.getBoundingClientRect().width
                - parseFloat(style.paddingInlineStart) - parseFloat(style.paddingInlineEnd);
              return room / each;
            }"""
        )
        assert 58 <= characters <= 75  # fonts differ a little from machine to machine
        panel = page.get_by_role("region", name="This claim").bounding_box()
        text = desk.claim(1).bounding_box()
        assert panel is not None
        assert text is not None
        assert panel["x"] >= text["x"] + text["width"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_no_key_is_named_where_there_is_no_keyboard(phone: Desk) -> None:
    caps = phone.page.locator(".ca-desk kbd").filter(visible=True)
    phone.page.locator(".ca-grip").tap()
    expect(phone.page.locator("[data-part=note]")).to_be_visible()
    expect(caps).to_have_count(0)
    phone.press("End", "j")
    expect(phone.page.get_by_role("region", name="Summary")).to_be_visible()
    expect(caps).to_have_count(0)


def test_a_newcomer_finds_what_the_tags_mean(phone: Desk) -> None:
    page = phone.page
    page.get_by_role("button", name="What do the tags mean?").tap()
    codebook = page.get_by_role("dialog", name="Codebook")
    expect(codebook.get_by_role("option").first).to_contain_text("sourced")
    expect(codebook.get_by_role("combobox")).not_to_be_focused()  # it would open a keyboard
    page.keyboard.press("Escape")
    page.locator(".ca-tag").first.tap()
    expect(page.get_by_role("button", name="What do the tags mean?")).to_be_hidden()
