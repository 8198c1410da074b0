"""The articles as one analyst's work: begun, new or done, and what comes first."""

from __future__ import annotations

import json
from typing import Final, Literal

from sqlite_utils import Database

from db.engine import folded
from db.model import WORK_STATES, ArticleRow, Work, WorkCount, WorkList, WorkState


def listed(
    db: Database,
    analyst_id: str,
    *,
    search: str = "",
    state: WorkState | Literal["open"] | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> WorkList:
    """Articles as one analyst's work: begun, the latest worked on first; then new, then done.

    New ones come the newest first, done ones as they were last worked on.

    Args:
        search: Only titles that hold this, in whatever case. The counts follow it.
        state: Only these rows; `open` is begun and new. The counts are of all states.
    """
    wanted: tuple[WorkState, ...] = WORK_STATES
    if state is not None:
        wanted = ("begun", "new") if state == "open" else (state,)
    parameters = {
        "analyst_id": analyst_id,
        "search": folded(search.strip()),
        "wanted": json.dumps(wanted),
        "limit": -1 if limit is None else limit,
        "offset": offset,
    }
    counts: dict[WorkState, WorkCount] = dict.fromkeys(WORK_STATES, WorkCount())
    for known, *sums in db.execute(
        f"{_WORK} select state, count(*), sum(claims), sum(answered) from work group by state",
        parameters,
    ):
        counts[known] = WorkCount(*sums)
    page = db.execute(
        f"""
        {_WORK},
        page as (
          select
            work.*,
            case when touched then (
              select event.seq from event
              where event.article_id = work.id and event.actor = :analyst_id
              and event.claim_id is not null
              order by event.seq desc limit 1
            ) end as worked,
            case state when 'begun' then 1 when 'new' then 2 else 3 end as place
          from work
          where state in (select value from json_each(:wanted))
          order by place, worked desc, id desc
          limit :limit offset :offset
        )
        select
          page.id, title, author, published, url, language, name, loaded_at, revision_id, number,
          claims, state, answered, touched - answered, event.at
        from page
        left join event on event.seq = page.worked
        order by place, worked desc, page.id desc
        """,
        parameters,
    )
    return WorkList(tuple(Work(ArticleRow(*row[:11]), *row[11:]) for row in page), counts)


_WORK: Final = """
with own as (
  select
    article_id, sum(claims) as touched,
    sum(case when outcome = 'skipped' then 0 else claims end) as answered
  from progress
  where analyst_id = :analyst_id and claims > 0
  group by article_id
),
work as (
  select
    article.*, revision.id as revision_id, revision.number, revision.claims,
    coalesce(own.touched, 0) as touched, coalesce(own.answered, 0) as answered,
    case
      when coalesce(own.answered, 0) >= revision.claims then 'done'
      when own.touched > 0 then 'begun'
      else 'new'
    end as state
  from article
  join revision on revision.article_id = article.id and revision.number = (
    select max(number) from revision as newest where newest.article_id = article.id
  )
  left join own on own.article_id = article.id
  where :search = '' or instr(folded(article.title), :search) > 0
)
"""
