"""What the review desk asks for: the queue, a further page of it, and one claim."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, cast

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from annotator import running
from annotator.identity import Actor
from annotator.replies import NO_STORE, RefusedError, refuse_unknown, refusing, who_asks
from annotator.review_data import case_data, queue_data
from db.review_model import Ruling
from db.reviews import RULED, STATES, Place, State, Wanted
from db.store import Database

# What the address of the review page may say too, so that links lead into the queue.
WORDS: Final = (
    "state",
    "article",
    "group",
    "pair",
    "between",
    "tag",
    "analyst",
    "ruling",
    "only",
)
ONLY: Final = ("unsure", "split", "noted")


def routes() -> list[Route]:
    """What the server mounts before Streamlit's own routes."""
    return [_route("/api/review", get_queue), _route("/api/review/claims/{id:int}", get_case)]


def get_queue(db: Database, actor: Actor, request: Request) -> dict[str, Any]:
    """What waits for the asker's decision, the worst first."""
    refuse_unknown(request.query_params, *WORDS, "after")
    project = running.store().project_id
    return queue_data(
        db, project, actor, wanted_in(request.query_params), _after(request.query_params)
    )


def get_case(db: Database, actor: Actor, request: Request) -> dict[str, Any]:
    """One claim, with what was said of it."""
    refuse_unknown(request.query_params)
    return case_data(db, running.store().project_id, actor, request.path_params["id"])


def wanted_in(query: QueryParams) -> Wanted:
    """Which claims an address asks for.

    Raises:
        RefusedError: It asks for what there cannot be.
    """
    only = query.get("only", "")
    return Wanted(
        state=cast(State, _one_of(query, "state", STATES) or "undecided"),
        article_id=_number(query, "article"),
        group=query.get("group"),
        pair=_two(query, "pair"),
        between=_two(query, "between"),
        tag=query.get("tag"),
        analyst_id=query.get("analyst"),
        ruling=cast(Ruling, _one_of(query, "ruling", RULED)) or None,
        unsure=_one_of(query, "only", ONLY) == "unsure",
        split=only == "split",
        noted=only == "noted",
    )


def _after(query: QueryParams) -> Place | None:
    """`1,2.5,17`: tied, weight and claim of the last one that was shown."""
    text = query.get("after")
    if text is None:
        return None
    try:
        tied, weight, claim_id = text.split(",")
        place = Place(int(tied), float(weight), int(claim_id))
        fits = place.tied in (0, 1) and 0 <= place.weight < 1e6 and 0 < place.claim_id < 2**62
    except ValueError:
        fits = False
    if not fits:
        raise RefusedError(400, "address", "“after” is the place of a claim in the queue.")
    return place


def _one_of(query: QueryParams, name: str, known: Sequence[str]) -> str:
    value = query.get(name, "")
    if value and value not in known:
        raise RefusedError(400, "address", f"“{name}” is one of {', '.join(known)}.")
    return value


def _number(query: QueryParams, name: str) -> int | None:
    text = query.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise RefusedError(400, "address", f"“{name}” is one number, as in ?{name}=100.")
    return int(text)


def _two(query: QueryParams, name: str) -> tuple[str, str] | None:
    text = query.get(name)
    if text is None:
        return None
    found = text.split(",")
    if len(found) != 2 or not all(found):
        raise RefusedError(400, "address", f"“{name}” is two names with a comma between.")
    return (found[0], found[1])


def _route(path: str, answer: Callable[[Database, Actor, Request], dict[str, Any]]) -> Route:
    @refusing
    async def answered(request: Request) -> Response:
        analyst = await who_asks(request)

        def read() -> dict[str, Any]:
            with running.store().read() as db:
                return answer(db, running.actor(analyst), request)

        return JSONResponse(await run_in_threadpool(read), headers=NO_STORE)

    return Route(path, answered, methods=["GET"])
