"""The Sources page in a browser: it can be read without eyes, fits a phone, and leads on."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from db import people, sources
from db.store import open_store
from tests import builders
from tests.browser.conftest import Signed
from tests.browser.test_accessible import serious

NAME = "Port <img src=x onerror=document.title=1> **office** " + "unbroken" * 8
ADDRESS = "https://www.example.org/quay"


def cited(path: Path, me: str) -> tuple[str, int, int]:
    """A source that two cite, with flags and grades: its id, the article and a claim of it."""
    with open_store(path) as store:
        article = replace(
            builders.an_article(title=f"Quay, for {me}"), url=ADDRESS, published="2026-05-04"
        )
        row = builders.load(store, article)
        with store.read() as db:
            (ines,) = [person for person in people.listing(db) if person.name == me]
            (claim,) = db.execute(
                "select min(id) from claim where article_id = ?", [row.id]
            ).fetchone()
        bo = builders.an_analyst(store, f"Bo <b>L</b>, {me}")
        name = f"{NAME} {me}"
        builders.attach(
            store, ines, claim, source=name, type="url", quote="", title="The log",
            url=f"https://archive.example/2026/{ADDRESS}", published_on="2026-06",
        )  # fmt: skip
        builders.attach(store, bo, claim + 1, "refutes", source=name, quote="Not so. " * 60)
        builders.attach(store, bo, claim + 1, "context", source=name, quote="It rained.")
        builders.expose(store, ines, row.id)
        with store.read() as db:
            source = sources.find_name(db, name)
        assert source is not None
        store.write(lambda tx: sources.rate(tx, bo.id, source.id, "F", "Who <i>are</i> they?"))
    return source.id, row.id, claim


def fits(page: Page, width: int) -> bool:
    """Whether nothing of the page lies beside the window."""
    return bool(
        page.evaluate("document.documentElement.scrollWidth") <= width
        and page.evaluate(
            """width => [...document.querySelectorAll("[class*='st-key-'] *")]
              .filter((one) => one.checkVisibility() && !one.closest(".ca-unseen"))
              .every((one) => one.getBoundingClientRect().right <= width + 1)""",
            width,
        )
    )


@pytest.mark.timeout(240)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_it_lists_grades_and_leads_to_the_claim(
    signed: Signed, scheme: Literal["light", "dark"], width: int
) -> None:
    source, article, claim = cited(signed.path, signed.name)
    page, found = signed.desk.page, {}
    page.set_viewport_size({"width": width, "height": 860})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{signed.desk.url}/sources")
    page.get_by_placeholder("Search names").fill(f"OFFICE** {'unbroken' * 8} {signed.name}")
    rows = page.locator("[class*='st-key-source-']")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("F, cannot be judged")
    found["list"] = serious(page)
    assert fits(page, width)
    link = rows.get_by_role("link", name="archive.example")
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    page.get_by_text("Claims on one source only").click()
    expect(page.get_by_role("button", name="Its source")).to_be_visible()
    expect(page.get_by_text("from the article itself")).to_be_visible()
    found["claims on one source"] = serious(page)
    assert fits(page, width)

    page.get_by_role("button", name="Its source").click()
    page.wait_for_url(re.compile(f"source={source}"))
    page.get_by_text("B, usually reliable").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_text("later than the article")).to_be_visible()
    found["one source"] = serious(page)
    assert fits(page, width)
    page.reload()
    expect(page.get_by_role("radio", name="B, usually reliable")).to_be_checked()
    assert page.locator("img[src='x']").count() == 0
    assert page.locator("i", has_text=re.compile("^are$")).count() == 0, "a note is text"
    assert "claim annotator" in page.title()

    page.get_by_role("link", name="To the claim").first.click()
    page.wait_for_url(re.compile(rf"/tag\?article={article}&claim={claim}"))
    assert {name: faults for name, faults in found.items() if faults} == {}
