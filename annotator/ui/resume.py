"""Where an analyst's work in an article goes on."""

from __future__ import annotations

from collections.abc import Sequence

from db import answers, articles
from db.model import Analyst, ArticleRow, ClaimRow
from db.store import Store


def next_claims(store: Store, analyst: Analyst, rows: Sequence[ArticleRow]) -> dict[int, ClaimRow]:
    """By article, the first claim the analyst has not touched; else the first one skipped."""
    found = {}
    with store.read() as db:
        for row in rows:
            claim_id = answers.first_untagged(db, row.revision_id, analyst.id)
            if claim_id is None:
                claim_id = answers.first_skipped(db, row.revision_id, analyst.id)
            if claim_id is not None:
                found[row.id] = articles.get_claim(db, claim_id)
    return found
