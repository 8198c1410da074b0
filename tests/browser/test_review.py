"""Reviewing disagreements with real keys: own vote, decision, and what leaves as CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from annotator import workflow
from annotator.identity import cookie_name
from db import articles, people
from db.store import open_store
from tests import builders
from tests.browser.desk import Desk, add
from tests.browser.profile import PHONE, WIDE
from tests.browser.test_accessible import serious
from tests.builders import an_analyst, an_article
from tests.serving import Served

TAGS = {"sourced": "1", "contested": "2", "opinion": "3", "none": "0"}


@dataclass(frozen=True, slots=True)
class Review:
    """The review desk in one tab."""

    page: Page
    url: str

    def open(self, query: str = "") -> None:
        """The page, with what is hidden agreed to, if anything is."""
        self.page.goto(f"{self.url}/review{query}")
        ask, title = self.page.get_by_role("button", name="Review them"), self.title
        expect(ask.or_(title).first).to_be_visible()
        if ask.is_visible():
            ask.click()
        self.ready()

    def ready(self) -> None:
        """Wait until the desk has the focus."""
        expect(self.title).to_be_visible()
        expect(self.title).to_be_focused()

    @property
    def title(self) -> Locator:
        return self.page.locator("[data-part=decide-title]")

    @property
    def passage(self) -> Locator:
        return self.page.locator("[data-part=passage] mark")

    @property
    def items(self) -> Locator:
        return self.page.locator(".ca-item")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def vote(self, tag: str) -> None:
        """The own vote; the votes open."""
        self.press(TAGS[tag])
        expect(self.title).to_contain_text("Decide")

    def saved(self) -> None:
        expect(self.page.locator(".ca-saved")).to_have_text("All saved")


def disputed(path: Path, votes: dict[str, str], title: str = "Harbour") -> int:
    """An article with a claim for each letter of the analysts' votes: s c o n, or - for none."""
    letters = {"s": "sourced", "c": "contested", "o": "opinion", "n": "none"}
    size = len(next(iter(votes.values())))
    article = add(
        path, an_article(*(f"The quay has part {n}." for n in range(1, size + 1)), title=title)
    )
    with open_store(path) as store:
        with store.read() as db:
            claims = [claim.id for claim in articles.claims(db, article.id)]
        for name, said in votes.items():
            analyst = an_analyst(store, f"{name} of {title}")
            for claim, letter in zip(claims, said, strict=True):
                if letter in letters:
                    builders.tag(store, analyst, claim, letters[letter])
    return article.id


@pytest.fixture
def review(page: Page, served: Served) -> Review:
    """A reviewer who has signed in and opened nothing yet."""
    Desk(page, served.url).enter(served.path, "Rosa Lind")
    return Review(page, served.url)


def rows(page: Page, url: str) -> list[dict[str, str]]:
    """The adjudicated table, as the link on the Export page gives it."""
    answer = page.request.get(f"{url}/api/export/adjudicated?others=1&raw=1")
    assert answer.ok, answer.text()
    return list(csv.DictReader(io.StringIO(answer.text())))


def test_three_tag_two_at_once_and_a_reviewer_settles_all_by_keyboard(
    colleagues: tuple[Page, Page], served: Served
) -> None:
    article = add(served.path, an_article(*(f"The quay has part {n}." for n in range(1, 6))))
    ana, ben = (Desk(page, served.url) for page in colleagues)
    for desk, name in ((ana, "Ana"), (ben, "Ben")):
        desk.enter(served.path, name)
        desk.open(article.id)
    for ana_key, ben_key in zip("12130", "12101", strict=True):
        ana.press(ana_key)
        ben.press(ben_key)
    for desk in (ana, ben):
        desk.wait_until_saved()
    ana.page.context.clear_cookies()
    ana.enter(served.path, "Cleo")
    ana.open(article.id)
    ana.press("1", "2", "2", "3", "3")
    ana.wait_until_saved()
    ana.page.context.clear_cookies()
    ana.enter(served.path, "Rosa")
    review = Review(ana.page, served.url)
    review.open()
    # the fifth is a tie of three; the third and the fourth have a majority
    expect(review.items).to_have_count(3)
    expect(review.passage).to_have_text("The quay has part 5.")
    review.vote("opinion")
    review.press("k")
    review.page.keyboard.type("It is a judgement.")
    review.press("Tab")
    review.page.keyboard.type("The report says so.")
    review.press("Enter")
    left = {"The quay has part 3.": "sourced", "The quay has part 4.": "none"}
    for _ in range(2):
        expect(review.title).to_contain_text("Your own vote first")
        text = review.passage.inner_text()
        tag = left.pop(text)
        review.vote(tag)
        review.press(TAGS[tag], "Enter")
        if tag == "none":  # the majority said opinion
            expect(review.page.locator("[data-part=lacking]")).to_contain_text(
                "Most analysts said opinion"
            )
            review.page.keyboard.type("Nothing is asserted.")
            review.press("Enter")
    expect(review.page.locator("[data-part=empty-title]")).to_have_text("All settled")
    review.press("a")
    review.saved()
    found = rows(review.page, served.url)
    assert [(row["final_tag"], row["method"], row["reviewer"]) for row in found] == [
        ("sourced", "unanimous", "Rosa"),
        ("contested", "unanimous", "Rosa"),
        ("sourced", "adjudicated", "Rosa"),
        ("none", "adjudicated", "Rosa"),
        ("", "split_kept", "Rosa"),
    ]
    assert found[3]["reason"] == "Nothing is asserted."
    assert found[4]["majority_statement"] == "It is a judgement."
    assert found[4]["minority_statement"] == "The report says so."


