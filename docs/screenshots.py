"""Take the pictures of the documentation anew: `make screenshots`.

A demo project in a temporary folder, the real server, a real Chromium; nothing is drawn by hand.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, FilePayload, Page, StorageState, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import corpus  # noqa: E402 - the checkout comes first
from annotator import workflow  # noqa: E402
from annotator.identity import cli_actor  # noqa: E402
from db import articles, logins, people, recording  # noqa: E402
from db.model import Analyst, ClaimAnswered  # noqa: E402
from db.store import Store, open_store  # noqa: E402
from db.transaction import Transaction, uuid7  # noqa: E402
from tests import builders  # noqa: E402
from tests.browser.desk import Desk  # noqa: E402
from tests.browser.test_rtl import ARABIC  # noqa: E402
from tests.chromium import FLAGS, chromium_path  # noqa: E402
from tests.serving import Served  # noqa: E402

IMAGES = ROOT / "docs" / "img"
TAGGED = "0030 1u02130 1300 02"  # what Ines thought of the briefing's first claims; a space skips
LATER_TAGGED = "ssnscosnnsucossscnosoncssnsosucnssncsosnnossccnosusnscosnsoncsssnou"
TAGS = {"s": "sourced", "c": "contested", "o": "opinion", "n": "none", "u": "unsure"}
FOR_TEAM = ("--team", "--host", "127.0.0.1", "--public-url", "https://claims.example.org")
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"
PHONE_BROWSER = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1"
DISPUTED = 15  # the claim “An office in Tehran reportedly …”: the sample is loaded first
NOTE = "“In his reading” ties this to Byman in the sentence before."


Scheme = Literal["light", "dark"]
# A view is taken in each of these; the name of the picture says which.
SHAPES: dict[str, tuple[Scheme, int, int]] = {
    "": ("light", 1280, 860),
    "-dark": ("dark", 1280, 860),
    "-phone": ("light", 390, 844),
    "-phone-dark": ("dark", 390, 844),
}
PHONE = ("-phone", "-phone-dark")


@dataclass(frozen=True, slots=True)
class View:
    """A page in one state: its address, and what to do before the picture."""

    name: str
    path: str
    before: Callable[[Page], None] = lambda _page: None
    shapes: tuple[str, ...] = tuple(SHAPES)

    def take(self, browser: Browser, url: str, state: StorageState, wanted: set[str]) -> None:
        """Write its pictures."""
        for shape in self.shapes:
            name = f"{self.name}{shape}"
            if wanted and not wanted & {self.name, name}:
                continue
            scheme, width, height = SHAPES[shape]
            with browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                storage_state=state,
                has_touch=shape in PHONE,
                is_mobile=shape in PHONE,
                device_scale_factor=1,
            ) as context:
                page = context.new_page()
                page.goto(f"{url}{self.path}")
                self.before(page)
                page.wait_for_load_state("networkidle")
                page.wait_for_timeout(1200)  # Streamlit fades its elements in
                page.screenshot(path=IMAGES / f"{name}.png")
            print(f"docs/img/{name}.png")


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
    expect(page.get_by_text("2 claims found")).to_be_visible()


def uploading(page: Page) -> None:
    """The dialog before a file is chosen."""
    page.get_by_role("button", name="Load an article").click()
    page.get_by_role("tab", name="Upload").click()
    expect(page.get_by_text("Text or Markdown, up to")).to_be_visible()


def refused(page: Page) -> None:
    """The dialog with a file that is no text."""
    uploading(page)
    file = FilePayload(name="hafen.docx", mimeType="application/zip", buffer=b"PK\x03\x04")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("is a ZIP archive")).to_be_visible()


def sampling(page: Page) -> None:
    """The dialog that offers the sample."""
    page.get_by_role("button", name="Load an article").click()
    page.get_by_role("tab", name="Sample").click()
    expect(page.get_by_role("button", name="Load the sample")).to_be_visible()


def none_done(page: Page) -> None:
    """A list with nothing in it."""
    listed(page)
    page.get_by_role("radio", name="Done").click()
    expect(page.get_by_text("Nothing is done yet")).to_be_visible()
    page.mouse.move(1, 1)


def listed(page: Page) -> None:
    """Wait for the last of the Articles page."""
    expect(page.get_by_role("link", name="Continue").first).to_be_visible(timeout=30_000)
    expect(page.get_by_role("button", name="Load an article")).to_be_visible()
    expect(page.get_by_role("radio", name="All")).to_be_visible()


def guessed(page: Page) -> None:
    """The dialog with a file whose bytes do not say which letters they mean."""
    page.get_by_role("button", name="Load an article").click()
    page.get_by_role("tab", name="Upload").click()
    text = "Der Hafen\n\nDer Kai in Łódź ist undicht. Die Behörde bestreitet das."
    file = FilePayload(name="hafen.txt", mimeType="text/plain", buffer=text.encode("cp1250"))
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("The encoding was guessed")).to_be_visible()


def in_wide_rows(page: Page) -> None:
    """The other table of the Export page."""
    in_rows(page)
    page.get_by_text("each claim", exact=True).click()
    expect(page.get_by_text("tags-wide-mine")).to_be_visible()
    page.wait_for_timeout(1000)


def asked(page: Page) -> None:
    """The Export page before others' rows are shown."""
    page.get_by_text("Include others’ rows").click()
    expect(page.get_by_role("button", name="Show others’ rows")).to_be_visible()


