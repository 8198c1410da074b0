"""A slot: a table of what is held of claims, and how an act changes it.

It has a row for each claim and person, or for each claim where it is `shared`: all reviewers
together decide a claim. An act replaces what its slot holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlite_utils import Database

from db.model import Event, Held

HeldT = TypeVar("HeldT", bound=Held)


@dataclass(frozen=True, slots=True)
class Change:
    """An act that takes effect: what it replaces, and whether its analyst was blind."""

    db: Database
    event: Event
    act: Any  # of the kinds of the slot
    current: Held | None
    blind: bool

    def remove(self, table: str) -> None:
        """Take away what the actor holds of the claim."""
        self.db.execute(
            f"delete from {table} where claim_id = ? and analyst_id = ?",
            [self.event.claim_id, self.event.actor],
        )


@dataclass(frozen=True, slots=True)
class Slot(Generic[HeldT]):
    """A table of what is held, and how its acts change it."""

    table: str
    columns: tuple[str, ...]  # as the dataclass has them
    made: Callable[..., HeldT]
    empties: Callable[[Any], bool]  # whether an act leaves nothing
    take: Callable[[Change], None]
    shared: bool = False

    def current(self, db: Database, event: Event) -> HeldT | None:
        """What the event's actor holds of its claim, or everybody together."""
        row = db.execute(
            f"""
            select {", ".join(self.columns)}
            from {self.table}
            where claim_id = :claim_id {"" if self.shared else "and analyst_id = :actor"}
            """,
            {"claim_id": event.claim_id, "actor": event.actor},
        ).fetchone()
        return self.made(*row) if row else None

    def of_revision(self, db: Database, revision_id: int, analyst_id: str) -> dict[int, HeldT]:
        """What an analyst holds of the claims of a revision, by claim."""
        rows = db.execute(
            f"""
            select {", ".join(f"{self.table}.{column}" for column in self.columns)}
            from claim
            join {self.table}
              on {self.table}.claim_id = claim.id and {self.table}.analyst_id = :analyst_id
            where claim.revision_id = :revision_id
            """,
            {"revision_id": revision_id, "analyst_id": analyst_id},
        )
        return {row[0]: self.made(*row) for row in rows}
