"""A project's evidence as agreement compares it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from annotator.agreement.grounds import (
    Backed,
    Cited,
    EvidenceFigures,
    Standing,
    figures,
    standings,
)
from db import evidence
from db.evidence_model import Evidence
from db.sources import key_of
from db.store import Database

__all__ = ["cited", "figures_of", "of_claim", "read"]


def read(db: Database, article_ids: Sequence[int], scheme: str | None = None) -> list[Backed]:
    """The claims of these articles on which somebody cites evidence.

    Args:
        scheme: With the tags only that were given under this version of the tag scheme.
    """
    return [
        Backed(one.tags, [cited(piece) for piece in one.pieces], one.claim_id)
        for one in evidence.backed(db, article_ids, scheme)
    ]


def figures_of(claims: Sequence[Backed], differing: int) -> EvidenceFigures | None:
    """Their figures; None where nobody attached evidence.

    Args:
        differing: How many claims have different tags, with evidence or without.
    """
    if not claims:
        return None
    backed = sum(len(set(claim.tags.values())) > 1 for claim in claims)
    return figures(claims, without=max(0, differing - backed))


def of_claim(tags: dict[str, str], pieces: Sequence[Evidence]) -> list[Standing]:
    """What is to be said of one claim's evidence beside its tags."""
    return standings(Backed(tags, [cited(piece) for piece in pieces]))


def cited(piece: Evidence) -> Cited:
    """A piece, as far as it is compared with others."""
    words = f"words:{key_of(piece.quote)}" if piece.quote and piece.type != "in_text" else ""
    things = (
        f"url:{_address(piece.url)}" if piece.url else "",
        f"doi:{piece.doi.casefold()}" if piece.doi else "",
        f"file:{piece.file_sha256}" if piece.file_sha256 else "",
        words,
    )
    span = (piece.start, piece.end) if piece.start is not None and piece.end is not None else None
    return Cited(
        analyst=piece.analyst_id,
        stance=piece.stance,
        source=piece.source_id,
        things=frozenset(filter(None, things)),
        span=span,
        shared=piece.shared,
    )


def _address(url: str) -> str:
    """An address as far as it tells pages apart."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}{query}"
