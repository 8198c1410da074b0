"""Decisions: one holds, votes stay as they are, and whatever is settled can be opened again."""

from __future__ import annotations

import pytest

from db import cases, recording
from db.check import check
from db.errors import EventConflictError
from db.events import count
from db.model import ActResult, Analyst, Conflicting, Refused, Stored
from db.review_model import Decision, ReviewVote
from db.store import Store
from db.transaction import uuid7
from tests import builders


@pytest.fixture
def ana(store: Store) -> Analyst:
    """Ana and Bo disagree on the first claim and agree on the others."""
    builders.load(store)
    ana, bo = builders.an_analyst(store, "Ana"), builders.an_analyst(store, "Bo")
    builders.tag(store, ana, 1, "sourced")
    builders.tag(store, bo, 1, "opinion")
    for claim in (2, 3):
        for who in (ana, bo):
            builders.tag(store, who, claim, "contested")
    return ana


@pytest.fixture
def rea(store: Store, ana: Analyst) -> Analyst:
    rea = builders.an_analyst(store, "Rea")
    builders.expose(store, rea)
    return rea


@pytest.fixture
def sol(store: Store, rea: Analyst) -> Analyst:
    sol = builders.an_analyst(store, "Sol")
    builders.expose(store, sol)
    return sol


def decided(store: Store, claim: int = 1) -> Decision | None:
    with store.read() as db:
        return cases.decision(db, claim)


def votes(store: Store) -> list[tuple[object, ...]]:
    with store.read() as db:
        return db.execute("select * from vote").fetchall()


def adjudicated(store: Store, claim: int = 1) -> tuple[object, ...]:
    with store.read() as db:
        found: tuple[object, ...] = db.execute(
            "select final_tag, method, reviewer, reason, votes from adjudicated where claim_id = ?",
            [claim],
        ).fetchone()
    return found


def test_of_two_reviewers_the_first_one_wins(store: Store, rea: Analyst, sol: Analyst) -> None:
    before = votes(store)
    first = builders.decide(store, rea, 1, "sourced", reason="It names the letter.")
    second = builders.decide(store, sol, 1, "opinion")

    assert isinstance(first, Stored)
    assert isinstance(second, Conflicting)
    assert isinstance(second.current, Decision)
    assert (second.current.reviewer_id, second.current.tag) == (rea.id, "sourced")
    assert decided(store) == second.current
    third = builders.decide(store, sol, 1, "opinion", replaces=first.id)
    assert isinstance(third, Stored)
    assert adjudicated(store) == ("opinion", "adjudicated", "Sol", "", 2)
    assert votes(store) == before
    assert check(store) == []


def test_a_decision_is_withdrawn_by_who_saw_it(store: Store, rea: Analyst, sol: Analyst) -> None:
    first = builders.decide(store, rea, 1)
    assert isinstance(builders.withdraw(store, sol, 1, replaces=uuid7()), Conflicting)
    assert isinstance(builders.withdraw(store, sol, 1, replaces=first.id), Stored)
    assert decided(store) is None
    late = builders.withdraw(store, rea, 1, replaces=first.id)
    assert isinstance(late, Conflicting)
    assert late.current is None
    assert isinstance(builders.decide(store, rea, 1), Stored)
    assert check(store) == []


def test_a_resend_of_each_kind_is_answered_as_the_first_time(
    store: Store, rea: Analyst, sol: Analyst
) -> None:
    ids = [uuid7() for _ in range(8)]

    def send() -> list[ActResult]:
        return [
            builders.review_vote(store, rea, 1, "sourced", id=ids[0]),
            builders.review_vote(store, rea, 1, "opinion", replaces=ids[0], id=ids[1]),
            builders.review_vote(store, rea, 1, "contested", id=ids[2]),
            builders.decide(store, rea, 1, "sourced", id=ids[3]),
            builders.decide(store, sol, 1, "opinion", id=ids[4]),
            builders.withdraw(store, rea, 1, replaces=ids[3], id=ids[5]),
            builders.withdraw(store, sol, 1, replaces=ids[4], id=ids[6]),
            builders.comment(store, sol, 1, "See above.", id=ids[7]),
        ]

    first = send()
    expected = [Stored, Stored, Conflicting, Stored, Conflicting, Stored, Conflicting, Stored]
    assert [type(result) for result in first] == expected
    with store.read() as db:
        before = count(db)
    again = send()
    assert [(type(r), r.id) for r in again] == [(type(r), r.id) for r in first]
    with store.read() as db:
        assert count(db) == before
        assert len(cases.comments(db, 1)) == 1
    assert check(store) == []


