"""Analysts say what they say of claims, and see what others said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Final, Literal

from annotator import acts, schemes
from annotator.evidence_acts import Attaching
from annotator.identity import Actor, NotAllowedError, authorize, subject_of
from annotator.scheme import Scheme
from annotator.workflow import evidencing, reviewing
from annotator.workflow.errors import WorkflowError
from db import answers, articles, cases, recording, rounds, sessions
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

    def job(tx: Transaction) -> list[ActResult]:
        actor = signed_in(tx)
        scheme = schemes.current(tx.db)
        parsed = [_parsed(tx, raw, scheme) for raw in batch]
        if any(map(_is_analysts, parsed)):
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


def show_claim(store: Store, actor: Actor, claim_id: int) -> bool:
    """Record that others' work on a claim is about to be shown to an analyst of it.

    Whether there is any; where there is none, nothing is recorded, and nothing must be shown.

    Raises:
        NotAllowedError: It is not open to them: its round is not closed, and they have not answered
            the claim, or the lead does not let them see it before the round is closed.
        NotFoundError: There is no such claim.
    """

    def job(tx: Transaction) -> bool:
        article_id = articles.get_claim(tx.db, claim_id).article_id
        round_ = rounds.get(tx.db, article_id)
        if round_.is_open:
            if round_.shows == "closing":
                raise NotAllowedError(NOT_CLOSED)
            if not answers.has_answered(tx.db, actor.id, claim_id):
                raise NotAllowedError(NOT_ANSWERED)
            authorize(actor, "tag")
        else:
            authorize(actor, "see-others", subject_of(tx.db, actor, article_id))
        if not cases.said_by_others(tx.db, claim_id, actor.id):
            return False
        answers.expose(tx, actor.id, article_id)
        return True

    return store.write(job)


def _is_analysts(item: object) -> bool:
    """Whether only somebody who may tag does it."""
    return isinstance(item, acts.Ending) or (
        isinstance(item, acts.Cast) and isinstance(item.act, _SAID)
    )


def _parsed(
    tx: Transaction, raw: object, now: Scheme
) -> acts.Cast | acts.Acceptance | acts.Ending | Refused:
    """An act as it came, or why it cannot be stored: under the version that it was cast under."""
    label = acts.label_in(raw)
    scheme = now if label is None else schemes.under(tx.db, label, now)
    try:
        if scheme is None:
            raise acts.ActError(
                f"This was answered under the tag scheme {label}; the project has {now.label} now. "
                "Reload the page and answer again."
            )
        return acts.parse(raw, scheme)
    except acts.ActError as error:
        return Refused(acts.id_of(raw), str(error))


def _record(
    tx: Transaction, actor: Actor, item: acts.Cast | acts.Acceptance | acts.Ending
) -> ActResult:
    try:
        if isinstance(item, acts.Ending):
            return sessions.end(tx, actor.id, item.id)
        if isinstance(item, acts.Acceptance):
            return reviewing.record_acceptance(tx, actor, item)
        if isinstance(item.act, Reviewing):
            return reviewing.record_review(tx, actor, item)
        refused = _out_of_turn(tx, actor, item)
        # What is stored already is answered as the first time, whatever has been closed since.
        if refused is not None and not recording.came_before(tx.db, item.id):
            return refused
        if isinstance(item.act, Tagging):
            return recording.record(tx, actor.id, item.id, item.claim_id, item.act)
        return evidencing.record_evidence(tx, actor, item)
    except EventConflictError as error:
        return Refused(item.id, str(error))


def _out_of_turn(tx: Transaction, actor: Actor, item: acts.Cast) -> Refused | None:
    """Why the actor may say nothing of the claim now; None when they may."""
    standing = rounds.standing(tx.db, actor.id, item.claim_id)
    if standing is None or standing.asked:
        return None
    if standing.state != "open":
        return Refused(item.id, CLOSED.format(title=standing.title), standing.state)
    if standing.assigned or _is_for_all(item.act):
        return None
    return Refused(item.id, OTHERS.format(number=standing.position, title=standing.title))


def _is_for_all(act: object) -> bool:
    """Evidence that the lead lays before all, wherever; and an own piece that is turned back."""
    return not isinstance(act, Tagging) and (not isinstance(act, Attaching) or act.evidence.shared)


NOT_CLOSED: Final = "What others say of this claim opens when the round of its article is closed."
NOT_ANSWERED: Final = "What others say of this claim opens once you have answered it."
CLOSED: Final = (
    "The round of “{title}” is closed: its answers can no longer be changed or undone. Ask the "
    "project's lead to open it again."
)
OTHERS: Final = (
    "Claim {number} of “{title}” is not yours to tag: the work was shared out. Ask the project's "
    "lead."
)
