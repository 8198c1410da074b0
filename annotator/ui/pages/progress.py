"""How far one is: one's own figures and tags, and how far the others are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

import streamlit as st

from annotator import running
from annotator.ui import marks, own_sessions, own_times, places, session
from annotator.ui.figures import Course
from db import answers, articles, people
from db.model import Analyst, WorkCount, WorkState
from db.store import Store

ARTICLES: Final = 12


def page() -> None:
    """Draw the page."""
    store = running.store()
    analyst = session.signed_in(store)
    course = read_course(store, analyst, datetime.now(UTC), others=session.sees_everybody(store))
    with st.container(key="page-title", gap=None):
        st.title("Progress", anchor=False)
        if course.works:
            st.text(course.summary)
    if not course.works:
        _invite(course, session.may_load(store))
        return
    # Here because it brings altair, which takes long to import: the first desk must not wait.
    from annotator.ui import overview, steady_words

    overview.draw(store, course)
    own_sessions.draw(store, analyst)
    own_times.draw(store, analyst)
    steady_words.own(store, analyst)


def read_course(store: Store, analyst: Analyst, now: datetime, *, others: bool = True) -> Course:
    """What an analyst has done, from a bounded number of rows.

    Args:
        others: Together with how far the others are, for who may see it.
    """
    whose = None if others else analyst.id
    with store.read() as db:
        listed = articles.listed(db, analyst.id, states=("begun", "done", "closed"), limit=ARTICLES)
        # An article without claims is done without anybody's doing.
        works = tuple(work for work in listed.rows if work.worked_at)
        latest = answers.last_session(db, analyst.id)
        counts = listed.counts
        return Course(
            analyst=analyst,
            works=works,
            new=counts["new"].articles,
            done=counts["done"].articles,
            total=_total(counts),
            progress=tuple(answers.progress(db, [work.article.id for work in works], whose)),
            names={person.id: person.name for person in people.listing(db)} if others else {},
            session=latest,
            pace=tuple(answers.pace(db, analyst.id, latest.began)) if latest else (),
            now=now,
        )


def _total(counts: Mapping[WorkState, WorkCount]) -> WorkCount:
    """What there is to do and what was done: of closed articles only what was done counts."""
    closed, open_ = counts["closed"], [counts[state] for state in ("begun", "new", "done")]
    return WorkCount(
        sum(count.articles for count in open_) + closed.begun,
        sum(count.claims for count in open_) + closed.answered,
        sum(count.answered for count in open_) + closed.answered,
    )


def _invite(course: Course, may_load: bool) -> None:
    with st.container(key="empty", border=True, horizontal_alignment="center", gap="small"):
        st.html(marks.EMPTY, width="content")
        st.subheader("Nothing tagged yet", anchor=False, width="content")
        if course.total.articles:
            st.text("Tag a first claim; what you have done then shows here.", width="content")
            if st.button("Go tagging", type="primary", key="go-tagging"):
                places.go("tag")
        elif not may_load:
            st.text("No article yet. The lead loads the first one.", width="content")
        else:
            st.text("Load an article, or try the sample, and tag its claims.", width="content")
            if st.button("Go to the articles", type="primary", key="go-articles"):
                places.go("articles")
