"""Networks drop, servers die, people change, ports are reused: every tag ends where it belongs."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from db.articles import claims_of
from db.check import check
from db.model import Stored
from db.people import find_name
from db.store import open_store
from tests import builders
from tests.browser.conftest import Signed
from tests.browser.desk import Desk, add, answers_of, long_article, notes, stored
from tests.serving import Served, free_port

FILL = """() => {
  let size = 1 << 22;
  for (let n = 0; size > 0; n += 1) {
    try { localStorage.setItem(`other:${n}`, "x".repeat(size)); } catch { size >>= 1; }
  }
}"""
KEYS = {"1": "sourced", "2": "contested", "3": "opinion", "0": "none"}


def pressed(number: int) -> list[str]:
    """Keys without a pattern that a shifted position would repeat."""
    return ["1230"[(n * 7 + n // 5) % 4] for n in range(number)]


def sound(path: Path) -> None:
    """The file has no findings."""
    with open_store(path) as store:
        assert check(store) == []


@pytest.mark.timeout(240)
def test_a_server_killed_while_somebody_types_gets_every_tag_once(
    desk: Desk, served: Served
) -> None:
    article = add(served.path, long_article(120))
    desk.enter(served.path, "Ines")
    desk.open(article.id)
    keys = pressed(90)
    desk.press(*keys[:40], delay=20)
    served.kill()
    desk.press(*keys[40:70], delay=20)  # before Streamlit's dialog takes the focus
    shown = desk.tags()
    assert shown.count(None) == 120 - desk.number() + 1
    accepted = desk.number() - 1
    assert accepted >= 60
    desk.page.wait_for_timeout(4000)
    assert "kept here" in desk.saved.inner_text()

    served.start()
    desk.wait_until_saved(60)
    expect(desk.page.get_by_role("dialog")).to_have_count(0, timeout=30_000)
    expect(desk.current).to_be_focused(timeout=10_000)
    desk.press(*keys[accepted:], delay=20)  # the focus is back where it was
    desk.wait_until_saved()

    expected = {n: ("tagged", KEYS[key]) for n, key in enumerate(keys, 1)}
    assert stored(served.path, "Ines") == expected
    assert len(answers_of(served.path, "Ines")) == 90
    sound(served.path)


def test_a_tab_closed_while_the_server_is_down_keeps_its_tags(
    context: BrowserContext, page: Page, served: Served
) -> None:
    article = add(served.path, long_article(30))
    desk = Desk(page, served.url)
    desk.enter(served.path, "Ines")
    desk.open(article.id)
    served.kill()
    desk.press(*pressed(12), delay=10)
    page.close()
    served.start()
    again = Desk(context.new_page(), served.url)
    again.open(article.id)
    assert again.number() == 13
    again.wait_until_saved()
    assert stored(served.path, "Ines") == {
        n: ("tagged", KEYS[key]) for n, key in enumerate(pressed(12), 1)
    }


def test_two_tabs_and_a_change_of_person_mix_nothing(
    context: BrowserContext, page: Page, served: Served
) -> None:
    article = add(served.path, long_article(30))
    first = Desk(page, served.url)
    first.sign_in("Ana")
    first.open(article.id)
    first.press("1", "2")
    first.wait_until_saved()

    second = Desk(context.new_page(), served.url)
    second.sign_in("Bo")
    second.open(article.id)
    second.press("3", "3", "3")
    second.wait_until_saved()

    page.bring_to_front()
    first.press("1", "1")
    expect(page.get_by_text("You are now signed in as Bo here.")).to_be_visible()
    first.press("2", "2")  # the article is covered: no more tags from here
    assert set(stored(served.path, "Ana")) == {1, 2}
    assert stored(served.path, "Bo") == dict.fromkeys((1, 2, 3), ("tagged", "opinion"))

    first.choose("Ana")
    first.open(article.id)
    first.wait_until_saved()
    tags = [tag for _, tag in stored(served.path, "Ana").values()]
    assert tags[:3] == ["sourced", "contested", "sourced"]
    assert len(tags) in (3, 4)  # the cover may have come before the second key
    assert stored(served.path, "Bo") == dict.fromkeys((1, 2, 3), ("tagged", "opinion"))
    sound(served.path)


@pytest.mark.timeout(240)
def test_another_project_on_the_same_port_gets_nothing_of_the_first(
    context: BrowserContext, page: Page, tmp_path: Path
) -> None:
    port = free_port()
    desk = Desk(page, f"http://127.0.0.1:{port}")
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    with Served(one, port=port) as server:
        article = add(one, long_article(20))
        desk.sign_in("Ana")
        desk.open(article.id)
        server.kill()
        desk.press(*pressed(7), delay=10)
    with Served(other, port=port):
        add(other, long_article(20))
        expect(page.get_by_role("heading", name="Another project is open")).to_be_visible(
            timeout=30_000
        )
        second = Desk(context.new_page(), desk.url)
        second.sign_in("Ana")
        second.open(1)
        second.press("3")
        second.wait_until_saved()
        second.page.close()
        page.close()
    assert stored(other, "Ana") == {1: ("tagged", "opinion")}
    assert stored(one, "Ana") == {}
    with Served(one, port=port):
        third = Desk(context.new_page(), desk.url)
        third.open(article.id)
        third.wait_until_saved()
    assert stored(one, "Ana") == {n: ("tagged", KEYS[key]) for n, key in enumerate(pressed(7), 1)}
    assert stored(other, "Ana") == {1: ("tagged", "opinion")}


@pytest.mark.timeout(300)
def test_five_hundred_acts_with_long_notes_are_written_offline_and_sent_later(
    signed: Signed,
) -> None:
    desk, path = signed.desk, signed.path
    article = add(path, long_article(260))
    desk.open(article.id)
    signed.context.set_offline(True)
    text = "On page {} the ministry says something else: " + "ä" * 955
    keyboard = desk.page.keyboard
    for number, key in enumerate(pressed(250), 1):
        keyboard.press("n")
        keyboard.insert_text(text.format(number)[:1000])
        keyboard.press("Escape")
        keyboard.press(key)
    assert desk.number() == 251
    assert "500 kept here" in desk.saved.inner_text()
    assert answers_of(path, signed.name) == []

    signed.context.set_offline(False)
    desk.wait_until_saved(60)
    assert stored(path, signed.name) == {
        n: ("tagged", KEYS[key]) for n, key in enumerate(pressed(250), 1)
    }
    assert notes(path, signed.name) == {n: text.format(n)[:1000] for n in range(1, 251)}
    sound(path)


@pytest.mark.timeout(120)
def test_a_plain_http_name_is_no_secure_context_and_works(browser: Browser, tmp_path: Path) -> None:
    port = free_port()
    path = tmp_path / "office.db"
    with (
        Served(path, "--public-url", f"http://claims.test:{port}", port=port),
        browser.new_context(viewport={"width": 1280, "height": 860}) as context,
    ):
        article = add(path, long_article(12))
        desk = Desk(context.new_page(), f"http://claims.test:{port}")
        desk.sign_in("Ines")
        desk.open(article.id)
        assert desk.page.evaluate("isSecureContext") is False
        desk.press("1", "2", "3")
        desk.wait_until_saved()
        desk.page.reload()
        desk.ready()
        assert desk.number() == 4
    assert [tag for _, tag in stored(path, "Ines").values()] == ["sourced", "contested", "opinion"]


def test_an_act_the_server_refuses_is_shown_and_blocks_nothing(desk: Desk, served: Served) -> None:
    """A claim whose text changed under the open page: its tag is refused, the others are stored."""
    path = served.path
    article = add(path, long_article(12))
    desk.enter(served.path, "Ines")
    desk.open(article.id)
    with open_store(path) as store:

        def alter(tx: object) -> None:
            tx.db.execute(  # type: ignore[attr-defined]
                "update claim set sha256 = ? where position = 2", ["0" * 64]
            )

        store.write(alter)
    desk.press("1", "1", "1")
    expect(desk.saved).to_contain_text("1 refused")
    assert set(stored(path, "Ines")) == {1, 3}


def test_two_tabs_of_one_person_ask_which_answer_to_keep(signed: Signed) -> None:
    desk, path = signed.desk, signed.path
    article = add(path, long_article(12))
    desk.open(article.id)
    other = Desk(signed.context.new_page(), desk.url)
    other.open(article.id)
    other.press("2")
    other.wait_until_saved()
    desk.page.bring_to_front()
    desk.press("1")
    expect(desk.page.get_by_text("Answered elsewhere")).to_be_visible()
    assert stored(path, signed.name) == {1: ("tagged", "contested")}
    desk.page.get_by_role("button", name="sourced").filter(has_text="Keep").click()
    desk.wait_until_saved()
    assert stored(path, signed.name) == {1: ("tagged", "sourced")}
    sound(path)


def refuse_acts(page: Page) -> None:
    """The server is down, for one tab."""
    page.route("**/api/acts", lambda route: route.abort())


def test_a_conflict_that_another_tab_delivers_is_asked_where_the_act_was_cast(
    signed: Signed,
) -> None:
    desk, path = signed.desk, signed.path
    article = add(path, long_article(12))
    other = Desk(signed.context.new_page(), desk.url)
    for tab in (desk, other):
        refuse_acts(tab.page)
        tab.open(article.id)
    desk.page.bring_to_front()
    desk.press("1")
    other.page.bring_to_front()
    other.press("3")
    expect(desk.saved).to_contain_text("2 ")  # five seconds later: the other tab's as well
    desk.page.bring_to_front()
    desk.page.unroute("**/api/acts")
    desk.wait_until_saved()
    assert stored(path, signed.name) == {1: ("tagged", "sourced")}
    assert desk.page.get_by_text("Answered elsewhere").count() == 0
    assert other.tags()[0] == "opinion"
    other.page.unroute("**/api/acts")
    other.page.bring_to_front()
    expect(other.page.get_by_text("Answered elsewhere")).to_be_visible()

    other.page.reload()  # an open question outlives the page
    other.ready()
    expect(other.page.get_by_text("Answered elsewhere")).to_be_visible()
    assert stored(path, signed.name) == {1: ("tagged", "sourced")}
    other.page.get_by_role("button", name="Keep opinion").click()
    other.wait_until_saved()
    assert stored(path, signed.name) == {1: ("tagged", "opinion")}
    other.page.reload()
    other.ready()
    other.wait_until_saved()
    assert other.page.get_by_text("Answered elsewhere").count() == 0
    assert "claims:" not in other.page.evaluate("Object.keys(localStorage).join()")
    sound(path)


def test_a_conflict_of_another_article_is_asked_when_that_is_opened(signed: Signed) -> None:
    desk, path = signed.desk, signed.path
    first, second = (add(path, long_article(12)) for _ in range(2))
    other = Desk(signed.context.new_page(), desk.url)
    refuse_acts(desk.page)
    desk.open(first.id)
    desk.press("1")
    with open_store(path) as store, store.read() as db:
        (claim, *_), ana = claims_of(db, first.revision_id), find_name(db, signed.name)
    assert ana is not None
    with open_store(path) as store:
        assert isinstance(builders.tag(store, ana, claim.id, "contested"), Stored)
    other.open(second.id)
    other.wait_until_saved()
    desk.page.close()
    other.page.reload()
    other.ready()
    other.wait_until_saved()  # what is kept for its question does not wait for ever
    other.open(first.id)
    expect(other.page.get_by_text("Answered elsewhere")).to_be_visible()
    assert stored(path, signed.name) == {1: ("tagged", "contested")}


def test_a_conflict_is_asked_also_when_the_article_comes_late(signed: Signed) -> None:
    desk, path = signed.desk, signed.path
    article = add(path, long_article(12))
    refuse_acts(desk.page)
    desk.open(article.id)
    desk.press("1")
    with open_store(path) as store, store.read() as db:
        (claim, *_), ana = claims_of(db, article.revision_id), find_name(db, signed.name)
    assert ana is not None
    with open_store(path) as store:
        assert isinstance(builders.tag(store, ana, claim.id, "contested"), Stored)
    refusals = iter(range(2))

    def late(route: Route) -> None:
        if next(refusals, None) is None:
            route.continue_()
        else:
            route.fulfill(status=503, json={"error": "store", "message": "Not now."})

    desk.page.unroute("**/api/acts")
    desk.page.route("**/desk", late)
    desk.page.reload()
    desk.ready()
    expect(desk.page.get_by_text("Answered elsewhere")).to_be_visible()
    assert stored(path, signed.name) == {1: ("tagged", "contested")}


def test_what_only_the_page_has_is_sent_after_the_desk_is_left(signed: Signed) -> None:
    desk, path = signed.desk, signed.path
    article = add(path, long_article(12))
    refuse_acts(desk.page)
    desk.open(article.id)
    desk.page.evaluate(FILL)
    desk.press("1", "2", "3")
    expect(desk.page.get_by_text("storage")).to_be_visible()
    desk.page.get_by_role("link", name="Articles").click()
    expect(desk.current).to_have_count(0)
    desk.page.wait_for_timeout(1500)  # tries that fail
    closing = "!dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    assert desk.page.evaluate(closing), "leaving the page now is asked about"
    desk.page.unroute("**/api/acts")
    for _ in range(50):
        if desk.page.evaluate(closing):
            desk.page.wait_for_timeout(200)
    assert not desk.page.evaluate(closing)
    assert set(stored(path, signed.name)) == {1, 2, 3}


def test_storage_that_is_full_is_said_and_tagging_goes_on(signed: Signed) -> None:
    desk, path = signed.desk, signed.path
    article = add(path, long_article(12))
    desk.open(article.id)
    desk.page.evaluate(FILL)
    signed.context.set_offline(True)
    desk.press("1", "2", "3")
    expect(desk.page.get_by_text("storage")).to_be_visible()
    assert desk.number() == 4
    signed.context.set_offline(False)
    desk.wait_until_saved()
    assert len(stored(path, signed.name)) == 3
