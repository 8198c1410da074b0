"""Who tags which articles, and how far they are: the work as it is shared out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from sqlite_utils import Database

from db.model import Event
from db.round_model import Assignment, AssignmentEnded, AssignmentMade, Duty
from db.tagging_slots import TAGGING
from db.transaction import Transaction

# Whether there is any assignment: a step along the key, however many there are.
SHARED_OUT: Final = "exists (select 1 from assignment where article_id > 0)"


def make(
    tx: Transaction,
    actor: str,
    article_id: int,
    analyst_id: str,
    claims: tuple[int, ...] | None,
    place: int,
) -> None:
    """Give somebody an article, or these claims of it; nothing is written where they have it so."""
    before = find(tx.db, article_id, analyst_id)
    if before is not None and claims_of(tx.db, article_id, analyst_id) == claims:
        return
    content = AssignmentMade(analyst_id, claims, before.place if before else place)
    apply_made(tx.db, tx.append(actor, content, article_id=article_id), content)


def end(
    tx: Transaction, actor: str, article_id: int, analyst_id: str, *, abandoned: bool = False
) -> None:
    """Take an article from somebody; nothing is written where they do not have it."""
    if find(tx.db, article_id, analyst_id) is None:
        return
    content = AssignmentEnded(analyst_id, abandoned)
    apply_ended(tx.db, tx.append(actor, content, article_id=article_id), content)


def apply_made(db: Database, event: Event, content: AssignmentMade) -> None:
    """Write what follows from an assignment."""
    claims = content.claims
    db.execute(
        """
        insert into assignment (article_id, analyst_id, claims, place, seq, assigned_at)
        values (?, ?, ?, ?, ?, ?)
        on conflict (article_id, analyst_id) do update set
          claims = excluded.claims, place = excluded.place, seq = excluded.seq,
          assigned_at = excluded.assigned_at
        """,
        [
            event.article_id,
            content.analyst,
            None if claims is None else len(claims),
            content.place,
            event.seq,
            event.at,
        ],
    )
    _forget_claims(db, event, content.analyst)
    db.execute(
        """
        insert into assigned_claim (claim_id, analyst_id, article_id)
        select value, :analyst_id, :article_id from json_each(:claims)
        """,
        {
            "claims": json.dumps(claims or ()),
            "analyst_id": content.analyst,
            "article_id": event.article_id,
        },
    )


def apply_ended(db: Database, event: Event, content: AssignmentEnded) -> None:
    """Write what follows from the end of an assignment."""
    db.execute(
        "delete from assignment where article_id = ? and analyst_id = ?",
        [event.article_id, content.analyst],
    )
    _forget_claims(db, event, content.analyst)


def _forget_claims(db: Database, event: Event, analyst_id: str) -> None:
    db.execute(
        "delete from assigned_claim where article_id = ? and analyst_id = ?",
        [event.article_id, analyst_id],
    )


def anything(db: Database) -> bool:
    """Whether work is shared out at all; until then everybody may tag everything."""
    return bool(db.execute(f"select {SHARED_OUT}").fetchone()[0])


def find(db: Database, article_id: int, analyst_id: str) -> Assignment | None:
    """What somebody is to tag of an article, if it was given to them."""
    row = db.execute(
        f"{_ASSIGNMENTS} where article_id = ? and analyst_id = ?", [article_id, analyst_id]
    ).fetchone()
    return Assignment(*row) if row else None


def of_articles(db: Database, article_ids: Sequence[int]) -> list[Assignment]:
    """Who tags these articles; by article, and in the order in which it was given to them."""
    rows = db.execute(
        f"""
        {_ASSIGNMENTS} where article_id in (select value from json_each(?))
        order by article_id, seq
        """,
        [json.dumps(list(article_ids))],
    )
    return [Assignment(*row) for row in rows]


def claims_of(db: Database, article_id: int, analyst_id: str) -> tuple[int, ...] | None:
    """Which claims of an article were given to somebody, by id; None for all that it has."""
    if (found := find(db, article_id, analyst_id)) is None or found.claims is None:
        return None
    rows = db.execute(
        """
        select claim_id from assigned_claim
        where article_id = ? and analyst_id = ? order by claim_id
        """,
        [article_id, analyst_id],
    )
    return tuple(row[0] for row in rows)


def answered(db: Database, article_id: int, analyst_id: str) -> set[int]:
    """The claims of an article that somebody has answered or skipped."""
    rows = db.execute(
        """
        select claim.id
        from claim join answer on answer.claim_id = claim.id and answer.analyst_id = :analyst_id
        where claim.article_id = :article_id
        """,
        {"article_id": article_id, "analyst_id": analyst_id},
    )
    return {row[0] for row in rows}


def loads(db: Database, analyst_ids: Sequence[str]) -> dict[str, int]:
    """How many claims these people were given in open articles, done or not, by analyst."""
    rows = db.execute(
        f"""
        select analyst_id, sum({_SIZE})
        from assignment
        where analyst_id in (select value from json_each(?)) and {_IN_OPEN}
        group by analyst_id
        """,
        [json.dumps(list(analyst_ids))],
    )
    return dict(rows.fetchall())


def unassigned(db: Database) -> list[int]:
    """The open articles that nobody is to tag, in the order they were loaded."""
    rows = db.execute(
        """
        select article.id from article
        where not exists (select 1 from assignment where assignment.article_id = article.id)
        and not exists (
          select 1 from round where round.article_id = article.id and round.state <> 'open'
        )
        order by article.id
        """
    )
    return [row[0] for row in rows]


def duties(db: Database, *, article_ids: Sequence[int]) -> list[Duty]:
    """What everybody has to do in these articles, and how far it is; by article, then as given."""
    rows = db.execute(
        f"{_DUTIES} where assignment.article_id in (select value from json_each(:ids)) {_ORDER}",
        {"ids": json.dumps(list(article_ids))},
    )
    return [Duty(*row) for row in rows]


def thin(db: Database, article_ids: Sequence[int]) -> dict[int, int]:
    """How many claims of these articles are given to fewer than two people, by article.

    Only of articles that are given by parts; people who were removed do not count.
    """
    rows = db.execute(
        """
        select claim.article_id, count(*)
        from json_each(:ids) as chosen
        join claim on claim.article_id = chosen.value
        where exists (
          select 1 from assignment
          where assignment.article_id = claim.article_id and assignment.claims is not null
        )
        and (
          select count(*) from assignment
          left join assigned_claim
            on assigned_claim.claim_id = claim.id
            and assigned_claim.analyst_id = assignment.analyst_id
          left join role on role.analyst_id = assignment.analyst_id
          where assignment.article_id = claim.article_id
          and (assignment.claims is null or assigned_claim.claim_id is not null)
          and coalesce(role.role, '') <> 'removed'
        ) < 2
        group by claim.article_id
        """,
        {"ids": json.dumps(list(article_ids))},
    )
    return dict(rows.fetchall())


def totals(db: Database, analyst_ids: Sequence[str]) -> dict[str, Duty]:
    """What these people have to do in all open articles together, by analyst; `article_id` is 0."""
    rows = db.execute(
        f"""
        select 0, '', analyst_id, sum(claims), sum(tagged), sum(unsure), sum(skipped),
          min(assigned_at), max(last_at), count(*)
        from (
          {_DUTIES}
          where assignment.analyst_id in (select value from json_each(:ids)) and {_IN_OPEN}
        )
        group by analyst_id
        """,
        {"ids": json.dumps(list(analyst_ids))},
    )
    return {row[2]: Duty(*row) for row in rows}


def resting(db: Database, before: str, *, limit: int) -> list[Duty]:
    """Unfinished duties in open articles in which nothing happened since `before`, oldest first.

    And those of people who were removed, whenever.

    Args:
        before: UTC, ISO 8601.
    """
    rows = db.execute(
        f"""
        select * from (
          {_DUTIES}
          where {_IN_OPEN}
        ) as resting
        where tagged + unsure < claims
        and (max(assigned_at, last_at) < :before or analyst_id in (
          select analyst_id from role where analyst_id = resting.analyst_id and role = 'removed'
        ))
        order by max(assigned_at, last_at), article_id, analyst_id
        limit :limit
        """,
        {"before": before, "limit": limit},
    )
    return [Duty(*row) for row in rows]


_ASSIGNMENTS: Final = "select article_id, analyst_id, claims, place, assigned_at from assignment"


def _done(*outcomes: str) -> str:
    """How many claims the analyst has answered so."""
    named = ", ".join(f"'{outcome}'" for outcome in outcomes)
    return f"""coalesce((
      select sum(progress.claims) from progress
      where progress.article_id = assignment.article_id
      and progress.analyst_id = assignment.analyst_id and progress.outcome in ({named})
    ), 0)"""


_SIZE: Final = """coalesce(assignment.claims, (
    select revision.claims from revision where revision.article_id = assignment.article_id
    order by revision.number desc limit 1
  ))"""
_IN_OPEN: Final = """not exists (
  select 1 from round where round.article_id = assignment.article_id and round.state <> 'open'
)"""
_DUTIES: Final = f"""
select
  assignment.article_id, article.title, assignment.analyst_id, {_SIZE} as claims,
  {_done("tagged")} as tagged, {_done("unsure")} as unsure, {_done("skipped")} as skipped,
  assignment.assigned_at,
  coalesce((
    select event.at from event
    where event.article_id = assignment.article_id and event.actor = assignment.analyst_id
    and event.{TAGGING}
    order by event.seq desc limit 1
  ), '') as last_at
from assignment
join article on article.id = assignment.article_id
"""
_ORDER: Final = "order by assignment.article_id, assignment.seq"