def greeted(page: Page) -> None:
    """The way back to where one stopped."""
    expect(page.get_by_role("button", name="Continue")).to_be_visible(timeout=30_000)


def congratulated(page: Page) -> None:
    """Nothing is left to do."""
    expect(page.get_by_role("button", name="See the articles")).to_be_visible(timeout=30_000)


def invited(page: Page) -> None:
    """What a page says in an empty project."""
    button = page.get_by_role("button", name=re.compile("Load an article|Go to the articles"))
    expect(button).to_be_visible(timeout=30_000)


def in_charts(page: Page) -> None:
    """Wait for the charts of the Progress page, and make room for all of it."""
    expect(page.locator("svg.marks")).to_have_count(4, timeout=30_000)
    below = page.get_by_text("As a table").last.evaluate("it => it.getBoundingClientRect().bottom")
    width = page.evaluate("innerWidth")
    page.set_viewport_size({"width": width, "height": round(below) + 64})


def questioned(page: Page) -> None:
    """The Agreement page before others' work is shown."""
    expect(page.get_by_role("button", name="Show the figures")).to_be_visible(timeout=30_000)


def compared(page: Page) -> None:
    """The Agreement page with its figures, and room for all of it."""
    show, charts = page.get_by_role("button", name="Show the figures"), page.locator("svg.marks")
    expect(show.or_(charts.first)).to_be_visible(timeout=30_000)
    if show.is_visible():
        show.click()
    expect(charts).to_have_count(5, timeout=30_000)
    page.wait_for_load_state("networkidle")
    last = page.get_by_text("Other coefficients")
    below = last.evaluate("it => it.getBoundingClientRect().bottom")
    page.set_viewport_size({"width": page.evaluate("innerWidth"), "height": round(below) + 64})


def looking_up(page: Page) -> None:
    """The codebook over the panel."""
    on_desk(page)
    page.keyboard.press(".")
    page.keyboard.insert_text("source")


def focused(page: Page) -> None:
    """One claim at a time."""
    on_desk(page)
    page.keyboard.press("f")


def filtered(page: Page) -> None:
    """Only the claims that were skipped."""
    on_desk(page)
    page.locator(".ca-desk select").first.select_option("skipped")


def offline(page: Page) -> None:
    """Tags that wait for the connection."""
    on_desk(page)
    page.context.set_offline(True)
    for key in "301":
        page.keyboard.press(key)
    expect(page.get_by_text("No connection.")).to_be_visible(timeout=30_000)


def ended(page: Page) -> None:
    """Behind the last claim."""
    on_desk(page)
    page.keyboard.press("End")
    page.keyboard.press("j")


def pulled(page: Page) -> None:
    """The whole sheet of a phone."""
    on_desk(page)
    page.locator(".ca-grip").tap()


