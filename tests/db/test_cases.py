"""One claim before a reviewer: who said what, what they changed, and what was said about it."""

from __future__ import annotations

import pytest

from db import cases
from db.model import Analyst
from db.store import Store
from tests import builders


@pytest.fixture
def ana(store: Store) -> Analyst:
    builders.load(store)
    return builders.an_analyst(store, "Ana")


@pytest.fixture
def bo(store: Store, ana: Analyst) -> Analyst:
    return builders.an_analyst(store, "Bo")


def votes(store: Store, claim: int = 1) -> dict[str, cases.CastVote]:
    with store.read() as db:
        return {vote.name: vote for vote in cases.votes(db, claim)}


def majority(store: Store, claim: int = 1) -> str | None:
    with store.read() as db:
        return cases.majority(db, claim)


def test_a_vote_has_all_that_was_said_with_it(store: Store, ana: Analyst) -> None:
    builders.tag(store, ana, 1, "opinion", confidence="low", reason="no source")
    builders.note(store, ana, 1, "Who says so?")
    builders.wish_split(store, ana, 1)
    vote = votes(store)["Ana"]
    assert (vote.analyst_id, vote.outcome, vote.tag) == (ana.id, "tagged", "opinion")
    assert (vote.confidence, vote.reason, vote.note) == ("low", "no source", "Who says so?")
    assert vote.split
    assert vote.answered_at
    assert (vote.before, vote.now_outcome, vote.now_tag, vote.now_at) == (None, None, None, None)


def test_what_was_changed_while_blind_and_since(store: Store, ana: Analyst) -> None:
    first = builders.tag(store, ana, 1, None, outcome="unsure")
    second = builders.tag(store, ana, 1, "sourced", replaces=first.id)
    assert (votes(store)["Ana"].tag, votes(store)["Ana"].before) == ("sourced", "unsure")

    builders.expose(store, ana)
    builders.tag(store, ana, 1, "contested", replaces=second.id)
    vote = votes(store)["Ana"]
    assert (vote.tag, vote.now_outcome, vote.now_tag) == ("sourced", "tagged", "contested")
    assert vote.now_at


def test_who_never_voted_is_there_with_what_they_said(
    store: Store, ana: Analyst, bo: Analyst
) -> None:
    builders.note(store, ana, 1, "Hm.")
    builders.expose(store, bo)
    builders.tag(store, bo, 1, "sourced")
    found = votes(store)
    assert (found["Ana"].outcome, found["Ana"].note, found["Ana"].now_tag) == (None, "Hm.", None)
    assert (found["Bo"].outcome, found["Bo"].now_tag) == (None, "sourced")
    assert votes(store, 2) == {}


def test_an_answer_that_did_not_hold_is_nothing_they_said(store: Store, ana: Analyst) -> None:
    first = builders.tag(store, ana, 1, "sourced")
    builders.tag(store, ana, 1, "opinion")  # from a screen that is not current
    builders.tag(store, ana, 1, "contested", replaces=first.id)
    assert votes(store)["Ana"].before == "sourced"


def test_votes_come_in_the_order_of_ids(store: Store, ana: Analyst, bo: Analyst) -> None:
    for who in (bo, ana):
        builders.tag(store, who, 1)
    with store.read() as db:
        found = [vote.analyst_id for vote in cases.votes(db, 1)]
    assert found == sorted([ana.id, bo.id])


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ([], None),
        (["sourced"], None),
        (["sourced", "opinion"], None),
        (["sourced", "opinion", "opinion"], "opinion"),
        (["sourced", "opinion", "contested"], None),
        (["sourced", "sourced", "opinion", "contested"], "sourced"),
        ([None, None, "sourced"], None),
        ([None], None),
    ],
)
def test_the_majority(
    store: Store, ana: Analyst, tags: list[str | None], expected: str | None
) -> None:
    for tag in tags:
        outcome = "tagged" if tag else "unsure"
        builders.tag(store, builders.an_analyst(store), 1, tag, outcome=outcome)
    assert majority(store) == expected


def test_an_own_vote_is_a_reviewers_or_an_analysts(store: Store, ana: Analyst, bo: Analyst) -> None:
    tagged = builders.tag(store, ana, 1, "sourced")
    builders.tag(store, ana, 2, None, outcome="unsure")
    cast = builders.review_vote(store, bo, 1, "opinion")
    with store.read() as db:
        assert cases.own_vote(db, 1, ana.id) == ("sourced", None)
        assert cases.own_vote(db, 2, ana.id) == ("unsure", None)
        assert cases.own_vote(db, 3, ana.id) is None
        assert cases.own_vote(db, 1, bo.id) == ("opinion", cast.id)
    assert tagged.id != cast.id
    builders.review_vote(store, ana, 1, "contested")
    with store.read() as db:
        own = cases.own_vote(db, 1, ana.id)
    assert own is not None
    assert own[0] == "contested"


def test_comments_are_a_thread(store: Store, ana: Analyst, bo: Analyst) -> None:
    builders.comment(store, ana, 1, "Which letter?")
    builders.comment(store, bo, 1, "The first. \u202e😀")
    builders.comment(store, bo, 2, "Elsewhere.")
    with store.read() as db:
        found = cases.comments(db, 1)
    assert [(one.text, name) for one, name in found] == [
        ("Which letter?", "Ana"),
        ("The first. \u202e😀", "Bo"),
    ]


def test_a_vote_after_the_decision_is_noticed(store: Store, ana: Analyst, bo: Analyst) -> None:
    builders.tag(store, ana, 1)
    builders.decide(store, bo, 1)
    with store.read() as db:
        made = cases.decision(db, 1)
        assert made is not None
        assert not cases.changed_since(db, 1, made.seq)
    builders.tag(store, builders.an_analyst(store), 1, "opinion")
    with store.read() as db:
        assert cases.changed_since(db, 1, made.seq)
        assert not cases.changed_since(db, 2, 0)
        assert cases.decision(db, 2) is None


def test_a_question_is_asked_until_it_is_answered(store: Store, ana: Analyst, bo: Analyst) -> None:
    tagged = builders.tag(store, ana, 1)

    def asked(who: Analyst) -> dict[int, str]:
        with store.read() as db:
            found = cases.questions(db, 1, who.id)
            for articles in (cases.asked(db, who.id), cases.asked(db, who.id, 1)):
                assert [(one.article_id, one.claims) for one in articles] == (
                    [(1, len(found))] if found else []
                )
        return found

    assert asked(ana) == {}
    builders.decide(store, bo, 1, None, ruling="sent_back", reason="Which quay?")
    assert asked(ana) == {}, "what she tags after a question would be no vote"
    with store.read() as db:
        others = [row[0] for row in db.execute("select id from claim where article_id = 1")][1:]
    skipped = builders.tag(store, ana, others[0], None, outcome="skipped")
    for claim in others[1:]:
        builders.tag(store, ana, claim)
    assert asked(ana) == {}
    builders.tag(store, ana, others[0], "none", replaces=skipped.id)
    assert asked(ana) == {1: "Which quay?"}
    assert asked(bo) == {}
    builders.tag(store, ana, 1, "opinion", replaces=tagged.id)
    assert asked(ana) == {}
