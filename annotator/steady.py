"""A project's claims that came back, as the figures of how steady answers are."""

from __future__ import annotations

from annotator import schemes
from annotator.agreement.steadiness import Said, Steadiness, steadiness
from db import repeats, votes
from db.store import Database


def read(db: Database, analyst_id: str | None = None) -> list[Steadiness]:
    """The figures of all together and of each analyst, or of one of them."""
    names = votes.names(db)
    said = [
        Said(names[one.analyst_id], one.article_id, one.claim_id, one.first, one.again)
        for one in repeats.all_of(db, analyst_id)
    ]
    return steadiness(said, schemes.current(db).categories)
