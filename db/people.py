"""Who works on the project, and what they may do there."""

from __future__ import annotations

import secrets
from typing import Final

from sqlite_utils import Database

from db.errors import NotFoundError
from db.model import Analyst, AnalystAdded, Event, Role, RoleGiven
from db.transaction import Transaction

COLUMNS: Final = (
    "analyst.id, analyst.name, analyst.created_at, coalesce(role.role, 'analyst') as role"
)
ANALYSTS: Final = f"select {COLUMNS} from analyst left join role on role.analyst_id = analyst.id"


def add(tx: Transaction, name: str, actor: str | None = None) -> Analyst:
    """Add an analyst under a name nobody has yet; the id is random.

    Args:
        actor: Who adds them; without one they join by themselves.
    """
    analyst = Analyst(secrets.token_hex(8), name, tx.now)
    tx.db.execute(
        "insert into analyst (id, name, created_at) values (?, ?, ?)",
        [analyst.id, analyst.name, analyst.created_at],
    )
    tx.append(actor or analyst.id, AnalystAdded(analyst.id))
    return analyst


def rename(tx: Transaction, analyst_id: str, name: str) -> None:
    """Show somebody under another name from now on, also beside what they did before."""
    tx.db.execute("update analyst set name = ? where id = ?", [name, analyst_id])


def give_role(tx: Transaction, actor: str, analyst_id: str, role: Role) -> None:
    """Let somebody do what the role may; nothing is written where it is theirs already."""
    if get(tx.db, analyst_id).role != role:
        event = tx.append(actor, RoleGiven(analyst_id, role))
        apply_role(tx.db, event, RoleGiven(analyst_id, role))


def apply_role(db: Database, event: Event, content: RoleGiven) -> None:
    """Write what follows from a role that was given."""
    db.execute(
        """
        insert into role (analyst_id, role, seq) values (?, ?, ?)
        on conflict (analyst_id) do update set role = excluded.role, seq = excluded.seq
        """,
        [content.analyst, content.role, event.seq],
    )


def leads(db: Database) -> list[Analyst]:
    """Who leads the project, in the order they joined."""
    return [found for found in listing(db) if found.role == "lead"]


def listing(db: Database) -> list[Analyst]:
    """Everybody, in the order they joined; who was removed is among them."""
    rows = db.execute(f"{ANALYSTS} order by analyst.created_at, analyst.rowid")
    return [Analyst(*row) for row in rows]


def tagging(db: Database) -> dict[str, str]:
    """Id and name of everybody who holds an answer, by name."""
    rows = db.execute(
        """
        select analyst.id, coalesce(nullif(analyst.name, ''), analyst.id) as who
        from analyst
        where exists (
          select 1 from progress where progress.analyst_id = analyst.id and progress.claims > 0
        )
        order by who, analyst.id
        """
    )
    return dict(rows.fetchall())


def get(db: Database, analyst_id: str) -> Analyst:
    """The analyst with this id.

    Raises:
        NotFoundError: There is none.
    """
    row = db.execute(f"{ANALYSTS} where analyst.id = ?", [analyst_id]).fetchone()
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
