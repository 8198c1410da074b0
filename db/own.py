"""What one analyst holds in an article, piece by piece: answers, notes, wishes for a split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlite_utils import Database

from db.model import Answer, Note, Progress, SplitWish
from db.slots import ANSWER, NOTE, SPLIT, Slot


@dataclass(frozen=True, slots=True)
class Holding:
    """What an analyst holds of a claim; one of the three at least."""

    claim_id: int
    position: int
    answer: Answer | None
    note: Note | None
    split: SplitWish | None


def holdings(
    db: Database, analyst_id: str, revision_id: int, *, after: int = 0, limit: int
) -> list[Holding]:
    """What the analyst holds in a revision, by the claims' positions.

    Args:
        after: Only claims behind this position.
    """
    rows = db.execute(
        _HOLDINGS,
        {
            "analyst_id": analyst_id,
            "revision_id": revision_id,
            "after": after,
            "limit": limit,
        },
    )
    return [_holding(row) for row in rows]


def progress(db: Database, analyst_id: str, article_ids: Sequence[int]) -> list[Progress]:
    """How many claims of these articles the analyst has answered in each way."""
    marks = ", ".join("?" * len(article_ids))
    rows = db.execute(
        f"""
        select article_id, analyst_id, outcome, tag, claims
        from progress
        where article_id in ({marks}) and analyst_id = ? and claims > 0
        order by article_id, outcome, tag
        """,
        [*article_ids, analyst_id],
    )
    return [Progress(*row) for row in rows]


_SLOTS: Final[tuple[Slot[Any], ...]] = (ANSWER, NOTE, SPLIT)
_COLUMNS: Final = ", ".join(f"{slot.table}.{name}" for slot in _SLOTS for name in slot.columns)
_JOINS: Final = "\n".join(
    f"left join {slot.table}"
    f" on {slot.table}.claim_id = claim.id and {slot.table}.analyst_id = :analyst_id"
    for slot in _SLOTS
)
_ANY: Final = ", ".join(f"{slot.table}.seq" for slot in _SLOTS)
_HOLDINGS: Final = f"""
select claim.id, claim.position, {_COLUMNS}
from claim
{_JOINS}
where claim.revision_id = :revision_id and claim.position > :after
and coalesce({_ANY}) is not null
order by claim.position
limit :limit
"""


def _holding(row: Sequence[Any]) -> Holding:
    claim_id, position, *rest = row
    held: list[Any] = []  # what each slot makes, in their order
    for slot in _SLOTS:
        cells, rest = rest[: len(slot.columns)], rest[len(slot.columns) :]
        held.append(None if cells[0] is None else slot.made(*cells))
    return Holding(claim_id, position, *held)
