"""What can go wrong with the record. Every message is a sentence: what, where, what to do."""

from __future__ import annotations


class StoreError(Exception):
    """The project file cannot be used, or not as asked; nothing was changed."""


class StoreMissingError(StoreError):
    """There is no file at the path, and this command does not make one."""


class NotAStoreError(StoreError):
    """The file is not a claim-annotator project."""


class StoreDamagedError(StoreError):
    """SQLite cannot read the file, or reads what cannot be."""


class StoreNewerError(StoreError):
    """A newer version of the program wrote the file."""


class StoreReadOnlyError(StoreError):
    """The file, or the disk it lies on, cannot be written."""


class StoreReplacedError(StoreError):
    """The path names another file than the one that was opened."""


class StoreBusyError(StoreError):
    """Another program holds the file's write lock."""


class DiskFullError(StoreError):
    """There is no room for what was to be saved."""


class NotFoundError(StoreError):
    """No article, claim or analyst with this id."""


class EventConflictError(StoreError):
    """An event id came a second time, with other content."""
