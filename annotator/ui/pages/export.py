"""export."""

from __future__ import annotations

import streamlit as st


def page() -> None:
    """export."""
    st.title("export")
