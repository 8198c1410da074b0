"""An analyst's own acts over time: the tagging sessions, and their pace.

Read from the newest act backwards and never further than `MOST` acts, so that nothing here takes
longer in a project that has grown.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlite_utils import Database

from db.errors import EventConflictError
from db.model import Pace, Stored
from db.session_figures import GAP, REST, Deed, Known, apart, sessions_of
from db.session_model import Session, SessionEnded
from db.tagging_slots import TAGGING
from db.transaction import Transaction

__all__ = ["BUCKET", "GAP", "MOST", "REST", "end", "last_session", "latest", "pace"]

BUCKET: Final = timedelta(minutes=5)
MOST: Final = 10_000

# What keeps a session going, or ends it. The index `event_working` has these words too.
WORKING: Final = (
    "kind in ('claim.answer', 'claim.clear', 'note.write', 'split.wish', 'evidence.attach', "
    "'evidence.withdraw', 'evidence.restore', 'session.end')"
)


def last_session(db: Database, analyst_id: str, *, but_in: int | None = None) -> Session | None:
    """The analyst's latest tagging session, over or not; None for who never did anything.

    Args:
        but_in: An article whose claims are not counted; what was done there counts for the time.
    """
    found = latest(db, analyst_id, limit=1, but_in=but_in)
    return found[0] if found else None


def latest(
    db: Database,
    analyst_id: str,
    *,
    limit: int,
    before: int | None = None,
    but_in: int | None = None,
) -> list[Session]:
    """An analyst's latest sessions, the newest first.

    Args:
        before: Only those before the session with this first act, for a further page.
        but_in: An article whose claims are not counted; what was done there counts for the time.
    """
    deeds: list[Deed] = []
    begun, worked = 0, False
    for deed in _backwards(db, analyst_id, before):
        if deeds and apart(deed, deeds[-1]):
            begun += worked
            worked = False
            if begun == limit:
                break
        worked = worked or not deed.ends
        deeds.append(deed)
    deeds.reverse()
    known = _known(db, analyst_id, deeds)
    return sessions_of(deeds, known, but_in=but_in)[::-1]


def end(tx: Transaction, actor: str, act_id: str) -> Stored:
    """Append that the session is ended by hand; a resend changes nothing.

    Raises:
        EventConflictError: The id was used before for something else.
    """
    row = tx.db.execute("select seq, actor, kind from event where id = ?", [act_id]).fetchone()
    if row is None:
        return Stored(act_id, tx.append(actor, SessionEnded(), id=act_id).seq)
    seq, *told = row
    if told != [actor, SessionEnded.kind]:
        raise EventConflictError(
            f"The id {act_id} was used before for something else. Nothing was stored; "
            "reload the page and do it again."
        )
    return Stored(act_id, seq)


def pace(db: Database, analyst_id: str, since: str) -> list[Pace]:
    """Claims answered for the first time, in pieces of five minutes from `since` on.

    Oldest first; pieces in which nothing was answered are left out. `since` is UTC, ISO 8601: the
    beginning of the last session, or of a day.
    """
    counts: Counter[datetime] = Counter()
    beginning = _time(since)
    rows = db.execute(_FIRST_ANSWERS, {"analyst_id": analyst_id, "most": MOST})
    for moment, is_first in rows:
        at = _time(moment)
        if at < beginning:
            break
        if is_first:
            counts[at - (at - datetime.min.replace(tzinfo=UTC)) % BUCKET] += 1
    return [
        Pace(began.isoformat().replace("+00:00", "Z"), counts[began]) for began in sorted(counts)
    ]


_FIRST_ANSWERS: Final = f"""
select
  event.at,
  event.kind = 'claim.answer' and event.payload ->> 'outcome' <> 'skipped' and not exists (
    select 1 from event as earlier
    where earlier.claim_id = event.claim_id and earlier.actor = event.actor
    and earlier.seq < event.seq and earlier.kind = 'claim.answer'
    and earlier.payload ->> 'outcome' <> 'skipped'
  )
from event
where event.actor = :analyst_id and event.{TAGGING}
order by event.seq desc
limit :most
"""

_DEED: Final = """
  event.seq, event.id, event.at, event.kind, event.article_id, event.claim_id,
  event.payload ->> 'outcome', event.payload ->> 'tag', event.payload ->> 'replaces',
  event.payload ->> 'undo', event.payload ->> 'redo',
  event.kind = 'note.write' and event.payload ->> 'text' <> ''
"""


def _backwards(db: Database, analyst_id: str, before: int | None) -> Iterator[Deed]:
    """The analyst's own work, the newest first; read only as far as it is taken."""
    rows = db.execute(
        f"""
        select {_DEED}
        from event
        where event.actor = :analyst_id and event.{WORKING} and event.seq < :before
        order by event.seq desc
        limit :most
        """,
        {
            "analyst_id": analyst_id,
            "before": 2**62 if before is None else before,
            "most": MOST,
        },
    )
    return (Deed(*row) for row in rows)


def _known(db: Database, analyst_id: str, deeds: list[Deed]) -> Known:
    """What the analyst held of the claims of these acts before the first of them."""
    known = Known()
    claims = {deed.claim_id for deed in deeds if deed.kind in ("claim.answer", "claim.clear")}
    if not claims:
        return known
    rows = db.execute(
        f"""
        select {_DEED}
        from json_each(:claims) as chosen
        cross join event on event.claim_id = chosen.value -- these claims first, not all own acts
        where event.actor = :analyst_id and event.seq < :first
        and event.kind in ('claim.answer', 'claim.clear')
        order by event.seq
        """,
        {
            "claims": json.dumps(sorted(filter(None, claims))),
            "analyst_id": analyst_id,
            "first": deeds[0].seq,
        },
    )
    for row in rows:
        known.take(Deed(*row))
    return known


def _time(iso: str) -> datetime:
    return datetime.fromisoformat(iso).astimezone(UTC)
