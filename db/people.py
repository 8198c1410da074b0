"""Who works on the project, and which browsers are signed in as whom."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

from sqlite_utils import Database

from db.errors import NotFoundError
from db.model import Analyst, AnalystAdded
from db.transaction import Transaction

# A login ends so long after it was made, used or not: to note each use would be a write a request.
LOGIN_DAYS: Final = 180
_LASTS: Final = f"login.created_at > strftime('%Y-%m-%dT%H:%M:%fZ', :now, '-{LOGIN_DAYS} days')"


def add(tx: Transaction, name: str) -> Analyst:
    """Add an analyst under a name nobody has yet; the id is random."""
    analyst = Analyst(secrets.token_hex(8), name, tx.now)
    tx.db.execute(
        "insert into analyst (id, name, created_at) values (?, ?, ?)",
        [analyst.id, analyst.name, analyst.created_at],
    )
    tx.append(analyst.id, AnalystAdded(analyst.id))
    return analyst


def listing(db: Database) -> list[Analyst]:
    """Everybody, in the order they joined."""
    rows = db.execute("select id, name, created_at from analyst order by created_at, rowid")
    return [Analyst(*row) for row in rows]


def get(db: Database, analyst_id: str) -> Analyst:
    """The analyst with this id.

    Raises:
        NotFoundError: There is none.
    """
    row = db.execute(
        "select id, name, created_at from analyst where id = ?", [analyst_id]
    ).fetchone()
    if row is None:
        raise NotFoundError("This analyst is not in the project. Choose a name from the list.")
    return Analyst(*row)


def find_name(db: Database, name: str) -> Analyst | None:
    """The analyst of this name, capitals aside."""
    wanted = name.casefold()
    return next((found for found in listing(db) if found.name.casefold() == wanted), None)


def last_acts(db: Database) -> dict[str, str]:
    """When each analyst last did something, by id; who never did is missing."""
    rows = db.execute(
        """
        select analyst.id, (
          select event.at from event where event.actor = analyst.id order by seq desc limit 1
        ) as at
        from analyst
        """
    )
    return {analyst_id: at for analyst_id, at in rows if at is not None}


def sign_in(tx: Transaction, analyst_id: str) -> str:
    """A fresh login token for an analyst; only its hash is stored. Logins that ended go."""
    get(tx.db, analyst_id)
    tx.db.execute(f"delete from login where not {_LASTS}", {"now": tx.now})
    token = secrets.token_urlsafe(32)
    tx.db.execute(
        "insert into login (token_sha256, analyst_id, created_at) values (?, ?, ?)",
        [_hash(token), analyst_id, tx.now],
    )
    return token


def sign_out(tx: Transaction, token: str) -> None:
    """Forget a login; its cookie is worth nothing from now on."""
    tx.db.execute("delete from login where token_sha256 = ?", [_hash(token)])


def of_login(db: Database, token: str, now: str) -> Analyst | None:
    """Whose login this token is, if it has not ended by `now`."""
    row = db.execute(
        f"""
        select analyst.id, analyst.name, analyst.created_at
        from login join analyst on analyst.id = login.analyst_id
        where token_sha256 = :token and {_LASTS}
        """,
        {"token": _hash(token), "now": now},
    ).fetchone()
    return Analyst(*row) if row else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
