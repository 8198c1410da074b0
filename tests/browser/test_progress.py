"""The Progress page in a browser: the charts are drawn, can be read without eyes, and lead on."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from corpus import read
from tests.browser.conftest import Signed
from tests.browser.desk import Desk, add, long_article
from tests.browser.test_accessible import serious

TITLE = "Harbour <img src=x onerror=document.title=1> **notes**"


def charts(page: Page, number: int) -> None:
    """Wait until so many charts are drawn, and none is a reason for a message."""
    expect(page.locator("svg.marks")).to_have_count(number, timeout=60_000)
    page.wait_for_load_state("networkidle")


@pytest.mark.timeout(240)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_the_charts_are_drawn_and_have_no_serious_fault(
    signed: Signed, scheme: Literal["light", "dark"], width: int
) -> None:
    article = add(signed.path, read(f"{TITLE} {width}\n\nIt leaks. It is old.".encode(), "a.txt"))
    signed.desk.open(article.id)
    signed.desk.press("1", "u")
    signed.desk.wait_until_saved()
    article = add(signed.path, long_article(12))
    signed.desk.open(article.id)
    signed.desk.press("1", "2", "3", "0", "u", "Space")
    signed.desk.wait_until_saved()
    page = signed.desk.page
    page.set_viewport_size({"width": width, "height": 860})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{signed.desk.url}/progress")
    charts(page, 3)
    drawn = page.locator("svg.marks").nth(1)
    expect(drawn).to_contain_text("5 of 12")
    assert "<img src=x" in (drawn.text_content() or ""), "a title is text"
    assert page.locator("img[src='x']").count() == 0
    for table in page.get_by_text("As a table").all():
        table.click()
    expect(page.get_by_role("region", name="Your tags, claim by claim")).to_contain_text(
        "not answered"
    )
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # What a pointer shows is text as well.
    drawn.locator("g[class*='layer_1'] path").last.hover(force=True)
    expect(page.locator("#vg-tooltip-element")).to_contain_text("<img src=x")
    assert "claim annotator" in page.title()


def test_the_page_leads_on_to_the_desk(signed: Signed) -> None:
    article = add(signed.path, long_article(5))
    signed.desk.open(article.id)
    signed.desk.press("2", "2")
    signed.desk.wait_until_saved()
    page = signed.desk.page
    page.get_by_role("link", name="Progress").click()
    charts(page, 3)
    page.get_by_role("button", name="Continue").click()
    signed.desk.ready()
    assert Desk(page, signed.desk.url).tags() == ["contested", "contested", None, None, None]
