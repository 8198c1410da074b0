"""The Rounds page: who tags what, how far it is, and what closing a round does to other pages."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from annotator import running, workflow
from annotator.ui import duties, places, rounds_list
from annotator.workflow import Plan, Share
from db import answers, articles, assignments, rounds
from db.model import Analyst
from db.round_model import Duty, RoundState
from db.session_model import Session
from tests import builders
from tests.annotator.test_pages import claims_of, click, given, html, listed, run, texts
from tests.annotator.test_team_page import (
    NASTY,
    ROOT,
    Office,
    dialog,
    labels,
    office,
    opened,
    worked,
)

__all__ = ["office"]  # a fixture

SHARING = """
from annotator.ui import sharing_out

sharing_out.ask({lying}, {chosen})
"""
BY_HAND = """
from annotator.ui import sharing_out

sharing_out.by_hand({article}, {shown})
"""
TURN = """
from annotator.ui import turning

turning.{what}({args})
"""


def undecorated(script: str, **values: object) -> AppTest:
    """A dialog's own function, without the frame that AppTest does not keep open."""
    return dialog(script, **{name: str(value) for name, value in values.items()})


def state_of(office: Office, article_id: int) -> RoundState:
    with office.store.read() as db:
        return rounds.get(db, article_id).state


def taggers(office: Office, article_id: int) -> set[str]:
    names = {person.id: name for name, person in office.people.items()}
    with office.store.read() as db:
        return {names[one.analyst_id] for one in assignments.of_articles(db, [article_id])}


def cells(test: AppTest) -> list[list[str]]:
    """The rows of the table that is drawn last."""
    found = given(test, "table")
    assert found is not None
    rows: list[list[str]] = found["rows"]
    return rows


def tick(test: AppTest, *titles: str) -> AppTest:
    for title in titles:
        next(box for box in test.checkbox if box.label == title).check()
    return run(test)


# --- who gets to see the page ---------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Ruth Adeyemi", "Ana Ferreira"])
def test_only_who_leads_has_it(office: Office, name: str) -> None:
    assert places.pages(leads=True)["rounds"].visibility == "visible"
    assert places.pages()["rounds"].visibility == "hidden"
    worked(office)
    office.become(name)
    test = opened("rounds")
    (error,) = test.error
    assert "Rounds are opened and closed by the project" in error.value
    assert texts(test) == []
    assert labels(test) == []


def test_without_an_article_it_leads_to_loading_one(office: Office) -> None:
    office.become("Ines Moreau")
    assert labels(opened("rounds")) == ["Go to the articles"]


def test_on_ones_own_machine_it_works_as_well(office: Office) -> None:
    worked(office)
    running.start(office.store)
    office.become("Ana Ferreira")
    assert "2 articles, all open. Nothing is shared out, so everybody tags every article." in texts(
        opened("rounds")
    )


# --- sharing out ----------------------------------------------------------------------------------


def test_the_work_is_shared_out_evenly(office: Office) -> None:
    worked(office)
    office.become("Ines Moreau")
    test = undecorated(SHARING, lying=[1, 2], chosen=[])
    assert {row[0] for row in cells(test)} == {"Ana Ferreira", NASTY}, "reviewers tag if asked to"
    assert all(row[1:] == ["2", "6", "0"] for row in cells(test))
    test.selectbox(key="share-overlap-2").set_value(1)
    assert sorted(row[2] for row in cells(run(test))) == ["3", "3"]
    click(test, "Give it to them")
    assert not test.exception
    with office.store.read() as db:
        assert len(assignments.of_articles(db, [1, 2])) == 2
    assert "2 articles, all open. Each has somebody who tags it." in texts(opened("rounds"))


def test_the_same_seed_gives_what_was_shown(office: Office) -> None:
    worked(office)
    office.become("Ines Moreau")
    results = []
    for _ in range(2):
        test = undecorated(SHARING, lying=[1, 2], chosen=[])
        test.selectbox(key="share-overlap-2").set_value(1)
        test.number_input(key="share-seed").set_value(4711)
        results.append(cells(run(test)))
    assert results[0] == results[1]


def test_whoever_knows_others_tags_is_named_before(office: Office) -> None:
    worked(office)
    builders.expose(office.store, office.people["Ana Ferreira"], 1)
    office.become("Ines Moreau")
    said = " ".join(texts(undecorated(SHARING, lying=[1, 2], chosen=[])))
    assert "1 share of it goes to somebody who has seen others’ tags" in said


def test_what_cannot_be_is_a_sentence(office: Office) -> None:
    worked(office)
    office.become("Ines Moreau")
    test = undecorated(SHARING, lying=[1, 2], chosen=[])
    assert list(test.selectbox(key="share-overlap-2").options) == ["1", "2"]
    test.multiselect(key="share-who").set_value([])
    run(test)
    assert test.error[0].value.startswith("Nobody is chosen")
    assert "Give it to them" not in labels(test)


