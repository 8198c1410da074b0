"""Team mode as each role sees it: the Team page, and what the other pages leave out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element

from annotator import running, workflow
from annotator.identity import Actor, NotAllowedError, cookie_name, find_analyst
from annotator.running import Settings
from annotator.ui import browsers, members, places
from db import answers, articles, logins, people
from db.model import Analyst, ArticleRow, Invitation, Role
from db.store import Store
from db.transaction import utc, utc_now
from tests import builders
from tests.annotator.test_pages import (
    ENTRY,
    claims_of,
    click,
    given,
    html,
    run,
    texts,
)

ROOT = Actor("cli:test", "test")
NASTY = "<b>Bo</b> **x** [y](https://evil.test)"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"

# A page as the address would open it, in the frame that says why something is refused.
PAGE = """
import streamlit as st
from annotator.ui import places, say
from annotator.ui.pages import {place}

page = st.navigation(list(places.pages().values()))
with say.refusals():
    {place}.page() if page.title == "Start" else page.run()
"""


# What a dialog holds: AppTest does not keep dialogs open.
ADDING = """
from annotator.ui import invite

invite.add()
"""
RENEWING = """
from annotator import running
from annotator.ui import invite
from db import people

with running.store().read() as db:
    person = people.get(db, "{person}")
invite.renew(person)
"""
REMOVING = """
from annotator import running
from annotator.ui import member
from db import people

with running.store().read() as db:
    person = people.get(db, "{person}")
member.confirm(person)
"""


@dataclass(slots=True)
class Office:
    """A project that is served to a team of four, and a browser."""

    store: Store
    people: dict[str, Analyst]
    cookies: dict[str, str] = field(default_factory=dict)

    def become(self, name: str, browser: str = FIREFOX) -> Analyst:
        """Sign somebody in in the browser."""
        analyst = self.people[name]
        token = workflow.sign_in(self.store, analyst.id, browser)
        self.cookies[cookie_name(self.store.project_id)] = token
        return analyst

    def role(self, name: str) -> Role:
        """Somebody's role now."""
        with self.store.read() as db:
            return people.get(db, self.people[name].id).role

    def link(self, name: str) -> Invitation | None:
        """Somebody's personal link."""
        with self.store.read() as db:
            return logins.invitations(db).get(self.people[name].id)


