"""The lead shares the work out, takes it back, and opens and closes rounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from annotator import assignment
from annotator.assignment import AssignmentError, Unit
from annotator.identity import Actor, authorize
from annotator.words import counted
from annotator.workflow.errors import WorkflowError
from db import answers, articles, assignments, people, rounds
from db.model import Analyst, ArticleRow
from db.round_model import Assignment, RoundState, Shows
from db.store import Database, Store
from db.transaction import Transaction

Per = Literal["article", "claim"]

MOST_OVERLAP: Final = 20
LARGEST_SEED: Final = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Share:
    """What one analyst is to tag of an article: these claims, by id, or None for all of it."""

    article_id: int
    analyst_id: str
    claims: tuple[int, ...] | None
    size: int  # how many claims that are


@dataclass(frozen=True, slots=True)
class Plan:
    """Work as it would be shared out, before it is.

    Attributes:
        seed: What decided where nothing else did; everybody's order of articles follows from it.
        shares: What is to be given, besides what they have already.
        seeing: How many of the shares go to somebody who has seen others' work on the article.
    """

    seed: int
    shares: tuple[Share, ...]
    seeing: int

    def sizes(self) -> dict[str, tuple[int, int]]:
        """How many articles and claims everybody gets, by analyst."""
        articles_: Counter[str] = Counter(share.analyst_id for share in self.shares)
        claims: Counter[str] = Counter()
        for share in self.shares:
            claims[share.analyst_id] += share.size
        return {analyst: (articles_[analyst], claims[analyst]) for analyst in articles_}


def plan(
    db: Database,
    article_ids: Sequence[int],
    analyst_ids: Sequence[str],
    overlap: int,
    *,
    per: Per = "article",
    seed: int,
) -> Plan:
    """How these articles would be shared out, evenly, among these analysts.

    What somebody has stays theirs and counts. Nothing is written.

    Args:
        overlap: How many analysts tag each article or, `per` claim, each claim of it.

    Raises:
        WorkflowError: They cannot be shared out so.
        NotFoundError: There is no such article or analyst.
    """
    if not article_ids:
        raise WorkflowError("No article is chosen: choose what is to be tagged.")
    if not 0 <= seed <= LARGEST_SEED:
        raise WorkflowError(f"The seed is a number from 0 to {LARGEST_SEED:,}.")
    rows = [articles.get(db, article_id) for article_id in dict.fromkeys(article_ids)]
    _refuse_closed(db, rows)
    for analyst_id in analyst_ids:
        _refuse_removed(people.get(db, analyst_id))
    gone = {one.id for one in people.listing(db) if one.role == "removed"}
    given = [
        one
        for one in assignments.of_articles(db, [row.id for row in rows])
        if one.analyst_id not in gone
    ]
    shares = (_whole if per == "article" else _parts)(db, rows, analyst_ids, overlap, given, seed)
    seeing = sum(answers.exposed(db, share.analyst_id, share.article_id) for share in shares)
    return Plan(seed, tuple(shares), seeing)


def assign(store: Store, actor: Actor, plan: Plan) -> None:
    """Share the work out as it was planned. What somebody has answered of an article stays theirs.

    Raises:
        NotAllowedError: The actor does not lead.
        WorkflowError: A round was closed or somebody removed meanwhile; nothing is given out.
    """
    authorize(actor, "assign")

    def job(tx: Transaction) -> None:
        ids = dict.fromkeys(share.article_id for share in plan.shares)
        _refuse_closed(tx.db, [articles.get(tx.db, article_id) for article_id in ids])
        for share in plan.shares:
            _refuse_removed(people.get(tx.db, share.analyst_id))
            _give(tx, actor, share, plan.seed)

    store.write(job)


def set_taggers(
    store: Store,
    actor: Actor,
    article_id: int,
    analyst_ids: Sequence[str],
    *,
    seed: int,
    shown: Sequence[str] | None = None,
) -> None:
    """Let these people tag an article, all of it for who did not have it yet.

    Args:
        shown: Who had it on the screen where they were chosen: what somebody else changed
            meanwhile stays. Without it, nobody else has it afterwards.

    Raises:
        NotAllowedError: The actor does not lead.
        WorkflowError: Its round is closed, or somebody was removed from the project.
    """
    authorize(actor, "assign")

    def job(tx: Transaction) -> None:
        row = articles.get(tx.db, article_id)
        _refuse_closed(tx.db, [row])
        before = [one.analyst_id for one in assignments.of_articles(tx.db, [article_id])]
        for analyst_id in dict.fromkeys(analyst_ids):
            if analyst_id not in before and (shown is None or analyst_id not in shown):
                _refuse_removed(people.get(tx.db, analyst_id))
                _give(tx, actor, Share(article_id, analyst_id, None, row.claims), seed)
        for analyst_id in before:
            if analyst_id not in analyst_ids and (shown is None or analyst_id in shown):
                assignments.end(tx, actor.id, article_id, analyst_id)

    store.write(job)


def take_back(store: Store, actor: Actor, article_id: int, analyst_id: str) -> None:
    """Take abandoned work back: what they answered stays, the rest can be given to others.

    Raises:
        NotAllowedError: The actor does not lead.
    """
    authorize(actor, "assign")
    store.write(lambda tx: assignments.end(tx, actor.id, article_id, analyst_id, abandoned=True))


def set_rounds(store: Store, actor: Actor, article_ids: Sequence[int], state: RoundState) -> int:
    """Open, close or review the rounds of these articles; how many were not so already.

    Raises:
        NotAllowedError: The actor does not lead.
        WorkflowError: One is still open and cannot be reviewed; none is changed.
        NotFoundError: There is no such article.
    """
    authorize(actor, "rounds")

    def job(tx: Transaction) -> int:
        rows = [articles.get(tx.db, article_id) for article_id in article_ids]
        if state == "reviewed":
            _refuse_open(tx.db, rows)
        return sum(rounds.change(tx, actor.id, row.id, state) for row in rows)

    return store.write(job)


def set_showing(store: Store, actor: Actor, article_ids: Sequence[int], shows: Shows) -> int:
    """Say when the analysts of these articles see others' work on them; how many were not so.

    Raises:
        NotAllowedError: The actor does not lead.
        NotFoundError: There is no such article.
    """
    authorize(actor, "rounds")

    def job(tx: Transaction) -> int:
        rows = [articles.get(tx.db, article_id) for article_id in article_ids]
        return sum(rounds.show_after(tx, actor.id, row.id, shows) for row in rows)

    return store.write(job)


def _whole(
    db: Database,
    rows: Sequence[ArticleRow],
    analyst_ids: Sequence[str],
    overlap: int,
    given: Sequence[Assignment],
    seed: int,
) -> list[Share]:
    """Whole articles; who has a part of one is not given all of it."""
    units = [
        Unit(
            row.id,
            row.claims,
            frozenset(one.analyst_id for one in given if one.article_id == row.id),
            _seeing(db, analyst_ids, row.id),
        )
        for row in sorted(rows, key=lambda row: -row.claims)  # the large ones first: it evens out
    ]
    sizes = {row.id: row.claims for row in rows}
    dealt = _dealt(units, analyst_ids, overlap, seed, _loads(db, analyst_ids))
    return [
        Share(article_id, analyst_id, None, sizes[article_id])
        for analyst_id, ids in dealt.items()
        for article_id in ids
    ]


def _parts(
    db: Database,
    rows: Sequence[ArticleRow],
    analyst_ids: Sequence[str],
    overlap: int,
    given: Sequence[Assignment],
    seed: int,
) -> list[Share]:
    """Parts of each article, a paragraph being the smallest: who reads it tags all of it.

    Paragraphs that have too few people get more; who has a part keeps it.
    """
    loads = _loads(db, analyst_ids)
    shares: list[Share] = []
    for row in rows:
        paragraphs: dict[int, list[int]] = {}
        for claim in articles.claims_of(db, row.revision_id):
            paragraphs.setdefault(claim.block_id, []).append(claim.id)
        before = {
            one.analyst_id: set(
                assignments.claims_of(db, row.id, one.analyst_id)
                or (claim for ids in paragraphs.values() for claim in ids)
            )
            for one in given
            if one.article_id == row.id
        }
        shy = _seeing(db, analyst_ids, row.id)
        units = [
            Unit(
                block,
                len(ids),
                frozenset(analyst for analyst, held in before.items() if held.issuperset(ids)),
                shy,
            )
            for block, ids in paragraphs.items()
        ]
        for analyst_id, blocks in _dealt(units, analyst_ids, overlap, seed, loads).items():
            new = {claim for block in blocks for claim in paragraphs[block]}
            loads[analyst_id] += len(new)
            if new:
                whole = sorted(new | before.get(analyst_id, set()))
                part = None if len(whole) == row.claims else tuple(whole)
                shares.append(Share(row.id, analyst_id, part, len(new)))
    return shares


def _dealt(
    units: Sequence[Unit[int]],
    analyst_ids: Sequence[str],
    overlap: int,
    seed: int,
    loads: dict[str, int],
) -> dict[str, list[int]]:
    try:
        return assignment.deal(units, analyst_ids, overlap, seed=seed, loads=loads)
    except AssignmentError as error:
        raise WorkflowError(str(error)) from error


def _loads(db: Database, analyst_ids: Sequence[str]) -> dict[str, int]:
    """How many claims each of them has to do already."""
    return dict.fromkeys(analyst_ids, 0) | assignments.loads(db, analyst_ids)


def _give(tx: Transaction, actor: Actor, share: Share, seed: int) -> None:
    claims = share.claims
    if claims is not None:
        own = assignments.answered(tx.db, share.article_id, share.analyst_id)
        claims = tuple(sorted(own.union(claims)))
    place = assignment.place(seed, share.analyst_id, share.article_id)
    assignments.make(tx, actor.id, share.article_id, share.analyst_id, claims, place)


def _seeing(db: Database, analyst_ids: Sequence[str], article_id: int) -> frozenset[str]:
    """To whom of them others' work on the article has been shown."""
    return frozenset(one for one in analyst_ids if answers.exposed(db, one, article_id))


def _refuse_closed(db: Database, rows: Sequence[ArticleRow]) -> None:
    states = rounds.of_articles(db, [row.id for row in rows])
    closed = [row.title for row in rows if not states[row.id].is_open]
    if closed:
        raise WorkflowError(
            f"{_titles(closed)}: the round is closed. Open it again to give it to somebody."
        )


def _refuse_open(db: Database, rows: Sequence[ArticleRow]) -> None:
    states = rounds.of_articles(db, [row.id for row in rows])
    open_ = [row.title for row in rows if states[row.id].is_open]
    if open_:
        raise WorkflowError(
            f"{_titles(open_)}: still open for tagging. Close the round first; then its review "
            "can be finished."
        )


def _refuse_removed(analyst: Analyst) -> None:
    if analyst.role == "removed":
        raise WorkflowError(
            f"{analyst.name} was removed from the project. Choose somebody else, or take them back "
            "on the Team page."
        )


def _titles(titles: Sequence[str]) -> str:
    more = f" and {counted(len(titles) - 1, 'more article')}" if len(titles) > 1 else ""
    return f"“{titles[0]}”{more}"
