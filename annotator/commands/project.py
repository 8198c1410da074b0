"""What the commands on a project share: the DB argument, and opening it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import click

from annotator.commands.output import say
from db.store import Store, open_store

__all__ = ["database", "network_disk_option", "opened"]

network_disk_option = click.option(
    "--network-disk",
    is_flag=True,
    help="Allow a project on a network disk, where SQLite can lose or damage it.",
)
database = click.argument("database", metavar="DB", type=click.Path(path_type=Path))


@contextlib.contextmanager
def opened(
    path: Path, *, create: bool = False, write: bool = False, network_disk: bool = False
) -> Iterator[Store]:
    """The project at `path`, closed afterwards; what opening it did is said."""
    with open_store(path, create=create, write=write, network_disk=network_disk) as store:
        for notice in store.notices:
            say(notice)
        yield store