def test_a_lost_decision_that_was_taken_back_stays_lost(
    store: Store, rea: Analyst, sol: Analyst
) -> None:
    """What an outbox sends again: a decision and its undoing, neither of which took effect."""
    builders.decide(store, rea, 1)
    lost, undone = uuid7(), uuid7()
    for _ in range(2):
        assert isinstance(builders.decide(store, sol, 1, "opinion", id=lost), Conflicting)
        result = builders.withdraw(store, sol, 1, replaces=lost, id=undone)
        assert isinstance(result, Conflicting)


def test_an_id_used_for_another_decision_is_refused(store: Store, rea: Analyst) -> None:
    act_id = uuid7()
    builders.decide(store, rea, 1, id=act_id)
    with pytest.raises(EventConflictError, match="used before"):
        builders.decide(store, rea, 1, "opinion", id=act_id)
    with pytest.raises(EventConflictError, match="used before"):
        builders.comment(store, rea, 1, "Hm.", id=act_id)


def test_a_decision_on_another_text_is_refused(store: Store, rea: Analyst) -> None:
    refused = builders.decide(store, rea, 1, sha=builders.sha_of(store, 2))
    assert isinstance(refused, Refused)
    assert decided(store) is None


def test_each_reviewer_has_an_own_vote(store: Store, rea: Analyst, sol: Analyst) -> None:
    before = votes(store)
    builders.review_vote(store, rea, 1, "sourced")
    builders.review_vote(store, sol, 1, "opinion")
    stale = builders.review_vote(store, rea, 1, "contested")
    assert isinstance(stale, Conflicting)
    assert isinstance(stale.current, ReviewVote)
    assert stale.current.tag == "sourced"
    with store.read() as db:
        assert [cases.own_vote(db, 1, who.id) for who in (rea, sol)] == [
            ("sourced", stale.current.event_id),
            cases.own_vote(db, 1, sol.id),
        ]
    assert votes(store) == before


def test_all_on_which_they_agree_is_accepted_in_one_act(
    store: Store, rea: Analyst, sol: Analyst
) -> None:
    settled = builders.decide(store, sol, 3, "opinion", reason="No.")
    before = votes(store)
    accepted = builders.accept(store, rea)
    assert [decided(store, claim) is None for claim in (1, 2, 3)] == [True, False, False]
    assert adjudicated(store, 2) == ("contested", "unanimous", "Rea", "", 2)
    assert adjudicated(store, 3) == ("opinion", "adjudicated", "Sol", "No.", 2)
    assert votes(store) == before
    with store.read() as db:
        assert cases.settled_by(db, accepted.id) == [1]

    builders.unaccept(store, rea, accepted.id)
    assert decided(store, 2) is None
    kept = decided(store, 3)
    assert kept is not None
    assert kept.event_id == settled.id
    with store.read() as db:
        assert cases.settled_by(db, accepted.id) == []
    assert check(store) == []


def test_taking_an_acceptance_back_takes_no_decision_back(store: Store, rea: Analyst) -> None:
    made = builders.decide(store, rea, 1)
    with store.read() as db:
        assert cases.settled_by(db, made.id) == []
    builders.unaccept(store, rea, made.id)
    assert decided(store) is not None


