"""The record: what people said of texts, in one SQLite file. The only place with SQL."""

from __future__ import annotations

import importlib
import sys


def _import_sqlite_utils() -> None:
    """Import sqlite-utils without pandas and numpy.

    It would load them only to know which columns to make for their types: half a second and 80 MB
    for every command, and nothing here uses it. `db.frames` imports pandas where it is needed.
    """
    absent = [name for name in ("numpy", "pandas") if name not in sys.modules]
    for name in absent:
        sys.modules[name] = None  # type: ignore[assignment]  # "cannot be imported"
    try:
        importlib.import_module("sqlite_utils")
    finally:
        for name in absent:
            del sys.modules[name]


_import_sqlite_utils()