def test_one_article_is_given_by_hand(office: Office) -> None:
    worked(office)
    office.become("Ines Moreau")
    test = undecorated(BY_HAND, article=1, shown=[])
    assert "From now on everybody finds only what is given to them." in " ".join(texts(test))
    test.multiselect[0].set_value([office.people[NASTY].id])
    run(test)
    click(test, "Save")
    assert taggers(office, 1) == {NASTY}
    again = undecorated(BY_HAND, article=1, shown=[office.people[NASTY].id])
    assert again.multiselect[0].value == [office.people[NASTY].id]
    again.multiselect[0].set_value([])
    run(again)
    click(again, "Save")
    assert taggers(office, 1) == set()


def test_of_two_leads_at_once_nobody_undoes_what_the_other_did(office: Office) -> None:
    worked(office)
    office.become("Ines Moreau")
    ana, bo = office.people["Ana Ferreira"], office.people[NASTY]
    test = undecorated(BY_HAND, article=1, shown=[])
    workflow.set_taggers(office.store, ROOT, 1, [ana.id], seed=1)  # the other lead
    test.multiselect[0].set_value([bo.id])
    click(run(test), "Save")
    assert taggers(office, 1) == {"Ana Ferreira", NASTY}


def test_whoever_was_removed_is_not_counted_and_can_be_replaced(office: Office) -> None:
    worked(office)
    ana, bo = office.people["Ana Ferreira"], office.people[NASTY]
    workflow.set_taggers(office.store, ROOT, 1, [ana.id, bo.id], seed=1)
    workflow.set_role(office.store, ROOT, ana.id, "removed")
    office.become("Ines Moreau")
    test = opened("rounds")
    assert "Ana Ferreira: Harbour" in texts(test)
    assert "Take back" in labels(test)
    with office.store.read() as db:
        ruth = office.people["Ruth Adeyemi"].id
        plan = workflow.plan(db, [1], [bo.id, ruth], 2, seed=1)
    assert [share.analyst_id for share in plan.shares] == [ruth]


def test_an_article_that_nobody_tags_is_in_the_list_of_who_loads(office: Office) -> None:
    _, second = worked(office)
    third = builders.load(office.store, builders.an_article("New.", title="New"))
    workflow.set_taggers(office.store, ROOT, second.id, [office.people[NASTY].id], seed=1)
    office.become("Ines Moreau")
    test = opened("articles")
    test.segmented_control[0].set_value("others")
    assert "New" in texts(run(test))
    assert "nobody has begun" in html(test)
    assert third.id


def test_paragraphs_with_too_few_people_are_told_and_filled(office: Office) -> None:
    text = "# Long\n\n" + "\n\n".join(f"Part {n} is here. It is long." for n in range(6))
    loaded = workflow.load_article(office.store, ROOT, text.encode(), "long.md")
    ids = [person.id for name, person in office.people.items() if name != "Ines Moreau"]
    with office.store.read() as db:
        plan = workflow.plan(db, [loaded.article_id], ids, 2, per="claim", seed=1)
    workflow.assign(office.store, ROOT, plan)
    office.become("Ines Moreau")
    assert not [text for text in texts(opened("rounds")) if "fewer than two" in text]
    workflow.take_back(office.store, ROOT, loaded.article_id, ids[0])
    assert "12 claims · open for tagging · 8 claims with fewer than two people" in texts(
        opened("rounds")
    )
    with office.store.read() as db:
        again = workflow.plan(db, [loaded.article_id], ids[1:], 2, per="claim", seed=1)
    assert sum(share.size for share in again.shares) == 8
    workflow.assign(office.store, ROOT, again)
    assert not [text for text in texts(opened("rounds")) if "fewer than two" in text]


def test_an_analyst_finds_what_is_theirs_and_nothing_else(office: Office) -> None:
    first, second = worked(office)
    workflow.set_taggers(office.store, ROOT, second.id, [office.people["Ana Ferreira"].id], seed=1)
    office.become("Ana Ferreira")
    test = opened("articles")
    assert "Ceasefire" in texts(test)
    assert "Harbour" not in texts(test), "she has tagged in it, and it is others' now"
    assert "1 article yours, 3 claims. You have answered 0 of them." in texts(test)
    office.become(NASTY)
    assert "Nothing is given to you" in [one.value for one in opened("articles").subheader]
    office.become("Ruth Adeyemi")
    assert "Review" in labels(opened("tag"))
    office.become("Ines Moreau")
    assert "Go to the rounds" in labels(opened("tag"))
    office.become(NASTY)
    office.become("Ines Moreau")
    assert "Others’ 2" in opened("articles").segmented_control[0].options
    assert first.id