def backed(page: Page) -> None:
    """The evidence of a claim, beside it."""
    on_desk(page)
    page.keyboard.press("e")
    expect(page.locator(".ca-proof").first).to_be_visible()


def picked(page: Page) -> None:
    """Words of the article, about to be evidence."""
    on_desk(page)
    page.keyboard.press("v")
    for _ in range(5):
        page.keyboard.press("Shift+ArrowRight")
    expect(page.get_by_text("evidence for claim").first).to_be_visible()


def sourced(page: Page) -> None:
    """The sources of what one knows."""
    expect(page.get_by_role("heading", name="Sources", exact=True)).to_be_visible(timeout=30_000)
    expect(page.get_by_text("Gulf Records Project").first).to_be_visible()


def sourced_by_one(page: Page) -> None:
    """One source, with its grades and claims."""
    sourced(page)
    page.get_by_role("button", name="Open").nth(2).click()
    expect(page.get_by_role("button", name="All sources")).to_be_visible()


def gathered(page: Page) -> None:
    """Everybody on the Team page."""
    expect(page.get_by_role("button", name="Add a person")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("button", name="Manage")).to_have_count(5)


def managed(page: Page) -> None:
    """One person of the team, and room for all of it."""
    gathered(page)
    page.get_by_role("button", name="Manage").nth(2).click()
    remove = page.get_by_role("button", name="Remove")
    expect(remove).to_be_visible()
    page.mouse.move(1, 1)
    page.wait_for_timeout(1500)
    below = remove.evaluate("it => it.getBoundingClientRect().bottom")
    page.set_viewport_size({"width": page.evaluate("innerWidth"), "height": round(below) + 64})


def linked(page: Page) -> None:
    """A new link, shown once."""
    gathered(page)
    page.get_by_role("button", name="New link").nth(2).click()
    page.get_by_role("button", name="Make the link").click()
    page.get_by_role("button", name="Copy").click()


def counted(page: Page) -> None:
    """The figures behind the strips of the Articles page."""
    behind = page.get_by_text("Progress by person and article")
    expect(behind).to_be_visible(timeout=30_000)
    behind.click()
    page.mouse.move(1, 1)
    page.wait_for_timeout(1500)
    below = page.locator(".st-key-table-efforts").evaluate(
        "it => it.getBoundingClientRect().bottom"
    )
    page.set_viewport_size({"width": page.evaluate("innerWidth"), "height": round(below) + 64})


def warned(page: Page) -> None:
    """The Review page before others' work is shown."""
    expect(page.get_by_role("button", name="Review them")).to_be_visible(timeout=30_000)


def ticked(page: Page) -> None:
    """The Rounds page with an article chosen."""
    box = page.get_by_role("checkbox").last
    expect(box).to_be_visible(timeout=30_000)
    box.locator("xpath=ancestor::label").click()
    expect(page.get_by_text("1 article chosen")).to_be_visible()


def sharing(page: Page) -> None:
    """The dialog that shares work out, and what everybody would get."""
    page.get_by_role("button", name="Share out the work").click(timeout=30_000)
    expect(page.get_by_role("button", name="Give it to them")).to_be_visible()


def told(page: Page) -> None:
    """A claim of a closed round, with what the others say of it."""
    on_desk(page)
    page.keyboard.press("o")
    expect(page.locator("[data-part=others-list] li").first).to_contain_text(":")


def on_paper(page: Page) -> None:
    """A claim whose votes are sealed; whoever is asked before, agrees."""
    ask = page.get_by_role("button", name="Review them")
    mark = page.locator("[data-part=passage] mark")
    expect(ask.or_(mark).first).to_be_visible(timeout=30_000)
    if ask.is_visible():
        ask.click()
    expect(mark).to_be_visible()


def opened(page: Page) -> None:
    """The votes after one's own, and a decision that is not confirmed yet."""
    on_paper(page)
    title = page.locator("[data-part=decide-title]")
    if "Decide" not in title.inner_text():
        page.keyboard.press("0")
    expect(title).to_contain_text("Decide")
    page.keyboard.press("0")
    page.keyboard.press("n")
    page.keyboard.insert_text("“Reportedly” without a body or document is a vague source.")


