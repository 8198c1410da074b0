"""The API: the desk's data out, batches of acts in; what programs read is `reading_routes`.

`annotator.guard` has checked Host, Origin, header and size before anything here runs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Match, Route

from annotator import personal_routes, reading_routes, review_routes, running, workflow
from annotator.deskdata import desk_data
from annotator.identity import Actor, asker_in
from annotator.others import NOBODY, others_data
from annotator.replies import (
    NO_STORE,
    RefusedError,
    authorization,
    carried,
    json_of,
    refuse_unknown,
    refusing,
    signed_out,
    who_asks,
)
from db.model import ActResult, Analyst, Answer, Conflicting, Held, Note, Refused, SplitWish
from db.review_model import Decision, ReviewVote
from db.transaction import Transaction


def routes() -> list[Route]:
    """What the server mounts before Streamlit's own routes."""
    return [
        Route("/api/articles/{id:int}/desk", get_desk, methods=["GET"]),
        Route("/api/acts", post_acts, methods=["POST"]),
        Route("/api/claims/{id:int}/others", get_others, methods=["GET"]),
        *reading_routes.routes(),
        *review_routes.routes(),
        *personal_routes.routes(),
    ]


def nothing_else(known: Sequence[BaseRoute]) -> Route:
    """What answers under /api/ where no route does, for the end of all our routes.

    Without it Streamlit would answer with its page, which a program takes for success.
    """

    @refusing
    async def unknown(request: Request) -> Response:
        for route in known:
            if route.matches(request.scope)[0] is Match.PARTIAL:
                raise RefusedError(405, "method", f"{request.method} is not for this address.")
        raise RefusedError(404, "address", "There is no such address. docs/api.md lists them.")

    every = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    return Route("/api/{rest:path}", unknown, methods=every)


@refusing
async def get_desk(request: Request) -> Response:
    """An article as the desk shows it to whoever is signed in."""
    analyst = await who_asks(request)
    store, article_id = running.store(), request.path_params["id"]

    def shown() -> bytes:
        workflow.show_questions(store, analyst.id, article_id)
        return desk_data(store, analyst, article_id)

    data = await run_in_threadpool(shown)
    return Response(data, media_type="application/json", headers=NO_STORE)


@refusing
async def get_others(request: Request) -> Response:
    """What others say of a claim. It is recorded that the asker has seen it."""
    refuse_unknown(request.query_params)
    actor = running.actor(await who_asks(request))
    store, claim_id = running.store(), request.path_params["id"]

    def shown() -> dict[str, Any]:
        if not workflow.show_claim(store, actor, claim_id):
            return NOBODY
        with store.read() as db:
            return others_data(db, actor.id, claim_id)

    return JSONResponse(await run_in_threadpool(shown), headers=NO_STORE)


@refusing
async def post_acts(request: Request) -> Response:
    """Store a batch of acts under the asker's name, if that is whom they were made for."""
    body = await json_of(request)
    if not isinstance(body, dict) or not isinstance(body.get("acts"), list):
        raise RefusedError(
            400, "batch", "A batch is a JSON object: project, as, and a list of acts."
        )
    store = running.store()
    if body.get("project") != store.project_id:
        raise RefusedError(
            409,
            "project",
            "Another project is open at this address now. Your tags for the other one are kept in "
            "this browser and are sent when it is served here again.",
        )
    found = carried(request)
    if found is None:
        raise signed_out(request)  # without a place in the writer's queue

    def signed_in(tx: Transaction) -> Actor:
        analyst = asker_in(tx, request.cookies, authorization(request))
        if analyst is None:
            raise signed_out(request)
        if body.get("as") != analyst.id:
            raise _somebody_else(analyst, by_key=found.is_key)
        if found.is_key:
            workflow.note_key_use_in(tx, found.token)
        return running.actor(analyst)

    results = await asyncio.wrap_future(workflow.submit_acts(store, signed_in, body["acts"]))
    return JSONResponse({"results": [_result(result) for result in results]}, headers=NO_STORE)


def _somebody_else(analyst: Analyst, *, by_key: bool) -> RefusedError:
    if by_key:
        message = f"This key is {analyst.name}'s, and the acts are not. Nothing was stored."
    else:
        message = f"You are now signed in as {analyst.name} here."
    return RefusedError(409, "person", message, analyst={"id": analyst.id, "name": analyst.name})


def _result(result: ActResult) -> dict[str, Any]:
    match result:
        case Refused(id, why, shut):
            refused = {"id": id, "status": "refused", "why": why}
            return refused | ({"shut": shut} if shut else {})
        case Conflicting(id, seq, current):
            return {"id": id, "status": "conflict", "seq": seq, "current": _current(current)}
        case _:
            return {"id": result.id, "status": "stored", "seq": result.seq}


def _current(current: Held | None) -> dict[str, Any] | None:
    match current:
        case None:
            return None
        case Note():
            return {"event": current.event_id, "text": current.text}
        case SplitWish():
            return {"event": current.event_id, "wanted": True}
        case ReviewVote():
            return {"event": current.event_id, "tag": current.tag}
        case Decision():
            return {"event": current.event_id, "ruling": current.ruling, "tag": current.tag}
        case Answer():
            return {
                "event": current.event_id,
                "outcome": current.outcome,
                "tag": current.tag,
                "reason": current.reason,
                "confidence": current.confidence,
            }
