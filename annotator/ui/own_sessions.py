"""Somebody's own tagging sessions on the Progress page, the newest first, a page at a time."""

from __future__ import annotations

from typing import Final

import streamlit as st

from annotator import schemes, session_words
from annotator.ui import parts, places, session
from db import sessions
from db.model import Analyst
from db.store import Store

SHOWN: Final = 10
ANCHOR: Final = "your-sessions"


def draw(store: Store, analyst: Analyst) -> None:
    """The table, and the ways to earlier and to the latest sessions."""
    before = session.chosen_before()
    with store.read() as db:
        found = sessions.latest(db, analyst.id, limit=SHOWN + 1, before=before)
        tags = schemes.current(db).tags
    shown = found[:SHOWN]
    with st.container(key="section-sessions", gap="small"):
        st.header("Your sessions", anchor=ANCHOR)
        if not shown:
            st.text("There are no earlier sessions.")
        else:
            columns = [*session_words.COLUMNS, *(tag.name for tag in tags), "skipped"]
            parts.table(
                "Your sessions",
                columns,
                [session_words.row(one, tags, session.zone()) for one in shown],
                numbers=range(3, len(columns)),
                key="cells-sessions",
            )
            with st.container(key="meta-sessions"):
                st.text(
                    "A session ends after 15 minutes in which you do nothing, or when you end it. "
                    "The last numbers are of its claims by the tag that they held then. On the "
                    "pages only you see this list; whoever has the project’s file can work it out."
                )
        with st.container(key="session-ways", horizontal=True):
            if before is not None:
                places.link("progress", "The latest")
            if len(found) > SHOWN:
                places.link("progress", "Earlier ones", {"before": str(shown[-1].first)})
