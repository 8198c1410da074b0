"""Evidence in the record: what counts, who sees it, and what a resend does."""

from __future__ import annotations

import pytest

from db import answers, cases, evidence, files, sources
from db.check import check
from db.errors import EventConflictError
from db.model import Analyst, Refused, Stored
from db.store import Store
from db.transaction import uuid7
from tests import builders
from tests.builders import an_analyst, attach, put_back, take_back


@pytest.fixture
def people(store: Store) -> tuple[Analyst, Analyst]:
    """Ana and Bo, before an article of three claims."""
    builders.load(store)
    return an_analyst(store, "Ana"), an_analyst(store, "Bo")


def seen(store: Store, analyst: Analyst) -> list[tuple[int, str]]:
    with store.read() as db:
        return [
            (piece.evidence.claim_id, piece.evidence.quote)
            for piece in evidence.seen_by(db, analyst.id, 1)
        ]


def test_a_piece_counts_until_it_is_taken_back(
    store: Store, people: tuple[Analyst, Analyst]
) -> None:
    ana, _ = people
    done = attach(store, ana, 1, quote="The log says May.", source="Harbour office")
    assert seen(store, ana) == [(1, "The log says May.")]
    take_back(store, ana, 1, done.id)
    assert seen(store, ana) == []
    with store.read() as db:
        held = evidence.find(db, done.id)
    assert held is not None
    assert held.withdrawn_at is not None
    put_back(store, ana, 1, done.id)
    assert seen(store, ana) == [(1, "The log says May.")]
    assert check(store) == []


def test_a_new_version_takes_the_place_of_the_old(
    store: Store, people: tuple[Analyst, Analyst]
) -> None:
    ana, _ = people
    first = attach(store, ana, 1, quote="Old.")
    attach(store, ana, 1, quote="New.", replaces=first.id)
    assert seen(store, ana) == [(1, "New.")]
    assert check(store) == []


def test_others_pieces_are_not_seen_unless_they_are_shared(
    store: Store, people: tuple[Analyst, Analyst]
) -> None:
    ana, bo = people
    attach(store, bo, 1, quote="Bo's.")
    attach(store, bo, 2, quote="For all.", shared=True)
    assert seen(store, ana) == [(2, "For all.")]
    assert seen(store, bo) == [(1, "Bo's."), (2, "For all.")]


def test_hidden_evidence_is_others_work_and_shared_evidence_is_not(
    store: Store, people: tuple[Analyst, Analyst]
) -> None:
    ana, bo = people
    attach(store, bo, 2, shared=True)
    with store.read() as db:
        assert answers.hidden(db, ana.id, [1]) == []
    attach(store, bo, 1)
    with store.read() as db:
        assert answers.hidden(db, ana.id, [1]) == [1]
        assert answers.hidden(db, bo.id, [1]) == []


def test_who_only_attached_evidence_stands_among_the_votes(
    store: Store, people: tuple[Analyst, Analyst]
) -> None:
    ana, bo = people
    builders.tag(store, ana, 1)
    attach(store, bo, 1)
    with store.read() as db:
        assert [(vote.name, vote.outcome) for vote in cases.votes(db, 1)] == sorted(
            [("Ana", "tagged"), ("Bo", None)], key=lambda one: {"Ana": ana, "Bo": bo}[one[0]].id
        )


def test_a_resend_changes_nothing(store: Store, people: tuple[Analyst, Analyst]) -> None:
    ana, _ = people
    same = uuid7()
    first = attach(store, ana, 1, id=same, source="Harbour office")
    again = attach(store, ana, 1, id=same, source="harbour OFFICE")
    assert isinstance(first, Stored)
    assert first == again
    assert len(seen(store, ana)) == 1
    with pytest.raises(EventConflictError):
        attach(store, ana, 1, id=same, quote="Something else.")


def test_a_claim_that_changed_is_refused(store: Store, people: tuple[Analyst, Analyst]) -> None:
    ana, _ = people
    done = attach(store, ana, 1, sha="0" * 12)
    assert isinstance(done, Refused)
    assert seen(store, ana) == []


def test_one_name_is_one_source(store: Store, people: tuple[Analyst, Analyst]) -> None:
    ana, bo = people
    attach(store, ana, 1, source="The  Harbour Office")
    attach(store, bo, 1, source="the harbour office")
    with store.read() as db:
        assert db.execute("select name from source").fetchall() == [("The Harbour Office",)]


def test_sources_that_others_named_are_not_told(
    store: Store, people: tuple[Analyst, Analyst]
) -> None:
    ana, bo = people
    attach(store, bo, 1, source="Leaked list")
    attach(store, bo, 2, source="Press office", shared=True)
    with store.read() as db:
        assert sources.names_seen_by(db, ana.id, 1) == ["Press office"]
        assert sources.names_seen_by(db, bo.id, 1) == ["Leaked list", "Press office"]
    builders.expose(store, ana, 1)
    with store.read() as db:
        assert sources.names_seen_by(db, ana.id, 1) == ["Leaked list", "Press office"]


def test_a_grade_holds_until_the_next_one(store: Store, people: tuple[Analyst, Analyst]) -> None:
    ana, bo = people
    attach(store, ana, 1, source="Harbour office")
    office = builders.source_named(store, "Harbour office")
    for who, grade in ((ana, "B"), (bo, "D"), (ana, "F"), (bo, "")):
        builders.rate(store, who, office, grade)
    with store.read() as db:
        assert [(one.analyst_id, one.reliability) for one in sources.ratings(db, office)] == [
            (ana.id, "F")
        ]
    assert check(store) == []


def test_a_file_is_kept_once_and_shown_to_whom_its_evidence_is_shown(
    store: Store, people: tuple[Analyst, Analyst]
) -> None:
    ana, bo = people
    kept = builders.keep_file(store, b"%PDF-1.7 log", "application/pdf")
    assert builders.keep_file(store, b"%PDF-1.7 log", "application/pdf") == kept
    attach(store, bo, 1, type="document", file_sha256=kept, file_name="log.pdf")
    with store.read() as db:
        assert files.content(db, kept) == b"%PDF-1.7 log"
        assert db.execute("select count(*) from file").fetchone() == (1,)
        assert evidence.file_visible(db, kept, bo.id) == ("log.pdf", "application/pdf")
        assert evidence.file_visible(db, kept, ana.id) is None
    builders.expose(store, ana, 1)
    with store.read() as db:
        assert evidence.file_visible(db, kept, ana.id) == ("log.pdf", "application/pdf")
