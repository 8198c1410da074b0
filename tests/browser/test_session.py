"""A tagging session on the desk: ended by hand, summed up, and a word after many claims."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from db import sessions, times
from db.session_model import Session
from db.store import open_store
from tests.browser.conftest import Signed
from tests.browser.desk import Desk, add, long_article
from tests.browser.test_accessible import serious


@pytest.fixture
def opened(signed: Signed) -> Signed:
    """A desk with twelve claims."""
    signed.desk.open(add(signed.path, long_article(12)).id)
    return signed


def dialog(desk: Desk) -> Locator:
    """What the session came to."""
    return desk.page.locator("dialog[data-part=ended]")


def figure(desk: Desk, name: str) -> Locator:
    """A figure in it."""
    return dialog(desk).locator("dl div", has=desk.page.locator("dt", has_text=name)).locator("dd")


def kept(signed: Signed) -> list[Session]:
    """The sessions that follow from the file, the newest first."""
    with open_store(signed.path, write=False) as store, store.read() as db:
        row = db.execute("select id from analyst where name = ?", [signed.name]).fetchone()
        return sessions.latest(db, row[0], limit=5)


def test_a_session_is_ended_with_a_key_and_summed_up(opened: Signed) -> None:
    desk = opened.desk
    desk.press("1", "2", "k", "3", "Space", "u", "p")
    expect(dialog(desk)).to_be_visible()
    expect(dialog(desk)).to_have_accessible_name("Session ended")
    expect(dialog(desk).get_by_role("button", name="Go on")).to_be_focused()
    expect(figure(desk, "Claims")).to_have_text("3 answered, 1 unsure, 1 skipped")
    expect(figure(desk, "Changes")).to_have_text("1 change of mind")
    expect(figure(desk, "Left here")).to_have_text("9 of 12 claims")
    assert serious(desk.page) == []
    desk.press("1")
    assert desk.tags().count("sourced") == 1, "no key reaches the claims meanwhile"
    desk.page.keyboard.press("Escape")
    expect(desk.current).to_be_focused()
    expect(desk.page.locator("[data-part=session]")).to_have_text("This session 0 claims")
    desk.press("2")
    expect(desk.page.locator("[data-part=session]")).to_have_text("This session 1 claim")
    desk.wait_until_saved()
    new, old = kept(opened)
    assert (new.claims, new.ended, old.ended) == (1, False, True)
    assert (old.claims, old.tags, old.unsure) == (3, {"opinion": 1, "sourced": 1}, 1)
    assert (old.skipped, old.changes) == (1, 1)


def test_an_end_is_not_lost_without_a_network(opened: Signed) -> None:
    desk = opened.desk
    desk.press("1")
    desk.wait_until_saved()
    opened.context.set_offline(True)
    desk.press("2", "p")
    dialog(desk).get_by_role("button", name="Go on").click()
    desk.press("3")
    opened.context.set_offline(False)
    desk.wait_until_saved()
    assert [(one.claims, one.ended) for one in kept(opened)] == [(1, False), (2, True)]


def test_a_reload_says_the_same_of_the_session(opened: Signed) -> None:
    desk = opened.desk
    desk.press("1", "2", "k", "1", "z", "Space", "n")
    desk.page.keyboard.type("Hm.")
    desk.press("Escape")
    desk.wait_until_saved()
    desk.page.reload()
    desk.ready()
    desk.press("3", "p")
    expect(figure(desk, "Claims")).to_have_text("3 answered, 1 with a note")
    expect(figure(desk, "Changes")).to_have_text("0 changes of mind")
    desk.wait_until_saved()
    (session,) = kept(opened)
    assert (session.claims, session.notes, session.changes) == (3, 1, 0)


def test_a_pause_is_suggested_after_a_hundred_claims_and_blocks_no_key(signed: Signed) -> None:
    desk = signed.desk
    desk.open(add(signed.path, long_article(104)).id)
    pause = desk.page.locator("[data-part=pause]")
    desk.press(*("1" * 99))
    expect(pause).to_be_hidden()
    desk.press("2")
    expect(pause).to_be_visible()
    expect(pause).to_contain_text("100 claims without a pause.")
    expect(desk.page.locator("[data-part=said]")).to_contain_text("100 claims without a pause.")
    expect(desk.current).to_be_focused()
    desk.press("3", "1")
    assert desk.number() == 103
    pause.get_by_role("button", name="Go on").click()
    expect(pause).to_be_hidden()
    expect(desk.current).to_be_focused()
    desk.press("2")
    expect(pause).to_be_hidden()


def test_under_a_thumb_a_session_is_ended_from_the_sheet(by_thumb: Signed) -> None:
    desk = by_thumb.desk
    desk.open(add(by_thumb.path, long_article(3)).id)
    desk.page.get_by_role("button", name="sourced").first.click()
    desk.page.locator("[data-part=grip]").click()
    desk.page.locator("[data-part=panel]").get_by_role("button", name="End session").click()
    expect(figure(desk, "Claims")).to_have_text("1 answered")
    width = desk.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390


def test_the_time_of_a_claim_is_taken_for_who_wants_it(opened: Signed) -> None:
    desk = opened.desk
    desk.press("1")
    desk.wait_until_saved()
    here = desk.page.url
    desk.page.goto(f"{desk.url}/progress")
    desk.page.get_by_text("Take the time of each claim").click()
    expect(desk.page.get_by_role("switch", name="Take the time of each claim")).to_be_checked()
    expect(desk.page.locator(".st-key-times-True")).to_be_visible()  # it is kept
    expect(desk.page.get_by_text("Only you see them")).to_be_visible()
    desk.page.goto(here)
    desk.ready()
    desk.page.wait_for_timeout(1200)  # in front of the claim
    desk.press("3", "k", "3")
    with desk.page.expect_response("**/api/times"):
        desk.page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    with open_store(opened.path, write=False) as store, store.read() as db:
        row = db.execute("select id from analyst where name = ?", [opened.name]).fetchone()
        (took,) = times.latest(db, row[0])
    assert (took.position, took.answer) == (2, "opinion")
    assert 1 <= took.seconds < 10
