"""What reviewers ask an analyst, wherever one looks for what is left to do."""

from __future__ import annotations

import streamlit as st

from annotator.ui import places
from annotator.words import counted
from db import cases
from db.model import Analyst
from db.store import Store

_SHOWN = 4


def show(store: Store, analyst: Analyst) -> bool:
    """Lead to the claims that reviewers ask about; whether there are any."""
    with store.read() as db:
        found = cases.asked(db, analyst.id)
    if not found:
        return False
    with st.container(key="questions", border=True, gap="xsmall"):
        claims = sum(one.claims for one in found)
        st.text(f"A reviewer asks about {counted(claims, 'claim')}.")
        for one in found[:_SHOWN]:
            row = st.container(
                key=f"question-{one.article_id}", horizontal=True, vertical_alignment="center"
            )
            with row:
                with st.container(key=f"meta-question-{one.article_id}"):
                    st.text(one.title)
                places.link("tag", "Answer", {"article": str(one.article_id)})
        if len(found) > _SHOWN:
            with st.container(key="meta-questions"):
                st.text(f"and in {counted(len(found) - _SHOWN, 'more article')}")
    return True
