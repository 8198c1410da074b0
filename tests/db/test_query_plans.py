"""No statement of everyday work walks through a table that grows.

The statements are those that really run: they are noted while the routes answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import pytest
from sqlite_utils import Database
from starlette.applications import Starlette
from starlette.testclient import TestClient

from annotator import api, downloads, running, workflow
from annotator.identity import Actor, cookie_name
from db import (
    answers,
    articles,
    assignments,
    cases,
    engine,
    overview,
    people,
    recording,
    repeats,
    reviews,
    rounds,
    schemes,
    sessions,
    source_list,
    votes,
)
from db.model import Analyst, ArticleRow, ClaimAnswered, Stored
from db.reviews import Wanted
from db.store import Store, open_store
from db.transaction import Transaction, uuid7
from tests import builders

# These stay small: one row; as many as there are people; a list that comes with the question; no
# table at all.
SMALL: Final = {"project", "analyst", "json_each", "CONSTANT"}

# By a part of the statement: the tables that the plan says are scanned, and why they are not walked
# through from end to end, or may be.
ALLOWED: Final[Mapping[str, tuple[set[str], str]]] = {
    "from event order by seq desc limit 1": ({"event"}, "one row, read from the end"),
    "from scheme order by seq desc limit": ({"scheme"}, "so many rows, read from the end"),
    "select count(*) from (select 1 from vote where scheme": (
        {"(subquery-1)"},
        "counted up to a limit of its own",
    ),
    "order by article.id asc limit ? offset ?": ({"article"}, "a page, in the order of the key"),
    "order by article.id desc limit ? offset ?": ({"article"}, "a page, from the end"),
    "order by article.id desc limit :limit": ({"article"}, "a page, from the end"),
    "where state = :state order by article_id desc limit": ({"round"}, "a page, along an index"),
    "from round where state <> 'open' group by state": (
        {"round"},
        "the rounds that are not open: counted along an index",
    ),
    "where not exists (select 1 from assignment": ({"article"}, "once, where work is shared out"),
    "select * from ( select assignment.article_id": (
        {"assignment"},
        "all assignments once, for whoever leads: 3,000 take 5 ms",
    ),
    "select analyst_id, sum(coalesce(assignment.claims": (
        {"assignment"},
        "those of the people who are asked about",
    ),
    "select 0, '', analyst_id, sum(claims)": (
        {"assignment"},
        "those of the people on the page",
    ),
    "order by article.id desc limit 1": ({"article"}, "down to the first one with work left"),
    "with done as (": (
        {"done"},
        "a row for each of the people on the page, or for each of them in its articles",
    ),
    "select coalesce(sum(claims), 0) from revision": (
        {"revision"},
        "few beside claims, as many as articles",
    ),
    "select count(*) from article": (
        {"article", "revision"},
        "few beside claims: 100,000 take a few ms",
    ),
    "with own as (": (
        {"article", "revision", "work", "counted", "page"},
        "sorted as the analyst's work: grows with articles (100,000 take 0.3 s), not with claims",
    ),
    "with counted (tags, claims) as": ({"kind", "counted"}, "a row for each group of tags"),
    ") as page join claim on": ({"page"}, "as many rows as a page of the queue has"),
    "from tally cross join exposure": (
        {"tally"},
        "what waits, in the order of an index, as far as a page goes: steps are counted below",
    ),
    "select count(*) from source where instr(": (
        {"source"},
        "few beside evidence: 2,000 with 100,000 pieces behind them take 0.1 s",
    ),
    "with page as ( select id, key, name": (
        {"source", "page"},
        "sources in the order of their names, as far as a page goes",
    ),
    "with resting as (": (
        {"evidence", "resting", "page"},
        "all evidence once, claim by claim: people attach it by hand, and 10,000 take 0.1 s",
    ),
    "select exists (select 1 from analyst where": (
        {"article"},
        "down to the first one that was not shown",
    ),
    "union select analyst_id from split_wish": (
        {"said"},
        "a row for each of the people who said something of one claim",
    ),
}

# As long as the analyst's own session is, up to a limit of its own: `test_sessions` holds it.
BOUNDED: Final = "limit :most"

Parameters = Sequence[Any] | dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as it ran."""

    sql: str
    parameters: Parameters = None

    @property
    def words(self) -> str:
        """The statement on one line."""
        return " ".join(self.sql.split())

    @property
    def is_plain(self) -> bool:
        """Whether it reads or changes rows, unlike `begin` or `pragma`."""
        return self.words.split()[0].lower() in {"select", "insert", "update", "delete", "with"}


