"""The Sources page: what it lists and flags, how a source is graded, and what it keeps quiet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from annotator import running, workflow
from annotator.identity import cookie_name
from annotator.running import Settings
from annotator.ui import marks, source_lists
from annotator.ui.grading import WORDS, graded, spelt
from db import people, settings, sources
from db.events import count
from db.evidence_model import RELIABILITIES
from db.model import EVIDENCE_WANTED, Analyst, Role
from db.source_list import Grade
from db.store import Store
from tests import builders
from tests.annotator.test_pages import PAGE, click, html, links, run, texts
from tests.builders import attach

UNSEEN = "In articles where others’ work was not shown to you yet"
ALONE = "Claims on one source only"


@pytest.fixture
def cookies(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """What the browser carries."""
    running.start(store)
    cookies: dict[str, str] = {}
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: cookies))
    yield cookies
    running.stop()


@pytest.fixture
def ana(store: Store, cookies: dict[str, str]) -> Analyst:
    """Ana, signed in, before two articles: claims 1 to 3, and 4 and 5."""
    builders.load(store)
    builders.load(store, builders.an_article("A ferry came.", "It left.", title="Ferries"))
    ana = builders.an_analyst(store, "Ana")
    cookies[cookie_name(store.project_id)] = workflow.sign_in(store, ana.id)
    return ana


def opened(**query: str) -> AppTest:
    test = AppTest.from_string(PAGE.format(place="sources"), default_timeout=30)
    for name, value in query.items():
        test.query_params[name] = value
    return run(test)


def id_of(store: Store, name: str) -> str:
    with store.read() as db:
        source = sources.find_name(db, name)
    assert source is not None
    return source.id


def rate(store: Store, who: Analyst, name: str, grade: str, note: str = "") -> None:
    source = id_of(store, name)
    store.write(lambda tx: sources.rate(tx, who.id, source, grade, note))


def ratings(store: Store, name: str) -> list[tuple[str, str, str]]:
    source = id_of(store, name)
    with store.read() as db:
        return [(one.analyst_id, one.reliability, one.note) for one in sources.ratings(db, source)]


def events(store: Store) -> int:
    with store.read() as db:
        return count(db)


def sent(test: AppTest) -> str:
    """Everything the page sends to the browser."""
    return "\n".join(
        str(element.proto) for element in test.main if hasattr(element.proto, "SerializeToString")
    )


# --- the lists ------------------------------------------------------------------------------------


def test_without_a_source_it_says_what_to_do(store: Store, ana: Analyst) -> None:
    assert not [said for said in texts(opened()) if "none of it names" in said]
    attach(store, ana, 1)  # that names none
    test = opened()
    assert [said for said in texts(test) if "none of it names its source" in said]
    assert [title.value for title in test.subheader] == ["No source yet"]
    assert not test.text_input
    assert click(test, "Go tagging").get("bidi_component"), "the desk"


def test_without_an_article_it_leads_to_one(store: Store, cookies: dict[str, str]) -> None:
    ana = builders.an_analyst(store, "Ana")
    cookies[cookie_name(store.project_id)] = workflow.sign_in(store, ana.id)
    test = click(opened(), "Go to the articles")
    assert [title.value for title in test.title] == ["Articles"]


def test_sources_stand_with_what_rests_on_them(store: Store, ana: Analyst) -> None:
    for claim in (1, 2):
        attach(store, ana, claim, source="Port office", url="https://port.example/log")
    attach(store, ana, 3, "refutes", source="Port office")
    attach(store, ana, 2, source="Divers")
    rate(store, ana, "Port office", "F")
    shown = texts(opened())
    assert shown[1:7] == [
        *("Divers", "1 claim rests on it", "1 piece of evidence", "Not graded"),
        *("Port office", "2 claims rest on it, 1 on it alone"),
    ]
    assert shown[7:9] == ["3 pieces of evidence", "You: F, cannot be judged"]
    page = html(opened())
    assert page.count('class="ca-away"') == 1
    assert 'href="https://port.example/log"' in page


def test_the_filter_finds_names(store: Store, ana: Analyst) -> None:
    for name in ("Port office", "Press office", "Divers"):
        attach(store, ana, 1, source=name)
    test = opened()
    test.text_input[0].set_value("OFFICE")
    shown = texts(run(test))
    assert [name for name in shown if name in ("Port office", "Press office", "Divers")] == [
        "Port office",
        "Press office",
    ]
    test.text_input[0].set_value("*b*")
    assert [title.value for title in run(test).subheader] == [
        "No source’s name has “\\*b\\*” in it\\."
    ]


def test_fifty_stand_on_a_page(store: Store, ana: Analyst, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_lists, "PAGE", 2)
    for name in ("A1", "B2", "C3"):
        attach(store, ana, 1, source=name)
    test = opened()
    assert "1 to 2 of 3 sources" in texts(test)
    assert "C3" not in texts(test)
    test.session_state["page-of-source"] = 2
    assert "3 to 3 of 3 sources" in texts(run(test))
    assert "C3" in texts(test)
    assert "A1" not in texts(test)


def test_claims_on_one_source_only_have_their_own_list(store: Store, ana: Analyst) -> None:
    attach(store, ana, 1, source="Port office")
    attach(store, ana, 2, source="Port office")
    attach(store, ana, 2, source="Divers")
    attach(store, ana, 5, source="Divers")
    test = opened()
    test.segmented_control[0].set_value("alone")
    shown = texts(run(test))
    assert "The quay was rebuilt in May." in shown
    assert "It left." in shown
    assert "It leaks." not in shown
    assert shown[5:7] == ["Ferries, claim 2", "\u2068Divers\u2069, 1 piece of evidence"]
    assert ("To the claim", "/tag?article=2&claim=5") in links(test)
    test.text_input[0].set_value("port")
    assert "It left." not in texts(run(test))
    assert "The quay was rebuilt in May." in texts(test)
    test.text_input[0].set_value("nobody")
    assert [title.value for title in run(test).subheader] == [
        "No claim rests on one source with “nobody” in its name only\\."
    ]
    test.text_input[0].set_value("")
    run(test)
    (button, *_) = [button for button in test.button if button.label == "Its source"]
    button.click()
    assert "What it is cited for" in [head.value for head in run(test).header]


def test_of_many_claims_on_one_source_the_first_are_listed(
    store: Store, ana: Analyst, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_lists, "MOST_LONE", 2)
    for claim in (1, 2, 5):
        attach(store, ana, claim, source="Port office")
    test = opened()
    test.segmented_control[0].set_value("alone")
    more = "There are more than 2. Search for a source to narrow them."
    assert more in texts(run(test))
    monkeypatch.setattr(source_lists, "MOST_LONE", 3)
    assert more not in texts(run(test))


# --- one source -----------------------------------------------------------------------------------


def test_a_source_opens_with_its_claims(store: Store, ana: Analyst) -> None:
    attach(store, ana, 1, source="Port office", quote="In May.", locator="p. 7")
    attach(
        store, ana, 1, "refutes", source="Port office", type="url", quote="", title="The log",
        url="https://port.example/log?x=%22", published_on="2026-06", credibility=2,
    )  # fmt: skip
    attach(store, ana, 5, "context", source="Port office", quote="W" * 500)
    test = click(opened(), "Open")
    assert test.query_params["source"] == id_of(store, "Port office")
    shown = texts(test)
    start = shown.index("The quay was rebuilt in May.")
    assert shown[start:] == [
        "The quay was rebuilt in May.",
        "Harbour notes, claim 1",
        "“In May.”",
        "quotation · p. 7 · yours",
        "The log",
        "web page · published 2026-06 · credibility 2 · yours",
        "It left.",
        "Ferries, claim 2",
        f"“{'W' * 400} …”",
        "quotation · yours",
    ]
    page = html(test)
    signs = [
        page.index(f'data-stance="{word}"><i aria-hidden="true">{sign}</i>{word}')
        for word, sign in (("supports", "+"), ("refutes", "−"), ("context", "…"))
    ]
    assert signs == sorted(signs)
    assert page.count("rests on this source alone") == 1
    assert [link for link in links(test) if link[0] == "To the claim"] == [
        ("To the claim", "/tag?article=1&claim=1"),
        ("To the claim", "/tag?article=2&claim=5"),
    ]
    assert texts(click(test, "← All sources"))[1] == "Port office"


def test_flags_say_what_is_circular_and_what_is_later(store: Store, ana: Analyst) -> None:
    def pages() -> list[str]:
        overview, one = opened(), opened(source=id_of(store, "Port office"))
        lone = opened()
        lone.segmented_control[0].set_value("alone")
        return [html(overview), html(one), html(run(lone))]

    store.write(
        lambda tx: tx.db.execute(
            "update article set url = 'https://example.org/a', published = '2026-05-04'"
        )
    )
    first = attach(store, ana, 1, source="Port office", url="https://example.org/b")
    for page in pages():
        assert source_lists.CIRCULAR not in page
        assert source_lists.LATER not in page
    attach(
        store, ana, 1, source="Port office", url="https://example.org/a#2",
        published_on="2026-06", replaces=first.id,
    )  # fmt: skip
    for page in pages():
        assert f'<span class="ca-flag">{source_lists.CIRCULAR}</span>' in page
        assert f'<span class="ca-flag">{source_lists.LATER}</span>' in page


def test_a_grade_is_saved_changed_and_taken_back(store: Store, ana: Analyst) -> None:
    attach(store, ana, 1, source="Port office")
    test = opened(source=id_of(store, "Port office"))
    assert test.radio[0].options == ["No grade", *(spelt(letter) for letter in RELIABILITIES)]
    assert test.radio[0].value == ""
    test.radio[0].set_value("B")
    test.text_area[0].set_value(" They keep the log. ")
    click(test, "Save")
    assert ratings(store, "Port office") == [(ana.id, "B", "They keep the log.")]
    before = events(store)
    click(test, "Save")
    assert events(store) == before, "nothing changed"
    again = opened(source=id_of(store, "Port office"))
    assert (again.radio[0].value, again.text_area[0].value) == ("B", "They keep the log.")
    again.radio[0].set_value("F")
    click(again, "Save")
    assert ratings(store, "Port office") == [(ana.id, "F", "They keep the log.")]
    again.radio[0].set_value("")
    click(again, "Save")
    assert [error.value for error in again.error] == [
        "Choose a grade to keep the note\\, or empty it\\."
    ]
    assert ratings(store, "Port office") == [(ana.id, "F", "They keep the log.")]
    again.text_area[0].set_value("")
    click(again, "Save")
    assert ratings(store, "Port office") == []


def test_others_grades_stand_beside_ones_own(store: Store, ana: Analyst) -> None:
    bo, cy = (builders.an_analyst(store, name) for name in ("Bo", "Cy"))
    attach(store, ana, 1, source="Port office")
    rate(store, ana, "Port office", "C")
    rate(store, bo, "Port office", "F", "Who are they?")
    rate(store, cy, "Port office", "A")
    one = {"source": id_of(store, "Port office")}
    hidden = sent(opened(**one))
    assert "They show when evidence of others from this source is shown to you." in hidden
    assert [word for word in ("Bo", "Cy", "Who are they?") if word in hidden] == []
    attach(store, ana, 2, source="Port office", shared=True)
    shown = texts(opened(**one))
    start = shown.index("Bo: F, cannot be judged")
    assert shown[start + 1] == "Who are they?"
    assert shown[start + 3] == "Cy: A, completely reliable"
    assert "You: C, fairly reliable\nBo: F, cannot be judged\nCy: A, completely reliable" in texts(
        opened()
    )


def test_grades_are_said_in_words_and_never_added_up() -> None:
    assert set(WORDS) == set(RELIABILITIES)
    given = [Grade("s", f"a{n}", f"Name {n}", letter, "", "") for n, letter in enumerate("FABEDC")]
    assert graded(given, "a1") == (
        "Name 0: F, cannot be judged\nYou: A, completely reliable\nName 2: B, usually reliable\n"
        "Name 3: E, unreliable\nand 2 more"
    )
    assert graded([], "a1") == "Not graded"


def test_a_source_that_one_may_not_know_of_is_not_there(store: Store, ana: Analyst) -> None:
    bo = builders.an_analyst(store, "Bo")
    attach(store, bo, 1, source="Leaked list")
    hidden, made_up = opened(source=id_of(store, "Leaked list")), opened(source="made-up")
    assert [error.value for error in hidden.error] == [error.value for error in made_up.error]
    assert len(hidden.error) == 1
    assert not hidden.radio
    assert "Leaked list" not in sent(hidden)


# --- others' work ---------------------------------------------------------------------------------


def test_others_evidence_changes_nothing_before_it_was_shown(store: Store, ana: Analyst) -> None:
    bo = builders.an_analyst(store, "Bo Lindqvist")
    attach(store, ana, 1, source="Port office")
    one = {"source": id_of(store, "Port office")}

    def all_pages() -> list[str]:
        lone = opened()
        lone.segmented_control[0].set_value("alone")
        return [sent(opened()), sent(opened(**one)), sent(run(lone))]

    before = all_pages()
    assert UNSEEN in before[0]
    attach(store, bo, 1, source="Divers", quote="They say otherwise.")
    attach(store, bo, 2, "refutes", source="Port office", url="https://example.org/")
    attach(store, bo, 4, source="Port office")
    rate(store, bo, "Port office", "E", "Liars.")
    assert all_pages() == before
    builders.expose(store, ana, 1)
    after = all_pages()
    assert "Divers" in after[0]
    assert "Bo Lindqvist: E, unreliable" in after[1]
    assert UNSEEN in after[0], "the other article is still closed"
    builders.expose(store, ana, 2)
    assert UNSEEN not in all_pages()[0]


def test_alone_in_a_project_nothing_is_left_out(store: Store, ana: Analyst) -> None:
    attach(store, ana, 1, source="Port office")
    assert UNSEEN not in sent(opened())


# --- the reminder ---------------------------------------------------------------------------------


def reminds(store: Store) -> bool:
    with store.read() as db:
        return settings.value(db, EVIDENCE_WANTED) == "yes"


def test_whoever_leads_says_whether_analysts_are_reminded(store: Store, ana: Analyst) -> None:
    test = opened()
    assert [toggle.value for toggle in test.toggle] == [False]
    test.toggle[0].set_value(True)
    run(test)
    assert reminds(store)
    assert [toggle.value for toggle in run(test).toggle] == [True]
    before = events(store)
    run(test)
    assert events(store) == before
    test.toggle[0].set_value(False)
    run(test)
    assert not reminds(store)


@pytest.mark.parametrize("role", ["analyst", "reviewer", "lead"])
def test_in_a_team_only_leads_do(store: Store, ana: Analyst, role: Role) -> None:
    running.start(store, Settings(team=True))
    store.write(lambda tx: people.give_role(tx, "cli:test", ana.id, role))
    assert bool(opened().toggle) == (role == "lead")


# --- what comes from others is text ---------------------------------------------------------------


def test_names_notes_and_quotations_are_text(store: Store, ana: Analyst) -> None:
    evil = '<img src="x"> **bold** [l](http://x)'
    bo = builders.an_analyst(store, evil)
    attach(store, bo, 1, source=evil, quote=evil, locator=evil, title=evil, shared=True)
    rate(store, bo, evil, "A", evil)
    overview, one = opened(), opened(source=id_of(store, evil))
    for test in (overview, one):
        assert "<img" not in html(test)
        assert evil in texts(test)
        others = [head.value for head in (*test.title, *test.header, *test.subheader)]
        assert [words for words in others if "bold" in words] == []
        assert [button.label for button in test.button if "bold" in button.label] == []


@pytest.mark.parametrize(
    "address",
    ["", "javascript:alert(1)", "https://who@evil.example", 'https://a.example/"><img src=x>', "x"],
)
def test_only_web_addresses_become_links(address: str) -> None:
    assert marks.away(address) == ""


def test_a_link_leads_out_beside_the_page_and_shows_the_host() -> None:
    link = marks.away("https://port.example/log?a=1&b='2'")
    assert 'href="https://port.example/log?a=1&amp;b=&#x27;2&#x27;"' in link
    assert 'target="_blank" rel="noopener noreferrer"' in link
    assert "<bdi>port.example</bdi>" in link


def test_pages_know_the_way(store: Store, ana: Analyst) -> None:
    from annotator.ui import places

    order = list(places.pages())
    assert order[order.index("sources") - 1 : order.index("sources") + 2] == [
        "agreement",
        "sources",
        "export",
    ]
    assert places.pages()["sources"].visibility == "visible"