def test_a_part_says_how_much_of_the_article_is_theirs(office: Office) -> None:
    first, _ = worked(office)
    ana, claims = office.people["Ana Ferreira"], claims_of(office.store, first)
    share = Share(first.id, ana.id, (claims[2],), 1)
    workflow.assign(office.store, ROOT, Plan(1, (share,), 0))
    office.become("Ana Ferreira")
    said = " ".join(texts(opened("articles")))
    assert "2 of 3 claims yours" in said, "the one she has answered stays hers"
    desk = opened("tag", article=str(first.id))
    assert given(desk, "desk") is not None


def test_who_has_nothing_to_tag_is_told_why(office: Office) -> None:
    worked(office)
    office.become("Ines Moreau")
    ruth = office.people["Ruth Adeyemi"]
    new = workflow.add_analyst(office.store, "Eve", actor=ROOT)
    office.people["Eve"] = new
    workflow.set_taggers(office.store, ROOT, 1, [ruth.id], seed=1)
    office.become("Eve")
    said = " ".join(texts(opened("tag")))
    assert "nothing of it is given to you yet. The project’s lead gives it out." in said


# --- rounds ---------------------------------------------------------------------------------------


def test_what_is_ticked_decides_what_can_be_done(office: Office) -> None:
    worked(office)
    office.become("Ines Moreau")
    test = opened("rounds")
    assert "Tick articles to close their round" in " ".join(texts(test))
    tick(test, "Harbour")
    offered = {"Close the round", "Share out", "When tags are shown"}
    assert offered <= set(labels(test))
    workflow.set_rounds(office.store, ROOT, [1], "closed")
    tick(test := opened("rounds"), "Harbour")
    assert {"Finish the review", "Open again"} <= set(labels(test))
    assert not offered & set(labels(test))
    assert "3 claims · closed" in texts(test)
    workflow.set_rounds(office.store, ROOT, [1], "reviewed")
    tick(test := opened("rounds"), "Harbour")
    assert {"Review again", "Open again"} <= set(labels(test))
    click(test, "Review again")
    assert state_of(office, 1) == "closed"


@pytest.mark.parametrize(
    ("what", "before", "button", "after", "said"),
    [
        ("close", "open", "Close 2 rounds", "closed", "3 claims that were given to somebody"),
        ("finish", "closed", "Finish the review", "reviewed", "1 claim in dispute has no decision"),
        ("reopen", "closed", "Open again", "open", "They can be tagged again."),
    ],
)
def test_each_change_says_what_follows_before_it_is_made(
    office: Office, what: str, before: RoundState, button: str, after: str, said: str
) -> None:
    worked(office)
    ana, bo = office.people["Ana Ferreira"], office.people[NASTY]
    workflow.set_taggers(office.store, ROOT, 1, [ana.id, bo.id], seed=1)
    workflow.set_taggers(office.store, ROOT, 2, [bo.id], seed=1)
    for claim in claims_of(office.store, worked_row(office, 2))[1:]:
        builders.tag(office.store, bo, claim)
    workflow.set_rounds(office.store, ROOT, [1, 2], before)
    office.become("Ines Moreau")
    test = undecorated(TURN, what=f"{what}.__wrapped__", args="[1, 2]")
    assert said in " ".join(texts(test))
    click(test, button)
    assert not test.error
    assert (state_of(office, 1), state_of(office, 2)) == (after, after)


def worked_row(office: Office, article_id: int) -> Any:
    with office.store.read() as db:
        return articles.get(db, article_id)


def test_when_tags_are_shown_is_set(office: Office) -> None:
    worked(office)
    office.become("Ines Moreau")
    test = undecorated(TURN, what="show.__wrapped__", args='[1], "closing"')
    test.radio(key="shows").set_value("answer")
    run(test)
    click(test, "Save")
    with office.store.read() as db:
        assert rounds.get(db, 1).shows == "answer"
    assert "3 claims · open for tagging · others’ tags shown after one’s own" in texts(
        opened("rounds")
    )


def test_the_list_shows_who_is_how_far(office: Office) -> None:
    worked(office)
    ana, bo = office.people["Ana Ferreira"], office.people[NASTY]
    workflow.set_taggers(office.store, ROOT, 1, [ana.id, bo.id], seed=1)
    office.become("Ines Moreau")
    test = opened("rounds")
    assert "<b>1</b> of 3" in html(test)
    assert "<b>2</b> of 3" in html(test)
    assert "1 of the open ones is given to nobody yet." in " ".join(texts(test))
    rows = {row[0]: row[1:7] for row in cells(test)}
    assert rows["Ana Ferreira"] == ["1", "3", "1", "0", "0", "2"]
    assert rows[NASTY] == ["1", "3", "1", "1", "1", "1"]
    assert rows["Ines Moreau"] == ["0"] * 6


