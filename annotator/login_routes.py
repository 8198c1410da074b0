"""Who is tagging: the page that asks, and the routes behind it.

A Streamlit page cannot set a cookie, so this one is plain HTML with a script of its own.
"""

from __future__ import annotations

import html
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from annotator import running, schemes, workflow
from annotator.guard import local_path
from annotator.identity import cookie_name, find_analyst
from annotator.login_cookie import end_login, set_login
from annotator.plain_page import plain_page
from annotator.replies import NO_STORE, json_of, refusal
from annotator.scheme import Scheme
from annotator.ui.initials import initials
from annotator.ui.theme import STATIC
from annotator.words import in_words
from db import people
from db.errors import DiskFullError, NotFoundError, StoreError
from db.model import Analyst
from db.store import Store

_FILES: Final = {
    "who.css": "text/css",
    "who.js": "text/javascript",
    "join.js": "text/javascript",
    "tokens.css": "text/css",
    "logo.svg": "image/svg+xml",
    "logo-dark.svg": "image/svg+xml",
}
_BY_LINK: Final = "Open your personal link. If you have none, ask the project’s lead."
_FACES: Final = {"Source Sans": "SourceSansVF-Upright", "Source Serif": "SourceSerifVariable-Roman"}

log = logging.getLogger("annotator")


def routes() -> list[Route]:
    """What the server mounts before Streamlit's own routes."""
    return [
        Route("/who", get_who, methods=["GET"]),
        Route("/who/fonts.css", get_fonts, methods=["GET"]),
        Route("/who/{name}", get_file, methods=["GET"]),
        Route("/favicon.png", get_favicon, methods=["GET"]),
        Route("/api/login", post_login, methods=["POST"]),
        Route("/api/logout", post_logout, methods=["POST"]),
    ]


_THEN: Final = ("review", "progress", "agreement", "sources", "export", "guide")


@dataclass(frozen=True, slots=True)
class _Known:
    analyst: Analyst
    seen: str  # in words; empty if never


async def get_who(request: Request) -> Response:
    """Ask who is tagging, then go to `next`; in a team, only say who is signed in."""
    store = running.store()
    goal = local_path(request.query_params.get("next", "/"))
    now = datetime.now().astimezone()
    try:
        current = await run_in_threadpool(find_analyst, store, request.cookies)
        if running.settings().team:
            return _team_page(_came_from(request, goal), current)
        known, scheme = await run_in_threadpool(_known, store, now)
    except StoreError as error:
        return HTMLResponse(_page(goal, [], None, (), trouble=str(error)), 503, NO_STORE)
    page = _page(goal, known, current, scheme.categories, way_back=_came_from(request, goal))
    return HTMLResponse(page, headers=NO_STORE)


async def post_login(request: Request) -> Response:
    """Sign somebody in, known by id or by name, or new; the cookie is the answer's point."""
    if running.settings().team:
        log.warning("Refused (login): a name was chosen where links are needed")
        return refusal(403, "login", _BY_LINK)
    store = running.store()
    body = await json_of(request)
    analyst_id, name = (
        (body.get("analyst"), body.get("name")) if isinstance(body, dict) else (None, None)
    )
    if not isinstance(analyst_id, str) and not isinstance(name, str):
        return refusal(400, "login", "Choose a name from the list, or write yours.")
    if isinstance(analyst_id, str) and not analyst_id.isascii():
        return refusal(400, "login", "This is no analyst's id. Reload the page.")
    try:
        analyst = await run_in_threadpool(_find_or_add, store, analyst_id, name)
        token = await run_in_threadpool(workflow.sign_in, store, analyst.id)
        await run_in_threadpool(end_login, store, request)
    except (workflow.WorkflowError, NotFoundError) as error:
        return refusal(400, "login", str(error))
    except DiskFullError as error:
        return refusal(503, "disk", str(error))
    except StoreError as error:
        return refusal(503, "store", str(error))
    answer = JSONResponse({"analyst": {"id": analyst.id, "name": analyst.name}}, headers=NO_STORE)
    set_login(answer, request, cookie_name(store.project_id), token)
    return answer


async def post_logout(request: Request) -> Response:
    """End the login; the name stays on the list."""
    store = running.store()
    try:
        await run_in_threadpool(end_login, store, request)
    except StoreError as error:
        return refusal(503, "store", str(error))
    answer = JSONResponse({}, headers=NO_STORE)
    answer.delete_cookie(cookie_name(store.project_id), path="/", httponly=True, samesite="strict")
    return answer


async def get_file(request: Request) -> Response:
    """The page's own style, script and logo."""
    kind = _FILES.get(request.path_params["name"])
    if kind is None:
        return refusal(404, "file", "There is no such file.")
    return FileResponse(
        STATIC / request.path_params["name"], media_type=kind, headers={"Cache-Control": "no-cache"}
    )


async def get_favicon(_request: Request) -> Response:
    """Our mark in the browser's tab, from the first moment, instead of Streamlit's.

    Chromium asks for it whenever a page changes its address, as the desk does with every tag: so it
    may be kept for a day.
    """
    return FileResponse(STATIC / "favicon.png", headers={"Cache-Control": "max-age=86400"})


