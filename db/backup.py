"""A copy of a project that is whole, while others go on writing to it."""

from __future__ import annotations

from pathlib import Path

from db.copying import copy_file
from db.errors import StoreError
from db.events import head
from db.model import Head
from db.store import Store

__all__ = ["backup"]


def backup(store: Store, target: Path) -> Head:
    """Copy the project to `target`; where the copy's log ends.

    Raises:
        StoreError: There is a file at `target`, it cannot be written, or the copy is not sound.
    """
    if not target.parent.is_dir():
        raise StoreError(f"There is no folder {target.parent}. Make it, or name another one.")
    return copy_file(store.path, target, head)
