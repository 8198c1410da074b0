"""Analysts say what they say of claims, and see what others said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Final, Literal

from annotator import acts
from annotator.evidence_acts import Attaching
from annotator.identity import Actor, authorize, subject_of
from annotator.scheme import default_scheme
from annotator.workflow import evidencing, reviewing
from annotator.workflow.errors import WorkflowError
from db import answers, articles, recording
from db.errors import EventConflictError
from db.model import ActResult, Evidencing, Refused, Reviewing, Tagging
from db.store import Store
from db.transaction import Transaction

BATCH: Final = 200
_SAID: Final = (Tagging, Evidencing, Attaching)  # by an analyst


def submit_acts(
    store: Store, signed_in: Callable[[Transaction], Actor], batch: Sequence[object]
) -> Future[list[ActResult]]:
    """Store a batch of acts in its order. Done after COMMIT; a bad act never stops the others.

    `signed_in` says whose they are, in the transaction that stores them: asking before would cost
    each tag a connection of its own. What it raises is the future's, and nothing is stored.

    Raises:
        WorkflowError: The batch is too long.
    """
    if len(batch) > BATCH:
        raise WorkflowError(f"A batch holds at most {BATCH} acts; this one has {len(batch)}.")
    scheme = default_scheme()
    parsed: list[acts.Cast | acts.Acceptance | Refused] = []
    for raw in batch:
        try:
            parsed.append(acts.parse(raw, scheme))
        except acts.ActError as error:
            parsed.append(Refused(acts.id_of(raw), str(error)))

    def job(tx: Transaction) -> list[ActResult]:
        actor = signed_in(tx)
        if any(isinstance(item, acts.Cast) and isinstance(item.act, _SAID) for item in parsed):
            authorize(actor, "tag")
        return [item if isinstance(item, Refused) else _record(tx, actor, item) for item in parsed]

    return store.submit(job)


def show_others(
    store: Store,
    actor: Actor,
    article_ids: Sequence[int],
    action: Literal["see-others", "export-others"] = "see-others",
) -> None:
    """Record that others' work on these articles is about to be shown to the actor.

    Raises:
        NotAllowedError: It may not be shown for one of them; nothing is recorded for any.
        NotFoundError: There is no such article.
    """
    if actor.at_command_line:
        return  # who may read the file may read all of it

    def job(tx: Transaction) -> None:
        for article_id in article_ids:
            articles.get(tx.db, article_id)
            authorize(actor, action, subject_of(tx.db, actor, article_id))
            answers.expose(tx, actor.id, article_id)

    store.write(job)


def _record(tx: Transaction, actor: Actor, item: acts.Cast | acts.Acceptance) -> ActResult:
    try:
        if isinstance(item, acts.Acceptance):
            return reviewing.record_acceptance(tx, actor, item)
        if isinstance(item.act, Reviewing):
            return reviewing.record_review(tx, actor, item)
        if isinstance(item.act, Tagging):
            return recording.record(tx, actor.id, item.id, item.claim_id, item.act)
        return evidencing.record_evidence(tx, actor, item)
    except EventConflictError as error:
        return Refused(item.id, str(error))
