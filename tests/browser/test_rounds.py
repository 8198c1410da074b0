"""A round from beginning to end: shared out, tagged, closed, reviewed, reopened, taken out as CSV.

Two analysts, a reviewer and a lead, each let in by a personal link, by plain HTTP in an office.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from annotator import workflow
from annotator.identity import cli_actor
from annotator.workflow import Plan, Share
from db.model import Role
from db.store import open_store
from tests.browser.desk import Desk, add
from tests.browser.profile import PHONE, WIDE
from tests.browser.test_accessible import serious
from tests.browser.test_review import Review
from tests.browser.test_team import come_in, fetched
from tests.builders import an_article
from tests.serving import Served, free_port

ROLES: dict[str, Role] = {
    "Lea Brandt": "lead",
    "Rosa Lind": "reviewer",
    "Ana Ferreira": "analyst",
    "Ben Okafor": "analyst",
}
SENTENCES = tuple(f"The quay has part {number}." for number in range(1, 5))


@dataclass(frozen=True, slots=True)
class Team:
    """A team's server, its people's links, and a browser for whoever comes in."""

    served: Served
    links: dict[str, str]
    ids: dict[str, str]
    browser: Browser

    def enter(self, name: str) -> Desk:
        """A computer of their own, and the personal link opened on it."""
        return come_in(self.browser.new_context(viewport=WIDE).new_page(), self.links[name], name)


@pytest.fixture
def team(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """A project with an article, served to four people who have their links."""
    path = tmp_path_factory.mktemp("round") / "project.db"
    port = free_port()
    url = f"http://claims.test:{port}"
    with open_store(path, create=True) as store:
        people = {
            name: workflow.add_analyst(store, name, actor=cli_actor(), role=role)
            for name, role in ROLES.items()
        }
        tokens = {
            name: workflow.make_link(store, cli_actor(), person.id)
            for name, person in people.items()
        }
    add(path, an_article(*SENTENCES, title="Harbour"))
    address = ("--host", "127.0.0.1", "--public-url", url)
    before = set(browser.contexts)
    with Served(path, "--team", *address, port=port) as server:
        server.url = url
        links = {name: f"{url}/join/{token}" for name, token in tokens.items()}
        # The server prints a link for the lead, which ends the one before.
        (links["Lea Brandt"],) = re.findall(rf"{url}/join/\S+", server.log.read_text("utf-8"))
        yield Team(server, links, {name: one.id for name, one in people.items()}, browser)
    for context in set(browser.contexts) - before:
        context.close()


def turn(page: Page, url: str, first: str, then: str, said: str) -> None:
    """Tick the article, choose what becomes of its round, and say so once more."""
    page.goto(f"{url}/rounds")
    page.get_by_role("main").get_by_text("Harbour", exact=True).click()
    page.get_by_role("button", name=first, exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name=then, exact=True).click()
    expect(page.get_by_text(said)).to_be_visible()


def adjudicated(page: Page, url: str) -> dict[str, dict[str, str]]:
    """The rows of the file that the Export page gives, by the claims' texts."""
    page.goto(f"{url}/export")
    page.get_by_text("each claim, settled", exact=True).click()
    expect(page.locator(".st-key-file-name")).to_contain_text("adjudicated")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download").click()
    data = Path(downloading.value.path()).read_bytes().decode("utf-8-sig")
    return {row["text"]: row for row in csv.DictReader(io.StringIO(data, newline=""))}


