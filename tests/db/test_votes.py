"""Which rows agreement is computed from."""

from __future__ import annotations

import pytest

from db import votes
from db.errors import NotFoundError
from db.store import Store
from db.votes import VoteRow
from tests import builders
from tests.db import filling


def rows(
    store: Store, *article_ids: int, current: bool = False
) -> list[tuple[int, str, str, str | None]]:
    with store.read() as db:
        chosen = votes.voted(db, article_ids or None)
        found = list(votes.of_articles(db, chosen, current=current))
    return [(row.claim_id, row.analyst, row.outcome, row.tag) for row in found]


def test_a_vote_stays_when_the_answer_changes_after_others_work_was_seen(store: Store) -> None:
    article = filling.load(store, ["The quay leaks."])
    ana = builders.an_analyst(store, "Ana")
    first = builders.tag(store, ana, 1, "sourced", id="0" * 32)
    filling.expose(store, ana, article)
    builders.tag(store, ana, 1, "opinion", replaces=first.id)
    assert rows(store) == [(1, "Ana", "tagged", "sourced")]
    assert rows(store, current=True) == [(1, "Ana", "tagged", "opinion")]


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
        (1, "Ana", "skipped", None),
        (2, "Ana", "unsure", None),
        (3, "Bo", "tagged", "none"),
    ]
    assert rows(store, 2) == [(3, "Bo", "tagged", "none")]


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


def test_rows_come_as_they_are_read(store: Store) -> None:
    filling.load(store, ["The quay leaks."])
    builders.tag(store, builders.an_analyst(store, "Ana"), 1, "none")
    with store.read() as db:
        found = votes.of_articles(db, votes.voted(db))
        assert next(found) == VoteRow(1, 1, "Ana", "tagged", "none")
