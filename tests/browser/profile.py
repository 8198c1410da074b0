"""A browser profile that is kept from test to test, and emptied in between."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Frame, Page, ViewportSize

WIDE: ViewportSize = {"width": 1280, "height": 860}
PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE = 20_000  # milliseconds; a busy machine takes longer than the five seconds of Playwright


class Profile:
    """A profile with one tab: a tab that drew a desk before draws one in a third of the time."""

    def __init__(self, browser: Browser, viewport: ViewportSize, **options: Any) -> None:
        self.viewport = viewport
        self.context = browser.new_context(viewport=viewport, **options)
        self.context.set_default_timeout(PATIENCE)
        self._origins: set[str] = set()
        self.context.on("page", self._watch)
        self.empty()

    @property
    def tab(self) -> Page:
        """The tab that is kept, or the one that took its place."""
        return self.context.pages[0]

    def empty(self) -> None:
        """Take away tabs, cookies, storage, and what was set for the page."""
        self.context.set_offline(False)
        self.context.clear_cookies()
        self.context.clear_permissions()
        kept, *others = self.context.pages or [self.context.new_page()]
        for page in others:
            page.close()
        kept.unroute_all(behavior="ignoreErrors")
        kept.goto("about:blank")
        kept.set_viewport_size(self.viewport)
        kept.emulate_media(color_scheme="light", reduced_motion="null", forced_colors="null")
        session = self.context.new_cdp_session(kept)
        for origin in self._origins:
            session.send(
                "Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "local_storage"}
            )
        session.detach()
        self._origins.clear()

    def _watch(self, page: Page) -> None:
        page.on("framenavigated", self._note)

    def _note(self, frame: Frame) -> None:
        url = urlsplit(frame.url)
        if url.netloc:
            self._origins.add(f"{url.scheme}://{url.netloc}")
