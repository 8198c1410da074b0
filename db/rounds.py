"""The rounds of articles: open for tagging, closed, reviewed; and who may say something now."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from sqlite_utils import Database

from db.assignments import SHARED_OUT
from db.model import Event
from db.round_model import (
    ROUND_STATES,
    Round,
    RoundChanged,
    RoundState,
    ShowingChanged,
    Shows,
    Standing,
)
from db.transaction import Transaction


def change(tx: Transaction, actor: str, article_id: int, state: RoundState) -> bool:
    """Open, close or review the round of an article; whether it was not so already."""
    if get(tx.db, article_id).state == state:
        return False
    content = RoundChanged(state)
    apply(tx.db, tx.append(actor, content, article_id=article_id), content)
    return True


def show_after(tx: Transaction, actor: str, article_id: int, shows: Shows) -> bool:
    """Say when an article's analysts may see others' work on it; whether it was not so already."""
    if get(tx.db, article_id).shows == shows:
        return False
    content = ShowingChanged(shows)
    apply(tx.db, tx.append(actor, content, article_id=article_id), content)
    return True


def apply(db: Database, event: Event, content: RoundChanged | ShowingChanged) -> None:
    """Write what follows from a change of a round."""
    assert event.article_id is not None  # noqa: S101 - these events are about an article
    before = get(db, event.article_id)
    state, shows, number = before.state, before.shows, before.number
    if isinstance(content, ShowingChanged):
        shows = content.shows
    else:
        state = content.state
        number += state == "open"  # it was not open: only changes are events
    db.execute(
        """
        insert into round (article_id, state, shows, number, seq, changed_at)
        values (?, ?, ?, ?, ?, ?)
        on conflict (article_id) do update set
          state = excluded.state, shows = excluded.shows, number = excluded.number,
          seq = excluded.seq, changed_at = excluded.changed_at
        """,
        [event.article_id, state, shows, number, event.seq, event.at],
    )


def get(db: Database, article_id: int) -> Round:
    """The round of an article; an open one where nothing was said of it."""
    return of_articles(db, [article_id])[article_id]


def of_articles(db: Database, article_ids: Sequence[int]) -> dict[int, Round]:
    """The rounds of these articles, by article."""
    rows = db.execute(
        """
        select article_id, state, shows, number, changed_at
        from round where article_id in (select value from json_each(?))
        """,
        [json.dumps(list(article_ids))],
    )
    found = {row[0]: Round(*row) for row in rows}
    return {id: found.get(id) or Round(id) for id in article_ids}


def counts(db: Database) -> dict[RoundState, int]:
    """How many articles are in each state."""
    found: dict[RoundState, int] = dict.fromkeys(ROUND_STATES, 0)
    rows = db.execute("select state, count(*) from round where state <> 'open' group by state")
    found.update(rows.fetchall())
    articles = db.execute("select count(*) from article").fetchone()[0]
    found["open"] = articles - found["closed"] - found["reviewed"]
    return found


def newest(
    db: Database, state: RoundState | None = None, *, limit: int, offset: int = 0
) -> list[int]:
    """The articles in one state, or in any, by id; the newest first."""
    if state in ("closed", "reviewed"):
        query = "select article_id from round where state = :state order by article_id desc"
    else:
        query = f"""
        select article.id from article
        {"where not exists (" + _TURNED + ")" if state else ""}
        order by article.id desc
        """
    rows = db.execute(
        f"{query} limit :limit offset :offset",
        {"state": state, "limit": limit, "offset": offset},
    )
    return [row[0] for row in rows]


_TURNED: Final = "select 1 from round where round.article_id = article.id and round.state <> 'open'"


class Place(NamedTuple):
    """What an article is to somebody.

    Attributes:
        assigned: It, or a part of it, is theirs to tag: given to them, or nothing is shared out.
        given: It was given to them.
        taken: It was given to somebody.
    """

    state: RoundState
    shows: Shows
    assigned: bool
    given: bool
    taken: bool

    @property
    def shut(self) -> Literal["", "closed", "reviewed", "other", "nobody"]:
        """Why nothing can be said of its claims by them; empty if it can."""
        if self.state != "open":
            return self.state
        if self.assigned:
            return ""
        return "other" if self.taken else "nobody"

    @property
    def others(self) -> Literal["", "closed", "answer"]:
        """Of which claims its analysts may see others' work: of all, or those they answered."""
        if self.state != "open":
            return "closed"
        return "answer" if self.assigned and self.shows == "answer" else ""


def places(db: Database, analyst_id: str, article_ids: Sequence[int]) -> dict[int, Place]:
    """What these articles are to somebody, by article."""
    rows = db.execute(
        f"""
        select
          chosen.value, coalesce(round.state, 'open'), coalesce(round.shows, 'closing'),
          assignment.article_id is not null or not {SHARED_OUT},
          assignment.article_id is not null,
          exists (select 1 from assignment as any_of where any_of.article_id = chosen.value)
        from json_each(:article_ids) as chosen
        left join round on round.article_id = chosen.value
        left join assignment
          on assignment.article_id = chosen.value and assignment.analyst_id = :analyst_id
        """,
        {"article_ids": json.dumps(list(article_ids)), "analyst_id": analyst_id},
    )
    return {
        id: Place(state, shows, bool(yes), bool(own), bool(taken))
        for id, state, shows, yes, own, taken in rows
    }


def standing(db: Database, analyst_id: str, claim_id: int) -> Standing | None:
    """What decides whether an analyst may say something of a claim; None where there is none."""
    row = db.execute(_STANDING, {"claim_id": claim_id, "analyst_id": analyst_id}).fetchone()
    if row is None:
        return None
    article_id, title, position, state, assigned, asked = row
    return Standing(article_id, title, position, state, bool(assigned), bool(asked))


def sent_back(db: Database, analyst_id: str, article_id: int) -> set[int]:
    """The claims of a closed article that a reviewer sent back to an analyst."""
    rows = db.execute(
        f"""
        select claim.id
        from claim
        join decision on decision.claim_id = claim.id
        left join round on round.article_id = claim.article_id
        where claim.article_id = :article_id and {_ASKED}
        """,
        {"article_id": article_id, "analyst_id": analyst_id},
    )
    return {row[0] for row in rows}


# Whether a reviewer's question about the claim is waiting for this analyst, or has been answered
# and the reviewer has not decided since: an answer to it can be taken back.
_ASKED: Final = """
  coalesce(round.state, 'open') <> 'open' and exists (
    select 1 from decision
    where decision.claim_id = claim.id and decision.ruling = 'sent_back'
  ) and (
    exists (
      select 1 from vote where vote.claim_id = claim.id and vote.analyst_id = :analyst_id
    ) or exists (
      select 1 from answer where answer.claim_id = claim.id and answer.analyst_id = :analyst_id
    )
  )
"""
_STANDING: Final = f"""
select
  claim.article_id, article.title, claim.position, coalesce(round.state, 'open'),
  case
    when assignment.article_id is null then not {SHARED_OUT}
    when assignment.claims is null then 1
    else exists (
      select 1 from assigned_claim
      where assigned_claim.claim_id = claim.id and assigned_claim.analyst_id = :analyst_id
    )
  end,
  {_ASKED}
from claim
join article on article.id = claim.article_id
left join round on round.article_id = claim.article_id
left join assignment
  on assignment.article_id = claim.article_id and assignment.analyst_id = :analyst_id
where claim.id = :claim_id
"""
