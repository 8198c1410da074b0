"""What waits for a reviewer, the worst first, and what needs none because everybody agrees.

Only articles count in which others' work has been shown to the reviewer. A page of the queue is
read from an index, however many claims wait.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, NamedTuple

from sqlite_utils import Database

from db.model import ClaimRow
from db.review_model import RULINGS, Ruling

State = Literal["undecided", "decided", "all"]
STATES: Final[tuple[State, ...]] = ("undecided", "decided", "all")
RULED: Final[tuple[Ruling, ...]] = (*RULINGS, "accepted")
MOST: Final = 500  # claims of a group that are counted; more are “500 and more”
_FEW: Final = 5000  # so many waiting claims are read at once rather than in the order of an index


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which claims of the queue; None and False mean that it does not matter.

    Attributes:
        group: Exactly these different tags, by name, with commas between, as a tally has them.
        pair: One vote for the first of these tags, and one for the second.
        between: The votes of these two analysts differ.
        among: Only in these articles; the others are not the reviewer's to decide.
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
    among: tuple[int, ...] | None = None


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
    sha256: str

    @property
    def place(self) -> Place:
        """Where it stands, to go on behind it."""
        return Place(int(self.tied), self.weight, self.claim_id)


class Group(NamedTuple):
    """Claims with the same different tags, and how many there are, `MOST` of them at the most."""

    tags: str
    claims: int

    @property
    def more(self) -> bool:
        """Whether there may be more than are counted."""
        return self.claims >= MOST


def groups(db: Database, reviewer_id: str, wanted: Wanted) -> list[Group]:
    """What waits, by the tags that stand against each other; the largest group first."""
    if _many(db, reviewer_id, wanted):
        counted = f"""
        {_EVERY_GROUP}
        select
          tags,
          (select count(*) from (
            select 1 {_from(wanted, many=True)} and tally.tags = kind.tags limit {MOST}
          )) as claims
        from kind
        where {"tags is not null" if wanted.group is None else "tags = :group"}
        """
    else:
        counted = f"select tally.tags, count(*) as claims {_from(wanted)} group by tally.tags"
    rows = db.execute(
        f"""
        with counted (tags, claims) as materialized ({counted})  -- so that each is counted once
        select tags, claims from counted
        where claims > 0
        order by min(claims, {MOST}) desc, length(tags) - length(replace(tags, ',', '')) desc, tags
        """,
        _values(reviewer_id, wanted),
    )
    return [Group(tags, min(claims, MOST)) for tags, claims in rows]


# The groups that wait anywhere: a step of the index for each, not for each claim.
_EVERY_GROUP: Final = """
with recursive kind (tags) as (
  select min(tags) from tally where waits = 1
  union all
  select (select min(tally.tags) from tally where tally.waits = 1 and tally.tags > kind.tags)
  from kind where kind.tags is not null
)
"""


def queue(
    db: Database, reviewer_id: str, wanted: Wanted, *, after: Place | None = None, limit: int
) -> list[Waiting]:
    """The claims of a group, the worst first: ties, then disagreement times votes.

    Args:
        after: Only those behind this place.
    """
    many = _many(db, reviewer_id, wanted)
    place = "tally.place" if many else "+tally.place"  # `+`: not by its index, which is of all
    behind = (
        ""
        if after is None
        else f"and ({place}, tally.claim_id) > (-1000000.0 * :tied - :weight, :claim_id)"
    )
    rows = db.execute(
        f"""
        select
          claim.id, claim.article_id, article.title, claim.position, claim.text,
          page.tags, page.tied, page.weight, page.tagged, page.ruling, claim.sha256
        from (
          select
            tally.claim_id, tally.tags, tally.tied, tally.weight, tally.tagged, tally.place,
            decision.ruling
          {_from(wanted, many=many)} {behind}
          order by tally.place, tally.claim_id
          limit :limit
        ) as page
        join claim on claim.id = page.claim_id
        join article on article.id = claim.article_id
        order by page.place, page.claim_id
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


def _many(db: Database, reviewer_id: str, wanted: Wanted) -> bool:
    """Whether so much waits in the articles shown that it is read in the order of an index.

    Otherwise it is read article by article and sorted: a reviewer to whom few articles are shown
    would have to pass by what waits in all the others.
    """
    if wanted.article_id is not None or wanted.state != "undecided" or _remarked(wanted):
        return False
    row = db.execute(_WAITING, {"reviewer_id": reviewer_id, "few": _FEW}).fetchone()
    return bool(row[0] == _FEW)