@dataclass(slots=True)
class Noted:
    """All statements that ran on connections of the store, since the last `clear`."""

    statements: list[Statement] = field(default_factory=list)

    def connect(self, path: Path, *, write: bool) -> Database:
        """As `db.engine.connect`, and listening."""

        def note(sql: str, parameters: Parameters = None) -> None:
            self.statements.append(Statement(sql, parameters))

        return Database(engine.connect(path, write=write).conn, tracer=note)

    def take(self) -> list[Statement]:
        """What ran, each statement once; forget it."""
        found = {s.words: s for s in self.statements if s.is_plain}
        self.statements.clear()
        return list(found.values())


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> Noted:
    """Listens to every connection that a store opens from now on."""
    noted = Noted()
    monkeypatch.setattr("db.store.connect", noted.connect)
    monkeypatch.setattr("db.writer.connect", noted.connect)
    return noted


@dataclass(frozen=True, slots=True)
class Office:
    """A project being served, with an article and somebody who is signed in."""

    store: Store
    client: TestClient
    article: ArticleRow
    analyst: Analyst


@pytest.fixture
def office(noted: Noted, tmp_path: Path) -> Iterator[Office]:
    """The project; nothing of making it is noted."""
    store = open_store(tmp_path / "project.db", create=True)
    article = builders.load(store)
    builders.load(store, builders.an_article("Another quay.", "It holds.", title="Elsewhere"))
    analyst = builders.an_analyst(store, "Ana")
    for claim in (4, 2):
        builders.tag(store, analyst, claim)
        builders.note(store, analyst, claim, "Look again.")
    running.start(store)
    with TestClient(Starlette(routes=[*api.routes(), *downloads.routes()])) as client:
        client.cookies.set(cookie_name(store.project_id), workflow.sign_in(store, analyst.id))
        noted.statements.clear()
        yield Office(store, client, article, analyst)
    running.stop()


def open_desk(office: Office) -> None:
    """The desk's data, and where somebody who comes back goes on."""
    assert office.client.get(f"/api/articles/{office.article.id}/desk").status_code == 200
    with office.store.read() as db:
        for who, where in ((office.analyst.id, 1), ("somebody who has not begun", 2)):
            assert answers.next_article(db, who) == where
        assert answers.first_untagged(db, office.article.revision_id, office.analyst.id) == 1


def store_acts(office: Office) -> None:
    """Every kind of act, a resend and a conflict."""
    first = _act(1, "answer", outcome="tagged", tag="sourced")
    second = _act(1, "answer", outcome="tagged", tag="opinion", replaces=first["id"])
    cleared = _act(1, "clear", replaces=second["id"])
    note = _act(3, "note", text="Who says so?")
    emptied = _act(3, "note", text="", replaces=note["id"])
    wish = _act(3, "split", wanted=True)
    ended = _act(3, "split", wanted=False, replaces=wish["id"])
    stale = _act(3, "answer", outcome="skipped", replaces=first["id"])
    batch = [first, second, first, cleared, note, emptied, wish, ended, stale]
    for act in batch:
        act["sha"] = builders.sha_of(office.store, act["claim"])
    body = {"project": office.store.project_id, "as": office.analyst.id, "acts": batch}
    results = office.client.post("/api/acts", json=body).json()["results"]
    assert [result["status"] for result in results] == ["stored"] * 8 + ["conflict"]


def read_articles_page(office: Office) -> None:
    """What the Articles page shows: how many, one page of them from either end, and progress."""
    with office.store.read() as db:
        assert articles.count(db) == 2
        assert len(people.listing(db)) == 1
        page = articles.listing(db, limit=50)
        assert page == articles.listing(db, newest_first=True, limit=50)[::-1]
        assert len(answers.progress(db, [article.id for article in page])) == 2
        work = articles.listed(db, office.analyst.id, search="E", limit=50)
        assert {row.article.id for row in work.rows} == {article.id for article in page}


def read_own_progress(office: Office) -> None:
    """What the charts of progress show, and where the work goes on after the last article."""
    with office.store.read() as db:
        assert answers.following_article(db, office.analyst.id, 2) == (1, "Harbour notes")
        assert len(answers.own_sequence(db, office.analyst.id, office.article.id)) == 3
        session = answers.last_session(db, office.analyst.id)
        assert session is not None
        assert sum(part.claims for part in answers.pace(db, office.analyst.id, session.began)) >= 2