def queued(page: Page) -> None:
    """The queue, which lies over the claim on a phone."""
    on_paper(page)
    page.get_by_role("button", name="Queue").click()
    expect(page.locator("#ca-queue")).to_be_visible()


def no_longer_disputed(page: Page) -> None:
    """The queue is empty."""
    expect(page.get_by_text("Nothing here")).to_be_visible(timeout=30_000)


def questioned_at_the_desk(page: Page) -> None:
    """A claim that a reviewer asks about."""
    on_desk(page)
    expect(page.locator("[data-part=question]")).to_be_visible()


VIEWS = (
    View("who", "/who"),
    View("desk", "/tag", on_desk),
    View("desk-codebook", "/tag", looking_up),
    View("desk-focus", "/tag", focused),
    View("desk-filter", "/tag", filtered),
    View("desk-offline", "/tag", offline),
    View("desk-end", "/tag", ended),
    View("desk-keys", "/tag", helped),
    View("desk-sheet", "/tag", pulled, PHONE),
    View("articles-none", "/articles", none_done),
    View("load", "/articles", loading),
    View("load-upload", "/articles", uploading),
    View("load-guess", "/articles", guessed),
    View("load-refused", "/articles", refused),
    View("load-sample", "/articles", sampling),
    View("export", "/export", in_rows),
    View("export-wide", "/export", in_wide_rows),
    View("export-asks", "/export", asked),
    View("guide", "/guide"),
)
# Of a project in which people have worked for some days.
LATER = (
    View("start", "/", greeted),
    View("articles", "/articles", listed),
    View("progress", "/progress", in_charts),
)
# Of a project that four people have tagged, each in their own way.
COMPARED = (
    View("agreement-asks", "/agreement", questioned),
    View("agreement", "/agreement", compared),
)
# The same, before a reviewer; then before an analyst of whom something is asked.
REVIEWED = (
    View("review-asks", "/review", warned),
    View("review-sealed", f"/review?article=1&claim={DISPUTED}", on_paper),
    View("review", f"/review?article=1&claim={DISPUTED}", opened),
    View("review-queue", f"/review?article=1&claim={DISPUTED}", queued, PHONE),
    View("review-none", "/review?ruling=split_kept&state=decided", no_longer_disputed),
)
# The same, before an analyst who cites some of it.
CITED = (
    View("desk-evidence", f"/tag?article=1&claim={DISPUTED}", backed),
    View("desk-words", f"/tag?article=1&claim={DISPUTED}", picked),
    View("sources", "/sources", sourced),
    View("source", "/sources", sourced_by_one),
)
ASKED = (View("desk-question", "/tag?article=1", questioned_at_the_desk),)
# Of a project in which all is done.
DONE = (View("start-done", "/", congratulated),)
# Of the same work, served to a team, as its lead sees it.
TEAM = (
    View("team", "/team", gathered),
    View("team-person", "/team", managed),
    View("team-link", "/team", linked),
    View("articles-lead", "/articles", counted),
)
# Of the same, its work shared out, and one round closed.
ROUNDS = (
    View("rounds", "/rounds", ticked),
    View("rounds-share", "/rounds", sharing),
    View("desk-closed", "/tag?article=1&claim=3", told),
)
# Of a project without an article.
EMPTY = (
    View("articles-empty", "/articles", invited),
    View("tag-empty", "/tag", invited),
    View("progress-empty", "/progress", invited),
    View("agreement-empty", "/agreement", invited),
    View("export-empty", "/export", invited),
)
# Of a project that nobody has worked in.
NEW = (View("who-first", "/who"),)
# Of the same, served to a team: nobody is signed in, and nobody chooses a name.
OUT = (View("signed-out", "/who"),)
# Of an article from right to left.
MIRRORED = (View("desk-rtl", "/tag", on_desk),)


