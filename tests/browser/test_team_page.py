"""The Team page at an address without https: by keyboard, on a phone, in both schemes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from annotator import workflow
from annotator.identity import Actor, cookie_name
from db.store import open_store
from tests.browser.desk import add, long_article
from tests.browser.test_accessible import serious
from tests.serving import Served, free_port

ROOT = Actor("cli:test", "test")


@dataclass(frozen=True, slots=True)
class Team:
    """A project served to a team by plain http, and what signs its lead in."""

    url: str
    cookie: str
    token: str
    ana: str

    def enter(self, page: Page, path: str = "/team") -> None:
        """Open a page as the lead."""
        cookie = {"name": self.cookie, "value": self.token, "url": self.url}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        page.goto(f"{self.url}{path}")


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """Ines leads, Ana tags."""
    path = tmp_path_factory.mktemp("team") / "team.db"
    with open_store(path, create=True) as store:
        ines = workflow.add_analyst(store, "Ines Moreau", actor=ROOT, role="lead")
        ana = workflow.add_analyst(store, "Ana Ferreira", actor=ROOT)
        token = workflow.sign_in(store, ines.id, "Firefox/130 Windows")
        workflow.sign_in(store, ana.id, "Chrome/126 Safari/537 Android")
        workflow.make_link(store, ROOT, ana.id)
        cookie = cookie_name(store.project_id)
    add(path, long_article(12))
    port = free_port()
    url = f"http://claims.test:{port}"
    with Served(path, "--team", "--host", "127.0.0.1", "--public-url", url, port=port):
        yield Team(url, cookie, token, ana.id)


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the control of this name has the focus."""
    for _ in range(30):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            """() => {
              let one = document.activeElement;
              while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
              return one?.matches("button, a, input") ? one.textContent : "";
            }"""
        )
        if name in focused:
            return
    raise AssertionError(f"Tab does not lead to {name}")


def test_somebody_is_added_and_the_link_copied_by_keyboard(page: Page, team: Team) -> None:
    team.enter(page)
    expect(page.get_by_role("button", name="Add a person")).to_be_visible()
    assert page.evaluate("isSecureContext || 'clipboard' in navigator") is False
    tab_to(page, "Add a person")
    page.keyboard.press("Enter")
    name = page.get_by_role("dialog").get_by_label("Name")
    expect(name).to_be_focused()
    page.keyboard.insert_text("Jon <b>Vale</b>")
    page.keyboard.press("Enter")
    link = page.get_by_label("Personal link")
    expect(link).to_be_visible()
    shown = link.input_value()
    assert shown.startswith(f"{team.url}/join/")
    tab_to(page, "Copy")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Copied.")).to_be_visible()
    expect(link).to_be_focused()
    assert link.evaluate("it => it.selectionEnd - it.selectionStart") == len(shown)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("Jon <b>Vale</b>")).to_be_visible()

    tab_to(page, "Add a person")
    page.keyboard.press("Enter")
    expect(name).to_be_focused()
    expect(name).to_have_value("")
    page.keyboard.press("Control+V")
    expect(name).to_have_value(shown)  # what was copied is the whole link
    expect(link).to_have_count(0)
    page.keyboard.press("Escape")


def test_one_click_selects_the_link_and_the_old_one_is_withdrawn(page: Page, team: Team) -> None:
    team.enter(page)
    page.get_by_role("button", name="Manage").nth(1).click()
    expect(page.get_by_role("heading", name="Where they are signed in")).to_be_visible()
    expect(page.get_by_text("Chrome on Android")).to_be_visible()
    page.get_by_role("button", name="New link").click()
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_label("Personal link")
    link.click()
    selected = "it => it.value.slice(it.selectionStart, it.selectionEnd)"
    assert link.evaluate(selected) == link.input_value()
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("No link", exact=True)).to_be_visible()
    page.get_by_role("button", name="Everybody").click()
    expect(page.get_by_role("button", name="Add a person")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Where they are signed in")).to_be_visible()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_it_has_no_serious_fault_and_fits(
    page: Page, team: Team, scheme: Literal["light", "dark"], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 860})
    page.emulate_media(color_scheme=scheme)
    found = {}

    def look(state: str) -> None:
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(600)  # Streamlit fades its elements in
        found[state] = serious(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, state

    team.enter(page)
    expect(page.get_by_role("button", name="Manage").first).to_be_visible()
    look("everybody")
    page.get_by_role("button", name="Add a person").click()
    expect(page.get_by_role("dialog").get_by_label("Name")).to_be_visible()
    look("somebody new")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="New link").nth(1).click()
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_label("Personal link")).to_be_visible()
    look("a link")
    team.enter(page, f"/team?person={team.ana}")
    expect(page.get_by_role("heading", name="Remove from the project")).to_be_visible()
    look("one person")
    team.enter(page, "/articles")
    page.get_by_text("Progress by person and article").click()
    look("articles")
    assert {state: faults for state, faults in found.items() if faults} == {}


APART = """() => {
  const ends = [...document.querySelectorAll("header nav :is(a, button)")].map(
    (one) => one.getBoundingClientRect().right);
  const person = document.querySelector(".st-key-person").getBoundingClientRect();
  return ends.length > 1 && Math.max(...ends) <= person.left;
}"""


def test_who_is_signed_in_covers_no_page_s_name(team: Team, page: Page) -> None:
    """A lead has all pages in the bar, and may have a long name."""
    team.enter(page)
    person = page.locator(".st-key-person")
    expect(person).to_be_attached(timeout=30_000)
    person.get_by_text("Ines Moreau").evaluate("one => one.textContent = 'Alexandra '.repeat(4)")
    expect(page.get_by_role("banner").get_by_role("link").last).to_have_text("Guide")
    for width in (1280, 1161, 1160, 1041, 1040, 931, 930, 840, 800, 768):
        page.set_viewport_size({"width": width, "height": 600})
        # A moment after the page got narrower, names that find no room go behind a button.
        page.wait_for_function(APART, timeout=20_000)
        who = person.bounding_box()
        assert who is not None
        assert who["x"] + who["width"] <= width
