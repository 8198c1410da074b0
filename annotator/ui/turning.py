"""The dialogs that close rounds, finish a review and open rounds again, with what follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from annotator import running, workflow
from annotator.ui import say, session
from annotator.ui.say import literally
from annotator.words import counted
from db import articles, assignments, reviews
from db.round_model import RoundState, Shows

_TITLES: Final = 6
_SHOWS: Final[dict[Shows, tuple[str, str]]] = {
    "closing": (
        "When the round closes",
        "Everybody tags without seeing how the others do: all answers are independent votes.",
    ),
    "answer": (
        "Claim by claim, after one’s own answer",
        "Whoever has answered a claim may look at the others’ tags on it. From then on, what they "
        "answer in the article counts as given after seeing others’ tags.",
    ),
}


@st.dialog("Close the round")
def close(article_ids: Sequence[int]) -> None:
    """Ask, with what is left to do."""
    store = running.store()
    with store.read() as db:
        titles = [articles.get(db, id).title for id in article_ids]
        left = sum(duty.left for duty in assignments.duties(db, article_ids=article_ids))
    _titles(titles)
    if left:
        st.text(f"{counted(left, 'claim')} that were given to somebody have no answer yet.")
    st.text(
        "Nobody can tag, change or undo anything there any more, but for claims that a reviewer "
        "sends back. Its analysts may see each other’s tags, notes and evidence. You can open the "
        "round again; who has looked by then is not independent any more."
    )
    label = "Close the round" if len(titles) == 1 else f"Close {len(titles)} rounds"
    if st.button(literally(label), type="primary", key="go-close"):
        turn(article_ids, "closed", "Closed. Review can settle what is in dispute.")


@st.dialog("Finish the review")
def finish(article_ids: Sequence[int]) -> None:
    """Ask, with what still waits for a decision."""
    store = running.store()
    with store.read() as db:
        titles = [articles.get(db, id).title for id in article_ids]
        waiting = reviews.count_waiting(db, article_ids)
    _titles(titles)
    if waiting:
        st.text(f"{counted(waiting, 'claim')} in dispute {_have(waiting)} no decision yet.")
    st.text("Decisions stand then: nobody can change them before you let them be reviewed again.")
    if st.button("Finish the review", type="primary", key="go-finish"):
        turn(article_ids, "reviewed", "The review is finished.")


@st.dialog("Open the round again")
def reopen(article_ids: Sequence[int]) -> None:
    """Ask, with what it means for those who have looked."""
    store = running.store()
    with store.read() as db:
        titles = [articles.get(db, id).title for id in article_ids]
    _titles(titles)
    st.text(
        "They can be tagged again. Who has seen others’ tags meanwhile answers as somebody who "
        "knows them: their votes stay as they were. Decisions stay too."
    )
    if st.button("Open again", type="primary", key="go-reopen"):
        turn(article_ids, "open", "Open for tagging again.")


@st.dialog("When analysts see others’ tags")
def show(article_ids: Sequence[int], shows: Shows) -> None:
    """The two ways, with what each does to the votes."""
    chosen: Shows = st.radio(
        "Others’ tags open",
        list(_SHOWS),
        index=list(_SHOWS).index(shows),
        format_func=lambda name: _SHOWS[name][0],
        captions=[caption for _, caption in _SHOWS.values()],
        width="stretch",
        label_visibility="collapsed",
        key="shows",
    )
    if st.button("Save", type="primary", key="go-shows"):
        with say.refusals():
            store = running.store()
            workflow.set_showing(store, session.actor(store), article_ids, chosen)
            session.leave_message("Saved.")
            st.rerun()


def turn(article_ids: Sequence[int], state: RoundState, said: str) -> None:
    """Change the rounds as whoever is signed in now, and show the page anew; or say why not."""
    with say.refusals():
        store = running.store()
        workflow.set_rounds(store, session.actor(store), article_ids, state)
        session.forget_choice()
        session.leave_message(said)
        st.rerun()


def _titles(titles: Sequence[str]) -> None:
    with st.container(key="title-turned", gap=None):
        for title in titles[:_TITLES]:
            st.text(title)
    if len(titles) > _TITLES:
        with st.container(key="meta-turned"):
            st.text(f"and {counted(len(titles) - _TITLES, 'more article')}")


def _have(number: int) -> str:
    return "has" if number == 1 else "have"
