"""How people of a team come in: by a personal link, which says whose it is before it is used.

Looking at a link signs nobody in: mail programs and chats fetch addresses to show a preview.
"""

from __future__ import annotations

import html
import logging
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from annotator import running, workflow
from annotator.identity import cookie_name, find_analyst
from annotator.login_cookie import end_login, set_login
from annotator.plain_page import plain_page
from annotator.replies import NO_STORE, json_of, refusal
from annotator.ui.initials import initials
from db import logins
from db.errors import DiskFullError, StoreError
from db.model import Analyst
from db.store import Store
from db.transaction import utc_now

_NO_TEAM: Final = (
    "This project is open on its own machine only, where nobody needs a personal link. "
    "Ask whoever runs it to start it with --team."
)
# A link opens the door, so no other site and no cache may learn it.
_HEADERS: Final = {**NO_STORE, "Referrer-Policy": "no-referrer"}

log = logging.getLogger("annotator")


def routes() -> list[Route]:
    """What the server mounts before Streamlit's own routes."""
    return [
        Route("/join", get_join, methods=["GET"]),
        Route("/join/{token:path}", get_join, methods=["GET"]),
        Route("/api/join", post_join, methods=["POST"]),
    ]


async def get_join(request: Request) -> Response:
    """Say whose link it is, and let them go on as that."""
    if not running.settings().team:
        return _nothing("No team is served here", _NO_TEAM, 404)
    store = running.store()
    token = request.path_params.get("token", "")
    try:
        analyst = await run_in_threadpool(_holder, store, token)
        current = await run_in_threadpool(find_analyst, store, request.cookies)
    except StoreError as error:
        return _nothing("The project cannot be opened", str(error), 503)
    if analyst is None:
        _log_dead(request)
        return _nothing("This link does not work", workflow.DEAD_LINK, 404)
    page = plain_page(
        f"{analyst.name}’s personal link",
        _door(analyst, current, store.path.name),
        script="join.js",
    )
    return HTMLResponse(page, headers=_HEADERS)


async def post_join(request: Request) -> Response:
    """Sign in whoever holds the link; the cookie is the answer's point."""
    if not running.settings().team:
        return refusal(404, "link", _NO_TEAM)
    store = running.store()
    body = await json_of(request)
    token = body.get("token") if isinstance(body, dict) else None
    if not isinstance(token, str):
        return refusal(400, "link", "The token of a personal link is missing. Open the link again.")
    browser = request.headers.get("user-agent", "")
    try:
        joined = await run_in_threadpool(workflow.join, store, _plain(token), browser)
        await run_in_threadpool(end_login, store, request)
    except workflow.WorkflowError as error:
        _log_dead(request)
        return refusal(404, "link", str(error))
    except DiskFullError as error:
        return refusal(503, "disk", str(error))
    except StoreError as error:
        return refusal(503, "store", str(error))
    who = {"id": joined.analyst.id, "name": joined.analyst.name}
    answer = JSONResponse({"analyst": who}, headers=NO_STORE)
    set_login(answer, request, cookie_name(store.project_id), joined.token)
    return answer


def _holder(store: Store, token: str) -> Analyst | None:
    with store.read() as db:
        return logins.of_invitation(db, _plain(token), utc_now())


def _plain(token: str) -> str:
    """What can be a token: anything else could not even be hashed."""
    return token if token.isascii() else ""


def _door(analyst: Analyst, current: Analyst | None, project: str) -> str:
    name = html.escape(analyst.name)
    letters = html.escape(initials(analyst.name))
    return f"""<header>
<h1>This is <bdi>{name}</bdi>’s personal link to <bdi>{html.escape(project)}</bdi></h1>
<p>Whoever has it works here as <bdi>{name}</bdi>, so keep it to yourself.
{_leaving(analyst, current)}</p>
</header>
<form data-api="/api/join">
<button type="submit" class="door" autofocus><span class="who" aria-hidden="true">{letters}</span>
<span>Go on as <bdi>{name}</bdi></span></button>
<p role="alert"></p>
</form>
<p class="aside">Not you? Close this page, and tell whoever sent you the link.</p>"""


def _leaving(analyst: Analyst, current: Analyst | None) -> str:
    if current is None or current.id == analyst.id:
        return ""
    return f"You are signed in as <bdi>{html.escape(current.name)}</bdi> now; going on ends that."


def _nothing(title: str, sentence: str, status: int) -> HTMLResponse:
    content = f"<header>\n<h1>{html.escape(title)}</h1>\n<p>{html.escape(sentence)}</p>\n</header>"
    return HTMLResponse(plain_page(title, content), status, _HEADERS)


def _log_dead(request: Request) -> None:
    client = request.client.host if request.client else "a socket"
    log.warning("Refused (link): a personal link that opens nothing, from %s", client)
