"""Reading the append-only log."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from db.model import Event, Head
from db.transaction import head as _head


def head(db: Database) -> Head:
    """Where the log ends."""
    return _head(db, str(db.execute("select id from project").fetchone()[0]))


def history(
    db: Database,
    *,
    claim_id: int | None = None,
    article_id: int | None = None,
    actor: str | None = None,
    after: int = 0,
    limit: int | None = None,
) -> Iterator[Event]:
    """Events after seq `after`, oldest first, of one claim, article or actor where given."""
    conditions = ["seq > :after"]
    if claim_id is not None:
        conditions.append("claim_id = :claim_id")
    if article_id is not None:
        conditions.append("article_id = :article_id")
    if actor is not None:
        conditions.append("actor = :actor")
    rows = db.execute(
        f"""
        select seq, id, at, actor, kind, article_id, claim_id, payload, hash
        from event
        where {" and ".join(conditions)}
        order by seq
        limit :limit
        """,
        {
            "after": after,
            "claim_id": claim_id,
            "article_id": article_id,
            "actor": actor,
            "limit": -1 if limit is None else limit,
        },
    )
    return (Event(*row) for row in rows)


def count(db: Database) -> int:
    """How many events the log holds."""
    return int(db.execute("select count(*) from event").fetchone()[0])
