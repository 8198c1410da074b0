"""Sentences on a page, where Streamlit would read them as Markdown."""

from __future__ import annotations

import re
from typing import Final

import streamlit as st

_PUNCTUATION: Final = re.compile(r"([!-/:-@\[-`{-~])")


def literally(text: str) -> str:
    """The text so that Markdown shows it as it is: names of files and people are not markup."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))


def error(sentence: str) -> None:
    """What went wrong, as one sentence."""
    st.error(literally(sentence), icon=":material/error:")


def notice(sentence: str) -> None:
    """What somebody should know, without alarm."""
    st.info(literally(sentence), icon=":material/info:")


def done(sentence: str) -> None:
    """What has been done."""
    st.success(literally(sentence), icon=":material/check:")


def passing(sentence: str) -> None:
    """What happened just now, if somebody cares; it goes by itself and moves nothing."""
    st.toast(literally(sentence), icon=":material/info:", duration="long")
