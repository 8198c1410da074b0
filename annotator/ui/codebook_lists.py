"""The lists of the Guide page: claims whose rule is unclear, and the versions of the codebook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import streamlit as st

from annotator import schemes
from annotator.identity import Actor, may, subjects_of
from annotator.scheme_changes import changes
from annotator.ui import parts, places, session
from annotator.ui.clock import when
from annotator.ui.say import literally
from annotator.words import counted
from db import reviews, votes
from db import schemes as kept
from db.reviews import Ruled
from db.store import Database

__all__ = ["VERSIONS", "Draft", "Versions", "draft_of", "drafts", "show_drafts", "show_versions"]

VERSIONS: Final = 20
_DRAFTS: Final = 10

Draft = Ruled


@dataclass(frozen=True, slots=True)
class Versions:
    """The latest versions as rows of a table, and whether there are more."""

    columns: list[str]
    rows: list[list[str]]
    more: bool


def drafts(db: Database, actor: Actor) -> list[Draft]:
    """The latest claims whose rule was found unclear, as far as others' work is open to the actor.

    Nothing of an article shows before it was shown to them, as in the review.
    """
    found = reviews.ruled(db, actor.id, "rule_unclear", limit=_DRAFTS)
    return _open(db, actor, found)


def draft_of(db: Database, actor: Actor, claim_id: int | None) -> Draft | None:
    """The same of one claim; nothing where it is not open to them."""
    if claim_id is None:
        return None
    found = reviews.ruled(db, actor.id, "rule_unclear", limit=1, claim_id=claim_id)
    return next(iter(_open(db, actor, found)), None)


def show_drafts(found: list[Draft], *, total: int, edits: bool) -> None:
    """The claims, each with why its rule is unclear, the way to it, and the way to a ruling."""
    with st.container(key="section-drafts", gap="small"):
        st.header("Drafts of rulings", anchor=False)
        st.text("Reviewers found that the codebook does not settle these claims.")
        for one in found:
            claim = one.claim
            with st.container(key=f"row-draft-{claim.id}", gap="xxsmall"):
                with st.container(key=f"quote-draft-{claim.id}"):
                    st.text(claim.text)
                with st.container(key=f"meta-draft-{claim.id}"):
                    st.text(f"{one.reviewer}: {one.reason}" if one.reason else one.reviewer)
                with st.container(
                    key=f"ways-draft-{claim.id}",
                    horizontal=True,
                    gap="small",
                    vertical_alignment="center",
                ):
                    label = f"{one.title}, claim {claim.position:,}"
                    places.link("review", literally(label), {"claim": str(claim.id)})
                    if edits and st.button("Write a ruling", key=f"write-{claim.id}"):
                        session.write_ruling(claim.id)
                        st.rerun()
        if total > len(found):
            label = f"All {counted(total, 'claim')} whose rule is unclear"
            places.link("review", literally(label), {"state": "decided", "ruling": "rule_unclear"})
        with st.container(key="meta-drafts"):
            st.text("A claim leaves this list when it is decided again, by the new ruling.")


def versions(db: Database, *, with_votes: bool, now: datetime) -> Versions:
    """The latest versions.

    Args:
        with_votes: For whoever may know how many votes there are.
    """
    columns = ["version", "since", "by", "what changed", *(["votes"] if with_votes else [])]
    found = kept.versions(db, limit=VERSIONS + 1)
    rows = list(_rows(db, found, now)) or [[schemes.current(db).label, "–", "", "as it ships"]]
    if with_votes:
        rows = [[*row, _number(kept.count_votes(db, row[0]))] for row in rows]
    return Versions(columns, rows[:VERSIONS], len(found) > VERSIONS)


def show_versions(db: Database, *, with_votes: bool) -> None:
    """The same as a table."""
    shown = versions(db, with_votes=with_votes, now=datetime.now(UTC))
    with st.container(key="table-versions"), st.expander("Versions"):
        parts.table(
            "Versions of the codebook",
            shown.columns,
            shown.rows,
            numbers=(4,),
            wide=(2, 3),
            key="cells-versions",
        )
        with st.container(key="meta-versions"):
            more = f"The latest {VERSIONS}; `annotator scheme versions` lists all. "
            st.text(
                (more if shown.more else "") + "A vote keeps the version it was cast under; "
                "Agreement says which versions it counts."
            )


def _open(db: Database, actor: Actor, found: list[Draft]) -> list[Draft]:
    ids = sorted({one.claim.article_id for one in found})
    seen = {
        subject.article_id
        for subject in subjects_of(db, actor, ids)
        if may(actor, "see-others", subject)
    }
    return [one for one in found if one.claim.article_id in seen]


def _rows(db: Database, found: list[kept.Version], now: datetime) -> Iterator[list[str]]:
    names = votes.names(db)
    read = [schemes.of_version(db, version) for version in found]
    for place, version in enumerate(found):
        before = read[place + 1] if place + 1 < len(read) else None
        told = "; ".join(changes(before, read[place])) if before else ""
        who = names.get(version.set_by, "the command line")
        yield [version.label, when(version.set_at, now), who, told]


def _number(votes: int) -> str:
    return f"{votes:,}" if votes <= kept.COUNTED else f"over {kept.COUNTED:,}"
