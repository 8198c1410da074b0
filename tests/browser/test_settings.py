"""What somebody changes about their desk: size, theme, keys; the same in every browser."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import Locator, Page, expect

from annotator import workflow
from annotator.identity import Actor, cookie_name
from db.store import open_store
from tests.browser.conftest import Signed
from tests.browser.desk import Desk, add, long_article
from tests.browser.test_accessible import serious

FONT: Final = "element => parseFloat(getComputedStyle(element).fontSize)"


@pytest.fixture
def opened(signed: Signed) -> Signed:
    """A desk with twelve claims."""
    signed.desk.open(add(signed.path, long_article(12)).id)
    return signed


def dialog(desk: Desk) -> Locator:
    """The settings."""
    return desk.page.locator("dialog[data-part=settings]")


def said(desk: Desk) -> Locator:
    """What the settings say."""
    return dialog(desk).locator("[data-part=settings-said]")


def choose(desk: Desk, name: str, words: str) -> None:
    """Choose in the settings, and wait until it is kept."""
    dialog(desk).get_by_label(name).select_option(label=words)
    expect(said(desk)).to_contain_text("Saved.")


def change_key(desk: Desk, label: str, key: str) -> None:
    """Give a command another key."""
    dialog(desk).get_by_role("button", name=f"{label}:").press("Enter")
    expect(said(desk)).to_contain_text("Press the new key")
    desk.page.keyboard.press(key)


def again(desk: Desk) -> None:
    """Close the settings; what was changed loads the page again."""
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Escape")
    desk.ready()


def drawn(desk: Desk, scheme: str) -> None:
    """Wait until the page is drawn so."""
    expect(desk.page.locator(":root")).to_have_css("color-scheme", scheme)


def on_another_computer(signed: Signed, page: Page) -> Desk:
    """The same person in a browser that knows nothing of them."""
    with open_store(signed.path) as store:
        with store.read() as db:
            row = db.execute("select id from analyst where name = ?", [signed.name]).fetchone()
        token = workflow.sign_in(store, row[0])
        cookie = cookie_name(store.project_id)
    page.context.add_cookies([{"name": cookie, "value": token, "url": signed.desk.url}])
    return Desk(page, signed.desk.url)


def test_the_reading_size_changes_at_once_and_the_keys_work_the_dialog(opened: Signed) -> None:
    desk = opened.desk
    text = desk.page.locator(".ca-read")
    before = text.evaluate(FONT)
    desk.press(",")
    expect(dialog(desk)).to_be_visible()
    assert serious(desk.page) == []
    choose(desk, "Reading size", "largest")
    assert text.evaluate(FONT) == pytest.approx(before * 1.35, rel=0.01)
    desk.page.keyboard.press("Escape")
    expect(desk.current).to_be_focused()
    desk.page.reload()
    desk.ready()
    assert text.evaluate(FONT) == pytest.approx(before * 1.35, rel=0.01)
    width = desk.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 1280


def test_the_theme_holds_on_every_page_and_in_another_browser(
    opened: Signed, colleagues: tuple[Page, Page]
) -> None:
    desk = opened.desk
    desk.press(",")
    choose(desk, "Light or dark", "dark")
    again(desk)
    drawn(desk, "dark")
    desk.page.goto(f"{desk.url}/progress")
    expect(desk.page.get_by_role("heading", name="Progress")).to_be_visible()
    drawn(desk, "dark")
    elsewhere = on_another_computer(opened, colleagues[0])
    elsewhere.page.goto(f"{elsewhere.url}/tag")
    drawn(elsewhere, "dark")
    elsewhere.ready()
    elsewhere.press(",")
    choose(elsewhere, "Light or dark", "as the system")
    again(elsewhere)
    drawn(elsewhere, "light")


def test_tags_and_moves_lie_under_the_left_hand(
    opened: Signed, colleagues: tuple[Page, Page]
) -> None:
    desk = opened.desk
    desk.press(",")
    choose(desk, "Keys", "tags and moves under the left hand")
    again(desk)
    desk.press("d", "d", "e", "5", "4", "j")
    assert desk.tags()[:4] == [None, "unsure", "none", None]
    assert desk.number() == 4, "J leads nowhere now"
    elsewhere = on_another_computer(opened, colleagues[0])
    elsewhere.page.goto(f"{elsewhere.url}/tag")
    elsewhere.ready()
    caps = elsewhere.page.locator(".ca-tag > kbd")
    expect(caps).to_have_text(["1", "2", "3", "4", "5"])
    expect(elsewhere.page.locator("[data-part=hints]")).to_contain_text("DE move")
    expect(elsewhere.page.get_by_role("button", name="Next claim")).to_have_attribute(
        "title", "Next claim (D)"
    )
    elsewhere.page.goto(f"{elsewhere.url}/guide")
    expect(elsewhere.page.get_by_role("heading", name="unsure 5")).to_be_visible()


def test_one_key_is_changed_a_clash_is_told_and_all_come_back(opened: Signed) -> None:
    desk = opened.desk
    desk.press(",")
    dialog(desk).get_by_text("Single keys").click()
    change_key(desk, "next claim without an answer", "j")
    expect(said(desk)).to_have_text("J is “next claim” already. Choose another key.")
    desk.page.keyboard.press("c")
    expect(said(desk)).to_contain_text("C is taken")
    desk.page.keyboard.press("i")
    expect(said(desk)).to_have_text("Saved. It holds when you close this.")
    change_key(desk, "unsure", "7")
    expect(said(desk)).to_contain_text("Saved.")
    again(desk)
    desk.press("7", "j", "i")
    assert desk.tags()[0] == "unsure"
    assert desk.number() == 4, "past the second claim with J, to the next open one with I"
    desk.press("?")
    expect(desk.page.locator("[data-part=help-keys] div", has_text="skipped ones")).to_contain_text(
        "I"
    )
    desk.page.keyboard.press("Escape")
    desk.press(",")
    dialog(desk).get_by_text("Single keys").click()
    dialog(desk).get_by_role("button", name="All keys as they come").click()
    expect(said(desk)).to_contain_text("Saved.")
    again(desk)
    desk.press("u", "k", "g")
    assert desk.tags().count("unsure") == 2


def test_without_a_network_nothing_changes_and_it_is_said(opened: Signed) -> None:
    desk = opened.desk
    desk.press(",")
    opened.context.set_offline(True)
    dialog(desk).get_by_label("Reading size").select_option("small")
    expect(said(desk)).to_contain_text("Not saved: there is no connection.")
    expect(dialog(desk).get_by_label("Reading size")).to_have_value("")
    opened.context.set_offline(False)


def test_a_desk_is_drawn_in_the_size_that_was_chosen_under_a_thumb(by_thumb: Signed) -> None:
    with open_store(by_thumb.path) as store:
        with store.read() as db:
            row = db.execute("select id from analyst where name = ?", [by_thumb.name]).fetchone()
        workflow.prefer(store, Actor(row[0], by_thumb.name), {"size": "largest"})
    desk = by_thumb.desk
    desk.open(add(by_thumb.path, long_article(3)).id)
    assert desk.page.locator(".ca-read").evaluate(FONT) == pytest.approx(18 * 1.35, rel=0.01)
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= 390
