"""How far everybody is, for whoever leads: figures of work, never of what was said."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from sqlite_utils import Database

from db.model import Effort
from db.tagging_slots import TAGGING

_CLAIMS: Final = ", ".join(
    f"sum(case when outcome = '{outcome}' then claims else 0 end) as {outcome}"
    for outcome in ("tagged", "unsure", "skipped")
)


def of_people(db: Database, analyst_ids: Sequence[str]) -> dict[str, Effort]:
    """What each of these people has done in all articles, by id."""
    rows = db.execute(
        f"""
        with done as (
          select analyst_id, {_CLAIMS}
          from progress
          where analyst_id in (select value from json_each(:analyst_ids)) and claims > 0
          group by analyst_id
        )
        select
          0, analyst.id, coalesce(tagged, 0), coalesce(unsure, 0), coalesce(skipped, 0),
          coalesce((
            select event.at from event where event.actor = analyst.id order by seq desc limit 1
          ), '')
        from analyst
        left join done on done.analyst_id = analyst.id
        where analyst.id in (select value from json_each(:analyst_ids))
        """,
        {"analyst_ids": json.dumps(list(analyst_ids))},
    )
    return {row[1]: Effort(*row) for row in rows}


def of_articles(db: Database, article_ids: Sequence[int]) -> list[Effort]:
    """What everybody has done in each of these articles; who has nothing in one has no row.

    By article and by analyst, each in the order of their ids.
    """
    return _in_articles(db, article_ids, "")


def of_person(db: Database, analyst_id: str, article_ids: Sequence[int]) -> dict[int, Effort]:
    """What one of them has done in each of these articles, by article."""
    rows = _in_articles(db, article_ids, "and analyst_id = :analyst_id", analyst_id)
    return {row.article_id: row for row in rows}


def claims(db: Database) -> int:
    """How many claims there are to tag, in all articles."""
    row = db.execute(
        """
        select coalesce(sum(claims), 0)
        from revision
        where number = (
          select max(number) from revision as newest where newest.article_id = revision.article_id
        )
        """
    ).fetchone()
    return int(row[0])


def _in_articles(
    db: Database, article_ids: Sequence[int], whose: str, analyst_id: str = ""
) -> list[Effort]:
    rows = db.execute(
        f"""
        with done as (
          select article_id, analyst_id, {_CLAIMS}
          from progress
          where article_id in (select value from json_each(:article_ids)) and claims > 0 {whose}
          group by article_id, analyst_id
        )
        select
          article_id, analyst_id, tagged, unsure, skipped,
          coalesce((
            select event.at from event
            where event.article_id = done.article_id and event.actor = done.analyst_id
            and event.{TAGGING}
            order by seq desc limit 1
          ), '')
        from done
        order by article_id, analyst_id
        """,
        {"article_ids": json.dumps(list(article_ids)), "analyst_id": analyst_id},
    )
    return [Effort(*row) for row in rows]
