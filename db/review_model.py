"""What reviewers say, in Python: their own votes, decisions and comments. Frozen, without SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

# How a claim was settled. `accepted`: together with others, because everybody agreed.
Ruling = Literal["tag", "split_kept", "no_tag_fits", "rule_unclear", "sent_back", "accepted"]
# Why analysts differed, as far as a reviewer says so.
Cause = Literal["", "reading", "source", "rule", "slip", "evidence"]
RULINGS: tuple[Ruling, ...] = ("tag", "split_kept", "no_tag_fits", "rule_unclear", "sent_back")
CAUSES: tuple[Cause, ...] = ("", "reading", "source", "rule", "slip", "evidence")


@dataclass(frozen=True, slots=True)
class ReviewVoted:
    """A reviewer said what tag a claim gets before seeing whose votes are which.

    It counts as nobody's vote: agreement never reads it.
    """

    kind: ClassVar[str] = "review.vote"
    sha: str
    tag: str
    scheme: str
    replaces: str | None


@dataclass(frozen=True, slots=True)
class ClaimDecided:
    """A reviewer settled a claim, or sent it back; `reason` is the question then.

    `majority` and `minority` are the two statements of a split that is kept. `replaces` is the
    decision that was on the screen: of two reviewers, the first one's holds. `like` is the claim
    whose ruling this one follows, where one ruling was used for a whole group.
    """

    kind: ClassVar[str] = "decision.make"
    sha: str
    ruling: Ruling
    tag: str | None
    reason: str
    cause: Cause
    majority: str
    minority: str
    scheme: str
    replaces: str | None
    like: int | None = None


@dataclass(frozen=True, slots=True)
class DecisionWithdrawn:
    """A decision was taken back; the claim is undecided again."""

    kind: ClassVar[str] = "decision.withdraw"
    sha: str
    replaces: str | None


@dataclass(frozen=True, slots=True)
class CommentWritten:
    """Somebody commented on a claim."""

    kind: ClassVar[str] = "comment.write"
    sha: str
    text: str


@dataclass(frozen=True, slots=True)
class UnanimousAccepted:
    """A reviewer accepted the tag of claims on which everybody agreed; `claims` are (id, tag)."""

    kind: ClassVar[str] = "decision.accept"
    claims: tuple[tuple[int, str], ...]
    scheme: str


@dataclass(frozen=True, slots=True)
class AcceptanceWithdrawn:
    """What one `decision.accept` settled, and nothing settled since, is undecided again."""

    kind: ClassVar[str] = "decision.unaccept"
    accepted: str


# What follows from them.


@dataclass(frozen=True, slots=True)
class ReviewVote:
    """A reviewer's own vote on a claim."""

    claim_id: int
    analyst_id: str
    tag: str
    scheme: str
    event_id: str
    seq: int
    voted_at: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What is settled about a claim now."""

    claim_id: int
    reviewer_id: str
    ruling: Ruling
    tag: str | None
    reason: str
    cause: Cause
    majority: str
    minority: str
    scheme: str
    event_id: str
    seq: int
    decided_at: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on a claim; `id` is its event's."""

    id: str
    claim_id: int
    analyst_id: str
    text: str
    seq: int
    written_at: str
