"""Every slot by the kinds of its acts, and whether an act took effect there.

For another slot: a table, a dataclass of its rows, a kind of event, and its line in `SLOTS`.
"""

from __future__ import annotations

import json
from typing import Any, Final

from sqlite_utils import Database

from db.model import ClaimAnswered, ClaimCleared, Event, NoteWritten, SplitWished, content_of
from db.review_model import ClaimDecided, DecisionWithdrawn, ReviewVoted, UnanimousAccepted
from db.review_slots import DECISION, REVIEW_VOTE
from db.slot import Change, Slot
from db.tagging_slots import ANSWER, NOTE, SPLIT

__all__ = [
    "ANSWER",
    "DECISION",
    "NOTE",
    "REVIEW_VOTE",
    "SLOTS",
    "SPLIT",
    "Change",
    "Slot",
    "holds",
    "took_effect",
]

SLOTS: Final[dict[str, Slot[Any]]] = {
    ClaimAnswered.kind: ANSWER,
    ClaimCleared.kind: ANSWER,
    NoteWritten.kind: NOTE,
    SplitWished.kind: SPLIT,
    ReviewVoted.kind: REVIEW_VOTE,
    ClaimDecided.kind: DECISION,
    DecisionWithdrawn.kind: DECISION,
}


def took_effect(db: Database, event: Event) -> bool:
    """Whether an act that is in the log replaced what was current when it came."""
    slot = SLOTS[event.kind]
    if slot.shared:
        return _took_effect_for_all(db, event)
    current, held = None, False
    for act_id, kind, payload in db.execute(_OWN_ACTS, _acts_of(slot, event)):
        act: Any = content_of(kind, payload)
        held = act.replaces == current
        if held:
            current = None if slot.empties(act) else act_id
    return held


def holds(db: Database, event: Event) -> bool | None:
    """Whether what an act says holds now; None for acts that nothing replaces."""
    if event.kind == UnanimousAccepted.kind:
        # A claim of it may have been taken back, decided or tagged otherwise; the others hold.
        row = db.execute("select 1 from decision where event_id = ?", [event.id]).fetchone()
        return row is not None
    if (slot := SLOTS.get(event.kind)) is None:
        return None
    current = slot.current(db, event)
    return current is not None and current.event_id == event.id


def _took_effect_for_all(db: Database, event: Event) -> bool:
    """The same where all act together: votes and acceptances end a decision too, so it is noted."""
    row = db.execute("select 1 from decision_held where event_id = ?", [event.id]).fetchone()
    return row is not None


def _acts_of(slot: Slot[Any], event: Event) -> dict[str, object]:
    return {
        "claim_id": event.claim_id,
        "actor": event.actor,
        "seq": event.seq,
        "kinds": json.dumps([kind for kind, other in SLOTS.items() if other is slot]),
    }


_OWN_ACTS: Final = """
select id, kind, payload
from event
where claim_id = :claim_id and actor = :actor and seq <= :seq
and kind in (select value from json_each(:kinds))
order by seq
"""
