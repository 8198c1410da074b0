"""Tagging sessions in Python: their end, and their figures. Frozen, without SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """An analyst ended the tagging session by hand; the next act begins another one."""

    kind: ClassVar[str] = "session.end"


@dataclass(frozen=True, slots=True)
class Session:
    """A tagging session: acts of one analyst without a long pause between them.

    All figures follow from those acts in the log that took effect; those that did not, and acts on
    evidence, count for the time only.

    Attributes:
        claims: Answered in it, each counted once.
        new: How many of them never had an answer before.
        tags: How many of them hold which tag when it ends, by name.
        unsure, skipped: How many were left so in it.
        notes: Claims on which a note was written.
        changes: Claims whose answer was replaced by another one, and not by undoing.
        unbroken: Claims answered since the last pause of a few minutes.
        ended: Whether it was ended by hand.
        first: The seq of its first act; `rested` that of the first one after the last such pause.
    """

    began: str
    last: str
    claims: int
    new: int = 0
    tags: Mapping[str, int] = field(default_factory=dict)
    unsure: int = 0
    skipped: int = 0
    notes: int = 0
    changes: int = 0
    unbroken: int = 0
    ended: bool = False
    first: int = 0
    rested: int = 0

    @property
    def lasted(self) -> timedelta:
        """From the first act to the last."""
        between = datetime.fromisoformat(self.last) - datetime.fromisoformat(self.began)
        return max(between, timedelta(0))

    @property
    def pace(self) -> float | None:
        """New claims an hour of the time worked, which counts one minute at least."""
        return self.new / (max(self.lasted, MINUTE) / HOUR) if self.new else None