@pytest.fixture
def office(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Ines leads, Ruth reviews, Ana and Bo tag. Nobody is signed in."""
    running.start(store, Settings(team=True, address="http://claims.test"))
    roles: dict[str, Role] = {
        "Ines Moreau": "lead",
        "Ruth Adeyemi": "reviewer",
        "Ana Ferreira": "analyst",
        NASTY: "analyst",
    }
    found = {
        name: workflow.add_analyst(store, name, actor=ROOT, role=role)
        for name, role in roles.items()
    }
    office = Office(store, found)
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: office.cookies))
    yield office
    running.stop()


def opened(place: str, **query: str) -> AppTest:
    test = AppTest.from_string(PAGE.format(place=place), default_timeout=30)
    for name, value in query.items():
        test.query_params[name] = value
    return run(test)


def dialog(script: str, **values: str) -> AppTest:
    return run(AppTest.from_string(script.format(**values), default_timeout=30))


def labels(test: AppTest) -> list[str]:
    return [button.label for button in test.button]


def worked(office: Office) -> list[ArticleRow]:
    """Two articles. Ana has tagged in the first, Bo in both, Ruth in the second."""
    rows = [
        builders.load(office.store, builders.an_article("A.", "B.", "C.", title=title))
        for title in ("Harbour", "Ceasefire")
    ]
    ana, bo, ruth = (office.people[name] for name in ("Ana Ferreira", NASTY, "Ruth Adeyemi"))
    first, second = (claims_of(office.store, row) for row in rows)
    builders.tag(office.store, ana, first[0], "sourced")
    builders.tag(office.store, bo, first[0], "contested")
    builders.tag(office.store, bo, first[1], None, outcome="unsure")
    builders.tag(office.store, bo, first[2], None, outcome="skipped")
    builders.note(office.store, bo, first[1], "Who says so?")
    builders.tag(office.store, bo, second[0], "opinion")
    builders.tag(office.store, ruth, second[1], "sourced")
    return rows


# --- who gets to see the page ---------------------------------------------------------------------


def test_only_a_lead_has_it_in_the_navigation(office: Office) -> None:
    assert places.pages(leads=True)["team"].visibility == "visible"
    assert places.pages()["team"].visibility == "hidden"


@pytest.mark.parametrize("name", ["Ruth Adeyemi", "Ana Ferreira"])
def test_its_address_shows_others_one_sentence(office: Office, name: str) -> None:
    worked(office)
    office.become(name)
    for query in ({}, {"person": office.people[NASTY].id}):
        test = opened("team", **query)
        (error,) = test.error
        assert "Ask the project" in error.value
        assert texts(test) == []
        assert labels(test) == []
        assert html(test) == ""


def test_on_ones_own_machine_its_address_says_what_it_is_for(office: Office) -> None:
    running.start(office.store)
    office.become("Ines Moreau")
    (sentence,) = texts(opened("team"))
    assert "annotator serve FILE --team" in sentence


def test_a_lead_who_is_one_no_longer_loses_the_open_page(office: Office) -> None:
    ana = office.become("Ines Moreau")
    test = opened("team")
    workflow.set_role(office.store, ROOT, office.people["Ruth Adeyemi"].id, "lead")
    workflow.set_role(office.store, ROOT, ana.id, "analyst")
    click(test, "Add a person")
    (error,) = test.error
    assert "Ask the project" in error.value


def test_a_dialog_that_is_open_still_asks_who_may(office: Office) -> None:
    ines = office.become("Ines Moreau")
    test = dialog(ADDING)
    workflow.set_role(office.store, ROOT, office.people["Ruth Adeyemi"].id, "lead")
    workflow.set_role(office.store, ROOT, ines.id, "analyst")
    test.text_input(key="new-name").set_value("Eve")
    click(test, "Add and make the link")
    assert "Ask the project" in test.error[0].value
    with office.store.read() as db:
        assert people.find_name(db, "Eve") is None
    assert "join" not in sent(test)


# --- everybody ------------------------------------------------------------------------------------


def test_everybody_is_listed_with_role_work_and_link(office: Office) -> None:
    worked(office)
    workflow.make_link(office.store, ROOT, office.people["Ruth Adeyemi"].id)
    past = "2020-01-01T00:00:00.000Z"
    workflow.make_link(office.store, ROOT, office.people["Ana Ferreira"].id, past)
    office.become("Ines Moreau")
    test = opened("team")
    shown = texts(test)
    assert (
        "A lead, a reviewer and 2 analysts. "
        "Analysts see nobody else’s tags before a round is closed."
    ) in shown
    rows = [shown[at : at + 5] for at, text in enumerate(shown) if text in office.people]
    today = [row[3] for row in rows]
    assert all(seen.startswith("today, ") for seen in today), "each has done something just now"
    assert [[row[0], row[1], row[2], row[4]] for row in rows] == [
        ["Ines Moreau", "lead", "0 of 6 claims", "no link"],
        ["Ruth Adeyemi", "reviewer", "1 of 6 claims", "has a link"],
        ["Ana Ferreira", "analyst", "1 of 6 claims", "link expired"],
        [NASTY, "analyst", "3 of 6 claims", "no link"],
    ]
    assert "you" in html(test)


def test_names_are_text_and_never_markup(office: Office) -> None:
    bo = office.people[NASTY]
    office.become("Ines Moreau")
    for test in (opened("team"), opened("team", person=bo.id)):
        assert NASTY in texts(test)
        assert "<b>Bo" not in html(test)
        marked = [*test.markdown, *test.title, *test.header, *test.subheader]
        assert not [part for part in marked if "evil" in part.value]


def test_who_was_removed_comes_last_and_gets_no_link(office: Office) -> None:
    workflow.set_role(office.store, ROOT, office.people["Ruth Adeyemi"].id, "removed")
    office.become("Ines Moreau")
    test = opened("team")
    assert [text for text in texts(test) if text in office.people][-1] == "Ruth Adeyemi"
    assert "A lead and 2 analysts." in " ".join(texts(test))
    assert labels(test).count("New link") == 3


def test_many_people_come_in_pages(office: Office) -> None:
    for number in range(members.PAGE):
        workflow.add_analyst(office.store, f"Analyst {number:02}", actor=ROOT)
    office.become("Ines Moreau")
    test = opened("team")
    assert labels(test).count("New link") == members.PAGE
    test.pagination[0].set_value(2)
    assert labels(run(test)).count("New link") == 4


def test_a_person_is_named_in_the_address_until_one_goes_back(office: Office) -> None:
    office.become("Ines Moreau")
    ana = office.people["Ana Ferreira"]
    test = opened("team")
    test.button(key=f"manage-{ana.id}").click()
    run(test)
    assert test.query_params["person"] in (ana.id, [ana.id])
    assert "Save" in labels(test)
    click(test, "← Everybody")
    assert "person" not in test.query_params
    assert "Add a person" in labels(test)


@pytest.mark.parametrize(
    ("roles", "sentence"),
    [
        (["lead"], "A lead."),
        (["lead", "lead", "analyst"], "2 leads and an analyst."),
        (["analyst", "reviewer", "lead", "removed"], "A lead, a reviewer and an analyst."),
        ([], "Nobody."),
    ],
)
def test_the_team_in_a_line(roles: list[Role], sentence: str) -> None:
    everybody = [Analyst(str(n), f"Person {n}", "", role) for n, role in enumerate(roles)]
    assert members.summary(everybody).startswith(sentence + " ")


# --- somebody new ---------------------------------------------------------------------------------


def test_somebody_new_gets_a_link_that_is_shown_once(office: Office) -> None:
    office.become("Ines Moreau")
    test = dialog(ADDING)
    test.text_input(key="new-name").set_value("Jon Vale")
    test.radio(key="role-new").set_value("reviewer")
    test.selectbox(key="new-ends").set_value(7)
    click(test, "Add and make the link")
    shown = given(test, "copy")
    assert shown is not None
    address, token = shown["text"].rsplit("/", 1)
    assert address == "http://claims.test/join"
    with office.store.read() as db:
        invited = logins.of_invitation(db, token, utc_now())
        assert invited is not None
        assert (invited.name, invited.role) == ("Jon Vale", "reviewer")
        ends = datetime.fromisoformat(logins.invitations(db)[invited.id].expires_at)
    assert timedelta(days=6.9) < ends - datetime.now(UTC) < timedelta(days=7)
    click(test, "Done")
    assert given(test, "copy") is None
    assert token not in sent(test)


def test_the_dialogs_open(office: Office) -> None:
    office.become("Ines Moreau")
    assert "Add and make the link" in labels(click(opened("team"), "Add a person"))
    assert "Make the link" in labels(click(person(office, NASTY), "New link"))


@pytest.mark.parametrize(("name", "sentence"), [("", "needed"), ("ana ferreira", "already")])
def test_a_name_that_will_not_do_is_said_in_the_dialog(
    office: Office, name: str, sentence: str
) -> None:
    office.become("Ines Moreau")
    test = dialog(ADDING)
    test.text_input(key="new-name").set_value(name)
    click(test, "Add and make the link")
    assert sentence in test.error[0].value
    assert test.text_input(key="new-name").value == name, "what was typed stays"
    assert given(test, "copy") is None


def test_a_new_link_ends_the_one_before(office: Office) -> None:
    ana = office.people["Ana Ferreira"]
    old = workflow.make_link(office.store, ROOT, ana.id)
    office.become("Ines Moreau")
    test = click(dialog(RENEWING, person=ana.id), "Make the link")
    shown = given(test, "copy")
    assert shown is not None
    new = shown["text"].rsplit("/", 1)[1]
    assert workflow.join(office.store, new).analyst.id == ana.id
    with pytest.raises(workflow.WorkflowError, match="opens nothing"):
        workflow.join(office.store, old)
    link = office.link("Ana Ferreira")
    assert link is not None
    assert link.expires_at == "", "it does not end by itself unless asked"


# --- one person -----------------------------------------------------------------------------------


def person(office: Office, name: str) -> AppTest:
    return opened("team", person=office.people[name].id)


def test_role_and_name_are_changed_together(office: Office) -> None:
    office.become("Ines Moreau")
    test = person(office, "Ana Ferreira")
    ana = office.people["Ana Ferreira"]
    test.text_input(key=f"name-of-{ana.id}").set_value("Ana F. Costa")
    test.radio(key=f"role-of-{ana.id}").set_value("reviewer")
    click(test, "Save")
    assert office.role("Ana Ferreira") == "reviewer"
    assert "Ana F. Costa" in texts(test)


def test_the_only_lead_stays_one(office: Office) -> None:
    ines = office.become("Ines Moreau")
    test = person(office, "Ines Moreau")
    test.radio(key=f"role-of-{ines.id}").set_value("analyst")
    click(test, "Save")
    assert "only lead" in test.error[0].value
    assert office.role("Ines Moreau") == "lead"


def test_a_name_somebody_else_has_is_refused(office: Office) -> None:
    office.become("Ines Moreau")
    test = person(office, "Ana Ferreira")
    key = f"name-of-{office.people['Ana Ferreira'].id}"
    test.text_input(key=key).set_value("Ruth Adeyemi")
    click(test, "Save")
    assert "on the list already" in test.error[0].value


def test_a_link_is_withdrawn(office: Office) -> None:
    workflow.make_link(office.store, ROOT, office.people["Ana Ferreira"].id)
    office.become("Ines Moreau")
    test = person(office, "Ana Ferreira")
    assert "Has a link" in texts(test)
    click(test, "Withdraw")
    assert office.link("Ana Ferreira") is None
    assert "No link" in texts(test)
    assert "Withdraw" not in labels(test)


def test_logins_are_listed_in_words_and_ended_one_by_one_or_all(office: Office) -> None:
    ana = office.people["Ana Ferreira"]
    tokens = [workflow.sign_in(office.store, ana.id, agent) for agent in (FIREFOX, "", "curl/8")]
    office.become("Ines Moreau")
    test = person(office, "Ana Ferreira")
    assert sorted(text for text in texts(test) if "browser" in text or "Firefox" in text) == [
        "Another browser",
        "Another browser",
        "Firefox on Windows",
    ]
    with office.store.read() as db:
        first = logins.id_of(db, tokens[0])
    test.button(key=f"end-login-{first}").click()
    run(test)
    cookie = cookie_name(office.store.project_id)
    assert find_analyst(office.store, {cookie: tokens[0]}) is None
    assert find_analyst(office.store, {cookie: tokens[1]}) is not None
    click(test, "End all")
    assert [find_analyst(office.store, {cookie: token}) for token in tokens] == [None] * 3
    assert "Nowhere now." in texts(test)


def test_ones_own_browser_is_named(office: Office) -> None:
    office.become("Ines Moreau")
    assert "Firefox on Windows, this browser" in texts(person(office, "Ines Moreau"))


def test_keys_to_the_api_are_listed_and_ended(office: Office) -> None:
    ana = office.people["Ana Ferreira"]
    token = workflow.add_api_token(office.store, ROOT, ana.id, "**notebook**")
    office.become("Ines Moreau")
    test = person(office, "Ana Ferreira")
    assert "**notebook**" in texts(test)
    with office.store.read() as db:
        (key,) = logins.api_tokens(db, ana.id)
    test.button(key=f"end-key-{key.id}").click()
    run(test)
    with office.store.read() as db:
        assert logins.of_api_token(db, token, utc_now()) is None
    assert "**notebook**" not in texts(test)


def test_somebody_is_removed_and_taken_back(office: Office) -> None:
    ana = office.people["Ana Ferreira"]
    token = workflow.sign_in(office.store, ana.id)
    workflow.make_link(office.store, ROOT, ana.id)
    office.become("Ines Moreau")
    test = click(person(office, "Ana Ferreira"), "Remove")
    assert office.role("Ana Ferreira") == "analyst", "it is asked once more"
    click(dialog(REMOVING, person=ana.id), "Remove")
    assert office.role("Ana Ferreira") == "removed"
    assert office.link("Ana Ferreira") is None
    assert find_analyst(office.store, {cookie_name(office.store.project_id): token}) is None
    test = person(office, "Ana Ferreira")
    assert "New link" not in labels(test)
    click(test, "Take back")
    assert office.role("Ana Ferreira") == "analyst"
    assert "New link" in labels(test)


def test_an_address_that_names_nobody_is_one_sentence(office: Office) -> None:
    office.become("Ines Moreau")
    (error,) = opened("team", person="nobody").error
    assert "not in the project" in error.value


def test_progress_is_shown_by_article_and_without_a_tag(office: Office) -> None:
    worked(office)
    office.become("Ines Moreau")
    test = person(office, NASTY)
    table = given(test, "table")
    assert table is not None
    assert table["columns"] == ["article", "tagged", "unsure", "skipped", "left", "last seen"]
    assert [row[:5] for row in table["rows"]] == [
        ["Ceasefire", "1", "0", "0", "2"],
        ["Harbour", "1", "1", "1", "1"],
    ]
    assert not re.search("sourced|contested|opinion|Who says", repr(table["rows"]))


def test_looking_at_progress_is_no_exposure(office: Office) -> None:
    rows = worked(office)
    ines = office.become("Ines Moreau")
    for place in ("team", "articles", "progress"):
        opened(place)
    person(office, NASTY)
    with office.store.read() as db:
        assert not any(answers.exposed(db, ines.id, row.id) for row in rows)


# --- what the other pages show to whom ------------------------------------------------------------


@pytest.mark.parametrize("name", ["Ana Ferreira", "Ruth Adeyemi"])
@pytest.mark.parametrize(
    "place", ["articles", "progress", "agreement", "sources", "tag", "export", "guide", "start"]
)
def test_nothing_of_others_reaches_who_only_tags(office: Office, place: str, name: str) -> None:
    """Whatever the others do, the page is the same to the letter."""
    rows = worked(office)
    office.become(name)
    before = sent(opened(place))
    bo = office.people[NASTY]
    for claim in claims_of(office.store, rows[1])[1:]:
        builders.tag(office.store, bo, claim, "contested")
    assert sent(opened(place)) == before
    assert "<b>Bo" not in before
    assert NASTY not in before


def sent(test: AppTest) -> str:
    """All that the page sends to the browser, but for the name of the file."""
    protos = "\n".join(str(element.proto) for element in leaves(test.main))
    return re.sub(r"tags-\w+-mine-[\w.-]+", "", protos)


def leaves(block: Block) -> Iterator[Element]:
    for child in block.children.values():
        if isinstance(child, Block):
            yield from leaves(child)
        else:
            yield child


def test_only_the_lead_sees_how_far_the_others_are(office: Office) -> None:
    worked(office)
    for name, strips in (("Ana Ferreira", 2), ("Ruth Adeyemi", 2), ("Ines Moreau", 6)):
        office.become(name)
        test = opened("articles")
        assert html(test).count("ca-progress") == strips
        assert (given(test, "table") is not None) == (name == "Ines Moreau")
        assert (NASTY in texts(test)) == (name == "Ines Moreau")


def test_the_lead_has_the_figures_behind_the_strips(office: Office) -> None:
    worked(office)
    office.become("Ines Moreau")
    table = given(opened("articles"), "table")
    assert table is not None
    assert [row[:6] for row in table["rows"]] == [
        ["Ceasefire", NASTY, "1", "0", "0", "2"],
        ["Ceasefire", "Ruth Adeyemi", "1", "0", "0", "2"],
        ["Harbour", NASTY, "1", "1", "1", "1"],
        ["Harbour", "Ana Ferreira", "1", "0", "0", "2"],
    ]


def test_only_the_lead_is_offered_to_load(office: Office) -> None:
    for name in office.people:
        office.become(name)
        empty = labels(opened("articles"))
        assert ("Load an article" in empty) == (name == "Ines Moreau")
        for place in ("tag", "progress", "agreement", "sources", "export"):
            waits = any("The lead loads" in text for text in texts(opened(place)))
            assert waits == (name != "Ines Moreau")
    builders.load(office.store)
    office.become("Ana Ferreira")
    assert "Load an article" not in labels(opened("articles"))
    office.become("Ines Moreau")
    assert "Load an article" in labels(opened("articles"))


def test_who_is_done_hears_who_loads_the_next_article(office: Office) -> None:
    row = builders.load(office.store, builders.an_article("Only one.", title="Short"))
    for name, sentence in (("Ana Ferreira", "The lead loads"), ("Ines Moreau", "Load another")):
        builders.tag(office.store, office.become(name), claims_of(office.store, row)[0])
        assert any(sentence in text for text in texts(opened("start")))
        test = opened("articles")
        test.segmented_control[0].set_value("open")
        assert any(sentence in text for text in texts(run(test)))


def test_the_name_at_the_edge_leads_to_signing_out(office: Office) -> None:
    builders.load(office.store)
    office.become("Ana Ferreira")
    test = run(AppTest.from_file(str(ENTRY), default_timeout=30))
    assert re.search(r'<a class="ca-person" href="/who\?next=[^"]*">sign out</a>', html(test))
    office.cookies.clear()
    test = run(AppTest.from_file(str(ENTRY), default_timeout=30))
    assert [title.value for title in test.title] == ["You are signed out here"]
    assert "personal link" in texts(test)[0]
    assert "/who" not in html(test)


# --- export ---------------------------------------------------------------------------------------


def rows_shown(test: AppTest) -> list[dict[str, str]]:
    table = given(test, "table")
    if table is None:
        return []
    return [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]


def test_an_analyst_exports_the_own_rows_and_reads_when_others_open(office: Office) -> None:
    worked(office)
    ana = office.become("Ana Ferreira")
    test = opened("export")
    assert not test.checkbox
    assert any("when its round is closed" in text for text in texts(test))
    assert {row["analyst"] for row in rows_shown(test)} == {ana.name}
    assert "others=1" not in html(test)
    assert not test.code, "the file lies on the machine that serves the team"


def test_a_reviewer_exports_others_rows_where_not_an_analyst(office: Office) -> None:
    harbour, ceasefire = worked(office)
    ruth = office.become("Ruth Adeyemi")
    test = opened("export")
    assert test.multiselect[0].options == ["Ceasefire", "Harbour"]
    assert any("1 of 2 articles" in text for text in texts(test))
    test.checkbox[0].check()
    run(test)
    assert test.multiselect[0].options == ["Harbour"]
    assert "Harbour" in texts(test)
    click(test, "Show others’ rows")
    assert {row["analyst"] for row in rows_shown(test)} == {"Ana Ferreira", NASTY}
    assert f"?article={harbour.id}&amp;others=1" in html(test)
    with office.store.read() as db:
        assert answers.exposed(db, ruth.id, harbour.id)
        assert not answers.exposed(db, ruth.id, ceasefire.id)


def test_a_reviewer_who_has_tagged_everywhere_reads_why(office: Office) -> None:
    rows = worked(office)
    ruth = office.become("Ruth Adeyemi")
    builders.tag(office.store, ruth, claims_of(office.store, rows[0])[0])
    test = opened("export")
    assert not test.checkbox
    assert any("not tagged yourself" in text for text in texts(test))


def test_others_rows_close_again_on_the_open_page(office: Office) -> None:
    """Who begins to tag while the page is open is an analyst of the article from then on."""
    harbour, _ = worked(office)
    ruth = office.become("Ruth Adeyemi")
    test = opened("export")
    test.checkbox[0].check()
    run(test)
    builders.tag(office.store, ruth, claims_of(office.store, harbour)[0])
    click(test, "Show others’ rows")
    assert rows_shown(test) == [] or {r["analyst"] for r in rows_shown(test)} == {ruth.name}
    with office.store.read() as db:
        assert not answers.exposed(db, ruth.id, harbour.id)
    with pytest.raises(NotAllowedError):
        workflow.show_others(
            office.store, running.actor(ruth_now(office)), [harbour.id], "export-others"
        )


def ruth_now(office: Office) -> Analyst:
    with office.store.read() as db:
        return people.get(db, office.people["Ruth Adeyemi"].id)


def test_a_lead_exports_everything_and_is_asked_before(office: Office) -> None:
    worked(office)
    ines = office.become("Ines Moreau")
    test = opened("export")
    test.checkbox[0].check()
    run(test)
    assert any("after seeing others’ tags" in text for text in texts(test))
    click(test, "Show others’ rows")
    assert {row["analyst"] for row in rows_shown(test)} == {"Ana Ferreira", "Ruth Adeyemi", NASTY}
    with office.store.read() as db:
        assert all(answers.exposed(db, ines.id, row.id) for row in articles.listing(db))
    assert test.code, "a lead may well be at the machine"


def test_what_became_of_the_claims_is_offered_where_others_rows_are(office: Office) -> None:
    harbour, _ = worked(office)
    office.become("Ana Ferreira")
    shapes = opened("export").radio(key="shape").options
    assert shapes == [
        "each claim and analyst",
        "each claim",
        "each piece of evidence",
        "each claim, for programs",
    ]
    ruth = office.become("Ruth Adeyemi")
    test = opened("export")
    assert test.radio(key="shape").options == [*shapes[:2], "each claim, settled", *shapes[2:]]
    test.radio(key="shape").set_value("adjudicated")
    run(test)
    assert test.multiselect[0].options == ["Harbour"]
    assert any("1 of 2 articles" in text for text in texts(test))
    click(test, "Show others’ rows")
    assert f"/api/export/adjudicated?article={harbour.id}" in html(test)
    assert {row["article_title"] for row in rows_shown(test)} == {"Harbour"}

    builders.tag(office.store, ruth, claims_of(office.store, harbour)[0])
    run(test)
    assert test.radio(key="shape").options == shapes
    assert "adjudicated" not in html(test)
    assert {row["analyst"] for row in rows_shown(test)} == {ruth.name}


# --- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
            "Safari on iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/126.0.0.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) Version/17.5 Safari/605", "Safari on Mac"),
        ("Mozilla/5.0 (X11; Linux x86_64) Something/1", "Another browser on Linux"),
        ("<b>", "Another browser"),
        ("", "Another browser"),
    ],
)
def test_a_browser_in_words(agent: str, words: str) -> None:
    assert browsers.in_words(agent) == words


def test_the_state_of_a_link_in_words() -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    made = utc(now - timedelta(days=3))

    def state(ends: str) -> str:
        return members.link_state(Invitation("x", made, ends), now)

    assert members.link_state(None, now) == "no link"
    assert state("") == "has a link"
    assert state(utc(now + timedelta(days=2))) == "link until 25 Nov"
    assert state(utc(now + timedelta(days=60))) == "link until 22 Jan 2027"
    assert state(utc(now)) == "link expired"