async def get_fonts(_request: Request) -> Response:
    """The fonts as Streamlit ships them, for a page that Streamlit does not draw."""
    media = Path(streamlit.__file__).parent / "static" / "static" / "media"
    faces = [
        f'@font-face{{font-family:"{family}";font-weight:100 900;font-display:swap;'
        f'src:url("/static/media/{file.name}") format("woff2")}}'
        for family, stem in _FACES.items()
        for file in sorted(media.glob(f"{stem}*.woff2"))
    ]
    return Response("\n".join(faces), media_type="text/css", headers={"Cache-Control": "no-cache"})


def _find_or_add(store: Store, analyst_id: str | None, name: str | None) -> Analyst:
    with store.read() as db:
        if isinstance(analyst_id, str):
            return people.get(db, analyst_id)
        # There are no passwords on one's own machine: who writes a known name is that person.
        known = people.find_name(db, " ".join(str(name).split()))
    return known or workflow.add_analyst(store, str(name))


def _known(store: Store, now: datetime) -> tuple[list[_Known], Scheme]:
    with store.read() as db:
        seen = people.last_acts(db)
        everybody = people.listing(db)
        scheme = schemes.current(db)
    latest = sorted(everybody, key=lambda analyst: seen.get(analyst.id, ""), reverse=True)
    known = [
        _Known(
            analyst,
            in_words(datetime.fromisoformat(seen[analyst.id]).astimezone(now.tzinfo), now)
            if analyst.id in seen
            else "",
        )
        for analyst in latest
        if analyst.name
    ]
    return known, scheme


def _page(
    goal: str,
    known: Sequence[_Known],
    current: Analyst | None,
    tags: Sequence[str],
    *,
    way_back: str = "/",
    trouble: str = "",
) -> str:
    # The focus is on the likeliest answer, so that Enter is enough: somebody else than now, the
    # latest first; the field while there is nobody to choose.
    here = current.id if current else ""
    likeliest = next((one.analyst.id for one in known if one.analyst.id != here), "")
    rows = "".join(_row(one, here, likeliest) for one in known)
    people_list = f'<ul aria-label="Known here">{rows}</ul>' if rows else ""
    label = "New here? Your name" if rows else "Your name"
    focus = "" if likeliest else " autofocus"
    content = f"""<header>
<h1>Who is tagging?</h1>
<p>{_about(current, tags)}{_then(goal)}</p>
</header>
{people_list}
<form novalidate>
<label for="name">{label}</label>
<div class="line">
<input id="name" name="name" autocomplete="off" maxlength="{workflow.NAME_LENGTH}"
 spellcheck="false" aria-describedby="trouble" required{focus}>
<button type="submit">Begin</button>
</div>
<p role="alert" id="trouble">{html.escape(trouble)}</p>
</form>
{_way_back(way_back, current)}"""
    return plain_page("Who is tagging?", content, script="who.js", goal=goal)


def _came_from(request: Request, goal: str) -> str:
    """Where somebody was on the page `goal`, to the very claim, which its link does not name."""
    # By the host alone: a proxy may speak https to the browser, and http to us.
    _, _, address = request.headers.get("referer", "").partition("://")
    host, _, rest = address.partition("/")
    place = local_path(f"/{rest}") if host == request.headers.get("host") else goal
    return place if urlsplit(place).path == urlsplit(goal).path else goal


def _team_page(goal: str, current: Analyst | None) -> HTMLResponse:
    """In a team nobody chooses a name: it says who is here, with the way out."""
    if current is None:
        content = f"<header>\n<h1>You are signed out here</h1>\n<p>{_BY_LINK}</p>\n</header>"
        return HTMLResponse(plain_page("Signed out", content), headers=NO_STORE)
    name = html.escape(current.name)
    content = f"""<header>
<h1>Signed in as <bdi>{name}</bdi></h1>
<p>To come back after signing out you need your personal link.</p>
</header>
<form data-api="/api/logout">
<div class="ways"><a class="go" href="{html.escape(goal)}" autofocus>Go on</a>
<button type="submit">Sign out</button></div>
<p role="alert"></p>
</form>"""
    page = plain_page(f"Signed in as {current.name}", content, script="join.js", goal="/who")
    return HTMLResponse(page, headers=NO_STORE)


def _way_back(goal: str, current: Analyst | None) -> str:
    """For whoever tags under a name already, and came here by mistake."""
    if current is None:
        return ""
    return (
        f'<p class="back"><a href="{html.escape(goal)}">Go on as '
        f"<bdi>{html.escape(current.name)}</bdi></a></p>"
    )


def _about(current: Analyst | None, tags: Sequence[str]) -> str:
    if current is None and tags:
        kinds = html.escape(f"{', '.join(tags[:-1])} or {tags[-1]}")
        return f"You mark sentences of an article as {kinds}. Your name is kept with every tag."
    if current is None:
        return "Your name is kept with every tag."
    return "Tags set from now on go with the name you choose."


def _then(goal: str) -> str:
    """Where Begin leads, where that is a page of its own."""
    place = urlsplit(goal).path.strip("/")
    return f" Then comes the {place.capitalize()} page." if place in _THEN else ""


def _row(one: _Known, here: str, likeliest: str) -> str:
    name, number = html.escape(one.analyst.name), html.escape(one.analyst.id)
    marks = " aria-current=true" * (one.analyst.id == here)
    marks += " autofocus" * (one.analyst.id == likeliest)
    return (
        f'<li><button type="button" data-analyst="{number}"{marks}>'
        f'<span class="who" aria-hidden="true">{html.escape(initials(one.analyst.name))}</span>'
        f"<bdi>{name}</bdi><small>{html.escape(one.seen)}</small></button></li>"
    )
