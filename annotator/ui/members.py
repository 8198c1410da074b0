"""The list of the Team page: everybody's role, work and link, a page of people at a time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import streamlit as st

from annotator import workflow
from annotator.identity import Actor
from annotator.ui import heads, invite, marks, say, session
from annotator.ui.clock import day, when
from annotator.words import counted
from db import assignments, logins, overview, people, settings
from db.model import REVIEW_OWN, TIMES_VISIBLE, Analyst, Effort, Invitation, Role
from db.store import Database, Store
from db.transaction import utc

PAGE: Final = 20

_NOUNS: Final[dict[Role, tuple[str, str]]] = {
    "lead": ("a lead", "lead"),
    "reviewer": ("a reviewer", "reviewer"),
    "analyst": ("an analyst", "analyst"),
}


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the team, as a lead sees them. Times are UTC; empty where there is none."""

    analyst: Analyst
    effort: Effort
    seen_at: str
    link: Invitation | None


@dataclass(frozen=True, slots=True)
class Team:
    """Everybody in the project, and a page of them with what they have done.

    `claims` is how many each of them has to answer; None where the work is shared out, so that it
    differs: the Rounds page says who has what.
    """

    everybody: tuple[Analyst, ...]
    shown: tuple[Member, ...]
    claims: int | None


def draw(store: Store, actor: Actor, now: datetime) -> None:
    """The list, with the way to add somebody."""
    with store.read() as db:
        everybody = sorted(people.listing(db), key=lambda person: person.role == "removed")
    head = st.container(
        key="team-head",
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute",
    )
    with head:
        with st.container(key="page-title", gap=None):
            st.title("Team", anchor=False)
            st.text(summary(everybody))
        if st.button("Add a person", type="primary", key="go-add", icon=":material/add:"):
            session.forget_link()
            invite.somebody()
    for message in session.take_messages():
        say.passing(message)
    area = st.container(key="members", gap=None)
    offset = heads.offset(len(everybody), PAGE, "people-page")
    team = read(store, everybody, offset, now)
    with area:
        _heads()
        for shown in team.shown:
            _row(shown, team.claims, actor, now)
    _review_own(store, actor)
    _times(store, actor)


def _review_own(store: Store, actor: Actor) -> None:
    """Whether reviewers may decide on what they have tagged: a team of two has nobody else."""
    with store.read() as db:
        allowed = settings.value(db, REVIEW_OWN) == "yes"
    with st.container(key="review-own", gap=None):
        wanted = st.checkbox(
            "Reviewers also decide on articles that they have tagged themselves",
            value=allowed,
            key=f"review-own-{allowed}",
        )
        with st.container(key="meta-review-own"):
            st.text("They see others’ tags there, so what they answer later counts as not blind.")
    if wanted != allowed:
        workflow.let_review_own(store, actor, allowed=wanted)
        st.rerun()


def _times(store: Store, actor: Actor) -> None:
    """Whether leads see what time claims take, of those who agree."""
    with store.read() as db:
        shown = settings.value(db, TIMES_VISIBLE) == "yes"
    with st.container(key="show-times", gap=None):
        wanted = st.checkbox(
            "Ask analysts to let leads see how long claims take them",
            value=shown,
            key=f"show-times-{shown}",
        )
        with st.container(key="meta-show-times"):
            st.text(
                "Only the median of times that somebody lets be taken, and only of those taken "
                "after they agreed to this. It stands on the person’s own page here."
            )
    if wanted != shown:
        workflow.show_times(store, actor, wanted=wanted)
        st.rerun()


def read(store: Store, everybody: list[Analyst], offset: int, now: datetime) -> Team:
    """A page of people with what they have done, from a bounded number of rows."""
    page = everybody[offset : offset + PAGE]
    with store.read() as db:
        shared = assignments.anything(db)
        claims = None if shared else overview.claims(db)
        return Team(tuple(everybody), members(db, page, now), claims)


def members(db: Database, wanted: list[Analyst], now: datetime) -> tuple[Member, ...]:
    """These people as a lead sees them."""
    efforts = overview.of_people(db, [person.id for person in wanted])
    links = logins.invitations(db)
    used: dict[str, str] = {}
    for login in logins.logins(db, utc(now)):
        used.setdefault(login.analyst_id, login.seen_at)  # the one used last comes first
    return tuple(
        Member(
            person,
            efforts[person.id],
            max(efforts[person.id].last_at, used.get(person.id, "")),
            links.get(person.id),
        )
        for person in wanted
    )


def summary(everybody: list[Analyst]) -> str:
    """Who there is, in a line: `A lead, a reviewer and 3 analysts. …`"""
    roles = Counter(person.role for person in everybody)
    parts = [
        one if roles[role] == 1 else counted(roles[role], noun)
        for role, (one, noun) in _NOUNS.items()
        if roles[role]
    ]
    said = " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1]))) if parts else "nobody"
    said = said[:1].upper() + said[1:]
    return f"{said}. Analysts see nobody else’s tags before a round is closed."


def link_state(link: Invitation | None, now: datetime) -> str:
    """Whether somebody has a personal link, in two or three words."""
    if link is None:
        return "no link"
    if not link.expires_at:
        return "has a link"
    if link.expires_at <= utc(now):
        return "link expired"
    return f"link until {day(link.expires_at, now)}"


def _heads() -> None:
    with st.container(key="member-heads", horizontal=True):
        for head in ("Name", "Role", "Work", "Last seen", "Link"):
            st.text(head)


def _row(shown: Member, claims: int | None, actor: Actor, now: datetime) -> None:
    person = shown.analyst
    removed = person.role == "removed"
    with st.container(key=f"member-{person.id}", horizontal=True, vertical_alignment="center"):
        with st.container(key=f"who-{person.id}", horizontal=True, vertical_alignment="center"):
            st.html(marks.who(person.name), width="content")
            st.text(person.name, width="content")
            if person.id == actor.id:
                st.html('<small class="ca-note">you</small>', width="content")
        st.text(person.role)
        answered = shown.effort.answered
        st.text(
            counted(answered, "claim") if claims is None else f"{answered:,} of {claims:,} claims"
        )
        st.text(when(shown.seen_at, now))
        st.text("" if removed else link_state(shown.link, now))
        with st.container(
            key=f"acts-{person.id}",
            horizontal=True,
            horizontal_alignment="right",
            vertical_alignment="center",
        ):
            if not removed and st.button("New link", type="tertiary", key=f"quiet-{person.id}"):
                session.forget_link()
                invite.again(person)
            if st.button("Manage", type="tertiary", key=f"manage-{person.id}"):
                session.choose_person(person.id)
                st.rerun()
