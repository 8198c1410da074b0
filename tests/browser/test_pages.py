"""The pages around the desk, where only a browser can tell: focus, clicks, files, the way back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, Route, expect

from corpus import read
from db.store import open_store
from tests import builders
from tests.browser.conftest import Signed
from tests.browser.desk import Desk, add, long_article, stored
from tests.browser.test_accessible import serious
from tests.serving import Served

NASTY = "<img src=x onerror=alert(1)> *bold* www.evil.test -> :streamlit:"


@pytest.fixture
def alone(page: Page, served: Served) -> Desk:
    """Ana, in a project of her own."""
    desk = Desk(page, served.url)
    desk.enter(served.path, "Ana")
    desk.page.goto(f"{served.url}/articles")
    return desk


@pytest.fixture
def shelf(signed: Signed) -> Desk:
    """Somebody new who looks at the articles of the office."""
    signed.desk.page.goto(f"{signed.desk.url}/articles")
    return signed.desk


def test_from_the_bare_address_to_the_first_tag_it_takes_a_name_and_a_key(
    desk: Desk, served: Served
) -> None:
    add(served.path, long_article(3))
    desk.page.goto(desk.url)
    expect(desk.page.get_by_label("Your name")).to_be_focused()
    desk.page.keyboard.type("Ana")
    desk.page.keyboard.press("Enter")  # and not a look at the page, which is another one now
    desk.ready()
    desk.press("1")
    desk.wait_until_saved()
    assert stored(served.path, "Ana") == {1: ("tagged", "sourced")}


def test_who_comes_back_goes_on_with_enter(signed: Signed) -> None:
    first, second = add(signed.path, long_article(5)), add(signed.path, long_article(5))
    signed.desk.open(second.id)
    signed.desk.press("1", "2", "Space")
    signed.desk.wait_until_saved()
    signed.desk.open(first.id)
    signed.desk.press("3")
    signed.desk.wait_until_saved()
    signed.desk.page.goto(signed.desk.url)
    expect(signed.desk.page.get_by_role("heading", name="Welcome back")).to_be_visible()
    expect(signed.desk.page.get_by_text("claim 2 of 5")).to_be_visible()
    expect(signed.desk.page.get_by_role("button", name="Continue")).to_be_visible()
    signed.desk.idle()
    signed.desk.press("Enter")
    signed.desk.ready()
    assert (signed.desk.number(), signed.desk.page.url.count(f"article={first.id}&")) == (2, 1)
    signed.desk.page.goto(signed.desk.url)
    signed.desk.page.get_by_role("link", name="Continue").click()
    signed.desk.ready()
    assert signed.desk.number() == 4
    assert f"article={second.id}" in signed.desk.page.url


def test_a_click_on_a_title_leads_to_the_desk(alone: Desk, served: Served) -> None:
    article = add(served.path, read(f"# {NASTY}\n\nThe quay leaks.\n".encode(), "quay.md"))
    alone.page.goto(f"{alone.url}/articles")
    title = alone.page.get_by_text(article.title, exact=True)
    expect(title).to_be_visible()
    alone.page.wait_for_load_state("networkidle")
    place = title.bounding_box()
    assert place is not None
    # The link of the row lies over it.
    alone.page.mouse.click(place["x"] + 9, place["y"] + 9)
    alone.ready()
    assert f"article={article.id}" in alone.page.url


def test_what_one_types_is_searched_for_at_once(alone: Desk, served: Served) -> None:
    with open_store(served.path) as store:
        for n in range(1, 13):
            text = f"# Harbour {n}\n\nSentence {n}.\n".encode()
            builders.load(store, read(text, "x.md"))
    alone.page.goto(f"{alone.url}/articles")
    alone.page.get_by_role("searchbox", name="Search titles").fill("BOUR 12")
    expect(alone.page.get_by_role("link", name="Start")).to_have_count(1)
    expect(alone.page.get_by_text("Harbour 12", exact=True)).to_be_visible()


def test_a_paste_is_loaded_without_touching_the_mouse(shelf: Desk) -> None:
    page = shelf.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Load an article").click()
    field = page.get_by_label("Text", exact=True)
    expect(field).to_be_focused()
    page.evaluate(
        "text => navigator.clipboard.writeText(text)", "Quays\n\nThe quay leaks. It rots."
    )
    page.keyboard.press("Control+V")
    expect(page.get_by_text("2 claims found.")).to_be_visible()
    expect(field).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Load as 2 claims")).to_be_focused()
    page.keyboard.press("Enter")
    shelf.ready()


def test_what_is_typed_is_looked_at_in_a_pause_and_kept_when_the_dialog_closes(shelf: Desk) -> None:
    page = shelf.page
    load = page.get_by_role("button", name="Load an article")
    load.click()
    page.get_by_label("Text", exact=True).press_sequentially("Quays. It leaks")
    expect(page.get_by_role("button", name="Load as 2 claims")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    load.click()
    expect(page.get_by_role("button", name="Load as 2 claims")).to_be_visible()


def test_what_is_typed_before_the_scripts_are_there_is_looked_at_too(shelf: Desk) -> None:
    page = shelf.page
    held: list[Route] = []
    page.route("**/focus.js", lambda route: held.append(route))
    page.get_by_role("button", name="Load an article").click()
    page.get_by_label("Text", exact=True).fill("Quays. It leaks.")
    while not held:
        page.wait_for_timeout(
            50
        )  # a script that was there before never comes: the test's time ends
    for route in held:
        route.continue_()
    expect(page.get_by_role("button", name="Load as 2 claims")).to_be_visible()


def test_a_guess_is_shown_with_the_choice_of_another_reading(shelf: Desk, tmp_path: Path) -> None:
    page = shelf.page
    file = tmp_path / "kai.txt"
    file.write_bytes("Der Hafen\n\nDer Kai in Łódź ist undicht.".encode("cp1250"))
    page.get_by_role("button", name="Load an article").click()
    page.get_by_role("tab", name="Upload").click()
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("The encoding was guessed: cp1252.")).to_be_visible()
    page.get_by_role("combobox", name=re.compile("Encoding")).click()
    page.get_by_role("option", name="Windows-1250").click()
    expect(page.get_by_text("Der Kai in Łódź ist undicht.")).to_be_visible()


def test_whatever_is_dropped_is_refused_by_our_own_sentence(shelf: Desk) -> None:
    page = shelf.page
    page.get_by_role("button", name="Load an article").click()
    page.get_by_role("tab", name="Upload").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "quays.docx", "mimeType": "application/zip", "buffer": b"PK\x03\x04\x00\x00"}
    )
    refusal = page.get_by_role("alert").filter(has_text="is a ZIP archive")
    expect(refusal).to_contain_text("Copy its text and paste it")
    expect(page.get_by_role("dialog")).not_to_contain_text("not allowed")


def test_a_refusal_makes_nothing_of_a_files_name(shelf: Desk, tmp_path: Path) -> None:
    page = shelf.page
    file = tmp_path / "www.evil.test -> :streamlit: *x*.txt"
    file.write_bytes(b"%PDF-1.7")
    page.get_by_role("button", name="Load an article").click()
    page.get_by_role("tab", name="Upload").click()
    page.locator("input[type=file]").set_input_files(file)
    refusal = page.get_by_role("alert").filter(has_text="a PDF document")
    expect(refusal).to_be_visible()
    assert refusal.inner_text().replace("\u2060", "").count(file.name) == 1
    assert refusal.locator("a, img, em").count() == 0


def test_the_file_says_whose_rows_are_in_it(alone: Desk, served: Served) -> None:
    row = add(served.path, read(f"# Quays\n\n{NASTY}\n".encode(), "quay.txt"))
    alone.open(row.id)
    alone.press("1")
    alone.wait_until_saved()
    page = alone.page
    page.goto(f"{alone.url}/export")
    table = page.get_by_role("region", name="First rows of the file")
    expect(table.get_by_text(NASTY, exact=True)).to_be_visible()
    assert table.locator("img, a, em").count() == 0
    assert page.get_by_role("button", name="Download").count() == 0, "a preview is no file"
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename.startswith("tags-long-mine-")
    page.get_by_text("Include others’ rows").click()
    expect(page.get_by_text("tags-long-all-")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename.startswith("tags-long-all-")


def test_who_looked_at_the_names_by_mistake_is_back_at_the_very_claim(signed: Signed) -> None:
    desk = signed.desk
    article = add(signed.path, long_article(5))
    desk.open(article.id)
    desk.press("j", "j", "j")
    assert desk.number() == 4
    desk.page.get_by_role("link", name="change person").click()
    desk.page.get_by_role("link", name=f"Go on as {signed.name}").click()
    desk.ready()
    assert desk.number() == 4
    desk.press("k")
    desk.page.get_by_role("link", name="change person").click()
    desk.page.wait_for_url(re.compile("/who"))  # and its script
    desk.look()  # Chromium drops keys that come before a page is painted
    desk.page.keyboard.press("Escape")
    desk.ready()
    assert desk.number() == 3


def test_every_page_has_its_name_in_the_tab(signed: Signed) -> None:
    page = signed.desk.page
    for path, name in {"articles": "Articles", "export": "Export", "guide": "Guide"}.items():
        page.goto(f"{signed.desk.url}/{path}")
        expect(page).to_have_title(f"{name} · claim annotator")
    page.goto(f"{signed.desk.url}/who")
    expect(page).to_have_title("Who is tagging? · claim annotator")


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_no_state_of_a_page_has_a_serious_fault(
    served: Served, alone: Desk, scheme: Literal["light", "dark"], width: int
) -> None:
    with open_store(served.path) as store:
        colleague = builders.an_analyst(store, "Bo")
        rows = [
            builders.load(store, read(f"# {title}\n\nOne. Two.\n".encode(), "x.md"))
            for title in (*(f"Harbour {n}" for n in range(9)), "ميناء الشمال")
        ]
        builders.tag(store, colleague, 1)
    alone.open(rows[-1].id)
    alone.press("1")
    alone.wait_until_saved()
    page = alone.page
    page.set_viewport_size({"width": width, "height": 860})
    page.emulate_media(color_scheme=scheme)
    found = {}

    def look(name: str, path: str, text: str) -> None:
        if path:
            page.goto(f"{served.url}{path}")
        expect(page.get_by_text(text).first).to_be_visible()
        page.wait_for_load_state("networkidle")
        found[name] = serious(page)

    look("start", "/", "Welcome back")
    look("articles", "/articles", "ميناء الشمال")
    page.get_by_placeholder("Search titles").fill("quux")
    look("nothing found", "", "No title matches “quux”.")
    heading = page.get_by_text("No title matches “quux”.").first.bounding_box()
    advice = page.get_by_text("or empty the field").bounding_box()
    assert heading is not None
    assert advice is not None
    assert heading["y"] + heading["height"] <= advice["y"], "one lies over the other"
    page.get_by_role("button", name="Load an article").click()
    look("load", "", "What is found in it is shown here")
    page.get_by_label("Text", exact=True).fill("Quays\n\nThe quay leaks.")
    look("found", "", "1 claim found")
    look("export", "/export", "tags-long-mine")
    page.get_by_text("Include others’ rows").click()
    look("asked", "", "Others’ rows are ticked")
    look("guide", "/guide", "Two answers left?")
    look("who", "/who", "Go on as")
    assert {name: faults for name, faults in found.items() if faults} == {}
