"""Reviewers settle claims: their own votes first, then decisions; and what nobody disputes."""

from __future__ import annotations

from annotator import acts, schemes
from annotator.identity import (
    Actor,
    NotAllowedError,
    authorize,
    may,
    subject_of,
    subjects_of,
)
from db import answers, articles, cases, recording, reviews, settings
from db.errors import NotFoundError
from db.model import REVIEW_OWN, ActResult, Refused, Reviewing
from db.review_model import ClaimDecided
from db.store import Store
from db.transaction import Transaction

NOT_SHOWN = (
    "Others' work on this article has not been shown to you. Open it on the Review page first."
)


def let_review_own(store: Store, actor: Actor, *, allowed: bool) -> None:
    """Say whether reviewers may decide on articles they have tagged themselves.

    Raises:
        NotAllowedError: The actor does not lead.
    """
    authorize(actor, "people")
    store.write(lambda tx: settings.change(tx, actor.id, REVIEW_OWN, "yes" if allowed else ""))


def show_questions(store: Store, analyst_id: str, article_id: int) -> None:
    """Record that a reviewer's question is about to be shown to an analyst, if there is one.

    It is a decision of somebody else's, so who reads it is blind no longer.

    Raises:
        NotFoundError: There is no such article.
    """
    with store.read() as db:
        articles.get(db, article_id)
        new = cases.asked(db, analyst_id, article_id) and not answers.exposed(
            db, analyst_id, article_id
        )
    if new:
        store.write(lambda tx: answers.expose(tx, analyst_id, article_id))


def record_review(tx: Transaction, actor: Actor, item: acts.Cast) -> ActResult:
    """Store what a reviewer says of a claim, or say why not."""
    assert isinstance(item.act, Reviewing)  # noqa: S101 - the caller asks for nothing else
    try:
        article_id = articles.get_claim(tx.db, item.claim_id).article_id
        authorize(actor, "decide", subject_of(tx.db, actor, article_id))
    except (NotFoundError, NotAllowedError) as error:
        return Refused(item.id, str(error))
    if not answers.exposed(tx.db, actor.id, article_id):
        return Refused(item.id, NOT_SHOWN)
    # What is stored already is answered as the first time, whatever has been voted since.
    if isinstance(item.act, ClaimDecided) and not recording.came_before(tx.db, item.id):
        complaint = _about(tx, actor, item.claim_id, item.act)
        if complaint:
            return Refused(item.id, complaint)
    return recording.record(tx, actor.id, item.id, item.claim_id, item.act)


def record_acceptance(tx: Transaction, actor: Actor, item: acts.Acceptance) -> ActResult:
    """Accept what everybody agrees on, or take that back; a resend changes nothing."""
    known = recording.find_acceptance(tx, actor.id, item.id, item.withdraws)
    if known is not None:
        return known
    try:
        if item.withdraws is not None:
            settled = cases.settled_by(tx.db, item.withdraws)
            for article_id in settled:
                authorize(actor, "decide", subject_of(tx.db, actor, article_id))
            if not settled:
                return Refused(item.id, "Nothing is left of what was accepted together there.")
            return recording.unaccept(tx, actor.id, item.id, item.withdraws)
        if item.article_id is not None:
            authorize(actor, "decide", subject_of(tx.db, actor, item.article_id))
    except NotAllowedError as error:
        return Refused(item.id, str(error))
    agreed = reviews.unanimous(tx.db, actor.id, item.article_id)
    subjects = subjects_of(tx.db, actor, sorted({article for _, article, _ in agreed}))
    open_ = {one.article_id for one in subjects if may(actor, "decide", one)}
    claims = [(claim, tag) for claim, article, tag in agreed if article in open_]
    if not claims:
        return Refused(item.id, "There is no claim left on which everybody agrees.")
    return recording.accept(tx, actor.id, item.id, claims, schemes.current(tx.db).label)


def _about(tx: Transaction, actor: Actor, claim_id: int, act: ClaimDecided) -> str:
    """Why this decision cannot be taken; empty when it can."""
    voted = claim_id if act.like is None else act.like
    if cases.own_vote(tx.db, voted, actor.id) is None:
        return "Vote yourself first: a reviewer who has seen whose votes are which is not free."
    majority = cases.majority(tx.db, claim_id)
    overrules = act.ruling == "no_tag_fits" or (act.ruling == "tag" and act.tag != majority)
    if majority is not None and overrules and not act.reason:
        return f"Most analysts said {majority}. Write a reason for deciding otherwise."
    return ""
