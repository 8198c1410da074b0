"""Where an analyst's work goes on: the next article, and the next claim in it."""

from __future__ import annotations

from typing import Final

from sqlite_utils import Database

from db import assignments
from db.tagging_slots import TAGGING


def first_untagged(db: Database, revision_id: int, analyst_id: str) -> int | None:
    """The first claim of theirs that the analyst has not answered, in reading order."""
    return _first(db, revision_id, analyst_id, "answer.claim_id is null")


def first_skipped(db: Database, revision_id: int, analyst_id: str) -> int | None:
    """The first claim the analyst has skipped, in reading order."""
    return _first(db, revision_id, analyst_id, "answer.outcome = 'skipped'")


def _first(db: Database, revision_id: int, analyst_id: str, condition: str) -> int | None:
    row = db.execute(
        f"""
        select claim.id
        from claim
        left join answer on answer.claim_id = claim.id and answer.analyst_id = :analyst_id
        left join assignment
          on assignment.article_id = claim.article_id and assignment.analyst_id = :analyst_id
        where claim.revision_id = :revision_id and {condition}
        and (assignment.claims is null or exists (
          select 1 from assigned_claim
          where assigned_claim.claim_id = claim.id and assigned_claim.analyst_id = :analyst_id
        ))
        order by claim.position
        limit 1
        """,
        {"revision_id": revision_id, "analyst_id": analyst_id},
    ).fetchone()
    return row[0] if row else None


def next_article(db: Database, analyst_id: str) -> int | None:
    """Where an analyst's work goes on; None while there is none for them.

    The article last worked on while claims are left in it; else the first in their order of those
    given to them, or the newest where nothing is shared out. When all is done the last one again,
    or any of theirs.
    """
    last = last_article(db, analyst_id)
    parameters = {"analyst_id": analyst_id, "last": last}
    for condition in ("article.id = :last", "true"):
        row = db.execute(_left(db, condition), parameters).fetchone()
        if row:
            return int(row[0])
    if not assignments.anything(db):
        newest: int | None = db.execute("select max(id) from article").fetchone()[0]
        return newest if last is None else last
    row = db.execute(
        """
        select article_id from assignment where analyst_id = :analyst_id
        order by article_id is not :last, place, article_id limit 1
        """,
        parameters,
    ).fetchone()
    return int(row[0]) if row else None


def following_article(db: Database, analyst_id: str, article_id: int) -> tuple[int, str] | None:
    """Id and title of the next article, going round, in which the analyst has claims left.

    The next one is older, or further on in the analyst's own order, as in the lists of articles.
    Claims skipped are left. None when there is no other one.
    """
    parameters = {"analyst_id": analyst_id, "here": article_id}
    if assignments.anything(db):
        here = """(
          select place from assignment where article_id = :here and analyst_id = :analyst_id
        )"""
        place = "(assignment.place, article.id)"
        conditions = [
            f"{place} > (coalesce({here}, -1), :here)",
            f"{place} < (coalesce({here}, -1), :here)",
        ]
    else:
        conditions = ["article.id < :here", "article.id > :here"]
    for condition in conditions:
        row = db.execute(_left(db, condition), parameters).fetchone()
        if row:
            return (row[0], row[1])
    return None


def last_article(db: Database, analyst_id: str) -> int | None:
    """The article an analyst last worked on."""
    row = db.execute(
        f"""
        select article_id from event
        where actor = ? and {TAGGING}
        order by seq desc limit 1
        """,
        [analyst_id],
    ).fetchone()
    return row[0] if row else None


def _left(db: Database, condition: str) -> str:
    """The first open article of the analyst's with claims left for which the condition holds."""
    if assignments.anything(db):
        due, order = _GIVEN, "assignment.place, article.id"
    else:
        due, order = _ALL, "article.id desc"
    return f"{due} and {_OPEN} and {condition} order by {order} limit 1"


_REVISION: Final = """
join revision on revision.article_id = article.id and revision.number = (
  select max(number) from revision as newest where newest.article_id = article.id
)
"""
_ANSWERED: Final = """(
  select coalesce(sum(progress.claims), 0)
  from progress
  where progress.article_id = article.id and progress.analyst_id = :analyst_id
  and progress.outcome <> 'skipped'
)"""
_ALL: Final = f"""
select article.id, article.title
from article
{_REVISION}
where revision.claims > {_ANSWERED}
"""
_GIVEN: Final = f"""
select article.id, article.title
from assignment
cross join article on article.id = assignment.article_id
{_REVISION}
where assignment.analyst_id = :analyst_id
and coalesce(assignment.claims, revision.claims) > {_ANSWERED}
"""
_OPEN: Final = """not exists (
  select 1 from round where round.article_id = article.id and round.state <> 'open'
)"""
