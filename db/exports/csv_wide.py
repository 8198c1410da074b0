"""The wide shape: a row for each claim, tagged or not, and a column for each analyst."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlite_utils import Database

from db.exports.lines import Cell, Chunk, csv_chunks
from db.exports.selection import (
    Selection,
    analysts,
    chosen,
    claim_lines,
    project,
    split_counts,
    tag_cells,
)

__all__ = ["COLUMNS", "chunks", "tag_columns"]

# One column per analyst follows, `tag:` and the name.
COLUMNS = (
    "project",
    "article",
    "article_title",
    "claim",
    "position",
    "text",
    "start",
    "end",
    "revision",
    "splits_wanted",
)


def tag_columns(names: Iterable[str]) -> list[str]:
    """The column of each analyst."""
    return [f"tag:{name}" for name in names]


def chunks(db: Database, selection: Selection, *, raw: bool) -> Iterator[Chunk]:
    """The file, in pieces."""
    people = analysts(db, selection)
    return csv_chunks(
        (*COLUMNS, *tag_columns(people.values())), _rows(db, selection, people), raw=raw
    )


def _rows(db: Database, selection: Selection, people: dict[str, str]) -> Iterator[tuple[Cell, ...]]:
    """One article at a time. `db.frames.tags_wide` is the same table with types, in memory."""
    project_id = project(db)
    places = {analyst_id: place for place, analyst_id in enumerate(people)}
    untouched = (None,) * len(people)
    for each in chosen(db, selection):
        tags: dict[int, list[Cell]] = {}
        for claim, analyst_id, cell in tag_cells(db, each.revision_id, tuple(people)):
            tags.setdefault(claim, list(untouched))[places[analyst_id]] = cell
        splits = dict(split_counts(db, each.revision_id, selection.analyst_ids))
        head = (project_id, each.article, each.article_title)
        for line in claim_lines(db, each.revision_id):
            said = (splits.get(line.claim, 0), *tags.get(line.claim, untouched))
            yield (*head, *line, each.revision, *said)
