"""articles."""

from __future__ import annotations

import streamlit as st


def page() -> None:
    """articles."""
    st.title("articles")
