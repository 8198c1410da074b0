"""Tagging: the desk, and nothing else on the page."""

from __future__ import annotations

import streamlit as st

from annotator import running
from annotator.ui import marks, places, say, session
from annotator.ui.desk import desk
from db import answers, articles
from db.engine import Database
from db.errors import NotFoundError
from db.model import Analyst, ArticleRow


def page() -> None:
    """Draw the desk on the article that the address names, or that is next."""
    store = running.store()
    analyst = session.signed_in(store)
    chosen = session.chosen_article()
    try:
        with store.read() as db:
            article_id = next_article(db, analyst) if chosen is None else chosen
            if article_id is None:
                _invite()
                return
            articles.get(db, article_id)
    except NotFoundError as refusal:
        say.error(str(refusal))
        if st.button("See the articles"):
            places.go("articles")
        return
    session.choose_article(article_id)
    desk(store.project_id, analyst, article_id, session.first_claim(article_id))


def next_article(db: Database, analyst: Analyst) -> int | None:
    """Where the analyst's work goes on.

    The article last worked on while claims are left in it, else the first with claims left; when
    all is done the last one again, or the first. None while the project has no article.
    """
    last = answers.last_article(db, analyst.id)
    if last is not None and _left(db, analyst, [articles.get(db, last)]):
        return last
    rows = articles.listing(db)
    left = _left(db, analyst, rows)
    if left:
        return left[0]
    return last or (rows[0].id if rows else None)


def _left(db: Database, analyst: Analyst, rows: list[ArticleRow]) -> list[int]:
    answered: dict[int, int] = {}
    for entry in answers.progress(db, [row.id for row in rows]):
        if entry.analyst_id == analyst.id and entry.outcome != "skipped":
            answered[entry.article_id] = answered.get(entry.article_id, 0) + entry.claims
    return [row.id for row in rows if answered.get(row.id, 0) < row.claims]


def _invite() -> None:
    with st.container(key="empty", border=True, horizontal_alignment="center", gap="small"):
        st.html(marks.EMPTY, width="content")
        st.subheader("Nothing to tag yet", anchor=False, width="content")
        st.text("Load an article, or try the sample.", width="content")
        if st.button("Go to the articles", type="primary", key="go-articles"):
            places.go("articles")
