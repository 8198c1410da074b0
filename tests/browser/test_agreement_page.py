"""The Agreement page in a browser: it asks, draws, can be read without eyes, and leads on."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from annotator import workflow
from annotator.identity import Actor
from db import articles, people
from db.model import ArticleRow
from db.store import open_store
from tests import builders
from tests.browser.conftest import Signed
from tests.browser.test_accessible import serious

TITLE = "Quay <img src=x onerror=document.title=1> **notes**"
SAID = {"Ben <b>O</b>": "scono" * 8, "Chi Arta": "sccnoo" * 6, "Dov Haller": "snconn" * 6}
TAGS = {"s": "sourced", "c": "contested", "o": "opinion", "n": "none"}


def tagged(path: Path, me: str, *, shown: bool) -> ArticleRow:
    """An article that others have tagged; `shown` to me already."""
    sentences = [f"Ship {n} came in." for n in range(40)]
    with open_store(path) as store:
        row = builders.load(store, builders.an_article(*sentences, title=f"{TITLE} for {me}"))
        with store.read() as db:
            claims = [claim.id for claim in articles.claims_of(db, row.revision_id)]
            (ines,) = [person for person in people.listing(db) if person.name == me]
        for name, letters in SAID.items():
            who = builders.an_analyst(store, f"{name}, {me}")
            for claim, letter in zip(claims, letters, strict=False):
                builders.tag(store, who, claim, TAGS[letter])
        if shown:
            workflow.show_others(store, Actor.of(ines), [row.id])
    return row


def drawn(page: Page, number: int) -> None:
    expect(page.locator("svg.marks")).to_have_count(number, timeout=60_000)
    page.wait_for_load_state("networkidle")


@pytest.mark.timeout(240)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_it_is_drawn_and_has_no_serious_fault(
    signed: Signed, scheme: Literal["light", "dark"], width: int
) -> None:
    row = tagged(signed.path, signed.name, shown=True)
    page = signed.desk.page
    page.set_viewport_size({"width": width, "height": 860})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{signed.desk.url}/agreement?article={row.id}")
    drawn(page, 4)
    expect(page.get_by_text("Other coefficients")).to_be_visible()  # the last of the page
    for behind in page.get_by_text(re.compile("As a table|Other coefficients|The others")).all():
        behind.click()
    expect(page.get_by_role("region", name="All coefficients")).to_contain_text("Gwet’s AC1")
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for behind in page.locator("[class*='st-key-card-']").all():
        box = behind.bounding_box()
        assert box is None or box["x"] + box["width"] <= width
    assert page.locator("img[src='x']").count() == 0
    assert page.locator("b", has_text=re.compile("^O$")).count() == 0, "a name is text"
    assert "claim annotator" in page.title()


def test_it_asks_first_and_draws_then(signed: Signed) -> None:
    row = tagged(signed.path, signed.name, shown=False)
    page = signed.desk.page
    page.goto(f"{signed.desk.url}/agreement?article={row.id}")
    button = page.get_by_role("button", name="Show the figures")
    expect(button).to_be_visible()
    expect(page.get_by_text("counts as given after seeing others’ tags")).to_be_visible()
    assert page.locator("svg.marks").count() == 0
    button.click()
    drawn(page, 4)
    expect(button).to_have_count(0)
    assert f"article={row.id}" in page.url


@pytest.mark.timeout(240)
def test_a_cell_and_its_link_open_the_review_of_its_claims(signed: Signed) -> None:
    row = tagged(signed.path, signed.name, shown=True)
    page = signed.desk.page
    page.goto(f"{signed.desk.url}/agreement?article={row.id}")
    drawn(page, 4)
    # The last boxes of the map are those that can be chosen; they lie over its words.
    cells = page.locator(".st-key-heat-tags g.mark-rect").last.locator("path")
    address = re.compile(rf"/review\?pair=\w+(,|%2C)\w+&state=all&article={row.id}")
    cells.first.click(force=True)
    page.wait_for_url(address)
    page.go_back()
    drawn(page, 4)
    page.wait_for_timeout(1000)
    assert "/agreement" in page.url, "a cell that was chosen is not chosen again"
    link = page.locator(".st-key-ways-analysts a").first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/review\?between=\w+(,|%2C)\w+&state=all&article={row.id}"))


def test_the_article_that_is_chosen_stands_in_the_address(signed: Signed) -> None:
    row = tagged(signed.path, signed.name, shown=True)
    with open_store(signed.path) as store:
        title = f"Nobody’s, beside {signed.name}"
        other = builders.load(store, builders.an_article("It leaks.", title=title))
    page = signed.desk.page
    page.goto(f"{signed.desk.url}/agreement?article={row.id}")
    drawn(page, 4)
    chosen = page.get_by_role("combobox", name="Articles")
    chosen.click()
    chosen.fill(title)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"article={other.id}"))
    expect(page.get_by_text("not defined: nobody has tagged a claim")).to_be_visible()
    page.reload()
    expect(page.get_by_text("not defined: nobody has tagged a claim")).to_be_visible()
    chosen.click()
    chosen.fill("All ")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "article=" not in url)