def test_one_accepted_claim_can_be_decided_otherwise(store: Store, rea: Analyst) -> None:
    accepted = builders.accept(store, rea)
    assert isinstance(builders.decide(store, rea, 2, "opinion"), Conflicting)
    changed = builders.decide(store, rea, 2, "opinion", replaces=accepted.id)
    assert isinstance(changed, Stored)
    assert isinstance(builders.withdraw(store, rea, 3, replaces=accepted.id), Stored)
    assert decided(store, 3) is None
    builders.unaccept(store, rea, accepted.id)
    assert decided(store, 2) is not None
    assert check(store) == []


def test_a_resent_acceptance_is_known_by_who_sent_it_and_what_it_was(
    store: Store, rea: Analyst, sol: Analyst
) -> None:
    accepted = builders.accept(store, rea)
    back = builders.unaccept(store, rea, accepted.id)

    def find(who: Analyst, act_id: str, withdraws: str | None) -> Stored | None:
        return store.write(lambda tx: recording.find_acceptance(tx, who.id, act_id, withdraws))

    assert find(rea, accepted.id, None) == accepted
    assert find(rea, back.id, accepted.id) == back
    assert find(rea, uuid7(), None) is None
    for who, act_id, withdraws in (
        (sol, accepted.id, None),
        (rea, accepted.id, back.id),
        (rea, back.id, None),
        (rea, back.id, uuid7()),
    ):
        with pytest.raises(EventConflictError, match="used before"):
            find(who, act_id, withdraws)


@pytest.mark.parametrize(
    ("tags", "ruling", "tag", "expected"),
    [
        ([], None, None, (None, "undecided", "", "", 0)),
        (["sourced"], None, None, (None, "single_vote", "", "", 1)),
        (["sourced", "sourced"], None, None, ("sourced", "unanimous", "", "", 2)),
        (["sourced", "opinion"], None, None, (None, "undecided", "", "", 2)),
        (["sourced", "sourced", "opinion"], None, None, (None, "majority", "", "", 3)),
        (["sourced", None], None, None, (None, "single_vote", "", "", 1)),
        ([None, None], None, None, (None, "undecided", "", "", 0)),
        (["sourced", "opinion"], "tag", "none", ("none", "adjudicated", "Rea", "So.", 2)),
        (["sourced", "opinion"], "split_kept", None, (None, "split_kept", "Rea", "So.", 2)),
        (["sourced", "sourced"], "no_tag_fits", None, (None, "no_tag_fits", "Rea", "So.", 2)),
        (["sourced", "opinion"], "rule_unclear", None, (None, "rule_unclear", "Rea", "So.", 2)),
        (["sourced", "opinion"], "sent_back", None, (None, "sent_back", "Rea", "So.", 2)),
        ([], "tag", "sourced", ("sourced", "adjudicated", "Rea", "So.", 0)),
    ],
)
def test_how_a_final_tag_comes_about(
    store: Store,
    tags: list[str | None],
    ruling: str | None,
    tag: str | None,
    expected: tuple[object, ...],
) -> None:
    builders.load(store)
    for one in tags:
        outcome = "tagged" if one else "unsure"
        builders.tag(store, builders.an_analyst(store), 1, one, outcome=outcome)
    if ruling:
        rea = builders.an_analyst(store, "Rea")
        builders.decide(store, rea, 1, tag, ruling=ruling, reason="So.")
    assert adjudicated(store) == expected
    assert check(store) == []


def test_every_claim_is_in_the_view_of_final_tags(store: Store, rea: Analyst) -> None:
    builders.decide(
        store,
        rea,
        1,
        None,
        ruling="split_kept",
        majority="Named.",
        minority="Not shown.",
        cause="rule",
    )
    with store.read() as db:
        rows = db.execute(
            "select claim_id, method, cause, majority_statement, minority_statement, "
            "decided_at <> '' from adjudicated order by claim_id"
        ).fetchall()
    assert rows == [
        (1, "split_kept", "rule", "Named.", "Not shown.", 1),
        (2, "unanimous", "", "", "", 0),
        (3, "unanimous", "", "", "", 0),
    ]
