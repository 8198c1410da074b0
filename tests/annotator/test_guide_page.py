"""The Guide page: the lead edits meanings, examples and rulings; drafts of rulings; versions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from annotator import schemes, workflow
from annotator.identity import Actor
from annotator.scheme import Example, Ruling, Scheme, default_scheme
from annotator.scheme_edits import RulingEdit, TagEdit, applied, examples_as_text, examples_of
from annotator.ui.codebook_lists import VERSIONS
from db import schemes as kept
from db.check import check
from db.model import Analyst
from db.store import Store
from tests import builders
from tests.annotator.test_pages import ana as ana
from tests.annotator.test_pages import claims_of, click, given, html, links, opened, texts
from tests.annotator.test_review_page import NAMES
from tests.annotator.test_team_page import Office, labels, worked
from tests.annotator.test_team_page import office as office
from tests.annotator.test_team_page import opened as opened_in_team
from tests.schemes import LEAD, newer, own, set_own

MEANING = "edit-meaning"


def current(store: Store) -> Scheme:
    with store.read() as db:
        return schemes.current(db)


def write(test: AppTest, key: str, text: str) -> AppTest:
    test.text_area(key=key).set_value(text)
    test.run()
    assert not test.exception
    return test


def versions(test: AppTest) -> list[list[str]]:
    table = given(test, "table")
    assert table is not None
    return [list(row) for row in table["rows"]]


# --- who may --------------------------------------------------------------------------------------


def test_in_a_team_only_the_lead_gets_the_ways_to_edit(office: Office) -> None:
    for role, edits in (("analyst", False), ("reviewer", False), ("lead", True)):
        office.become(NAMES[role])
        test = opened_in_team("guide")
        assert ('href="/guide?edit=tag-sourced"' in html(test)) == edits
        assert ("New ruling" in labels(test)) == edits
        form = opened_in_team("guide", edit="tag-sourced")
        assert bool(form.text_area) == edits, role


def test_who_was_the_lead_until_now_saves_nothing(office: Office) -> None:
    office.become(NAMES["lead"])
    test = write(opened_in_team("guide", edit="tag-sourced"), MEANING, "Mine.")
    lead = office.people[NAMES["lead"]]
    with office.store.read() as db:
        before = kept.labels(db)
    office.become(NAMES["analyst"])
    assert not click_quietly(test, "Save as a new version")
    with office.store.read() as db:
        assert kept.labels(db) == before
    assert lead.name


def click_quietly(test: AppTest, label: str) -> bool:
    """Click; whether the form is still there."""
    (button,) = [button for button in test.button if button.label == label]
    button.click()
    test.run()
    return bool(test.text_area)


def test_what_is_no_entry_shows_the_codebook(ana: Analyst) -> None:
    for entry in ("tag-nothing", "ruling-99", "x"):
        assert "ca-guide" in html(opened("guide", edit=entry))


# --- a tag ----------------------------------------------------------------------------------------


def test_a_meaning_is_edited_seen_before_and_saved_as_the_next_version(
    store: Store, ana: Analyst
) -> None:
    test = opened("guide", edit="tag-opinion")
    assert any(text.startswith("Nothing yet.") for text in texts(test))
    write(test, MEANING, "What the author thinks. <b>")
    write(test, "edit-examples", "Nice. | short\nBad | worse |")
    told = texts(test)
    assert "opinion: meaning" in told
    assert f"was: {default_scheme().tag('opinion').meaning}" in told
    assert "will be: What the author thinks. <b>" in told
    page = click(test, "Save as a new version")
    tag = current(store).tag("opinion")
    assert (tag.meaning, tag.line) == ("What the author thinks. <b>", default_scheme().tags[2].line)
    assert tag.examples == (Example("Nice.", "short"), Example("Bad | worse"))
    assert current(store).label == "default/2"
    assert "edit" not in page.query_params
    assert "What the author thinks. &lt;b&gt;" in html(page)
    assert [row[0] for row in versions(page)] == ["default/2", "default/1"]
    assert versions(page)[0][2:4] == ["Ana", "meaning, examples of opinion"]
    assert check(store) == []


def test_what_cannot_be_saved_says_why_and_stays(store: Store, ana: Analyst) -> None:
    test = opened("guide", edit="tag-opinion")
    click(test, "Save as a new version")
    assert "Nothing is different" in test.error[0].value
    write(test, MEANING, " ")
    click(test, "Save as a new version")
    assert "needs" in test.error[0].value
    assert test.text_area(key=MEANING).value == " "
    click(test, "Cancel")
    assert current(store) == default_scheme()


def test_a_conflict_is_told_and_loses_nothing_of_either(store: Store, ana: Analyst) -> None:
    bo = builders.an_analyst(store, "Bo")
    test = write(opened("guide", edit="tag-opinion"), "edit-examples", "Nice.")
    theirs = newer(default_scheme(), "Theirs.")  # of another tag
    third = replace(theirs.tags[2], meaning="Theirs too.")
    theirs = replace(theirs, tags=(*theirs.tags[:2], third, *theirs.tags[3:]))
    workflow.revise_scheme(store, Actor.of(bo), "default/1", theirs)
    click(test, "Save as a new version")
    assert "Bo saved version 2 meanwhile" in test.error[0].value.replace("\\", "")
    assert current(store).label == "default/2"
    assert test.text_area(key="edit-examples").value == "Nice."
    click(test, "Save as a new version")
    tag = current(store).tag("opinion")
    assert current(store).version == 3
    assert (tag.meaning, tag.examples) == ("Theirs too.", (Example("Nice."),))
    assert current(store).tags[0].meaning == "Theirs."


# --- rulings --------------------------------------------------------------------------------------


def test_a_ruling_is_edited_taken_out_and_added(store: Store, ana: Analyst) -> None:
    test = write(opened("guide", edit="ruling-2"), "edit-ruling", "Always sourced.")
    click(test, "Save as a new version")
    before, after = default_scheme().rulings, current(store).rulings
    assert after == (before[0], replace(before[1], ruling="Always sourced."), *before[2:])

    click(opened("guide", edit="ruling-1"), "Take this ruling out")
    assert current(store).rulings == after[1:]

    test = click(opened("guide"), "New ruling")
    write(test, "edit-case", "A caption")
    write(test, "edit-ruling", "It is a claim.")
    test.multiselect(key="edit-leads").set_value(["none", "sourced"])
    test.run()
    click(test, "Save as a new version")
    assert current(store).rulings[-1] == Ruling("A caption", "It is a claim.", ("none", "sourced"))
    assert current(store).version == 4


def test_two_rulings_about_one_case_are_refused(store: Store, ana: Analyst) -> None:
    test = click(opened("guide"), "New ruling")
    write(test, "edit-case", default_scheme().rulings[0].case)
    write(test, "edit-ruling", "Other.")
    click(test, "Save as a new version")
    assert "two rulings are about" in test.error[0].value


# --- drafts ---------------------------------------------------------------------------------------


@pytest.fixture
def unclear(office: Office) -> tuple[Office, int]:
    """Ruth, a reviewer, found the rule unclear for a claim of the first article."""
    first, _ = worked(office)
    ruth = office.people[NAMES["reviewer"]]
    (claim, *_) = claims_of(office.store, first)
    builders.expose(office.store, ruth, first.id)
    builders.review_vote(office.store, ruth, claim, "sourced")
    builders.decide(
        office.store, ruth, claim, None, ruling="rule_unclear", reason="Is a log a source?"
    )
    return office, claim


def test_a_claim_whose_rule_is_unclear_is_a_draft_of_a_ruling(unclear: tuple[Office, int]) -> None:
    office, claim = unclear
    lead = office.become(NAMES["lead"])
    assert "Drafts of rulings" not in heads(opened_in_team("guide")), "not shown to them yet"
    form = opened_in_team("guide", edit="new", claim=str(claim))
    assert form.text_area(key="edit-case").value == "", "nor by its address"
    builders.expose(office.store, lead, 1)
    test = opened_in_team("guide")
    assert "Drafts of rulings" in heads(test)
    assert f"{NAMES['reviewer']}: Is a log a source?" in texts(test)
    assert ("Harbour\\, claim 1", f"/review?claim={claim}") in links(test)
    form = click(test, "Write a ruling")
    assert form.text_area(key="edit-case").value == "Is a log a source?"
    write(form, "edit-ruling", "Yes, a dated one.")
    page = click(form, "Save as a new version")
    assert current(office.store).rulings[-1].ruling == "Yes, a dated one."
    assert "claim" not in page.query_params


def test_a_reviewer_sees_the_drafts_and_writes_none(unclear: tuple[Office, int]) -> None:
    office, _ = unclear
    office.become(NAMES["reviewer"])
    test = opened_in_team("guide")
    assert "Drafts of rulings" in heads(test)
    assert "Write a ruling" not in labels(test)


def test_of_an_article_that_one_tagged_oneself_no_draft_shows_while_its_round_is_open(
    office: Office,
) -> None:
    _, second = worked(office)
    ruth, lead = (office.people[NAMES[role]] for role in ("reviewer", "lead"))
    (claim, *_) = claims_of(office.store, second)
    builders.decide(office.store, lead, claim, None, ruling="rule_unclear", reason="Whose?")
    builders.expose(office.store, ruth, second.id)
    office.become(NAMES["reviewer"])
    assert "Drafts of rulings" not in heads(opened_in_team("guide"))
    assert not opened_in_team("guide", edit="new", claim=str(claim)).text_area


def test_an_analyst_sees_no_draft_and_no_number_of_votes(unclear: tuple[Office, int]) -> None:
    office, claim = unclear
    office.become(NAMES["analyst"])
    test = opened_in_team("guide", claim=str(claim), edit="new")
    assert "Drafts of rulings" not in heads(test)
    assert "Is a log a source?" not in " ".join(texts(test))
    table = given(test, "table")
    assert table is not None
    assert table["columns"] == ["version", "since", "by", "what changed"]


def heads(test: AppTest) -> list[str]:
    return [head.value for head in test.header]


# --- versions -------------------------------------------------------------------------------------


def test_the_versions_say_how_many_votes_each_has(store: Store, ana: Analyst) -> None:
    builders.load(store)
    assert versions(opened("guide")) == [["default/1", "–", "", "as it ships", "0"]]
    builders.tag(store, ana, 1)
    workflow.revise_scheme(store, LEAD, "default/1", newer(default_scheme()))
    rows = versions(opened("guide"))
    assert [(row[0], *row[2:]) for row in rows] == [
        ("default/2", "the command line", "meaning of sourced", "0"),
        ("default/1", "the command line", "", "1"),
    ]


def test_of_many_versions_and_votes_no_more_than_some_are_read(
    store: Store, ana: Analyst, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.schemes.COUNTED", 1)
    builders.load(store)
    for claim in (1, 2, 3):
        builders.tag(store, ana, claim)
    assert versions(opened("guide"))[0][4] == "over 1"
    for n in range(VERSIONS + 2):
        now = current(store)
        workflow.revise_scheme(store, LEAD, now.label, newer(now, f"Meaning {n}."))
    test = opened("guide")
    assert len(versions(test)) == VERSIONS
    assert any(f"The latest {VERSIONS}; " in text for text in texts(test))
    with store.read() as db:
        assert kept.count_votes(db, "default/1") == 2, "it stops there"


def test_a_project_of_its_own_scheme_shows_that_one(store: Store, ana: Analyst) -> None:
    scheme = set_own(store)
    page = html(opened("guide"))
    assert "tag scheme “checkworthy”, version 1" in page
    for tag in scheme.tags:
        assert tag.meaning in page
    assert "--mark:var(--ca-brown)" in page
    assert 'id="identifiable"' not in page, "the file says nothing of it"


# --- laws -----------------------------------------------------------------------------------------

words = st.text(st.characters(codec="utf-8"), max_size=20).map(lambda text: " ".join(text.split()))
examples = st.lists(
    st.builds(
        Example,
        words.filter(lambda text: text.strip("|")).map(lambda text: text.strip(" |") or "x"),
        words.map(lambda text: text.replace("|", "/")),
    ),
    max_size=4,
).map(tuple)


@hypothesis_given(examples)
def test_examples_read_as_they_are_shown(found: tuple[Example, ...]) -> None:
    assert examples_of(examples_as_text(found)) == found


def test_what_was_not_edited_stays_as_it_is_now() -> None:
    base = default_scheme()
    now = newer(base, "Theirs.")
    tag = base.tags[0]
    mine = TagEdit(tag.name, tag.meaning, "mine", tag.examples)
    assert applied(now, base, mine).tags[0] == replace(now.tags[0], line="mine")
    assert applied(now, base, RulingEdit("gone", None)) == now
    derived = own().tags[0]
    other = replace(mine, name=derived.name, meaning="Else.", line=derived.line)
    assert applied(own(), own(), other).tags[0].line == "Else"
    added = Ruling("gone", "back")
    assert applied(now, base, RulingEdit("gone", added)).rulings[-1] == added
