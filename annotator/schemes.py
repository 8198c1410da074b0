"""The tag scheme of a project, from its file; each version is read from its TOML once."""

from __future__ import annotations

from dataclasses import replace

from annotator.kept import Kept
from annotator.scheme import Scheme, default_scheme, read_scheme
from db import schemes
from db.schemes import Version
from db.store import Database

__all__ = ["current", "find", "of_version", "under"]

_read: Kept[tuple[str, str], Scheme] = Kept(64)


def current(db: Database) -> Scheme:
    """The scheme in force: the one that was set last, or the one that ships with the program."""
    version = schemes.in_force(db)
    return default_scheme() if version is None else of_version(db, version)


def of_version(db: Database, version: Version) -> Scheme:
    """One of the schemes that the project has or had."""
    return _read.get(
        (version.label, version.sha256),
        lambda: read_scheme(schemes.text(db, version.sha256), version.label),
    )


def find(db: Database, label: str) -> Scheme | None:
    """The scheme of this label, if the project has or had it."""
    version = schemes.labelled(db, label)
    if version is not None:
        return of_version(db, version)
    now = current(db)
    return now if label == now.label else None


def under(db: Database, label: str, now: Scheme) -> Scheme | None:
    """The scheme under which an act may be stored that was cast under this label.

    It is `now`, which is in force, or an older version of it. None for another scheme, with whose
    tags this one's must not be counted.
    """
    if label == now.label:
        return now
    name, _, version = label.rpartition("/")
    if name != now.name:
        return None
    found = find(db, label)
    if found is None and schemes.in_force(db) is None and version.isdecimal():
        # An older version of the one that ships, in a browser that has not seen the newer program.
        return replace(now, version=int(version)) if 0 < int(version) < now.version else None
    return found
