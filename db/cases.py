"""One claim before a reviewer: every vote on it, the decision, and what was said about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from sqlite_utils import Database

from db.review_model import Comment, Decision
from db.slots import DECISION


@dataclass(frozen=True, slots=True)
class CastVote:
    """An analyst's vote on a claim, and what they say of it now, if that is something else.

    `outcome` is None for who answered only after seeing others' work, or wrote no more than a note.
    """

    analyst_id: str
    name: str
    outcome: str | None
    tag: str | None
    reason: str | None
    confidence: str | None
    answered_at: str | None
    note: str | None
    noted_at: str | None
    split: bool
    before: str | None
    now_outcome: str | None
    now_tag: str | None
    now_at: str | None


def votes(db: Database, claim_id: int) -> list[CastVote]:
    """What everybody said of a claim, by the analysts' ids."""
    rows = db.execute(_VOTES, {"claim_id": claim_id})
    return [_cast(*row) for row in rows]


def _cast(*row: Any) -> CastVote:
    found = CastVote(*row)
    return replace(found, split=bool(found.split))


_VOTES: Final = """
select
  analyst.id, coalesce(nullif(analyst.name, ''), analyst.id),
  vote.outcome, vote.tag, vote.reason, vote.confidence, vote.answered_at, note.text,
  note.written_at,
  split_wish.claim_id is not null,
  (
    select coalesce(earlier.payload ->> 'tag', earlier.payload ->> 'outcome')
    from event as given
    join event as earlier on earlier.id = given.payload ->> 'replaces'
    where given.id = vote.event_id
  ),
  iif(answer.seq is not vote.seq, answer.outcome, null),
  iif(answer.seq is not vote.seq, answer.tag, null),
  iif(answer.seq is not vote.seq, answer.answered_at, null)
from (
  select analyst_id from answer where claim_id = :claim_id
  union select analyst_id from vote where claim_id = :claim_id
  union select analyst_id from note where claim_id = :claim_id
  union select analyst_id from split_wish where claim_id = :claim_id
  union select analyst_id from evidence
    where claim_id = :claim_id and withdrawn_at is null and not shared
) as said
join analyst on analyst.id = said.analyst_id
left join vote on vote.claim_id = :claim_id and vote.analyst_id = analyst.id
left join answer on answer.claim_id = :claim_id and answer.analyst_id = analyst.id
left join note on note.claim_id = :claim_id and note.analyst_id = analyst.id
left join split_wish
  on split_wish.claim_id = :claim_id and split_wish.analyst_id = analyst.id
order by analyst.id
"""


def decision(db: Database, claim_id: int) -> Decision | None:
    """How the claim is settled, if it is."""
    row = db.execute(
        f"select {', '.join(DECISION.columns)} from decision where claim_id = ?", [claim_id]
    ).fetchone()
    return Decision(*row) if row else None


def own_vote(db: Database, claim_id: int, reviewer_id: str) -> tuple[str, str | None] | None:
    """The tag a reviewer voted for, and the event; as an analyst of the claim without an event."""
    row = db.execute(
        "select tag, event_id from review_vote where claim_id = ? and analyst_id = ?",
        [claim_id, reviewer_id],
    ).fetchone()
    if row is not None:
        return (row[0], row[1])
    row = db.execute(
        "select coalesce(tag, outcome) from vote where claim_id = ? and analyst_id = ?",
        [claim_id, reviewer_id],
    ).fetchone()
    return (row[0], None) if row is not None else None


def comments(db: Database, claim_id: int) -> list[tuple[Comment, str]]:
    """The comments on a claim, oldest first, each with the name of who wrote it."""
    rows = db.execute(
        """
        select comment.id, comment.claim_id, comment.analyst_id, comment.text, comment.seq,
          comment.written_at, coalesce(nullif(analyst.name, ''), analyst.id)
        from comment join analyst on analyst.id = comment.analyst_id
        where comment.claim_id = ?
        order by comment.seq
        """,
        [claim_id],
    )
    return [(Comment(*row[:6]), row[6]) for row in rows]


