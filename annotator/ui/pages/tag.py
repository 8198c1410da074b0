"""tag."""

from __future__ import annotations

import streamlit as st


def page() -> None:
    """tag."""
    st.title("tag")
