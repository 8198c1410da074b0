"""Rounds: who tags what, how far the work is, and when an article is closed. For leads."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from annotator import running
from annotator.identity import authorize, may
from annotator.ui import duties, marks, places, rounds_list, say, session
from annotator.ui.theme import STATIC
from db import articles


def page() -> None:
    """Draw the articles with who tags them, then the people with what they have to do."""
    store = running.store()
    actor = session.actor(store)
    if not may(actor, "rounds"):
        st.title("Rounds", anchor=False)
    authorize(actor, "rounds")
    st.html(STATIC / "rounds.css")
    for message in session.take_messages():
        say.passing(message)
    with store.read() as db:
        if not articles.any_loaded(db):
            _invite()
            return
    rounds_list.draw(store)
    duties.draw(store, datetime.now(UTC))


def _invite() -> None:
    st.title("Rounds", anchor=False)
    with st.container(key="empty", border=True, horizontal_alignment="center", gap="small"):
        st.html(marks.EMPTY, width="content")
        st.subheader("Nothing to share out yet", anchor=False, width="content")
        st.text("Load an article; then say here who tags it.", width="content")
        if st.button("Go to the articles", type="primary", key="go-articles"):
            places.go("articles")
