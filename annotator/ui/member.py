"""One person of the team: name and role, link, logins, keys, progress, and the way out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import streamlit as st

from annotator import running, workflow
from annotator.identity import Actor, authorize
from annotator.ui import browsers, efforts, invite, marks, parts, say, session
from annotator.ui.clock import day, when
from annotator.ui.members import Member, link_state, members
from annotator.words import counted
from db import articles, assignments, logins, overview, people, settings, times
from db.model import OWN_STATES, TIMES_VISIBLE, Analyst, ApiToken, Effort, Login, Work
from db.store import Store
from db.transaction import utc

ARTICLES: Final = 10


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with everything that lets them in."""

    member: Member
    claims: int | None  # to answer; None where the work is shared out, which Rounds tells
    logins: tuple[Login, ...]
    keys: tuple[ApiToken, ...]


def draw(store: Store, actor: Actor, analyst_id: str, now: datetime) -> None:
    """Everything about one person.

    Raises:
        NotFoundError: The address names nobody.
    """
    person = read(store, analyst_id, now)
    analyst = person.member.analyst
    for message in session.take_messages():
        say.passing(message)
    if st.button("← Everybody", type="tertiary", key="back"):
        session.choose_person(None)
        st.rerun()
    _head(person, actor, now)
    if analyst.role == "removed":
        _taken_back(store, analyst)
    else:
        left, right = st.columns(2, gap="large")
        with left:
            _role(store, actor, analyst)
        with right:
            _link(store, person, now)
            _logins(store, person, now)
            _keys(store, person, now)
    _progress(store, analyst, now)
    if analyst.role != "removed":
        _removal(analyst)


def read(store: Store, analyst_id: str, now: datetime) -> Person:
    """The person of this id."""
    with store.read() as db:
        (member,) = members(db, [people.get(db, analyst_id)], now)
        return Person(
            member,
            None if assignments.anything(db) else overview.claims(db),
            tuple(login for login in logins.logins(db, utc(now)) if login.analyst_id == analyst_id),
            tuple(logins.api_tokens(db, analyst_id)),
        )


def _head(person: Person, actor: Actor, now: datetime) -> None:
    member = person.member
    with st.container(key="portrait", horizontal=True, vertical_alignment="center"):
        st.html(f'<h1 class="ca-unseen">Team</h1>{marks.who(member.analyst.name)}', width="content")
        with st.container(gap=None):
            with st.container(key="title-member"):
                st.text(member.analyst.name)
            you = "you · " if member.analyst.id == actor.id else ""
            seen = f"last seen {when(member.seen_at, now)}" if member.seen_at else "never seen yet"
            with st.container(key="meta-member"):
                st.text(f"{you}{member.analyst.role} · {_answered(person)} answered · {seen}")


def _answered(person: Person) -> str:
    answered = person.member.effort.answered
    if person.claims is None:
        return counted(answered, "claim")
    return f"{answered:,} of {counted(person.claims, 'claim')}"


def _role(store: Store, actor: Actor, analyst: Analyst) -> None:
    with st.container(key="part-role", gap="small"):
        st.header("Name and role", anchor=False)
        with st.form("role", border=False):
            name = st.text_input("Name", analyst.name, key=f"name-of-{analyst.id}")
            role = invite.role_choice(f"role-of-{analyst.id}", analyst.role)
            if analyst.id == actor.id:
                with st.container(key="meta-self"):
                    st.text("With another role you would not see this page any more.")
            saved = st.form_submit_button("Save", type="primary", key="go-save")
        if saved:
            with say.refusals():
                now = session.actor(store)
                if name != analyst.name:
                    workflow.rename_analyst(store, now, analyst.id, name)
                if role != analyst.role:
                    workflow.set_role(store, now, analyst.id, role)
                session.leave_message("Saved. It holds from their next click on.")
                st.rerun()


def _link(store: Store, person: Person, now: datetime) -> None:
    analyst, link = person.member.analyst, person.member.link
    with st.container(key="part-link", gap="small"):
        st.header("Personal link", anchor=False)
        with st.container(
            key="entry-link", horizontal=True, vertical_alignment="center", gap="small"
        ):
            with st.container(gap=None):
                state = link_state(link, now)
                st.text(f"{state[:1].upper()}{state[1:]}")
                with st.container(key="meta-link"):
                    st.text(
                        f"made {when(link.created_at, now)}"
                        if link
                        else "They cannot sign in anew."
                    )
            if link is not None and st.button("Withdraw", key="withdraw"):
                _do(
                    lambda actor: workflow.revoke_link(store, actor, analyst.id),
                    "The link opens nothing any more. Who is signed in stays so.",
                )
            if st.button("New link", key="new-link"):
                session.forget_link()
                invite.again(analyst)


def _logins(store: Store, person: Person, now: datetime) -> None:
    analyst = person.member.analyst
    here = session.login_id(store)
    with st.container(key="part-logins", gap="small"):
        st.header("Where they are signed in", anchor=False)
        if not person.logins:
            st.text("Nowhere now.")
            return
        with st.container(key="entries-logins", gap=None):
            ended = [
                login.id
                for login in person.logins
                if _entry(f"login-{login.id}", _browser(login, here), _used(login, now))
            ]
        if ended:
            _do(lambda actor: workflow.end_login(store, actor, analyst.id, ended[0]), "Ended.")
        if len(person.logins) > 1 and st.button("End all", key="end-all"):
            _do(
                lambda actor: workflow.end_logins(store, actor, analyst.id),
                "They are signed out everywhere.",
            )


