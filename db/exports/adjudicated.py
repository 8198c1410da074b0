"""The adjudicated shape: a row for each claim, with the tag it got in the end and how it got it.

Votes and decisions are two things here: what analysts voted is counted and spelt out, and a
decision stands beside it. An answer given after seeing others' work is no vote.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from sqlite_utils import Database

from db.evidence_model import STANCES
from db.exports.lines import Cell, Chunk, csv_chunks
from db.exports.selection import Selection, chosen, project

__all__ = ["COLUMNS", "METHODS", "SETTLED_LINES", "chunks", "rows"]

COLUMNS = (
    "project",
    "article",
    "article_title",
    "claim",
    "position",
    "text",
    "start",
    "end",
    "revision",
    "final_tag",
    "method",
    "reviewer",
    "reason",
    "cause",
    "majority_statement",
    "minority_statement",
    "decided_at",
    "votes",
    "unsure",
    "votes_by_analyst",
    "shares",
    "scheme",
    "supports",
    "refutes",
    "context",
)
METHODS: Final = (
    "unanimous",
    "majority",
    "adjudicated",
    "split_kept",
    "no_tag_fits",
    "rule_unclear",
    "sent_back",
    "single_vote",
    "undecided",
)
_REMEMBERED: Final = 1000  # different ways to vote, or to be backed: most claims get one of a few


def chunks(db: Database, selection: Selection, *, raw: bool) -> Iterator[Chunk]:
    """The file, in pieces."""
    _refuse_a_part(selection)
    return csv_chunks(COLUMNS, rows(db, selection), raw=raw)


def rows(db: Database, selection: Selection) -> Iterator[tuple[Cell, ...]]:
    """The rows in the order of `COLUMNS`: by article, revision and position.

    A majority's tag is final only if `selection.fill_majority` asks for it.

    Raises:
        ValueError: Only some analysts are selected.
    """
    _refuse_a_part(selection)
    project_id = project(db)
    said = _Said(_names(db))
    for each in chosen(db, selection):
        head = (project_id, each.article, each.article_title)
        lines = db.execute(SETTLED_LINES, {"revision": each.revision_id})
        for voted, scheme, stances, final_tag, method, *line in lines:
            votes = said[voted]
            if selection.fill_majority and method == "majority":
                final_tag = votes.leading
            yield (
                *head,
                *line[:_CLAIM],
                each.revision,
                final_tag,
                method,
                *line[_CLAIM:],
                votes.by_analyst,
                votes.shares,
                scheme or votes.schemes,
                *_counted(stances),
            )


@lru_cache(_REMEMBERED)
def _counted(stances: str | None) -> tuple[int, ...]:
    found = (stances or "").split(",")
    return tuple(found.count(stance) for stance in STANCES)


def _refuse_a_part(selection: Selection) -> None:
    if selection.analyst_ids is not None:
        raise ValueError("What a claim got in the end follows from everybody's votes.")


def _names(db: Database) -> dict[str, str]:
    """Everybody by id; who has no name any more appears by id."""
    return dict(db.execute("select id, coalesce(nullif(name, ''), id) from analyst").fetchall())


class _Votes(NamedTuple):
    """The votes for a tag that a claim got, in the cells of a row."""

    by_analyst: str  # by name, then id
    shares: str  # the largest first, then by the tag's name
    schemes: str
    leading: str  # of the tags with most votes the first by name


class _Said(dict[str | None, _Votes]):
    """From the votes on a claim, as SQL gives them, to the cells; remembers the last ones."""

    def __init__(self, names: dict[str, str]) -> None:
        super().__init__({None: _Votes("", "", "", "")})
        self._names = names

    def __missing__(self, voted: str | None) -> _Votes:
        if len(self) > _REMEMBERED:
            self.clear()
            self[None] = _Votes("", "", "", "")
        votes = [vote.split(_FIELD) for vote in (voted or "").split(_VOTE)]
        by_name = sorted((self._names[who], who, tag) for who, tag, _ in votes)
        tags = sorted(Counter(tag for _, tag, _ in votes).items(), key=lambda tag: (-tag[1], tag))
        self[voted] = found = _Votes(
            "; ".join(f"{name}: {tag}" for name, _, tag in by_name),
            "; ".join(f"{tag} {number / len(votes):.2f}" for tag, number in tags),
            "; ".join(sorted({scheme for _, _, scheme in votes})),
            tags[0][0],
        )
        return found


_FIELD: Final = "\x1f"  # in no id, no tag's name, and no scheme's
_VOTE: Final = "\x1e"
_CLAIM: Final = 5  # columns of the claim

# The view `adjudicated` says how a claim was settled, here and to whoever opens the file; the plan
# follows the index on claim (revision_id, position), and looks the rest up by the claim's id.
SETTLED_LINES: Final = """
select
  (
    select group_concat(
      vote.analyst_id || char(31) || vote.tag || char(31) || vote.scheme, char(30)
    )
    from vote
    where vote.claim_id = claim.id and vote.tag is not null
  ),
  decision.scheme,
  (
    select group_concat(evidence.stance)
    from evidence
    where evidence.claim_id = claim.id and evidence.withdrawn_at is null
  ),
  adjudicated.final_tag, adjudicated.method,
  claim.id, claim.position, claim.text, claim.start, claim.end,
  adjudicated.reviewer, adjudicated.reason, adjudicated.cause, adjudicated.majority_statement,
  adjudicated.minority_statement, adjudicated.decided_at, adjudicated.votes, adjudicated.unsure
from claim
join adjudicated on adjudicated.claim_id = claim.id
left join decision on decision.claim_id = claim.id
where claim.revision_id = :revision
order by claim.position
"""