def test_a_whole_round(team: Team) -> None:
    # the lead shares the work out: each article to two people
    lead = team.enter("Lea Brandt").page
    url = team.served.url
    lead.goto(f"{url}/rounds")
    lead.get_by_role("button", name="Share out the work").click()
    expect(lead.get_by_role("dialog").get_by_text("Ben Okafor").first).to_be_visible()
    lead.get_by_role("button", name="Give it to them").click()
    expect(lead.get_by_text("Each has somebody who tags it.")).to_be_visible()

    # both tag it at once, and see nothing of each other
    ana, ben = team.enter("Ana Ferreira"), team.enter("Ben Okafor")
    for desk in (ana, ben):
        desk.open(1)
    for ana_key, ben_key in zip("1213", "1310", strict=True):
        ana.press(ana_key)
        ben.press(ben_key)
    for desk in (ana, ben):
        desk.wait_until_saved()
        status, text = fetched(desk.page, "/api/claims/2/others", "application/json")
        assert (status, "opens when the round" in text) == (403, True)
        expect(desk.page.get_by_role("button", name="What others say")).to_have_count(0)

    # the lead sees how far they are, and closes the round
    lead.reload()
    expect(lead.get_by_text("4 · done")).to_have_count(2)
    turn(lead, url, "Close the round", "Close the round", "Closed. Review can settle")

    # what comes late is refused with a sentence: here and, from a page that is still open, there
    ben.press("k", "1")
    expect(ben.page.get_by_text("1 change was refused by the server.")).to_be_visible()
    ben.page.get_by_role("button", name="Show", exact=True).click()
    expect(ben.page.locator("[data-part=refused-list]")).to_contain_text(
        "The round of “Harbour” is closed: its answers can no longer be changed or undone."
    )
    # after that the desk knows
    ben.press("Escape", "k")
    expect(ben.page.locator("[data-part=shut]")).to_be_visible()
    ana.open(1)
    said = ana.page.locator("[data-part=said]")
    for key in ("3", "Backspace", "z", "w", "Space"):
        ana.press(key)
        expect(said).to_have_text(
            "The round of this article is closed: answers can no longer be changed or undone."
        )
    assert ana.tags() == ["sourced", "contested", "sourced", "opinion"]
    expect(ana.page.locator("[data-part=shut]")).to_be_visible()

    # and the others' work is open to its analysts
    ana.press("Home", "j", "o")
    expect(ana.page.locator("[data-part=others-list]")).to_contain_text("Ben Okafor: opinion")
    ana.press("j")
    expect(ana.page.locator("[data-part=others-list]")).to_contain_text("Ben Okafor: sourced")
    assert serious(ana.page) == []

    # the reviewer settles one, and asks about the other
    review = Review(team.enter("Rosa Lind").page, url)
    review.open()
    expect(review.items).to_have_count(2)
    asked = review.passage.inner_text()
    review.vote("contested")
    review.press("b")
    review.page.keyboard.type("Which office says so?")
    review.press("Enter")
    expect(review.items).to_have_count(1)
    expect(review.passage).not_to_have_text(asked)
    settled = review.passage.inner_text()
    assert {asked, settled} == {SENTENCES[1], SENTENCES[3]}
    review.vote("none")
    review.press("0", "Enter")
    review.saved()

    # the question reaches its analysts in the closed round; only that claim takes an answer
    ana.page.goto(url)
    expect(ana.page.get_by_text("A reviewer asks about 1 claim.")).to_be_visible()
    ana.page.get_by_role("link", name="Answer").click()
    ana.ready()
    expect(ana.page.locator("[data-part=question]")).to_contain_text("Which office says so?")
    assert ana.current.inner_text() == asked
    ana.press("3")
    ana.wait_until_saved()
    ana.press("z")  # only this one may be taken back
    ana.press("2")
    ana.wait_until_saved()

    # it comes back to the reviewer, who decides; the lead finishes the review, reopens it, …
    review.page.goto(f"{url}/review")
    review.ready()
    expect(review.passage).to_have_text(asked)
    review.press("2")
    review.press("Enter")
    review.saved()
    turn(lead, url, "Finish the review", "Finish the review", "The review is finished.")
    review.press("z")
    expect(review.page.get_by_text("1 change was refused by the server.")).to_be_visible()

    # … and takes the table out: votes as they were cast blind, decisions as they were made
    found = adjudicated(lead, url)
    assert [(found[text]["final_tag"], found[text]["method"]) for text in SENTENCES] == [
        ("sourced", "unanimous"),
        ("contested" if asked == SENTENCES[1] else "none", "adjudicated"),
        ("sourced", "unanimous"),
        ("contested" if asked == SENTENCES[3] else "none", "adjudicated"),
    ]
    assert found[SENTENCES[1]]["votes_by_analyst"] == "Ana Ferreira: contested; Ben Okafor: opinion"

    # opened again, it can be tagged; what is said now is no vote any more
    turn(lead, url, "Open again", "Open again", "Open for tagging again.")
    ana.open(1)
    expect(ana.page.locator("[data-part=shut]")).to_be_hidden()
    ana.press("Home", "0")
    ana.wait_until_saved()
    again = adjudicated(lead, url)
    assert again[SENTENCES[0]]["votes_by_analyst"] == found[SENTENCES[0]]["votes_by_analyst"]


