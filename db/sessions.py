"""An analyst's own acts over time: the tagging session, and its pace.

Read from the newest act backwards and never further than `MOST` acts, so that nothing here takes
longer in a project that has grown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from sqlite_utils import Database

from db.model import Pace, Session
from db.tagging_slots import TAGGING

GAP: Final = timedelta(minutes=15)  # a longer pause ends a tagging session
BUCKET: Final = timedelta(minutes=5)
MOST: Final = 10_000


def last_session(db: Database, analyst_id: str) -> Session | None:
    """The analyst's latest tagging session, over or not; None for who never did anything."""
    began = last = None
    answered: set[int] = set()
    for act in _backwards(db, analyst_id):
        if began is not None and _time(began) - _time(act.at) > GAP:
            break
        began, last = act.at, last or act.at
        if act.answers:
            answered.add(act.claim_id)
    if began is None or last is None:
        return None
    return Session(began, last, len(answered))


def pace(db: Database, analyst_id: str, since: str) -> list[Pace]:
    """Claims answered for the first time, in pieces of five minutes from `since` on.

    Oldest first; pieces in which nothing was answered are left out. `since` is UTC, ISO 8601: the
    beginning of the last session, or of a day.
    """
    counts: Counter[datetime] = Counter()
    beginning = _time(since)
    for act in _backwards(db, analyst_id, again=_ANSWERED_BEFORE):
        at = _time(act.at)
        if at < beginning:
            break
        if act.answers and not act.again:
            counts[at - (at - datetime.min.replace(tzinfo=UTC)) % BUCKET] += 1
    return [
        Pace(began.isoformat().replace("+00:00", "Z"), counts[began]) for began in sorted(counts)
    ]


class _Act(NamedTuple):
    """An act on a claim. `answers` means tagged or unsure; `again`, answered before, if asked."""

    claim_id: int
    at: str
    answers: int
    again: int


_ANSWERED_BEFORE: Final = """
exists (
  select 1 from event as earlier
  where earlier.claim_id = event.claim_id and earlier.actor = event.actor
  and earlier.seq < event.seq and earlier.kind = 'claim.answer'
  and earlier.payload ->> 'outcome' <> 'skipped'
)
"""


def _backwards(db: Database, analyst_id: str, *, again: str = "0") -> Iterator[_Act]:
    """The analyst's acts on claims, the newest first; read only as far as they are taken."""
    rows = db.execute(
        f"""
        select
          event.claim_id, event.at,
          event.kind = 'claim.answer' and event.payload ->> 'outcome' <> 'skipped',
          {again}
        from event
        where event.actor = :analyst_id and event.{TAGGING}
        order by event.seq desc
        limit :most
        """,
        {"analyst_id": analyst_id, "most": MOST},
    )
    return map(_Act._make, rows)


def _time(iso: str) -> datetime:
    return datetime.fromisoformat(iso).astimezone(UTC)
