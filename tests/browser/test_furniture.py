"""What Streamlit would put around our pages, and does not; and its menu on a phone."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from annotator.ui import places
from tests.browser.conftest import Signed
from tests.browser.desk import Desk, add, long_article
from tests.browser.profile import PHONE, WIDE
from tests.serving import Served

CLUTTER = re.compile("deploy|main menu|stop|running|rerun|made with streamlit", re.IGNORECASE)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1"
)
# Every name that anything has on its way onto the page, however short its stay.
WATCH = """() => {
  const names = globalThis.names = new Set();
  const look = () => {
    for (const one of document.querySelectorAll("button, img, [role=button], [role=img]")) {
      if (one.checkVisibility()) names.add(one.ariaLabel || one.alt || one.innerText || "");
    }
    requestAnimationFrame(look);
  };
  look();
}"""


def test_no_page_shows_anything_of_streamlits_own(signed: Signed) -> None:
    article = add(signed.path, long_article(12))
    page = signed.context.new_page()
    page.add_init_script(f"({WATCH})()")
    desk = Desk(page, signed.desk.url)
    desk.open(article.id)
    desk.press("1")  # who has not worked yet is not greeted, and has no progress to see
    desk.wait_until_saved()
    for place in places.pages():
        path = f"tag?article={article.id}" if place == "tag" else place
        page.goto(f"{desk.url}/{path}", wait_until="commit")
        expect(page.get_by_role("main")).to_be_visible(timeout=30_000)
        page.wait_for_load_state("networkidle")
        page.set_viewport_size(PHONE)
        page.wait_for_timeout(500)
        names = page.evaluate("[...names]")
        assert names, path
        assert [name for name in names if CLUTTER.search(name)] == [], path
        assert not CLUTTER.search(page.get_by_role("banner").inner_text()), path
        assert "Streamlit" not in page.title()
        page.set_viewport_size(WIDE)


def test_the_menu_of_a_phone_closes_when_a_page_is_chosen(browser: Browser, office: Served) -> None:
    with browser.new_context(
        viewport=PHONE, user_agent=IPHONE, has_touch=True, is_mobile=True
    ) as context:
        page = context.new_page()
        Desk(page, office.url).sign_in("Somebody with a phone", then="/articles")
        opener = page.get_by_role("button", name="Expand sidebar")
        opener.tap(timeout=30_000)
        expect(opener).not_to_be_visible()
        page.get_by_role("navigation").get_by_role("link", name="Guide").tap()
        page.wait_for_url("**/guide")
        expect(opener).to_be_visible()
