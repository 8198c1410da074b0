"""Review: the desk in its second mode, and the question before it is first shown."""

from __future__ import annotations

import streamlit as st

from annotator import running
from annotator.identity import NotAllowedError
from annotator.review_data import desks
from annotator.ui import exposing, marks, places, session
from annotator.ui.desk import review
from db import articles
from db.model import ArticleRow


def page() -> None:
    """Draw the review desk on the articles that are open to the reviewer."""
    store = running.store()
    actor = session.actor(store)
    if not session.decides(session.signed_in(store)):
        st.title("Review", anchor=False)
        raise NotAllowedError(
            "Reviewers settle disagreements. Ask the project's lead, who can make you one."
        )
    with store.read() as db:
        opened, closed, own, finished = desks(db, actor)
        empty = not articles.any_loaded(db)
    if exposing.show_closed(store, [row.id for row in closed], "see-others"):
        with store.read() as db:
            opened, closed, own, finished = desks(db, actor)
    if not opened:
        with st.container(key="page-title", gap=None):
            st.title("Review", anchor=False)
            st.text("Where analysts give a claim different tags, you settle it here.")
    if closed:
        exposing.ask(store, closed, [row.id for row in closed], "Review them", "see-others")
    if own:
        _own(own, alone=not opened and not closed)
    if finished:
        _finished(finished, alone=not opened and not closed)
    if opened:
        review(store.project_id, actor)
    elif not closed and not own and not finished:
        _invite(begun=not empty, loads=empty and session.may_load(store))


def _own(rows: list[ArticleRow], *, alone: bool) -> None:
    """Why some articles are not in the queue."""
    which = f"“{rows[0].title}” is" if len(rows) == 1 else f"{len(rows):,} articles are"
    own = "it" if len(rows) == 1 else "them"
    with st.container(key="meta-own-articles", border=alone):
        st.text(
            f"{which} not open to you here: you have tagged {own} yourself. The project’s lead can "
            "allow it on the Team page."
        )


def _finished(rows: list[ArticleRow], *, alone: bool) -> None:
    """Why nothing of some articles waits any more."""
    which = f"of “{rows[0].title}”" if len(rows) == 1 else f"of {len(rows):,} articles"
    with st.container(key="meta-finished", border=alone):
        st.text(f"The review {which} is finished: its decisions stand.")


def _invite(*, begun: bool, loads: bool) -> None:
    with st.container(key="empty", border=True, horizontal_alignment="center", gap="small"):
        st.html(marks.EMPTY, width="content")
        st.subheader("Nothing to review yet", anchor=False, width="content")
        if loads:
            st.text("Load an article; when others have tagged it, review begins.", width="content")
            if st.button("Go to the articles", type="primary", key="go-articles"):
                places.go("articles")
        else:
            st.text(
                "Nobody else has tagged an article that you may review.",
                width="content",
            )
            if begun and st.button("Go tagging", type="primary", key="go-tagging"):
                places.go("tag")
