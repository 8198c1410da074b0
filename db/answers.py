"""What analysts say of claims, what they have seen of others, and the questions asked about it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from sqlite_utils import Database

from db.model import (
    Answer,
    ClaimAnswered,
    ClaimCleared,
    Event,
    Exposed,
    Note,
    Placed,
    Progress,
    SplitWish,
)
from db.onward import first_skipped as first_skipped
from db.onward import first_untagged as first_untagged
from db.onward import following_article as following_article
from db.onward import last_article as last_article
from db.onward import next_article as next_article
from db.sessions import last_session as last_session
from db.sessions import pace as pace
from db.tagging_slots import ANSWER, NOTE, SPLIT, TAGGING
from db.transaction import Transaction


def expose(tx: Transaction, analyst_id: str, article_id: int) -> None:
    """Record that others' work on an article is shown to an analyst; only the first time counts."""
    if not exposed(tx.db, analyst_id, article_id):
        event = tx.append(analyst_id, Exposed(), article_id=article_id)
        apply_exposure(tx.db, event)


def apply_exposure(db: Database, event: Event) -> None:
    """Write what follows from an exposure."""
    db.execute(
        """
        insert into exposure (analyst_id, article_id, seq, exposed_at) values (?, ?, ?, ?)
        on conflict do nothing
        """,
        [event.actor, event.article_id, event.seq, event.at],
    )


def exposed(db: Database, analyst_id: str, article_id: int | None) -> bool:
    """Whether others' work on the article has been shown to the analyst."""
    return bool(
        db.execute(
            "select 1 from exposure where analyst_id = ? and article_id = ?",
            [analyst_id, article_id],
        ).fetchone()
    )


def shown_to(db: Database, analyst_id: str) -> set[int]:
    """The articles on which others' work has been shown to the analyst."""
    rows = db.execute("select article_id from exposure where analyst_id = ?", [analyst_id])
    return {row[0] for row in rows}


def hidden(db: Database, analyst_id: str, article_ids: Sequence[int]) -> list[int]:
    """In which of these articles others hold something that has not been shown to the analyst."""
    rows = db.execute(
        _HIDDEN, {"analyst_id": analyst_id, "article_ids": json.dumps(list(article_ids))}
    )
    return [row[0] for row in rows]


_HIDDEN: Final = """
select article.id
from article
where article.id in (select value from json_each(:article_ids))
and not exists (
  select 1 from exposure
  where exposure.analyst_id = :analyst_id and exposure.article_id = article.id
)
and (
  exists (
    select 1 from progress
    where progress.article_id = article.id and progress.analyst_id <> :analyst_id
    and progress.claims > 0
  )
  or exists (
    select 1 from claim
    join note on note.claim_id = claim.id
    where claim.article_id = article.id and note.analyst_id <> :analyst_id
  )
  or exists (
    select 1 from claim
    join split_wish on split_wish.claim_id = claim.id
    where claim.article_id = article.id and split_wish.analyst_id <> :analyst_id
  )
  or exists (  -- a vote stays when its answer is taken back after seeing others' work
    select 1 from claim
    join vote on vote.claim_id = claim.id
    where claim.article_id = article.id and vote.analyst_id <> :analyst_id
  )
  or exists (
    select 1 from evidence
    where evidence.article_id = article.id and evidence.analyst_id <> :analyst_id
    and not evidence.shared
  )
  or exists (
    select 1 from decision
    where decision.article_id = article.id and decision.reviewer_id <> :analyst_id
  )
)
order by article.id
"""


def has_answered(db: Database, analyst_id: str, claim_id: int) -> bool:
    """Whether the analyst says now what the claim is, or that they are unsure."""
    return bool(
        db.execute(
            """
            select 1 from answer
            where claim_id = ? and analyst_id = ? and outcome <> 'skipped'
            """,
            [claim_id, analyst_id],
        ).fetchone()
    )


def has_worked(db: Database, analyst_id: str, article_id: int) -> bool:
    """Whether the analyst ever said something of a claim of the article, undone or not."""
    return bool(
        db.execute(
            f"""
            select 1 from event
            where article_id = ? and actor = ? and {TAGGING}
            limit 1
            """,
            [article_id, analyst_id],
        ).fetchone()
    )


def worked_in(db: Database, analyst_id: str, article_ids: Sequence[int]) -> set[int]:
    """In which of these articles `has_worked` holds."""
    rows = db.execute(
        f"""
        select chosen.value
        from json_each(:article_ids) as chosen
        where exists (select 1 from event where actor = :analyst_id and {TAGGING})
        and exists (
          select 1 from event
          where event.article_id = chosen.value and event.actor = :analyst_id and {TAGGING}
        )
        """,
        {"analyst_id": analyst_id, "article_ids": json.dumps(list(article_ids))},
    )
    return {row[0] for row in rows}


def of_article(db: Database, revision_id: int, analyst_id: str) -> dict[int, Answer]:
    """An analyst's answers in a revision, by claim."""
    return ANSWER.of_revision(db, revision_id, analyst_id)


def notes_of_article(db: Database, revision_id: int, analyst_id: str) -> dict[int, Note]:
    """An analyst's notes in a revision, by claim."""
    return NOTE.of_revision(db, revision_id, analyst_id)


def splits_of_article(db: Database, revision_id: int, analyst_id: str) -> dict[int, SplitWish]:
    """Which claims of a revision an analyst wants split."""
    return SPLIT.of_revision(db, revision_id, analyst_id)


def held_acts(db: Database, article_id: int, analyst_id: str) -> list[Event]:
    """An analyst's answers and clearings in an article that took effect, oldest first."""
    rows = db.execute(
        """
        select seq, id, at, actor, kind, article_id, claim_id, payload, hash
        from event
        where article_id = :article_id and actor = :analyst_id
        and kind in ('claim.answer', 'claim.clear')
        order by seq
        """,
        {"article_id": article_id, "analyst_id": analyst_id},
    )
    current: dict[int | None, str | None] = {}
    held = []
    for row in rows:
        event = Event(*row)
        content = event.content
        assert isinstance(content, ClaimAnswered | ClaimCleared)  # noqa: S101 - the query says so
        if content.replaces == current.get(event.claim_id):
            current[event.claim_id] = None if isinstance(content, ClaimCleared) else event.id
            held.append(event)
    return held


def progress(
    db: Database, article_ids: Sequence[int], analyst_id: str | None = None
) -> list[Progress]:
    """How far everybody is in these articles, or only one of them; who has not begun has no row."""
    rows = db.execute(
        f"""
        select article_id, analyst_id, outcome, tag, claims
        from progress
        where article_id in (select value from json_each(:article_ids)) and claims > 0
        {"" if analyst_id is None else "and analyst_id = :analyst_id"}
        order by article_id, analyst_id, outcome, tag
        """,
        {"article_ids": json.dumps(list(article_ids)), "analyst_id": analyst_id},
    )
    return [Progress(*row) for row in rows]


def own_sequence(db: Database, analyst_id: str, article_id: int) -> list[Placed]:
    """An analyst's answers over an article: every claim of it in reading order, touched or not."""
    rows = db.execute(
        """
        select claim.position, claim.id, answer.outcome, answer.tag
        from claim
        left join answer on answer.claim_id = claim.id and answer.analyst_id = :analyst_id
        where claim.article_id = :article_id
        order by claim.position
        """,
        {"analyst_id": analyst_id, "article_id": article_id},
    )
    return [Placed(*row) for row in rows]