def main() -> None:
    """Take all pictures, or those whose names are given."""
    wanted = set(sys.argv[1:])
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(chromium_path()), chromium_sandbox=False, args=list(FLAGS)
        )
        for number, (views, prepare, work) in enumerate(
            (
                (VIEWS, fill, worked),
                (LATER, fill_for_days, returned),
                (COMPARED, fill_to_compare, returned),
                (REVIEWED, fill_to_review, reviewing),
                (CITED, fill_to_review, returned),
                (ASKED, fill_and_ask, returned),
                (DONE, fill_and_finish, returned),
                (EMPTY, leave, came),
                (NEW, leave, nobody),
                (OUT, leave, nobody),
                (MIRRORED, fill_from_right, mirrored),
                (TEAM, fill_for_team, led),
                (ROUNDS, fill_for_rounds, led),
            )
        ):
            names = {view.name + shape for view in views for shape in ("", *view.shapes)}
            if wanted and not wanted & names:
                continue
            path = Path(folder) / f"{number}" / "claims-demo.db"
            path.parent.mkdir()
            with open_store(path, create=True) as store:
                prepare(store)
            with Served(path, *(FOR_TEAM if views in (TEAM, OUT, ROUNDS) else ())) as server:
                state = work(browser, server)
                for view in views:
                    view.take(browser, server.url, state, wanted)
        browser.close()


def fill(store: Store) -> None:
    """The sample."""
    workflow.load_sample(store, cli_actor())


def leave(_store: Store) -> None:
    """Nothing."""


def fill_from_right(store: Store) -> None:
    """An article in Arabic, with a paragraph in English."""
    builders.load(store, corpus.read(ARABIC.encode(), "harbour.md"))


def fill_for_days(store: Store) -> None:
    """The sample and other articles, on which three people have worked, one of them just now."""
    fill(store)
    for title, sentences in (
        ("Harbour dredging: what forty million bought", 61),
        ("Three readings of the March ceasefire", 84),
        ("A tender nobody saw", 27),
    ):
        builders.load(
            store,
            builders.an_article(*(f"Ship {n} came in." for n in range(sentences)), title=title),
        )
    ines, tomasz, noor = (
        builders.an_analyst(store, name) for name in ("Ines Moreau", "Tomasz Wolski", "Noor Haddad")
    )
    for analyst, article_id, number, ended, minutes in (
        (tomasz, 1, 42, 3000, 12),
        (tomasz, 2, 61, 1500, 15),
        (noor, 2, 48, 2900, 16),
        (noor, 3, 43, 1400, 11),
        (ines, 2, 61, 1300, 14),
        (ines, 4, 9, 600, 3),
        (ines, 3, 66, 14, 21),
        (ines, 1, 31, 1, 9),
    ):
        earlier(store, analyst, article_id, number, timedelta(minutes=ended), minutes)


def fill_to_compare(store: Store) -> None:
    """Three articles that four people have tagged in some weeks, not always alike."""
    fill(store)
    for title, sentences in (
        ("Harbour dredging: what forty million bought", 61),
        ("Three readings of the March ceasefire", 84),
    ):
        builders.load(
            store,
            builders.an_article(*(f"Ship {n} came in." for n in range(sentences)), title=title),
        )
    names = ("Ines Moreau", "Tomasz Wolski", "Noor Haddad", "Bo Lindqvist")
    ines, tomasz, noor, bo = (builders.an_analyst(store, name) for name in names)
    for analyst, article_id, number, days, astray in (
        (ines, 1, 42, 44, 0),
        (tomasz, 1, 42, 38, 4),
        (noor, 1, 40, 31, 7),
        (tomasz, 2, 61, 24, 0),
        (ines, 2, 55, 23, 3),
        (noor, 2, 48, 17, 5),
        (bo, 2, 20, 9, 5),
        (ines, 3, 31, 3, 0),
    ):
        earlier(store, analyst, article_id, number, timedelta(days=days), 26, astray)


def fill_to_review(store: Store) -> None:
    """The same with notes on a disputed claim, and a reviewer who has tagged nothing."""
    fill_to_compare(store)
    found = {analyst.name: analyst for analyst in listed_people(store)}
    builders.note(store, found["Noor Haddad"], DISPUTED, "“Reportedly” names nobody.")
    builders.note(store, found["Tomasz Wolski"], DISPUTED, "The paragraph before names the office.")
    builders.an_analyst(store, "Ruth Adeyemi")
    cite(store, found)


