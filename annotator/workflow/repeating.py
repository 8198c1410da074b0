"""Claims come back to whoever answered them, to learn how steady an answer is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from annotator import act_fields, schemes
from annotator.identity import Actor, authorize
from annotator.workflow.errors import WorkflowError
from db import articles, recording, repeats, settings
from db.model import REPEAT_SHARE, ClaimRepeated
from db.store import Database, Store
from db.transaction import Transaction, utc, uuid7

MOST_SHARE: Final = 20  # percent
IN_A_ROW: Final = 3
# At the earliest the next day: what one still remembers is no second judgement.
REST: Final = timedelta(hours=16)


def set_repeat_share(store: Store, actor: Actor, percent: int) -> None:
    """Say how many in a hundred of their claims come back to everybody.

    Raises:
        NotAllowedError: The actor does not lead.
        WorkflowError: It is no such number.
    """
    authorize(actor, "rounds")
    if not 0 <= percent <= MOST_SHARE:
        raise WorkflowError(f"The share of claims that come back is from 0 to {MOST_SHARE} %.")
    value = str(percent) if percent else ""
    store.write(lambda tx: settings.change(tx, actor.id, REPEAT_SHARE, value))


def repeat_share(db: Database) -> int:
    """How many in a hundred of the claims come back."""
    return int(settings.value(db, REPEAT_SHARE) or 0)


def repeat_due(db: Database, project_id: str, analyst_id: str, now: datetime) -> int | None:
    """The claim that comes back to an analyst now, if one does."""
    percent = repeat_share(db)
    if not percent:
        return None
    before = utc(now - REST)
    return repeats.due(db, analyst_id, percent, before, project_id, in_a_row=IN_A_ROW)


def answer_again(
    store: Store, actor: Actor, claim_id: int, tag: str, *, id: str | None = None
) -> None:
    """Record what an analyst says of a claim that came back. No vote and no answer is changed.

    Args:
        tag: One of the scheme's, also one that says unsure.

    Raises:
        NotAllowedError: The actor may tag nothing.
        NotFoundError: There is no such claim.
        WorkflowError: The scheme has no such tag, or the claim does not come back to them: they
            have not answered it, have seen others' work on it, or have answered it again.
    """
    authorize(actor, "tag")

    def job(tx: Transaction) -> None:
        claim = articles.get_claim(tx.db, claim_id)
        scheme = schemes.current(tx.db)
        known = next((one for one in scheme.tags if one.name == tag), None)
        if known is None:
            raise WorkflowError(f"The tag scheme has no tag {act_fields.shown(tag)}.")
        if id is not None and recording.came_before(tx.db, id):
            return  # sent twice
        if not repeats.may_come_back(tx.db, actor.id, claim_id):
            raise WorkflowError(
                "This claim does not come back to you any more. Nothing was stored; go on tagging."
            )
        said = known.name if known.outcome == "tagged" else None
        content = ClaimRepeated(claim.sha256[:12], known.outcome, said, scheme.label)
        repeats.record(tx, actor.id, id or uuid7(), claim.article_id, claim_id, content)

    store.write(job)
