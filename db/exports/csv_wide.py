"""The wide shape: a row for each claim, tagged or not, and a column for each analyst."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlite_utils import Database

from db.exports.lines import Cell, Chunk, csv_chunks
from db.exports.selection import Chosen, Selection, analysts, chosen, project

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
)
_CLAIMS_AT_ONCE = 5_000


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
    # Here, because pandas takes longer to start than a small export takes to write.
    from db.frames import wide_of

    project_id = project(db)
    for revisions in _batches(chosen(db, selection)):
        frame = wide_of(db, revisions, people).astype(object)  # rows of it are quick to read
        frame = frame.where(frame.notna(), None)
        frame.insert(0, "project", project_id)
        yield from frame.itertuples(index=False, name=None)


def _batches(revisions: Iterable[Chosen]) -> Iterator[list[Chosen]]:
    """Revisions together until they hold enough claims: a frame for each would be slow, one frame
    for all would fill the memory."""
    batch: list[Chosen] = []
    claims = 0
    for revision in revisions:
        batch.append(revision)
        claims += revision.claims
        if claims >= _CLAIMS_AT_ONCE:
            yield batch
            batch, claims = [], 0
    if batch:
        yield batch
