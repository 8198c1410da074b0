"""Team: who is in it, how far everybody is, and what lets them in. For leads, in team mode."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from annotator import running
from annotator.identity import authorize, may
from annotator.ui import member, members, session


def page() -> None:
    """Draw everybody, or the one that the address names."""
    store = running.store()
    if not running.settings().team:
        with st.container(key="page-title", gap=None):
            st.title("Team", anchor=False)
            st.text(
                "On one's own machine everybody may do everything. People get roles and personal "
                "links when the project is served to a team: annotator serve FILE --team."
            )
        return
    actor = session.actor(store)
    if not may(actor, "people"):
        st.title("Team", anchor=False)
    authorize(actor, "people")
    now = datetime.now(UTC)
    chosen = session.chosen_person()
    if chosen is None:
        members.draw(store, actor, now)
    else:
        member.draw(store, actor, chosen, now)
