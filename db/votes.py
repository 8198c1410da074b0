"""Who gave which tag to which claim: the rows that agreement is computed from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from sqlite_utils import Database

from db import articles

__all__ = ["VoteRow", "Voted", "of_articles", "voted"]


class Voted(NamedTuple):
    """An article that may be voted on, in its newest revision."""

    article_id: int
    title: str
    revision_id: int
    claims: int


class VoteRow(NamedTuple):
    """What an analyst says of a claim; there is a tag only where the outcome is `tagged`."""

    article_id: int
    claim_id: int
    analyst: str
    outcome: str
    tag: str | None


def voted(db: Database, article_ids: Sequence[int] | None = None) -> list[Voted]:
    """These articles, or all, by id.

    Raises:
        NotFoundError: There is no such article.
    """
    if article_ids is None:
        return [Voted._make(row) for row in db.execute(f"{_NEWEST} order by article.id")]
    found = []
    for article_id in sorted(set(article_ids)):
        articles.get(db, article_id)
        row = db.execute(f"{_NEWEST} where article.id = :id", {"id": article_id}).fetchone()
        found.append(Voted._make(row))
    return found


def of_articles(
    db: Database, chosen: Sequence[Voted], *, current: bool = False
) -> Iterator[VoteRow]:
    """The votes on these articles' claims or, with `current`, the answers of today.

    By article, position in the text, and analyst; one article after the other is read.
    """
    table = "answer" if current else "vote"
    for each in chosen:
        rows = db.execute(_ROWS.format(table=table), {"revision_id": each.revision_id})
        yield from (VoteRow(each.article_id, *row) for row in rows)


_NEWEST: Final = """
select article.id, article.title, revision.id, revision.claims
from article
join revision on revision.article_id = article.id and revision.number = (
  select max(number) from revision as newest where newest.article_id = article.id
)
"""
# A name may have been blanked; the id still tells two persons apart.
_ROWS: Final = """
select claim.id, coalesce(nullif(analyst.name, ''), analyst.id), said.outcome, said.tag
from claim
join {table} as said on said.claim_id = claim.id
join analyst on analyst.id = said.analyst_id
where claim.revision_id = :revision_id
order by claim.position, said.analyst_id
"""
