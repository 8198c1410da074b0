"""A Chromium for the session, a server and a signed-in page for each test."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from annotator import workflow
from annotator.identity import cookie_name
from db.store import open_store
from tests.browser.desk import Desk
from tests.chromium import FLAGS, chromium_path
from tests.serving import Served

# One name beside localhost, so that a page can be opened where there is no secure context.
RESOLVER = "--host-resolver-rules=MAP claims.test 127.0.0.1"
PATIENCE = 20_000  # milliseconds; a busy machine takes longer than the five seconds of Playwright

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, headless."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(chromium_path()),
            chromium_sandbox=False,
            args=[*FLAGS, RESOLVER],
        )
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser profile of its own: cookies and storage of nobody else."""
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty tab."""
    return context.new_page()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """`annotator serve` on a new project."""
    with Served(tmp_path / "project.db") as server:
        yield server


@pytest.fixture
def desk(page: Page, served: Served) -> Desk:
    """The tab as an analyst sees it who has not signed in yet."""
    return Desk(page, served.url)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server for all tests that only add people and articles to it."""
    with Served(tmp_path_factory.mktemp("office") / "office.db") as server:
        yield server


@dataclass(frozen=True, slots=True)
class Signed:
    """An analyst nobody else is, signed in at the office."""

    context: BrowserContext
    desk: Desk
    path: Path
    name: str


_numbers = itertools.count(1)


@pytest.fixture
def signed(context: BrowserContext, page: Page, office: Served) -> Signed:
    """Somebody new who is signed in, in an empty tab; `Desk.sign_in` is the way by the page."""
    name = f"Ines {next(_numbers)}"
    with open_store(office.path) as store:
        analyst = workflow.add_analyst(store, name)
        token = workflow.sign_in(store, analyst.id)
        cookie = cookie_name(store.project_id)
    context.add_cookies([{"name": cookie, "value": token, "url": office.url}])
    return Signed(context, Desk(page, office.url), office.path, name)
