"""Evidence by the way everything takes: parsed, authorised, stored, and answered."""

from __future__ import annotations

from typing import Any

import pytest

from annotator import workflow
from annotator.identity import Actor, NotAllowedError
from annotator.workflow import WorkflowError
from annotator.workflow.evidencing import NOT_YOURS
from db import evidence, settings, sources
from db.model import EVIDENCE_WANTED, ActResult, Analyst, Refused, Stored
from db.store import Store
from db.transaction import uuid7
from tests import builders
from tests.builders import an_analyst


@pytest.fixture
def ana(store: Store) -> Analyst:
    """Ana, before an article of three claims."""
    builders.load(store)
    return an_analyst(store, "Ana")


def send(store: Store, actor: Actor | Analyst, *acts: dict[str, Any]) -> list[ActResult]:
    who = actor if isinstance(actor, Actor) else Actor.of(actor)
    whole = [
        {
            "id": uuid7(),
            "kind": "evidence",
            "claim": 1,
            "sha": builders.sha_of(store, act.get("claim", 1))[:12],
            "type": "quote",
            "stance": "supports",
            "quote": "So it was said.",
        }
        | act
        for act in acts
    ]
    return workflow.submit_acts(store, lambda _tx: who, whole).result()


def held(store: Store, result: ActResult) -> Any:
    with store.read() as db:
        return evidence.find(db, result.id)


def why(result: ActResult) -> str:
    assert isinstance(result, Refused), result
    return result.why


def test_a_piece_with_a_new_source(store: Store, ana: Analyst) -> None:
    (done,) = send(store, ana, {"source": "Harbour office", "note": "p. 4"})
    assert isinstance(done, Stored)
    piece = held(store, done)
    assert (piece.quote, piece.note, piece.analyst_id) == ("So it was said.", "p. 4", ana.id)
    with store.read() as db:
        office = sources.find(db, piece.source_id)
    assert office is not None
    assert (office.name, office.added_by) == ("Harbour office", ana.id)


def test_a_resend_is_answered_as_the_first_time(store: Store, ana: Analyst) -> None:
    act = {"id": uuid7(), "source": "Harbour office"}
    first, again = send(store, ana, act, act)
    assert first == again
    (later,) = send(store, ana, act)
    assert later == first
    with store.read() as db:
        assert len(evidence.of_claim(db, 1)) == 1


def test_words_of_the_article_are_kept_as_the_article_has_them(store: Store) -> None:
    article = builders.an_article("The quay 🏗️ was\u00a0rebuilt.", "It leaks.")
    builders.load(store, article)
    ana = an_analyst(store)
    start = article.text.index("🏗️")
    end = article.text.index("leaks") + 5
    (done,) = send(
        store,
        ana,
        {"type": "in_text", "quote": "🏗️ was rebuilt. It leaks", "start": start, "end": end},
    )
    piece = held(store, done)
    assert piece.quote == article.text[piece.start : piece.end] == "🏗️ was\u00a0rebuilt. It leaks"
    assert article.text[:start].endswith(piece.prefix)
    assert article.text[end:].startswith(piece.suffix)


@pytest.mark.parametrize(("start", "end"), [(15, 24), (16, 30), (0, 9_999)])
def test_words_at_another_place_are_refused(
    store: Store, ana: Analyst, start: int, end: int
) -> None:
    (done,) = send(store, ana, {"type": "in_text", "quote": "quay was", "start": start, "end": end})
    assert "not at this place of the article" in why(done)
    with store.read() as db:
        assert evidence.of_claim(db, 1) == []


def test_nobody_changes_what_somebody_else_attached(store: Store, ana: Analyst) -> None:
    bo = an_analyst(store, "Bo")
    (theirs,) = send(store, bo, {})
    for act in (
        {"kind": "evidence-withdraw", "evidence": theirs.id},
        {"kind": "evidence-restore", "evidence": theirs.id},
        {"replaces": theirs.id},
        {"kind": "evidence-withdraw", "evidence": uuid7()},
    ):
        (done,) = send(store, ana, act)
        assert why(done) == NOT_YOURS
    (elsewhere,) = send(store, bo, {"kind": "evidence-withdraw", "evidence": theirs.id, "claim": 2})
    assert why(elsewhere) == NOT_YOURS
    assert held(store, theirs).withdrawn_at is None


