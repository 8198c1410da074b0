"""Tagging sessions and their pace: read from an analyst's own acts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from db import answers, recording, sessions
from db.model import (
    Analyst,
    ArticleRow,
    ClaimAnswered,
    Exposed,
    NoteWritten,
    Outcome,
    Pace,
)
from db.session_model import Session
from db.store import Store
from db.transaction import Transaction, uuid7
from tests import builders

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def article(store: Store) -> ArticleRow:
    return builders.load(store, builders.an_article(*(f"Ship {n} came in." for n in range(9))))


@pytest.fixture
def ana(store: Store) -> Analyst:
    return builders.an_analyst(store, "Ana")


def clock(minutes: float) -> str:
    moment = (NOON + timedelta(minutes=minutes)).isoformat(timespec="milliseconds")
    return moment.replace("+00:00", "Z")


def act(
    store: Store,
    analyst: Analyst,
    minutes: float,
    claim_id: int,
    outcome: Outcome = "tagged",
    *,
    replaces: str | None = None,
    note: bool = False,
) -> str:
    """An act as the log keeps it, `minutes` after noon."""
    sha, tag = builders.sha_of(store, claim_id), "sourced" if outcome == "tagged" else None
    content = (
        NoteWritten(sha, "Hm.", replaces)
        if note
        else ClaimAnswered(sha, outcome, tag, "", "", "default/1", replaces)
    )

    def job(tx: Transaction) -> str:
        then = Transaction(tx.db, tx.project_id, clock(minutes))
        return recording.record(then, analyst.id, uuid7(), claim_id, content).id

    return store.write(job)


def session_of(store: Store, analyst: Analyst) -> Session | None:
    """The last session, as far as its time and its claims go."""
    with store.read() as db:
        found = answers.last_session(db, analyst.id)
    return Session(found.began, found.last, found.claims) if found else None


def pace_of(store: Store, analyst: Analyst, since: float) -> list[tuple[str, int]]:
    with store.read() as db:
        return [
            (part.began[11:16], part.claims) for part in answers.pace(db, analyst.id, clock(since))
        ]


def test_a_session_ends_where_the_pause_is_longer_than_the_gap(
    store: Store, article: ArticleRow, ana: Analyst
) -> None:
    assert session_of(store, ana) is None
    for claim, minutes in enumerate([0, 15.1, 30, 45.1, 46], 1):
        act(store, ana, minutes, claim)
    assert session_of(store, ana) == Session(clock(45.1), clock(46), 2)


def test_a_session_is_of_one_person_in_all_articles(
    store: Store, article: ArticleRow, ana: Analyst
) -> None:
    other = builders.load(store, builders.an_article("Grain is cheap.", title="Grain"))
    bo = builders.an_analyst(store, "Bo")
    act(store, ana, 0, 1)
    act(store, bo, 1, 2)
    act(store, ana, 2, article.claims + other.claims)
    assert session_of(store, ana) == Session(clock(0), clock(2), 2)


def test_each_claim_answered_counts_once(store: Store, article: ArticleRow, ana: Analyst) -> None:
    first = act(store, ana, 0, 1)
    act(store, ana, 1, 1, "unsure", replaces=first)
    act(store, ana, 2, 2, "skipped")
    act(store, ana, 3, 3, note=True)
    assert session_of(store, ana) == Session(clock(0), clock(3), 1)


def test_what_is_not_about_a_claim_is_no_work(
    store: Store, article: ArticleRow, ana: Analyst
) -> None:
    act(store, ana, 0, 1)

    def see_others(tx: Transaction) -> None:
        Transaction(tx.db, tx.project_id, clock(5)).append(ana.id, Exposed(), article_id=article.id)

    store.write(see_others)
    assert session_of(store, ana) == Session(clock(0), clock(0), 1)


def test_pace_counts_first_answers_in_pieces_of_five_minutes(
    store: Store, article: ArticleRow, ana: Analyst
) -> None:
    before = act(store, ana, -10, 1)
    act(store, ana, 1, 1, "unsure", replaces=before)  # answered before: no progress
    act(store, ana, 1, 2, "skipped")  # not answered
    act(store, ana, 4.9, 3)
    act(store, ana, 5, 4, "unsure")
    act(store, ana, 9, 5)
    act(store, ana, 9.5, 6, note=True)
    act(store, ana, 21, 7)
    assert pace_of(store, ana, 0) == [("12:00", 1), ("12:05", 2), ("12:20", 1)]
    assert pace_of(store, ana, -60)[0] == ("11:50", 1)
    assert pace_of(store, ana, 30) == []


def test_a_skipped_claim_counts_when_it_is_answered(
    store: Store, article: ArticleRow, ana: Analyst
) -> None:
    skipped = act(store, ana, 1, 1, "skipped")
    act(store, ana, 12, 1, replaces=skipped)
    assert pace_of(store, ana, 0) == [("12:10", 1)]


def test_no_more_than_a_bounded_number_of_acts_is_read(
    store: Store, article: ArticleRow, ana: Analyst, monkeypatch: pytest.MonkeyPatch
) -> None:
    for claim in range(1, 7):
        act(store, ana, claim, claim)
    monkeypatch.setattr(sessions, "MOST", 4)
    assert session_of(store, ana) == Session(clock(3), clock(6), 4)
    with store.read() as db:
        assert answers.pace(db, ana.id, clock(0)) == [
            Pace("2026-05-04T12:00:00Z", 2),
            Pace("2026-05-04T12:05:00Z", 2),
        ]


def test_the_sequence_has_every_claim_and_only_own_answers(
    store: Store, article: ArticleRow, ana: Analyst
) -> None:
    builders.load(store, builders.an_article("Grain is cheap.", title="Grain"))
    act(store, ana, 0, 2)
    act(store, ana, 0, 3, "skipped")
    act(store, builders.an_analyst(store, "Bo"), 0, 1)
    with store.read() as db:
        placed = answers.own_sequence(db, ana.id, article.id)
    assert [each.position for each in placed] == list(range(1, 10))
    assert [(each.claim_id, each.outcome, each.tag) for each in placed if each.outcome] == [
        (2, "tagged", "sourced"),
        (3, "skipped", None),
    ]
