"""The project's tag schemes: their texts, which one holds, and how many votes each version has.

Without any, the one that ships with the program holds; what a text means is not known here.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlite_utils import Database

from db.articles import sha256
from db.model import Event, SchemeSet
from db.transaction import Transaction

__all__ = [
    "COUNTED",
    "Version",
    "answers_given",
    "any_answer",
    "apply",
    "count_votes",
    "in_force",
    "labelled",
    "labels",
    "set_text",
    "text",
    "versions",
]

COUNTED = 10_000  # votes of a version; of more it is only known that there are more


class Version(NamedTuple):
    """A scheme that the project has or had. `set_by` is whoever set it, by id."""

    seq: int
    label: str
    sha256: str
    set_by: str
    set_at: str


def in_force(db: Database) -> Version | None:
    """The scheme that was set last."""
    row = db.execute(f"{_VERSIONS} order by seq desc limit 1").fetchone()
    return Version._make(row) if row else None


def labelled(db: Database, label: str) -> Version | None:
    """The scheme that has or had this label."""
    row = db.execute(f"{_VERSIONS} where label = ?", [label]).fetchone()
    return Version._make(row) if row else None


def versions(db: Database, *, limit: int) -> list[Version]:
    """The schemes that the project has and had, the latest first."""
    rows = db.execute(f"{_VERSIONS} order by seq desc limit ?", [limit])
    return [Version._make(row) for row in rows]


def labels(db: Database) -> list[str]:
    """Every label that the project has or had."""
    return [label for (label,) in db.execute("select label from scheme order by seq")]


def text(db: Database, digest: str) -> str:
    """The text with this hash."""
    row = db.execute("select text from scheme_text where sha256 = ?", [digest]).fetchone()
    return str(row[0])


def set_text(tx: Transaction, actor: str, label: str, content: str) -> Event:
    """Append that the project has this scheme from now on."""
    digest = sha256(content)
    tx.db.execute(
        "insert into scheme_text (sha256, text) values (?, ?) on conflict do nothing",
        [digest, content],
    )
    chosen = SchemeSet(label, digest)
    event = tx.append(actor, chosen)
    apply(tx.db, event, chosen)
    return event


def apply(db: Database, event: Event, chosen: SchemeSet) -> None:
    """Write what follows from it; a label that comes back moves to its new place."""
    db.execute("delete from scheme where label = ?", [chosen.label])
    db.execute(
        "insert into scheme (seq, label, sha256, set_by, set_at) values (?, ?, ?, ?, ?)",
        [event.seq, chosen.label, chosen.sha256, event.actor, event.at],
    )


def answers_given(db: Database) -> int:
    """How many times somebody has answered, also where the answer was taken back."""
    row = db.execute("select count(*) from event where kind = 'claim.answer'").fetchone()
    return int(row[0])


def any_answer(db: Database) -> bool:
    """Whether anybody has ever answered."""
    row = db.execute("select 1 from event where kind = 'claim.answer' limit 1").fetchone()
    return row is not None


def count_votes(db: Database, label: str) -> int:
    """How many votes were cast under this label; one more than COUNTED says that there are more."""
    row = db.execute(
        "select count(*) from (select 1 from vote where scheme = ? limit ?)", [label, COUNTED + 1]
    ).fetchone()
    return int(row[0])


_VERSIONS = "select seq, label, sha256, set_by, set_at from scheme"
