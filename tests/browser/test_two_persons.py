"""Two people in two browsers on one machine, at one article: each sees own tags only."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.desk import Desk, add, long_article, stored
from tests.serving import Served

CLAIMS = 12
KEYS = {"1": "sourced", "2": "contested", "3": "opinion"}


def rows(context: BrowserContext, desk: Desk, article_id: int) -> list[dict[str, str]]:
    """What stands in the file that the Export page offers without asking for others' rows."""
    page = context.new_page()
    page.goto(f"{desk.url}/export?article={article_id}")
    link = page.get_by_role("link", name="Download")
    expect(link).to_be_visible(timeout=30_000)
    with page.expect_download() as download:
        link.click()
    assert "-mine-" in download.value.suggested_filename
    text = Path(download.value.path()).read_bytes().decode("utf-8-sig")
    page.close()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_each_sees_own_marks_counts_history_and_rows(
    colleagues: tuple[Page, Page], served: Served
) -> None:
    article = add(served.path, long_article(CLAIMS))
    ana, ben = (Desk(page, served.url) for page in colleagues)
    ana.sign_in("Ana Ferreira")
    ben.sign_in("Ben Okafor")
    typed = {ana: "1213", ben: "323231"}
    for desk in (ana, ben):
        desk.open(article.id)
    for turn in range(6):  # in turns, so that both are at it at the same time
        for desk, keys in typed.items():
            desk.press(*keys[turn : turn + 1])
    for desk in (ana, ben):
        desk.wait_until_saved()

    for _ in range(2):  # as it stands, and after a reload
        for desk, keys in typed.items():
            left = CLAIMS - len(keys)
            assert desk.tags() == [*(KEYS[key] for key in keys), *[None] * left]
            assert desk.number() == len(keys) + 1
            expect(desk.page.locator("[data-count=left]")).to_have_text(str(left))
        for desk in (ana, ben):
            desk.press("k")
            story = desk.page.get_by_role("list", name="Your history of this claim")
            expect(story).to_contain_text(KEYS[typed[desk][-1]])
            expect(story.get_by_role("listitem")).to_have_count(1)
            desk.page.reload()
            desk.ready()
            desk.press("g")

    names = {ana: "Ana Ferreira", ben: "Ben Okafor"}
    for desk in (ana, ben):
        context = desk.page.context
        mine = {n: ("tagged", KEYS[key]) for n, key in enumerate(typed[desk], 1)}
        assert stored(served.path, names[desk]) == mine
        found = rows(context, desk, article.id)
        assert {row["analyst"] for row in found} == {names[desk]}
        assert {int(row["position"]): (row["outcome"], row["tag"]) for row in found} == mine
        others = next(name for one, name in names.items() if one is not desk)
        answer = context.request.get(f"{served.url}/api/articles/{article.id}/desk")
        assert names[desk] in answer.text()
        assert others not in answer.text()
        assert others not in desk.page.content()
