"""Pieces of evidence: what the acts on them leave, and the questions asked about them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlite_utils import Database

from db.evidence_model import Evidence, EvidenceAttached, EvidenceRestored, EvidenceWithdrawn
from db.model import Event

_COLUMNS: Final = (
    "id",
    "claim_id",
    "article_id",
    "analyst_id",
    "type",
    "stance",
    "group_no",
    "source_id",
    "title",
    "url",
    "doi",
    "locator",
    "quote",
    "prefix",
    "suffix",
    "start",
    "end",
    "published_on",
    "accessed_at",
    "archive_url",
    "file_sha256",
    "file_name",
    "credibility",
    "note",
    "shared",
    "assisted",
    "replaces",
    "seq",
    "added_at",
    "withdrawn_at",
)
_SELECTED: Final = ", ".join(f"evidence.{column}" for column in _COLUMNS)


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of evidence with the names that people read it under."""

    evidence: Evidence
    analyst: str
    source: str
    media_type: str
    size: int | None


def apply(
    db: Database, event: Event, act: EvidenceAttached | EvidenceWithdrawn | EvidenceRestored
) -> None:
    """Write what follows from an act on evidence."""
    match act:
        case EvidenceAttached():
            _attach(db, event, act)
        case EvidenceWithdrawn():
            _set_withdrawn(db, act.evidence, event.at)
        case EvidenceRestored():
            _set_withdrawn(db, act.evidence, None)


def find(db: Database, evidence_id: str) -> Evidence | None:
    """The piece with this id, taken back or not."""
    row = db.execute(f"select {_SELECTED} from evidence where id = ?", [evidence_id]).fetchone()
    return _evidence(row) if row else None


def seen_by(db: Database, analyst_id: str, article_id: int) -> list[Shown]:
    """What an analyst who tags an article is shown: own pieces and shared ones that count."""
    return _shown(
        db,
        "evidence.article_id = :article_id and (evidence.analyst_id = :analyst_id or shared)",
        {"article_id": article_id, "analyst_id": analyst_id},
    )


def taken_back(db: Database, analyst_id: str, article_id: int) -> list[Shown]:
    """An analyst's own pieces in an article that do not count any more."""
    return _shown(
        db,
        "evidence.article_id = :article_id and evidence.analyst_id = :analyst_id",
        {"article_id": article_id, "analyst_id": analyst_id},
        counts=False,
    )


def acts(db: Database, analyst_id: str, article_id: int) -> list[Event]:
    """An analyst's own acts on evidence in an article, oldest first; each took effect."""
    rows = db.execute(
        """
        select seq, id, at, actor, kind, article_id, claim_id, payload, hash
        from event
        where article_id = :article_id and actor = :analyst_id
        and kind in ('evidence.attach', 'evidence.withdraw', 'evidence.restore')
        order by seq
        """,
        {"article_id": article_id, "analyst_id": analyst_id},
    )
    return [Event(*row) for row in rows]


def of_claim(db: Database, claim_id: int) -> list[Shown]:
    """Everybody's pieces on a claim that count."""
    return _shown(db, "evidence.claim_id = :claim_id", {"claim_id": claim_id})


class Backed(NamedTuple):
    """A claim on which somebody cites evidence: who voted for which tag, and the pieces."""

    claim_id: int
    tags: dict[str, str]
    pieces: list[Evidence]


def backed(db: Database, article_ids: Sequence[int], scheme: str | None = None) -> list[Backed]:
    """The claims of these articles with evidence that counts.

    Args:
        scheme: With the votes only that were cast under this version of the tag scheme.
    """
    chosen = {"articles": json.dumps(list(article_ids))}
    rows = db.execute(
        f"""
        select {_SELECTED}
        from json_each(:articles) as article
        cross join evidence on evidence.article_id = article.value
        where evidence.withdrawn_at is null
        order by evidence.claim_id, evidence.seq
        """,
        chosen,
    )
    pieces: dict[int, list[Evidence]] = {}
    for row in rows:
        piece = _evidence(row)
        pieces.setdefault(piece.claim_id, []).append(piece)
    tags: dict[int, dict[str, str]] = {claim: {} for claim in pieces}
    voted = db.execute(
        """
        select vote.claim_id, vote.analyst_id, vote.tag
        from json_each(:claims) as claim
        cross join vote on vote.claim_id = claim.value
        where vote.tag is not null and vote.scheme = coalesce(:scheme, vote.scheme)
        """,
        {"claims": json.dumps(list(pieces)), "scheme": scheme},
    )
    for claim, analyst, tag in voted:
        tags[claim][analyst] = tag
    return [Backed(claim, tags[claim], pieces[claim]) for claim in pieces]


