"""What lets somebody in: logins of browsers, personal links, keys to the API. Only hashes are kept.

None of this is a fact about the work, so it is not in the log.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

from sqlite_utils import Database

from db import people
from db.model import Analyst, ApiToken, Invitation, Login
from db.people import COLUMNS
from db.transaction import Transaction

# A login ends so long after it was made, used or not: to note each use would be a write a request.
LOGIN_DAYS: Final = 180
_LASTS: Final = f"login.created_at > strftime('%Y-%m-%dT%H:%M:%fZ', :now, '-{LOGIN_DAYS} days')"
_LONG_AGO: Final = "strftime('%Y-%m-%dT%H:%M:%fZ', :now, '-1 hour')"


# --- logins ---------------------------------------------------------------------------------------


def sign_in(tx: Transaction, analyst_id: str, browser: str = "") -> str:
    """A fresh login token for an analyst; only its hash is stored. Logins that ended go.

    Args:
        browser: What the browser calls itself, for the list of logins; empty on one's own machine,
            where nobody had to show who they are.
    """
    people.get(tx.db, analyst_id)
    tx.db.execute(f"delete from login where not {_LASTS}", {"now": tx.now})
    token = _new_token()
    tx.db.execute(
        """
        insert into login (token_sha256, analyst_id, created_at, id, browser, seen_at)
        values (?, ?, ?, ?, ?, ?)
        """,
        [_hash(token), analyst_id, tx.now, secrets.token_hex(8), browser, tx.now],
    )
    return token


def sign_out(tx: Transaction, token: str) -> None:
    """Forget a login; its cookie is worth nothing from now on."""
    tx.db.execute("delete from login where token_sha256 = ?", [_hash(token)])


def of_login(db: Database, token: str, now: str) -> Analyst | None:
    """Whose login this token is, if it has not ended by `now` and they were not removed."""
    return _holder(db, "login", _LASTS, token, now)


def id_of(db: Database, token: str) -> str | None:
    """Which login has this token, among the list of logins."""
    row = db.execute("select id from login where token_sha256 = ?", [_hash(token)]).fetchone()
    return row[0] if row else None


def logins(db: Database, now: str) -> list[Login]:
    """Every login that has not ended by `now`, the one used last first."""
    rows = db.execute(
        f"""
        select id, analyst_id, created_at, seen_at, browser
        from login where {_LASTS} order by seen_at desc, id
        """,
        {"now": now},
    )
    return [Login(*row) for row in rows]


def is_due(db: Database, token: str, now: str) -> bool:
    """Whether the use of a login is to be noted again: once an hour is enough."""
    return bool(
        db.execute(
            f"select 1 from login where token_sha256 = :token and seen_at < {_LONG_AGO}",
            {"token": _hash(token), "now": now},
        ).fetchone()
    )


def note_use(tx: Transaction, token: str) -> None:
    """Remember that a login was used now."""
    tx.db.execute("update login set seen_at = ? where token_sha256 = ?", [tx.now, _hash(token)])


def end_login(tx: Transaction, analyst_id: str, login_id: str) -> bool:
    """End one login of an analyst; whether there was one."""
    found = tx.db.execute(
        "delete from login where id = ? and analyst_id = ? returning 1", [login_id, analyst_id]
    ).fetchall()
    return bool(found)


def end_logins(tx: Transaction, analyst_id: str) -> None:
    """End all logins of an analyst."""
    tx.db.execute("delete from login where analyst_id = ?", [analyst_id])


def end_unproven(tx: Transaction) -> None:
    """End the logins of people who chose a name on their own machine, as anybody could there."""
    tx.db.execute("delete from login where browser = ''")


def has_led(db: Database, now: str) -> bool:
    """Whether a lead ever came in: is signed in somewhere, or has done something as lead."""
    row = db.execute(
        f"""
        select 1 from role
        where role.role = 'lead' and (
          exists (
            select 1 from login
            where login.analyst_id = role.analyst_id and login.browser <> '' and {_LASTS}
          )
          or exists (
            select 1 from event where event.actor = role.analyst_id and event.seq > role.seq
          )
        )
        """,
        {"now": now},
    )
    return row.fetchone() is not None


# --- personal links -------------------------------------------------------------------------------


def invite(tx: Transaction, analyst_id: str, expires_at: str = "") -> str:
    """A new token for an analyst's personal link; the link before it is worth nothing any more.

    Args:
        expires_at: UTC, ISO 8601; empty where it does not expire.
    """
    token = _new_token()
    tx.db.execute(
        """
        insert into invitation (analyst_id, token_sha256, created_at, expires_at)
        values (?, ?, ?, ?)
        on conflict (analyst_id) do update set
          token_sha256 = excluded.token_sha256, created_at = excluded.created_at,
          expires_at = excluded.expires_at
        """,
        [analyst_id, _hash(token), tx.now, expires_at],
    )
    return token


def of_invitation(db: Database, token: str, now: str) -> Analyst | None:
    """Whose personal link has this token, if it has not expired by `now`."""
    return _holder(db, "invitation", _IN_TIME.format("invitation"), token, now)


def invitations(db: Database) -> dict[str, Invitation]:
    """The personal links there are, by analyst; one that expired is among them."""
    rows = db.execute("select analyst_id, created_at, expires_at from invitation")
    return {row[0]: Invitation(*row) for row in rows}


def revoke(tx: Transaction, analyst_id: str) -> None:
    """Make an analyst's personal link worthless; logins made with it stay."""
    tx.db.execute("delete from invitation where analyst_id = ?", [analyst_id])


