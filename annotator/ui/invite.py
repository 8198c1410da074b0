"""The dialogs that end with a personal link: somebody new, and a new link for somebody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from annotator import running, workflow
from annotator.identity import authorize
from annotator.ui import parts, say, session
from db.model import Analyst, Role
from db.transaction import utc

ROLES: Final[dict[Role, str]] = {
    "analyst": "Tags. Sees others’ work once a round is closed.",
    "reviewer": "Tags as well, and sees others’ work on articles they do not tag.",
    "lead": "Also loads articles, exports everything, sees how far all are, and changes the team.",
}
ENDS: Final[dict[int, str]] = {
    0: "when you withdraw it",
    1: "in a day",
    7: "in a week",
    30: "in a month",
}


@st.dialog("Add a person", on_dismiss=session.forget_link)
def somebody() -> None:
    """The dialog that adds somebody."""
    with say.refusals():
        _authorize()
        add()


@st.dialog("A new link", on_dismiss=session.forget_link)
def again(person: Analyst) -> None:
    """The dialog that gives somebody a new link."""
    with say.refusals():
        _authorize()
        renew(person)


def add() -> None:
    """Ask for a name and a role; then show the link, once."""
    area = st.empty()
    if session.kept_link() is None:
        with area.container(), st.form("add-person", border=False):
            name = st.text_input("Name", key="new-name")
            parts.focus("new-name")
            role = role_choice("role-new")
            days = _end("new-ends")
            wanted = st.form_submit_button("Add and make the link", type="primary", key="go-invite")
        if wanted:
            with say.refusals():
                store = running.store()
                analyst = workflow.add_analyst(store, name, actor=session.actor(store), role=role)
                _make(analyst, days)
    _show(area)


def renew(person: Analyst) -> None:
    """Say what a new link does to the old one; then show it, once."""
    area = st.empty()
    if session.kept_link() is None:
        with area.container():
            with st.container(key="title-whose"):
                st.text(person.name)
            st.text("A link they have now stops working. Where they are signed in they stay so.")
            days = _end("again-ends")
            wanted = st.button("Make the link", type="primary", key="go-make")
        if wanted:
            with say.refusals():
                _make(person, days)
    _show(area)


def _authorize() -> None:
    """A dialog runs without its page, also when somebody else has come in meanwhile."""
    authorize(session.actor(running.store()), "people")


def role_choice(key: str, role: Role = "analyst") -> Role:
    """The three roles, with what each may do."""
    chosen: Role = st.radio(
        "Role",
        list(ROLES),
        index=list(ROLES).index(role) if role in ROLES else 0,
        format_func=str.capitalize,
        captions=list(ROLES.values()),
        width="stretch",
        key=key,
    )
    return chosen


def _end(key: str) -> int:
    return st.selectbox("The link ends", list(ENDS), format_func=ENDS.__getitem__, key=key)


def _make(person: Analyst, days: int) -> None:
    store = running.store()
    expires_at = utc(datetime.now(UTC) + timedelta(days=days)) if days else ""
    token = workflow.make_link(store, session.actor(store), person.id, expires_at)
    session.keep_link(person.name, running.join_link(token))


def _show(area: DeltaGenerator) -> None:
    """The link, if there is one, in place of what was asked."""
    made = session.kept_link()
    if made is None:
        return
    with area.container():
        with st.container(key="title-made"):
            st.text(made.name)
        parts.copyable("Personal link", made.link, key="made-link")
        st.text(
            "It is shown this once; only its fingerprint is kept. Send it to them alone: whoever "
            "opens it is signed in as them. It opens as often as they like, on each of their "
            "machines."
        )
        if st.button("Done", key="done"):
            session.forget_link()
            st.rerun()