def test_votes_are_sealed_until_ones_own(review: Review, served: Served) -> None:
    disputed(served.path, {"Ana": "s", "Ben": "n", "Cleo": "n"})
    answers: list[str] = []
    review.page.on(
        "response", lambda one: answers.append(one.text()) if "/claims/" in one.url else None
    )
    review.open()
    expect(review.page.locator(".ca-vote")).to_have_count(3)
    expect(review.page.locator(".ca-vote").first).to_have_text("AVote Asealed until you vote")
    assert "Ana" not in "".join(answers)
    expect(review.page.locator(".ca-out[aria-pressed=true]")).to_have_count(0)
    review.vote("none")
    expect(review.title).to_contain_text("2 of 3 agree with you")
    expect(review.page.locator(".ca-vote").first).to_contain_text("Ana of Harbour")
    expect(review.page.locator(".ca-out[aria-pressed=true]")).to_have_count(0)  # no majority chosen
    review.page.reload()
    review.ready()
    expect(review.page.locator(".ca-vote").first).to_contain_text("Ana of Harbour")


def test_a_decision_is_undone_and_a_claim_sent_back_with_a_question(
    review: Review, served: Served, colleagues: tuple[Page, Page]
) -> None:
    article_id = disputed(served.path, {"Ana": "ss", "Ben": "nn"})
    review.open()
    review.vote("none")
    review.press("0", "Enter")
    expect(review.items).to_have_count(1)
    review.press("z")
    expect(review.items).to_have_count(2)
    review.saved()
    expect(review.title).to_contain_text("Decide")
    review.press("b")
    review.page.keyboard.type("Which office?")
    review.press("Enter")
    expect(review.items).to_have_count(1)
    review.saved()
    page = colleagues[0]
    with open_store(served.path) as store:
        with store.read() as db:
            ana = people.find_name(db, "Ana of Harbour")
        assert ana is not None
        token = workflow.sign_in(store, ana.id)
        name = cookie_name(store.project_id)
    page.context.add_cookies([{"name": name, "value": token, "url": served.url}])
    desk = Desk(page, served.url)
    desk.open(article_id)
    asked = desk.page.locator("[data-part=question]")
    expect(asked).to_contain_text("Which office?")
    left, all_done = desk.page.locator(".ca-left"), desk.page.locator("[data-part=finished]")
    expect(left.filter(visible=True)).to_have_text("1 question")
    expect(all_done).to_be_hidden()
    desk.press("1")  # the same answer as before is an answer
    desk.wait_until_saved()
    expect(left.filter(visible=True)).to_have_text("0 left")
    expect(all_done).to_be_visible()
    desk.press("k")
    expect(asked).to_be_hidden()
    review.open()
    expect(review.items).to_have_count(2)


def test_what_is_decided_anew_at_once_counts_where_the_undo_is_slow(
    review: Review, served: Served
) -> None:
    disputed(served.path, {"Ana": "s", "Ben": "n"})
    held: list[Route] = []
    review.open()
    review.vote("none")
    review.press("0", "Enter")
    expect(review.items).to_have_count(0)
    review.saved()
    review.page.route(
        "**/api/acts",
        lambda route: held.append(route) if "withdraw" in sent(route) else route.continue_(),
    )
    review.press("z")
    expect(review.page.locator(".ca-saved")).not_to_have_text("All saved")
    review.page.wait_for_timeout(300)  # time for what must not be read yet
    review.press("1", "Enter")  # of a claim that is not shown: nothing
    (withdrawal,) = held
    withdrawal.continue_()
    review.ready()
    review.press("1", "Enter")
    review.saved()
    expect(review.page.locator(".ca-line")).to_have_count(0)
    (row,) = rows(review.page, served.url)
    assert row["final_tag"] == "sourced"


