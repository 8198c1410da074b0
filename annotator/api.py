"""The desk's routes: an article with one's own answers out, batches of acts in.

`annotator.guard` has checked Host, Origin, header and size before anything here runs.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from annotator import running, workflow
from annotator.deskdata import desk_data
from annotator.identity import Actor, NotAllowedError, analyst_in, cookie_name, find_analyst
from db.errors import NotFoundError, StoreError
from db.model import ActResult, Analyst, Answer, Conflicting, Held, Note, Refused, SplitWish
from db.transaction import Transaction

NO_STORE: Final = {"Cache-Control": "no-store"}


def routes() -> list[Route]:
    """What the server mounts before Streamlit's own routes."""
    return [
        Route("/api/articles/{id:int}/desk", get_desk, methods=["GET"]),
        Route("/api/acts", post_acts, methods=["POST"]),
    ]


def refusal(status: int, error: str, message: str, **more: object) -> JSONResponse:
    """A refusal as every route writes it: a word for the program and a sentence for the person."""
    return JSONResponse({"error": error, "message": message, **more}, status, NO_STORE)


async def json_of(request: Request) -> object:
    """What a request's body says; None where it is no JSON, or JSON too deep to be meant."""
    try:
        return json.loads(await request.body())
    except (ValueError, RecursionError):
        return None


async def get_desk(request: Request) -> Response:
    """An article as the desk shows it to whoever is signed in."""
    store = running.store()
    try:
        analyst = await run_in_threadpool(find_analyst, store, request.cookies)
        if analyst is None:
            return _signed_out()
        data = await run_in_threadpool(desk_data, store, analyst, request.path_params["id"])
    except NotFoundError as error:
        return refusal(404, "article", str(error))
    except StoreError as error:
        return refusal(503, "store", str(error))
    return Response(data, media_type="application/json", headers=NO_STORE)


async def post_acts(request: Request) -> Response:
    """Store a batch of acts under the login's name, if that is whom the page was made for."""
    body = await json_of(request)
    if not isinstance(body, dict) or not isinstance(body.get("acts"), list):
        return refusal(400, "batch", "A batch is a JSON object: project, as, and a list of acts.")
    store = running.store()
    if body.get("project") != store.project_id:
        return refusal(
            409,
            "project",
            "Another project is open at this address now. Your tags for the other one are kept in "
            "this browser and are sent when it is served here again.",
        )

    if cookie_name(store.project_id) not in request.cookies:
        return _signed_out()  # without a place in the writer's queue

    def signed_in(tx: Transaction) -> Actor:
        analyst = analyst_in(tx, request.cookies)
        if analyst is None:
            raise _NotTheirsError(None)
        if body.get("as") != analyst.id:
            raise _NotTheirsError(analyst)
        return running.actor(analyst)

    try:
        results = await asyncio.wrap_future(workflow.submit_acts(store, signed_in, body["acts"]))
    except _NotTheirsError as error:
        return _signed_out() if error.analyst is None else _somebody_else(error.analyst)
    except NotAllowedError as error:
        return refusal(403, "role", str(error))
    except workflow.WorkflowError as error:
        return refusal(400, "batch", str(error))
    except StoreError as error:
        return refusal(503, "store", str(error))
    return JSONResponse({"results": [_result(result) for result in results]}, headers=NO_STORE)


class _NotTheirsError(Exception):
    """The acts are not of whoever is signed in."""

    def __init__(self, analyst: Analyst | None) -> None:
        super().__init__()
        self.analyst = analyst


def _somebody_else(analyst: Analyst) -> JSONResponse:
    return refusal(
        409,
        "person",
        f"You are now signed in as {analyst.name} here.",
        analyst={"id": analyst.id, "name": analyst.name},
    )


def _signed_out() -> JSONResponse:
    return refusal(401, "login", "You are signed out here. Choose your name to go on.")


def _result(result: ActResult) -> dict[str, Any]:
    match result:
        case Refused(id, why):
            return {"id": id, "status": "refused", "why": why}
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
        case Answer():
            return {
                "event": current.event_id,
                "outcome": current.outcome,
                "tag": current.tag,
                "reason": current.reason,
                "confidence": current.confidence,
            }
