"""Every page as Streamlit runs it, without a browser: what it shows, says and changes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

import annotator
from annotator import running, workflow
from annotator.identity import Actor, cookie_name
from annotator.scheme import default_scheme
from annotator.ui import loading, say
from annotator.ui.pages import articles as articles_page
from annotator.ui.pages.guide import guide
from db import answers, articles, engine
from db.events import count
from db.model import Analyst, ArticleRow
from db.store import Store
from tests import builders

ENTRY = Path(annotator.__file__).parent / "ui" / "entry" / "run.py"

# A page as the address would open it; AppTest itself can switch only to pages that are files.
PAGE = """
import streamlit as st
from annotator.ui import places
from annotator.ui.pages import {place}

page = st.navigation(list(places.pages().values()))
{place}.page() if page.title == "Start" else page.run()
"""


@pytest.fixture
def ana(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Analyst]:
    """Ana, signed in; AppTest has no browser that could carry her cookie."""
    running.start(store)
    ana = builders.an_analyst(store, "Ana")
    cookies = {cookie_name(store.project_id): workflow.sign_in(store, ana.id)}
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: cookies))
    yield ana
    running.stop()


def opened(place: str, **query: str) -> AppTest:
    test = AppTest.from_string(PAGE.format(place=place), default_timeout=30)
    for name, value in query.items():
        test.query_params[name] = value
    return run(test)


def run(test: AppTest) -> AppTest:
    test.run()
    assert not test.exception, test.exception
    return test


def click(test: AppTest, label: str) -> AppTest:
    (button,) = [button for button in test.button if button.label == label]
    button.click()
    return run(test)


def texts(test: AppTest) -> list[str]:
    return [text.value for text in test.text]


def html(test: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in test.get("html"))


def given(test: AppTest, component: str) -> dict[str, Any] | None:
    """What one of our components was given, if the page shows it."""
    for found in test.get("bidi_component"):
        if f".{component}-" in found.proto.component_name:
            data: dict[str, Any] = json.loads(found.proto.json)
            return data
    return None


def desk(test: AppTest) -> dict[str, Any] | None:
    """What the desk was given, if the page shows it."""
    return given(test, "desk")


def keys(test: AppTest) -> list[str]:
    """The keys of the containers on the page, which our styles hold on to."""

    def below(block: Block) -> Iterator[str]:
        for child in block.children.values():
            if isinstance(child, Block):
                # Streamlit writes an id as $$ID-<digest>-<key>.
                yield getattr(child.proto, "id", "").partition("-")[2].partition("-")[2]
                yield from below(child)

    return [key for key in below(test.main) if key]


def links(test: AppTest) -> list[tuple[str, str]]:
    """The links to other pages: what they are called, and where they lead."""
    return [
        (link.proto.label, f"/{link.proto.page}?{link.proto.query_string}".rstrip("?"))
        for link in test.get("page_link")
    ]


def claims_of(store: Store, row: ArticleRow) -> list[int]:
    with store.read() as db:
        return [claim.id for claim in articles.claims_of(db, row.revision_id)]


def listed(test: AppTest) -> list[str]:
    """The articles on the page, by what their links are called."""
    return [label for label, _ in links(test)]


# --- the frame ------------------------------------------------------------------------------------


def test_the_bare_address_leads_to_the_articles_while_there_is_none(ana: Analyst) -> None:
    test = run(AppTest.from_file(str(ENTRY), default_timeout=30))
    assert [title.value for title in test.title] == ["Articles"]


def test_then_it_leads_to_the_desk(store: Store, ana: Analyst) -> None:
    article = builders.load(store)
    test = run(AppTest.from_file(str(ENTRY), default_timeout=30))
    given = desk(test)
    assert given is not None
    assert given["article"] == article.id


def test_the_name_is_at_the_edge_of_the_page_with_the_way_to_change_it(ana: Analyst) -> None:
    test = run(AppTest.from_file(str(ENTRY), default_timeout=30))
    assert "Ana" in texts(test)
    assert '<a class="ca-person" href="/who?next=/articles">' in html(test)


def test_changing_the_person_keeps_the_article_but_not_the_claim(
    store: Store, ana: Analyst
) -> None:
    builders.load(store)
    test = AppTest.from_file(str(ENTRY), default_timeout=30)
    test.query_params["article"] = "1"
    test.query_params["claim"] = "2"
    assert 'href="/who?next=/tag%3Farticle%3D1"' in html(run(test))


def test_without_a_login_no_page_shows_anything(
    store: Store, ana: Analyst, monkeypatch: pytest.MonkeyPatch
) -> None:
    builders.load(store)
    carried: dict[str, str] = {}
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: carried))
    for token in (None, "forged"):
        if token:
            carried[cookie_name(store.project_id)] = token
        test = run(AppTest.from_file(str(ENTRY), default_timeout=30))
        assert [title.value for title in test.title] == ["You are signed out here"]
        assert "/who?next=/" in html(test)
        assert desk(test) is None


def test_trouble_with_the_project_is_one_sentence(store: Store, ana: Analyst) -> None:
    test = run(AppTest.from_file(str(ENTRY), default_timeout=30))
    for path in store.path.parent.glob("project.db*"):
        path.write_bytes(b"no database " * 1000)
    run(test)
    (error,) = test.error
    assert "project\\.db" in error.value
    assert "Traceback" not in error.value


# --- start ----------------------------------------------------------------------------------------


def start() -> AppTest:
    """The bare address."""
    return run(AppTest.from_file(str(ENTRY), default_timeout=30))


def test_who_comes_back_is_shown_where_to_go_on(store: Store, ana: Analyst) -> None:
    rows = [
        builders.load(store, builders.an_article(f"A of {t}.", f"B of {t}.", "C.", title=t))
        for t in ("First", "Second", "Third")
    ]
    builders.tag(store, ana, claims_of(store, rows[0])[0])
    builders.tag(store, ana, claims_of(store, rows[1])[0])
    test = start()
    assert [title.value for title in test.title] == ["Welcome back"]
    (said,) = [text for text in texts(test) if text.startswith("Ana · last time today, ")]
    assert said.endswith(" · 2 claims in less than a minute")
    assert {"Second", "claim 2 of 3", "B of Second."} < set(texts(test))
    assert links(test) == [
        ("Continue", f"/tag?article={rows[0].id}"),
        ("Start", f"/tag?article={rows[2].id}"),
        ("See all articles", "/articles"),
    ]
    assert "1 of 3 claims answered" in texts(test)
    assert "3 claims, not begun" in texts(test)
    given = desk(click(test, "Continue"))
    assert given is not None
    assert given["article"] == rows[1].id


def test_who_has_finished_everything_is_told(store: Store, ana: Analyst) -> None:
    row = builders.load(store)
    for claim in claims_of(store, row):
        builders.tag(store, ana, claim)
    test = start()
    assert [part.value for part in test.subheader] == ["Nothing is left to do"]
    assert [title.value for title in click(test, "See the articles").title] == ["Articles"]


def test_who_finished_one_article_is_offered_the_next(store: Store, ana: Analyst) -> None:
    rows = [builders.load(store, builders.an_article(f"A {t}.", title=t)) for t in "xy"]
    builders.tag(store, ana, claims_of(store, rows[0])[0])
    given = desk(click(start(), "Begin"))
    assert given is not None
    assert given["article"] == rows[1].id


def test_an_address_with_an_article_leads_to_it_at_once(store: Store, ana: Analyst) -> None:
    row = builders.load(store)
    builders.tag(store, ana, claims_of(store, row)[0])
    test = AppTest.from_file(str(ENTRY), default_timeout=30)
    test.query_params["article"] = str(row.id)
    given = desk(run(test))
    assert given is not None
    assert given["article"] == row.id


# --- articles -------------------------------------------------------------------------------------


def test_an_empty_project_invites(ana: Analyst) -> None:
    test = opened("articles")
    assert [button.label for button in test.button] == ["Load an article", "Try the sample"]
    assert [part.value for part in test.subheader] == ["No article yet"]


def test_the_sample_leads_straight_to_the_desk(store: Store, ana: Analyst) -> None:
    test = click(opened("articles"), "Try the sample")
    with store.read() as db:
        (sample,) = articles.listing(db)
    given = desk(test)
    assert given is not None
    assert given["article"] == sample.id
    assert sample.claims > 30


def test_the_button_opens_the_dialog(ana: Analyst) -> None:
    test = click(opened("articles"), "Load an article")
    assert [tab.label for tab in test.tabs] == ["Paste", "Upload", "Sample"]


def test_what_is_begun_comes_first_then_what_is_new_then_what_is_done(
    store: Store, ana: Analyst
) -> None:
    rows = [
        builders.load(store, builders.an_article(f"First of {title}.", "Second.", title=title))
        for title in ("Done", "Begun", "New")
    ]
    for claim in claims_of(store, rows[0]):
        builders.tag(store, ana, claim)
    builders.tag(store, ana, claims_of(store, rows[1])[0], "opinion")
    test = opened("articles")
    assert links(test) == [
        ("Continue at 2", f"/tag?article={rows[1].id}&claim={claims_of(store, rows[1])[1]}"),
        ("Start", f"/tag?article={rows[2].id}"),
        ("Open", f"/tag?article={rows[0].id}"),
    ]
    assert [text for text in texts(test) if text in ("Done", "Begun", "New")] == [
        "Begun",
        "New",
        "Done",
    ]
    assert "3 articles, 6 claims. You have answered 3 of them." in texts(test)
    assert "not begun" in html(test)
    assert "<b>1</b> of 2" in html(test)
    assert "<b>2</b> · done" in html(test)


def test_only_the_first_article_has_the_strong_button(store: Store, ana: Analyst) -> None:
    rows = [builders.load(store, builders.an_article("A.", "B.", title=title)) for title in "xy"]
    for row in rows:
        builders.tag(store, ana, claims_of(store, row)[0])
    ways_in = [key for key in keys(opened("articles")) if "open-" in key]
    assert ways_in == [f"go-open-{rows[1].id}", f"open-{rows[0].id}"]


def test_colours_are_explained_once_there_are_any(store: Store, ana: Analyst) -> None:
    first, *_ = claims_of(store, builders.load(store))
    assert "ca-key" not in html(opened("articles"))
    builders.tag(store, ana, first)
    assert "ca-key" in html(opened("articles"))


def test_an_article_of_which_only_skipped_claims_are_left_goes_on_at_the_first_of_them(
    store: Store, ana: Analyst
) -> None:
    row = builders.load(store)
    first, second, third = claims_of(store, row)
    builders.tag(store, ana, first)
    builders.tag(store, ana, third, None, outcome="skipped")
    builders.tag(store, ana, second, None, outcome="skipped")
    assert links(opened("articles")) == [("Continue at 2", f"/tag?article={row.id}&claim={second}")]


def test_titles_and_names_are_text_and_never_markup(store: Store, ana: Analyst) -> None:
    nasty = "<img src=x onerror=alert(1)> **bold** [link](https://evil.test)"
    builders.load(store, builders.an_article(title=nasty, name="<b>.txt"))
    builders.an_analyst(store, "<i>Bo</i>")
    test = opened("articles")
    assert nasty in texts(test)
    assert "onerror" not in html(test)
    assert "<i>Bo" not in html(test)
    assert not [part for part in test.markdown if "evil" in part.value]


def test_only_ones_own_strip_is_coloured_by_tag(store: Store, ana: Analyst) -> None:
    article = builders.load(store)
    bo = builders.an_analyst(store, "Bo")
    with store.read() as db:
        first, second, third = articles.claims_of(db, article.revision_id)
    for claim, tag in ((first, "contested"), (second, "opinion")):
        builders.tag(store, bo, claim.id, tag)
    builders.tag(store, bo, third.id, None, outcome="skipped")
    before = html(opened("articles"))
    strips = before[before.index("ca-progress") :].split("ca-key")[0]
    assert "--ca-red" not in strips
    assert "<b>2</b> of 3" in strips, "a skipped claim is not answered"
    builders.tag(store, ana, first.id, "sourced")
    after = html(opened("articles"))
    own = after[after.index("data-me") :].split("</div>")[0]
    assert "background:var(--ca-teal)" in own


@pytest.fixture
def done_and_new(store: Store, ana: Analyst) -> tuple[ArticleRow, ArticleRow]:
    """An article that is done, and one that is not begun."""
    done = builders.load(store, builders.an_article("Only one.", title="Done"))
    new = builders.load(store, builders.an_article("Another one.", title="New"))
    builders.tag(store, ana, claims_of(store, done)[0])
    return done, new


def test_the_filter_leaves_what_is_to_do(done_and_new: tuple[ArticleRow, ArticleRow]) -> None:
    test = opened("articles")
    assert list(test.segmented_control[0].options) == ["All 2", "To do 1", "Done 1"]
    test.segmented_control[0].set_value("done")
    assert listed(run(test)) == ["Open"]
    test.segmented_control[0].set_value("open")
    assert listed(run(test)) == ["Start"]


def test_a_list_without_an_article_says_what_to_do(
    store: Store, ana: Analyst, done_and_new: tuple[ArticleRow, ArticleRow]
) -> None:
    builders.clear(store, ana, 1, replaces=answer_to(store, ana, 1))
    test = opened("articles")
    test.segmented_control[0].set_value("done")
    assert [part.value for part in run(test).subheader] == ["Nothing is done yet"]
    assert any("when each of its claims has your answer" in text for text in texts(test))
    for claim in (1, 2):
        builders.tag(store, ana, claim)
    test.segmented_control[0].set_value("open")
    assert [part.value for part in run(test).subheader] == ["Nothing left to do"]
    assert any("Load another article" in text for text in texts(test))


def answer_to(store: Store, analyst: Analyst, claim_id: int) -> str:
    """The id of the answer that holds now."""
    with store.read() as db:
        row = db.execute(
            "select event_id from answer where claim_id = ? and analyst_id = ?",
            [claim_id, analyst.id],
        ).fetchone()
    return str(row[0])


def test_few_articles_need_no_search(done_and_new: tuple[ArticleRow, ArticleRow]) -> None:
    assert not opened("articles").text_input


@pytest.fixture
def many(store: Store, ana: Analyst) -> int:
    """More articles than one page holds."""
    number = articles_page.PAGE + 3
    for n in range(1, number + 1):
        builders.load(store, builders.an_article(f"Sentence {n}.", title=f"Title {n}"))
    return number


def titles(test: AppTest) -> list[str]:
    return [text for text in texts(test) if text.startswith("Title ")]


def test_many_articles_come_in_pages(many: int) -> None:
    test = opened("articles")
    assert len(titles(test)) == articles_page.PAGE
    assert titles(test)[0] == f"Title {many}"
    assert f"Articles 1 to {articles_page.PAGE} of {many}" in texts(test)
    test.pagination[0].set_value(2)
    assert titles(run(test)) == ["Title 3", "Title 2", "Title 1"]
    assert f"Articles {articles_page.PAGE + 1} to {many} of {many}" in texts(test)


def test_a_search_finds_titles_from_its_first_page_on(many: int) -> None:
    test = opened("articles")
    test.pagination[0].set_value(2)
    run(test)
    test.text_input(key="search").set_value(" tITLE 1 ")
    assert titles(run(test)) == [f"Title {n}" for n in (*range(19, 9, -1), 1)]
    test.text_input(key="search").set_value("<b>quux</b>")
    run(test)
    assert [part.value for part in test.subheader] == [
        say.literally("No title matches “<b>quux</b>”.")
    ]
    assert "Search for fewer letters, or empty the field." in texts(test)
    assert not test.pagination


def test_the_list_is_asked_for_once_whatever_is_chosen(
    many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def connect(path: Path, *, write: bool) -> Database:
        note = lambda sql, _parameters=None: asked.append(sql)  # noqa: E731
        return Database(engine.connect(path, write=write).conn, tracer=note)

    monkeypatch.setattr("db.store.connect", connect)

    def lists() -> int:
        found = sum("work as materialized" in sql for sql in asked)
        asked.clear()
        return found

    test = opened("articles")
    assert lists() == 1
    test.pagination[0].set_value(2)
    run(test)
    assert lists() == 1
    test.segmented_control[0].set_value("open")
    run(test)
    assert (lists(), titles(test)) == (1, ["Title 3", "Title 2", "Title 1"])
    test.text_input(key="search").set_value("title 9")
    assert (titles(run(test)), lists()) == (["Title 9"], 1)


# --- loading --------------------------------------------------------------------------------------

TEXT = "# Harbour\n\nThe quay leaks. The master denies it.\n\n## Later\n\nNothing was mended."


# What the dialog holds: AppTest runs a whole page where a browser runs the dialog again.
DIALOG = """
import streamlit as st
from annotator.ui import loading, session

