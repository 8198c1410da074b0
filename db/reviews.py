"""What waits for a reviewer, the worst first, and what needs none because everybody agrees.

Only articles count in which others' work has been shown to the reviewer. A page of the queue is
read from an index, however many claims wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, NamedTuple

from sqlite_utils import Database

from db.review_model import Ruling

State = Literal["undecided", "decided", "all"]
STATES: Final[tuple[State, ...]] = ("undecided", "decided", "all")
MOST: Final = 1000  # claims of a group that are counted; more are “1,000 and more”


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which claims of the queue; None and False mean that it does not matter.

    Attributes:
        group: Exactly these different tags, by name, with commas between, as a tally has them.
        pair: One vote for the first of these tags, and one for the second.
        between: The votes of these two analysts differ.
    """

    state: State = "undecided"
    article_id: int | None = None
    group: str | None = None
    pair: tuple[str, str] | None = None
    between: tuple[str, str] | None = None
    tag: str | None = None
    analyst_id: str | None = None
    ruling: Ruling | None = None
    unsure: bool = False
    split: bool = False
    noted: bool = False


class Place(NamedTuple):
    """Where a claim stands in its group of the queue: ties, then weight, then as they came."""

    tied: int
    weight: float
    claim_id: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A claim in the queue."""

    claim_id: int
    article_id: int
    article: str
    position: int
    text: str
    tags: str
    tied: bool
    weight: float
    votes: int
    ruling: Ruling | None

    @property
    def place(self) -> Place:
        """Where it stands, to go on behind it."""
        return Place(int(self.tied), self.weight, self.claim_id)


class Group(NamedTuple):
    """Claims with the same different tags, and how many there are, `MOST` of them at the most."""

    tags: str
    claims: int


def groups(db: Database, reviewer_id: str, wanted: Wanted) -> list[Group]:
    """What waits, by the tags that stand against each other; the largest group first."""
    rows = db.execute(
        f"""
        select tags, count(*) as claims
        from (select tally.tags {_from(wanted)} limit {MOST * 10})
        group by tags
        order by min(claims, {MOST}) desc, length(tags) - length(replace(tags, ',', '')) desc, tags
        """,
        _values(reviewer_id, wanted),
    )
    return [Group(tags, min(claims, MOST)) for tags, claims in rows]


def queue(
    db: Database, reviewer_id: str, wanted: Wanted, *, after: Place | None = None, limit: int
) -> list[Waiting]:
    """The claims of a group, the worst first: ties, then disagreement times votes.

    Args:
        after: Only those behind this place.
    """
    behind = (
        ""
        if after is None
        else "and (-tally.tied, -tally.weight, tally.claim_id) > (-:tied, -:weight, :claim_id)"
    )
    rows = db.execute(
        f"""
        select
          claim.id, claim.article_id, article.title, claim.position, claim.text,
          page.tags, page.tied, page.weight, page.tagged, page.ruling
        from (
          select
            tally.claim_id, tally.tags, tally.tied, tally.weight, tally.tagged, decision.ruling
          {_from(wanted)} {behind}
          order by tally.tied desc, tally.weight desc, tally.claim_id
          limit :limit
        ) as page
        join claim on claim.id = page.claim_id
        join article on article.id = claim.article_id
        order by page.tied desc, page.weight desc, page.claim_id
        """,
        {
            **_values(reviewer_id, wanted),
            **({} if after is None else after._asdict()),
            "limit": limit,
        },
    )
    return [_waiting(*row) for row in rows]


def _waiting(*row: Any) -> Waiting:
    found = Waiting(*row)
    return replace(found, tied=bool(found.tied))


def _from(wanted: Wanted) -> str:
    """Where the wanted claims are: the rest of a query, with the conditions."""
    # What is asked for by a remark need not be in dispute.
    remarked = wanted.unsure or wanted.split or wanted.noted
    undecided = "decision.claim_id is null" if remarked else "tally.waits = 1"
    conditions = [
        {"undecided": undecided, "decided": "decision.claim_id is not null"}.get(wanted.state, ""),
        "tally.article_id = :article_id" if wanted.article_id is not None else "",
        "tally.tags = :group" if wanted.group is not None else "",
        _voted("tag = :one") if wanted.pair else "",
        _voted("tag = :other") if wanted.pair else "",
        _DIFFER if wanted.between else "",
        _voted("tag = :tag") if wanted.tag is not None else "",
        _voted("analyst_id = :analyst_id") if wanted.analyst_id is not None else "",
        "decision.ruling = :ruling" if wanted.ruling is not None else "",
        "tally.unsure > 0" if wanted.unsure else "",
        "tally.splits > 0" if wanted.split else "",
        "tally.notes > 0" if wanted.noted else "",
        "(tally.different > 1 or decision.claim_id is not null)"
        if wanted.state == "all" and not remarked
        else "",
    ]
    return f"""
    from tally
    join exposure
      on exposure.analyst_id = :reviewer_id and exposure.article_id = tally.article_id
    left join decision on decision.claim_id = tally.claim_id
    where {" and ".join(condition for condition in conditions if condition) or "true"}
    """


def _voted(how: str) -> str:
    return f"""exists (
      select 1 from vote where vote.claim_id = tally.claim_id and vote.outcome = 'tagged'
      and vote.{how}
    )"""


_DIFFER: Final = """exists (
  select 1
  from vote as one
  join vote as other on other.claim_id = one.claim_id and other.analyst_id = :second
  where one.claim_id = tally.claim_id and one.analyst_id = :first and one.tag <> other.tag
)"""


def _values(reviewer_id: str, wanted: Wanted) -> dict[str, Any]:
    one, other = wanted.pair or (None, None)
    first, second = wanted.between or (None, None)
    values = {
        "reviewer_id": reviewer_id,
        "article_id": wanted.article_id,
        "group": wanted.group,
        "one": one,
        "other": other,
        "first": first,
        "second": second,
        "tag": wanted.tag,
        "analyst_id": wanted.analyst_id,
        "ruling": wanted.ruling,
    }
    return {name: value for name, value in values.items() if value is not None}


def unanimous(
    db: Database, reviewer_id: str, article_id: int | None = None
) -> list[tuple[int, int, str]]:
    """Claim, article and tag where two or more voted, all for that tag, and nobody has decided."""
    rows = db.execute(
        f"select tally.claim_id, tally.article_id, tally.tags {_UNANIMOUS} order by tally.claim_id",
        {"reviewer_id": reviewer_id, "article_id": article_id},
    )
    return list(rows)


def count_unanimous(db: Database, reviewer_id: str, article_id: int | None = None) -> int:
    """How many claims `unanimous` has."""
    row = db.execute(
        f"select count(*) {_UNANIMOUS}", {"reviewer_id": reviewer_id, "article_id": article_id}
    ).fetchone()
    return int(row[0])


_UNANIMOUS: Final = """
from tally
join exposure on exposure.analyst_id = :reviewer_id and exposure.article_id = tally.article_id
where tally.different = 1 and tally.tagged > 1
and (:article_id is null or tally.article_id = :article_id)
and not exists (select 1 from decision where decision.claim_id = tally.claim_id)
"""


def voted_tags(tallied: str) -> Sequence[str]:
    """The tags of a group, by name."""
    return tallied.split(",") if tallied else ()
