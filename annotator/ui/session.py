"""The only reader and writer of `st.session_state` and the address: what a page may remember.

Nothing of value lives here; a reload starts again from the address and the store.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Final, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from annotator import running
from annotator.identity import Actor, NotAllowedError, Subject, cookie_name, find_analyst, may
from db import logins
from db.model import Analyst
from db.store import Store

_MESSAGES: Final = "messages"
_LOADED: Final = "loaded"
_LINK: Final = "link"
_PERSON: Final = "person"
_SOURCE: Final = "source"
_CHOICE: Final = "choice"
_LATER: Final = "later"
_SEED: Final = "seed"
_ENTRY: Final = "edit"
_BEGUN: Final = "begun"


@dataclass(frozen=True, slots=True)
class NewLink:
    """A personal link while it is shown, which is once; `name` is whose."""

    name: str
    link: str


@dataclass(frozen=True, slots=True)
class Begun:
    """What a form of the codebook was begun on.

    Attributes:
        base: The label of the version whose words the form began with.
        seen: The label of the latest version that whoever edits knows of.
        was: The case of the ruling that is edited.
    """

    entry: str
    base: str
    seen: str
    was: str


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


def login_id(store: Store) -> str | None:
    """Which of somebody's logins this browser has."""
    token = st.context.cookies.get(cookie_name(store.project_id), "")
    with store.read() as db:
        return logins.id_of(db, token)


def actor(store: Store) -> Actor:
    """Who is signed in, with the roles that count now: they may have changed since the page opened.

    Raises:
        NotAllowedError: The login ended meanwhile.
    """
    return running.actor(signed_in(store))


def may_load(store: Store) -> bool:
    """Whether they may load articles."""
    return may(actor(store), "load")


def may_share(store: Store) -> bool:
    """Whether they say who tags what."""
    return may(actor(store), "assign")


def sees_everybody(store: Store) -> bool:
    """Whether they see how far the others are."""
    return may(actor(store), "see-progress")


def decides(analyst: Analyst) -> bool:
    """Whether somebody of this role settles disagreements."""
    return may(running.actor(analyst), "decide", Subject(0))


def leads(analyst: Analyst) -> bool:
    """Whether the Team page is for them: they lead, and a team is served."""
    return running.settings().team and may(running.actor(analyst), "people")


def chosen_article() -> int | None:
    """The article that the address names."""
    return _number("article")


def chosen_before() -> int | None:
    """Where in the log a further page of a list begins, by the address."""
    return _number("before")


def address() -> dict[str, str]:
    """What stands behind the `?`, to go elsewhere with it."""
    return dict(st.query_params)


def choose_article(article_id: int | None) -> None:
    """Name the article in the address, or none, so that a reload comes back to it."""
    if article_id is None:
        st.query_params.pop("article", None)
    elif chosen_article() != article_id:
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


def chosen_person() -> str | None:
    """The person that the address names."""
    return st.query_params.get(_PERSON)


def choose_person(analyst_id: str | None) -> None:
    """Name a person in the address, or nobody."""
    # A link to the page one is on would change what is shown and not the address.
    if analyst_id is None:
        st.query_params.pop(_PERSON, None)
    else:
        st.query_params[_PERSON] = analyst_id


def chosen_source() -> str | None:
    """The source that the address names."""
    return st.query_params.get(_SOURCE)


def choose_source(source_id: str | None) -> None:
    """Name a source in the address, or none."""
    if source_id is None:
        st.query_params.pop(_SOURCE, None)
    else:
        st.query_params[_SOURCE] = source_id


def chosen_entry() -> str | None:
    """The entry of the codebook that the address names, to be edited."""
    return st.query_params.get(_ENTRY)


def choose_entry(entry: str | None) -> None:
    """Name an entry in the address, or none: then what was begun there is forgotten."""
    if entry is None:
        for name in (_ENTRY, "claim"):
            st.query_params.pop(name, None)
        st.session_state.pop(_BEGUN, None)
    else:
        st.query_params[_ENTRY] = entry


def write_ruling(claim_id: int) -> None:
    """Name a new ruling in the address, for this claim whose rule is unclear."""
    st.query_params["claim"] = str(claim_id)
    choose_entry("new")


def chosen_claim() -> int | None:
    """The claim that the address names."""
    return _number("claim")


def begin(begun: Begun) -> None:
    """Keep what a form was begun on, while it is open."""
    st.session_state[_BEGUN] = begun


def begun(entry: str) -> Begun | None:
    """What the form of this entry was begun on, if it is open."""
    found: Begun | None = st.session_state.get(_BEGUN)
    return found if found is not None and found.entry == entry else None


def keep_link(name: str, link: str) -> None:
    """Show a new personal link until the dialog is closed."""
    st.session_state[_LINK] = NewLink(name, link)


def kept_link() -> NewLink | None:
    """The personal link to be shown."""
    found: NewLink | None = st.session_state.get(_LINK)
    return found


def forget_link() -> None:
    """Show the link no longer; nobody can find it out any more."""
    st.session_state.pop(_LINK, None)


def choice() -> str:
    """What the keys of ticks begin with: a new beginning is a list without ticks."""
    return f"choose-{st.session_state.get(_CHOICE, 0)}"


def forget_choice() -> None:
    """Take all ticks away, and let chance decide anew."""
    st.session_state[_CHOICE] = st.session_state.get(_CHOICE, 0) + 1
    st.session_state.pop(_SEED, None)


def seed(drawn: int) -> int:
    """The number that chance drew for the dialog that is open; `drawn` if it is the first time."""
    kept: int = st.session_state.setdefault(_SEED, drawn)
    return kept


def names_claim() -> bool:
    """Whether the address names a claim: somebody is in the middle of an article, or led to one."""
    return "claim" in st.query_params


def put_off_repeats() -> None:
    """Let no claim come back until the page is opened anew."""
    st.session_state[_LATER] = True


def has_put_off_repeats() -> bool:
    """Whether they said so."""
    return bool(st.session_state.get(_LATER))


def zone() -> tzinfo:
    """Where the browser is."""
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