def _keys(store: Store, person: Person, now: datetime) -> None:
    """The keys of their programs to the API, which are made at the command line."""
    analyst = person.member.analyst
    if not person.keys:
        return
    with st.container(key="part-keys", gap="small"):
        st.header("Keys to the API", anchor=False)
        with st.container(key="entries-keys", gap=None):
            ended = [
                key.id
                for key in person.keys
                if _entry(f"key-{key.id}", key.name, _key_used(key, now))
            ]
        if ended:
            _do(lambda actor: workflow.end_api_token(store, actor, analyst.id, ended[0]), "Ended.")


def _browser(login: Login, here: str | None) -> str:
    words = browsers.in_words(login.browser)
    return f"{words}, this browser" if login.id == here else words


def _used(login: Login, now: datetime) -> str:
    return f"since {day(login.created_at, now)}, last used {when(login.seen_at, now)}"


def _key_used(key: ApiToken, now: datetime) -> str:
    said = f"made {day(key.created_at, now)}, "
    said += f"last used {when(key.seen_at, now)}" if key.seen_at else "not used yet"
    if not key.expires_at:
        return said
    return f"{said}, {'ended' if key.expires_at <= utc(now) else 'ends'} {day(key.expires_at, now)}"


def _entry(key: str, name: str, about: str) -> bool:
    """A line of a list with the button that ends it; whether it was pressed."""
    with st.container(
        key=f"entry-{key}", horizontal=True, vertical_alignment="center", gap="small"
    ):
        with st.container(gap=None):
            st.text(name)
            with st.container(key=f"meta-{key}"):
                st.text(about)
        return st.button("End", key=f"end-{key}")


def _progress(store: Store, analyst: Analyst, now: datetime) -> None:
    """What they have answered, article by article; no tag of theirs."""
    with st.container(key="section-work", gap="small"):
        st.header("Progress by article", anchor=False)
        with store.read() as db:
            begun = articles.listed(db, analyst.id, limit=0).counts
            number = sum(begun[state].articles for state in OWN_STATES)
        _times(store, analyst)
        if not number:
            st.text("No article yet.")
            return
        area = st.container()
        pages = -(-number // ARTICLES)
        page = st.pagination(pages, width=220, key="work-page") if pages > 1 else 1
        with store.read() as db:
            works = articles.listed(
                db,
                analyst.id,
                states=OWN_STATES,
                limit=ARTICLES,
                offset=(page - 1) * ARTICLES,
            ).rows
            done = overview.of_person(db, analyst.id, [work.article.id for work in works])
        with area:
            parts.table(
                "Progress by article",
                ["article", *efforts.NUMBERS, "last seen"],
                [_cells(work, done.get(work.article.id), now) for work in works],
                numbers=(1, 2, 3, 4),
                wide=(0,),
                key="cells-work",
            )


def _times(store: Store, analyst: Analyst) -> None:
    """The median time of their claims, where the project asks for it and they agreed."""
    with store.read() as db:
        asked = settings.value(db, TIMES_VISIBLE) == "yes"
        took = times.typical_open(db, analyst.id) if asked else None
    if took:
        with st.container(key="meta-times"):
            st.text(
                f"A claim takes {took.seconds:,.0f} seconds, the median of "
                f"{counted(took.claims, 'claim')} whose time they let leads see."
            )


def _cells(work: Work, effort: Effort | None, now: datetime) -> list[str]:
    numbers = efforts.figures(effort, work.claims)
    return [work.article.title, *numbers, when(effort.last_at if effort else "", now)]


def _removal(analyst: Analyst) -> None:
    with st.container(key="section-removal", gap="small"):
        st.header("Remove from the project", anchor=False)
        st.text(
            "They can open nothing here any more, from their next click on. What they have tagged "
            "stays and counts. You can take them back."
        )
        if st.button("Remove", key="danger-remove"):
            _removing(analyst)


@st.dialog("Remove from the project")
def _removing(analyst: Analyst) -> None:
    with say.refusals():
        authorize(session.actor(running.store()), "people")
        confirm(analyst)


def confirm(analyst: Analyst) -> None:
    """Ask once more, with the name; then remove them."""
    with st.container(key="title-removed"):
        st.text(analyst.name)
    st.text("Their logins, their link and their keys to the API end now. Their work stays.")
    with running.store().read() as db:
        given = assignments.totals(db, [analyst.id]).get(analyst.id)
    if given is not None and given.left:
        st.text(
            f"{counted(given.left, 'claim')} given to them have no answer: the Rounds page lists "
            "them, to be taken back and given to others."
        )
    if st.button("Remove", type="primary", key="go-remove"):
        store = running.store()
        _do(
            lambda actor: workflow.set_role(store, actor, analyst.id, "removed"),
            "Removed. Nothing here opens for them any more.",
        )


def _taken_back(store: Store, analyst: Analyst) -> None:
    with st.container(key="part-back", gap="small"):
        st.text("Removed from the project: nothing here opens for them. What they tagged counts.")
        with st.form("back", border=False):
            role = invite.role_choice("role-back")
            wanted = st.form_submit_button("Take back", type="primary", key="go-back")
        if wanted:
            _do(
                lambda actor: workflow.set_role(store, actor, analyst.id, role),
                "Taken back. They need a new link.",
            )


def _do(change: Callable[[Actor], object], said: str) -> None:
    """Change something as whoever is signed in now, and show the page anew; or say why not."""
    with say.refusals():
        change(session.actor(running.store()))
        session.leave_message(said)
        st.rerun()
