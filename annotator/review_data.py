"""What the review desk shows: the queue, the worst first, and one claim with every vote on it.

Only of articles whose others' work has been shown to the reviewer. Votes stay sealed, as a number
only, until the reviewer has voted on the claim, or somebody has decided it.

The JSON, as `ui/desk/frontend/reviewtypes.js` types it; times are UTC, ISO 8601:

- The queue: `project`, `analyst`, `head`, `scheme` as for the desk; `articles` [{id, title}] and
  `analysts` [{id, name}] to choose from; `groups` [{tags, claims, more}], the largest first;
  `waiting` [{id, article, title, n, sha, text, tags, tied, ruling, place}], a page of the first
  group or of the one that is asked for; `unanimous`, how many claims can be accepted at once;
  `unsure`, if the queue is empty, on how many others somebody is unsure.
- A claim: `claim` {id, n, sha}, `article` {id, title, language, dir}, `kind`, `marker`, `passage`
  [[text, is the claim]]; `evidence` laid before all, as the desk has it; `sealed`, `count` of
  votes; opened also `votes` [{analyst, name, outcome, tag, reason, confidence, at, note, noteAt,
  split, before, now, nowAt, evidence}], `rests`: what is to be said of the evidence beside the tags
  (`agreement.grounds.Standing`), `majority`, `comments`; of words of the article a piece has `n`,
  the number of the claim that they begin in;
  `own` {tag, event} or null; `decision` {ruling, tag, reason, cause, majority, minority, by, mine,
  at, event, stale} or null. `stale`: a vote has changed since.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from annotator import grounding, schemes
from annotator.deskdata import SHOWN_SHA, direction_of, piece_data, scheme_data
from annotator.identity import (
    Actor,
    NotAllowedError,
    Subject,
    authorize,
    may,
    subject_of,
    subjects_of,
)
from annotator.workflow import NOT_SHOWN
from db import answers, articles, cases, events, evidence, people, reviews
from db.cases import CastVote
from db.evidence import Shown
from db.model import ArticleRow, BlockRow, ClaimRow
from db.review_model import Decision
from db.reviews import Place, Waiting, Wanted
from db.store import Database

PAGE: Final = 20


class Desks(NamedTuple):
    """The articles that others have tagged, by what they are to a reviewer.

    Attributes:
        opened: Theirs to decide, and shown to them.
        closed: Theirs to decide, and not shown to them yet.
        own: Not theirs to decide: they have tagged them too.
        finished: Not to be decided any more: their review is finished.
    """

    opened: list[ArticleRow]
    closed: list[ArticleRow]
    own: list[ArticleRow]
    finished: list[ArticleRow]


def desks(db: Database, actor: Actor) -> Desks:
    """What there is to review, in one walk over the articles."""
    rows = articles.listing(db)
    ids = [row.id for row in rows]
    shown, hidden = answers.shown_to(db, actor.id), set(answers.hidden(db, actor.id, ids))
    found = Desks([], [], [], [])
    for row, subject in zip(rows, subjects_of(db, actor, ids), strict=True):
        if row.id not in shown and row.id not in hidden:
            continue
        if subject.reviewed:
            found.finished.append(row)
        elif not may(actor, "decide", subject):
            found.own.append(row)
        elif may(actor, "see-others", subject):
            (found.opened if row.id in shown else found.closed).append(row)
    return found


def queue_data(
    db: Database, project: str, actor: Actor, wanted: Wanted, after: Place | None
) -> dict[str, Any]:
    """The queue, or a further page of one of its groups.

    Raises:
        NotAllowedError: The actor may not review, or not the article that is asked for.
        NotFoundError: There is no such article.
    """
    authorize(actor, "decide", Subject(0))
    if wanted.article_id is not None:
        articles.get(db, wanted.article_id)
        authorize(actor, "decide", subject_of(db, actor, wanted.article_id))
    closed = _closed_to(db, actor)
    titles = [] if after and not closed else articles.titles_shown(db, actor.id)
    titles = [title for title in titles if title[0] not in closed]
    if closed:
        wanted = replace(wanted, among=tuple(article_id for article_id, _ in titles))
    if after is not None:
        rows = reviews.queue(db, actor.id, wanted, after=after, limit=PAGE)
        return {"waiting": [_waiting(row) for row in rows]}
    groups = reviews.groups(db, actor.id, wanted)
    first = wanted if wanted.group is not None or not groups else _only(wanted, groups[0].tags)
    found = reviews.queue(db, actor.id, first, limit=PAGE) if groups else []
    return {
        "project": project,
        "analyst": {"id": actor.id, "name": actor.name},
        "head": events.head(db).seq,
        "scheme": scheme_data(schemes.current(db)),
        "articles": [{"id": article_id, "title": title} for article_id, title in titles],
        "analysts": [{"id": id, "name": name} for id, name in people.tagging(db).items()],
        "groups": [
            {"tags": list(reviews.voted_tags(one.tags)), "claims": one.claims, "more": one.more}
            for one in groups
        ],
        "waiting": [_waiting(row) for row in found],
        "unanimous": _unanimous(db, actor, wanted),
        "unsure": 0 if groups else reviews.count_unsure(db, actor.id, wanted),
    }


def case_data(db: Database, project: str, actor: Actor, claim_id: int) -> dict[str, Any]:
    """One claim with what was said of it, as far as it is open to the actor.

    Raises:
        NotAllowedError: The actor may not review its article, or others' work on it has not been
            shown to them.
        NotFoundError: There is no such claim.
    """
    claim = articles.get_claim(db, claim_id)
    article = articles.get(db, claim.article_id)
    subject = subject_of(db, actor, article.id)
    authorize(actor, "see-others", subject)
    # What was decided can be read when the review is finished, and no more than that.
    authorize(actor, "decide", replace(subject, reviewed=False))
    if not answers.exposed(db, actor.id, article.id):
        raise NotAllowedError(NOT_SHOWN)
    block = articles.block_of(db, claim)
    decision = cases.decision(db, claim_id)
    own = cases.own_vote(db, claim_id, actor.id)
    votes = cases.votes(db, claim_id)
    sealed = own is None and decision is None
    shown: dict[str, Any] = {
        "project": project,
        "claim": {"id": claim.id, "n": claim.position, "sha": claim.sha256[:SHOWN_SHA]},
        "article": {
            "id": article.id,
            "title": article.title,
            "language": article.language,
            "dir": direction_of(article.language),
        },
        "kind": block.kind,
        "marker": block.marker,
        "passage": list(_passage(block, claim)),
        "sealed": sealed,
        "count": sum(vote.outcome == "tagged" for vote in votes),
        "own": {"tag": own[0], "event": own[1]} if own else None,
        "decision": _decision(db, actor, decision) if decision else None,
    }
    pieces = evidence.of_claim(db, claim_id)
    numbered = _numbered(db, article.revision_id, pieces)
    shown["evidence"] = [
        _piece(piece, numbered, actor) for piece in pieces if piece.evidence.shared
    ]
    if sealed:
        return shown
    tags = {vote.analyst_id: vote.tag for vote in votes if vote.tag is not None}
    return shown | {
        "votes": [
            _vote(vote)
            | {
                "evidence": [
                    _piece(piece, numbered, actor)
                    for piece in pieces
                    if piece.evidence.analyst_id == vote.analyst_id and not piece.evidence.shared
                ]
            }
            for vote in sorted(votes, key=lambda vote: vote.name.casefold())
        ],
        "rests": grounding.of_claim(tags, [piece.evidence for piece in pieces]),
        "majority": cases.majority(db, claim_id),
        "comments": [
            {"id": one.id, "name": name, "text": one.text, "at": one.written_at}
            for one, name in cases.comments(db, claim_id)
        ],
    }


def _closed_to(db: Database, actor: Actor) -> set[int]:
    """Which of the articles shown to the actor are not theirs to decide: of those they tagged."""
    if actor.role is None:
        return set()
    worked = answers.worked_in(db, actor.id, sorted(answers.shown_to(db, actor.id)))
    return {
        one.article_id
        for one in subjects_of(db, actor, sorted(worked))
        if not (may(actor, "decide", one) and may(actor, "see-others", one))
    }


def _unanimous(db: Database, actor: Actor, wanted: Wanted) -> int:
    if wanted.article_id is None and wanted.among is not None:
        return sum(reviews.count_unanimous(db, actor.id, one) for one in wanted.among)
    return reviews.count_unanimous(db, actor.id, wanted.article_id)


def _only(wanted: Wanted, tags: str) -> Wanted:
    return replace(wanted, group=tags)


def _waiting(row: Waiting) -> dict[str, Any]:
    return {
        "id": row.claim_id,
        "article": row.article_id,
        "title": row.article,
        "n": row.position,
        "sha": row.sha256[:SHOWN_SHA],
        "text": row.text,
        "tags": list(reviews.voted_tags(row.tags)),
        "tied": row.tied,
        "ruling": row.ruling,
        "place": list(row.place),
    }


def _passage(block: BlockRow, claim: ClaimRow) -> Iterator[tuple[str, bool]]:
    """The claim's paragraph in pieces; the claim is one of them."""
    start, end = claim.start - block.start, claim.end - block.start
    for text, is_claim in (
        (block.text[:start], False),
        (block.text[start:end], True),
        (block.text[end:], False),
    ):
        if text:
            yield text, is_claim


