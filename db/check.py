"""Is the record whole? Every finding is a sentence; no finding means that it is.

What follows from the log is derived a second time, in a database of its own, and compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from sqlite_utils import Database

from db import (
    answers,
    articles,
    assignments,
    people,
    recording,
    repeats,
    rounds,
    schemes,
    settings,
    sources,
)
from db.engine import sqlite3
from db.errors import StoreError
from db.events import count, history
from db.evidence_model import (
    EvidenceAttached,
    EvidenceRestored,
    EvidenceWithdrawn,
    SourceAdded,
    SourceRated,
)
from db.migrations import migrations
from db.model import (
    AnalystAdded,
    ArticleLoaded,
    ClaimAnswered,
    ClaimCleared,
    ClaimRepeated,
    Event,
    Exposed,
    Head,
    NoteWritten,
    RoleGiven,
    SchemeSet,
    SettingChanged,
    SplitWished,
)
from db.review_model import (
    AcceptanceWithdrawn,
    ClaimDecided,
    CommentWritten,
    DecisionWithdrawn,
    ReviewVoted,
    UnanimousAccepted,
)
from db.round_model import AssignmentEnded, AssignmentMade, RoundChanged, ShowingChanged
from db.session_model import SessionEnded
from db.store import Store
from db.transaction import chained, genesis

_DERIVED: Final = (
    "article",
    "revision",
    "block",
    "claim",
    "answer",
    "vote",
    "note",
    "split_wish",
    "exposure",
    "progress",
    "role",
    "review_vote",
    "decision",
    "decision_held",
    "comment",
    "tally",
    "setting",
    "scheme",
    "source",
    "source_rating",
    "evidence",
    "round",
    "assignment",
    "assigned_claim",
    "repeat",
)
# Events that name an analyst besides the one who acts.
_NAMING: Final = (AnalystAdded, RoleGiven, AssignmentMade, AssignmentEnded)
_TEXTS: Final = (
    ("body", "text"),
    ("original", "bytes"),
    ("file", "bytes"),
    ("scheme_text", "text"),
)
_MOST: Final = 20  # findings of one sort; more say nothing new

# From where to where these two, which take the time, bring the share that is done.
_CHAIN: Final = (0.1, 0.4)
_REPLAY: Final = (0.4, 0.9)
_EVERY: Final = 256  # events

Tell = Callable[[float], None]


def check(store: Store, head: Head | None = None, tell: Tell | None = None) -> list[str]:
    """Look for damage and for changes made behind the program's back.

    Args:
        head: Where the log ended once, kept elsewhere: finds a cut tail and a recomputed chain.
        tell: Is told again and again what share of the work is done.
    """
    try:
        with store.read(timeout=None) as db:
            findings = list(_file(db))
            if not findings:
                findings += _schema(db)
                findings += _texts(db)
                findings += _chain(db, store.project_id, _Watch(tell, count(db), *_CHAIN))
                findings += _head(db, store.project_id, head)
            if not findings:
                findings += _derived(db, _Watch(tell, count(db), *_REPLAY))
    except StoreError as error:
        return [str(error)]
    return findings


@dataclass(frozen=True, slots=True)
class _Watch:
    """Tells how far a walk through the log has come, as a part of the whole work."""

    tell: Tell | None
    events: int
    begin: float
    end: float

    def over(self, events: Iterable[Event]) -> Iterator[Event]:
        """The same events."""
        for event in events:
            if self.tell is not None and event.seq % _EVERY == 0:
                done = min(event.seq / self.events, 1.0)
                self.tell(self.begin + done * (self.end - self.begin))
            yield event


def _file(db: Database) -> Iterator[str]:
    for (message,) in db.execute(f"pragma integrity_check({_MOST})"):
        if message != "ok":
            yield f"SQLite finds the file damaged: {message}."
    for table, rowid, parent, _ in db.execute("pragma foreign_key_check").fetchmany(_MOST):
        yield f"Row {rowid} of table {table} names a row of {parent} that is not there."


def _schema(db: Database) -> Iterator[str]:
    """Tables, views and triggers as the migrations make them; what people add is theirs."""
    made = Database(memory=True)
    migrations.apply(made)
    query = "select type, name, sql from sqlite_master where sql is not null"
    there = {(kind, name): sql for kind, name, sql in db.execute(query)}
    for kind, name, sql in made.execute(query):
        if (kind, name) not in there:
            yield f"The {kind} {name} is missing from the file's schema."
        elif there[kind, name] != sql:
            yield f"The {kind} {name} of the file's schema has been altered."
    made.close()


def _texts(db: Database) -> Iterator[str]:
    for table, column in _TEXTS:
        for sha, content in db.execute(f"select sha256, {column} from {table}"):
            if articles.sha256(content) != sha:
                yield f"The {column} with hash {sha[:12]} in table {table} has been altered."
    rows = db.execute(
        """
        select claim.id, claim.start, claim.end, claim.text, claim.sha256, revision.text_sha256
        from claim join revision on revision.id = claim.revision_id
        order by claim.revision_id, claim.position
        """
    )
    body_sha, body = "", ""
    for claim, start, end, text, sha, text_sha in rows:
        if text_sha != body_sha:
            body_sha = text_sha
            body = db.execute("select text from body where sha256 = ?", [text_sha]).fetchone()[0]
        if articles.sha256(text) != sha or body[start:end] != text:
            yield f"The text of claim {claim} has been altered."


def _chain(db: Database, project_id: str, watch: _Watch) -> Iterator[str]:
    previous = genesis(project_id)
    for expected, event in enumerate(watch.over(history(db)), 1):
        if event.seq != expected:
            yield f"The log jumps from event {expected - 1} to {event.seq}: events were removed."
            return
        if event.hash != chained(previous, _row(event)):
            yield f"The log has been altered at event {event.seq} ({event.kind}, {event.at})."
            return
        previous = event.hash


def _row(event: Event) -> tuple[int, str, str, str, str, int | None, int | None, str]:
    return (
        event.seq,
        event.id,
        event.at,
        event.actor,
        event.kind,
        event.article_id,
        event.claim_id,
        event.payload,
    )


def _head(db: Database, project_id: str, head: Head | None) -> Iterator[str]:
    if head is None:
        return
    row = db.execute("select hash from event where seq = ?", [head.seq]).fetchone()
    if head.seq == 0:
        row = (genesis(project_id),)
    if row is None:
        yield f"The log ends before event {head.seq}, which it held once: its tail was cut."
    elif row[0] != head.hash:
        yield f"Event {head.seq} is not the one it was: the log has been rewritten."


def _derived(db: Database, watch: _Watch) -> Iterator[str]:
    """Derive every table from the log again and compare."""
    analysts = {row[0] for row in db.execute("select id from analyst")}
    with sqlite3.connect("", isolation_level=None) as connection:  # "" is a temporary file
        again = Database(connection)
        migrations.apply(again)
        again.execute("pragma foreign_keys = off")
        again.execute("begin")
        for event in watch.over(history(db)):
            _apply(db, again, event)
            content = event.content
            if isinstance(content, _NAMING) and content.analyst not in analysts:
                yield f"The log names an analyst {content.analyst} who is not in the project."
        for table in _DERIVED:
            yield from _differences(db, again, table)
        connection.rollback()
    connection.close()


def _apply(db: Database, again: Database, event: Event) -> None:
    match event.content:
        case ArticleLoaded() as loaded:
            body = db.execute("select text from body where sha256 = ?", [loaded.text_sha256])
            articles.apply(again, event, loaded, body.fetchone()[0])
        case (
            ClaimAnswered()
            | ClaimCleared()
            | NoteWritten()
            | SplitWished()
            | ReviewVoted()
            | ClaimDecided()
            | DecisionWithdrawn()
            | CommentWritten()
            | EvidenceAttached()
            | EvidenceWithdrawn()
            | EvidenceRestored()
        ) as act:
            recording.apply(again, event, act)
        case UnanimousAccepted() as accepted:
            recording.apply_acceptance(again, event, accepted)
        case AcceptanceWithdrawn() as withdrawn:
            recording.apply_unacceptance(again, withdrawn)
        case Exposed():
            answers.apply_exposure(again, event)
        case RoleGiven() as given:
            people.apply_role(again, event, given)
        case SourceAdded() as added:
            sources.apply_added(again, event, added)
        case SourceRated() as rated:
            sources.apply_rated(again, event, rated)
        case SchemeSet() as chosen:
            schemes.apply(again, event, chosen)
        case SettingChanged() as changed:
            settings.apply(again, event, changed)
        case ClaimRepeated() as said:
            repeats.apply(again, event, said)
        case RoundChanged() | ShowingChanged() as turned:
            rounds.apply(again, event, turned)
        case AssignmentMade() as made:
            assignments.apply_made(again, event, made)
        case AssignmentEnded() as ended:
            assignments.apply_ended(again, event, ended)
        case AnalystAdded() | SessionEnded():
            pass


def _differences(db: Database, again: Database, table: str) -> Iterator[str]:
    keys = ", ".join(db.table(table).pks)
    query = f"select * from {table} order by {keys}"
    found = 0
    for stored, derived in zip_longest(db.execute(query), again.execute(query)):
        if stored != derived:
            found += 1
            if found > _MOST:
                return
            yield (
                f"Table {table} does not follow from the log: it has {stored or 'no row'} "
                f"where the log gives {derived or 'none'}."
            )
