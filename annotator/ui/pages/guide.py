"""guide."""

from __future__ import annotations

import streamlit as st


def page() -> None:
    """guide."""
    st.title("guide")
