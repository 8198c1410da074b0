"""Sources: who or what evidence comes from, and how reliable people find them."""

from __future__ import annotations

import unicodedata
from typing import Final

from sqlite_utils import Database

from db.evidence_model import Rating, Source, SourceAdded, SourceRated, SourceType
from db.model import Event
from db.transaction import Transaction, uuid7

_MOST_NAMES: Final = 1000  # for completion


def key_of(name: str) -> str:
    """What two spellings of one name have in common."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def find_name(db: Database, name: str) -> Source | None:
    """The source of this name, however it is written."""
    row = db.execute(
        "select id, name, type, url, added_by, added_at from source where key = ?", [key_of(name)]
    ).fetchone()
    return Source(*row) if row else None


def find(db: Database, source_id: str) -> Source | None:
    """The source with this id."""
    row = db.execute(
        "select id, name, type, url, added_by, added_at from source where id = ?", [source_id]
    ).fetchone()
    return Source(*row) if row else None


def add(tx: Transaction, actor: str, name: str, type: SourceType = "", url: str = "") -> str:
    """The id of the source of this name, which is made if nobody has named it before."""
    known = find_name(tx.db, name)
    if known is not None:
        return known.id
    content = SourceAdded(uuid7(), " ".join(name.split()), type, url)
    apply_added(tx.db, tx.append(actor, content), content)
    return content.source


def rate(tx: Transaction, actor: str, source_id: str, reliability: str, note: str) -> None:
    """Record somebody's grade of a source; the one they gave before holds no longer."""
    content = SourceRated(source_id, reliability, note)
    apply_rated(tx.db, tx.append(actor, content), content)


def apply_added(db: Database, event: Event, content: SourceAdded) -> None:
    """Write what follows from a new source."""
    db.execute(
        """
        insert into source (id, name, key, type, url, added_by, seq, added_at)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            content.source,
            content.name,
            key_of(content.name),
            content.type,
            content.url,
            event.actor,
            event.seq,
            event.at,
        ],
    )


def apply_rated(db: Database, event: Event, content: SourceRated) -> None:
    """Write what follows from a grade."""
    db.execute(
        "delete from source_rating where source_id = ? and analyst_id = ?",
        [content.source, event.actor],
    )
    if content.reliability:
        db.execute(
            """
            insert into source_rating
              (source_id, analyst_id, reliability, note, seq, rated_at)
            values (?, ?, ?, ?, ?, ?)
            """,
            [
                content.source,
                event.actor,
                content.reliability,
                content.note,
                event.seq,
                event.at,
            ],
        )


def names_seen_by(db: Database, analyst_id: str, article_id: int) -> list[str]:
    """The sources an analyst at an article knows of, by name.

    Named by them, laid before all there, or in evidence that was shown to them.
    """
    rows = db.execute(
        """
        select name from source
        where id in (
          select id from source where added_by = :analyst_id
          union select source_id from evidence where analyst_id = :analyst_id
          union select source_id from evidence where article_id = :article_id and shared = 1
          union
          select evidence.source_id
          from exposure
          join evidence on evidence.article_id = exposure.article_id
          where exposure.analyst_id = :analyst_id
        )
        order by key
        limit :most
        """,
        {"analyst_id": analyst_id, "article_id": article_id, "most": _MOST_NAMES},
    )
    return [row[0] for row in rows]


def ratings(db: Database, source_id: str) -> list[Rating]:
    """Everybody's grades of a source, the oldest first."""
    rows = db.execute(
        """
        select source_id, analyst_id, reliability, note, rated_at
        from source_rating where source_id = ? order by seq
        """,
        [source_id],
    )
    return [Rating(*row) for row in rows]