def _numbered(db: Database, revision_id: int, pieces: Sequence[Shown]) -> dict[str, int]:
    """In which claim the words of the article begin that pieces cite; none for a heading's."""
    words = [piece.evidence for piece in pieces if piece.evidence.start is not None]
    places = articles.places_of(db, revision_id) if words else []
    found: dict[str, int] = {}
    for piece in words:
        at = bisect_right(places, piece.start or 0, key=lambda place: place[0]) - 1
        if at >= 0 and (piece.start or 0) < places[at][1]:
            found[piece.id] = places[at][2]
    return found


def _piece(piece: Shown, numbered: dict[str, int], actor: Actor) -> dict[str, Any]:
    return piece_data(piece, actor.id) | {"n": numbered.get(piece.evidence.id)}


def _vote(vote: CastVote) -> dict[str, Any]:
    return {
        "analyst": vote.analyst_id,
        "name": vote.name,
        "outcome": vote.outcome,
        "tag": vote.tag,
        "reason": vote.reason or "",
        "confidence": vote.confidence or "",
        "at": vote.answered_at,
        "note": vote.note or "",
        "noteAt": vote.noted_at,
        "split": vote.split,
        "before": vote.before,
        "now": vote.now_tag or vote.now_outcome,
        "nowAt": vote.now_at,
    }


def _decision(db: Database, actor: Actor, decision: Decision) -> dict[str, Any]:
    return {
        "ruling": decision.ruling,
        "tag": decision.tag,
        "reason": decision.reason,
        "cause": decision.cause,
        "majority": decision.majority,
        "minority": decision.minority,
        "by": people.get(db, decision.reviewer_id).name,
        "mine": decision.reviewer_id == actor.id,
        "at": decision.decided_at,
        "event": decision.event_id,
        "stale": cases.changed_since(db, decision.claim_id, decision.seq),
    }
