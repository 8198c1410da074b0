"""The frame around every page: who is here, which page, and what to say when it is refused."""

from __future__ import annotations

import streamlit as st

from annotator import running
from annotator.ui import person, places, say, session, theme
from db.errors import StoreError


def main() -> None:
    """Run the page that the address names."""
    st.set_page_config(
        page_title="claim annotator", layout="wide", initial_sidebar_state="collapsed"
    )
    theme.dress()
    analyst, leads, reviews, trouble = None, False, True, ""
    try:
        analyst = session.analyst(running.store())
        leads = analyst is not None and session.leads(analyst)
        reviews = analyst is None or session.decides(analyst)
    except StoreError as refusal:
        trouble = str(refusal)
    page = st.navigation(list(places.pages(leads=leads, reviews=reviews).values()), position="top")
    st.set_page_config(page_title=f"{page.title} · claim annotator")
    if trouble:
        say.error(trouble)
        return
    if analyst is None:
        person.ask(page.url_path)
        return
    with say.refusals():
        page.run()
    # Last: until its style is there it stands below the page, and moves nothing when it leaves.
    person.show(analyst, page.url_path)