def sent(route: Route) -> str:
    """What a request carries."""
    return route.request.post_data or ""


def test_of_two_reviewers_one_wins_and_the_other_is_told(
    review: Review, served: Served, colleagues: tuple[Page, Page]
) -> None:
    disputed(served.path, {"Ana": "ss", "Ben": "nn"})
    other = Review(colleagues[0], served.url)
    Desk(other.page, served.url).enter(served.path, "Sam")
    for one in (review, other):
        one.open()
        one.vote("none")
    review.press("0", "Enter")
    review.saved()
    other.press("1", "Enter")
    expect(other.page.locator(".ca-line")).to_contain_text(
        "Claim 1 was settled by Rosa Lind meanwhile: none."
    )
    other.page.get_by_role("button", name="Look at it").click()
    expect(other.page.locator("[data-part=settled]")).to_contain_text("Settled by Rosa Lind")
    (first, _) = rows(review.page, served.url)
    assert (first["final_tag"], first["reviewer"]) == ("none", "Rosa Lind")


def test_one_ruling_settles_a_group(review: Review, served: Served) -> None:
    disputed(served.path, {"Ana": "sssc", "Ben": "nnno"})
    review.open()
    review.vote("none")
    review.press("0", "n")
    review.page.keyboard.type("A vague source.")
    review.page.get_by_role("button", name="Use for all 3 of this group").click()
    expect(review.items).to_have_count(1)
    review.saved()
    assert [(row["final_tag"], row["reason"]) for row in rows(review.page, review.url)] == [
        *(("none", "A vague source."),) * 3,
        ("", ""),
    ]
    review.press("z")
    expect(review.items).to_have_count(4)
    expect(review.page.locator("[data-part=lacking]")).to_have_text(
        "Undone: 3 claims are undecided again."
    )
    review.saved()
    assert {row["final_tag"] for row in rows(review.page, review.url)} == {""}


def test_what_is_written_outlives_a_reload_and_another_claim(
    review: Review, served: Served
) -> None:
    disputed(served.path, {"Ana": "ss", "Ben": "nn"})
    review.open()
    review.vote("none")
    review.press("x")
    review.page.keyboard.type("Who is an office?")
    review.press("Escape", "ArrowDown", "ArrowUp")
    chosen = review.page.locator("[data-ruling=rule_unclear]")
    expect(chosen).to_have_attribute("aria-pressed", "true")
    review.page.reload()
    review.ready()
    expect(chosen).to_have_attribute("aria-pressed", "true")
    expect(review.page.locator("[data-part=reason]")).to_have_value("Who is an office?")
    review.press("Enter")
    review.saved()
    (first, _) = rows(review.page, review.url)
    assert (first["method"], first["reason"]) == ("rule_unclear", "Who is an office?")


def test_a_comment_is_sent_and_the_keys_are_the_claims_again(
    review: Review, served: Served
) -> None:
    disputed(served.path, {"Ana": "ss", "Ben": "nn"})
    review.open()
    review.vote("none")
    review.press("m")
    review.page.keyboard.type("See the table.")
    review.press("Enter")
    expect(review.page.locator("[data-part=comments]")).to_contain_text("See the table.")
    expect(review.title).to_be_focused()
    review.press("0", "Enter")
    expect(review.items).to_have_count(1)


def test_what_all_agree_on_is_accepted_and_undone_as_one(review: Review, served: Served) -> None:
    disputed(served.path, {"Ana": "ssc", "Ben": "nsc"})
    review.open()
    agreed = review.page.locator("[data-part=agreed-text]")
    expect(agreed).to_have_text("2 claims have the same tag from everybody.")

    def reviewers() -> list[str]:
        review.saved()
        return [row["reviewer"] for row in rows(review.page, review.url)]

    review.press("a")
    assert reviewers() == ["", "Rosa Lind", "Rosa Lind"]
    review.press("z")
    assert reviewers() == ["", "", ""]
    expect(agreed).to_have_text("2 claims have the same tag from everybody.")
    review.page.get_by_role("button", name="Accept them all").click()
    review.page.get_by_role("button", name="Undo", exact=True).click()
    assert reviewers() == ["", "", ""]


def test_a_vote_cast_offline_opens_the_votes_later(review: Review, served: Served) -> None:
    disputed(served.path, {"Ana": "ss", "Ben": "nn"})
    review.open()
    review.page.context.set_offline(True)
    review.press("1")
    expect(review.title).to_contain_text("the votes open when it is saved")
    review.press("ArrowDown", "ArrowUp")
    review.page.context.set_offline(False)
    expect(review.title).to_contain_text("Decide")