_WAITING: Final = """
select count(*) from (
  select 1
  from exposure cross join tally on tally.article_id = exposure.article_id and tally.waits = 1
  where exposure.analyst_id = :reviewer_id
  limit :few
)
"""


def _remarked(wanted: Wanted) -> bool:
    """Whether a remark is asked for: then the claim need not be in dispute."""
    return wanted.unsure or wanted.split or wanted.noted


def _from(wanted: Wanted, *, many: bool = False) -> str:
    """Where the wanted claims are: the rest of a query, with the conditions."""
    remarked = _remarked(wanted)
    undecided = "(decision.claim_id is null or tally.waits = 1)" if remarked else "tally.waits = 1"
    conditions = [
        {"undecided": undecided, "decided": "decision.claim_id is not null"}.get(wanted.state, ""),
        "tally.article_id = :article_id" if wanted.article_id is not None else "",
        "tally.article_id in (select value from json_each(:among))"
        if wanted.among is not None
        else "",
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
        "(tally.different > 1 or decision.ruling <> 'accepted')"
        if wanted.state == "all" and not remarked
        else "",
    ]
    # `cross join`: SQLite keeps this order.
    tables = "tally cross join exposure" if many else "exposure cross join tally"
    return f"""
    from {tables}
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
        "among": None if wanted.among is None else json.dumps(wanted.among),
    }
    return {name: value for name, value in values.items() if value is not None}


def count_ruled(db: Database, reviewer_id: str, ruling: Ruling) -> int:
    """How many claims are settled by this ruling, in the articles shown to the reviewer."""
    row = db.execute(
        """
        select count(*)
        from exposure
        join decision on decision.article_id = exposure.article_id
        where exposure.analyst_id = :reviewer_id and decision.ruling = :ruling
        """,
        {"reviewer_id": reviewer_id, "ruling": ruling},
    ).fetchone()
    return int(row[0])


def count_waiting(db: Database, article_ids: Sequence[int]) -> int:
    """How many claims of these articles wait for a decision, whoever asks."""
    row = db.execute(
        """
        select count(*) from tally
        where waits = 1 and article_id in (select value from json_each(?))
        """,
        [json.dumps(list(article_ids))],
    ).fetchone()
    return int(row[0])


def any_unclear(db: Database) -> bool:
    """Whether a reviewer has found a rule unclear, in whatever article."""
    row = db.execute("select 1 from decision where ruling = 'rule_unclear' limit 1").fetchone()
    return row is not None


class Ruled(NamedTuple):
    """A claim that was settled by a ruling: why, by whom, and the title of its article."""

    claim: ClaimRow
    title: str
    reason: str
    reviewer: str


def ruled(
    db: Database, reviewer_id: str, ruling: Ruling, *, limit: int, claim_id: int | None = None
) -> list[Ruled]:
    """The claims settled by this ruling in the articles shown to the reviewer, the latest first.

    Args:
        claim_id: Only this one.
    """
    rows = db.execute(
        """
        select
          claim.id, claim.article_id, claim.block_id, claim.position, claim.start, claim.end,
          claim.text, claim.sha256, article.title, decision.reason,
          coalesce(nullif(analyst.name, ''), analyst.id)
        from exposure
        join decision on decision.article_id = exposure.article_id
        join claim on claim.id = decision.claim_id
        join article on article.id = claim.article_id
        join analyst on analyst.id = decision.reviewer_id
        where exposure.analyst_id = :reviewer_id and decision.ruling = :ruling
        and decision.claim_id = coalesce(:claim_id, decision.claim_id)
        order by decision.seq desc
        limit :limit
        """,
        {"reviewer_id": reviewer_id, "ruling": ruling, "claim_id": claim_id, "limit": limit},
    )
    return [Ruled(ClaimRow(*row[:8]), *row[8:]) for row in rows]


def count_unsure(db: Database, reviewer_id: str, wanted: Wanted) -> int:
    """How many claims that nobody decided have a vote that says unsure, and no two tags."""
    asked = Wanted(article_id=wanted.article_id, among=wanted.among, unsure=True)
    row = db.execute(
        f"select count(*) {_from(asked)} and tally.different < 2", _values(reviewer_id, asked)
    ).fetchone()
    return int(row[0])


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
from exposure
cross join tally on tally.article_id = exposure.article_id and tally.agreed = 1
where exposure.analyst_id = :reviewer_id
and (:article_id is null or exposure.article_id = :article_id)
"""


def voted_tags(tallied: str) -> Sequence[str]:
    """The tags of a group, by name."""
    return tallied.split(",") if tallied else ()
