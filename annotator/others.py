"""What others say of a claim, for an analyst of it: where its round is closed, or after the answer.

The JSON: `votes` [{name, outcome, tag, note, evidence}], by name, of everybody but the asker: what
they say of the claim now; `evidence` in a line each. `decision` {words, tag, by, reason} or null:
how a reviewer settled it.
"""

from __future__ import annotations

from typing import Any, Final

from db import cases, evidence, people
from db.cases import CastVote
from db.evidence_model import Evidence, Stance
from db.review_model import Decision, Ruling
from db.store import Database

_DOES: Final[dict[Stance, str]] = {
    "supports": "supports",
    "refutes": "refutes",
    "context": "context",
}
_RULED: Final[dict[Ruling, str]] = {
    "tag": "decided: {tag}",
    "accepted": "agreed: {tag}",
    "split_kept": "the split is kept",
    "no_tag_fits": "no tag fits",
    "rule_unclear": "the rule is unclear",
    "sent_back": "sent back",
}


NOBODY: Final[dict[str, Any]] = {"votes": [], "decision": None}


def others_data(db: Database, analyst_id: str, claim_id: int) -> dict[str, Any]:
    """What everybody but this analyst says of a claim, and the decision."""
    pieces: dict[str, list[str]] = {}
    for shown in evidence.of_claim(db, claim_id):
        if not shown.evidence.shared:
            line = _line(shown.evidence, shown.source)
            pieces.setdefault(shown.evidence.analyst_id, []).append(line)
    decision = cases.decision(db, claim_id)
    return {
        "votes": [
            _vote(vote) | {"evidence": pieces.get(vote.analyst_id, [])}
            for vote in sorted(cases.votes(db, claim_id), key=lambda vote: vote.name.casefold())
            if vote.analyst_id != analyst_id
        ],
        "decision": _decision(db, decision) if decision else None,
    }


def _vote(vote: CastVote) -> dict[str, Any]:
    return {
        "name": vote.name,
        "outcome": vote.now_outcome or vote.outcome or "no answer",
        "tag": vote.now_tag if vote.now_outcome else vote.tag,
        "note": vote.note or "",
    }


def _line(piece: Evidence, source: str) -> str:
    """`supports: Harbour office, “The quay was rebuilt.”`"""
    quote = f"“{piece.quote}”" if piece.quote else ""
    said = ", ".join(filter(None, (source, piece.title, quote or piece.url or piece.file_name)))
    return f"{_DOES[piece.stance]}: {said}"


def _decision(db: Database, decision: Decision) -> dict[str, Any]:
    return {
        "words": _RULED[decision.ruling].format(tag=decision.tag),
        "tag": decision.tag,
        "by": people.get(db, decision.reviewer_id).name,
        "reason": decision.reason,
    }
