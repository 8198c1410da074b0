"""The long shape: a row for each claim and analyst who said something of it. Streams from SQL."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from db.exports.lines import Cell, Chunk, csv_chunks
from db.exports.selection import Selection, chosen, project, tag_lines

__all__ = ["COLUMNS", "chunks", "rows"]

COLUMNS = (
    "project",
    "article",
    "article_title",
    "claim",
    "position",
    "text",
    "start",
    "end",
    "analyst",
    "outcome",
    "tag",
    "note",
    "confidence",
    "reason",
    "blind",
    "seq",
    "tagged_at",
    "revision",
    "scheme_version",
    "split_wanted",
)
_BLIND = {None: None, 0: "false", 1: "true"}


def chunks(db: Database, selection: Selection, *, raw: bool) -> Iterator[Chunk]:
    """The file, in pieces."""
    return csv_chunks(COLUMNS, rows(db, selection), raw=raw)


def rows(db: Database, selection: Selection) -> Iterator[tuple[Cell, ...]]:
    """The rows in the order of `COLUMNS`: by article, revision, position, analyst's name and id."""
    project_id = project(db)
    for article, title, revision_id, revision, _claims in chosen(db, selection):
        for line in tag_lines(db, revision_id, selection.analyst_ids):
            yield (
                project_id,
                article,
                title,
                *line[:11],
                _BLIND[line.blind],
                line.seq,
                line.tagged_at,
                revision,
                line.scheme_version,
                line.split_wanted,
            )
