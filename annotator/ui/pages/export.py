"""Export: choose articles and a shape, look at the first rows, take the file."""

from __future__ import annotations

import codecs
import csv
import io
import os
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from annotator import running, workflow
from annotator.identity import Actor
from annotator.ui import marks, places, session
from db import answers, articles
from db.exports import EXPORTERS, Chunk, Exporter, Selection
from db.model import Analyst, ArticleRow
from db.store import Store

_FIRST: Final = 8
_SHAPES: Final = {
    "csv-long": ("Long", "For statistics."),
    "csv-wide": ("Wide", "For reading side by side."),
}
_WIDTHS: Final = {"project": 96, "article_title": 160, "text": 280}
_LAST: Final = ("project", "article", "article_title", "claim", "start", "end", "revision")
_EXPOSES: Final = "This shows others’ tags; your later answers here count as not blind."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is chosen; no article ids means all articles."""

    exporter: Exporter
    article_ids: tuple[int, ...]
    others: bool

    def address(self, *, raw: bool = False) -> str:
        """Where the file is."""
        query: list[tuple[str, object]] = [("article", number) for number in self.article_ids]
        query += [(name, 1) for name, asked in (("others", self.others), ("raw", raw)) if asked]
        return f"/api/export/{self.exporter.name}" + (f"?{urlencode(query)}" if query else "")


def page() -> None:
    """Draw the page."""
    store = running.store()
    analyst = session.signed_in(store)
    with store.read() as db:
        rows = articles.listing(db)
    with st.container(key="page-title", gap=None):
        st.title("Export", anchor=False)
        st.text("Choose articles and a shape; look at the first rows; take the file.")
    if not rows:
        st.text("There is no article yet, so there is nothing to export.")
        if st.button("Go to the articles"):
            places.go("articles")
        return
    left, right = st.columns([2, 3], gap="large")
    with left:
        exporter = _shape()
        command = st.container()
    with right:
        chosen = _articles(rows)
        others = st.checkbox("Include others’ rows", key="others")
        about = chosen or rows
        if others and not _agreed(store, analyst, about):
            others = False
        wanted = Wanted(exporter, tuple(row.id for row in chosen), others)
        _preview(store, analyst, wanted, about)
    with command:
        _command(store, wanted)


def _shape() -> Exporter:
    name = st.radio(
        "Shape",
        list(EXPORTERS),
        format_func=lambda name: _SHAPES.get(name, (name, ""))[0],
        captions=[
            f"{exporter.label}. {_SHAPES.get(name, ('', ''))[1]}"
            for name, exporter in EXPORTERS.items()
        ],
        width="stretch",
        key="shape",
    )
    return EXPORTERS[name]


def _articles(rows: list[ArticleRow]) -> list[ArticleRow]:
    """The chosen articles; none chosen means all."""
    titles = {row.id: row.title for row in reversed(rows)}
    chosen = st.multiselect(
        "Articles",
        list(titles),
        format_func=titles.__getitem__,
        placeholder="All articles" if len(rows) > 1 else "The one article",
        key="articles",
    )
    return [row for row in rows if row.id in chosen]


def _agreed(store: Store, analyst: Analyst, rows: list[ArticleRow]) -> bool:
    """Whether others' rows of all these articles may be shown; asks where they may not."""
    with store.read() as db:
        hidden = [row for row in rows if not answers.exposed(db, analyst.id, row.id)]
    if not hidden:
        return True
    with st.container(key="exposes", border=True, gap="xsmall"):
        st.text(_EXPOSES)
        with st.container(key="meta-exposes", gap=None):
            for row in hidden[:_FIRST]:
                st.text(row.title)
            if len(hidden) > _FIRST:
                st.text(f"and {len(hidden) - _FIRST} more articles")
        if st.button("Show others’ rows", key="show-others"):
            workflow.show_others(store, Actor.of(analyst), [row.id for row in hidden])
            st.rerun()
    return False


def _preview(store: Store, analyst: Analyst, wanted: Wanted, rows: list[ArticleRow]) -> None:
    selection = Selection(tuple(row.id for row in rows), None if wanted.others else (analyst.id,))
    frame, more = first_rows(store, wanted.exporter, selection)
    st.subheader("First rows", anchor=False)
    if frame.empty:
        st.text("No rows yet: nothing is tagged in these articles.")
    else:
        widths = {name: st.column_config.Column(width=width) for name, width in _WIDTHS.items()}
        order = sorted(frame.columns, key=lambda name: name in _LAST)
        st.dataframe(
            frame, hide_index=True, height="content", column_config=widths, column_order=order
        )
        with st.container(key="meta-columns"):
            st.text(
                f"The file has {len(order)} columns, the ones that name project and article first."
            )
    with st.container(key="download", border=True, horizontal=True, vertical_alignment="center"):
        with st.container(gap=None):
            said = "The rows above and all that follow." if more else "The rows above."
            st.text(
                f"{said} CSV, UTF-8 with BOM, format 1." if not frame.empty else "Empty so far."
            )
            with st.container(key="meta-download"):
                st.text(
                    "Cells that a spreadsheet would run as a formula are guarded, reversibly. "
                    "The raw file has no guard and no BOM."
                )
        st.html(
            marks.link("Raw, for notebooks", wanted.address(raw=True), download=True)
            + marks.link("Download", wanted.address(), primary=True, download=True),
            width="content",
        )


def first_rows(store: Store, exporter: Exporter, selection: Selection) -> tuple[pd.DataFrame, bool]:
    """The first rows of the file, as they stand in it, and whether more follow."""
    with store.read() as db:
        # Guarded: the table has a download of its own, which must be as safe as ours.
        lines = csv.reader(_lines(exporter.chunks(db, selection, raw=False)))
        header = next(lines)
        rows = [row for row, _ in zip(lines, range(_FIRST + 1), strict=False)]
    # By position: two analysts may bear the same name, and a frame needs every column once.
    return pd.DataFrame(rows[:_FIRST], columns=unique(header)), len(rows) > _FIRST


def _command(store: Store, wanted: Wanted) -> None:
    with st.container(key="command-head"):
        st.text("The same at the command line")
    options = "".join(f" --article {number}" for number in wanted.article_ids)
    # A long line would scroll sideways, out of the keyboard's reach.
    path = shlex.quote(os.path.relpath(store.path))
    st.code(f"annotator export {path} -f {wanted.exporter.name}{options}", None, wrap_lines=True)
    with st.container(key="meta-command"):
        st.text("It takes everybody’s rows: who may read the file may read all of it.")


def _lines(chunks: Iterator[Chunk]) -> Iterator[str]:
    """The lines of a file that comes in pieces of whole rows, read no further than asked."""
    for text in codecs.iterdecode((chunk.data for chunk in chunks), "utf-8-sig"):
        yield from io.StringIO(text, newline="")


def unique(names: list[str]) -> list[str]:
    """The names, with its place behind each one that is there twice."""
    return [name if names.count(name) == 1 else f"{name} ({i})" for i, name in enumerate(names, 1)]
