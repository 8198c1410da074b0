"""What an export is about, and the rows of it: one revision after the other, in a stated order.

Each query walks one index from its start to its end, so that neither SQLite nor Python ever holds
more than a revision's worth of anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlite_utils import Database

from db.errors import NotFoundError

__all__ = [
    "Chosen",
    "ClaimLine",
    "Selection",
    "TagLine",
    "analysts",
    "answers_in",
    "chosen",
    "claim_lines",
    "claims_in",
    "project",
    "said_in",
    "split_counts",
    "tag_cells",
    "tag_lines",
]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which articles and whose rows; None means all.

    Attributes:
        fill_majority: Whether a majority's tag is final where nobody decided; only what says how
            claims were settled minds it (`Exporter.settles`).
    """

    article_ids: tuple[int, ...] | None = None
    analyst_ids: tuple[str, ...] | None = None
    fill_majority: bool = False


class Chosen(NamedTuple):
    """A revision of a selected article."""

    article: int
    article_title: str
    revision_id: int
    revision: int
    claims: int


class ClaimLine(NamedTuple):
    """A claim, in the columns of an export."""

    claim: int
    position: int
    text: str
    start: int
    end: int


class TagLine(NamedTuple):
    """What one analyst says of a claim: an answer, a note, a wish for a split. Null: no such."""

    claim: int
    position: int
    text: str
    start: int
    end: int
    analyst: str
    outcome: str | None
    tag: str | None
    note: str | None
    confidence: str | None
    reason: str | None
    blind: int | None
    seq: int | None
    tagged_at: str | None
    scheme_version: str | None
    split_wanted: str | None
    analyst_id: str


def project(db: Database) -> str:
    """The id of the project that is being exported."""
    return str(db.execute("select id from project").fetchone()[0])


def chosen(db: Database, selection: Selection) -> Iterator[Chosen]:
    """The revisions of the selected articles, by article and number."""
    if selection.article_ids is None:
        every = db.execute(f"{_REVISIONS} order by article.id, revision.number")
        yield from map(Chosen._make, every)
        return
    for article_id in sorted(set(selection.article_ids)):
        rows = db.execute(
            f"{_REVISIONS} where article.id = :article order by revision.number",
            {"article": article_id},
        ).fetchall()
        if not rows:
            raise NotFoundError(
                f"There is no article {article_id}. `annotator articles` lists what there is."
            )
        yield from map(Chosen._make, rows)


_REVISIONS = """
select article.id, article.title, revision.id, revision.number, revision.claims
from article
join revision on revision.article_id = article.id
"""


def claims_in(db: Database, selection: Selection) -> int:
    """How many claims the selected articles have."""
    return sum(each.claims for each in chosen(db, selection))


def answers_in(db: Database, selection: Selection) -> int:
    """How many answers of the selected analysts the selected articles have."""
    row = db.execute(
        f"select coalesce(sum(claims), 0) from progress where {_chosen('progress')}",
        {"articles": _json(selection.article_ids), "analysts": _json(selection.analyst_ids)},
    ).fetchone()
    return int(row[0])


def said_in(db: Database, selection: Selection) -> int:
    """Of how many claims somebody selected says something: so many rows `tag_lines` has in all."""
    row = db.execute(
        f"select ({_ONLY_NOTED}) + ({_ONLY_TO_SPLIT})",
        {"articles": _json(selection.article_ids), "analysts": _json(selection.analyst_ids)},
    ).fetchone()
    return answers_in(db, selection) + int(row[0])


def _chosen(table: str) -> str:
    """The condition that a row of `table` is of the selected articles and analysts."""
    return f"""
      (:articles is null or {table}.article_id in (select value from json_each(:articles)))
      and (:analysts is null or {table}.analyst_id in (select value from json_each(:analysts)))
    """


_ONLY_NOTED = f"""
select count(*)
from note
where {_chosen("note")}
  and not exists (
    select 1 from answer
    where answer.claim_id = note.claim_id and answer.analyst_id = note.analyst_id
  )
"""
_ONLY_TO_SPLIT = f"""
select count(*)
from split_wish
where {_chosen("split_wish")}
  and not exists (
    select 1 from answer
    where answer.claim_id = split_wish.claim_id and answer.analyst_id = split_wish.analyst_id
  )
  and not exists (
    select 1 from note
    where note.claim_id = split_wish.claim_id and note.analyst_id = split_wish.analyst_id
  )
"""


def _json(ids: Sequence[int] | Sequence[str] | None) -> str | None:
    return None if ids is None else json.dumps(ids)


def analysts(db: Database, selection: Selection) -> dict[str, str]:
    """Id and name of those asked for, or else of who answered something selected; by name."""
    if selection.analyst_ids is not None:
        wanted, ids = _ASKED_FOR, json.dumps(selection.analyst_ids)
    elif selection.article_ids is not None:
        wanted, ids = _IN_ARTICLES, json.dumps(selection.article_ids)
    else:
        wanted, ids = _ANYWHERE, ""
    rows = db.execute(
        f"""
        select id, coalesce(nullif(name, ''), id) as who
        from analyst
        where id in ({wanted})
        order by who, id
        """,
        {"ids": ids},
    )
    return dict(rows.fetchall())


