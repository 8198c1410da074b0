"""The files a project can leave as. A format is a module with a line in EXPORTERS."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from sqlite_utils import Database

from db.exports import adjudicated, csv_long, csv_wide, evidence_csv, jsonl
from db.exports.lines import Chunk
from db.exports.selection import Selection, claims_in, said_in

__all__ = ["EXPORTERS", "FORMAT_VERSION", "Chunk", "Exporter", "Selection"]

# Changes when a column is added, moved or given another meaning; docs/export.md tells the history.
FORMAT_VERSION = 3


class Chunks(Protocol):
    """Makes a file, in pieces, from a database that stands still meanwhile."""

    def __call__(self, db: Database, selection: Selection, *, raw: bool) -> Iterator[Chunk]: ...


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format: how it is called, and what makes it.

    Attributes:
        stem: What the name of the file begins with.
        about: How many rows, before they are made.
        settles: Whether it says how claims were settled. That follows from everybody's votes, so
            there are no own rows of it, and a majority's tag can be asked for as the final one.
    """

    name: str
    label: str
    stem: str
    suffix: str
    media_type: str
    chunks: Chunks
    about: Callable[[Database, Selection], int]
    settles: bool = False


EXPORTERS: dict[str, Exporter] = {
    exporter.name: exporter
    for exporter in (
        Exporter(
            "csv-long",
            "A row for each claim and analyst",
            "tags-long",
            ".csv",
            "text/csv",
            csv_long.chunks,
            said_in,
        ),
        Exporter(
            "csv-wide",
            "A row for each claim, a column for each analyst",
            "tags-wide",
            ".csv",
            "text/csv",
            csv_wide.chunks,
            claims_in,
        ),
        Exporter(
            "adjudicated",
            "A row for each claim, with the tag it got and how it was settled",
            "adjudicated",
            ".csv",
            "text/csv",
            adjudicated.chunks,
            claims_in,
            settles=True,
        ),
        Exporter(
            "evidence",
            "A row for each piece of evidence",
            "evidence",
            ".csv",
            "text/csv",
            evidence_csv.chunks,
            evidence_csv.pieces_in,
        ),
        Exporter(
            "jsonl",
            "JSON lines: a claim each, with its votes, evidence and decision",
            "claims",
            ".jsonl",
            "application/x-ndjson",
            jsonl.chunks,
            claims_in,
        ),
    )
}