def read_team_page(office: Office) -> None:
    """How far everybody is, on the Team page and for a page of articles."""
    page = [office.article.id, 2]
    with office.store.read() as db:
        assert overview.claims(db) == 5
        assert overview.of_people(db, [office.analyst.id])[office.analyst.id].answered == 2
        assert len(overview.of_articles(db, page)) == 2
        assert len(overview.of_person(db, office.analyst.id, page)) == 2
        assert answers.worked_in(db, office.analyst.id, page) == {1, 2}
        assert len(answers.progress(db, page, office.analyst.id)) == 2


def read_sources_page(office: Office) -> None:
    """The list of sources, one of them, and the claims that rest on one only."""
    builders.attach(office.store, office.analyst, 1, source="Port office")
    builders.attach(office.store, office.analyst, 2, source="Divers", shared=True)
    with office.store.read() as db:
        for who in (office.analyst.id, None):
            assert source_list.count(db, who, "port") == 1
            first, last = source_list.listed(db, who, limit=2)
            assert source_list.find(db, who, last.id) == last
            assert source_list.grades(db, who, [first.id, last.id]) == []
            assert len(source_list.pieces(db, who, first.id, limit=2)) == 1
            assert source_list.count_alone(db, who) == 2
            assert len(source_list.alone(db, who, limit=2)) == 2
        assert not source_list.some_unseen(db, office.analyst.id)


def read_guide(office: Office) -> None:
    """The codebook, its versions with their votes, and the drafts of rulings."""
    reader = office.analyst.id
    with office.store.read() as db:
        assert schemes.versions(db, limit=20) == []
        assert schemes.labelled(db, "default/1") is None
        schemes.count_votes(db, "default/1")
        reviews.count_ruled(db, reader, "rule_unclear")
        assert reviews.ruled(db, reader, "rule_unclear", limit=10) == []
        assert reviews.ruled(db, reader, "rule_unclear", limit=1, claim_id=1) == []


def read_by_the_api(office: Office) -> None:
    """Pieces of every list, asked for with a key."""
    key = workflow.add_api_token(
        office.store, Actor.of(office.analyst), office.analyst.id, "notebook"
    )
    here = f"/api/articles/{office.article.id}"
    for address in ("/api/me", "/api/articles?limit=1", here, f"{here}/claims?after=1"):
        reply = office.client.get(address, headers={"Authorization": f"Bearer {key}"})
        assert reply.status_code == 200
    assert len(office.client.get(f"{here}/tags?limit=2").json()["tags"]) == 1


def export(office: Office) -> None:
    """One article in both shapes, one's own rows and everybody's."""
    workflow.show_others(office.store, Actor.of(office.analyst), [office.article.id])
    for shape in ("csv-long", "csv-wide"):
        for others in ("", "&others=1"):
            address = f"/api/export/{shape}?article={office.article.id}{others}"
            assert "It leaks." in office.client.get(address).text


def read_votes(office: Office) -> None:
    """What the agreement on an article is computed from."""
    with office.store.read() as db:
        chosen = votes.voted(db, [office.article.id])
        for current in (False, True):
            assert len(list(votes.of_claims(db, chosen, current=current))) == 1


def read_review(office: Office) -> None:
    """The queue in both ways in which it is read, its filters, and one claim's case."""
    who = builders.an_analyst(office.store)
    builders.tag(office.store, who, 2, "opinion")
    builders.note(office.store, who, 1, "Hm.")
    workflow.show_others(office.store, Actor.of(who), [1, 2])
    everything = [
        Wanted(),
        Wanted(group="opinion,sourced"),
        Wanted(article_id=1),
        Wanted(among=(1, 2)),
        Wanted(pair=("opinion", "sourced")),
        Wanted(between=(who.id, office.analyst.id)),
        Wanted(tag="opinion", analyst_id=who.id),
        *(Wanted(state=state, noted=True) for state in reviews.STATES),
        Wanted(state="all"),
        Wanted(state="decided", ruling="tag"),
    ]
    for few in (1, 5000):
        with patch.object(reviews, "_FEW", few), office.store.read() as db:
            for wanted in everything:
                assert reviews.groups(db, who.id, wanted) or wanted.ruling or wanted.noted
                for row in reviews.queue(db, who.id, wanted, limit=20):
                    reviews.queue(db, who.id, wanted, after=row.place, limit=20)
            assert reviews.unanimous(db, who.id) == []
            assert reviews.count_unanimous(db, who.id, 1) == 0
    read_case(office, who)


