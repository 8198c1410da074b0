"""What our routes share: who asks, what a request says, and how it is refused."""

from __future__ import annotations

import functools
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from annotator import running, workflow
from annotator.identity import Credential, NotAllowedError, asker, credential
from db.errors import NotFoundError, StoreError
from db.model import Analyst

NO_STORE: Final = {"Cache-Control": "no-store"}
PAGE: Final = 200  # rows of a list, unless more or fewer are asked for
LARGEST_PAGE: Final = 1000

Handler = Callable[[Request], Awaitable[Response]]

log = logging.getLogger("annotator")


class RefusedError(Exception):
    """A request that is not granted: `error` is for programs, the message for people."""

    def __init__(self, status: int, error: str, message: str, **more: object) -> None:
        super().__init__(message)
        self.status = status
        self.error = error
        self.more = more


_STATUS: Final[tuple[tuple[type[Exception], int, str], ...]] = (
    (NotAllowedError, 403, "role"),
    (workflow.WorkflowError, 400, "batch"),
    (NotFoundError, 404, "article"),
    (StoreError, 503, "store"),
)


def refusal(status: int, error: str, message: str, **more: object) -> JSONResponse:
    """A refusal as every route writes it: a word for the program and a sentence for the person."""
    headers = {**NO_STORE, "WWW-Authenticate": "Bearer"} if status == 401 else NO_STORE
    return JSONResponse({"error": error, "message": message, **more}, status, headers)


def refusing(handler: Handler) -> Handler:
    """A handler whose errors become refusals, in the answer and in the log."""

    @functools.wraps(handler)
    async def answered(request: Request) -> Response:
        try:
            return await handler(request)
        except (RefusedError, NotAllowedError, workflow.WorkflowError, StoreError) as problem:
            refused = _refused(problem)
            note_refusal(request, refused.status, refused.error)
            return refusal(refused.status, refused.error, str(refused), **refused.more)

    return answered


def note_refusal(request: Request, status: int, error: str) -> None:
    """Write a refusal to the log; cookies and keys stay out of it."""
    # The path is decoded: its line ends must not become the log's.
    log.warning("Refused: %s %r (%d, %s)", request.method, request.scope["path"], status, error)


async def who_asks(request: Request) -> Analyst:
    """Who asks, by login or by key. The use of a key is noted.

    Raises:
        RefusedError: Nobody who may.
        StoreError: The project cannot be read.
    """
    analyst = await run_in_threadpool(_who_asks, request)
    if analyst is None:
        raise signed_out(request)
    return analyst


def carried(request: Request) -> Credential | None:
    """What the request carries to say who asks, worth something or not."""
    return credential(running.store().project_id, request.cookies, authorization(request))


def authorization(request: Request) -> str:
    """The request's Authorization header; empty if it has none."""
    return request.headers.get("authorization", "")


def signed_out(request: Request) -> RefusedError:
    """What is said to whoever carries nothing that is worth something."""
    found = carried(request)
    if found is not None and found.is_key:
        return RefusedError(
            401,
            "key",
            "This key opens nothing: it was withdrawn, it has expired, or a part of it is missing. "
            "Make a new one, or ask the project's lead.",
        )
    if running.settings().team:
        way = "Open your personal link to go on; a program sends a key."
    else:
        way = "Choose your name to go on."
    return RefusedError(401, "login", f"You are signed out here. {way}")


async def json_of(request: Request) -> object:
    """What a request's body says; None where it is no JSON, or JSON too deep to be meant."""
    try:
        return json.loads(await request.body())
    except (ValueError, RecursionError):
        return None


@dataclass(frozen=True, slots=True)
class Page:
    """A piece of a list: at most `limit` rows, behind the one numbered `after`."""

    limit: int
    after: int


def page_of(query: QueryParams) -> Page:
    """Which piece of a list is asked for.

    Raises:
        RefusedError: The address asks for none that there could be.
    """
    refuse_unknown(query, "limit", "after")
    limit, after = _number(query, "limit", PAGE), _number(query, "after", 0)
    if not 1 <= limit <= LARGEST_PAGE:
        raise RefusedError(
            400,
            "address",
            f"A list comes in pieces of 1 to {LARGEST_PAGE} rows; limit says {limit}.",
        )
    return Page(limit, after)


def refuse_unknown(query: QueryParams, *known: str) -> None:
    """Refuse a parameter that the address does not have: ignored, it would look like granted.

    Raises:
        RefusedError: There is one.
    """
    unknown = next((name for name in query if name not in known), None)
    if unknown is not None:
        there = f"there are {' and '.join(known)}" if known else "there are none"
        raise RefusedError(
            400, "address", f"This address has no parameter “{unknown[:40]}”; {there}."
        )


def _number(query: QueryParams, name: str, default: int) -> int:
    values = query.getlist(name) or [str(default)]
    text = values[0]
    # Longer numbers are no ids, and SQLite could not compare them.
    if len(values) > 1 or not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise RefusedError(400, "address", f"“{name}” is one number, as in ?{name}=100.")
    return int(text)


def _who_asks(request: Request) -> Analyst | None:
    store = running.store()
    analyst = asker(store, request.cookies, authorization(request))
    found = carried(request)
    if analyst is not None and found is not None and found.is_key:
        workflow.note_key_use(store, found.token)
    return analyst


def _refused(problem: Exception) -> RefusedError:
    if isinstance(problem, RefusedError):
        return problem
    status, error = next(
        (status, error) for kind, status, error in _STATUS if isinstance(problem, kind)
    )
    return RefusedError(status, error, str(problem))
