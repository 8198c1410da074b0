"""The end of an article: what is said there, and where it leads."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Signed
from tests.browser.desk import Desk, add, long_article, stored
from tests.serving import Served

SENTENCES = 12


@pytest.fixture
def opened(signed: Signed) -> Signed:
    """A desk with twelve claims, and another article to go on to."""
    add(signed.path, long_article(3))
    article = add(signed.path, long_article(SENTENCES))
    signed.desk.open(article.id)
    return signed


def summary(desk: Desk) -> Locator:
    """What stands in the panel's place behind the last claim."""
    return desk.page.get_by_role("region", name="Summary")


def row(desk: Desk, words: str) -> Locator:
    """A line of the summary that leads somewhere."""
    return summary(desk).get_by_role("button", name=re.compile(words))


def finished(desk: Desk) -> Locator:
    """The quiet line over the article's foot."""
    return desk.page.locator("[data-part=finished]")


def test_the_summary_counts_what_was_said(opened: Signed) -> None:
    desk = opened.desk
    desk.press("1", "Space", "u", "w", "u", *("2" * 6))
    desk.press("End", "j")
    expect(summary(desk)).to_be_focused()
    expect(summary(desk)).to_have_accessible_description(
        "End of the article. 9 of 12 claims answered, 2 left, 1 skipped."
    )
    for words in ("2 not tagged yet", "1 skipped", "2 unsure", "1 wants a split"):
        expect(row(desk, words)).to_be_visible()
    expect(row(desk, "change of mind")).to_be_hidden()
    desk.press("g")
    assert desk.number() == 11


def test_the_unsure_ones_are_looked_at_one_after_the_other(opened: Signed) -> None:
    desk = opened.desk
    desk.press("u", "1", "u", "1", "u", *("2" * 7))
    row(desk, "3 unsure: look at them again").click()
    assert desk.number() == 1
    desk.press("j")
    assert desk.number() == 3
    desk.press("1")
    assert desk.number() == 5
    desk.press("Escape", "End", "j")
    expect(row(desk, "2 unsure")).to_be_visible()


def test_a_change_of_mind_is_counted_until_it_is_taken_back(opened: Signed) -> None:
    desk = opened.desk
    desk.press("1", "1", "Space", "k", "3", "k", "k", "2", *("j" * 11))
    expect(row(desk, "1 change of mind")).to_be_visible()  # what was skipped first is none
    row(desk, "1 change of mind").click()
    assert desk.number() == 2
    desk.press("Escape", "z", "End", "j")
    expect(summary(desk)).to_be_visible()
    expect(row(desk, "of mind")).to_be_hidden()


def test_changes_of_mind_are_known_after_a_reload(opened: Signed) -> None:
    desk = opened.desk
    desk.press("1", "k", "2")
    desk.wait_until_saved()
    desk.page.reload()
    desk.ready()
    desk.press("End", "j")
    expect(row(desk, "1 change of mind")).to_be_visible()


def test_the_last_answer_in_the_middle_is_no_dead_end(opened: Signed) -> None:
    desk = opened.desk
    desk.press("1", "Space", *("2" * 10))
    expect(finished(desk)).to_be_hidden()
    row(desk, "1 skipped").click()
    desk.press("3")
    desk.press("Escape")
    assert desk.number() == 2
    expect(finished(desk)).to_be_visible()
    expect(desk.page.locator("[data-part=said]")).to_contain_text("All claims")
    desk.press("g")
    expect(summary(desk)).to_contain_text("Every claim is answered.")
    expect(finished(desk)).to_be_hidden()
    desk.press("z")
    expect(finished(desk)).to_be_hidden()


def test_nothing_moves_when_the_last_claim_is_answered(opened: Signed) -> None:
    desk = opened.desk
    desk.press("1", "Space", *("2" * 10), "k", *("k" * 9))
    assert desk.number() == 3
    desk.press("k")
    before = desk.claim(3).bounding_box()
    desk.press("1")
    expect(finished(desk)).to_be_visible()
    expect(desk.page.get_by_role("status").filter(has_text="Every claim")).to_have_count(1)
    assert desk.claim(3).bounding_box() == before


def test_the_next_article_is_one_click_away(opened: Signed) -> None:
    desk = opened.desk
    desk.press(*("1" * SENTENCES))
    onward = summary(desk).get_by_role("link", name=re.compile("^Next article"))
    address = onward.get_attribute("href") or ""
    here = re.search(r"article=\d+", desk.page.url)
    assert here is not None
    assert re.fullmatch(r"/tag\?article=\d+", address)
    assert here.group() not in address
    onward.click()
    desk.page.wait_for_url(f"**{address}*")
    desk.ready()
    assert desk.number() == 1
    desk.wait_until_saved()
    assert len(stored(opened.path, opened.name)) == SENTENCES


def test_enter_leads_from_the_end_to_the_next_article(opened: Signed) -> None:
    desk = opened.desk
    desk.press(*("1" * (SENTENCES - 1)), "Space")
    expect(summary(desk)).to_be_focused()
    desk.press("Enter")
    assert desk.number() == SENTENCES  # that one was skipped
    desk.press("1")
    onward = summary(desk).get_by_role("link", name=re.compile("^Next article"))
    expect(onward.locator("kbd")).to_have_text("Enter")
    address = onward.get_attribute("href")
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url(f"**{address}*")
    desk.ready()


def test_enter_leads_to_the_articles_where_no_other_is_open(desk: Desk, served: Served) -> None:
    article = add(served.path, long_article(2))
    desk.enter(served.path, "Ines")
    desk.open(article.id)
    desk.press("1", "1")
    articles = summary(desk).get_by_role("link", name="Articles", exact=True)
    expect(articles.locator("kbd")).to_be_visible()
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url("**/articles")


def test_what_was_undone_somewhere_else_is_said_there(opened: Signed) -> None:
    desk = opened.desk
    desk.press("1", "w", "z")
    said = desk.page.get_by_text("answer undone", exact=True)
    assert desk.number() == 1
    expect(said).to_be_visible()
    desk.press("j")
    expect(said).to_be_hidden()
    desk.press("k")
    expect(said).to_be_hidden()


def test_the_summary_leads_out_of_the_desk(opened: Signed) -> None:
    desk = opened.desk
    desk.press("End", "j")
    for name in ("Articles", "Export"):
        link = summary(desk).get_by_role("link", name=name, exact=True)
        assert desk.page.request.get(f"{desk.url}{link.get_attribute('href')}").ok


def test_trouble_lies_over_the_article_and_moves_nothing(opened: Signed) -> None:
    desk = opened.desk
    desk.press("1", "1", "1")
    desk.wait_until_saved()
    opened.context.set_offline(True)
    desk.press("1")
    before = desk.claim(7).bounding_box()
    expect(desk.page.locator(".ca-line")).to_be_visible(timeout=30_000)
    desk.look()
    assert desk.claim(7).bounding_box() == before
    opened.context.set_offline(False)
    desk.wait_until_saved(60)
    expect(desk.page.locator(".ca-line")).to_have_count(0)
    desk.look()
    assert desk.claim(7).bounding_box() == before


def test_a_mouse_that_rests_leaves_no_tint(opened: Signed) -> None:
    desk = opened.desk
    desk.claim(3).hover()
    expect(desk.claim(3)).to_have_attribute("data-pointed", "")
    desk.press("j", "j", "j")
    desk.page.wait_for_timeout(300)
    expect(desk.page.locator("[data-pointed]")).to_have_count(0)
    desk.claim(5).hover()
    expect(desk.claim(5)).to_have_attribute("data-pointed", "")