def read_case(office: Office, who: Analyst) -> None:
    """All that is said of a claim."""
    with office.store.read() as db:
        claim = articles.get_claim(db, 2)
        assert articles.block_of(db, claim).kind == "paragraph"
        assert len(cases.votes(db, claim.id)) == 2
        assert cases.own_vote(db, claim.id, who.id) == ("opinion", None)
        assert cases.majority(db, claim.id) is None
        assert cases.decision(db, claim.id) is None
        assert cases.comments(db, claim.id) == []
        assert not cases.changed_since(db, claim.id, 10_000)
        assert cases.questions(db, office.article.revision_id, who.id) == {}
        assert not cases.asked(db, who.id, office.article.id)


def store_reviews(office: Office) -> None:
    """Every kind of a reviewer's act, a resend of each, and what follows for the tally."""
    bo, cy = (builders.an_analyst(office.store) for _ in range(2))
    builders.tag(office.store, bo, 2, "opinion")
    builders.tag(office.store, bo, 4)
    workflow.show_others(office.store, Actor.of(cy), [1, 2])
    accepted, made = uuid7(), _act(2, "decide", ruling="tag", tag="sourced", reason="So.")
    batch: list[dict[str, Any]] = [
        _act(2, "review-vote", tag="sourced"),
        made,
        _act(2, "decide", ruling="split_kept"),
        _act(2, "withdraw", replaces=made["id"]),
        _act(2, "comment", text="Hm."),
        {"id": accepted, "kind": "accept", "article": None},
        {"id": uuid7(), "kind": "unaccept", "accepted": accepted},
    ]
    for act in batch[:5]:
        act["sha"] = builders.sha_of(office.store, act["claim"])
    for _ in range(2):
        results = workflow.submit_acts(office.store, lambda _: Actor.of(cy), batch).result()
        stored = [isinstance(result, Stored) for result in results]
        assert stored == [True, True, False, True, True, True, True]


def add_article(office: Office) -> None:
    """A new article, and one that is there already."""
    for article in (builders.an_article("A third quay.", title="Third"), builders.an_article()):
        workflow.add_article(office.store, Actor.of(office.analyst), article)


# The work, and some of the tables that its statements must have been seen to ask.
def share_out(office: Office) -> None:
    """The Rounds page: who has what, and is how far; a round is closed and a part given."""
    lead = Actor("cli:test", "test")
    part = workflow.Share(1, office.analyst.id, (1, 2), 2)
    workflow.assign(office.store, lead, workflow.Plan(1, (part,), 0))
    workflow.set_rounds(office.store, lead, [2], "closed")
    with office.store.read() as db:
        for state in (None, "open", "closed"):
            assert rounds.newest(db, state, limit=20)
        assert rounds.counts(db)["closed"] == 1
        assert assignments.duties(db, article_ids=[1, 2])
        assert assignments.totals(db, [office.analyst.id])
        assert assignments.loads(db, [office.analyst.id]) == {office.analyst.id: 2}
        assert 2 not in assignments.unassigned(db)
        assert assignments.resting(db, "9999", limit=9)
        assert rounds.sent_back(db, office.analyst.id, 2) == set()
        assert answers.first_untagged(db, 1, office.analyst.id) == 1
        assert answers.next_article(db, office.analyst.id) == 1
        assert answers.following_article(db, office.analyst.id, 1) is None


def let_claims_come_back(office: Office) -> None:
    """Before an article opens: whether a claim comes back, and what is said of it."""
    with office.store.read() as db:
        claim = repeats.due(db, office.analyst.id, 50, "9999", "seed", in_a_row=3)
        assert claim in (2, 4)
        assert repeats.may_come_back(db, office.analyst.id, claim)
        assert repeats.all_of(db, office.analyst.id) == []


