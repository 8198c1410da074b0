"""What an analyst reads by the API: who they are, the articles, and their own work in them.

Nothing of anybody else is in any answer here. `docs/api.md` describes the fields.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from annotator import running, schemes
from annotator.deskdata import SHOWN_SHA
from annotator.identity import Actor, authorize
from annotator.replies import NO_STORE, Page, page_of, refuse_unknown, refusing, who_asks
from corpus import attributions
from corpus.attributions import Attribution
from db import articles, events, own
from db.model import ArticleRow, ClaimRow, Progress
from db.own import Holding
from db.store import Database

Answer = Callable[[Database, Actor, Request], dict[str, Any]]
Row = TypeVar("Row")


def routes() -> list[Route]:
    """What the server mounts before Streamlit's own routes."""
    return [
        _route("/api/me", me),
        _route("/api/articles", articles_listed),
        _route("/api/articles/{id:int}", one_article),
        _route("/api/articles/{id:int}/claims", claims),
        _route("/api/articles/{id:int}/tags", own_tags),
        _route("/api/claims/{id:int}/attribution", attribution),
    ]


def me(db: Database, actor: Actor, request: Request) -> dict[str, Any]:
    """Who asks, what they may do, and of which project in which state."""
    refuse_unknown(request.query_params)
    return {
        "analyst": {"id": actor.id, "name": actor.name},
        "role": actor.role,
        "project": running.store().project_id,
        "scheme": schemes.current(db).label,
        "head": str(events.head(db)),
    }


def articles_listed(db: Database, actor: Actor, request: Request) -> dict[str, Any]:
    """The articles in the order they were loaded, each with the asker's own progress."""
    page = page_of(request.query_params)
    found = articles.behind(db, page.after, limit=page.limit + 1)
    rows, following = _piece(found, page, lambda row: row.id)
    progress = own.progress(db, actor.id, [row.id for row in rows])
    return {"articles": [_article(row, progress) for row in rows], "next": following}


def one_article(db: Database, actor: Actor, request: Request) -> dict[str, Any]:
    """An article with its text, in which the claims' offsets count."""
    refuse_unknown(request.query_params)
    row = articles.get(db, request.path_params["id"])
    shown = _article(row, own.progress(db, actor.id, [row.id]))
    return shown | {"text": articles.text(db, row.revision_id)}


def claims(db: Database, _actor: Actor, request: Request) -> dict[str, Any]:
    """An article's claims in reading order."""
    page = page_of(request.query_params)
    row = articles.get(db, request.path_params["id"])
    found = articles.claims_of(db, row.revision_id, after=page.after, limit=page.limit + 1)
    rows, following = _piece(found, page, lambda claim: claim.position)
    return {
        "article": row.id,
        "revision": row.revision,
        "claims": [_claim(claim) for claim in rows],
        "next": following,
    }


def own_tags(db: Database, actor: Actor, request: Request) -> dict[str, Any]:
    """What the asker holds of an article's claims, in reading order."""
    authorize(actor, "export-own")
    page = page_of(request.query_params)
    row = articles.get(db, request.path_params["id"])
    found = own.holdings(db, actor.id, row.revision_id, after=page.after, limit=page.limit + 1)
    rows, following = _piece(found, page, lambda holding: holding.position)
    return {
        "article": row.id,
        "revision": row.revision,
        "tags": [_holding(holding) for holding in rows],
        "next": following,
    }


def attribution(db: Database, actor: Actor, request: Request) -> dict[str, Any]:
    """Whom a claim names for what it says, for a second look: not before the asker's answer."""
    refuse_unknown(request.query_params)
    claim = articles.get_claim(db, request.path_params["id"])
    article = articles.get(db, claim.article_id)
    found = (
        attributions.find(claim.text, article.language)
        if _has_answer(db, actor, article, claim)
        else None
    )
    return {"attribution": _attribution(claim, found) if found else None}


def _route(path: str, answer: Answer) -> Route:
    @refusing
    async def get(request: Request) -> Response:
        actor = running.actor(await who_asks(request))
        found = await run_in_threadpool(_read, actor, request, answer)
        return JSONResponse(found, headers=NO_STORE)

    return Route(path, get, methods=["GET"], name=answer.__name__)


def _read(actor: Actor, request: Request, answer: Answer) -> dict[str, Any]:
    with running.store().read() as db:
        return answer(db, actor, request)


def _piece(
    found: Sequence[Row], page: Page, place: Callable[[Row], int]
) -> tuple[Sequence[Row], int | None]:
    """The rows of a page, of which one more was read; and `after` for the next page, if any."""
    rows = found[: page.limit]
    return rows, place(rows[-1]) if len(found) > page.limit else None


def _article(row: ArticleRow, progress: Sequence[Progress]) -> dict[str, Any]:
    outcomes = {"tagged": 0, "unsure": 0, "skipped": 0}
    for part in progress:
        if part.article_id == row.id:
            outcomes[part.outcome] += part.claims
    left = row.claims - outcomes["tagged"] - outcomes["unsure"]
    return {
        "id": row.id,
        "title": row.title,
        "author": row.author,
        "published": row.published,
        "url": row.url,
        "language": row.language,
        "name": row.name,
        "loaded_at": row.loaded_at,
        "revision": row.revision,
        "claims": row.claims,
        "progress": {**outcomes, "left": left},
    }


def _claim(claim: ClaimRow) -> dict[str, Any]:
    return {
        "id": claim.id,
        "position": claim.position,
        "start": claim.start,
        "end": claim.end,
        "text": claim.text,
        "sha": claim.sha256[:SHOWN_SHA],
    }


def _has_answer(db: Database, actor: Actor, article: ArticleRow, claim: ClaimRow) -> bool:
    """Whether the actor has said what the claim is, or that they are unsure."""
    found = own.holdings(db, actor.id, article.revision_id, after=claim.position - 1, limit=1)
    return any(
        holding.claim_id == claim.id and holding.answer and holding.answer.outcome != "skipped"
        for holding in found
    )


def _attribution(claim: ClaimRow, found: Attribution) -> dict[str, Any] | None:
    """Whom one could go to and ask, with the words from the name to the cue."""
    if found.vague or found.pronoun:
        return None
    start, end = min(found.who.start, found.cue.start), max(found.who.end, found.cue.end)
    return {
        "who": claim.text[found.who.start : found.who.end],
        "cue": claim.text[found.cue.start : found.cue.end],
        "start": claim.start + start,
        "end": claim.start + end,
    }


def _holding(holding: Holding) -> dict[str, Any]:
    answer, note, split = holding.answer, holding.note, holding.split
    return {
        "claim": holding.claim_id,
        "position": holding.position,
        "answer": answer
        and {
            "outcome": answer.outcome,
            "tag": answer.tag,
            "reason": answer.reason,
            "confidence": answer.confidence,
            "blind": answer.blind,
            "scheme": answer.scheme,
            "event": answer.event_id,
            "at": answer.answered_at,
        },
        "note": note and {"text": note.text, "event": note.event_id, "at": note.written_at},
        "split": split and {"wanted": True, "event": split.event_id, "at": split.wished_at},
    }
