"""axe (WCAG 2.2 A and AA) on every page, light and dark, wide and narrow: nothing serious."""

from __future__ import annotations

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Signed
from tests.browser.desk import Desk, add, long_article

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}


def serious(page: Page) -> list[str]:
    """What axe calls serious or critical, with where."""
    results = Axe().run(page, options=RULES)
    return [
        f"{found['id']}: {found['help']} at {[node['target'] for node in found['nodes']][:3]}"
        for found in results.response["violations"]
        if found["impact"] in ("serious", "critical")
    ]


@pytest.mark.timeout(240)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390), ("dark", 1280)])
def test_no_page_has_a_serious_fault(
    signed: Signed, browser: Browser, scheme: Literal["light", "dark"], width: int
) -> None:
    article = add(signed.path, long_article(12))
    with browser.new_context(
        viewport={"width": width, "height": 860},
        color_scheme=scheme,
        storage_state=signed.context.storage_state(),
    ) as context:
        page = context.new_page()
        desk = Desk(page, signed.desk.url)
        desk.open(article.id)
        desk.press("1", "2", "3", "0", "u", "Space", "n")
        page.keyboard.type("A note.")
        desk.press("Escape")
        desk.wait_until_saved()
        assert desk.tags()[:5] == ["sourced", "contested", "opinion", "none", "unsure"]
        found = {"tag": serious(page)}
        desk.press("?")
        found["help"] = serious(page)
        for path, landmark in {
            "articles": "Articles",
            "export": "Export",
            "guide": "Guide",
        }.items():
            page.goto(f"{signed.desk.url}/{path}")
            expect(page.get_by_role("heading", name=landmark, exact=True)).to_be_visible()
            page.wait_for_load_state("networkidle")
            found[path] = serious(page)
        page.goto(f"{signed.desk.url}/who")
        found["who"] = serious(page)
    assert {name: faults for name, faults in found.items() if faults} == {}
