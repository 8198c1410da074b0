"""Export: choose articles and a table, look at its first rows, take the file."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from annotator import running, schemes
from annotator.downloads import file_name
from annotator.identity import Actor, authorize, may, subjects_of
from annotator.ui import exposing, first_rows, marks, places, session
from annotator.words import counted
from db import answers, articles, events
from db.exports import EXPORTERS, FORMAT_VERSION, Exporter, Selection
from db.model import ArticleRow, Head
from db.store import Database, Store

_CLOSED: Final = {
    "analyst": (
        "The file holds your own rows. Others’ rows of an article open when its round is closed: "
        "until then everybody tags without seeing them."
    ),
    "reviewer": (
        "The file holds your own rows. Others’ rows are open to you in articles that you have not "
        "tagged yourself, and in the others when their round is closed."
    ),
}
_NOT_SHOWN: Final = {
    False: (
        "Others’ rows are ticked, and not shown to you yet.",
        "Choose “Show others’ rows” above, or untick them to take your own.",
    ),
    True: (
        "It is made of everybody’s votes, which are not shown to you yet.",
        "Choose “Show others’ rows” above, or take your own rows in another table.",
    ),
}
_SHAPES: Final = {
    "csv-long": (
        "each claim and analyst",
        "The long table: for filters, pivot tables and statistics.",
    ),
    "csv-wide": (
        "each claim",
        "The wide table: a column for each analyst, to read answers side by side.",
    ),
    "adjudicated": (
        "each claim, settled",
        "The adjudicated table: the final tag, how it came about, and the votes behind it.",
    ),
    "evidence": (
        "each piece of evidence",
        "The evidence table: which claim it supports or refutes, its source, quote and place.",
    ),
    "jsonl": (
        "each claim, for programs",
        "JSON lines: a claim a line, with answers, votes, evidence and the decision inside.",
    ),
}
_JSON_LINES: Final = "jsonl"
_FORMATS: Final = {
    False: (
        f"CSV, format {FORMAT_VERSION}, for spreadsheets: cells that look like formulas get an "
        "apostrophe. For programs take the raw file: every cell as it was written, plain UTF-8."
    ),
    True: f"JSON lines, format {FORMAT_VERSION}, in UTF-8: everything as it was written.",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is chosen; no article ids means all articles."""

    exporter: Exporter
    article_ids: tuple[int, ...]
    others: bool
    fill_majority: bool

    def address(self, *, raw: bool = False) -> str:
        """Where the file is."""
        query: list[tuple[str, object]] = [("article", number) for number in self.article_ids]
        asked = {
            "others": self.others and not self.exporter.settles,
            "fill_majority": self.fill_majority,
            "raw": raw,
        }
        query += [(name, 1) for name in asked if asked[name]]
        return f"/api/export/{self.exporter.name}" + (f"?{urlencode(query)}" if query else "")

    def file_name(self, end: Head) -> str:
        """What it will be called."""
        return file_name(
            self.exporter,
            end,
            datetime.now(UTC).date(),
            others=self.others,
            fill_majority=self.fill_majority,
            raw=False,
        )


def page() -> None:
    """Draw the page."""
    store = running.store()
    actor = session.actor(store)
    with store.read() as db:
        rows = articles.listing(db)
        opened = _open(db, actor, rows)
    with st.container(key="page-title", gap=None):
        st.title("Export", anchor=False)
        st.text("Choose articles and a table; look at its first rows; take the file.")
    if not rows:
        _invite(loads=may(actor, "load"))
        return
    with st.container(key="sides"):
        left, right = st.columns([2, 3], gap="large")
    with left:
        exporter = _shape(settled=bool(opened))
        fill_majority = exporter.settles and st.checkbox(
            "Fill in the majority’s tag", key="fill-majority"
        )
        command = st.container(key="command")
    with right:
        choice = st.container(gap="small")
        others = _others(actor, exporter, len(opened), len(rows))
        listed = opened if others else rows
        with choice:
            chosen = _articles(listed, narrowed=len(listed) < len(rows))
        about = chosen or listed
        asked = about if len(listed) < len(rows) else chosen
        wanted = Wanted(exporter, tuple(row.id for row in asked), others, fill_majority)
        selection = Selection(
            tuple(row.id for row in about), None if others else (actor.id,), fill_majority
        )
        if others:
            exposing.show_closed(store, [row.id for row in about], "export-others")
        with store.read() as db:
            # In the moment the rows are from: others may begin in an article at any time.
            if others:
                _refuse_closed(db, actor, about)
            hidden = answers.hidden(db, actor.id, [row.id for row in about]) if others else []
            scheme = schemes.current(db)
            look = (
                None
                if hidden
                else first_rows.looked_at(
                    exporter.chunks(db, selection, raw=False),
                    exporter.about(db, selection),
                    json_lines=exporter.name == _JSON_LINES,
                )
            )
        agreed = look is not None
        if look is None:
            exposing.ask(store, about, hidden, "Show others’ rows", "export-others")
        else:
            alone = bool(opened) and not others
            first_rows.preview(look, scheme, several=len(about) > 1, alone=alone)
        _take(store, wanted, agreed=agreed, empty=look is not None and not look.rows)
    if actor.role in (None, "lead"):  # the file lies on the machine that serves the team
        with command:
            _command(store, wanted)


