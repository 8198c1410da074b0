"""What an analyst holds of a claim: an answer, a note, a wish for a split; each in its own slot."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from db.model import Answer, ClaimAnswered, ClaimCleared, Note, NoteWritten, SplitWish, SplitWished
from db.slot import Change, Slot

# An event is an analyst's own tagging. The index `event_tagging` has these words too.
TAGGING: Final = "kind in ('claim.answer', 'claim.clear', 'note.write', 'split.wish')"


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
