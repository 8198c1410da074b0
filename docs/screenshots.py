"""Take the pictures of the documentation anew: `make screenshots`.

A demo project in a temporary folder, the real server, a real Chromium; nothing is drawn by hand.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, StorageState, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from annotator import workflow  # noqa: E402 - the checkout comes first
from annotator.identity import cli_actor  # noqa: E402
from db.store import open_store  # noqa: E402
from tests.browser.desk import Desk  # noqa: E402
from tests.chromium import FLAGS, chromium_path  # noqa: E402
from tests.serving import Served  # noqa: E402

IMAGES = ROOT / "docs" / "img"
TAGGED = "0030 1u02130 1300 02"  # what Ines thought of the briefing's first claims; a space skips
NOTE = "“In his reading” ties this to Byman in the sentence before."


@dataclass(frozen=True, slots=True)
class Picture:
    """A page in one size and scheme, and what to do before the picture."""

    name: str
    path: str
    scheme: Literal["light", "dark"] = "light"
    width: int = 1280
    height: int = 860
    before: Callable[[Page], None] = lambda _page: None

    def take(self, browser: Browser, url: str, state: StorageState) -> None:
        """Write the picture."""
        with browser.new_context(
            viewport={"width": self.width, "height": self.height},
            color_scheme=self.scheme,
            storage_state=state,
            has_touch=self.width < 500,
            is_mobile=self.width < 500,
            device_scale_factor=1,
        ) as context:
            page = context.new_page()
            page.goto(f"{url}{self.path}")
            self.before(page)
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(1200)  # Streamlit fades its elements in
            page.screenshot(path=IMAGES / f"{self.name}.png")


def on_desk(page: Page) -> None:
    """Wait for the current claim."""
    expect(page.locator("[data-claim][aria-current='true']")).to_be_visible(timeout=30_000)


def in_rows(page: Page) -> None:
    """Wait for the table of the Export page."""
    expect(page.get_by_role("link", name="Download")).to_be_visible(timeout=30_000)
    page.wait_for_timeout(3000)


def helped(page: Page) -> None:
    """The list of keys."""
    on_desk(page)
    page.keyboard.press("?")


def loading(page: Page) -> None:
    """The dialog that loads an article, with a text in it."""
    page.get_by_role("button", name="Load an article").click()
    page.get_by_label("Text", exact=True).fill(
        "Harbour dredging\n\nThe port handled 41,000 containers in March, according to the harbour "
        "authority. The reform was a wasted decade.\n"
    )
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("2 claims found")).to_be_visible()


PICTURES = (
    Picture("desk", "/tag", before=on_desk),
    Picture("desk-dark", "/tag", "dark", before=on_desk),
    Picture("desk-phone", "/tag", width=390, height=844, before=on_desk),
    Picture("desk-phone-dark", "/tag", "dark", 390, 844, before=on_desk),
    Picture("desk-keys", "/tag", before=helped),
    Picture("articles", "/articles"),
    Picture("articles-dark", "/articles", "dark"),
    Picture("articles-phone", "/articles", width=390, height=844),
    Picture("load", "/articles", before=loading),
    Picture("export", "/export", before=in_rows),
    Picture("export-dark", "/export", "dark", before=in_rows),
    Picture("export-phone", "/export", width=390, height=844, before=in_rows),
    Picture("guide", "/guide"),
    Picture("guide-dark", "/guide", "dark"),
    Picture("guide-phone", "/guide", width=390, height=844),
    Picture("who", "/who"),
    Picture("who-phone-dark", "/who", "dark", 390, 844),
)


def main() -> None:
    """Take all pictures, or those whose names are given."""
    wanted = set(sys.argv[1:])
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "claims-demo.db"
        with open_store(path, create=True) as store:
            workflow.load_sample(store, cli_actor())
        browser = playwright.chromium.launch(
            executable_path=str(chromium_path()), chromium_sandbox=False, args=list(FLAGS)
        )
        with Served(path) as server:
            state = worked(browser, server.url)
            for picture in PICTURES:
                if not wanted or picture.name in wanted:
                    picture.take(browser, server.url, state)
                    print(f"docs/img/{picture.name}.png")
        browser.close()


def worked(browser: Browser, url: str) -> StorageState:
    """Two people have tagged; the browser belongs to Ines."""
    with browser.new_context() as context:
        desk = Desk(context.new_page(), url)
        for name, keys in (("Tomasz Wolski", "1" * 31), ("Ines Moreau", TAGGED)):
            desk.sign_in(name)
            desk.ready()
            desk.press(*("Space" if key == " " else key for key in keys))
            desk.wait_until_saved()
        desk.press("n")
        desk.page.keyboard.insert_text(NOTE)
        desk.press("Escape")
        desk.wait_until_saved()
        return context.storage_state()


if __name__ == "__main__":
    main()
