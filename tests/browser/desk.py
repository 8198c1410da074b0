"""What an analyst does on the page, in the words of the page. Keys go through the keyboard only."""

from __future__ import annotations

import itertools
import re
import time
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from annotator import workflow
from annotator.identity import cookie_name
from corpus import Article, read
from db.model import ArticleRow
from db.store import open_store
from tests import builders

SAVED = "All saved"

_numbers = itertools.count(1)


class Desk:
    """One tab on one server."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    # --- getting there ---------------------------------------------------------------------

    def enter(self, path: Path, name: str) -> None:
        """Be signed in as a new person without having seen a page."""
        with open_store(path) as store:
            analyst = workflow.add_analyst(store, name)
            token = workflow.sign_in(store, analyst.id)
            cookie = cookie_name(store.project_id)
        self.page.context.add_cookies([{"name": cookie, "value": token, "url": self.url}])

    def sign_in(self, name: str, *, then: str = "/") -> None:
        """Say who is tagging, as a new person, and arrive at a page."""
        self.page.goto(f"{self.url}/who?next={then}")
        self.page.get_by_label(re.compile("name|somebody else", re.IGNORECASE)).fill(name)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: "/who" not in url)

    def choose(self, name: str, *, then: str = "/") -> None:
        """Say who is tagging, as somebody on the list."""
        self.page.goto(f"{self.url}/who?next={then}")
        self.page.get_by_role("button", name=name).click()
        self.page.wait_for_url(lambda url: "/who" not in url)

    def open(self, article_id: int, claim_id: int | None = None) -> None:
        """The article on the desk, ready for keys."""
        claim = "" if claim_id is None else f"&claim={claim_id}"
        self.page.goto(f"{self.url}/tag?article={article_id}{claim}")
        self.ready()

    def ready(self) -> None:
        """Wait until the desk has the focus."""
        expect(self.current).to_be_visible(timeout=30_000)
        expect(self.current).to_be_focused()

    # --- what is on the screen -------------------------------------------------------------

    @property
    def current(self) -> Locator:
        """The current claim."""
        return self.page.locator("[data-claim][aria-current='true']")

    @property
    def saved(self) -> Locator:
        """Where the desk says whether everything is saved."""
        return self.page.locator(".ca-saved")

    def number(self) -> int:
        """The position of the current claim, from 1."""
        self.look()
        return int(self.current.get_attribute("data-n") or 0)

    def claim(self, number: int) -> Locator:
        """The claim at a position."""
        return self.page.locator(f"[data-claim][data-n='{number}']")

    def tags(self) -> list[str | None]:
        """The tag shown on each claim, in reading order."""
        shown: list[str | None] = self.page.locator("[data-claim]").evaluate_all(
            "claims => claims.map((claim) => claim.dataset.tag ?? null)"
        )
        return shown

    # --- doing ------------------------------------------------------------------------------

    def press(self, *keys: str, delay: float = 0) -> None:
        """Keys, one after the other, each `delay` milliseconds after the one before."""
        begin = time.monotonic()
        for number, key in enumerate(keys):
            early = begin + number * delay / 1000 - time.monotonic()
            if early > 0:
                self.page.wait_for_timeout(early * 1000)
            self.page.keyboard.press(key)
        self.look()

    def look(self) -> None:
        """Wait for the frame that shows what was done."""
        self.page.evaluate("() => new Promise(requestAnimationFrame)")

    def idle(self) -> None:
        """Wait until the page is idle: a button hears its key a moment after it is seen."""
        self.page.evaluate("() => new Promise(requestIdleCallback)")

    def wait_until_saved(self, seconds: float = 30) -> None:
        """Wait for the desk to say so."""
        self.look()
        expect(self.saved).to_have_text(SAVED, timeout=seconds * 1000)


def add(path: Path, article: Article) -> ArticleRow:
    """An article in the project file, as `annotator load` puts it there."""
    with open_store(path) as store:
        return builders.load(store, article)


def long_article(sentences: int) -> Article:
    """An article of invented sentences, twelve to a paragraph; no two have the same title."""
    lines = [
        " ".join(
            f"Sentence number {n} of the report says that the harbour was closed for {n} days."
            for n in range(start, min(start + 12, sentences + 1))
        )
        for start in range(1, sentences + 1, 12)
    ]
    title = f"Report {next(_numbers)}"
    return read(f"# {title}\n\n{(chr(10) * 2).join(lines)}\n".encode(), "report.md")


def stored(path: Path, analyst: str) -> dict[int, tuple[str, str | None]]:
    """What the file says of an analyst: outcome and tag by the claim's position."""
    with open_store(path, write=False) as store, store.read() as db:
        rows = db.execute(
            """
            select claim.position, answer.outcome, answer.tag
            from answer
            join claim on claim.id = answer.claim_id
            join analyst on analyst.id = answer.analyst_id
            where analyst.name = ?
            order by claim.article_id, claim.position
            """,
            [analyst],
        ).fetchall()
    return {position: (outcome, tag) for position, outcome, tag in rows}


def notes(path: Path, analyst: str) -> dict[int, str]:
    """An analyst's notes by the claim's position."""
    with open_store(path, write=False) as store, store.read() as db:
        rows = db.execute(
            """
            select claim.position, note.text
            from note
            join claim on claim.id = note.claim_id
            join analyst on analyst.id = note.analyst_id
            where analyst.name = ?
            """,
            [analyst],
        ).fetchall()
    return dict(rows)


def answers_of(path: Path, analyst: str) -> list[str]:
    """The ids of everything an analyst ever answered, oldest first."""
    with open_store(path, write=False) as store, store.read() as db:
        rows = db.execute(
            """
            select event.id
            from event join analyst on analyst.id = event.actor
            where analyst.name = ? and event.kind = 'claim.answer'
            order by event.seq
            """,
            [analyst],
        ).fetchall()
    return [row[0] for row in rows]
