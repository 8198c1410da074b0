"""How long claims take somebody: a switch that is off until they want it, and what was taken."""

from __future__ import annotations

from typing import Final

import streamlit as st

from annotator import workflow
from annotator.ui import marks, places, say, session
from annotator.ui.say import literally
from annotator.words import counted
from db import preferences, settings, times
from db.model import TIMES_VISIBLE, Analyst
from db.store import Store
from db.times import Took

SLOWEST: Final = 5
_TEXT: Final = 80  # of a claim in a link

_ONLY_YOU: Final = "Only you see them; the lead does not."
_ASKED: Final = (
    "If you switch it on, the project’s lead sees the median of the times taken from then on, and "
    "no single one."
)
_AGREED: Final = (
    "The project’s lead sees the median of the times taken since you switched this on, and no "
    "single one."
)
_BEFORE: Final = (
    "The lead now asks for medians. You agreed before that, so the lead sees nothing of yours; to "
    "let new times be seen, switch this off and on again."
)


def draw(store: Store, analyst: Analyst) -> None:
    """The switch with what it means, then the figures."""
    with store.read() as db:
        agreed = preferences.of(db, analyst.id).get(workflow.TIMES, "")
        asked = settings.value(db, TIMES_VISIBLE) == "yes"
        taken = times.latest(db, analyst.id)
    with st.container(key="section-times", gap="small"):
        st.header("How long claims take you", anchor=False)
        with st.container(key="take-times", gap=None):
            wanted = st.toggle(
                "Take the time of each claim", value=bool(agreed), key=f"times-{bool(agreed)}"
            )
            with st.container(key="meta-take-times"):
                st.text(
                    "The seconds that a claim is in front of you, up to your first answer, ten "
                    f"minutes at most. {seen_by(agreed, asked=asked)} They are kept in the "
                    "project’s file beside its history, not in it, until you delete them."
                )
        if wanted != bool(agreed):
            with say.refusals():
                workflow.take_time(store, session.actor(store), wanted=wanted)
                st.rerun()
        if taken:
            _figures(taken)
            _slowest(taken[:SLOWEST])
            _deletion(store)


def seen_by(agreed: str, *, asked: bool) -> str:
    """Who sees the times, in words that are true for this analyst now."""
    if not asked:
        return _ONLY_YOU
    return {"lead": _AGREED, "own": _BEFORE}.get(agreed, _ASKED)


def _figures(taken: list[Took]) -> None:
    shown = [
        (one.answer or "median", f"{one.seconds:,.0f} s", f"of {counted(one.claims, 'claim')}")
        for one in times.typical(taken)
    ]
    st.html(marks.figures(shown))


def _slowest(taken: list[Took]) -> None:
    with st.container(key="slowest", gap=None):
        with st.container(key="caption-slowest"):
            st.text("What took longest")
        for one in taken:
            text = one.text if len(one.text) <= _TEXT else f"{one.text[:_TEXT]}…"
            places.link(
                "tag",
                literally(f"{one.seconds:,} s · claim {one.position:,}: {text}"),
                {"article": str(one.article_id), "claim": str(one.claim_id)},
            )


def _deletion(store: Store) -> None:
    """Asked once more, because nothing brings them back."""
    with st.container(key="forget-times", horizontal=True), st.popover("Delete my times"):
        st.text("All of them go for good; your tags stay.")
        if st.button("Delete all of them", type="primary", key="go-forget"):
            workflow.forget_times(store, session.actor(store))
            st.rerun()
