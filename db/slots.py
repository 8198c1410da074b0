"""What an analyst holds of a claim: an answer, a note, a wish for a split; each in its own slot.

A slot is a table with a row for each claim and analyst. An act replaces what its slot holds. For
another slot: a table, a dataclass of its rows, a kind of event, and its line in `SLOTS`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, Generic, TypeVar

from sqlite_utils import Database

from db.model import (
    Answer,
    ClaimAnswered,
    ClaimCleared,
    Event,
    Held,
    Note,
    NoteWritten,
    SplitWish,
    SplitWished,
    content_of,
)

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

    def current(self, db: Database, event: Event) -> HeldT | None:
        """What the event's actor holds of its claim."""
        row = db.execute(
            f"""
            select {", ".join(self.columns)}
            from {self.table} where claim_id = ? and analyst_id = ?
            """,
            [event.claim_id, event.actor],
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


def took_effect(db: Database, event: Event) -> bool:
    """Whether an act that is in the log replaced what was current when it came."""
    slot = SLOTS[event.kind]
    rows = db.execute(
        """
        select id, kind, payload
        from event
        where claim_id = :claim_id and actor = :actor and seq <= :seq
        and kind in (select value from json_each(:kinds))
        order by seq
        """,
        {
            "claim_id": event.claim_id,
            "actor": event.actor,
            "seq": event.seq,
            "kinds": json.dumps([kind for kind, other in SLOTS.items() if other is slot]),
        },
    )
    current, held = None, False
    for act_id, kind, payload in rows:
        act: Any = content_of(kind, payload)
        held = act.replaces == current
        if held:
            current = None if slot.empties(act) else act_id
    return held


def _take_answer(change: Change) -> None:
    act, tables = change.act, ("answer", "vote") if change.blind else ("answer",)
    if isinstance(change.current, Answer):
        _count_one_less(change, change.current)
    if isinstance(act, ClaimCleared):
        for table in tables:
            change.remove(table)
        return
    _count_one_more(change, act)
    _write_answer(change, act)


def _write_answer(change: Change, act: ClaimAnswered) -> None:
    event = change.event
    row = {
        "claim_id": event.claim_id,
        "analyst_id": event.actor,
        "article_id": event.article_id,
        "outcome": act.outcome,
        "tag": act.tag,
        "reason": act.reason,
        "confidence": act.confidence,
        "blind": int(change.blind),
        "scheme": act.scheme,
        "event_id": event.id,
        "seq": event.seq,
        "answered_at": event.at,
    }
    change.db.execute(
        """
        insert into answer
          (claim_id, analyst_id, article_id, outcome, tag, reason, confidence, blind, scheme,
           event_id, seq, answered_at)
        values
          (:claim_id, :analyst_id, :article_id, :outcome, :tag, :reason, :confidence, :blind,
           :scheme, :event_id, :seq, :answered_at)
        on conflict (claim_id, analyst_id) do update set
          outcome = excluded.outcome, tag = excluded.tag, reason = excluded.reason,
          confidence = excluded.confidence, blind = excluded.blind, scheme = excluded.scheme,
          event_id = excluded.event_id, seq = excluded.seq, answered_at = excluded.answered_at
        """,
        row,
    )
    if change.blind:
        change.db.execute(
            """
            insert into vote
              (claim_id, analyst_id, article_id, outcome, tag, reason, confidence, scheme,
               event_id, seq, answered_at)
            values
              (:claim_id, :analyst_id, :article_id, :outcome, :tag, :reason, :confidence,
               :scheme, :event_id, :seq, :answered_at)
            on conflict (claim_id, analyst_id) do update set
              outcome = excluded.outcome, tag = excluded.tag, reason = excluded.reason,
              confidence = excluded.confidence, scheme = excluded.scheme,
              event_id = excluded.event_id, seq = excluded.seq,
              answered_at = excluded.answered_at
            """,
            row,
        )


def _count_one_more(change: Change, answer: ClaimAnswered) -> None:
    change.db.execute(
        """
        insert into progress (article_id, analyst_id, outcome, tag, claims)
        values (?, ?, ?, ?, 1)
        on conflict (article_id, analyst_id, outcome, tag) do update set claims = claims + 1
        """,
        [change.event.article_id, change.event.actor, answer.outcome, answer.tag or ""],
    )


def _count_one_less(change: Change, answer: Answer) -> None:
    change.db.execute(
        """
        update progress set claims = claims - 1
        where article_id = ? and analyst_id = ? and outcome = ? and tag = ?
        """,
        [change.event.article_id, change.event.actor, answer.outcome, answer.tag or ""],
    )


def _take_note(change: Change) -> None:
    if _is_empty_note(change.act):
        change.remove("note")
        return
    event = change.event
    change.db.execute(
        """
        insert into note (claim_id, analyst_id, article_id, text, event_id, seq, written_at)
        values (?, ?, ?, ?, ?, ?, ?)
        on conflict (claim_id, analyst_id) do update set
          text = excluded.text, event_id = excluded.event_id, seq = excluded.seq,
          written_at = excluded.written_at
        """,
        [
            event.claim_id,
            event.actor,
            event.article_id,
            change.act.text,
            event.id,
            event.seq,
            event.at,
        ],
    )


def _take_wish(change: Change) -> None:
    if _is_no_wish(change.act):
        change.remove("split_wish")
        return
    event = change.event
    change.db.execute(
        """
        insert into split_wish (claim_id, analyst_id, article_id, event_id, seq, wished_at)
        values (?, ?, ?, ?, ?, ?)
        on conflict (claim_id, analyst_id) do update set
          event_id = excluded.event_id, seq = excluded.seq, wished_at = excluded.wished_at
        """,
        [event.claim_id, event.actor, event.article_id, event.id, event.seq, event.at],
    )


def _answer(*row: Any) -> Answer:
    answer = Answer(*row)
    return replace(answer, blind=bool(answer.blind))


def _is_clearing(act: ClaimAnswered | ClaimCleared) -> bool:
    return isinstance(act, ClaimCleared)


def _is_empty_note(act: NoteWritten) -> bool:
    return act.text == ""


def _is_no_wish(act: SplitWished) -> bool:
    return not act.wanted


ANSWER: Final = Slot(
    "answer",
    (
        "claim_id",
        "analyst_id",
        "outcome",
        "tag",
        "reason",
        "confidence",
        "blind",
        "scheme",
        "event_id",
        "seq",
        "answered_at",
    ),
    _answer,
    _is_clearing,
    _take_answer,
)
NOTE: Final = Slot(
    "note",
    ("claim_id", "analyst_id", "text", "event_id", "seq", "written_at"),
    Note,
    _is_empty_note,
    _take_note,
)
SPLIT: Final = Slot(
    "split_wish",
    ("claim_id", "analyst_id", "event_id", "seq", "wished_at"),
    SplitWish,
    _is_no_wish,
    _take_wish,
)

SLOTS: Final[dict[str, Slot[Any]]] = {
    ClaimAnswered.kind: ANSWER,
    ClaimCleared.kind: ANSWER,
    NoteWritten.kind: NOTE,
    SplitWished.kind: SPLIT,
}
