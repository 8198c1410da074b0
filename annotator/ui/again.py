"""A claim that comes back: in its paragraph, without the answer it had, before the desk opens."""

from __future__ import annotations

import streamlit as st

from annotator import key_sets, running, schemes, workflow
from annotator.scheme import Tag
from annotator.ui import say, session
from annotator.ui.say import literally
from db import articles, preferences
from db.model import Analyst
from db.store import Store


def draw(store: Store, analyst: Analyst, claim_id: int) -> None:
    """The paragraph with the claim, and a button for each tag; then the page goes on."""
    with store.read() as db:
        claim = articles.get_claim(db, claim_id)
        article = articles.get(db, claim.article_id)
        block = articles.block_of(db, claim)
        preferred = preferences.of(db, analyst.id)
        tags = key_sets.with_own_keys(schemes.current(db), preferred).tags
    before = block.text[: claim.start - block.start].strip()
    behind = block.text[claim.end - block.start :].strip()
    with (
        st.container(horizontal_alignment="center"),
        st.container(key="again", width=640, gap="small"),
    ):
        st.title("One more claim", anchor=False)
        with st.container(key="meta-again"):
            st.text(article.title)
        with st.container(key="passage-again", gap="xsmall"):
            if before:
                with st.container(key="around-before"):
                    st.text(before)
            with st.container(key="quote-again"):
                st.text(claim.text)
            if behind:
                with st.container(key="around-behind"):
                    st.text(behind)
        for tag in tags:
            if _button(tag):
                _answer(store, claim_id, tag.name)
        if st.button("Not now", type="tertiary", key="again-later"):
            session.put_off_repeats()
            st.rerun()


def _button(tag: Tag) -> bool:
    return st.button(
        literally(f"{tag.name}: {tag.line}"),
        key=f"again-tag-{tag.name}",
        shortcut=tag.key,
        width="stretch",
    )


def _answer(store: Store, claim_id: int, tag: str) -> None:
    with say.refusals():
        workflow.answer_again(store, session.actor(running.store()), claim_id, tag)
        st.rerun()
