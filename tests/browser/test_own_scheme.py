"""A project with tags of its own: tagged by its keys, reviewed, and taken as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from db.store import open_store
from tests import builders
from tests.browser.desk import Desk, add
from tests.browser.profile import PHONE, WIDE
from tests.browser.test_accessible import serious
from tests.browser.test_review import Review
from tests.browser.test_review import rows as taken
from tests.schemes import FILE, own
from tests.serving import Served

KEYS = {tag.name: tag.key for tag in own().tags}
LABEL = own().label


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return tmp_path / "own.db"


@pytest.fixture
def desk(page: Page, project: Path, port: int) -> Iterator[Desk]:
    with Served(project, "--scheme", str(FILE), port=port) as served:
        yield Desk(page, served.url)


def computed(page: Page, selector: str, name: str) -> str:
    script = "(element, name) => getComputedStyle(element)[name]"
    return str(page.locator(selector).first.evaluate(script, name))


def test_tags_of_ones_own_from_the_key_to_the_file(desk: Desk, project: Path) -> None:
    page = desk.page
    page.goto(f"{desk.url}/who")
    expect(page.locator("header p")).to_contain_text("check, trivial, promise or view")
    article = add(project, builders.an_article(*(f"The quay has part {n}." for n in range(1, 6))))
    desk.enter(project, "Ana")
    desk.open(article.id)
    letters = page.locator(".ca-tag .ca-letter")
    assert letters.all_text_contents() == [tag.letter for tag in own().tags]
    desk.press(*(KEYS[name] for name in ("check", "trivial", "promise", "view", "unclear")))
    desk.wait_until_saved()
    assert desk.tags() == ["check", "trivial", "promise", "view", "unclear"]

    # A colour and an underline of its own for each, from the scheme and not from its names.
    marks = [
        (
            computed(page, f"[data-n='{n}']", "textDecorationColor"),
            computed(page, f"[data-n='{n}']", "textDecorationStyle"),
        )
        for n in range(1, 6)
    ]
    assert [style for _, style in marks] == ["solid", "double", "dashed", "wavy", "double"]
    assert len({colour for colour, _ in marks}) == 5
    assert computed(page, ".ca-claim[data-n='1']", "textDecorationThickness") == "3px"

    # Reasons are of the tag that takes them.
    desk.press("ArrowUp", "ArrowUp", "b")
    reason = page.get_by_label("Reason")
    expect(reason).to_be_enabled()
    reason.select_option("judgement")
    desk.wait_until_saved()
    page.keyboard.press("Escape")
    desk.press("Home", "b")
    expect(page.locator("[data-part=said]")).to_have_text("A reason is for view only.")
    desk.press(".")
    expect(page.locator("#ca-rulings-title")).to_have_text("Codebook checkworthy, version 1")
    page.keyboard.press("Escape")

    with open_store(project) as store:
        bo = builders.an_analyst(store, "Bo")
        for claim, tag in enumerate(("check", "check", "promise"), 1):
            builders.tag(store, bo, claim, tag, scheme=LABEL)
    desk.enter(project, "Rea")
    review = Review(page, desk.url)
    review.open()
    expect(review.items).to_have_count(1)
    review.press(KEYS["check"])
    expect(review.title).to_contain_text("Decide")
    assert set(page.locator(".ca-vote .ca-letter").all_text_contents()) == {"C", "T"}
    review.press(KEYS["trivial"])
    review.press("Enter")
    review.saved()

    rows = taken(page, desk.url)
    assert [(row["position"], row["final_tag"], row["scheme"]) for row in rows][:3] == [
        ("1", "check", LABEL),
        ("2", "trivial", LABEL),
        ("3", "promise", LABEL),
    ]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_pages_show_its_letters_and_colours_and_can_be_used(
    desk: Desk, project: Path, size: ViewportSize
) -> None:
    page = desk.page
    article = add(project, builders.an_article(*(f"The quay has part {n}." for n in range(1, 6))))
    desk.enter(project, "Ana")
    page.set_viewport_size(size)
    desk.open(article.id)
    desk.press(KEYS["check"], KEYS["view"], KEYS["unclear"])
    desk.wait_until_saved()
    assert serious(page) == []
    page.goto(f"{desk.url}/articles")
    bar = page.locator(".ca-strip i").first
    expect(bar).to_have_attribute("style", "width:20.00%;background:var(--ca-blue)")
    for place in ("progress", "guide"):
        page.goto(f"{desk.url}/{place}")
        badge = page.locator(".ca-letter").first
        expect(badge).to_be_visible()
        assert computed(page, ".ca-letter", "backgroundColor") != "rgba(0, 0, 0, 0)"
        assert serious(page) == [], place


def test_the_lead_writes_a_better_meaning_and_the_desk_has_it(desk: Desk, project: Path) -> None:
    page = desk.page
    article = add(project, builders.an_article())
    desk.enter(project, "Ana")
    page.goto(f"{desk.url}/guide")
    page.get_by_role("link", name="Edit trivial").click()
    meaning = page.get_by_label("Meaning")
    meaning.fill("A fact of no weight.")
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.get_by_text("tag scheme “checkworthy”, version 2")).to_be_visible()
    expect(page.get_by_text("A fact of no weight.")).to_be_visible()
    assert "edit" not in page.url
    desk.open(article.id)
    desk.press(KEYS["trivial"], ".")
    expect(page.locator("#ca-rulings-title")).to_contain_text("version 2")
    desk.wait_until_saved()
    with open_store(project) as store, store.read() as db:
        rows = db.execute("select tag, scheme from vote").fetchall()
    assert rows == [("trivial", "checkworthy/2")]
