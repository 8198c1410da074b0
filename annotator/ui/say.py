"""Sentences on a page, where Streamlit would read them as Markdown."""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Iterator
from typing import Final

import streamlit as st

from annotator.identity import NotAllowedError
from annotator.scheme import SchemeError
from annotator.workflow import WorkflowError
from db.errors import StoreError

_PUNCTUATION: Final = re.compile(r"([!-/:-@\[-`{-~])")
# What Streamlit makes links, arrows and its own picture of even when it is escaped.
_SPELLS: Final = re.compile(
    r"(?<=www)(?=\.)|(?<=\w)(?=://|@)|(?<=[<>~])(?=[-=])|(?<=-)(?=>)|(?<=:streamlit)(?=:)",
    re.IGNORECASE,
)
_JOINER: Final = "\u2060"  # draws nothing, and breaks no line

log = logging.getLogger("annotator")


def literally(text: str) -> str:
    """The text so that Markdown shows it as it is: names of files and people are not markup."""
    plain = _SPELLS.sub(_JOINER, " ".join(text.split()))
    return _PUNCTUATION.sub(r"\\\1", plain)


def error(sentence: str) -> None:
    """What went wrong, as one sentence."""
    st.error(literally(sentence), icon=":material/error:")


def passing(sentence: str) -> None:
    """What happened just now, if somebody cares; it goes by itself and moves nothing."""
    st.toast(literally(sentence), icon=":material/info:", duration="long")


@contextlib.contextmanager
def refusals() -> Iterator[None]:
    """Say why something was refused, where it was asked for; what follows in the block is left."""
    try:
        yield
    except (StoreError, WorkflowError, NotAllowedError, SchemeError) as refusal:
        refused(refusal)


def refused(refusal: Exception) -> None:
    """Say why something was refused; what somebody may not do is for the log as well."""
    if isinstance(refusal, NotAllowedError):
        log.warning("Refused on a page: %s", refusal)
    error(str(refusal))