for message in session.take_messages():
    st.text(f"said: {message}")
st.text(f"goes to {session.take_article()}")
loading.contents()
"""


def load_dialog() -> AppTest:
    return run(AppTest.from_string(DIALOG, default_timeout=30))


def test_a_pasted_text_is_looked_at_before_it_is_loaded(store: Store, ana: Analyst) -> None:
    test = load_dialog()
    test.text_area(key="pasted").set_value(TEXT)
    run(test)
    assert "3 claims found, 1 heading." in texts(test)
    assert "Title: Harbour" in texts(test)
    with store.read() as db:
        assert articles.count(db) == 0
    test.button(key="go-load-paste").click()
    run(test)
    with store.read() as db:
        (row,) = articles.listing(db)
    assert (row.title, row.claims) == ("Harbour", 3)
    assert f"goes to {row.id}" in texts(test)
    assert f"goes to {row.id}" not in texts(run(test)), "once"


def test_what_was_just_loaded_is_on_the_desk_next(store: Store, ana: Analyst) -> None:
    row = builders.load(store)
    test = AppTest.from_string(PAGE.format(place="articles"), default_timeout=30)
    test.session_state["loaded"] = row.id
    given = desk(run(test))
    assert given is not None
    assert given["article"] == row.id


def test_what_is_said_of_a_text_goes_before_what_it_says_itself(store: Store, ana: Analyst) -> None:
    test = load_dialog()
    test.text_area(key="pasted").set_value(TEXT)
    test.text_input(key="paste-title").set_value("Another title")
    test.text_input(key="paste-author").set_value("R. Okoye")
    test.text_input(key="paste-url").set_value("https://example.org/x")
    test.selectbox(key="paste-language").set_value("de")
    run(test)
    test.button(key="go-load-paste").click()
    run(test)
    with store.read() as db:
        (row,) = articles.listing(db)
    assert (row.title, row.author, row.url, row.language) == (
        "Another title",
        "R. Okoye",
        "https://example.org/x",
        "de",
    )


def test_an_upload_is_read_in_the_encoding_that_is_named(store: Store, ana: Analyst) -> None:
    test = load_dialog()
    data = "Der Kai in Łódź ist undicht. Ä.".encode("cp1250")
    test.file_uploader(key="uploaded").set_value(("kai.txt", data, "text/plain"))
    test.selectbox(key="upload-encoding").set_value("cp1250")
    run(test)
    test.button(key="go-load-upload").click()
    run(test)
    with store.read() as db:
        (row,) = articles.listing(db)
        assert "Łódź" in articles.text(db, row.revision_id)
        assert articles.original(db, row.revision_id) == data


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b"  \n \n", "empty"),
        ("x.txt", b"%PDF-1.7 ...", "a PDF document"),
        ("x.md", bytes(range(256)) * 40, "x\\.md"),
    ],
)
def test_a_file_that_is_no_text_is_refused_in_the_dialog(
    store: Store, ana: Analyst, name: str, data: bytes, sentence: str
) -> None:
    test = load_dialog()
    test.file_uploader(key="uploaded").set_value((name, data, "text/plain"))
    assert run(test).button(key="go-load-upload").disabled
    (error,) = test.error
    assert sentence in error.value
    with store.read() as db:
        assert articles.count(db) == 0


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("paste-url", "javascript:alert(1)", "http"),
        ("paste-title", "x" * 2000, "2,000 characters"),
    ],
)
def test_a_wrong_detail_is_refused_in_the_dialog(
    store: Store, ana: Analyst, key: str, value: str, sentence: str
) -> None:
    test = load_dialog()
    test.text_area(key="pasted").set_value(TEXT)
    test.text_input(key=key).set_value(value)
    run(test)
    (error,) = test.error
    assert sentence in error.value.replace("\\", "")


def test_load_without_a_text_says_what_is_missing(store: Store, ana: Analyst) -> None:
    test = load_dialog()
    test.button(key="go-load-paste").click()
    assert "Paste a text first, then load it." in texts(run(test))


def test_a_file_can_be_loaded_once_there_is_one_that_can_be_read(
    store: Store, ana: Analyst
) -> None:
    test = load_dialog()
    assert test.button(key="go-load-upload").disabled
    test.file_uploader(key="uploaded").set_value(("a.md", TEXT.encode(), "text/markdown"))
    assert not run(test).button(key="go-load-upload").disabled


def test_the_same_text_twice_changes_nothing_and_says_so(store: Store, ana: Analyst) -> None:
    workflow.load_sample(store, Actor.of(ana))
    with store.read() as db:
        before = count(db)
    test = load_dialog()
    test.button(key="go-load-sample").click()
    run(test)
    (said,) = [text for text in texts(test) if text.startswith("said: ")]
    assert said.startswith("said: Nothing was changed: this text is here already, as “")
    with store.read() as db:
        assert count(db) == before
        assert articles.count(db) == 1


def test_what_looks_like_markdown_is_read_as_markdown() -> None:
    assert loading.looks_like_markdown(TEXT)
    assert loading.looks_like_markdown("---\ntitle: x\n---\nText.")
    assert loading.looks_like_markdown("Intro\n\n- one\n- two")
    assert not loading.looks_like_markdown(
        "1- A marker of its own kind\n\nNumber #1 is - well - x."
    )


# --- tag ------------------------------------------------------------------------------------------


def test_the_desk_gets_the_article_of_the_address_and_reads_the_claim_itself(
    store: Store, ana: Analyst
) -> None:
    builders.load(store)
    second = builders.load(store, builders.an_article("Another one.", title="Other"))
    test = opened("tag", article=str(second.id), claim="4")
    given = desk(test)
    assert given is not None
    assert (given["article"], given["project"]) == (second.id, store.project_id)
    assert "claim" not in given, "the desk moves in the address; what is remembered here is old"
    assert given["analyst"] == {"id": ana.id, "name": "Ana"}
    test.query_params["claim"] = "1"
    moved = desk(run(test))
    assert moved == given, "the desk moves in the address, and must not be told so"


def test_nothing_but_the_desk_is_on_the_page(store: Store, ana: Analyst) -> None:
    builders.load(store)
    test = opened("tag")
    assert not test.button
    assert not test.text


@pytest.mark.parametrize("wanted", ["99", "x", "-1", "1e3", "9" * 30, "١"])
def test_a_wrong_article_in_the_address_never_breaks(
    store: Store, ana: Analyst, wanted: str
) -> None:
    builders.load(store)
    test = opened("tag", article=wanted)
    assert bool(test.error) == (wanted == "99")
    assert (desk(test) is None) == (wanted == "99")
    if test.error:
        assert [title.value for title in click(test, "See the articles").title] == ["Articles"]


def test_without_an_article_the_page_shows_the_way_to_one(ana: Analyst) -> None:
    test = opened("tag")
    assert [title.value for title in click(test, "Go to the articles").title] == ["Articles"]


def test_work_goes_on_where_it_stopped(store: Store, ana: Analyst) -> None:
    rows = [
        builders.load(store, builders.an_article(f"A of {t}.", f"B of {t}.", title=t))
        for t in "xyz"
    ]

    def claims(row: int) -> list[int]:
        with store.read() as db:
            return [claim.id for claim in articles.claims_of(db, rows[row].revision_id)]

    def next_one() -> int:
        given = desk(opened("tag"))
        assert given is not None
        return int(given["article"])

    assert next_one() == rows[2].id, "the newest, to begin with"
    builders.tag(store, ana, claims(1)[0])
    assert next_one() == rows[1].id, "the last worked on, while claims are left"
    builders.tag(store, ana, claims(1)[1])
    assert next_one() == rows[2].id, "then the newest with claims left"
    for claim in claims(2) + claims(0):
        builders.tag(store, ana, claim)
    assert next_one() == rows[0].id, "at the end the last one again"


# --- guide ----------------------------------------------------------------------------------------


def test_the_guide_holds_the_whole_codebook(ana: Analyst) -> None:
    page = html(opened("guide")).replace("&#x27;", "'").replace("&quot;", '"')
    scheme = default_scheme()
    for tag in scheme.tags:
        assert tag.meaning in page
        assert all(example.text in page for example in tag.examples)
    for ruling in scheme.rulings:
        assert ruling.case in page
        assert ruling.ruling.replace("_", " ") in page
    assert "common knowledge: would" in page
    assert "common_knowledge" not in page
    for step in scheme.order:
        assert step.question in page
    assert scheme.identifiable in page


def test_what_is_asked_after_all_questions_has_no_number(ana: Analyst) -> None:
    page = html(opened("guide"))
    numbered = page[page.index('<ol class="ca-steps">') : page.index("</ol>")]
    assert numbered.count("<li>") == len(default_scheme().order) - 1
    assert "Otherwise" in numbered
    assert "Two answers left?" not in numbered
    assert '<p class="ca-step">Two answers left?' in page
    assert "<span><kbd>W</kbd> it wants a split. Tag its main clause meanwhile</span>" in page


def test_the_guide_sends_nobody_to_what_is_not_there(ana: Analyst) -> None:
    page = html(opened("guide"))
    assert "reviewer" not in page
    assert "ttach" not in page, "evidence cannot be attached yet"
    assert "Wants a split (W)" in page


def test_a_scheme_cannot_put_markup_into_the_guide() -> None:
    from dataclasses import replace

    scheme = replace(default_scheme(), advice="<script>alert(1)</script>")
    assert "<script>" not in guide(scheme)


# --- export ---------------------------------------------------------------------------------------


@pytest.fixture
def tagged(store: Store, ana: Analyst) -> list[int]:
    """Two articles; Ana and Bo have tagged the first claim of each, differently."""
    rows = [builders.load(store, builders.an_article(f"A of {t}.", title=t)) for t in "xy"]
    bo = builders.an_analyst(store, "Bo")
    for row in rows:
        with store.read() as db:
            (claim,) = articles.claims_of(db, row.revision_id)
        builders.tag(store, ana, claim.id, "sourced")
        builders.tag(store, bo, claim.id, "opinion")
    return [row.id for row in rows]


def column(test: AppTest, name: str) -> list[str]:
    """What stands under a name in the table of the first rows."""
    table = given(test, "table")
    assert table is not None
    place = table["columns"].index(name)
    return [row[place] for row in table["rows"]]


def test_the_first_rows_are_those_of_the_file(store: Store, tagged: list[int]) -> None:
    test = opened("export")
    assert column(test, "analyst") == ["Ana", "Ana"]
    assert column(test, "tag") == ["sourced", "sourced"]
    assert column(test, "article_title") == ["x", "y"]
    table = given(test, "table")
    assert table is not None
    assert [table["columns"][place] for place in table["tags"]] == ["tag"]
    assert table["letters"]["sourced"] == ["S", "teal"]
    assert not test.dataframe, "its own download would be the first rows only"


def test_of_a_long_file_the_first_rows_are_shown_and_the_number_is_told(
    store: Store, ana: Analyst
) -> None:
    row = builders.load(store, builders.an_article(*(f"Sentence {n}." for n in range(12))))
    for claim in claims_of(store, row):
        builders.tag(store, ana, claim)
    test = opened("export")
    assert column(test, "text") == [f"Sentence {n}." for n in range(8)]
    assert any(text.startswith("The file has 12 rows.") for text in texts(test))


def test_the_number_of_rows_is_exact_with_notes_and_splits(store: Store, ana: Analyst) -> None:
    row = builders.load(store, builders.an_article(*(f"Sentence {n}." for n in range(12))))
    ids = claims_of(store, row)
    for claim in ids[:8]:
        builders.tag(store, ana, claim)
    for claim in (ids[0], ids[9]):
        builders.note(store, ana, claim, "Why?")
    for claim in (ids[0], ids[9], ids[10]):
        builders.wish_split(store, ana, claim)
    assert any(text.startswith("The file has 10 rows.") for text in texts(opened("export")))


def test_what_a_phone_has_room_for_comes_first(store: Store, tagged: list[int]) -> None:
    test = opened("export")
    table = given(test, "table")
    assert table is not None
    assert table["columns"][:5] == ["position", "tag", "article_title", "text", "analyst"]
    test.radio(key="shape").set_value("csv-wide")
    test.multiselect(key="articles").set_value([tagged[1]])
    table = given(run(test), "table")
    assert table is not None
    assert table["columns"][:3] == ["position", "tag:Ana", "text"]


def test_the_command_is_whole(store: Store, tagged: list[int]) -> None:
    test = opened("export")
    test.radio(key="shape").set_value("csv-wide")
    test.multiselect(key="articles").set_value([tagged[1]])
    (code,) = run(test).code
    assert code.value.endswith(f" -f csv-wide --article {tagged[1]} -o tags-wide.csv")


def test_the_link_leads_to_our_own_route(store: Store, tagged: list[int]) -> None:
    test = opened("export")
    assert 'href="/api/export/csv-long" download>Download</a>' in html(test)
    test.radio(key="shape").set_value("csv-wide")
    test.multiselect(key="articles").set_value([tagged[1]])
    run(test)
    assert f'href="/api/export/csv-wide?article={tagged[1]}" download' in html(test)
    assert column(test, "tag:Ana") == ["sourced"]
    assert f"-f csv-wide --article {tagged[1]}" in test.code[0].value


def downloads(test: AppTest) -> list[str]:
    """Where the links to files lead."""
    return re.findall(r'href="(/api/export/[^"]*)"', html(test))


def test_others_rows_are_asked_for_once_and_recorded(
    store: Store, ana: Analyst, tagged: list[int]
) -> None:
    test = opened("export")
    assert any(text.startswith("tags-long-mine-") for text in texts(test))
    test.multiselect(key="articles").set_value([tagged[0]])
    test.checkbox(key="others").set_value(True)
    run(test)
    assert "In this article others have answered:" in texts(test)
    assert (
        "What you answer in this article from now on counts as given after seeing others’ tags."
        in texts(test)
    )
    with store.read() as db:
        assert not answers.exposed(db, ana.id, tagged[0])
    click(test, "Show others’ rows")
    with store.read() as db:
        assert answers.exposed(db, ana.id, tagged[0])
        assert not answers.exposed(db, ana.id, tagged[1])
    assert set(column(test, "analyst")) == {"Ana", "Bo"}
    assert f"/api/export/csv-long?article={tagged[0]}&amp;others=1" in downloads(test)
    assert any(text.startswith("tags-long-all-") for text in texts(test))
    assert "Show others’ rows" not in [button.label for button in test.button]


def test_what_is_ticked_and_not_agreed_to_gives_no_file(
    store: Store, ana: Analyst, tagged: list[int]
) -> None:
    """Not even the own rows: whoever ticked the box would take them for everybody's."""
    test = opened("export")
    test.checkbox(key="others").set_value(True)
    run(test)
    assert not downloads(test)
    assert given(test, "table") is None
    assert 'aria-disabled="true">Download</a>' in html(test)
    assert "Others’ rows are ticked, and not shown to you yet." in texts(test)
    test.checkbox(key="others").set_value(False)
    assert downloads(run(test)) == ["/api/export/csv-long?raw=1", "/api/export/csv-long"]


