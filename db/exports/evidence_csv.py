"""The shape of evidence: a row for each piece, taken back or not, with its source. Streams."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from sqlite_utils import Database

from db.exports.lines import Cell, Chunk, csv_chunks
from db.exports.selection import Selection, chosen, project

__all__ = ["COLUMNS", "LINES", "chunks", "pieces_in", "rows"]

COLUMNS: Final = (
    "project",
    "article",
    "article_title",
    "claim",
    "position",
    "text",
    "revision",
    "evidence",
    "analyst",
    "type",
    "stance",
    "group",
    "source",
    "source_grades",
    "title",
    "url",
    "doi",
    "locator",
    "quote",
    "start",
    "end",
    "published_on",
    "accessed_at",
    "archive_url",
    "file_sha256",
    "file_name",
    "media_type",
    "credibility",
    "note",
    "shared",
    "assisted",
    "replaces",
    "seq",
    "added_at",
    "withdrawn_at",
)


def chunks(db: Database, selection: Selection, *, raw: bool) -> Iterator[Chunk]:
    """The file, in pieces."""
    return csv_chunks(COLUMNS, rows(db, selection), raw=raw)


def rows(db: Database, selection: Selection) -> Iterator[tuple[Cell, ...]]:
    """The rows in the order of `COLUMNS`: by article, revision, position and the log.

    Where only some analysts are selected, their own pieces and grades, and what was laid before
    all.
    """
    project_id = project(db)
    for each in chosen(db, selection):
        head = (project_id, each.article, each.article_title)
        lines = db.execute(LINES, _asked(selection) | {"revision": each.revision_id})
        for claim, position, text, *line in lines:
            yield (*head, claim, position, text, each.revision, *line)


def pieces_in(db: Database, selection: Selection) -> int:
    """How many rows that makes."""
    row = db.execute(
        f"""
        select count(*) from evidence
        where (
          :articles is null or article_id in (select value from json_each(:articles))
        ) and {_WHOSE}
        """,
        _asked(selection),
    ).fetchone()
    return int(row[0])


def _asked(selection: Selection) -> dict[str, object]:
    ids, articles = selection.analyst_ids, selection.article_ids
    return {
        "analysts": None if ids is None else json.dumps(ids),
        "articles": None if articles is None else json.dumps(articles),
    }


_WHOSE: Final = """(
  :analysts is null or evidence.shared
  or evidence.analyst_id in (select value from json_each(:analysts))
)"""
# `cross` keeps the order: the index on claim (revision_id, position), then what each claim has.
LINES: Final = f"""
select
  claim.id, claim.position, claim.text, evidence.id,
  coalesce(nullif(analyst.name, ''), analyst.id), evidence.type, evidence.stance,
  evidence.group_no, coalesce(source.name, ''),
  (
    select group_concat(who || ': ' || reliability, '; ')
    from (
      select coalesce(nullif(grader.name, ''), grader.id) as who, source_rating.reliability
      from source_rating
      join analyst as grader on grader.id = source_rating.analyst_id
      where source_rating.source_id = evidence.source_id
      and (:analysts is null or grader.id in (select value from json_each(:analysts)))
      order by who, grader.id
    )
  ),
  evidence.title, evidence.url, evidence.doi, evidence.locator, evidence.quote, evidence.start,
  evidence.end, evidence.published_on, evidence.accessed_at, evidence.archive_url,
  evidence.file_sha256, evidence.file_name, file.media_type, evidence.credibility, evidence.note,
  iif(evidence.shared, 'yes', ''), iif(evidence.assisted, 'yes', ''), evidence.replaces,
  evidence.seq, evidence.added_at, evidence.withdrawn_at
from claim
cross join evidence on evidence.claim_id = claim.id
join analyst on analyst.id = evidence.analyst_id
left join source on source.id = evidence.source_id
left join file on file.sha256 = evidence.file_sha256
where claim.revision_id = :revision and {_WHOSE}
order by claim.position, evidence.seq
"""
