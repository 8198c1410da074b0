"""The articles as one analyst's work: begun, new or done, and what comes first."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Final

from sqlite_utils import Database

from db.assignments import SHARED_OUT
from db.engine import folded
from db.model import WORK_STATES, ArticleRow, Work, WorkCount, WorkList, WorkState
from db.tagging_slots import TAGGING


def listed(
    db: Database,
    analyst_id: str,
    *,
    search: str = "",
    states: Collection[WorkState] = WORK_STATES,
    limit: int | None = None,
    offset: int = 0,
) -> WorkList:
    """Articles as one analyst's work: begun, the latest worked on first; then new, then the others.

    New ones come in the order in which they were given to the analyst, or the newest first where
    nothing is shared out; done and closed ones as they were last worked on.

    Args:
        search: Only titles that hold this, in whatever case.
        states: Only articles in one of these.
        limit: At most so many, a page of them.
        offset: How many come before the page; behind the end, the last page is meant.
    """
    parameters = {
        "analyst_id": analyst_id,
        "search": folded(search.strip()),
        "states": json.dumps(list(states)),
        "limit": -1 if limit is None else limit,
        "offset": offset,
    }
    counts: dict[WorkState, WorkCount] = dict.fromkeys(WORK_STATES, WorkCount())
    found = 0
    rows = db.execute(_LISTED, parameters).fetchall()
    for state, *sums, matching in json.loads(rows[0][0]):
        counts[state] = WorkCount(*sums)
        found += matching if state in states else 0
    works = (Work(ArticleRow(*row[1:12]), *row[12:]) for row in rows if row[1] is not None)
    return WorkList(tuple(works), found, counts)


# One statement, because going through all articles is what takes the time. The counts come with
# each row, and with one that holds nothing else when the page is empty.
_LISTED: Final = f"""
with own as (
  select
    article_id, sum(claims) as touched,
    sum(case when outcome = 'skipped' then 0 else claims end) as answered
  from progress
  where analyst_id = :analyst_id and claims > 0
  group by article_id
),
work as materialized (
  select
    article.id, revision.id as revision_id, revision.number, revision.claims,
    coalesce(assignment.claims, revision.claims) as due,
    coalesce(own.touched, 0) as touched, coalesce(own.answered, 0) as answered,
    :search = '' or instr(folded(article.title), :search) > 0 as matches,
    case
      when round.state <> 'open' and (
        own.touched > 0 or assignment.article_id is not null
        or not {SHARED_OUT}
      ) then 'closed'
      when assignment.article_id is null and {SHARED_OUT} then 'other'
      when coalesce(own.answered, 0) >= coalesce(assignment.claims, revision.claims) then 'done'
      when own.touched > 0 then 'begun'
      else 'new'
    end as state,
    coalesce(assignment.place, 0) as given
  from article
  join revision on revision.article_id = article.id and revision.number = (
    select max(number) from revision as newest where newest.article_id = article.id
  )
  left join own on own.article_id = article.id
  left join round on round.article_id = article.id
  left join assignment
    on assignment.article_id = article.id and assignment.analyst_id = :analyst_id
),
counted as (
  select
    state, count(*) as articles, sum(due) as claims, sum(answered) as answered,
    sum(touched > 0) as begun, sum(matches) as matching
  from work
  group by state
),
page as (
  select
    work.*,
    case when touched then (
      select event.seq from event
      where event.article_id = work.id and event.actor = :analyst_id
      and event.{TAGGING}
      order by event.seq desc limit 1
    ) end as worked,
    case state
      when 'begun' then 1 when 'new' then 2 when 'done' then 3 when 'closed' then 4 else 5
    end as place
  from work
  where matches and state in (select value from json_each(:states))
  order by place, worked desc, given, id desc
  limit :limit offset min(:offset, (
    select max(0, coalesce(sum(matching), 0) - 1) / :limit * :limit
    from counted where state in (select value from json_each(:states))
  ))
)
select
  (
    select json_group_array(json_array(state, articles, claims, answered, begun, matching))
    from counted
  ),
  article.id, title, author, published, url, language, name, loaded_at, revision_id, number,
  claims, state, due, answered, touched - answered, event.at
from (select 1)
left join page on true
left join article on article.id = page.id
left join event on event.seq = page.worked
order by place, worked desc, given, page.id desc
"""
