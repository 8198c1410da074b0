"""Acts on claims come into the log, and what follows from them into the tables."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlite_utils import Database

from db import evidence, slots, tallies
from db.answers import exposed
from db.errors import EventConflictError
from db.model import (
    Act,
    ActResult,
    Conflicting,
    Event,
    Evidencing,
    Refused,
    Stored,
)
from db.review_model import AcceptanceWithdrawn, CommentWritten, UnanimousAccepted
from db.slots import SLOTS, Change
from db.transaction import Transaction


def record(tx: Transaction, actor: str, act_id: str, claim_id: int, act: Act) -> ActResult:
    """Append an act of somebody, and let it hold if it replaces what is current.

    A resend is answered as the first time and changes nothing.

    Raises:
        EventConflictError: The id was used before for something else.
    """
    claim = tx.db.execute(
        "select article_id, sha256 from claim where id = ?", [claim_id]
    ).fetchone()
    if claim is None:
        return Refused(act_id, f"There is no claim {claim_id} in this project.")
    article_id, sha = claim
    if not sha.startswith(act.sha):
        return Refused(act_id, f"Claim {claim_id} does not have the text that was on screen.")
    event = tx.known(act_id, actor, act, article_id=article_id, claim_id=claim_id)
    if event is not None:
        held = act.kind not in SLOTS or slots.took_effect(tx.db, event)
    else:
        event = tx.append(actor, act, id=act_id, article_id=article_id, claim_id=claim_id)
        held = apply(tx.db, event, act)
    if held:
        return Stored(act_id, event.seq)
    return Conflicting(act_id, event.seq, SLOTS[act.kind].current(tx.db, event))


def apply(db: Database, event: Event, act: Act) -> bool:
    """Write what follows from an act, unless it replaces something that is not current."""
    if isinstance(act, CommentWritten):
        _write_comment(db, event, act)
        return True
    if isinstance(act, Evidencing):
        evidence.apply(db, event, act)
        return True
    slot = SLOTS[act.kind]
    current = slot.current(db, event)
    if act.replaces != (current.event_id if current else None):
        return False
    blind = not exposed(db, event.actor, event.article_id)
    slot.take(Change(db, event, act, current, blind))
    if slot is not slots.REVIEW_VOTE and event.claim_id is not None:
        tallies.refresh(db, event.claim_id, event.article_id)
    return True


def came_before(db: Database, act_id: str) -> bool:
    """Whether the log has an event with this id, whatever it says."""
    return db.execute("select 1 from event where id = ?", [act_id]).fetchone() is not None


def find_acceptance(
    tx: Transaction, actor: str, act_id: str, withdraws: str | None
) -> Stored | None:
    """An acceptance, or the withdrawal of the one named, that came before under this id.

    Which claims an acceptance holds was found when it came, so a resend has nothing to compare.

    Raises:
        EventConflictError: The id was used before for something else.
    """
    row = tx.db.execute(
        "select seq, actor, kind, payload ->> 'accepted' from event where id = ?", [act_id]
    ).fetchone()
    if row is None:
        return None
    seq, *told = row
    expected = UnanimousAccepted.kind if withdraws is None else AcceptanceWithdrawn.kind
    if told != [actor, expected, withdraws]:
        raise EventConflictError(
            f"The id {act_id} was used before for something else. Nothing was stored; "
            "reload the page and do it again."
        )
    return Stored(act_id, seq)


def accept(
    tx: Transaction, actor: str, act_id: str, claims: Sequence[tuple[int, str]], scheme: str
) -> Stored:
    """Append that the tag of these claims is accepted, because everybody agreed on it."""
    content = UnanimousAccepted(tuple(claims), scheme)
    event = tx.append(actor, content, id=act_id)
    apply_acceptance(tx.db, event, content)
    return Stored(act_id, event.seq)


def apply_acceptance(db: Database, event: Event, content: UnanimousAccepted) -> None:
    """Write what follows from an acceptance; what is decided already stays as it is."""
    values = {
        "claims": json.dumps(content.claims),
        "reviewer": event.actor,
        "scheme": content.scheme,
        "event": event.id,
        "seq": event.seq,
        "at": event.at,
    }
    db.execute(
        """
        insert into decision
          (claim_id, article_id, reviewer_id, ruling, tag, reason, cause, majority_statement,
           minority_statement, scheme, event_id, seq, decided_at)
        select claim.id, claim.article_id, :reviewer, 'accepted', accepted.value ->> 1, '', '', '',
          '', :scheme, :event, :seq, :at
        from json_each(:claims) as accepted
        join claim on claim.id = accepted.value ->> 0
        where true
        on conflict do nothing
        """,
        values,
    )
    db.execute(
        """
        update tally set agreed = 0
        where claim_id in (select value ->> 0 from json_each(:claims))
        """,
        values,
    )


def unaccept(tx: Transaction, actor: str, act_id: str, accepted: str) -> Stored:
    """Append that an acceptance is taken back, all of it that still holds."""
    content = AcceptanceWithdrawn(accepted)
    event = tx.append(actor, content, id=act_id)
    apply_unacceptance(tx.db, content)
    return Stored(act_id, event.seq)


def apply_unacceptance(db: Database, content: AcceptanceWithdrawn) -> None:
    """Write what follows from an acceptance that was taken back."""
    settled = "from decision where event_id = ? and ruling = 'accepted'"
    db.execute(
        f"update tally set agreed = 1 where claim_id in (select claim_id {settled})",
        [content.accepted],
    )
    db.execute(f"delete {settled}", [content.accepted])


def _write_comment(db: Database, event: Event, act: CommentWritten) -> None:
    db.execute(
        """
        insert into comment (id, claim_id, article_id, analyst_id, text, seq, written_at)
        values (?, ?, ?, ?, ?, ?, ?)
        """,
        [event.id, event.claim_id, event.article_id, event.actor, act.text, event.seq, event.at],
    )
