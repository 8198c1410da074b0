"""Tagging: the desk, and nothing else on the page."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from annotator import running, workflow
from annotator.ui import again, marks, places, say, session
from annotator.ui.desk import desk
from db import answers, articles
from db.errors import NotFoundError


def page() -> None:
    """Draw the desk on the article that the address names, or that is next."""
    store = running.store()
    analyst = session.signed_in(store)
    chosen = session.chosen_article()
    try:
        with store.read() as db:
            article_id = answers.next_article(db, analyst.id) if chosen is None else chosen
            if article_id is None:
                _invite(
                    session.may_load(store),
                    empty=not articles.any_loaded(db),
                    shares=session.may_share(store),
                    reviews=session.decides(analyst),
                )
                return
            articles.get(db, article_id)
            back = (
                None
                if session.names_claim() or session.has_put_off_repeats()
                else workflow.repeat_due(db, store.project_id, analyst.id, datetime.now(UTC))
            )
    except NotFoundError as refusal:
        say.error(str(refusal))
        if st.button("See the articles"):
            places.go("articles")
        return
    session.choose_article(article_id)
    if back is not None:
        again.draw(store, analyst, back)
        return
    desk(store.project_id, analyst, article_id)


def _invite(may_load: bool, *, empty: bool, shares: bool, reviews: bool) -> None:
    """Why there is nothing to tag: the project is `empty`, or nothing of it is theirs.

    Args:
        shares: They share the work out themselves.
        reviews: They settle disagreements.
    """
    with st.container(key="empty", border=True, horizontal_alignment="center", gap="small"):
        st.html(marks.EMPTY, width="content")
        st.subheader("Nothing to tag yet", anchor=False, width="content")
        if not empty:
            st.text(
                "The work was shared out, and nothing of it is given to you"
                + (". Who tags what is on the Rounds page." if shares else " yet.")
                + (" You review what others tag." if reviews else ""),
                width="content",
            )
            if shares and st.button("Go to the rounds", type="primary", key="go-rounds"):
                places.go("rounds")
            if reviews and not shares and st.button("Review", type="primary", key="go-review"):
                places.go("review")
            if not (shares or reviews):
                st.text("The project’s lead gives it out.", width="content")
            return
        if not may_load:
            st.text("No article yet. The lead loads the first one.", width="content")
            return
        st.text("Load an article, or try the sample.", width="content")
        if st.button("Go to the articles", type="primary", key="go-articles"):
            places.go("articles")