def test_only_articles_in_which_others_hold_something_are_asked_for(
    store: Store, ana: Analyst, tagged: list[int]
) -> None:
    untouched = builders.load(store, builders.an_article("Ours alone.", title="z"))
    own = claims_of(store, untouched)[0]
    builders.tag(store, ana, own, "none")
    test = opened("export")
    test.checkbox(key="others").set_value(True)
    run(test)
    assert "In 2 of 3 articles others have answered:" in texts(test)
    assert any(text.startswith("What you answer in these 2 articles") for text in texts(test))
    assert "z" not in texts(test)
    click(test, "Show others’ rows")
    with store.read() as db:
        assert [n for n in (*tagged, untouched.id) if answers.exposed(db, ana.id, n)] == tagged
    assert column(test, "article_title") == ["x", "x", "y", "y", "z"]

    builders.note(store, builders.an_analyst(store, "Bea"), own, "What of this?")
    run(test)
    assert "In 1 of 3 articles others have answered:" in texts(test)
    assert given(test, "table") is None
    assert not downloads(test)


def test_an_article_chosen_later_is_asked_for_again(store: Store, tagged: list[int]) -> None:
    test = opened("export")
    test.multiselect(key="articles").set_value([tagged[0]])
    test.checkbox(key="others").set_value(True)
    run(test)
    click(test, "Show others’ rows")
    for chosen in ([tagged[0], tagged[1]], []):
        test.multiselect(key="articles").set_value(chosen)
        run(test)
        assert "Show others’ rows" in [button.label for button in test.button]
        assert not downloads(test)


