"""What a reviewer's browser sends, turned into an event's content or refused with a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from annotator.act_fields import (
    ActError,
    claim_of,
    event_id,
    label_of,
    one_of,
    shown,
    tag_of,
    text_of,
)
from annotator.scheme import Scheme
from db.model import Reviewing
from db.review_model import (
    CAUSES,
    RULINGS,
    Cause,
    ClaimDecided,
    CommentWritten,
    DecisionWithdrawn,
    ReviewVoted,
    Ruling,
)


def _vote(raw: Mapping[str, Any], sha: str, scheme: Scheme) -> ReviewVoted:
    tag = tag_of(raw.get("tag"), scheme)
    return ReviewVoted(sha, tag, label_of(raw, scheme), replaces=event_id(raw, "replaces"))


def _decide(raw: Mapping[str, Any], sha: str, scheme: Scheme) -> ClaimDecided:
    ruling = raw.get("ruling")
    if ruling not in RULINGS:
        raise ActError(f"There is no ruling {shown(ruling)}.")
    texts = {
        name: text_of({name: raw.get(name) or ""}, name, what).strip()
        for name, what in (
            ("reason", "reason"),
            ("majority", "statement"),
            ("minority", "statement"),
        )
    }
    if ruling == "sent_back" and not texts["reason"]:
        raise ActError(
            "A claim is sent back with a question. Write what the analysts are to look at."
        )
    return ClaimDecided(
        sha=sha,
        ruling=cast(Ruling, ruling),
        tag=tag_of(raw.get("tag"), scheme) if ruling == "tag" else None,
        cause=cast(Cause, one_of(raw.get("cause"), CAUSES, "cause")),
        scheme=label_of(raw, scheme),
        replaces=event_id(raw, "replaces"),
        like=claim_of(raw, "like"),
        **texts,
    )


def _withdraw(raw: Mapping[str, Any], sha: str, _scheme: Scheme) -> DecisionWithdrawn:
    replaces = event_id(raw, "replaces")
    if replaces is None:
        raise ActError("The act does not say which decision it takes back.")
    return DecisionWithdrawn(sha, replaces)


def _comment(raw: Mapping[str, Any], sha: str, _scheme: Scheme) -> CommentWritten:
    text = text_of(raw, "text", "comment").strip()
    if not text:
        raise ActError("The comment has no text.")
    return CommentWritten(sha, text)


KINDS: Final[dict[str, Callable[[Mapping[str, Any], str, Scheme], Reviewing]]] = {
    "review-vote": _vote,
    "decide": _decide,
    "withdraw": _withdraw,
    "comment": _comment,
}
