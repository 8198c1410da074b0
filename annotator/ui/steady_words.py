"""How steady answers are, in lines: one's own on the Progress page, everybody's for who leads."""

from __future__ import annotations

import streamlit as st

from annotator import steady
from db.model import Analyst
from db.store import Store


def own(store: Store, analyst: Analyst) -> None:
    """One's own figures, once a claim came back."""
    with store.read() as db:
        found = steady.read(db, analyst.id)
    if not found:
        return
    with st.container(key="section-steady", gap="small"):
        st.header("Claims that came back to you", anchor=False)
        st.text(found[0].words)
        with st.container(key="meta-steady"):
            st.text("What you said again changes no answer. Who leads sees this too.")


def everybodys(store: Store) -> None:
    """All together, then each of them, once a claim came back to anybody."""
    with store.read() as db:
        found = steady.read(db)
    if not found:
        return
    with st.container(key="section-steady", gap="small"):
        st.header("When a claim came back", anchor=False)
        for one in found:
            with st.container(key=f"steady-{one.analyst or 'all'}"):
                st.text(f"{one.analyst or 'All together'}: {one.words}")
