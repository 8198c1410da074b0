"""What a browser sends as an act, turned into an event's content or refused with a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from annotator import evidence_acts, review_acts
from annotator.act_fields import (
    TEXT_LENGTH,
    ActError,
    event_id,
    is_id,
    is_label,
    is_number,
    label_of,
    one_of,
    shown,
    tag_of,
    text_of,
)
from annotator.evidence_acts import Attaching
from annotator.scheme import Scheme
from db.model import (
    OUTCOMES,
    Act,
    ClaimAnswered,
    ClaimCleared,
    NoteWritten,
    Outcome,
    SplitWished,
)

__all__ = [
    "CONFIDENCES",
    "NOTE_LENGTH",
    "Acceptance",
    "ActError",
    "Cast",
    "Ending",
    "id_of",
    "label_in",
    "parse",
]

NOTE_LENGTH: Final = TEXT_LENGTH
CONFIDENCES: Final = ("", "low", "moderate", "high")
_SHA: Final = re.compile(r"[0-9a-f]{12,64}")


@dataclass(frozen=True, slots=True)
class Cast:
    """An act as it came: made by the browser, on one claim."""

    id: str
    claim_id: int
    act: Act | Attaching


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The act on all unanimous claims, of an article or of all; or back again.

    `withdraws` is the id of the acceptance that is taken back.
    """

    id: str
    article_id: int | None
    withdraws: str | None


@dataclass(frozen=True, slots=True)
class Ending:
    """The act that ends a tagging session by hand."""

    id: str


def parse(raw: object, scheme: Scheme) -> Cast | Acceptance | Ending:
    """An act from the JSON of a batch.

    Raises:
        ActError: With the sentence for whoever acts.
    """
    if not isinstance(raw, Mapping):
        raise ActError("This is not an act: an object with id, kind and claim is needed.")
    act_id = event_id(raw, "id")
    if act_id is None:
        raise ActError("The act has no id.")
    kind = str(raw.get("kind"))
    if kind in ("accept", "unaccept"):
        return _acceptance(raw, act_id, kind)
    if kind == "session-end":
        return Ending(act_id)
    claim_id = raw.get("claim")
    if not is_number(claim_id):
        raise ActError("The act names no claim.")
    sha = raw.get("sha")
    if not isinstance(sha, str) or not _SHA.fullmatch(sha):
        raise ActError("The act does not say which text was on screen.")
    reader = _KINDS.get(kind)
    if reader is None:
        raise ActError(f"There is no kind of act {shown(raw.get('kind'))}.")
    return Cast(act_id, cast(int, claim_id), reader(raw, sha, scheme))


def id_of(raw: object) -> str:
    """The id of an act that may be malformed, for the answer about it."""
    found = raw.get("id") if isinstance(raw, Mapping) else None
    return str(found) if is_id(found) else ""


def label_in(raw: object) -> str | None:
    """The tag scheme that an act says was on screen; None where it does not say so rightly."""
    label = raw.get("scheme") if isinstance(raw, Mapping) else None
    return label if isinstance(label, str) and is_label(label) else None


def _acceptance(raw: Mapping[str, Any], act_id: str, kind: str) -> Acceptance:
    if kind == "unaccept":
        withdraws = event_id(raw, "accepted")
        if withdraws is None:
            raise ActError("The act does not say what it takes back.")
        return Acceptance(act_id, None, withdraws)
    article_id = raw.get("article")
    if article_id is not None and not is_number(article_id):
        raise ActError(f"There is no article {shown(article_id)}.")
    return Acceptance(act_id, article_id, None)


def _answer(raw: Mapping[str, Any], sha: str, scheme: Scheme) -> Act:
    outcome = raw.get("outcome")
    if outcome not in OUTCOMES:
        raise ActError(f"There is no outcome {shown(outcome)}.")
    tag = tag_of(raw.get("tag"), scheme) if outcome == "tagged" else None
    if outcome == "unsure" and not scheme.unsure:
        raise ActError("The tag scheme has no answer that is not sure; choose a tag.")
    reason = raw.get("reason") or ""
    if reason and reason not in scheme.reasons:
        raise ActError(f"The tag scheme has no reason {shown(reason)}.")
    return ClaimAnswered(
        sha=sha,
        outcome=cast(Outcome, outcome),
        tag=tag,
        reason=reason,
        confidence=one_of(raw.get("confidence"), CONFIDENCES, "confidence"),
        scheme=label_of(raw, scheme),
        replaces=event_id(raw, "replaces"),
        undo=event_id(raw, "undo"),
        redo=event_id(raw, "redo"),
    )


def _clear(raw: Mapping[str, Any], sha: str, _scheme: Scheme) -> Act:
    return ClaimCleared(
        sha=sha,
        replaces=event_id(raw, "replaces"),
        undo=event_id(raw, "undo"),
        redo=event_id(raw, "redo"),
    )


def _note(raw: Mapping[str, Any], sha: str, _scheme: Scheme) -> Act:
    return NoteWritten(sha, text_of(raw, "text", "note"), replaces=event_id(raw, "replaces"))


def _split(raw: Mapping[str, Any], sha: str, _scheme: Scheme) -> Act:
    wanted = raw.get("wanted")
    if not isinstance(wanted, bool):
        raise ActError("The act does not say whether a split is wanted.")
    return SplitWished(sha, wanted, replaces=event_id(raw, "replaces"))


_KINDS: Final[dict[str, Callable[[Mapping[str, Any], str, Scheme], Act | Attaching]]] = {
    "answer": _answer,
    "clear": _clear,
    "note": _note,
    "split": _split,
    **review_acts.KINDS,
    **evidence_acts.KINDS,
}
