"""The only reader and writer of `st.session_state` and the address: what a page may remember.

Nothing of value lives here; a reload starts again from the address and the store.
"""

from __future__ import annotations

from typing import Final, TypeVar

import streamlit as st

from annotator.identity import NotAllowedError, find_analyst
from db.model import Analyst
from db.store import Store

_MESSAGES: Final = "messages"
_LOADED: Final = "loaded"

_T = TypeVar("_T")


def analyst(store: Store) -> Analyst | None:
    """Who is signed in in this browser, as it was when the page was opened."""
    return find_analyst(store, st.context.cookies)


def signed_in(store: Store) -> Analyst:
    """The same, for a page that only somebody who is signed in gets to see.

    Raises:
        NotAllowedError: The login ended meanwhile.
    """
    found = analyst(store)
    if found is None:
        raise NotAllowedError("Nobody is signed in here now. Reload the page.")
    return found


def chosen_article() -> int | None:
    """The article that the address names."""
    return _number("article")


def address() -> dict[str, str]:
    """What stands behind the `?`, to go elsewhere with it."""
    return dict(st.query_params)


def choose_article(article_id: int) -> None:
    """Name the article in the address, so that a reload comes back to it."""
    if chosen_article() != article_id:
        st.query_params["article"] = str(article_id)


def widget(key: str, default: _T) -> _T:
    """What a widget of this page will answer when it is drawn, for what comes before it."""
    value: _T = st.session_state.get(key, default)
    return value


def leave_message(text: str) -> None:
    """Keep a sentence for the next run."""
    st.session_state.setdefault(_MESSAGES, []).append(text)


def take_messages() -> list[str]:
    """The sentences kept by earlier runs; each is given once."""
    return list(st.session_state.pop(_MESSAGES, []))


def _number(name: str) -> int | None:
    value = st.query_params.get(name, "")
    # Longer numbers are no ids, and SQLite could not compare them.
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 16 else None


def leave_article(article_id: int) -> None:
    """Keep an article to go to in the next run."""
    st.session_state[_LOADED] = article_id


def take_article() -> int | None:
    """The article kept by the last run; given once."""
    article_id: int | None = st.session_state.pop(_LOADED, None)
    return article_id
