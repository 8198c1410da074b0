"""Rounds and assignments in Python: who tags what, and until when. Frozen, without SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

# An article is open for tagging, closed (its analysts may see each other's work), or reviewed.
RoundState = Literal["open", "closed", "reviewed"]
# When others' work on an article becomes visible to its analysts: when the round closes, or claim
# by claim, each after the own answer to it.
Shows = Literal["closing", "answer"]
ROUND_STATES: tuple[RoundState, ...] = ("open", "closed", "reviewed")
SHOWS: tuple[Shows, ...] = ("closing", "answer")


@dataclass(frozen=True, slots=True)
class RoundChanged:
    """The round of the event's article was closed, reviewed or opened again."""

    kind: ClassVar[str] = "round.change"
    state: RoundState


@dataclass(frozen=True, slots=True)
class ShowingChanged:
    """From now on others' work on the event's article becomes visible at another time."""

    kind: ClassVar[str] = "round.show"
    shows: Shows


@dataclass(frozen=True, slots=True)
class AssignmentMade:
    """Somebody is to tag the event's article, or some claims of it; the last one counts.

    `claims` are ids, None for all of the article. `place` is where it stands among the articles of
    this analyst: everybody has an order of their own.
    """

    kind: ClassVar[str] = "assignment.make"
    analyst: str
    claims: tuple[int, ...] | None
    place: int


@dataclass(frozen=True, slots=True)
class AssignmentEnded:
    """The event's article is not this analyst's to tag any more. What they answered stays.

    `abandoned`: it was taken back because nothing had been done on it for long.
    """

    kind: ClassVar[str] = "assignment.end"
    analyst: str
    abandoned: bool = False


# --- what follows from them -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Round:
    """Where an article stands; `number` is how often it has been opened for tagging."""

    article_id: int
    state: RoundState = "open"
    shows: Shows = "closing"
    number: int = 1
    changed_at: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it can be tagged."""
        return self.state == "open"


@dataclass(frozen=True, slots=True)
class Assignment:
    """An article that somebody is to tag: so many of its claims, or, with None, all of them."""

    article_id: int
    analyst_id: str
    claims: int | None
    place: int
    assigned_at: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides whether an analyst may say something of a claim now.

    Attributes:
        assigned: The claim is theirs to tag: it was given to them, or nothing is shared out.
        asked: A reviewer sent the claim back to them, which they may answer in a closed round too.
    """

    article_id: int
    title: str
    position: int
    state: RoundState
    assigned: bool
    asked: bool


@dataclass(frozen=True, slots=True)
class Duty:
    """What one analyst has to do in an article, and how far it has come.

    `claims` are those assigned. `last_at` is when they last did something there; empty for never.
    `articles` is 1, or how many are taken together.
    """

    article_id: int
    title: str
    analyst_id: str
    claims: int
    tagged: int
    unsure: int
    skipped: int
    assigned_at: str
    last_at: str
    articles: int = 1

    @property
    def left(self) -> int:
        """Claims without an answer; those skipped are among them."""
        return max(0, self.claims - self.tagged - self.unsure)

    @property
    def moved_at(self) -> str:
        """When something last happened to it."""
        return max(self.assigned_at, self.last_at)
