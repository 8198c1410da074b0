"""The command that lists tagging sessions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import click

from annotator import schemes, session_words
from annotator.commands.output import Format, Listing, format_options, show
from annotator.commands.people import find
from annotator.commands.project import database, opened
from db import people
from db import sessions as session_rows
from db.exports.lines import Cell
from db.model import Analyst
from db.store import Database

_COLUMNS: Final = (
    "analyst",
    "began",
    "last",
    "ended_by_hand",
    "minutes",
    "claims",
    "new_claims",
    "claims_per_hour",
    "changes_of_mind",
    "unsure",
    "skipped",
    "notes",
)
_BRIEF: Final = ("analyst", "began", "minutes", "claims", "changes_of_mind", "claims_per_hour")


@click.command(short_help="List tagging sessions and their figures.")
@database
@click.option("--analyst", help="Only those of the analyst with this name.")
@click.option(
    "--limit",
    type=click.IntRange(1, 1000),
    default=20,
    show_default=True,
    help="At most so many of each analyst, the latest.",
)
@format_options
def sessions(database: Path, analyst: str | None, limit: int, shape: Format | None) -> None:
    """List tagging sessions, analyst by analyst, the newest first.

    A session ends after 15 minutes without an act, or by hand. Its figures follow from the log:
    after the columns that are always there comes one for each tag of the scheme, with the number of
    its claims that held the tag when it ended.
    """
    with opened(database) as store:
        chosen = [find(store, analyst)] if analyst is not None else None
        with store.read(timeout=None) as db:
            tags = schemes.current(db).categories
            rows = _rows(db, chosen or people.listing(db), limit, tags)
            show(Listing((*_COLUMNS, *tags), rows, _BRIEF), shape)


def _rows(
    db: Database, analysts: list[Analyst], limit: int, tags: Sequence[str]
) -> Iterator[tuple[Cell, ...]]:
    for analyst in analysts:
        for one in session_rows.latest(db, analyst.id, limit=limit):
            yield (
                analyst.name or analyst.id,
                one.began,
                one.last,
                str(one.ended).lower(),
                session_words.minutes(one.lasted),
                one.claims,
                one.new,
                round(one.pace) if session_words.hourly(one) and one.pace else None,
                one.changes,
                one.unsure,
                one.skipped,
                one.notes,
                *(one.tags.get(tag, 0) for tag in tags),
            )
