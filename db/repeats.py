"""Claims that come back: a second answer to some of one's own, apart from the record of votes."""

from __future__ import annotations

from random import Random
from typing import Final, NamedTuple

from sqlite_utils import Database

from db.model import ClaimRepeated, Event
from db.transaction import Transaction

# Articles that are looked through for a claim to come back; the next opening looks again.
LOOKED_AT: Final = 5


class Repeat(NamedTuple):
    """What somebody said of a claim, and what they said when it came back."""

    analyst_id: str
    article_id: int
    claim_id: int
    first: str  # a tag, or an outcome without one
    again: str


def record(
    tx: Transaction, actor: str, act_id: str, article_id: int, claim_id: int, content: ClaimRepeated
) -> Event:
    """Append a second answer; a resend changes nothing.

    Raises:
        EventConflictError: The id was used before for something else.
    """
    known = tx.known(act_id, actor, content, article_id=article_id, claim_id=claim_id)
    if known is not None:
        return known
    event = tx.append(actor, content, id=act_id, article_id=article_id, claim_id=claim_id)
    apply(tx.db, event, content)
    return event


def apply(db: Database, event: Event, content: ClaimRepeated) -> None:
    """Write what follows from a second answer, beside the one that holds now."""
    db.execute(
        """
        insert into repeat
          (claim_id, analyst_id, article_id, first, again, scheme, seq, repeated_at)
        select claim_id, analyst_id, article_id, coalesce(tag, outcome), :again, :scheme, :seq, :at
        from answer where claim_id = :claim_id and analyst_id = :analyst_id
        """,
        {
            "claim_id": event.claim_id,
            "analyst_id": event.actor,
            "again": content.tag or content.outcome,
            "scheme": content.scheme,
            "seq": event.seq,
            "at": event.at,
        },
    )


def may_come_back(db: Database, analyst_id: str, claim_id: int) -> bool:
    """Whether the analyst has answered the claim, is blind, and it has not come back to them."""
    row = db.execute(
        f"select 1 from answer {_BLIND} where answer.claim_id = :claim_id {_OWN}",
        {"analyst_id": analyst_id, "claim_id": claim_id},
    ).fetchone()
    return row is not None


def due(
    db: Database, analyst_id: str, percent: int, before: str, seed: str, *, in_a_row: int
) -> int | None:
    """A claim that is to come back to somebody now; None for none.

    So many in a hundred of the claims they have answered come back, each once, chosen by chance
    among those answered `before` (UTC), in articles of which they have seen nothing of others'.

    Args:
        seed: What chance follows from, with the number of claims that came back already.
        in_a_row: No more than so many between two acts of tagging.
    """
    answered, done, row = db.execute(
        _COUNTED, {"analyst_id": analyst_id, "in_a_row": in_a_row}
    ).fetchone()
    if done >= answered * percent // 100 or row >= in_a_row:
        return None
    chance = Random(f"{seed}/{analyst_id}/{done}")  # noqa: S311 - to be repeated, not secret
    articles = [id for (id,) in db.execute(_ARTICLES, {"analyst_id": analyst_id})]
    for article_id in chance.sample(articles, min(len(articles), LOOKED_AT)):
        found = db.execute(
            _CLAIMS,
            {"analyst_id": analyst_id, "article_id": article_id, "before": before},
        ).fetchall()
        if found:
            return int(chance.choice(found)[0])
    return None


def all_of(db: Database, analyst_id: str | None = None) -> list[Repeat]:
    """Every claim that came back, to all or to one of them, as they were answered again."""
    rows = db.execute(
        f"""
        select analyst_id, article_id, claim_id, first, again from repeat
        {"" if analyst_id is None else "where analyst_id = :analyst_id"}
        order by analyst_id, seq
        """,
        {"analyst_id": analyst_id},
    )
    return [Repeat._make(row) for row in rows]


_BLIND: Final = """
left join exposure
  on exposure.article_id = answer.article_id and exposure.analyst_id = answer.analyst_id
left join repeat
  on repeat.claim_id = answer.claim_id and repeat.analyst_id = answer.analyst_id
"""
_OWN: Final = """
and answer.analyst_id = :analyst_id
and answer.outcome <> 'skipped'
and exposure.seq is null and repeat.seq is null
"""
_ARTICLES: Final = """
select article_id from progress
where analyst_id = :analyst_id and claims > 0 and outcome <> 'skipped'
group by article_id order by article_id
"""
_CLAIMS: Final = f"""
select claim.id
from claim
join answer on answer.claim_id = claim.id and answer.analyst_id = :analyst_id
{_BLIND}
where claim.article_id = :article_id and answer.answered_at < :before {_OWN}
order by claim.id
"""
# The claims answered, those that came back, and how many of these since the last act of tagging.
_COUNTED: Final = """
select
  (
    select coalesce(sum(claims), 0) from progress
    where analyst_id = :analyst_id and outcome <> 'skipped'
  ),
  (select count(*) from repeat where analyst_id = :analyst_id),
  (
    select count(*) from (
      select 1 from repeat
      where analyst_id = :analyst_id and seq > coalesce((
        select max(seq) from event
        where actor = :analyst_id
        and kind in ('claim.answer', 'claim.clear', 'note.write', 'split.wish')
      ), 0)
      limit :in_a_row
    )
  )
"""
