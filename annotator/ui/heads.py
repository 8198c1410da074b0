"""What several pages have at their head and foot: the title with a button, and pages of a list."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import streamlit as st

from annotator.ui.say import literally


@contextlib.contextmanager
def head(title: str, about: str) -> Iterator[None]:
    """A page's title with a sentence below it; what is drawn in the block stands at its side."""
    with st.container(
        key="page-head",
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute",
    ):
        with st.container(key="page-title", gap=None):
            st.title(literally(title), anchor=False)
            st.text(about)
        yield


def offset(number: int, size: int, key: str) -> int:
    """Where the wanted page of a list of so many begins; draws the pages if there are several."""
    pages = -(-number // size)
    if pages < 2:
        return 0
    with st.container(key="pages", horizontal=True, horizontal_alignment="center"):
        return (min(pages, st.pagination(pages, width=220, key=key)) - 1) * size
