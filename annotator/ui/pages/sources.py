"""Sources: where evidence comes from, how reliable people find it, and what rests on it."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from annotator import running
from annotator.ui import one_source, say, session, source_lists
from annotator.ui.theme import STATIC


def page() -> None:
    """Draw all sources, or the one that the address names."""
    st.html(STATIC / "sources.css")
    store = running.store()
    actor = session.actor(store)
    for message in session.take_messages():
        say.passing(message)
    chosen = session.chosen_source()
    if chosen is None:
        source_lists.draw(store, actor)
    else:
        one_source.draw(store, actor, chosen, datetime.now(UTC))
