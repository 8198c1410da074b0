"""Analysts attach what stands behind a tag, take it back, and grade where it comes from."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from annotator import acts
from annotator.act_fields import ActError
from annotator.evidence_acts import Attaching
from annotator.identity import Actor, NotAllowedError, authorize
from annotator.workflow.errors import WorkflowError
from corpus import quotes
from db import articles, evidence, files, recording, settings, sources
from db.errors import NotFoundError
from db.evidence_model import (
    RELIABILITIES,
    EvidenceAttached,
    EvidenceRestored,
    EvidenceWithdrawn,
    StoredFile,
)
from db.model import EVIDENCE_WANTED, ActResult, Refused
from db.store import Store
from db.transaction import Transaction

NOTE_LENGTH: Final = 2_000  # on a grade
NOT_YOURS = "This evidence is not yours to change. What you attached yourself, you can take back."


def record_evidence(tx: Transaction, actor: Actor, item: acts.Cast) -> ActResult:
    """Store an act on evidence, or say why not; a resend is answered as the first time."""
    try:
        act = item.act
        if isinstance(act, Attaching):
            act = _complete(tx, actor, item, act)
        elif not recording.came_before(tx.db, item.id):
            assert isinstance(act, EvidenceWithdrawn | EvidenceRestored)  # noqa: S101 - no other
            _own(tx, actor, item.claim_id, act.evidence)
        return recording.record(tx, actor.id, item.id, item.claim_id, act)
    except (ActError, NotFoundError, NotAllowedError) as error:
        return Refused(item.id, str(error))


def keep_file(store: Store, actor: Actor, content: bytes, media_type: str) -> StoredFile:
    """Keep the bytes of a file that evidence will name.

    Raises:
        NotAllowedError: The actor may attach nothing.
    """
    authorize(actor, "tag")
    return store.write(lambda tx: files.keep(tx, content, media_type, actor.id))


def rate_source(store: Store, actor: Actor, source_id: str, reliability: str, note: str) -> None:
    """Record how reliable the actor finds a source; an empty grade takes the last one back.

    Raises:
        NotAllowedError: The actor may grade nothing.
        WorkflowError: There is no such source or grade, or the note is too long.
    """
    authorize(actor, "rate-source")
    if reliability and reliability not in RELIABILITIES:
        raise WorkflowError(f"There is no grade “{reliability}”; choose A to F.")
    if len(note) > NOTE_LENGTH:
        raise WorkflowError(
            f"The note has {len(note):,} characters; at most {NOTE_LENGTH:,} are kept."
        )

    def job(tx: Transaction) -> None:
        if sources.find(tx.db, source_id) is None:
            raise WorkflowError("There is no such source in this project.")
        sources.rate(tx, actor.id, source_id, reliability, note.strip())

    store.write(job)


def want_evidence(store: Store, actor: Actor, *, wanted: bool) -> None:
    """Say whether analysts are reminded of evidence where the tag scheme asks for it.

    Raises:
        NotAllowedError: The actor does not lead.
    """
    authorize(actor, "people")
    store.write(lambda tx: settings.change(tx, actor.id, EVIDENCE_WANTED, "yes" if wanted else ""))


def _complete(
    tx: Transaction, actor: Actor, item: acts.Cast, attaching: Attaching
) -> EvidenceAttached:
    """The evidence with its source's id and the exact words; names and places become facts."""
    act = attaching.evidence
    claim = articles.get_claim(tx.db, item.claim_id)
    new = not recording.came_before(tx.db, item.id)
    if act.shared and new:
        authorize(actor, "share-evidence")
        if evidence.others_hold_some(tx.db, actor.id, claim.article_id):
            raise ActError(
                "Others have begun this article, so evidence can no longer be laid before all "
                "alike. Attach it for yourself."
            )
    if act.file_sha256 and new and not _may_name(tx, actor, act.file_sha256):
        raise ActError("The file is not here. Attach it again.")
    if act.replaces is not None and new:
        _own(tx, actor, item.claim_id, act.replaces)
    if act.start is not None and act.end is not None:
        act = _anchored(articles.text_of_claim(tx.db, item.claim_id), act, act.start, act.end)
    if attaching.source_name:
        act = replace(act, source=sources.add(tx, actor.id, attaching.source_name))
    return act


def _anchored(text: str, act: EvidenceAttached, start: int, end: int) -> EvidenceAttached:
    """The words as the article has them: on screen, white space is a space."""
    if end > len(text) or text[start:end].split() != act.quote.split():
        raise ActError(
            "The words that were selected are not at this place of the article. Select them again."
        )
    found = quotes.make(text, start, end)
    return replace(act, quote=found.exact, prefix=found.prefix, suffix=found.suffix)


def _may_name(tx: Transaction, actor: Actor, digest: str) -> bool:
    """Whether the actor has the file: who only knows its hash gets it by no evidence of theirs."""
    sent = files.sent_by(tx.db, digest, actor.id)
    return sent or evidence.file_visible(tx.db, digest, actor.id) is not None


def _own(tx: Transaction, actor: Actor, claim_id: int, evidence_id: str) -> None:
    held = evidence.find(tx.db, evidence_id)
    if held is None or held.analyst_id != actor.id or held.claim_id != claim_id:
        raise ActError(NOT_YOURS)
