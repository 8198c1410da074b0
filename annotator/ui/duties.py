"""Who has what to do, how far they are, and what has been lying for long; no tag of anybody's."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import streamlit as st

from annotator import running, schemes, workflow
from annotator.session_words import hourly
from annotator.ui import parts, say, session
from annotator.ui.clock import when
from annotator.ui.members import members
from annotator.words import counted
from db import answers, assignments, people
from db.model import Analyst
from db.round_model import Duty
from db.session_model import Session
from db.store import Store
from db.transaction import utc

PAGE: Final = 20
RESTING: Final = timedelta(days=7)
_LYING: Final = 10
_HEADS: Final = (
    "person",
    "articles",
    "assigned",
    "tagged",
    "unsure",
    "skipped",
    "left",
    "pace",
    "last seen",
)


def draw(store: Store, now: datetime) -> None:
    """The people with their work, what nobody has touched for a week, and what comes back."""
    with store.read() as db:
        shared = assignments.anything(db)
        share = workflow.repeat_share(db)
    if shared:
        _lying(store, now)
        _people(store, now)
    _coming_back(store, share)


def _coming_back(store: Store, share: int) -> None:
    """How many of everybody's claims come back to them."""
    with st.container(key="section-repeats", gap="small"):
        st.header("Claims that come back", anchor=False)
        st.text(
            "A share of the claims that somebody has answered comes back to them, on another day "
            "and without saying so, before an article opens. It shows how steady their answers "
            "are, and changes none: the figures are on the Agreement page."
        )
        wanted = st.number_input(
            "Of a hundred claims, how many come back",
            0,
            workflow.MOST_SHARE,
            share,
            width=280,
            key=f"repeat-share-{share}",
        )
    if wanted != share:
        with say.refusals():
            workflow.set_repeat_share(store, session.actor(store), int(wanted))
            session.leave_message("Saved.")
            st.rerun()


def _people(store: Store, now: datetime) -> None:
    with st.container(key="section-duties", gap="small"):
        st.header("Work in open rounds", anchor=False)
        with store.read() as db:
            everybody = [person for person in people.listing(db) if person.role != "removed"]
        area = st.container()
        pages = -(-len(everybody) // PAGE)
        page = st.pagination(pages, width=220, key="duty-page") if pages > 1 else 1
        shown = everybody[(page - 1) * PAGE : page * PAGE]
        with store.read() as db:
            scheme = schemes.current(db)
            totals = assignments.totals(db, [person.id for person in shown])
            latest = {person.id: answers.last_session(db, person.id) for person in shown}
            seen = {one.analyst.id: one.seen_at for one in members(db, shown, now)}
        with area:
            parts.table(
                "Work in open rounds",
                _HEADS,
                [
                    cells(one, totals.get(one.id), latest[one.id], when(seen[one.id], now))
                    for one in shown
                ],
                scheme=scheme,
                numbers=range(1, 8),
                wide=(0,),
                key="cells-duties",
            )


def cells(person: Analyst, duty: Duty | None, last: Session | None, seen: str) -> list[str]:
    """A row of the table; the pace is that of the last tagging session."""
    numbers = (
        (duty.articles, duty.claims, duty.tagged, duty.unsure, duty.skipped, duty.left)
        if duty
        else (0,) * 6
    )
    return [
        person.name,
        *(f"{number:,}" for number in numbers),
        pace(last),
        seen,
    ]


def pace(last: Session | None) -> str:
    """New claims an hour; a dash where the session was too short to tell."""
    hour = hourly(last) if last else ""
    return f"{hour} an hour" if hour else "–"


def _lying(store: Store, now: datetime) -> None:
    """Unfinished work in which nothing has happened for a week, with the way to take it back."""
    with store.read() as db:
        found = assignments.resting(db, utc(now - RESTING), limit=_LYING + 1)
        names = {person.id: person.name or person.id for person in people.listing(db)}
    if not found:
        return
    with st.container(key="section-lying", gap="small"):
        st.header("Untouched for a week", anchor=False)
        st.text(
            "Take it back, and it can be given to somebody else. What they have answered stays "
            "and counts."
        )
        for duty in found[:_LYING]:
            _resting(store, duty, names[duty.analyst_id], now)
        if len(found) > _LYING:
            with st.container(key="meta-lying"):
                st.text(f"The first {_LYING}; there are more.")


def _resting(store: Store, duty: Duty, name: str, now: datetime) -> None:
    key = f"{duty.article_id}-{duty.analyst_id}"
    with st.container(
        key=f"entry-{key}", horizontal=True, vertical_alignment="center", gap="small"
    ):
        with st.container(gap=None):
            st.text(f"{name}: {duty.title}")
            with st.container(key=f"meta-{key}"):
                st.text(
                    f"{counted(duty.left, 'claim')} of {duty.claims:,} left · "
                    + (
                        f"last worked on {when(duty.last_at, now)}"
                        if duty.last_at
                        else f"given {when(duty.assigned_at, now)}, not begun"
                    )
                )
        if st.button("Take back", key=f"take-{key}"):
            with say.refusals():
                workflow.take_back(
                    store, session.actor(running.store()), duty.article_id, duty.analyst_id
                )
                session.leave_message("Taken back. Share it out again when you like.")
                st.rerun()