def _open(db: Database, actor: Actor, rows: list[ArticleRow]) -> list[ArticleRow]:
    """The articles of which the actor may have others' rows."""
    if may(actor, "export-others"):
        return rows
    subjects = subjects_of(db, actor, [row.id for row in rows])
    return [
        row
        for row, subject in zip(rows, subjects, strict=True)
        if may(actor, "export-others", subject)
    ]


def _refuse_closed(db: Database, actor: Actor, rows: list[ArticleRow]) -> None:
    """Raise when others' rows of one of these articles are not the actor's to see any more."""
    for subject in subjects_of(db, actor, [row.id for row in rows]):
        authorize(actor, "export-others", subject)


def _others(actor: Actor, exporter: Exporter, opened: int, number: int) -> bool:
    """Whether others' rows are wanted; where they may not be had, why."""
    if exporter.settles:
        with st.container(key="meta-settles"):
            st.text("It is made of everybody’s votes: there are no rows of yours alone.")
    others = exporter.settles or (
        bool(opened) and st.checkbox("Include others’ rows", key="others")
    )
    if opened < number:
        with st.container(key="meta-open"):
            st.text(_narrowed(opened, number) if opened else _CLOSED.get(actor.role or "", ""))
    return others


def _narrowed(opened: int, number: int) -> str:
    return (
        f"Others’ rows are open to you in {opened:,} of {counted(number, 'article')}: in those you "
        "have not tagged yourself, and in those whose round is closed."
    )


def _invite(*, loads: bool) -> None:
    with st.container(key="empty", border=True, horizontal_alignment="center", gap="small"):
        st.html(marks.EMPTY, width="content")
        st.subheader("Nothing to export yet", anchor=False, width="content")
        if not loads:
            st.text("No article yet. The lead loads the first one.", width="content")
            return
        st.text("Load an article and tag its claims; they leave from here.", width="content")
        if st.button("Go to the articles", type="primary", key="go-articles"):
            places.go("articles")


def _shape(*, settled: bool) -> Exporter:
    """The chosen table; what became of the claims is offered only where it may be had."""
    offered = {
        name: exporter for name, exporter in EXPORTERS.items() if settled or not exporter.settles
    }
    name = st.radio(
        "The table has a row for",
        list(offered),
        format_func=lambda name: _SHAPES.get(name, (name, ""))[0],
        captions=[_SHAPES.get(name, ("", exporter.label))[1] for name, exporter in offered.items()],
        width="stretch",
        key="shape",
    )
    return EXPORTERS[name]


def _articles(rows: list[ArticleRow], *, narrowed: bool) -> list[ArticleRow]:
    """The chosen articles; none chosen means all of them."""
    titles = {row.id: row.title for row in reversed(rows)}
    chosen = st.multiselect(
        "Articles",
        list(titles),
        format_func=titles.__getitem__,
        placeholder=(
            rows[0].title
            if len(rows) == 1
            else "All that are open to you"
            if narrowed
            else "All articles"
        ),
        filter_mode="contains",
        key="articles-open" if narrowed else "articles",
    )
    return [row for row in rows if row.id in chosen]


def _take(store: Store, wanted: Wanted, *, agreed: bool, empty: bool) -> None:
    """The file's name and the links to it, or why there are none yet.

    Args:
        empty: It has no rows, and is not what one came for.
    """
    with store.read() as db:
        end = events.head(db)
    unseen, instead = _NOT_SHOWN[wanted.exporter.settles]
    json_lines = wanted.exporter.name == _JSON_LINES
    with st.container(key="download", border=True, horizontal=True, vertical_alignment="center"):
        with st.container(gap=None):
            with st.container(key="file-name"):
                st.text(wanted.file_name(end) if agreed else unseen)
            with st.container(key="meta-download"):
                st.text(_FORMATS[json_lines] if agreed else instead)
        if agreed:
            shown = (
                ""
                if json_lines
                else marks.link("Raw, for programs", wanted.address(raw=True), download=True)
            )
            shown += marks.link("Download", wanted.address(), primary=not empty, download=True)
        else:
            shown = marks.no_link("Raw, for programs") + marks.no_link("Download", primary=True)
        st.html(shown, width="content")


def _command(store: Store, wanted: Wanted) -> None:
    with st.container(key="command-head"):
        st.text("The same at the command line")
    options = "".join(f" --article {number}" for number in wanted.article_ids)
    options += " --fill-majority" if wanted.fill_majority else ""
    options += f" -o {wanted.exporter.stem}{wanted.exporter.suffix}"
    # A long line would scroll sideways, out of the keyboard's reach.
    path = shlex.quote(os.path.relpath(store.path))
    st.code(f"annotator export {path} -f {wanted.exporter.name}{options}", None, wrap_lines=True)
    with st.container(key="meta-command"):
        st.text("It takes everybody’s rows: anyone who can open the database can read it.")
