"""Attached files: kept once by the hash of their bytes, whoever attaches them."""

from __future__ import annotations

from sqlite_utils import Database

from db.articles import sha256
from db.evidence_model import StoredFile
from db.transaction import Transaction


def keep(
    tx: Transaction, content: bytes, media_type: str, analyst_id: str | None = None
) -> StoredFile:
    """Keep a file that somebody sent; the same bytes are kept once, whoever sends them."""
    digest = sha256(content)
    tx.db.execute(
        """
        insert into file (sha256, size, media_type, bytes, added_at) values (?, ?, ?, ?, ?)
        on conflict do nothing
        """,
        [digest, len(content), media_type, content, tx.now],
    )
    if analyst_id is not None:
        tx.db.execute(
            "insert into upload (file_sha256, analyst_id) values (?, ?) on conflict do nothing",
            [digest, analyst_id],
        )
    found = find(tx.db, digest)
    assert found is not None  # noqa: S101 - it was written above
    return found


def find(db: Database, digest: str) -> StoredFile | None:
    """The file with this hash."""
    row = db.execute(
        "select sha256, size, media_type from file where sha256 = ?", [digest]
    ).fetchone()
    return StoredFile(*row) if row else None


def sent_by(db: Database, digest: str, analyst_id: str) -> bool:
    """Whether somebody has sent this file."""
    row = db.execute(
        "select 1 from upload where file_sha256 = ? and analyst_id = ?", [digest, analyst_id]
    ).fetchone()
    return row is not None


def content(db: Database, digest: str) -> bytes | None:
    """Its bytes."""
    row = db.execute("select bytes from file where sha256 = ?", [digest]).fetchone()
    return bytes(row[0]) if row else None
