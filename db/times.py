"""How long claims took whoever lets it be measured: theirs to see, and to delete.

Not in the log, which keeps everything for good. Figures are of the latest `MOST` times of somebody,
so that nothing here takes longer in a project that has grown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Final

from sqlite_utils import Database

from db.transaction import Transaction

MOST: Final = 2_000
LONGEST: Final = 600  # seconds; who takes longer was not at the claim


@dataclass(frozen=True, slots=True)
class Took:
    """What a claim took somebody, and what they say of it now: a tag, an outcome, or nothing."""

    claim_id: int
    article_id: int
    position: int
    text: str
    seconds: int
    answer: str


@dataclass(frozen=True, slots=True)
class Typical:
    """The median of so many times; `answer` is empty for all of them together."""

    answer: str
    seconds: float
    claims: int


def keep(
    tx: Transaction, analyst_id: str, times: Iterable[tuple[int, int]], *, shared: bool
) -> None:
    """Keep how many seconds claims took; what is known of a claim already stays.

    Args:
        shared: Whether leads may see them in a median, to which their analyst agreed.
    """
    for claim_id, seconds in times:
        tx.db.execute(
            """
            insert into claim_time (analyst_id, claim_id, seconds, open, taken_at)
            select :analyst, id, :seconds, :open, :now from claim where id = :claim
            on conflict do nothing
            """,
            {
                "analyst": analyst_id,
                "claim": claim_id,
                "seconds": min(max(seconds, 0), LONGEST),
                "open": int(shared),
                "now": tx.now,
            },
        )


def delete(tx: Transaction, analyst_id: str) -> None:
    """Delete all times of somebody."""
    tx.db.execute("delete from claim_time where analyst_id = ?", [analyst_id])


def latest(db: Database, analyst_id: str) -> list[Took]:
    """The latest times of somebody, the longest first."""
    rows = db.execute(
        """
        select claim.id, claim.article_id, claim.position, claim.text, taken.seconds,
          coalesce(answer.tag, answer.outcome, '')
        from (
          select claim_id, seconds from claim_time
          where analyst_id = :analyst
          order by taken_at desc limit :most
        ) as taken
        join claim on claim.id = taken.claim_id
        left join answer on answer.claim_id = claim.id and answer.analyst_id = :analyst
        order by taken.seconds desc, claim.id
        """,
        {"analyst": analyst_id, "most": MOST},
    )
    return [Took(*row) for row in rows]


def typical(times: Iterable[Took]) -> list[Typical]:
    """The median of all times, then that of each answer, those given most often first."""
    by_answer: dict[str, list[int]] = {"": []}
    for took in times:
        by_answer[""].append(took.seconds)
        if took.answer:
            by_answer.setdefault(took.answer, []).append(took.seconds)
    found = [
        Typical(answer, median(seconds), len(seconds))
        for answer, seconds in by_answer.items()
        if seconds
    ]
    return sorted(found, key=lambda one: (one.answer != "", -one.claims, one.answer))


def typical_open(db: Database, analyst_id: str) -> Typical | None:
    """The median of the latest times that somebody lets leads see."""
    rows = db.execute(
        """
        select seconds from claim_time
        where analyst_id = :analyst and open = 1
        order by taken_at desc limit :most
        """,
        {"analyst": analyst_id, "most": MOST},
    ).fetchall()
    return Typical("", median(row[0] for row in rows), len(rows)) if rows else None