def questions(db: Database, revision_id: int, analyst_id: str) -> dict[int, str]:
    """What reviewers ask an analyst about claims that were sent back, until they answer again.

    Only once the round is closed or the analyst has answered all that is theirs of the article: a
    question shows what somebody else says, and what is answered after it is no vote.
    """
    rows = db.execute(
        f"""
        select claim.id, decision.reason
        from claim
        join decision on decision.claim_id = claim.id and decision.ruling = 'sent_back'
        join answer on answer.claim_id = claim.id and answer.analyst_id = :analyst_id
        where claim.revision_id = :revision_id and answer.seq < decision.seq
        and not {_LEFT.format(article="claim.article_id", revision=":revision_id")}
        """,
        {"revision_id": revision_id, "analyst_id": analyst_id},
    )
    return dict(rows.fetchall())


def said_by_others(db: Database, claim_id: int, analyst_id: str) -> bool:
    """Whether anybody else has said anything of a claim, or somebody has decided it."""
    return decision(db, claim_id) is not None or any(
        vote.analyst_id != analyst_id for vote in votes(db, claim_id)
    )


class Asked(NamedTuple):
    """An article in which reviewers ask an analyst about so many claims."""

    article_id: int
    title: str
    claims: int


def asked(db: Database, analyst_id: str, article_id: int | None = None) -> list[Asked]:
    """The articles of `questions`, all of them or this one."""
    rows = db.execute(
        f"""
        select article.id, article.title, count(*)
        from decision
        join answer on answer.claim_id = decision.claim_id and answer.analyst_id = :analyst_id
        join article on article.id = decision.article_id
        where decision.ruling = 'sent_back' and answer.seq < decision.seq
        {"" if article_id is None else "and decision.article_id = :article_id"}
        and not {_LEFT.format(article="decision.article_id", revision=_NEWEST)}
        group by article.id
        order by article.id
        """,
        {"analyst_id": analyst_id, "article_id": article_id},
    )
    return [Asked._make(row) for row in rows]


_NEWEST: Final = """(
  select revision.id from revision where revision.article_id = decision.article_id
  order by revision.number desc limit 1
)"""
# Whether the analyst can still vote in the revision: it is open, and claims of theirs have no
# answer or were skipped.
_LEFT: Final = """(
  not exists (
    select 1 from round where round.article_id = {article} and round.state <> 'open'
  )
  and (
    select coalesce((
      select assignment.claims from assignment
      where assignment.article_id = {article} and assignment.analyst_id = :analyst_id
    ), revision.claims) > (
      select coalesce(sum(progress.claims), 0) from progress
      where progress.article_id = {article} and progress.analyst_id = :analyst_id
      and progress.outcome <> 'skipped'
    )
    from revision where revision.id = {revision}
  )
)"""


def majority(db: Database, claim_id: int) -> str | None:
    """The tag that more analysts voted for than for any other; None at a tie, or of one vote."""
    rows = db.execute(
        """
        select tag, count(*) from vote
        where claim_id = ? and outcome = 'tagged'
        group by tag order by count(*) desc limit 2
        """,
        [claim_id],
    ).fetchall()
    if not rows or rows[0][1] < 2 or (len(rows) == 2 and rows[0][1] == rows[1][1]):
        return None
    return str(rows[0][0])


def settled_by(db: Database, event_id: str) -> list[int]:
    """The articles with claims that this acceptance settles now."""
    rows = db.execute(
        """
        select distinct article_id from decision
        where event_id = ? and ruling = 'accepted'
        order by article_id
        """,
        [event_id],
    )
    return [row[0] for row in rows]


def changed_since(db: Database, claim_id: int, seq: int) -> bool:
    """Whether a vote on the claim is newer than this event."""
    row = db.execute("select max(seq) from vote where claim_id = ?", [claim_id]).fetchone()
    return row[0] is not None and row[0] > seq
