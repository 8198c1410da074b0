"""What the lead has set for the whole project."""

from __future__ import annotations

from sqlite_utils import Database

from db.model import Event, SettingChanged
from db.transaction import Transaction


def value(db: Database, name: str) -> str:
    """What is set; empty if nothing is."""
    row = db.execute("select value from setting where name = ?", [name]).fetchone()
    return str(row[0]) if row else ""


def change(tx: Transaction, actor: str, name: str, value_: str) -> None:
    """Set something; nothing is written where it is so already."""
    if value(tx.db, name) != value_:
        content = SettingChanged(name, value_)
        apply(tx.db, tx.append(actor, content), content)


def apply(db: Database, event: Event, content: SettingChanged) -> None:
    """Write what follows from a setting."""
    db.execute(
        """
        insert into setting (name, value, seq) values (?, ?, ?)
        on conflict (name) do update set value = excluded.value, seq = excluded.seq
        """,
        [content.name, content.value, event.seq],
    )
