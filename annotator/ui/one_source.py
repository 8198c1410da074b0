"""One source: one's own grade, others' beside it, and the claims it is cited for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Final

import streamlit as st

from annotator import workflow
from annotator.identity import Actor
from annotator.ui import marks, say, session
from annotator.ui.clock import when
from annotator.ui.grading import spelt
from annotator.ui.source_lists import PAGE, flags, pages, resting, way_to_claim
from annotator.words import counted
from annotator.workflow.evidencing import NOTE_LENGTH
from db import source_list
from db.evidence_model import RELIABILITIES, EvidenceType
from db.source_list import Grade, Piece, SourceRow
from db.store import Store

_CUT: Final = 400  # characters of a quotation; the whole of it is on the desk
_TYPES: Final[dict[EvidenceType, str]] = {
    "in_text": "words of the article",
    "quote": "quotation",
    "url": "web page",
    "document": "document",
    "dataset": "dataset",
    "image": "image",
}


def draw(store: Store, actor: Actor, source_id: str, now: datetime) -> None:
    """The source of this id, if the actor may know of it."""
    if st.button("← All sources", type="tertiary", key="back"):
        session.choose_source(None)
        st.rerun()
    with store.read() as db:
        source = source_list.find(db, actor.id, source_id)
        grades = source_list.grades(db, actor.id, [source_id])
    if source is None:
        st.title("Sources", anchor=False)
        say.error("There is no such source here. Its evidence may have been taken back.")
        return
    _head(source)
    left, right = st.columns(2, gap="large")
    with left:
        _own(store, source, next((one for one in grades if one.analyst_id == actor.id), None))
    with right:
        _others(source, [one for one in grades if one.analyst_id != actor.id], now)
    _claims(store, actor, source)


def _head(source: SourceRow) -> None:
    with st.container(key="portrait-source", gap="xxsmall"):
        st.html('<h1 class="ca-unseen">Sources</h1>')
        with st.container(key="title-source"):
            st.text(source.name)
        about = f"<span>{source.type}</span>" if source.type else ""
        about += marks.away(source.link)
        if about:
            st.html(f'<p class="ca-about">{about}</p>')
        with st.container(key="meta-source"):
            st.text(f"{resting(source)} · {counted(source.pieces, 'piece')} of evidence")


def _own(store: Store, source: SourceRow, own: Grade | None) -> None:
    given, written = (own.reliability, own.note) if own else ("", "")
    with st.container(key="part-own", gap="small"):
        st.header("Your grade", anchor=False)
        with st.form(f"grade-{source.id}", border=False):
            options = ["", *RELIABILITIES]
            grade = st.radio(
                "How reliable is this source?",
                options,
                index=options.index(given),
                format_func=spelt,
                key=f"grade-of-{source.id}",
            )
            note = st.text_area(
                "Why, if you like",
                written,
                max_chars=NOTE_LENGTH,
                height=88,
                key=f"note-of-{source.id}",
            )
            saved = st.form_submit_button("Save", type="primary", key="go-save")
        if saved and (grade, note.strip()) != (given, written):
            with say.refusals():
                if note.strip() and not grade:
                    raise workflow.WorkflowError("Choose a grade to keep the note, or empty it.")
                workflow.rate_source(store, session.actor(store), source.id, grade, note)
                session.leave_message("Saved." if grade else "Your grade is taken back.")
                st.rerun()


def _others(source: SourceRow, grades: Sequence[Grade], now: datetime) -> None:
    with st.container(key="part-others", gap="small"):
        st.header("Others’ grades", anchor=False)
        if not source.open:
            st.text("They show when evidence of others from this source is shown to you.")
        elif not grades:
            st.text("Nobody else has graded it.")
        with st.container(key="entries-grades", gap=None):
            for grade in grades:
                with st.container(key=f"entry-{grade.analyst_id}", gap=None):
                    st.text(f"{grade.name}: {spelt(grade.reliability)}")
                    if grade.note:
                        with st.container(key=f"note-{grade.analyst_id}"):
                            st.text(grade.note)
                    with st.container(key=f"meta-{grade.analyst_id}"):
                        st.text(when(grade.rated_at, now))


def _claims(store: Store, actor: Actor, source: SourceRow) -> None:
    with st.container(key="part-claims", gap="small"):
        st.header("What it is cited for", anchor=False)
        area = st.container(key="sources-pieces", gap=None)
        offset = pages(source.pieces, "piece")
        with store.read() as db:
            rows = source_list.pieces(db, actor.id, source.id, limit=PAGE, offset=offset)
        with area:
            for _, of_claim in groupby(rows, key=lambda piece: piece.claim_id):
                _claim(list(of_claim), actor)


def _claim(of_claim: Sequence[Piece], actor: Actor) -> None:
    """A claim with the pieces on it, which all come from one source."""
    claim = of_claim[0]
    with st.container(key=f"claim-{claim.claim_id}"):
        with st.container(key=f"said-{claim.claim_id}", gap="xxsmall"):
            with st.container(key=f"quote-{claim.claim_id}"):
                st.text(claim.text)
            with st.container(key=f"meta-{claim.claim_id}"):
                st.text(f"{claim.article}, claim {claim.position:,}")
            if any(piece.alone for piece in of_claim):
                st.html(marks.flag("rests on this source alone"))
            for piece in of_claim:
                _piece(piece, actor)
        with st.container(
            key=f"ways-{claim.claim_id}",
            horizontal=True,
            vertical_alignment="center",
            width="content",
        ):
            way_to_claim(claim.article_id, claim.claim_id)


def _piece(piece: Piece, actor: Actor) -> None:
    with st.container(key=f"piece-{piece.id}", gap=None):
        st.html(
            marks.stance(piece.stance)
            + flags(circular=piece.circular, later=piece.later)
            + marks.away(piece.url)
        )
        words = _words(piece)
        if words:
            st.text(words)
        with st.container(key=f"meta-{piece.id}"):
            st.text(" · ".join(filter(None, _about(piece, actor))))


def _words(piece: Piece) -> str:
    """What was quoted, else what the piece is called."""
    if not piece.quote:
        return piece.title
    cut = piece.quote if len(piece.quote) <= _CUT else f"{piece.quote[:_CUT].rstrip()} …"
    return f"“{cut}”"


def _about(piece: Piece, actor: Actor) -> tuple[str, ...]:
    return (
        _TYPES[piece.type],
        piece.title if piece.quote else "",
        piece.locator,
        f"published {piece.published_on}" if piece.published_on else "",
        f"credibility {piece.credibility}" if piece.credibility else "",
        "yours" if piece.analyst_id == actor.id else f"by {piece.analyst}",
        "shared with all" if piece.shared else "",
    )
