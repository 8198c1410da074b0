"""Where the bare address leads: straight to the desk, or back to where somebody stopped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import streamlit as st

from annotator import running
from annotator.session_words import summed
from annotator.ui import places, questions, session
from annotator.ui.resume import next_claims
from annotator.words import counted, in_words, lasting
from db import answers, articles
from db.model import OPEN_STATES, Analyst, ClaimRow, Work
from db.session_model import Session
from db.store import Store

_OTHERS: Final = 4


@dataclass(frozen=True, slots=True)
class Return:
    """What somebody comes back to: the last session, the next claim and the other open articles."""

    last: Session
    claim: ClaimRow | None  # where to go on; none when all is done
    works: tuple[Work, ...]  # open ones; the claim's article is the first
    missed: int = 0  # claims without an answer when their round closed


def page() -> None:
    """Greet whoever has worked here before; let nobody else wait."""
    store = running.store()
    analyst = session.signed_in(store)
    back = None if session.chosen_article() else returning(store, analyst)
    if back is None:
        with store.read() as db:
            empty = articles.count(db) == 0
        places.go("articles" if empty else "tag", session.address())
    with (
        st.container(horizontal_alignment="center"),
        st.container(key="start", width=560, gap="medium"),
    ):
        with st.container(key="page-title", gap=None):
            st.title("Welcome back", anchor=False)
            st.text(f"{analyst.name} · {last_time(back.last, datetime.now().astimezone())}")
            if said := summed(back.last):
                st.text(said)
        asked = questions.show(store, analyst)
        if back.claim is None:
            if not asked:
                _all_done(session.may_load(store), back.missed)
        else:
            _go_on(back.works[0], back.claim)
            _others(back)


def returning(store: Store, analyst: Analyst) -> Return | None:
    """What an analyst comes back to; None for who has done nothing yet."""
    with store.read() as db:
        last = answers.last_session(db, analyst.id)
        if last is None:
            return None
        listed = articles.listed(db, analyst.id, states=OPEN_STATES, limit=_OTHERS + 1)
    first = [work.article for work in listed.rows[:1]]
    claim = next(iter(next_claims(store, analyst, first).values()), None)
    closed = listed.counts["closed"]
    return Return(last, claim, listed.rows, closed.claims - closed.answered)


def last_time(last: Session, now: datetime) -> str:
    """The last session in a line: `last time yesterday · 18 claims in 9 minutes`."""
    ended = datetime.fromisoformat(last.last).astimezone(now.tzinfo)
    said = f"last time {in_words(ended, now)}"
    if last.claims:
        said += f" · {counted(last.claims, 'claim')} in {lasting(last.lasted)}"
    return said


def _go_on(work: Work, claim: ClaimRow) -> None:
    with st.container(key="continue", border=True, gap="small"):
        with st.container(key="meta-continue", gap=None):
            st.text(work.article.title)
            st.text(f"claim {claim.position:,} of {work.article.claims:,}")
        with st.container(key="quote-next"):
            st.text(claim.text)
        if st.button(
            "Continue" if work.state == "begun" else "Begin",
            type="primary",
            key="go-on",
            shortcut="Enter",
        ):
            places.go("tag", {"article": str(work.article.id), "claim": str(claim.id)})


def _others(back: Return) -> None:
    """The other articles that wait, the begun ones first."""
    with st.container(key="rows", gap=None):
        for work in back.works[1:]:
            article = work.article
            with st.container(
                key=f"row-{article.id}", horizontal=True, vertical_alignment="center"
            ):
                with st.container(gap=None):
                    with st.container(key=f"name-{article.id}"):
                        st.text(article.title)
                    with st.container(key=f"meta-{article.id}"):
                        st.text(
                            f"{work.answered:,} of {counted(article.claims, 'claim')} answered"
                            if work.state == "begun"
                            else f"{counted(article.claims, 'claim')}, not begun"
                        )
                with st.container(key=f"open-{article.id}", width="content"):
                    places.link(
                        "tag",
                        "Continue" if work.state == "begun" else "Start",
                        {"article": str(article.id)},
                    )
    with st.container(key="more"):
        places.link("articles", "See all articles")


def _all_done(may_load: bool, missed: int) -> None:
    with st.container(key="continue", border=True, gap="small"):
        st.subheader("Nothing is left to do", anchor=False)
        if missed:
            st.text(f"{counted(missed, 'claim')} had no answer of yours when the round closed.")
        st.text(
            "Each claim that is yours and open has your answer. Load another article, or take your "
            "tags out as a table."
            if may_load
            else "Each claim that is yours and open has your answer. The lead loads the next "
            "article, or gives you one; your tags can be taken out as a table."
        )
        with st.container(horizontal=True):
            if st.button("See the articles", type="primary", key="go-articles"):
                places.go("articles")
            if st.button("Export", key="export"):
                places.go("export")
