"""The server goes away and comes back; the analyst goes on tagging and need not notice."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Signed
from tests.browser.desk import SAVED, Desk, add, long_article, notes, stored
from tests.serving import Served

KEYS = {"1": "sourced", "2": "contested", "3": "opinion", "0": "none"}
NOTE = "In 2031 it was 2 of 3, not 1 of 2: see page 30."

FOREIGN = """() => {
  const dialog = document.createElement("div");
  dialog.innerHTML = '<section role="dialog" tabindex="-1"><button>Close</button>Done</section>';
  document.body.append(dialog);
  dialog.firstChild.focus();
}"""


@pytest.mark.timeout(240)
def test_twenty_keys_while_the_server_is_killed_and_started_again(
    desk: Desk, served: Served
) -> None:
    article = add(served.path, long_article(40))
    desk.enter(served.path, "Ines")
    desk.open(article.id)
    keys = [list(KEYS)[(n * 7 + n // 5) % 4] for n in range(20)]
    desk.press(*keys[:3])
    desk.wait_until_saved()
    served.kill()
    desk.press(*keys[3:], delay=750)
    assert desk.number() == 21
    assert "17 kept here" in desk.saved.inner_text()
    expect(desk.page.get_by_role("dialog")).to_have_count(0)
    served.start()
    desk.wait_until_saved(60)
    expect(desk.current).to_be_focused()
    assert stored(served.path, "Ines") == {
        n: ("tagged", KEYS[key]) for n, key in enumerate(keys, 1)
    }


@pytest.mark.timeout(180)
def test_a_connection_that_is_lost_is_said_also_while_nothing_waits(
    desk: Desk, served: Served
) -> None:
    article = add(served.path, long_article(12))
    desk.enter(served.path, "Ines")
    desk.open(article.id)
    desk.press("1")
    desk.wait_until_saved()
    served.kill()
    expect(desk.saved).to_have_text("Offline, all saved")
    expect(desk.page.get_by_text("No connection. Keep tagging: what you tag")).to_be_visible()
    expect(desk.page.get_by_role("dialog")).to_have_count(0)
    expect(desk.current).to_be_focused()
    served.start()
    expect(desk.saved).to_have_text(SAVED, timeout=30_000)
    expect(desk.page.get_by_text("No connection.")).to_have_count(0)


@pytest.mark.timeout(180)
def test_a_note_in_the_middle_of_which_the_server_goes_keeps_every_letter(
    desk: Desk, served: Served
) -> None:
    article = add(served.path, long_article(12))
    desk.enter(served.path, "Ines")
    desk.open(article.id)
    desk.press("n")
    served.kill()
    desk.press(*NOTE, delay=150)
    field = desk.page.locator("[data-part=note]")
    expect(field).to_have_value(NOTE)
    expect(field).to_be_focused()
    assert set(desk.tags()) == {None}
    served.start()
    desk.press("Escape")
    desk.wait_until_saved(60)
    assert notes(served.path, "Ines") == {1: NOTE}
    assert stored(served.path, "Ines") == {}


def test_a_dialog_about_something_else_is_left_alone(signed: Signed) -> None:
    desk = signed.desk
    article = add(signed.path, long_article(12))
    desk.open(article.id)
    desk.page.evaluate(FOREIGN)
    desk.press("1", "2")
    desk.page.wait_for_timeout(1500)
    expect(desk.page.get_by_role("dialog")).to_have_count(1)
    assert set(desk.tags()) == {None}
    desk.press("3")
    assert set(desk.tags()) == {None}
    desk.page.evaluate("document.querySelector('[role=dialog]').parentElement.remove()")
    expect(desk.current).to_be_focused()
    desk.press("3")
    desk.wait_until_saved()
    assert stored(signed.path, signed.name) == {1: ("tagged", "opinion")}


def test_keys_over_a_dialog_that_goes_by_itself_are_kept(signed: Signed) -> None:
    desk, page = signed.desk, signed.desk.page
    desk.open(add(signed.path, long_article(12)).id)
    asked: list[Route] = []
    page.route("**/_stcore/health", lambda route: asked.append(route))
    page.evaluate(FOREIGN)
    page.evaluate("document.activeElement.blur()")
    while not asked:
        page.wait_for_timeout(20)
    desk.press("1", "2")
    page.evaluate("document.querySelector('[role=dialog]').parentElement.remove()")
    for route in asked:
        route.fulfill(status=200, json="ok")
    expect(desk.claim(3)).to_be_focused()
    desk.wait_until_saved()
    kept = {1: ("tagged", "sourced"), 2: ("tagged", "contested")}
    assert stored(signed.path, signed.name) == kept


def test_a_desk_that_was_left_while_it_asked_the_server_closes_no_dialog(signed: Signed) -> None:
    desk, page = signed.desk, signed.desk.page
    desk.open(add(signed.path, long_article(3)).id)
    asked: list[Route] = []
    page.route("**/_stcore/health", lambda route: asked.append(route))  # no answer
    page.evaluate(FOREIGN)
    page.evaluate(
        "(() => { const dialog = document.querySelector('[role=dialog]');"
        " dialog.firstChild.onclick = () => dialog.remove(); })()"
    )
    while not asked:
        page.wait_for_timeout(20)
    page.get_by_role("link", name="Articles", exact=True).click()
    expect(page.locator(".ca-desk")).to_have_count(0)
    page.wait_for_timeout(2000)  # longer than the desk is patient
    expect(page.get_by_role("dialog")).to_have_count(1)
