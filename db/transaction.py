"""One write transaction: the only way to add to the log."""

from __future__ import annotations

import hashlib
import json
import os
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlite_utils import Database

from db.errors import EventConflictError
from db.model import Event, EventContent, Head, payload_of


@dataclass(frozen=True, slots=True)
class Transaction:
    """What a job of the writer gets: the open database and the time, fixed for the transaction."""

    db: Database
    project_id: str
    now: str

    def append(
        self,
        actor: str,
        content: EventContent,
        *,
        id: str | None = None,
        article_id: int | None = None,
        claim_id: int | None = None,
    ) -> Event:
        """Add an event at the end of the log and return it, with its place in the chain.

        The previous hash is read here, inside the write lock: another program may have written
        since this process last did.
        """
        last = head(self.db, self.project_id)
        row = (
            last.seq + 1,
            id or uuid7(),
            self.now,
            actor,
            content.kind,
            article_id,
            claim_id,
            payload_of(content),
        )
        event = Event(*row, hash=chained(last.hash, row))
        self.db.execute(_INSERT, (*row, event.hash))
        return event

    def known(
        self,
        id: str,
        actor: str,
        content: EventContent,
        *,
        article_id: int | None = None,
        claim_id: int | None = None,
    ) -> Event | None:
        """The event with this id, if it came before; the same id with other content is refused."""
        found = self.db.execute(
            """
            select seq, id, at, actor, kind, article_id, claim_id, payload, hash
            from event where id = ?
            """,
            [id],
        ).fetchone()
        if found is None:
            return None
        event = Event(*found)
        told = (actor, content.kind, article_id, claim_id, payload_of(content))
        if (event.actor, event.kind, event.article_id, event.claim_id, event.payload) != told:
            raise EventConflictError(
                f"The id {id} was used before for something else. Nothing was stored; "
                "reload the page and do it again."
            )
        return event


_INSERT: Final = """
insert into event (seq, id, at, actor, kind, article_id, claim_id, payload, hash)
values (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

Row = tuple[int, str, str, str, str, int | None, int | None, str]


def genesis(project_id: str) -> str:
    """The hash before the first event: a log cannot be moved to another project unseen."""
    return hashlib.sha256(f"claim-annotator {project_id}".encode()).hexdigest()


def chained(previous: str, row: Row) -> str:
    """The hash of an event row: SHA-256 of the previous hash and the row as canonical JSON."""
    canonical = json.dumps([previous, *row], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def head(db: Database, project_id: str) -> Head:
    """Where the log ends; seq 0 and the genesis hash while it is empty."""
    row = db.execute("select seq, hash from event order by seq desc limit 1").fetchone()
    return Head(*row) if row else Head(0, genesis(project_id))


def utc_now() -> str:
    """This moment, as the record writes it."""
    return utc(datetime.now(UTC))


def utc(moment: datetime) -> str:
    """A moment as the record writes it: UTC, ISO 8601, to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def uuid7() -> str:
    """A UUID, version 7 (RFC 9562): 48 bits of milliseconds, then chance."""
    value = (int(time.time() * 1000) << 80) | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | (0x7 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return str(uuid.UUID(int=value))
