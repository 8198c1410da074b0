"""How far everybody is: figures of work, and nothing of what was said."""

from __future__ import annotations

from dataclasses import fields

from db import answers, articles, overview
from db.model import Analyst, ArticleRow, Effort
from db.store import Store
from tests import builders


def claims_of(store: Store, row: ArticleRow) -> list[int]:
    with store.read() as db:
        return [claim.id for claim in articles.claims_of(db, row.revision_id)]


def worked(store: Store) -> tuple[list[ArticleRow], Analyst, Analyst]:
    """Ana has answered in both articles, Bo has skipped a claim of the second one."""
    rows = [
        builders.load(store, builders.an_article("A.", "B.", "C.", title=title))
        for title in ("First", "Second")
    ]
    ana, bo = (builders.an_analyst(store, name) for name in ("Ana", "Bo"))
    first, second, third = claims_of(store, rows[0])
    builders.tag(store, ana, first, "sourced")
    builders.tag(store, ana, second, "opinion")
    builders.tag(store, ana, third, None, outcome="unsure")
    builders.tag(store, ana, claims_of(store, rows[1])[0], "sourced")
    builders.tag(store, bo, claims_of(store, rows[1])[2], None, outcome="skipped")
    return rows, ana, bo


def counts(effort: Effort) -> tuple[int, str, int, int, int]:
    return effort.article_id, effort.analyst_id, effort.tagged, effort.unsure, effort.skipped


def test_people_are_counted_over_all_articles(store: Store) -> None:
    _, ana, bo = worked(store)
    idle = builders.an_analyst(store, "Cem")
    with store.read() as db:
        found = overview.of_people(db, [bo.id, idle.id, ana.id])
        assert overview.of_people(db, [idle.id]).keys() == {idle.id}
    assert {person: counts(effort) for person, effort in found.items()} == {
        ana.id: (0, ana.id, 3, 1, 0),
        bo.id: (0, bo.id, 0, 0, 1),
        idle.id: (0, idle.id, 0, 0, 0),
    }
    assert found[ana.id].answered == 4
    assert found[bo.id].answered == 0, "a skipped claim waits"


def test_each_article_is_counted_for_each_who_began_it(store: Store) -> None:
    rows, ana, bo = worked(store)
    with store.read() as db:
        found = overview.of_articles(db, [row.id for row in rows])
        of_ana = overview.of_person(db, ana.id, [row.id for row in rows])
        of_bo = overview.of_person(db, bo.id, [rows[0].id])
    assert sorted(map(counts, found)) == sorted(
        [
            (rows[0].id, ana.id, 2, 1, 0),
            (rows[1].id, ana.id, 1, 0, 0),
            (rows[1].id, bo.id, 0, 0, 1),
        ]
    )
    assert of_ana == {row.article_id: row for row in found if row.analyst_id == ana.id}
    assert of_bo == {}


def test_last_seen_is_the_last_act_in_the_article_and_at_all(store: Store) -> None:
    rows, ana, bo = worked(store)
    with store.read() as db:
        acts = db.execute(
            "select article_id, max(at) from event where actor = ? group by article_id", [ana.id]
        )
        last = {article_id: at for article_id, at in acts if article_id is not None}
        of_ana = overview.of_person(db, ana.id, [row.id for row in rows])
        assert {number: effort.last_at for number, effort in of_ana.items()} == last
        assert overview.of_people(db, [ana.id])[ana.id].last_at == max(last.values())
    removed = builders.an_analyst(store, "Cem")
    store.write(lambda tx: tx.db.execute("update analyst set name = '' where id = ?", [removed.id]))
    with store.read() as db:
        assert overview.of_people(db, [bo.id])[bo.id].last_at != ""


def test_no_tag_is_among_the_figures() -> None:
    names = {field.name for field in fields(Effort)}
    assert names == {"article_id", "analyst_id", "tagged", "unsure", "skipped", "last_at"}


def test_all_claims_are_counted_once(store: Store) -> None:
    with store.read() as db:
        assert overview.claims(db) == 0
    worked(store)
    with store.read() as db:
        assert overview.claims(db) == 6


def test_who_worked_where(store: Store) -> None:
    rows, ana, bo = worked(store)
    ids = [row.id for row in rows]
    store.write(lambda tx: answers.expose(tx, bo.id, rows[0].id))
    with store.read() as db:
        assert answers.worked_in(db, ana.id, ids) == set(ids)
        assert answers.worked_in(db, bo.id, ids) == {rows[1].id}, "to look is not to work"
        assert answers.worked_in(db, ana.id, []) == set()
        for who in (ana, bo):
            assert answers.worked_in(db, who.id, ids) == {
                number for number in ids if answers.has_worked(db, who.id, number)
            }


def test_progress_may_be_asked_for_one_alone(store: Store) -> None:
    rows, ana, bo = worked(store)
    ids = [row.id for row in rows]
    with store.read() as db:
        everybody = answers.progress(db, ids)
        own = answers.progress(db, ids, bo.id)
    assert {row.analyst_id for row in everybody} == {ana.id, bo.id}
    assert own == [row for row in everybody if row.analyst_id == bo.id]