def test_what_nobody_touched_for_a_week_is_taken_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked(office)
    workflow.set_taggers(office.store, ROOT, 1, [office.people["Ana Ferreira"].id], seed=1)
    office.become("Ines Moreau")
    assert "Take back" not in labels(opened("rounds"))
    monkeypatch.setattr(duties, "RESTING", timedelta(days=-1))
    test = opened("rounds")
    assert "Ana Ferreira: Harbour" in texts(test)
    click(test, "Take back")
    assert taggers(office, 1) == set()
    with office.store.read() as db:
        ana = office.people["Ana Ferreira"].id
        assert answers.of_article(db, articles.get(db, 1).revision_id, ana)


def test_many_articles_come_in_pages_and_by_state(office: Office) -> None:
    for number in range(rounds_list.PAGE + 2):
        builders.load(office.store, builders.an_article(f"It is {number}.", title=f"T {number:02}"))
    workflow.set_rounds(office.store, ROOT, [1, 2], "closed")
    office.become("Ines Moreau")
    test = opened("rounds")
    assert len(test.checkbox) == rounds_list.PAGE
    test.pagination[0].set_value(2)
    assert [box.label for box in run(test).checkbox] == ["T 01", "T 00"]
    test.segmented_control[0].set_value("Closed 2")
    assert [box.label for box in run(test).checkbox] == ["T 01", "T 00"]
    test.segmented_control[0].set_value("Reviewed 0")
    assert "No article is in this state." in texts(run(test))


# --- what a closed round opens --------------------------------------------------------------------


@pytest.mark.parametrize("place", ["agreement", "export"])
def test_figures_and_rows_open_to_analysts_without_a_question(office: Office, place: str) -> None:
    first, _ = worked(office)
    ana = office.become("Ana Ferreira")
    before = " ".join(texts(opened(place)))
    assert "when its round is closed" in before
    workflow.set_rounds(office.store, ROOT, [first.id], "closed")
    test = opened(place)
    if place == "export":
        test.checkbox(key="others").check()
        run(test)
    assert not test.exception
    assert not [label for label in labels(test) if label.startswith("Show ")]
    with office.store.read() as db:
        assert answers.shown_to(db, ana.id) == {first.id}


def test_a_reviewer_who_tagged_sees_the_closed_ones_in_review_only_where_it_is_theirs(
    office: Office,
) -> None:
    first, _ = worked(office)
    workflow.set_rounds(office.store, ROOT, [1, 2], "closed")
    ruth = office.become("Ruth Adeyemi")
    test = opened("review")
    assert "Review them" not in labels(test)
    with office.store.read() as db:
        assert answers.shown_to(db, ruth.id) == {first.id}


def test_a_closed_article_is_named_so_in_the_list(office: Office) -> None:
    worked(office)
    workflow.set_rounds(office.store, ROOT, [1], "closed")
    office.become("Ana Ferreira")
    test = opened("articles")
    assert "3 claims · round closed · harbour.txt" in texts(test)
    assert "Look at it" in listed(test)


@pytest.mark.parametrize(
    ("session", "said"),
    [
        (None, "–"),
        (Session("2026-11-30T10:00:00Z", "2026-11-30T10:00:30Z", 4, new=4), "–"),
        (Session("2026-11-30T10:00:00Z", "2026-11-30T10:10:00Z", 5, new=5), "30 an hour"),
    ],
)
def test_the_pace_is_that_of_the_last_session(session: Session | None, said: str) -> None:
    assert duties.pace(session) == said


def test_a_row_without_work_is_zeros() -> None:
    ana = Analyst("a" * 16, "Ana", "")
    assert duties.cells(ana, None, None, "yesterday") == ["Ana", *"000000", "–", "yesterday"]
    duty = Duty(0, "", ana.id, 1200, 3, 1, 2, "", "", 4)
    assert duties.cells(ana, duty, None, "–")[1:7] == ["4", "1,200", "3", "1", "2", "1,196"]


def test_the_sum_of_all_is_one_sentence() -> None:
    counts: dict[RoundState, int] = {"open": 2, "closed": 1, "reviewed": 1}
    assert rounds_list.summary(counts, 1, shared=True) == (
        "4 articles: 2 open, 1 closed, 1 reviewed. 1 of the open ones is given to nobody yet."
    )
    assert re.fullmatch(
        r"1 article, open\. Nothing is shared out.*",
        rounds_list.summary({"open": 1, "closed": 0, "reviewed": 0}, 1, shared=False),
    )