def test_a_part_of_an_article_is_tagged_and_the_rest_is_read(team: Team) -> None:
    with open_store(team.served.path) as store:
        share = Share(1, team.ids["Ana Ferreira"], (1, 3), 2)
        workflow.assign(store, cli_actor(), Plan(1, (share,), 0))
        workflow.set_showing(store, cli_actor(), [1], "answer")
    ana = team.enter("Ana Ferreira")
    ana.open(1)
    expect(ana.page.locator("[data-claim]")).to_have_count(2)
    for sentence in SENTENCES:
        expect(ana.page.locator("article")).to_contain_text(sentence)
    expect(ana.page.locator("[data-part=of]")).to_have_text("of 4, 2 of them yours")
    expect(ana.page.get_by_role("button", name="What others say")).to_have_count(0)
    ana.press("1")
    assert ana.number() == 3
    ana.press("2")
    ana.wait_until_saved()
    expect(ana.page.get_by_role("heading", name="Every claim is answered.")).to_be_visible()
    ana.press("k", "o")  # asked first: it would end the independence of what comes
    expect(ana.page.locator("[data-part=others-list]")).to_contain_text("counts as given after")
    ana.page.get_by_role("button", name="What others say").click()
    expect(ana.page.locator("[data-part=others-list]")).to_have_text(
        "Nobody else has said anything of this claim."
    )
    ben = team.enter("Ben Okafor")
    ben.page.goto(f"{team.served.url}/tag")
    expect(ben.page.get_by_text("nothing of it is given to you yet")).to_be_visible()
    ben.open(1)
    ben.press("1")
    expect(ben.page.locator("[data-part=said]")).to_have_text(
        "This article was given to others to tag. You can read it."
    )
    assert ben.tags() == [None] * 4


@pytest.mark.parametrize(
    ("size", "scheme"), [(WIDE, "light"), (PHONE, "dark")], ids=["light-1280", "dark-390"]
)
def test_the_page_of_rounds_is_accessible(team: Team, size: dict[str, int], scheme: str) -> None:
    with open_store(team.served.path) as store:
        ids = [team.ids[name] for name in ("Ana Ferreira", "Ben Okafor")]
        workflow.set_taggers(store, cli_actor(), 1, ids, seed=1)
    page = team.enter("Lea Brandt").page
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{team.served.url}/rounds")
    page.get_by_role("main").get_by_text("Harbour", exact=True).click()
    expect(page.get_by_role("button", name="Close the round", exact=True)).to_be_visible()
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Share out", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("Each has as many people already.")
    assert serious(page) == []


def test_the_round_is_closed_by_keyboard(team: Team) -> None:
    page = team.enter("Lea Brandt").page
    page.goto(f"{team.served.url}/rounds")
    box = page.get_by_role("checkbox", name="Harbour")
    box.focus()
    page.keyboard.press("Space")
    button = page.get_by_role("button", name="Close the round", exact=True)
    expect(button).to_be_visible()
    button.focus()
    page.keyboard.press("Enter")
    confirm = page.get_by_role("dialog").get_by_role("button", name="Close the round")
    expect(confirm).to_be_visible()
    confirm.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 article: 1 closed.")).to_be_visible()
