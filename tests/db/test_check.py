"""The check finds damage, and changes made behind the program's back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlite_utils import Database

from annotator import workflow
from annotator.identity import Actor
from db import answers, schemes, sessions, sources
from db.check import check
from db.engine import connect
from db.events import head
from db.model import KINDS, Head
from db.store import Store
from db.transaction import chained, genesis, uuid7
from tests import builders


@pytest.fixture
def worked(store: Store) -> Store:
    """A project in which every kind of event has happened."""
    article = builders.load(store)
    builders.load(store, builders.an_article("Grain is cheap. \u202eRTL", title="Grain"))
    ana, bo = builders.an_analyst(store, "Ana"), builders.an_analyst(store, "Bo")
    first = builders.tag(store, ana, 1)
    builders.tag(store, ana, 1, "opinion", replaces=first.id)
    builders.tag(store, ana, 1, "contested")
    skipped = builders.tag(store, bo, 2, None, outcome="skipped")
    builders.clear(store, bo, 2, replaces=skipped.id)
    builders.note(store, bo, 1, "Who says so?")
    wished = builders.wish_split(store, ana, 1)
    builders.wish_split(store, ana, 1, wanted=False, replaces=wished.id)
    builders.wish_split(store, bo, 1)
    builders.wish_split(store, bo, 1, wanted=False)
    rea = builders.an_analyst(store, "Rea")
    for who in (ana, bo):
        builders.tag(store, who, 4, "opinion")
    builders.expose(store, rea, 1)
    builders.expose(store, rea, 2)
    builders.unaccept(store, rea, builders.accept(store, rea).id)
    builders.accept(store, rea)
    builders.review_vote(store, rea, 1)
    decided = builders.decide(store, rea, 1)
    builders.decide(store, rea, 1, "opinion")
    builders.withdraw(store, rea, 1, replaces=decided.id)
    builders.decide(store, rea, 3, None, ruling="sent_back", reason="Which?")
    builders.comment(store, rea, 1, "Hm.")
    lead = Actor("cli:test", "test")
    store.write(lambda tx: schemes.set_text(tx, lead.id, "default/2", "version = 2"))
    workflow.let_review_own(store, lead, allowed=True)
    kept = builders.keep_file(store, b"The dam log.")
    piece = builders.attach(
        store, bo, 1, type="document", file_sha256=kept, file_name="log.txt", source="Dam office"
    )
    builders.attach(store, bo, 1, "refutes", replaces=piece.id, source="dam  OFFICE")
    builders.take_back(store, bo, 1, piece.id)
    builders.put_back(store, bo, 1, piece.id)
    builders.attach(store, bo, 2, type="in_text", quote="Harbour", start=0, end=7)
    with store.read() as db:
        office = sources.find_name(db, "Dam office")
    assert office is not None
    workflow.rate_source(store, Actor(bo.id, "Bo"), office.id, "B", "Keeps the log itself.")
    builders.answer_again(store, ana, 1, "sourced")
    workflow.set_rounds(store, lead, [1], "closed")
    workflow.set_rounds(store, lead, [1], "reviewed")
    workflow.set_rounds(store, lead, [1, 2], "closed")
    workflow.set_rounds(store, lead, [1], "open")
    workflow.set_showing(store, lead, [1], "answer")
    workflow.set_taggers(store, lead, 1, [ana.id, bo.id], seed=1)
    workflow.set_taggers(store, lead, 1, [bo.id], seed=1)
    workflow.set_rounds(store, lead, [2], "open")
    part = workflow.Share(2, bo.id, (4,), 1)
    workflow.assign(store, lead, workflow.Plan(1, (part,), 0))
    store.write(lambda tx: answers.expose(tx, ana.id, article.id))
    builders.tag(store, ana, 2, "opinion")
    store.write(lambda tx: sessions.end(tx, ana.id, uuid7()))
    with store.read() as db:
        happened = {kind for (kind,) in db.execute("select distinct kind from event")}
    assert set(KINDS) - happened == {"analyst.role"}
    return store


def tampered(store: Store, *statements: str) -> None:
    database = connect(store.path, write=True)
    database.execute("pragma foreign_keys = off")
    for statement in statements:
        database.execute(statement)
    database.close()


def test_a_sound_project_has_no_findings(worked: Store) -> None:
    assert check(worked) == []
    with worked.read() as db:
        assert check(worked, head(db)) == []


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        (["update claim set text = 'Other.' where id = 1"], "text of claim 1"),
        (["update body set text = replace(text, 'e', 'a')"], "has been altered"),
        (["update original set bytes = x'00'"], "has been altered"),
        (["drop trigger event_no_update", "update event set at = '2020' where seq = 3"], "event 3"),
        (["drop trigger event_no_delete", "delete from event where seq = 4"], "removed"),
        (["update answer set tag = 'sourced'"], "Table answer"),
        (["delete from vote"], "Table vote"),
        (["update progress set claims = 7"], "Table progress"),
        (["delete from exposure"], "Table exposure"),
        (["update note set text = 'x'"], "Table note"),
        (["delete from split_wish"], "Table split_wish"),
        (["update review_vote set tag = 'none'"], "Table review_vote"),
        (["update decision set reason = 'x'"], "Table decision "),
        (["delete from decision where ruling = 'accepted'"], "Table decision "),
        (["delete from decision_held"], "Table decision_held"),
        (["update comment set text = 'x'"], "Table comment"),
        (["update tally set waits = 1 - waits"], "Table tally"),
        (["update tally set weight = 9"], "Table tally"),
        (["update round set state = 'reviewed' where article_id = 1"], "Table round"),
        (["update round set number = 1"], "Table round"),
        (["delete from assignment where article_id = 1"], "Table assignment "),
        (["update assignment set place = 0"], "Table assignment "),
        (["delete from assigned_claim"], "Table assigned_claim"),
        (["update repeat set again = 'none'"], "Table repeat"),
        (["update setting set value = ''"], "Table setting"),
        (["update scheme set label = 'mine/1'"], "Table scheme "),
        (["drop trigger scheme_text_no_update", "update scheme_text set text = ''"], "altered"),
        (["update evidence set stance = 'refutes'"], "Table evidence"),
        (["update evidence set withdrawn_at = added_at"], "Table evidence"),
        (["update source set name = 'x'"], "Table source "),
        (["update source_rating set reliability = 'A'"], "Table source_rating"),
        (["update file set bytes = x'00'"], "has been altered"),
        (["update article set title = 'x' where id = 2"], "Table article"),
        (["delete from analyst"], "not there"),
        (["drop trigger event_no_update"], "trigger event_no_update is missing"),
        (["drop view tags_long"], "view tags_long is missing"),
        (
            ["drop view tags_long", "create view tags_long as select 1 as one"],
            "view tags_long of the file's schema has been altered",
        ),
    ],
)
def test_what_was_changed_by_hand_is_found(
    worked: Store, statements: list[str], words: str
) -> None:
    tampered(worked, *statements)
    findings = check(worked)
    assert findings
    assert any(words in finding for finding in findings), findings


def test_a_cut_tail_is_found_against_a_head_kept_elsewhere(worked: Store) -> None:
    with worked.read() as db:
        kept = head(db)
    tampered(
        worked,
        "drop trigger event_no_delete",
        f"delete from answer where seq = {kept.seq}",
        f"delete from vote where seq = {kept.seq}",
        "update progress set claims = claims - 1 where tag = 'opinion'",
        f"delete from event where seq = {kept.seq}",
    )
    assert not any("the log" in finding for finding in check(worked))
    assert any("tail was cut" in finding for finding in check(worked, kept))


def test_a_recomputed_chain_is_found_against_a_head_kept_elsewhere(worked: Store) -> None:
    with worked.read() as db:
        kept = head(db)

    def recompute(database: Database) -> None:
        previous = genesis(worked.project_id)
        rows = database.execute(
            "select seq, id, at, actor, kind, article_id, claim_id, payload from event order by seq"
        ).fetchall()
        for row in rows:
            previous = chained(previous, row)
            database.execute("update event set hash = ? where seq = ?", [previous, row[0]])

    changed(worked, recompute)
    assert check(worked) == []
    assert any("rewritten" in finding for finding in check(worked, kept))


def changed(store: Store, change: Callable[[Database], None]) -> None:
    database = connect(store.path, write=True)
    guard = database.execute(
        "select sql from sqlite_master where name = 'event_no_update'"
    ).fetchone()[0]
    database.execute("drop trigger event_no_update")
    database.execute("update event set at = '2020-01-01T00:00:00.000Z' where kind = 'exposure'")
    database.execute("update exposure set exposed_at = '2020-01-01T00:00:00.000Z'")
    change(database)
    database.execute(guard)
    database.close()


def test_a_flipped_bit_in_a_claim_is_found(worked: Store) -> None:
    worked.close()
    data = bytearray(worked.path.read_bytes())
    at = data.find(b"The quay was rebuilt")
    assert at > 0
    data[at + 4] ^= 1
    worked.path.write_bytes(data)
    findings = check(worked)
    assert findings


def test_a_file_that_cannot_be_read_is_a_finding_not_a_traceback(worked: Store) -> None:
    worked.close()
    data = bytearray(worked.path.read_bytes())
    for page in range(4096 * 2, len(data) - 4096, 4096):
        data[page : page + 64] = b"\xff" * 64
    worked.path.write_bytes(data)
    assert check(worked)


def test_a_head_that_never_was_is_found(worked: Store) -> None:
    assert check(worked, Head(10_000, "0" * 64))


def test_what_people_add_for_themselves_is_no_finding(worked: Store) -> None:
    tampered(worked, "create view mine as select * from claim", "create table own (a)")
    assert check(worked) == []


def test_a_wrong_head_of_an_empty_log_is_found(store: Store) -> None:
    with store.read() as db:
        assert check(store, head(db)) == []
    assert check(store, Head(0, "0" * 64))