def cite(store: Store, people: dict[str, Analyst]) -> None:
    """What analysts found for and against some claims; all of it is invented."""
    ines, noor, tomasz = (people[name] for name in ("Ines Moreau", "Noor Haddad", "Tomasz Wolski"))
    report: dict[str, Any] = {
        "type": "url",
        "quote": "",
        "accessed_at": "2026-10-16",
        "url": "https://reports.example.org/offices",
        "title": "Offices and envoys",
    }
    builders.attach(
        store,
        ines,
        DISPUTED,
        source="Gulf Records Project",
        locator="p. 14",
        credibility=2,
        **report,
    )
    builders.attach(store, noor, DISPUTED, "context", source="Gulf records project", **report)
    builders.attach(
        store,
        tomasz,
        DISPUTED,
        "refutes",
        quote="The office closed before the crossings began.",
        source="R. Santer",
        title="Notes of an envoy",
        published_on="2019-05",
        credibility=4,
    )
    with store.read() as db:
        text = articles.text(db, articles.get(db, 1).revision_id)
    for who, claim, words in (
        (ines, DISPUTED, "the Revolutionary Guard and the intelligence services"),
        (ines, DISPUTED + 3, "Daniel Byman of the Brookings Institution"),
        (noor, DISPUTED + 3, "Byman of the Brookings Institution holds"),
    ):
        start = text.index(words)
        builders.attach(
            store,
            who,
            claim,
            type="in_text",
            quote=words,
            start=start,
            end=start + len(words),
            source="Brookings Institution" if claim > DISPUTED else "",
        )
    for who, claim, name in (
        (ines, 3, "Gulf Records Project"),
        (ines, 9, "Captured papers, 2011"),
        (noor, 9, "Captured papers, 2011"),
        (ines, 27, "R. Santer"),
    ):
        builders.attach(store, who, claim, source=name, quote="As it is told there.")
    for who, name, grade, note in (
        (ines, "Gulf Records Project", "B", "Names its documents."),
        (noor, "Gulf Records Project", "C", ""),
        (ines, "R. Santer", "F", "One text, no way to check."),
        (tomasz, "R. Santer", "D", ""),
    ):
        builders.rate(store, who, builders.source_named(store, name), grade, note)


def fill_and_ask(store: Store) -> None:
    """The same after the reviewer has sent a claim back."""
    fill_to_review(store)
    found = {analyst.name: analyst for analyst in listed_people(store)}
    builders.decide(
        store,
        found["Ruth Adeyemi"],
        DISPUTED,
        None,
        ruling="sent_back",
        reason="Which office is meant: the one in the sentence before, or another one?",
    )


def fill_and_finish(store: Store) -> None:
    """The sample, with an answer to each of its claims."""
    fill(store)
    earlier(store, builders.an_analyst(store, "Ines Moreau"), 1, 42, timedelta(hours=26), 14)


def fill_for_team(store: Store) -> None:
    """The same, with roles, links and logins; one of them has left."""
    fill_for_days(store)
    actor = cli_actor()
    found = {person.name: person for person in listed_people(store)}
    workflow.set_role(store, actor, found["Ines Moreau"].id, "lead")
    ruth = workflow.add_analyst(store, "Ruth Adeyemi", actor=actor, role="reviewer")
    left = workflow.add_analyst(store, "Sam Okoro", actor=actor)
    workflow.set_role(store, actor, left.id, "removed")
    noor, tomasz = found["Noor Haddad"], found["Tomasz Wolski"]
    for person, browser, hours in (
        (noor, PHONE_BROWSER, 70),
        (noor, WINDOWS, 23),
        (tomasz, WINDOWS, 1),
        (ruth, WINDOWS, 49),
    ):
        workflow.make_link(store, actor, person.id)
        _came(store, person, browser, timedelta(hours=hours))