_ASKED_FOR = "select value from json_each(:ids)"
_IN_ARTICLES = """
select analyst_id from progress
where article_id in (select value from json_each(:ids)) and claims > 0
"""
_ANYWHERE = "select analyst_id from progress where claims > 0"


def claim_lines(db: Database, revision_id: int) -> Iterator[ClaimLine]:
    """Every claim of a revision, in reading order."""
    return map(
        ClaimLine._make,
        db.execute(
            """
            select id, position, text, start, end
            from claim
            where revision_id = :revision
            order by position
            """,
            {"revision": revision_id},
        ),
    )


def tag_cells(
    db: Database, revision_id: int, analyst_ids: tuple[str, ...]
) -> Iterator[tuple[int, str, str]]:
    """Claim, analyst and what the wide shape shows of the answer: the tag, `unsure`, `skipped`."""
    rows: Iterator[tuple[int, str, str]] = db.execute(
        """
        select claim.id, answer.analyst_id, coalesce(answer.tag, answer.outcome)
        from claim
        join answer on answer.claim_id = claim.id
        where claim.revision_id = :revision
          and answer.analyst_id in (select value from json_each(:analysts))
        """,
        {"revision": revision_id, "analysts": json.dumps(analyst_ids)},
    )
    return rows


def split_counts(
    db: Database, revision_id: int, analyst_ids: tuple[str, ...] | None
) -> Iterator[tuple[int, int]]:
    """Claims that somebody selected wants split, and how many do."""
    rows: Iterator[tuple[int, int]] = db.execute(
        """
        select claim.id, count(*)
        from claim
        join split_wish on split_wish.claim_id = claim.id
        where claim.revision_id = :revision
          and (:analysts is null
               or split_wish.analyst_id in (select value from json_each(:analysts)))
        group by claim.id
        """,
        {"revision": revision_id, "analysts": _json(analyst_ids)},
    )
    return rows


def tag_lines(
    db: Database, revision_id: int, analyst_ids: tuple[str, ...] | None = None
) -> Iterator[TagLine]:
    """All that is said of a revision's claims: by position, then the analyst's name, then id."""
    return map(
        TagLine._make,
        db.execute(
            TAG_LINES,
            {
                "revision": revision_id,
                "analysts": _json(analyst_ids),
            },
        ),
    )


# An analyst whose name has been blanked appears by id: people stay apart even then.
# The parts come sorted from the index on claim (revision_id, position) and are merged, so that the
# sort never holds more than one claim's rows.
TAG_LINES = """
select
  claim.id, claim.position, claim.text, claim.start, claim.end,
  coalesce(nullif(analyst.name, ''), analyst.id) as who,
  answer.outcome, answer.tag, note.text as note, answer.confidence, answer.reason, answer.blind,
  answer.seq, answer.answered_at, answer.scheme,
  iif(split_wish.claim_id is null, null, 'yes') as split_wanted, analyst.id as analyst_id
from claim
join answer on answer.claim_id = claim.id
join analyst on analyst.id = answer.analyst_id
left join note on note.claim_id = answer.claim_id and note.analyst_id = answer.analyst_id
left join split_wish
  on split_wish.claim_id = answer.claim_id and split_wish.analyst_id = answer.analyst_id
where claim.revision_id = :revision
  and (:analysts is null or answer.analyst_id in (select value from json_each(:analysts)))
union all
select
  claim.id, claim.position, claim.text, claim.start, claim.end,
  coalesce(nullif(analyst.name, ''), analyst.id) as who,
  null, null, note.text, null, null, null, null, null, null,
  iif(split_wish.claim_id is null, null, 'yes'), analyst.id
from claim
join note on note.claim_id = claim.id
join analyst on analyst.id = note.analyst_id
left join split_wish
  on split_wish.claim_id = note.claim_id and split_wish.analyst_id = note.analyst_id
where claim.revision_id = :revision
  and (:analysts is null or note.analyst_id in (select value from json_each(:analysts)))
  and not exists (
    select 1 from answer
    where answer.claim_id = note.claim_id and answer.analyst_id = note.analyst_id
  )
union all
select
  claim.id, claim.position, claim.text, claim.start, claim.end,
  coalesce(nullif(analyst.name, ''), analyst.id) as who,
  null, null, null, null, null, null, null, null, null, 'yes', analyst.id
from claim
join split_wish on split_wish.claim_id = claim.id
join analyst on analyst.id = split_wish.analyst_id
where claim.revision_id = :revision
  and (:analysts is null or split_wish.analyst_id in (select value from json_each(:analysts)))
  and not exists (
    select 1 from answer
    where answer.claim_id = split_wish.claim_id and answer.analyst_id = split_wish.analyst_id
  )
  and not exists (
    select 1 from note
    where note.claim_id = split_wish.claim_id and note.analyst_id = split_wish.analyst_id
  )
order by 2, 6, 17
"""
