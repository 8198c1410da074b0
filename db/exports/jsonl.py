"""JSON lines: a claim a line, with everything said of it, its evidence and the decision.

The canonical export: nothing is guarded, shortened or rounded, and no byte order mark. With only
some analysts selected it holds what they said and attached, and what was laid before all; how a
claim was settled follows from everybody's votes, so it is left out then.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlite_utils import Database

from db.exports import adjudicated, evidence_csv
from db.exports.lines import Cell, Chunk
from db.exports.selection import Selection, chosen, claim_lines, project, tag_lines

__all__ = ["chunks", "lines"]

_CHUNK: Final = 1 << 18  # bytes
_SAID: Final = (
    "outcome",
    "tag",
    "note",
    "confidence",
    "reason",
    "blind",
    "seq",
    "tagged_at",
    "scheme_version",
    "split_wanted",
)
_DECIDED: Final = (
    "method",
    "final_tag",
    "reviewer",
    "reason",
    "cause",
    "majority_statement",
    "minority_statement",
    "decided_at",
)


def chunks(db: Database, selection: Selection, *, raw: bool) -> Iterator[Chunk]:
    """The file, in pieces; it is for programs, so `raw` makes no difference."""
    del raw
    data, count = bytearray(), 0
    for line in lines(db, selection):
        data += json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        count += 1
        if len(data) > _CHUNK:
            yield Chunk(bytes(data), count)
            data, count = bytearray(), 0
    yield Chunk(bytes(data), count)


def lines(db: Database, selection: Selection) -> Iterator[dict[str, Any]]:
    """A claim each, by article, revision and position."""
    project_id = project(db)
    for each in chosen(db, selection):
        one = Selection((each.article,), selection.analyst_ids, selection.fill_majority)
        said = _by_claim(
            (line.claim, line) for line in tag_lines(db, each.revision_id, one.analyst_ids)
        )
        votes = _votes(db, each.revision_id, one)
        pieces = _rows(evidence_csv.COLUMNS, evidence_csv.rows(db, one), each.revision)
        settled = (
            _rows(adjudicated.COLUMNS, adjudicated.rows(db, one), each.revision)
            if one.analyst_ids is None
            else {}
        )
        for claim in claim_lines(db, each.revision_id):
            line: dict[str, Any] = {
                "project": project_id,
                "article": each.article,
                "article_title": each.article_title,
                "revision": each.revision,
                **claim._asdict(),
                "answers": [_answer(tag_line) for tag_line in said.get(claim.claim, ())],
                "votes": votes.get(claim.claim, []),
                "evidence": [_piece(row) for row in pieces.get(claim.claim, ())],
            }
            if one.analyst_ids is None:
                (row,) = settled[claim.claim]
                line["decision"] = {name: row[name] or None for name in _DECIDED}
            yield line


def _by_claim(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    return {
        claim: [value for _, value in group] for claim, group in groupby(pairs, key=itemgetter(0))
    }


def _rows(
    columns: tuple[str, ...], rows: Iterable[tuple[Cell, ...]], revision: int
) -> dict[int, list[dict[str, Any]]]:
    named: Iterator[dict[str, Any]] = (dict(zip(columns, row, strict=True)) for row in rows)
    return _by_claim((row["claim"], row) for row in named if row["revision"] == revision)


def _answer(line: Any) -> dict[str, Any]:
    return {
        "analyst": line.analyst,
        **{name: getattr(line, name) for name in _SAID},
        "blind": None if line.blind is None else bool(line.blind),
        "split_wanted": line.split_wanted == "yes",
    }


_OF_CLAIM: Final = ("project", "article", "article_title", "claim", "position", "text", "revision")


def _piece(row: dict[str, Any]) -> dict[str, Any]:
    piece = {name: value for name, value in row.items() if name not in _OF_CLAIM}
    return piece | {
        "shared": piece["shared"] == "yes",
        "assisted": piece["assisted"] == "yes",
        **{name: piece[name] or None for name in _OPTIONAL},
    }


_OPTIONAL: Final = (
    "source",
    "title",
    "url",
    "doi",
    "locator",
    "quote",
    "published_on",
    "accessed_at",
    "archive_url",
    "file_name",
    "note",
)


def _votes(db: Database, revision_id: int, selection: Selection) -> dict[int, list[dict[str, Any]]]:
    ids = selection.analyst_ids
    rows = db.execute(
        VOTES,
        {"revision": revision_id, "analysts": None if ids is None else json.dumps(ids)},
    )
    return _by_claim(
        (
            claim,
            {
                "analyst": analyst,
                "outcome": outcome,
                "tag": tag,
                "scheme_version": scheme,
                "seq": seq,
            },
        )
        for claim, analyst, outcome, tag, scheme, seq in rows
    )


# `cross` keeps the order: the index on claim (revision_id, position), then what each claim has.
VOTES: Final = """
select
  claim.id, coalesce(nullif(analyst.name, ''), analyst.id) as who, vote.outcome, vote.tag,
  vote.scheme, vote.seq
from claim
cross join vote on vote.claim_id = claim.id
join analyst on analyst.id = vote.analyst_id
where claim.revision_id = :revision
  and (:analysts is null or vote.analyst_id in (select value from json_each(:analysts)))
order by claim.position, who, analyst.id
"""
