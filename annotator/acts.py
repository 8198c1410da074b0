"""What a browser sends as an act, turned into an event's content or refused with a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

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

NOTE_LENGTH: Final = 10_000
CONFIDENCES: Final = ("", "low", "moderate", "high")
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SHA: Final = re.compile(r"[0-9a-f]{12,64}")
_LABEL: Final = re.compile(r"[\w .-]{1,60}/[0-9]{1,6}")
# What JSON can carry and SQLite or a spreadsheet cannot: written as U+FFFD, as in articles.
_UNSAFE: Final = re.compile("[\x00\ud800-\udfff]")


class ActError(ValueError):
    """The act cannot be stored; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Cast:
    """An act as it came: made by the browser, on one claim."""

    id: str
    claim_id: int
    act: Act


def parse(raw: object, scheme: Scheme) -> Cast:
    """An act from the JSON of a batch.

    Raises:
        ActError: With the sentence for the analyst.
    """
    if not isinstance(raw, Mapping):
        raise ActError("This is not an act: an object with id, kind and claim is needed.")
    act_id = _uuid(raw, "id")
    if act_id is None:
        raise ActError("The act has no id.")
    claim_id = raw.get("claim")
    if not isinstance(claim_id, int) or isinstance(claim_id, bool) or not 0 < claim_id < 2**62:
        raise ActError("The act names no claim.")
    sha = raw.get("sha")
    if not isinstance(sha, str) or not _SHA.fullmatch(sha):
        raise ActError("The act does not say which text was on screen.")
    reader = _KINDS.get(str(raw.get("kind")))
    if reader is None:
        raise ActError(f"There is no kind of act {_shown(raw.get('kind'))}.")
    return Cast(act_id, claim_id, reader(raw, sha, scheme))


def id_of(raw: object) -> str:
    """The id of an act that may be malformed, for the answer about it."""
    found = raw.get("id") if isinstance(raw, Mapping) else None
    return found if isinstance(found, str) and _UUID.fullmatch(found) else ""


def _answer(raw: Mapping[str, Any], sha: str, scheme: Scheme) -> Act:
    outcome, tag = raw.get("outcome"), raw.get("tag")
    if outcome not in OUTCOMES:
        raise ActError(f"There is no outcome {_shown(outcome)}.")
    known = [entry.name for entry in scheme.tags if entry.outcome == "tagged"]
    if outcome == "tagged" and tag not in known:
        raise ActError(f"The tag scheme has no tag {_shown(tag)}; choose {', '.join(known)}.")
    reason = raw.get("reason") or ""
    if reason and reason not in scheme.reasons:
        raise ActError(f"The tag scheme has no reason {_shown(reason)}.")
    confidence = raw.get("confidence") or ""
    if confidence not in CONFIDENCES:
        raise ActError(f"There is no confidence {_shown(confidence)}; choose low, moderate, high.")
    return ClaimAnswered(
        sha=sha,
        outcome=cast(Outcome, outcome),
        tag=cast(str, tag) if outcome == "tagged" else None,
        reason=reason,
        confidence=confidence,
        scheme=_label(raw, scheme),
        replaces=_uuid(raw, "replaces"),
        undo=_uuid(raw, "undo"),
        redo=_uuid(raw, "redo"),
    )


def _clear(raw: Mapping[str, Any], sha: str, _scheme: Scheme) -> Act:
    return ClaimCleared(
        sha=sha,
        replaces=_uuid(raw, "replaces"),
        undo=_uuid(raw, "undo"),
        redo=_uuid(raw, "redo"),
    )


def _note(raw: Mapping[str, Any], sha: str, _scheme: Scheme) -> Act:
    text = raw.get("text")
    if not isinstance(text, str):
        raise ActError("The note has no text.")
    if len(text) > NOTE_LENGTH:
        raise ActError(f"The note has {len(text):,} characters; at most {NOTE_LENGTH:,} are kept.")
    return NoteWritten(sha, _UNSAFE.sub("\ufffd", text), replaces=_uuid(raw, "replaces"))


def _split(raw: Mapping[str, Any], sha: str, _scheme: Scheme) -> Act:
    wanted = raw.get("wanted")
    if not isinstance(wanted, bool):
        raise ActError("The act does not say whether a split is wanted.")
    return SplitWished(sha, wanted, replaces=_uuid(raw, "replaces"))


_KINDS: Final = {"answer": _answer, "clear": _clear, "note": _note, "split": _split}


def _label(raw: Mapping[str, Any], scheme: Scheme) -> str:
    """The scheme that was on screen: an answer kept in the browser may be older than the server."""
    label = raw.get("scheme", scheme.label)
    if not isinstance(label, str) or not _LABEL.fullmatch(label):
        raise ActError(f"There is no tag scheme {_shown(label)}.")
    return label


def _uuid(raw: Mapping[str, Any], field: str) -> str | None:
    value = raw.get(field)
    if value is None:
        return None
    if not isinstance(value, str) or not _UUID.fullmatch(value):
        raise ActError(f"{_shown(value)} in “{field}” is not an event's id.")
    return value


def _shown(value: object) -> str:
    return f"“{_UNSAFE.sub(chr(0xFFFD), str(value)[:40])}”"
