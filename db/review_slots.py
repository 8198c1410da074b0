"""What reviewers hold of a claim: each an own vote, and all together the decision."""

from __future__ import annotations

from typing import Final

from db.review_model import ClaimDecided, Decision, DecisionWithdrawn, ReviewVote, ReviewVoted
from db.slot import Change, Slot


def _take_review_vote(change: Change) -> None:
    event, act = change.event, change.act
    change.db.execute(
        """
        insert into review_vote
          (claim_id, analyst_id, article_id, tag, scheme, event_id, seq, voted_at)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (claim_id, analyst_id) do update set
          tag = excluded.tag, scheme = excluded.scheme, event_id = excluded.event_id,
          seq = excluded.seq, voted_at = excluded.voted_at
        """,
        [
            event.claim_id,
            event.actor,
            event.article_id,
            act.tag,
            act.scheme,
            event.id,
            event.seq,
            event.at,
        ],
    )


def _take_decision(change: Change) -> None:
    event, act = change.event, change.act
    change.db.execute(
        "insert into decision_held (event_id, claim_id) values (?, ?)", [event.id, event.claim_id]
    )
    change.db.execute("delete from decision where claim_id = ?", [event.claim_id])
    if isinstance(act, DecisionWithdrawn):
        return
    change.db.execute(
        """
        insert into decision
          (claim_id, article_id, reviewer_id, ruling, tag, reason, cause, majority_statement,
           minority_statement, scheme, event_id, seq, decided_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            event.claim_id,
            event.article_id,
            event.actor,
            act.ruling,
            act.tag,
            act.reason,
            act.cause,
            act.majority,
            act.minority,
            act.scheme,
            event.id,
            event.seq,
            event.at,
        ],
    )


def _is_never_empty(_act: ReviewVoted) -> bool:
    return False


def _is_withdrawal(act: ClaimDecided | DecisionWithdrawn) -> bool:
    return isinstance(act, DecisionWithdrawn)


REVIEW_VOTE: Final = Slot(
    "review_vote",
    ("claim_id", "analyst_id", "tag", "scheme", "event_id", "seq", "voted_at"),
    ReviewVote,
    _is_never_empty,
    _take_review_vote,
)
DECISION: Final = Slot(
    "decision",
    (
        "claim_id",
        "reviewer_id",
        "ruling",
        "tag",
        "reason",
        "cause",
        "majority_statement",
        "minority_statement",
        "scheme",
        "event_id",
        "seq",
        "decided_at",
    ),
    Decision,
    _is_withdrawal,
    _take_decision,
    shared=True,
)
