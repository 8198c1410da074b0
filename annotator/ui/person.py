"""Who is tagging, at the edge of every page, one click from being somebody else or signing out."""

from __future__ import annotations

import html

import streamlit as st

from annotator import running
from annotator.guard import who_address
from annotator.ui import session
from annotator.ui.initials import initials
from db.model import Analyst


def show(analyst: Analyst, path: str) -> None:
    """The analyst's name, and the link to the page that asks for another one, or lets go."""
    way = "sign out" if running.settings().team else 'change<span class="ca-unseen"> person</span>'
    with st.container(
        key="person",
        horizontal=True,
        width="content",
        vertical_alignment="center",
        gap="xsmall",
    ):
        st.html(
            f'<span class="ca-who" aria-hidden="true">{html.escape(initials(analyst.name))}</span>',
            width="content",
        )
        st.text(analyst.name, width="content")
        st.html(f'<a class="ca-person" href="{_who(path)}">{way}</a>', width="content")


def ask(path: str) -> None:
    """Say that nobody is signed in, with the way to change that."""
    st.title("You are signed out here", anchor=False)
    if running.settings().team:
        st.text(
            "You signed out in this browser, or your login was ended. Everything saved is safe. "
            "Open your personal link to go on. If you have none, ask the project’s lead."
        )
        return
    st.text(
        "Somebody signed out in this browser, or began as somebody else in another tab. "
        "Everything saved is safe."
    )
    st.html(f'<a class="ca-button is-go" href="{_who(path)}">Choose your name</a>')


def _who(path: str) -> str:
    # Back to the same article, but not to the claim: everybody goes on at the own one.
    article = session.chosen_article()
    query = b"" if article is None else f"article={article}".encode()
    return html.escape(who_address(f"/{path}", query))
