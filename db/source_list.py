"""What rests on which source, for one reader, counted and paged in SQL.

A reader sees of evidence their own pieces, those laid before all, and everybody's in articles on
which others' work was shown to them; reader None sees everything. A claim *rests* on a source that
a piece in support of it comes from, and on it *alone* if all such pieces name that source.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlite_utils import Database

from db.evidence_model import EvidenceType, SourceType, Stance
from db.sources import key_of

__all__ = [
    "Grade",
    "LoneClaim",
    "Piece",
    "SourceRow",
    "alone",
    "count",
    "count_alone",
    "every",
    "find",
    "grades",
    "listed",
    "pieces",
    "some_unnamed",
    "some_unseen",
]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source with what the reader sees of it.

    Attributes:
        link: Its own address, or that of the first piece that has one.
        pieces: How many pieces of evidence come from it.
        claims: How many claims rest on it.
        alone: How many of these rest on it alone.
        open: Whether the reader knows it from others too. If not, others' grades are not shown:
            they would tell that others hold evidence from it.
        circular: Whether a piece is from the article that it is about, as `Piece` says.
        later: Whether a piece was published after its article.
    """

    id: str
    name: str
    type: SourceType
    url: str
    added_at: str
    link: str
    pieces: int
    claims: int
    alone: int
    open: bool
    circular: bool
    later: bool


@dataclass(frozen=True, slots=True)
class Grade:
    """One person's grade of a source, with the name they are known under."""

    source_id: str
    analyst_id: str
    name: str
    reliability: str
    note: str
    rated_at: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence from a source, with its claim.

    Attributes:
        circular: Its address is the article's own, or ends with it as an archived copy's does.
        later: It was published after the article, as far as both dates are known.
        alone: The claim rests on this source alone.
    """

    id: str
    claim_id: int
    article_id: int
    article: str
    position: int
    text: str
    analyst_id: str
    analyst: str
    type: EvidenceType
    stance: Stance
    title: str
    url: str
    locator: str
    quote: str
    published_on: str
    credibility: int | None
    shared: bool
    circular: bool
    later: bool
    alone: bool


@dataclass(frozen=True, slots=True)
class LoneClaim:
    """A claim that rests on one source only; the flags hold if they do of any piece behind it."""

    claim_id: int
    article_id: int
    article: str
    position: int
    text: str
    source_id: str
    source: str
    pieces: int
    circular: bool
    later: bool


def count(db: Database, reader: str | None, text: str = "") -> int:
    """How many sources there are whose name has this text in it."""
    row = db.execute(
        f"select count(*) from source where {_NAMED} and {_IN_SIGHT}", _asked(reader, text)
    ).fetchone()
    return int(row[0])


def listed(
    db: Database, reader: str | None, text: str = "", *, limit: int, offset: int = 0
) -> list[SourceRow]:
    """A page of these sources, by name."""
    asked = _asked(reader, text) | {"limit": limit, "offset": offset}
    return list(_rows(db, f"{_NAMED} and {_IN_SIGHT}", asked))


def every(db: Database) -> Iterator[SourceRow]:
    """All sources by name, also those whose evidence was taken back."""
    return _rows(db, "true", {"reader": None, "limit": -1, "offset": 0})


def find(db: Database, reader: str | None, source_id: str) -> SourceRow | None:
    """The source with this id, if the reader sees anything of it."""
    asked = {"reader": reader, "source": source_id, "limit": 1, "offset": 0}
    return next(_rows(db, f"source.id = :source and {_IN_SIGHT}", asked), None)


def grades(db: Database, reader: str | None, source_ids: Sequence[str]) -> list[Grade]:
    """Everybody's grades of these sources that the reader may see, their own first, by name."""
    rows = db.execute(
        f"""
        select source_rating.source_id, analyst.id, coalesce(nullif(analyst.name, ''), analyst.id)
          as who, reliability, note, rated_at
        from json_each(:sources) as asked
        join source_rating on source_rating.source_id = asked.value
        join analyst on analyst.id = source_rating.analyst_id
        where :reader is null or analyst.id = :reader or {_open_as("asked.value")}
        order by asked.key, analyst.id = :reader desc, lower(who), analyst.id
        """,
        {"reader": reader, "sources": json.dumps(list(source_ids))},
    )
    return [Grade(*row) for row in rows]