def labels(test: AppTest) -> set[str]:
    return {box.label for box in test.checkbox}


def test_what_became_of_the_claims_is_asked_for_as_others_rows_are(
    store: Store, ana: Analyst, tagged: list[int]
) -> None:
    test = opened("export")
    assert labels(test) == {"Include others’ rows"}
    test.radio(key="shape").set_value("adjudicated")
    test.multiselect(key="articles").set_value([tagged[0]])
    run(test)
    assert labels(test) == {"Fill in the majority’s tag"}
    assert "It is made of everybody’s votes: there are no rows of yours alone." in texts(test)
    assert "It is made of everybody’s votes, which are not shown to you yet." in texts(test)
    assert "In this article others have answered:" in texts(test)
    assert not downloads(test)
    assert given(test, "table") is None
    with store.read() as db:
        assert not answers.exposed(db, ana.id, tagged[0])
    click(test, "Show others’ rows")
    with store.read() as db:
        assert [answers.exposed(db, ana.id, article) for article in tagged] == [True, False]
    assert column(test, "votes_by_analyst") == ["Ana: sourced; Bo: opinion"]
    assert column(test, "method") == ["undecided"]
    address = f"/api/export/adjudicated?article={tagged[0]}"
    assert downloads(test) == [f"{address}&amp;raw=1", address]
    assert any(text.startswith("adjudicated-all-") for text in texts(test))

    test.radio(key="shape").set_value("csv-long")
    assert labels(run(test)) == {"Include others’ rows"}
    assert column(test, "analyst") == ["Ana"], "the own rows, until others’ are asked for"


