"""The first rows of an export, as they stand in the file, before somebody takes it."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import streamlit as st

from annotator.scheme import Scheme
from annotator.ui import parts, places
from annotator.words import counted
from db.exports import Chunk

__all__ = ["Look", "looked_at", "preview"]

_FIRST: Final = 8
_WIDE: Final = {
    "project",
    "article_title",
    "text",
    "note",
    "majority_statement",
    "minority_statement",
    "votes_by_analyst",
    "quote",
    "url",
    "archive_url",
    "file_sha256",
    "answers",
    "votes",
    "evidence",
    "decision",
}
_NUMBERS: Final = {
    *("article", "claim", "position", "start", "end", "seq", "revision"),
    *("splits_wanted", "votes", "unsure"),
}
# What a phone has room for.
_FIRST_COLUMNS: Final = (
    *("position", "stance", "tag", "final_tag", "method", "article_title", "text"),
    *("source", "quote", "url", "doi", "file_name", "analyst", "votes", "evidence"),
)
_TAGS: Final = {"tag", "final_tag"}
_LAST_COLUMNS: Final = ("project", "article", "claim", "start", "end", "revision")


@dataclass(frozen=True, slots=True)
class Look:
    """The head of a file: its columns, the first rows as they stand in it, and how many rows."""

    header: list[str]
    rows: list[list[str]]
    total: int


def looked_at(chunks: Iterator[Chunk], total: int, *, json_lines: bool = False) -> Look:
    """The first rows of a file that will have so many; what comes behind them is not made."""
    if json_lines:
        objects = [json.loads(line) for line in itertools.islice(_lines(chunks), _FIRST)]
        return Look(
            list(objects[0]) if objects else [],
            [[_as_it_stands(value) for value in one.values()] for one in objects],
            total,
        )
    lines = csv.reader(_lines(chunks))
    header = next(lines)
    return Look(header, list(itertools.islice(lines, _FIRST)), total)


def _as_it_stands(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def preview(look: Look, scheme: Scheme, *, several: bool, alone: bool) -> None:
    """The first rows, as they stand in the file; all of them are behind the link alone.

    Args:
        several: They are from more than one article.
        alone: They are of the reader alone, who may ask for others’ too.
    """
    header, rows, total = look.header, look.rows, look.total
    st.subheader("First rows", anchor=False)
    if not rows:
        st.text(
            "You have no rows in these articles. Tick “Include others’ rows” for theirs."
            if alone
            else "No rows yet in these articles."
        )
        if st.button("Go tagging", type="primary", key="go-tagging"):
            places.go("tag")
        return
    order = sorted(range(len(header)), key=lambda column: _place(header[column], several=several))
    names = [header[column] for column in order]
    parts.table(
        "First rows of the file",
        names,
        [[row[column] for column in order] for row in rows],
        scheme=scheme,
        tags=[n for n, name in enumerate(names) if name.partition(":")[0] in _TAGS],
        numbers=[n for n, name in enumerate(names) if name in _NUMBERS],
        wide=[n for n, name in enumerate(names) if name in _WIDE],
        key="first-rows",
    )
    with st.container(key="meta-columns"):
        more = (
            f"The file has {counted(total, 'row')}." if total > len(rows) else "These are all rows."
        )
        st.text(f"{more} The file begins with {header[0]} and has {len(names)} columns.")


def _place(column: str, *, several: bool) -> int:
    """Where a column stands in the preview: what is read first, then the rest as in the file."""
    kind = column.partition(":")[0]
    if (kind == "article_title" and not several) or kind in _LAST_COLUMNS:
        return len(_FIRST_COLUMNS) + 1
    return _FIRST_COLUMNS.index(kind) if kind in _FIRST_COLUMNS else len(_FIRST_COLUMNS)


def _lines(chunks: Iterator[Chunk]) -> Iterator[str]:
    """The lines of a file that comes in pieces of whole rows, read no further than asked."""
    for text in codecs.iterdecode((chunk.data for chunk in chunks), "utf-8-sig"):
        yield from io.StringIO(text, newline="")
