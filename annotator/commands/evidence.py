"""Commands that list what stands behind the tags: pieces of evidence and their sources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from annotator.commands.output import Format, Listing, format_options, show
from annotator.commands.project import database, opened
from db import articles as article_rows
from db import source_list
from db.exports import Selection, evidence_csv
from db.exports.lines import Cell
from db.store import Database

__all__ = ["evidence", "sources"]

_SOURCE: Final = (
    "id",
    "name",
    "type",
    "url",
    "pieces",
    "claims",
    "claims_on_it_alone",
    "grades",
    "from_the_article",
    "later_than_the_article",
    "added_at",
)


@click.command(short_help="List the evidence: a row for each piece.")
@database
@click.option("--article", type=int, help="Only the article with this id.")
@click.option(
    "--claim",
    type=int,
    help="Only the claim with this id; with --article, the one with this number there.",
)
@format_options
def evidence(database: Path, article: int | None, claim: int | None, shape: Format | None) -> None:
    """List every piece of evidence with its claim and its source, with the columns of the evidence
    export.

    Pieces that were taken back are listed too: `withdrawn_at` says when.
    """
    with opened(database) as store, store.read(timeout=None) as db:
        if article is not None:
            article_rows.get(db, article)
        if claim is not None and article is not None:
            claim = article_rows.numbered(db, article, claim)
        elif claim is not None:
            article = article_rows.get_claim(db, claim).article_id
        selection = Selection(None if article is None else (article,), None)
        place = evidence_csv.COLUMNS.index("claim")
        rows = (
            row for row in evidence_csv.rows(db, selection) if claim is None or row[place] == claim
        )
        brief = (
            "article",
            "position",
            "stance",
            "type",
            "source",
            "title",
            "url",
            "file_name",
            "quote",
            "analyst",
        )
        show(Listing(evidence_csv.COLUMNS, rows, (*brief, "withdrawn_at")), shape)


@click.command(short_help="List the sources of the evidence, with everybody's grades.")
@database
@format_options
def sources(database: Path, shape: Format | None) -> None:
    """List the sources by name: how much evidence comes from each, how many claims rest on it, and
    how reliable everybody finds it.

    A claim rests on a source that evidence in support of it comes from, and on it alone if all such
    evidence names that source. Grades are those of the Admiralty scale, A to E; F says that the
    source cannot be judged. Evidence that was taken back is not counted.
    """
    with opened(database) as store, store.read(timeout=None) as db:
        brief = ("name", "pieces", "claims", "claims_on_it_alone", "grades")
        embedded = ("from_the_article", "later_than_the_article")
        show(Listing(_SOURCE, _sources(db), brief, embedded=embedded), shape)


def _sources(db: Database) -> Iterator[tuple[Cell, ...]]:
    for row in source_list.every(db):
        grades = source_list.grades(db, None, [row.id])
        yield (
            row.id,
            row.name,
            row.type,
            row.url,
            row.pieces,
            row.claims,
            row.alone,
            "; ".join(f"{grade.name}: {grade.reliability}" for grade in grades),
            str(row.circular).lower(),
            str(row.later).lower(),
            row.added_at,
        )