def test_a_claim_that_could_not_be_read_comes_when_the_server_answers_again(
    review: Review, served: Served
) -> None:
    disputed(served.path, {"Ana": "sssss", "Ben": "nnnnn"})
    review.open()
    review.page.context.set_offline(True)
    review.items.nth(4).click()
    expect(review.page.locator("[data-part=empty-text]")).to_contain_text("No connection")
    review.page.context.set_offline(False)
    expect(review.passage).to_have_text("The quay has part 5.")


def test_an_address_leads_to_exactly_its_claims(review: Review, served: Served) -> None:
    disputed(served.path, {"Ana": "scos", "Ben": "nnss"})
    disputed(served.path, {"Dan": "s", "Eve": "n"}, title="Ceasefire")
    review.open("?pair=none,sourced&article=1")
    expect(review.items).to_have_count(1)
    review.page.get_by_role("button", name="Only none or sourced: show all").click()
    expect(review.items).to_have_count(3)
    review.page.get_by_label("Article", exact=True).select_option("")
    expect(review.items).to_have_count(4)
    assert "article" not in review.page.url
    review.page.get_by_label("Tag", exact=True).select_option("contested")
    expect(review.items).to_have_count(1)


def test_votes_open_with_their_evidence(review: Review, served: Served) -> None:
    disputed(served.path, {"Ana": "s", "Ben": "c"})
    with open_store(served.path) as store, store.read() as db:
        ana, ben = (people.find_name(db, f"{name} of Harbour") for name in ("Ana", "Ben"))
    assert ana is not None
    assert ben is not None
    with open_store(served.path) as store:
        address = "https://example.org/log?page=2"
        builders.attach(store, ana, 1, type="url", url=address, quote="", source="Harbour office")
        builders.attach(store, ben, 1, "refutes", type="in_text", quote="quay", start=13, end=17)
        builders.attach(store, ben, 1, "context", quote="<b>For all</b>", shared=True)
    review.open()
    page = review.page
    before = page.get_by_role("list", name="Evidence laid before all")
    expect(before).to_contain_text("<b>For all</b>")
    expect(page.get_by_text("Harbour office")).to_have_count(0)
    review.vote("none")
    mine = page.get_by_role("list", name="Evidence of Ana of Harbour")
    expect(mine).to_contain_text("supports")
    expect(mine).to_contain_text("Harbour office")
    link = mine.get_by_role("link", name="example.org/log?page=2")
    expect(link).to_have_attribute("href", address)
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    bens = page.get_by_role("list", name="Evidence of Ben of Harbour")
    expect(bens).to_contain_text("quay")
    expect(bens).to_contain_text("words in claim 1")
    expect(page.locator(".ca-proofs button")).to_have_count(0)
    expect(page.locator("[data-grounds]")).to_have_text(
        "Different tags on the same evidence. "
        "One’s evidence supports the claim, another’s refutes it."
    )
    assert serious(page) == []


def test_on_a_phone_the_queue_comes_when_it_is_asked_for(review: Review, served: Served) -> None:
    disputed(served.path, {"Ana": "scos", "Ben": "nnss"})
    review.page.set_viewport_size(PHONE)
    review.open()
    button, queue = review.page.locator("[data-part=to-queue]"), review.page.locator("#ca-queue")
    expect(queue).to_be_hidden()
    button.click()
    expect(queue).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(button).to_have_text("Close")
    assert serious(review.page) == []
    review.items.last.click()
    expect(queue).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(review.passage).to_contain_text(f"part {review.items.last.locator('b').inner_text()}")
    expect(review.title).to_be_focused()
    button.click()
    review.press("Escape")
    expect(queue).to_be_hidden()
    review.page.goto(f"{review.url}/review?state=decided&tag=opinion")
    expect(review.page.locator("[data-part=empty-title]")).to_be_visible()
    review.page.get_by_role("button", name="Clear the filters").click()
    expect(review.passage).to_be_visible()
    assert "tag=" not in review.page.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_has_no_serious_fault_and_fits(review: Review, served: Served, scheme: str) -> None:
    disputed(served.path, {"Ana": "scosn", "Ben": "nnssn", "Cleo": "-csnn"})
    page = review.page
    size = WIDE if scheme == "light" else PHONE
    page.set_viewport_size(size)
    page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
    review.open()
    found = {"sealed": serious(page)}
    review.vote("none")
    review.press("k")
    found["opened"] = serious(page)
    review.press("Escape", "?")
    found["keys"] = serious(page)
    assert {name: faults for name, faults in found.items() if faults} == {}
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
