"""The claims on which votes differ, all of them, to be listed; reviewers read `db.reviews`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from sqlite_utils import Database

__all__ = ["DISAGREEMENTS", "Disagreement", "listing"]


class Disagreement(NamedTuple):
    """A claim on which votes differ, and what is settled about it.

    Attributes:
        analysts: How many voted for a tag.
        disagreement: The share of pairs of their votes that differ.
        votes: By name, as `Ana: sourced; Bo: none`.
        ruling: None while nobody has decided.
    """

    article: int
    claim: int
    position: int
    text: str
    analysts: int
    different_tags: int
    tied: bool
    disagreement: float
    votes: str
    ruling: str | None
    decided_tag: str | None
    reason: str | None


def listing(
    db: Database, article_id: int | None = None, *, decided: bool = False
) -> Iterator[Disagreement]:
    """What waits for a reviewer, the worst first: ties, then disagreement times votes, then place.

    Args:
        decided: Also what is decided, or was sent back and nobody has answered again.
    """
    rows = db.execute(DISAGREEMENTS, {"article": article_id, "decided": decided})
    return map(_disagreement, rows)


def _disagreement(row: tuple[Any, ...]) -> Disagreement:
    found = Disagreement._make(row)
    return found._replace(tied=bool(found.tied))


DISAGREEMENTS: Final = """
select
  disagreements.article_id, disagreements.claim_id, disagreements.position, disagreements.text,
  disagreements.analysts, disagreements.different_tags, tally.tied, disagreements.disagreement,
  disagreements.votes, nullif(disagreements.ruling, ''), disagreements.decided_tag,
  nullif(disagreements.reason, '')
from disagreements
join tally on tally.claim_id = disagreements.claim_id
where (:article is null or tally.article_id = :article)
  and (:decided or tally.waits)
order by tally.tied desc, tally.weight desc, tally.article_id, disagreements.position, 2
"""
