"""What somebody prefers: on whatever machine they sign in. No facts, and not in the log."""

from __future__ import annotations

from collections.abc import Mapping

from sqlite_utils import Database

from db.transaction import Transaction


def of(db: Database, analyst_id: str) -> dict[str, str]:
    """What an analyst has chosen, by name; what is left as it comes has no row."""
    rows = db.execute("select name, value from preference where analyst_id = ?", [analyst_id])
    return dict(rows.fetchall())


def put(tx: Transaction, analyst_id: str, values: Mapping[str, str]) -> None:
    """Choose something; an empty value leaves it as it comes."""
    for name, value in values.items():
        tx.db.execute(
            "delete from preference where analyst_id = ? and name = ?", [analyst_id, name]
        )
        if value:
            tx.db.execute("insert into preference values (?, ?, ?)", [analyst_id, name, value])
