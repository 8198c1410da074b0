"""All that a project holds, to see that nothing was written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from db.store import Store, open_store

Rows = dict[str, list[tuple[Any, ...]]]


def everything(store: Store) -> Rows:
    """All rows of all tables, but for when a login or a key was used last."""
    with store.read() as db:
        kept = {}
        for table in db.tables:
            columns = [f'"{c.name}"' for c in table.columns if c.name != "seen_at"]
            rows = db.execute(f'select {", ".join(columns)} from "{table.name}"').fetchall()
            kept[table.name] = sorted(rows, key=repr)
    return kept


def everything_at(path: Path) -> Rows:
    """The same of a file that somebody else serves."""
    with open_store(path, write=False) as store:
        return everything(store)