WORK: Final[list[tuple[Callable[[Office], None], set[str]]]] = [
    (
        open_desk,
        {"login", "revision", "body", "block", "claim", "answer", "note", "split_wish", "event"},
    ),
    (
        store_acts,
        {"claim", "event", "answer", "vote", "note", "split_wish", "exposure", "progress"},
    ),
    (read_articles_page, {"article", "revision", "progress"}),
    (read_own_progress, {"claim", "answer", "event"}),
    (read_team_page, {"revision", "progress", "event"}),
    (read_sources_page, {"source", "source_rating", "evidence", "exposure", "claim", "article"}),
    (read_guide, {"scheme", "vote", "decision", "exposure", "claim", "article"}),
    (
        read_by_the_api,
        {"api_token", "article", "revision", "claim", "answer", "note", "split_wish", "progress"},
    ),
    (export, {"article", "claim", "answer", "note", "exposure", "progress"}),
    (
        read_review,
        {"tally", "exposure", "decision", "vote", "claim", "review_vote", "comment", "split_wish"},
    ),
    (
        store_reviews,
        {"review_vote", "decision", "decision_held", "comment", "tally", "vote", "setting"},
    ),
    (read_votes, {"article", "revision", "claim", "vote", "answer"}),
    (add_article, {"article", "original", "body", "block", "claim", "event"}),
    (let_claims_come_back, {"progress", "answer", "exposure", "repeat", "event"}),
    (share_out, {"round", "assignment", "assigned_claim", "progress", "article", "event"}),
]


@pytest.mark.parametrize(("work", "tables"), WORK, ids=[work.__name__ for work, _ in WORK])
def test_no_table_that_grows_is_walked_through(
    noted: Noted, office: Office, work: Callable[[Office], None], tables: set[str]
) -> None:
    work(office)
    statements = noted.take()
    asked = " ".join(statement.words for statement in statements)
    assert {table for table in tables if not re.search(rf"\b{table}\b", asked)} == set()

    db = engine.connect(office.store.path, write=True)
    found = [f"{scan}: {s.words}" for s in statements for scan in scans(db, s)]
    db.close()
    assert found == []


def test_every_allowance_is_needed(noted: Noted, office: Office) -> None:
    for work, _ in WORK:
        work(office)
    ran = [statement.words for statement in noted.take()]
    assert [part for part in ALLOWED if not any(part in words for words in ran)] == []


@pytest.mark.parametrize(
    "sql",
    [
        "select id from claim where sha256 = 'x'",
        "select claim_id from answer where analyst_id = 'x'",
        "select seq from event order by at desc limit 1",
        "select 1 from article where exists (select 1 from note where event_id = article.name)",
        "delete from vote where seq = 7",
    ],
)
def test_a_walk_through_a_table_is_noticed(office: Office, sql: str) -> None:
    db = engine.connect(office.store.path, write=True)
    assert scans(db, Statement(sql)) != []
    db.close()


def test_an_own_tagging_is_found_by_its_own_index(noted: Noted, office: Office) -> None:
    """A reviewer's thousand acts do not lie before the last tag, nor in what a session is."""
    with office.store.read() as db:
        assert answers.last_article(db, office.analyst.id) == 1
        assert sessions.last_session(db, office.analyst.id) is not None
        assert sessions.pace(db, office.analyst.id, "2020-01-01T00:00:00.000Z")
    found = noted.take()
    db = engine.connect(office.store.path, write=False)
    plans = [plan(db, statement)[0] for statement in found]
    db.close()
    article, deeds, before, pace = plans
    assert before.startswith("SCAN chosen"), before  # the claims of the session, and no others
    for line, index in ((article, "tagging"), (deeds, "working"), (pace, "tagging")):
        assert line.startswith(f"SEARCH event USING INDEX event_{index} (actor=?"), line


def test_whether_somebody_worked_on_an_article_is_asked_of_that_article(
    noted: Noted, office: Office
) -> None:
    """Not of all they ever tagged."""
    with office.store.read() as db:
        assert answers.has_worked(db, office.analyst.id, 1)
        assert answers.worked_in(db, office.analyst.id, [1, 2]) == {1, 2}
    found = noted.take()
    db = engine.connect(office.store.path, write=False)
    for statement in found:
        lines = [line for line in plan(db, statement) if "event" in line]
        # Whether they tagged anything at all, which most reviewers never did, and then this.
        assert lines[-1].endswith("USING INDEX event_own (article_id=? AND actor=?)")
        assert all("event_tagging (actor=?)" in line for line in lines[:-1])
    db.close()