def fill_for_rounds(store: Store) -> None:
    """The same, with most articles given to two people each, and the first one closed."""
    fill_for_team(store)
    actor = cli_actor()
    with store.read() as db:
        ids = [row.id for row in articles.listing(db)]
        people_ = [one.id for one in people.listing(db) if one.role in ("lead", "analyst")]
        plan = workflow.plan(db, ids[:-2], people_, 2, seed=7)
    workflow.assign(store, actor, plan)
    workflow.set_rounds(store, actor, ids[:1], "closed")


def _came(store: Store, person: Analyst, browser: str, ago: timedelta) -> None:
    at = (datetime.now(UTC) - ago).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    store.write(
        lambda tx: logins.sign_in(Transaction(tx.db, tx.project_id, at), person.id, browser)
    )


def earlier(
    store: Store,
    analyst: Analyst,
    article_id: int,
    number: int,
    ago: timedelta,
    minutes: float,
    astray: int = 0,
) -> None:
    """The first claims of an article answered in these minutes, the last one so long ago.

    Args:
        astray: Every claim of so many gets the tag of another one; 0 means none.
    """
    ended = datetime.now(UTC) - ago
    with store.read() as db:
        claims = [claim.id for claim in articles.claims(db, article_id)][:number]
    hashes = {claim: builders.sha_of(store, claim) for claim in claims}

    def job(tx: Transaction) -> None:
        for place, claim in enumerate(claims, 1):
            shift = 1 if astray and place % astray == 1 else 0
            tag = TAGS[LATER_TAGGED[(place + shift + 11 * article_id) % len(LATER_TAGGED)]]
            # Quicker towards the end, as people are.
            left = timedelta(minutes=minutes * (1 - place / number) ** 0.8)
            at = (ended - left).isoformat().replace("+00:00", "Z")
            act = ClaimAnswered(
                hashes[claim],
                "unsure" if tag == "unsure" else "tagged",
                None if tag == "unsure" else tag,
                "",
                "",
                "default/1",
                None,
            )
            then = Transaction(tx.db, tx.project_id, at)
            recording.record(then, analyst.id, uuid7(), claim, act)

    store.write(job)


def returned(browser: Browser, server: Served) -> StorageState:
    """Ines again, in a new browser."""
    with browser.new_context() as context:
        desk = Desk(context.new_page(), server.url)
        desk.choose("Ines Moreau", then="/guide")
        return context.storage_state()


def reviewing(browser: Browser, server: Served) -> StorageState:
    """Ruth, who reviews."""
    with browser.new_context() as context:
        desk = Desk(context.new_page(), server.url)
        desk.choose("Ruth Adeyemi", then="/guide")
        return context.storage_state()


def came(browser: Browser, server: Served) -> StorageState:
    """Ines for the first time."""
    with browser.new_context() as context:
        Desk(context.new_page(), server.url).sign_in("Ines Moreau", then="/guide")
        return context.storage_state()


def nobody(_browser: Browser, _server: Served) -> StorageState:
    """Nobody yet."""
    return StorageState(cookies=[], origins=[])


def led(browser: Browser, server: Served) -> StorageState:
    """Ines, who leads the team, by her personal link."""
    with open_store(server.path) as store:
        (ines,) = [person for person in listed_people(store) if person.role == "lead"]
        token = workflow.make_link(store, cli_actor(), ines.id)
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{server.url}/join/{token}")
        page.get_by_role("button", name="Go on").click()
        page.wait_for_url(lambda url: "/join" not in url)
        return context.storage_state()


def listed_people(store: Store) -> list[Analyst]:
    """Everybody in the project."""
    with store.read() as db:
        return people.listing(db)


def worked(browser: Browser, server: Served) -> StorageState:
    """Two people have tagged; the browser belongs to Ines."""
    with browser.new_context() as context:
        desk = Desk(context.new_page(), server.url)
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


def mirrored(browser: Browser, server: Served) -> StorageState:
    """Ines in the middle of the article from right to left."""
    with browser.new_context() as context:
        desk = Desk(context.new_page(), server.url)
        desk.sign_in("Ines Moreau")
        desk.ready()
        desk.press("1", "2", "3")
        desk.wait_until_saved()
        return context.storage_state()


if __name__ == "__main__":
    main()