# --- keys to the API ------------------------------------------------------------------------------


def add_api_token(tx: Transaction, analyst_id: str, name: str, expires_at: str = "") -> str:
    """A new key to the API for an analyst's program."""
    token = _new_token()
    tx.db.execute(
        """
        insert into api_token (id, token_sha256, analyst_id, name, created_at, expires_at, seen_at)
        values (?, ?, ?, ?, ?, ?, '')
        """,
        [secrets.token_hex(4), _hash(token), analyst_id, name, tx.now, expires_at],
    )
    return token


def of_api_token(db: Database, token: str, now: str) -> Analyst | None:
    """Whose key to the API this is, if it has not expired by `now`."""
    return _holder(db, "api_token", _IN_TIME.format("api_token"), token, now)


def api_tokens(db: Database, analyst_id: str | None = None) -> list[ApiToken]:
    """The keys to the API, of one analyst or of all, in the order they were made."""
    whose = "" if analyst_id is None else "where analyst_id = :analyst_id"
    rows = db.execute(
        f"""
        select id, analyst_id, name, created_at, expires_at, seen_at
        from api_token {whose} order by created_at, id
        """,
        {"analyst_id": analyst_id},
    )
    return [ApiToken(*row) for row in rows]


def is_api_token_due(db: Database, token: str, now: str) -> bool:
    """Whether the use of a key is to be noted again: once an hour is enough."""
    return bool(
        db.execute(
            f"select 1 from api_token where token_sha256 = :token and {_UNSEEN}",
            {"token": _hash(token), "now": now},
        ).fetchone()
    )


def note_api_token_use(tx: Transaction, token: str) -> None:
    """Remember that a key was used now, unless that was noted in the last hour."""
    tx.db.execute(
        f"update api_token set seen_at = :now where token_sha256 = :token and {_UNSEEN}",
        {"token": _hash(token), "now": tx.now},
    )


def end_api_token(tx: Transaction, analyst_id: str, token_id: str) -> bool:
    """End one key of an analyst; whether there was one."""
    found = tx.db.execute(
        "delete from api_token where id = ? and analyst_id = ? returning 1", [token_id, analyst_id]
    ).fetchall()
    return bool(found)


def shut_out(tx: Transaction, analyst_id: str) -> None:
    """End everything that lets an analyst in."""
    end_logins(tx, analyst_id)
    revoke(tx, analyst_id)
    tx.db.execute("delete from api_token where analyst_id = ?", [analyst_id])


_UNSEEN: Final = f"seen_at < {_LONG_AGO}"
_IN_TIME: Final = "({0}.expires_at = '' or {0}.expires_at > :now)"


def _holder(db: Database, table: str, condition: str, token: str, now: str) -> Analyst | None:
    row = db.execute(
        f"""
        select {COLUMNS}
        from {table}
        join analyst on analyst.id = {table}.analyst_id
        left join role on role.analyst_id = analyst.id
        where {table}.token_sha256 = :token and {condition}
        and coalesce(role.role, '') <> 'removed'
        """,
        {"token": _hash(token), "now": now},
    ).fetchone()
    return Analyst(*row) if row else None


def _new_token() -> str:
    return secrets.token_urlsafe(32)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
