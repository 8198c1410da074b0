"""Asking before others' work is shown: in which articles there is any, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import streamlit as st

from annotator import workflow
from annotator.ui import places, session
from annotator.ui.say import literally
from annotator.words import counted
from db import answers, rounds
from db.model import ArticleRow
from db.store import Store

_FIRST: Final = 8


def show_closed(
    store: Store, article_ids: Sequence[int], action: Literal["see-others", "export-others"]
) -> bool:
    """Record that others' work is about to be shown, without a question, where the round is closed.

    There is no vote to lose; that it was shown counts if the round is opened again. Whether there
    was any.
    """
    actor = session.actor(store)
    with store.read() as db:
        hidden = answers.hidden(db, actor.id, article_ids)
        states = rounds.of_articles(db, hidden)
    closed = [id for id in hidden if not states[id].is_open]
    if closed:
        workflow.show_others(store, actor, closed, action)
    return bool(closed)


def ask(
    store: Store,
    rows: Sequence[ArticleRow],
    hidden: Sequence[int],
    label: str,
    action: Literal["see-others", "export-others"],
) -> None:
    """Say what it means to see others' work in the hidden ones of these articles, and ask.

    Args:
        label: What the button says.
    """
    titles = [row.title for row in rows if row.id in hidden]
    with st.container(key="exposes", border=True, gap="xsmall"):
        st.text(_in_how_many(len(titles), len(rows)))
        with st.container(key="meta-exposes", gap=None):
            for title in titles[:_FIRST]:
                st.text(title)
            if len(titles) > _FIRST:
                st.text(f"and {counted(len(titles) - _FIRST, 'more article')}")
        these = "this article" if len(titles) == 1 else f"these {len(titles):,} articles"
        st.text(
            f"What you answer in {these} from now on counts as given after seeing others’ tags."
        )
        with st.container(key="exposes-or-not", horizontal=True, gap="small"):
            if st.button(literally(label), key="show-others"):
                workflow.show_others(store, session.actor(store), hidden, action)
                st.rerun()
            if st.button("Tag first", type="tertiary", key="tag-first"):
                places.go("tag")


def _in_how_many(hidden: int, chosen: int) -> str:
    if chosen == 1:
        return "In this article others have answered:"
    which = f"{hidden:,} of {chosen:,}" if hidden < chosen else f"all {chosen:,}"
    return f"In {which} articles others have answered:"
