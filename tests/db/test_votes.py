"""Which rows agreement is computed from."""

from __future__ import annotations

import functools

import pytest

from db import votes
from db.errors import NotFoundError
from db.store import Store
from db.transaction import Transaction
from db.votes import BETWEEN, ClaimVotes
from tests import builders
from tests.db import filling


def rows(store: Store, *article_ids: int, current: bool = False) -> list[tuple[int, str, str]]:
    """Claim, analyst, and the tag or the outcome."""
    with store.read() as db:
        names = votes.names(db)
        found = list(votes.of_claims(db, votes.voted(db, article_ids or None), current=current))
    return [
        (row.claim_id, names[id], answer)
        for row in found
        for id, _, answer in sorted(said.partition(" ") for said in row.said.split(BETWEEN))
    ]


def test_a_vote_stays_when_the_answer_changes_after_others_work_was_seen(store: Store) -> None:
    article = filling.load(store, ["The quay leaks."])
    ana = builders.an_analyst(store, "Ana")
    first = builders.tag(store, ana, 1, "sourced", id="0" * 32)
    filling.expose(store, ana, article)
    builders.tag(store, ana, 1, "opinion", replaces=first.id)
    assert rows(store) == [(1, "Ana", "sourced")]
    assert rows(store, current=True) == [(1, "Ana", "opinion")]


def test_an_answer_that_was_never_blind_is_no_vote(store: Store) -> None:
    article = filling.load(store, ["The quay leaks."])
    ana = builders.an_analyst(store, "Ana")
    filling.expose(store, ana, article)
    builders.tag(store, ana, 1, "opinion")
    assert rows(store) == []
    assert len(rows(store, current=True)) == 1


def test_all_outcomes_come_in_reading_order_and_by_article(store: Store) -> None:
    for title in ("One", "Two"):
        filling.load(store, [f"{title} leaks.", f"{title} holds."], title)
    ana, bo = (builders.an_analyst(store, name) for name in ("Ana", "Bo"))
    builders.tag(store, bo, 3, "none")
    builders.tag(store, ana, 2, None, outcome="unsure")
    builders.tag(store, ana, 1, None, outcome="skipped")
    assert rows(store) == [
        (1, "Ana", "skipped"),
        (2, "Ana", "unsure"),
        (3, "Bo", "none"),
    ]
    assert rows(store, 2) == [(3, "Bo", "none")]


def test_the_articles_with_their_claims_touched_or_not(store: Store) -> None:
    filling.load(store, ["One leaks.", "One holds."], "One")
    filling.load(store, ["Two leaks."], "Two")
    with store.read() as db:
        found = votes.voted(db)
        assert [(one.article_id, one.title, one.claims) for one in found] == [
            (1, "One", 2),
            (2, "Two", 1),
        ]
        assert votes.voted(db, [2, 2]) == found[1:]
        with pytest.raises(NotFoundError, match="7"):
            votes.voted(db, [7])


def test_a_blanked_name_still_tells_two_persons_apart(store: Store) -> None:
    filling.load(store, ["The quay leaks."])
    people = [builders.an_analyst(store, name) for name in ("Ana", "Bo")]
    for one in people:
        builders.tag(store, one, 1, "none")
    store.write(lambda tx: tx.db.execute("update analyst set name = ''"))
    assert {row[1] for row in rows(store)} == {one.id for one in people}


def test_a_claim_comes_with_all_that_is_said_of_it_and_the_time_of_its_last_tag(
    store: Store,
) -> None:
    filling.load(store, ["The quay leaks.", "It holds."])
    ana, bo = (builders.an_analyst(store, name) for name in ("Ana", "Bo"))
    builders.tag(store, ana, 1, "none")
    builders.tag(store, bo, 1, "sourced")
    builders.tag(store, bo, 2, None, outcome="unsure")
    times = {ana.id: "2026-05-04T12:00:00.123Z", bo.id: "2026-05-04T11:00:00.000Z"}
    command = "update vote set answered_at = ? where analyst_id = ?"
    for id, at in times.items():
        store.write(functools.partial(_run, command, [at, id]))
    with store.read() as db:
        first, second = votes.of_claims(db, votes.voted(db))
    assert (first.article_id, first.claim_id) == (1, 1)
    assert set(first.said.split(BETWEEN)) == {f"{ana.id} none", f"{bo.id} sourced"}
    assert first.tagged_at == "2026-05-04T12:00:00", "the last, to the second"
    assert second == ClaimVotes(1, 2, f"{bo.id} unsure", "")


@pytest.mark.parametrize("current", [False, True])
def test_all_articles_at_once_are_the_articles_one_by_one(store: Store, current: bool) -> None:
    ana, bo = (builders.an_analyst(store, name) for name in ("Ana", "Bo"))
    filling.load(store, ["The quay leaks.", "It holds.", "Nobody looks."])
    filling.load(store, ["The mole is new."])
    for analyst, claim, tag in (
        (bo, 4, "none"),
        (ana, 2, "sourced"),
        (bo, 2, "none"),
        (ana, 4, "opinion"),
    ):
        builders.tag(store, analyst, claim, tag)
    with store.read() as db:
        chosen = votes.voted(db)
        together = list(votes.of_claims(db, chosen, current=current))
        apart = [row for one in chosen for row in votes.of_claims(db, [one], current=current)]
    assert [row._replace(said="") for row in together] == [row._replace(said="") for row in apart]
    assert [set(row.said.split(BETWEEN)) for row in together] == [
        set(row.said.split(BETWEEN)) for row in apart
    ]
    assert [row.claim_id for row in together] == [2, 4]


def _run(command: str, values: list[str], tx: Transaction) -> None:
    tx.db.execute(command, values)
