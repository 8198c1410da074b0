"""The lists of the Sources page: all sources, and the claims that rest on one of them only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import streamlit as st

from annotator import workflow
from annotator.identity import Actor, may
from annotator.ui import marks, places, say, session
from annotator.ui.grading import graded
from annotator.ui.say import literally
from annotator.words import counted
from db import articles, settings, source_list
from db.model import EVIDENCE_WANTED
from db.source_list import Grade, LoneClaim, SourceRow
from db.store import Store

PAGE: Final = 50
MOST_LONE: Final = 1000  # claims on one source that are counted: all of them would read everything
CIRCULAR: Final = "from the article itself"
LATER: Final = "later than the article"
_ABOUT: Final = (
    "Where the evidence comes from, how reliable each of you finds it, and which claims rest on it."
)

Shown = Literal["sources", "alone"]
_SHOWN: Final[dict[Shown, str]] = {"sources": "All sources", "alone": "Claims on one source only"}


def draw(store: Store, actor: Actor) -> None:
    """The list that is chosen, or the way to a first source."""
    with store.read() as db:
        number = source_list.count(db, actor.id)
        unseen = source_list.some_unseen(db, actor.id)
        begun = articles.count(db) > 0
        unnamed = not number and source_list.some_unnamed(db, actor.id)
    with st.container(key="page-title", gap=None):
        st.title("Sources", anchor=False)
        st.text(_ABOUT)
    if number:
        text, shown = _bar()
        area = st.container(key=f"sources-{shown}", gap=None)
        if shown == "alone":
            _alone(store, actor, text, area)
        else:
            _sources(store, actor, text, area)
    else:
        _invite(begun=begun, loads=may(actor, "load"), unnamed=unnamed)
    if unseen:
        with st.container(key="meta-unseen"):
            st.text(
                "In articles where others’ work was not shown to you yet, only your own evidence "
                "counts here, and what was shared with all."
            )
    if may(actor, "people"):
        _reminder(store)


def pages(found: int, noun: str) -> int:
    """What stands below a list of so many; where the wanted page of it begins."""
    number = -(-found // PAGE)
    if number < 2:
        return 0
    with st.container(
        key="pages", horizontal=True, vertical_alignment="center", horizontal_alignment="center"
    ):
        where = st.container(width="content")
        wanted = st.pagination(number, width=220, persist_state="page", key=f"page-of-{noun}")
        offset = (min(number, wanted) - 1) * PAGE
        last = min(found, offset + PAGE)
        where.text(f"{offset + 1:,} to {last:,} of {counted(found, noun)}")
    return offset


def flags(*, circular: bool, later: bool) -> str:
    """What to mind about evidence, as HTML."""
    return marks.flag(CIRCULAR) * circular + marks.flag(LATER) * later


def way_to_claim(article_id: int, claim_id: int) -> None:
    """The link to the desk, at the claim."""
    with st.container(key=f"open-{claim_id}", width="content"):
        places.link("tag", "To the claim", {"article": str(article_id), "claim": str(claim_id)})


def resting(row: SourceRow) -> str:
    """How many claims rest on a source, in words."""
    if not row.claims:
        return "No claim rests on it"
    said = f"{counted(row.claims, 'claim')} {'rests' if row.claims == 1 else 'rest'} on it"
    if not row.alone:
        return said
    return f"{said} alone" if row.alone == row.claims else f"{said}, {row.alone:,} on it alone"


def _bar() -> tuple[str, Shown]:
    with st.container(
        key="filter-bar",
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute",
    ):
        shown: Shown = st.segmented_control(
            "Show",
            list(_SHOWN),
            default="sources",
            required=True,
            format_func=_SHOWN.__getitem__,
            label_visibility="collapsed",
            persist_state="session",
            width="content",
            key="shown-sources",
        )
        text: str = st.text_input(
            "Search names of sources",
            type="search",
            live="300ms",
            placeholder="Search names of sources",
            label_visibility="collapsed",
            persist_state="session",
            width=260,
            key="search-sources",
        )
    return text.strip(), shown


def _sources(
    store: Store, actor: Actor, text: str, area: st.delta_generator.DeltaGenerator
) -> None:
    with store.read() as db:
        found = source_list.count(db, actor.id, text)
    offset = pages(found, "source")
    with store.read() as db:
        rows = source_list.listed(db, actor.id, text, limit=PAGE, offset=offset)
        grades = source_list.grades(db, actor.id, [row.id for row in rows])
    with area:
        if not rows:
            _nothing(f"No source’s name has “{text}” in it.", "Search for fewer letters.")
        for row in rows:
            _source(row, [grade for grade in grades if grade.source_id == row.id], actor)


def _source(row: SourceRow, grades: Sequence[Grade], actor: Actor) -> None:
    with st.container(key=f"source-{row.id}"):
        with st.container(key=f"named-{row.id}", gap="xxsmall"):
            with st.container(key=f"title-{row.id}"):
                st.text(row.name)
            about = (f"<span>{row.type}</span>" if row.type else "") + marks.away(row.link)
            about += flags(circular=row.circular, later=row.later)
            if about:
                st.html(f'<p class="ca-about">{about}</p>')
        with st.container(key=f"figures-{row.id}", gap=None):
            st.text(resting(row))
            with st.container(key=f"meta-{row.id}"):
                st.text(counted(row.pieces, "piece") + " of evidence")
        with st.container(key=f"graded-{row.id}"):
            st.text(graded(grades, actor.id))
        if st.button("Open", key=f"see-{row.id}"):
            session.choose_source(row.id)
            st.rerun()


def _alone(store: Store, actor: Actor, text: str, area: st.delta_generator.DeltaGenerator) -> None:
    with store.read() as db:
        found = source_list.count_alone(db, actor.id, text, most=MOST_LONE + 1)
    offset = pages(min(found, MOST_LONE), "claim")
    if found > MOST_LONE:
        with st.container(key="meta-most"):
            st.text(f"There are more than {MOST_LONE:,}. Search for a source to narrow them.")
    with store.read() as db:
        rows = source_list.alone(db, actor.id, text, limit=PAGE, offset=offset)
    with area:
        if not rows and text:
            _nothing(
                f"No claim rests on one source with “{text}” in its name only.",
                "Search for fewer letters, or empty the field.",
            )
        elif not rows:
            _nothing(
                "No claim rests on one source only.",
                "Claims stand here when all the evidence in support of them names one source.",
            )
        for row in rows:
            _lone(row)


def _lone(row: LoneClaim) -> None:
    with st.container(key=f"claim-{row.claim_id}"):
        with st.container(key=f"said-{row.claim_id}", gap="xxsmall"):
            with st.container(key=f"quote-{row.claim_id}"):
                st.text(row.text)
            with st.container(key=f"meta-{row.claim_id}"):
                st.text(f"{row.article}, claim {row.position:,}")
            with st.container(key=f"behind-{row.claim_id}"):
                # isolated, so that a name from right to left leaves the rest in its order
                st.text(f"\u2068{row.source}\u2069, {counted(row.pieces, 'piece')} of evidence")
            if row.circular or row.later:
                st.html(flags(circular=row.circular, later=row.later))
        with st.container(
            key=f"ways-{row.claim_id}",
            horizontal=True,
            vertical_alignment="center",
            width="content",
        ):
            if st.button("Its source", key=f"see-{row.claim_id}"):
                session.choose_source(row.source_id)
                st.rerun()
            way_to_claim(row.article_id, row.claim_id)


def _nothing(title: str, advice: str) -> None:
    with st.container(key="nothing", gap="xxsmall"):
        st.subheader(literally(title), anchor=False)
        st.text(advice)


def _invite(*, begun: bool, loads: bool, unnamed: bool) -> None:
    with st.container(key="empty", border=True, horizontal_alignment="center", gap="small"):
        st.html(marks.EMPTY, width="content")
        st.subheader("No source yet", anchor=False, width="content")
        if not begun and not loads:
            st.text("No article yet. The lead loads the first one.", width="content")
            return
        if not begun:
            st.text("Load an article; its claims then take evidence.", width="content")
            if st.button("Go to the articles", type="primary", key="go-articles"):
                places.go("articles")
            return
        st.text(
            "There is evidence, and none of it names its source. On the desk, press E on a claim, "
            "take the pencil at a piece, and say under Details who says it."
            if unnamed
            else "On the desk, press E on a claim and attach what stands behind it: words of the "
            "article, a link, a quotation or a file. Say under Details who says it.",
            width="content",
        )
        if st.button("Go tagging", type="primary", key="go-tagging"):
            places.go("tag")


def _reminder(store: Store) -> None:
    """Whether the desk counts what still wants evidence; for who leads."""
    with store.read() as db:
        reminds = settings.value(db, EVIDENCE_WANTED) == "yes"
    with st.container(key="reminder", gap=None):
        wanted = st.toggle("Remind analysts of evidence", value=reminds, key=f"remind-{reminds}")
        with st.container(key="meta-reminder"):
            st.text(
                "The desk then counts, for each analyst, their own claims that still want "
                "evidence, where the tag scheme asks for it. Nobody is held up."
            )
    if wanted != reminds:
        with say.refusals():
            workflow.want_evidence(store, session.actor(store), wanted=wanted)
            st.rerun()