def test_a_majoritys_tag_is_filled_in_when_asked_for(
    store: Store, ana: Analyst, tagged: list[int]
) -> None:
    builders.tag(store, builders.an_analyst(store, "Cy"), 1, "opinion")
    workflow.show_others(store, Actor.of(ana), tagged)
    test = opened("export")
    test.radio(key="shape").set_value("adjudicated")
    run(test)
    assert column(test, "final_tag") == ["", ""]
    assert column(test, "method") == ["majority", "undecided"]
    assert "fill_majority" not in html(test)
    assert "--fill-majority" not in test.code[0].value
    test.checkbox(key="fill-majority").set_value(True)
    run(test)
    assert column(test, "final_tag") == ["opinion", ""]
    assert downloads(test)[1] == "/api/export/adjudicated?fill_majority=1"
    assert test.code[0].value.endswith(" -f adjudicated --fill-majority -o adjudicated.csv")
    assert any(text.endswith(".filled.csv") for text in texts(test))
    table = given(test, "table")
    assert table is not None
    assert table["columns"][:4] == ["position", "final_tag", "method", "article_title"]
    assert [table["columns"][place] for place in table["tags"]] == ["final_tag"]

    test.radio(key="shape").set_value("csv-wide")
    run(test)
    assert "fill_majority" not in html(test)
    assert "--fill-majority" not in test.code[0].value