def pieces(
    db: Database, reader: str | None, source_id: str, *, limit: int, offset: int = 0
) -> list[Piece]:
    """A page of the evidence from one source, in reading order."""
    rows = db.execute(
        f"""
        select evidence.id, evidence.claim_id, evidence.article_id, article.title, claim.position,
          claim.text, analyst.id, coalesce(nullif(analyst.name, ''), analyst.id), evidence.type,
          evidence.stance, evidence.title, evidence.url, evidence.locator, evidence.quote,
          evidence.published_on, evidence.credibility, evidence.shared, {_CIRCULAR}, {_LATER},
          evidence.stance = 'supports' and {_ALONE}
        from evidence
        join claim on claim.id = evidence.claim_id
        join article on article.id = evidence.article_id
        join analyst on analyst.id = evidence.analyst_id
        where evidence.source_id = :source and {_visible("evidence")}
        order by evidence.article_id, claim.position, evidence.seq
        limit :limit offset :offset
        """,
        {"reader": reader, "source": source_id, "limit": limit, "offset": offset},
    )
    return [Piece(*row[:-4], *map(bool, row[-4:])) for row in rows]


def count_alone(db: Database, reader: str | None, text: str = "", *, most: int = -1) -> int:
    """How many claims rest on one source only, whose name has this text in it.

    Args:
        most: Count no further; -1 for all, which reads everything that supports a claim.
    """
    row = db.execute(
        f"""
        with resting as ({_RESTING})
        select count(*) from (
          select 1 from resting join source on source.id = resting.source_id
          where {_NAMED}
          limit :most
        )
        """,
        _asked(reader, text) | {"most": most},
    ).fetchone()
    return int(row[0])


def alone(
    db: Database, reader: str | None, text: str = "", *, limit: int, offset: int = 0
) -> list[LoneClaim]:
    """A page of these claims, in the order in which they were loaded, which is that of reading.

    It is the order of the index too: no more is read than the page and what comes before it.
    """
    rows = db.execute(
        f"""
        with resting as ({_RESTING}),
        page as (
          select resting.claim_id, resting.source_id, source.name, resting.pieces
          from resting
          cross join source on source.id = resting.source_id
          where {_NAMED}
          limit :limit offset :offset
        )
        select claim.id, claim.article_id, article.title, claim.position, claim.text,
          page.source_id, page.name, page.pieces, max({_CIRCULAR}), max({_LATER})
        from page
        join claim on claim.id = page.claim_id
        join article on article.id = claim.article_id
        join evidence on evidence.claim_id = claim.id
        where evidence.stance = 'supports' and {_visible("evidence")}
        group by claim.id
        order by claim.id
        """,
        _asked(reader, text) | {"limit": limit, "offset": offset},
    )
    return [LoneClaim(*row[:-2], *map(bool, row[-2:])) for row in rows]


def some_unnamed(db: Database, reader: str) -> bool:
    """Whether the reader is shown evidence that names no source."""
    row = db.execute(
        f"""
        select exists (
          select 1 from evidence
          where evidence.source_id is null and {_visible("evidence")}
        )
        """,
        {"reader": reader},
    ).fetchone()
    return bool(row[0])


def some_unseen(db: Database, reader: str) -> bool:
    """Whether others could hold evidence that the reader is not shown; not whether they do."""
    row = db.execute(
        """
        select exists (select 1 from analyst where id <> :reader) and exists (
          select 1 from article where not exists (
            select 1 from exposure
            where exposure.analyst_id = :reader and exposure.article_id = article.id
          )
        )
        """,
        {"reader": reader},
    ).fetchone()
    return bool(row[0])