@pytest.mark.parametrize("page", ["first", "behind a place"])
@pytest.mark.parametrize("wanted", [Wanted(), Wanted(group="opinion,sourced")], ids=["all", "one"])
def test_a_page_of_the_queue_takes_no_more_steps_beside_many_that_wait(
    noted: Noted, office: Office, wanted: Wanted, page: str
) -> None:
    """Where much waits the page is read in the order of an index, and ends with its last claim."""
    bo = builders.an_analyst(office.store, "Bo")
    for claim in (2, 4):
        builders.tag(office.store, bo, claim, "opinion")
    for article in (1, 2):
        builders.expose(office.store, bo, article)

    def ask() -> int:
        with patch.object(reviews, "_FEW", 1), office.store.read() as db:
            first = reviews.queue(db, bo.id, wanted, limit=1)
            noted.statements.clear()
            after = first[0].place if page != "first" else None
            assert len(reviews.queue(db, bo.id, wanted, after=after, limit=1)) == 1
        return steps(office.store.path, noted.take())

    before = ask()
    _dispute(office, bo, 1_000)
    assert ask() - before <= 5


def _dispute(office: Office, other: Analyst, claims: int) -> None:
    """Another article, on which two differ; shown to the second."""
    article = builders.an_article(*(f"Pier {n} leaks." for n in range(claims)), title="Disputed")
    row = builders.load(office.store, article)
    with office.store.read() as db:
        added = articles.claims_of(db, row.revision_id)

    def job(tx: Transaction) -> None:
        for who, tag in ((office.analyst, "sourced"), (other, "opinion")):
            for claim in added:
                sha = claim.sha256[:12]
                act = ClaimAnswered(sha, "tagged", tag, "", "", "default/1", None)
                recording.record(tx, who.id, uuid7(), claim.id, act)
        answers.expose(tx, other.id, row.id)

    office.store.write(job)


@pytest.mark.parametrize("work", [open_desk, export, read_by_the_api, read_votes])
def test_reading_one_article_takes_no_more_steps_beside_many_others(
    noted: Noted, office: Office, work: Callable[[Office], None]
) -> None:
    """The plan says how SQLite looks; this counts what it does."""
    work(office)
    reading = [s for s in noted.take() if s.words.startswith("select") and BOUNDED not in s.words]
    before = steps(office.store.path, reading)
    _add_others(office, 3_000)
    # A range that ended with the table ends before another row now: one step more to see it.
    assert steps(office.store.path, reading) - before <= len(reading)


def scans(db: Database, statement: Statement) -> list[str]:
    """The lines of the plan that walk through a table that grows, without a reason."""
    walked = SMALL.union(
        *(tables for part, (tables, _) in ALLOWED.items() if part in statement.words)
    )
    lines = plan(db, statement)
    names = dict(_aliases(statement.words))
    return [
        line
        for line in lines
        if (match := re.match(r"SCAN (\w+)", line)) and names.get(match[1], match[1]) not in walked
    ]


def plan(db: Database, statement: Statement) -> list[str]:
    """The lines of the plan."""
    rows = db.execute(f"explain query plan {statement.sql}", statement.parameters)
    return [str(row[3]) for row in rows]


def steps(path: Path, statements: Sequence[Statement]) -> int:
    """How many steps of SQLite's machine these statements take."""
    db = engine.connect(path, write=False)
    taken = 0

    def count() -> bool:
        nonlocal taken
        taken += 1
        return False

    db.conn.set_progress_handler(count, 1)
    for statement in statements:
        db.execute(statement.sql, statement.parameters).fetchall()
    db.close()
    return taken


def _aliases(words: str) -> list[tuple[str, str]]:
    """`from json_each(:ids) as chosen` as (chosen, json_each)."""
    found = re.findall(r"(?:from|join) (\w+)(?:\([^)]*\))? as (\w+)", words)
    return [(alias, table) for table, alias in found]


def _act(claim: int, kind: str, **more: object) -> dict[str, Any]:
    return {"id": uuid7(), "kind": kind, "claim": claim, "replaces": None} | more


def _add_others(office: Office, claims: int) -> None:
    """Another article, answered by somebody else and by the analyst."""
    other = builders.an_article(*(f"Quay {n} leaks." for n in range(claims)), title="Long")
    bo = builders.an_analyst(office.store, "Bo")
    row = builders.load(office.store, other)
    with office.store.read() as db:
        added = articles.claims_of(db, row.revision_id)

    def job(tx: Transaction) -> None:
        for who in (office.analyst, bo):
            for claim in added[::10]:
                act = ClaimAnswered(
                    sha=claim.sha256[:12],
                    outcome="tagged",
                    tag="sourced",
                    reason="",
                    confidence="",
                    scheme="default/1",
                    replaces=None,
                )
                recording.record(tx, who.id, uuid7(), claim.id, act)

    office.store.write(job)
