"""What a browser fetches for the desk: everything once, and nothing of it again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Request

from tests.browser.desk import Desk, add, long_article
from tests.serving import Served


@pytest.fixture
def first_visit(browser: Browser, office: Served) -> Iterator[Desk]:
    """A browser that holds nothing of the program yet."""
    with browser.new_context() as context:
        desk = Desk(context.new_page(), office.url)
        desk.enter(office.path, "Who was never here")
        yield desk


def test_the_files_of_the_desk_are_fetched_once_and_kept(first_visit: Desk, office: Served) -> None:
    desk = first_visit
    article = add(office.path, long_article(12))
    fetched: Counter[str] = Counter()
    said: list[str] = []

    def seen(request: Request) -> None:
        path = urlsplit(request.url).path
        answer = request.response()
        if path.endswith((".js", ".css", ".woff2")) and answer and not answer.from_service_worker:
            fetched[path] += 1

    def heard(message: ConsoleMessage) -> None:
        said.append(message.text)

    desk.page.on("requestfinished", seen)
    desk.page.on("console", heard)
    desk.open(article.id)
    own = {path: number for path, number in fetched.items() if "/claim-annotator.desk-" in path}
    assert {Path(path).name: number for path, number in own.items()} == {
        "desk.css": 1,
        "desk.js": 1,
    }
    assert [path for path in fetched if "SourceSerifVariable-Roman" in path]
    # The browser complains of what it was told to fetch for nothing.
    desk.page.wait_for_timeout(4000)
    assert [text for text in said if "preload" in text] == []

    sizes = "performance.getEntriesByType('resource').map((one) => [one.name, one.transferSize])"
    desk.page.reload()
    desk.ready()
    again = {urlsplit(name).path: size for name, size in desk.page.evaluate(sizes)}
    assert {path: again[path] for path in own if again[path]} == {}
