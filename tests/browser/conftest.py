"""A Chromium for the session, a server and a signed-in page for each test."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.desk import Desk
from tests.browser.profile import PATIENCE, PHONE, WIDE, Profile
from tests.chromium import FLAGS, chromium_path
from tests.serving import Served, free_port

# One name beside localhost, so that a page can be opened where there is no secure context.
RESOLVER = "--host-resolver-rules=MAP claims.test 127.0.0.1"
# A page lives for seconds here: what would make it faster after that, and a process of its own for
# drawing, cost a tenth of the processor each.
SHORT_LIVES = ("--js-flags=--max-optimized-bytecode-size=0", "--in-process-gpu")

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, headless."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(chromium_path()),
            chromium_sandbox=False,
            args=[*FLAGS, *SHORT_LIVES, RESOLVER],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def kept_profile(browser: Browser) -> Profile:
    """The profile of all tests at a desk."""
    return Profile(browser, WIDE)


@pytest.fixture(scope="session")
def kept_phone(browser: Browser) -> Profile:
    """The profile of all tests under a thumb."""
    return Profile(browser, PHONE, has_touch=True, is_mobile=True)


@pytest.fixture(scope="session")
def kept_others(browser: Browser) -> tuple[Profile, Profile]:
    """The profiles of two more computers."""
    return Profile(browser, WIDE), Profile(browser, WIDE)


@pytest.fixture
def colleagues(kept_others: tuple[Profile, Profile]) -> Iterator[tuple[Page, Page]]:
    """An empty tab on each of two more computers."""
    one, other = kept_others
    yield one.tab, other.tab
    for profile in kept_others:
        profile.empty()


@pytest.fixture
def context(kept_profile: Profile) -> Iterator[BrowserContext]:
    """A browser profile with nothing in it of the test before."""
    yield kept_profile.context
    kept_profile.empty()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty tab."""
    return context.pages[0]


@pytest.fixture(scope="session")
def port() -> int:
    """One for all servers of a session: Chromium keeps compiled scripts by the address."""
    return free_port()


@pytest.fixture
def served(tmp_path: Path, port: int) -> Iterator[Served]:
    """`annotator serve` on a new project."""
    with Served(tmp_path / "project.db", port=port) as server:
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


def newcomer(page: Page, office: Served) -> Signed:
    """Somebody new who is signed in, in an empty tab; `Desk.sign_in` is the way by the page."""
    desk, name = Desk(page, office.url), f"Ines {next(_numbers)}"
    desk.enter(office.path, name)
    return Signed(page.context, desk, office.path, name)


@pytest.fixture
def signed(page: Page, office: Served) -> Signed:
    """Somebody new at a desk."""
    return newcomer(page, office)


@pytest.fixture
def by_thumb(kept_phone: Profile, office: Served) -> Iterator[Signed]:
    """Somebody new with a phone."""
    yield newcomer(kept_phone.tab, office)
    kept_phone.empty()