def _asked(reader: str | None, text: str) -> dict[str, object]:
    return {"reader": reader, "text": key_of(text)}


def _rows(db: Database, condition: str, asked: Mapping[str, object]) -> Iterator[SourceRow]:
    rows = db.execute(
        f"""
        with page as (
          select id, key, name, type, url, added_at from source
          where {condition}
          order by key limit :limit offset :offset
        )
        select page.id, page.name, page.type, page.url, page.added_at,
          coalesce(nullif(page.url, ''), (
            select first.url from evidence as first
            where first.source_id = page.id and first.url <> '' and {_visible("first")}
            order by first.seq limit 1
          ), ''),
          count(evidence.id),
          count(distinct iif(evidence.stance = 'supports', evidence.claim_id, null)),
          count(distinct iif(
            evidence.stance = 'supports' and {_ALONE}, evidence.claim_id, null
          )),
          {_open_as("page.id")},
          coalesce(max({_CIRCULAR}), 0),
          coalesce(max({_LATER}), 0)
        from page
        left join evidence on evidence.source_id = page.id and {_visible("evidence")}
        left join article on article.id = evidence.article_id
        group by page.key
        order by page.key
        """,
        dict(asked),
    )
    return (SourceRow(*row[:-3], *map(bool, row[-3:])) for row in rows)


def _visible(alias: str) -> str:
    """The condition under which a piece counts and is the reader's to see."""
    return f"""{alias}.withdrawn_at is null and (
      :reader is null or {alias}.analyst_id = :reader or {alias}.shared
      or exists (
        select 1 from exposure
        where exposure.analyst_id = :reader and exposure.article_id = {alias}.article_id
      )
    )"""


def _open_as(source: str) -> str:
    """The condition under which the reader knows a source not only from their own evidence."""
    return f"""exists (
      select 1 from evidence as told
      where told.source_id = {source} and {_visible("told")}
      and (:reader is null or told.analyst_id <> :reader or told.shared)
    )"""


def _address(column: str) -> str:
    """A web address without scheme, `www.`, fragment and last slash, and so what it holds."""
    plain = (
        f"lower(iif(instr({column}, '#'), substr({column}, 1, instr({column}, '#') - 1), {column}))"
    )
    for old, new in (("https:/", "/"), ("http:/", "/"), ("//", "/"), ("/www.", "/")):
        plain = f"replace({plain}, '{old}', '{new}')"
    return f"rtrim({plain}, '/')"


def _ends_as_the_article(column: str) -> str:
    own = _address("article.url")
    return f"substr({_address(column)}, -length({own})) = {own}"


_NAMED: Final = "instr(source.key, :text) > 0"
_IN_SIGHT: Final = f"""(
  :reader is null
  or exists (
    select 1 from evidence where evidence.source_id = source.id and {_visible("evidence")}
  )
)"""
_ALONE: Final = f"""not exists (
  select 1 from evidence as other
  where other.claim_id = evidence.claim_id and other.stance = 'supports'
  and other.source_id is not evidence.source_id and {_visible("other")}
)"""
_RESTING: Final = f"""
  select claim_id, min(source_id) as source_id, count(*) as pieces
  from evidence
  where stance = 'supports' and {_visible("evidence")}
  group by claim_id
  having count(source_id) = count(*) and min(source_id) = max(source_id)
  order by claim_id
"""
_CIRCULAR: Final = f"""(
  article.url <> ''
  and ({_ends_as_the_article("evidence.url")} or {_ends_as_the_article("evidence.archive_url")})
)"""
# Dates are years, months or days; a month is not after a day in it.
_PRECISION: Final = "min(length(evidence.published_on), length(article.published))"
_LATER: Final = f"""(
  evidence.published_on <> '' and article.published <> ''
  and substr(evidence.published_on, 1, {_PRECISION}) > substr(article.published, 1, {_PRECISION})
)"""
