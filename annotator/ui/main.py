"""The frame around every page: who is here, which page, and what to say when it is refused."""

from __future__ import annotations

import streamlit as st

from annotator import running
from annotator.identity import NotAllowedError
from annotator.ui import person, places, say, session, theme
from annotator.workflow import WorkflowError
from db.errors import StoreError


def main() -> None:
    """Run the page that the address names."""
    st.set_page_config(
        page_title="claim annotator", layout="wide", initial_sidebar_state="collapsed"
    )
    theme.dress()
    page = st.navigation(list(places.pages().values()), position="top")
    st.set_page_config(page_title=f"{page.title} · claim annotator")
    try:
        analyst = session.analyst(running.store())
    except StoreError as refusal:
        say.error(str(refusal))
        return
    if analyst is None:
        person.ask(page.url_path)
        return
    try:
        page.run()
    except (StoreError, WorkflowError, NotAllowedError) as refusal:
        say.error(str(refusal))
    # Last: until its style is there it stands below the page, and moves nothing when it leaves.
    person.show(analyst, page.url_path)