def file_visible(db: Database, sha256: str, analyst_id: str) -> tuple[str, str] | None:
    """Name and media type of an attached file, if the analyst may see a piece that holds it.

    Own and shared pieces, and those of articles on which others' work was shown to them.
    """
    row = db.execute(
        """
        select evidence.file_name, file.media_type
        from evidence
        join file on file.sha256 = evidence.file_sha256
        where evidence.file_sha256 = :sha256
        and (
          evidence.analyst_id = :analyst_id or evidence.shared
          or exists (
            select 1 from exposure
            where exposure.analyst_id = :analyst_id
            and exposure.article_id = evidence.article_id
          )
        )
        order by evidence.analyst_id = :analyst_id desc, evidence.seq
        limit 1
        """,
        {"sha256": sha256, "analyst_id": analyst_id},
    ).fetchone()
    return (row[0], row[1]) if row else None


def others_hold_some(db: Database, analyst_id: str, article_id: int) -> bool:
    """Whether anybody else has answered or attached something in the article."""
    return bool(
        db.execute(
            """
            select
              exists (
                select 1 from progress
                where article_id = :article_id and analyst_id <> :analyst_id and claims > 0
              )
              or exists (
                select 1 from evidence
                where article_id = :article_id and analyst_id <> :analyst_id
              )
            """,
            {"article_id": article_id, "analyst_id": analyst_id},
        ).fetchone()[0]
    )


def _shown(
    db: Database, condition: str, values: dict[str, object], *, counts: bool = True
) -> list[Shown]:
    rows = db.execute(
        f"""
        select {_SELECTED}, coalesce(nullif(analyst.name, ''), analyst.id),
          coalesce(source.name, ''), coalesce(file.media_type, ''), file.size
        from evidence
        join analyst on analyst.id = evidence.analyst_id
        left join source on source.id = evidence.source_id
        left join file on file.sha256 = evidence.file_sha256
        where {condition} and evidence.withdrawn_at is {"" if counts else "not "}null
        order by evidence.seq
        """,
        values,
    )
    width = len(_COLUMNS)
    return [Shown(_evidence(row[:width]), *row[width:]) for row in rows]


def _evidence(row: Sequence[Any]) -> Evidence:
    values = dict(zip(_COLUMNS, row, strict=True))
    values["group"] = values.pop("group_no")
    return Evidence(
        **values | {"shared": bool(values["shared"]), "assisted": bool(values["assisted"])}
    )


def _attach(db: Database, event: Event, act: EvidenceAttached) -> None:
    values = {
        "id": event.id,
        "claim_id": event.claim_id,
        "article_id": event.article_id,
        "analyst_id": event.actor,
        "type": act.type,
        "stance": act.stance,
        "group_no": act.group,
        "source_id": act.source,
        "title": act.title,
        "url": act.url,
        "doi": act.doi,
        "locator": act.locator,
        "quote": act.quote,
        "prefix": act.prefix,
        "suffix": act.suffix,
        "start": act.start,
        "end": act.end,
        "published_on": act.published_on,
        "accessed_at": act.accessed_at,
        "archive_url": act.archive_url,
        "file_sha256": act.file_sha256 or None,
        "file_name": act.file_name,
        "credibility": act.credibility,
        "note": act.note,
        "shared": int(act.shared),
        "assisted": int(act.assisted),
        "replaces": act.replaces,
        "seq": event.seq,
        "added_at": event.at,
        "withdrawn_at": None,
    }
    columns, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
    db.execute(f"insert into evidence ({columns}) values ({marks})", values)
    if act.replaces is not None:
        _set_withdrawn(db, act.replaces, event.at)


def _set_withdrawn(db: Database, evidence_id: str, at: str | None) -> None:
    db.execute("update evidence set withdrawn_at = ? where id = ?", [at, evidence_id])