def test_cells_with_line_ends_and_quotes_stay_whole(store: Store, ana: Analyst) -> None:
    article = builders.load(store)
    note = 'two\nlines, "quoted", =1+1, and עברית'
    builders.note(store, ana, 1, note)
    assert article.claims == 3
    assert column(opened("export"), "note") == [note]


def test_who_has_no_rows_is_led_to_tagging_or_to_those_of_others(
    store: Store, ana: Analyst
) -> None:
    row = builders.load(store)
    builders.tag(store, builders.an_analyst(store, "Bo"), claims_of(store, row)[0])
    test = opened("export")
    assert "You have no rows in these articles. Tick “Include others’ rows” for theirs." in texts(
        test
    )
    assert 'class="ca-button is-go"' not in html(test)
    test.checkbox(key="others").set_value(True)
    run(test)
    assert given(click(test, "Tag first"), "desk") is not None


def test_without_an_article_there_is_nothing_to_export(ana: Analyst) -> None:
    test = opened("export")
    assert [title.value for title in click(test, "Go to the articles").title] == ["Articles"]


# --- sentences ------------------------------------------------------------------------------------


def test_a_sentence_on_a_page_is_not_markdown() -> None:
    said = say.literally("**a** [b](c) `d` <e> :red[f] $g$\nh_i_")
    assert said == (r"\*\*a\*\* \[b\]\(c\) \`d\` \<e\> \:red\[f\] \$g\$ h\_i\_")


@pytest.mark.parametrize(
    "text",
    [
        "www.evil.test",
        "https://evil.test",
        "a@evil.test",
        "a -> b",
        "a <- b",
        ">= 1",
        ":streamlit:",
    ],
)
def test_what_streamlit_reads_even_when_escaped_is_broken_up(text: str) -> None:
    said = say.literally(text)
    assert "\u2060" in said
    assert said.replace("\u2060", "").replace("\\", "") == text


def test_a_file_name_stays_whole() -> None:
    assert "\u2060" not in say.literally("Kai (2026): report-3.txt, 9:05")
