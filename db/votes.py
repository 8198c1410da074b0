"""Who gave which tag to which claim: the rows that agreement is computed from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from sqlite_utils import Database

from db import articles

__all__ = ["BETWEEN", "ClaimVotes", "Voted", "by_version", "names", "of_claims", "voted"]

BETWEEN: Final = "\x1f"  # in no id, and in no name of a tag


class Voted(NamedTuple):
    """An article that may be voted on, in its newest revision."""

    article_id: int
    title: str
    revision_id: int
    claims: int


class ClaimVotes(NamedTuple):
    """What analysts say of a claim, in one text: fetching a row for each takes three times as long.

    Attributes:
        said: For each of them the id, a space, and the tag or, without one, the outcome; with
            BETWEEN between two of them.
        tagged_at: When the last of the tags was given, to the second; empty while there is none.
    """

    article_id: int
    claim_id: int
    said: str
    tagged_at: str


def voted(db: Database, article_ids: Sequence[int] | None = None) -> list[Voted]:
    """These articles, or all, by id.

    Raises:
        NotFoundError: There is no such article.
    """
    if article_ids is None:
        return [Voted._make(row) for row in db.execute(f"{_NEWEST} order by article.id")]
    found = []
    for article_id in sorted(set(article_ids)):
        articles.get(db, article_id)
        row = db.execute(f"{_NEWEST} where article.id = :id", {"id": article_id}).fetchone()
        found.append(Voted._make(row))
    return found


def of_claims(
    db: Database, chosen: Sequence[Voted], *, current: bool = False, scheme: str | None = None
) -> Iterator[ClaimVotes]:
    """The votes on these articles' claims or, with `current`, the answers of today.

    By article and position in the text; claims nobody said anything of are not among them.

    Args:
        scheme: Only what was said under the version of the tag scheme that has this label.
    """
    table = "answer" if current else "vote"
    only = "" if scheme is None else "and said.scheme = :scheme"
    if _everything(db, chosen):
        rows = db.execute(_ALL_ROWS.format(table=table, only=only), {"scheme": scheme})
        yield from map(ClaimVotes._make, rows)
        return
    for each in chosen:
        values = {"revision_id": each.revision_id, "scheme": scheme}
        rows = db.execute(_ROWS.format(table=table, only=only), values)
        yield from map(ClaimVotes._make, rows)


def by_version(db: Database, chosen: Sequence[Voted], *, current: bool = False) -> dict[str, int]:
    """How many of the same were given under each version of the tag scheme, by its label."""
    table = "answer" if current else "vote"
    found: Counter[str] = Counter()
    if _everything(db, chosen):
        found.update(dict(db.execute(f"select scheme, count(*) from {table} group by scheme")))
    else:
        for each in chosen:
            rows = db.execute(_VERSIONS.format(table=table), {"revision_id": each.revision_id})
            found.update(dict(rows))
    return dict(sorted(found.items()))


def _everything(db: Database, chosen: Sequence[Voted]) -> bool:
    """Whether these are all articles, none with an older revision: then no claim need be looked up.

    Their claims have ids in the order of articles and positions, as they were added.
    """
    articles, revisions = db.execute(
        "select (select count(*) from article), (select count(*) from revision)"
    ).fetchone()
    return bool(len(chosen) == articles == revisions)


def names(db: Database) -> dict[str, str]:
    """Everybody by id. A name may have been blanked; the id still tells two persons apart."""
    return {id: name or id for id, name in db.execute("select id, name from analyst")}


_NEWEST: Final = """
select article.id, article.title, revision.id, revision.claims
from article
join revision on revision.article_id = article.id and revision.number = (
  select max(number) from revision as newest where newest.article_id = article.id
)
"""
_SAID: Final = """
  group_concat(said.analyst_id || ' ' || coalesce(said.tag, said.outcome), char(31)),
  coalesce(substr(max(said.answered_at) filter (where said.tag is not null), 1, 19), '')
"""
# The key of the table is claim and analyst: it is read as it lies.
_ALL_ROWS: Final = f"""
select said.article_id, said.claim_id, {_SAID}
from {{table}} as said
where true {{only}}
group by said.claim_id
"""
_ROWS: Final = f"""
select claim.article_id, claim.id, {_SAID}
from claim
join {{table}} as said on said.claim_id = claim.id
where claim.revision_id = :revision_id {{only}}
group by claim.position
order by claim.position
"""
_VERSIONS: Final = """
select said.scheme, count(*)
from claim
join {table} as said on said.claim_id = claim.id
where claim.revision_id = :revision_id
group by said.scheme
"""