def test_taking_back_and_restoring(store: Store, ana: Analyst) -> None:
    (piece,) = send(store, ana, {})
    gone = {"id": uuid7(), "kind": "evidence-withdraw", "evidence": piece.id}
    (first,) = send(store, ana, gone)
    assert held(store, piece).withdrawn_at is not None
    (back,) = send(store, ana, {"kind": "evidence-restore", "evidence": piece.id})
    assert held(store, piece).withdrawn_at is None
    assert send(store, ana, gone) == [first]  # a resend takes nothing back again
    assert held(store, piece).withdrawn_at is None
    assert isinstance(back, Stored)


def test_a_file_comes_before_its_evidence(store: Store, ana: Analyst) -> None:
    act = {"type": "document", "quote": "", "fileName": "log.txt"}
    (early,) = send(store, ana, act | {"file": "0" * 64})
    assert why(early) == "The file is not here. Attach it again."
    kept = workflow.keep_file(store, Actor.of(ana), b"The log.", "text/plain")
    (done,) = send(store, ana, act | {"file": kept.sha256})
    assert held(store, done).file_sha256 == kept.sha256


def test_who_only_knows_the_hash_of_a_file_cannot_attach_it(store: Store, ana: Analyst) -> None:
    bo = an_analyst(store, "Bo")
    act = {"type": "document", "quote": "", "fileName": "log.txt"}
    kept = workflow.keep_file(store, Actor.of(ana), b"The log.", "text/plain")
    act |= {"file": kept.sha256}
    send(store, ana, act)
    (refused,) = send(store, bo, act)
    assert why(refused) == "The file is not here. Attach it again."
    builders.expose(store, bo)
    (seen,) = send(store, bo, act)
    assert isinstance(seen, Stored)
    cy = an_analyst(store, "Cy")
    assert workflow.keep_file(store, Actor.of(cy), b"The log.", "text/plain") == kept
    same = act | {"id": uuid7()}
    first, again = send(store, cy, same, same)
    assert isinstance(first, Stored)
    assert first == again


def test_only_the_lead_lays_evidence_before_all_and_only_before_the_work(store: Store) -> None:
    builders.load(store)
    ana, lead = an_analyst(store, "Ana"), an_analyst(store, "Lea")
    analyst, leader = Actor(ana.id, "Ana", "analyst"), Actor(lead.id, "Lea", "lead")
    (refused,) = send(store, analyst, {"shared": True})
    assert "by the project's lead" in why(refused)
    same = {"id": uuid7(), "shared": True}
    (done,) = send(store, leader, same)
    assert held(store, done).shared
    builders.tag(store, ana, 1)
    (late,) = send(store, leader, {"shared": True})
    assert "Others have begun this article" in why(late)
    assert send(store, leader, same) == [done]


def test_who_was_removed_attaches_nothing(store: Store, ana: Analyst) -> None:
    gone = Actor(ana.id, "Ana", "removed")
    with pytest.raises(NotAllowedError):
        send(store, gone, {})
    with pytest.raises(NotAllowedError):
        workflow.keep_file(store, gone, b"x", "text/plain")
    with pytest.raises(NotAllowedError):
        workflow.rate_source(store, gone, "x", "A", "")


def test_grades_are_letters_of_the_scale(store: Store, ana: Analyst) -> None:
    (done,) = send(store, ana, {"source": "Harbour office"})
    source, actor = held(store, done).source_id, Actor.of(ana)
    with pytest.raises(WorkflowError, match="There is no grade “G”; choose A to F"):
        workflow.rate_source(store, actor, source, "G", "")
    with pytest.raises(WorkflowError, match="2,001 characters; at most 2,000"):
        workflow.rate_source(store, actor, source, "A", "n" * 2_001)
    with pytest.raises(WorkflowError, match="no such source"):
        workflow.rate_source(store, actor, uuid7(), "A", "")
    workflow.rate_source(store, actor, source, "F", " Cannot be judged. ")
    with store.read() as db:
        (grade,) = sources.ratings(db, source)
    assert (grade.reliability, grade.note) == ("F", "Cannot be judged.")


def test_the_lead_says_whether_evidence_is_wanted(store: Store, ana: Analyst) -> None:
    with pytest.raises(NotAllowedError):
        workflow.want_evidence(store, Actor(ana.id, "Ana", "analyst"), wanted=True)
    for wanted in (True, False):
        workflow.want_evidence(store, Actor(ana.id, "Ana", "lead"), wanted=wanted)
        with store.read() as db:
            assert (settings.value(db, EVIDENCE_WANTED) == "yes") is wanted
