"""The cookie that keeps somebody signed in: given, taken back."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from annotator import running, workflow
from annotator.addresses import host_name
from annotator.identity import cookie_name
from db import logins
from db.store import Store

_DAY: Final = 24 * 3600


def set_login(answer: Response, request: Request, name: str, token: str) -> None:
    """Keep this login in the browser."""
    answer.set_cookie(
        name,
        token,
        max_age=logins.LOGIN_DAYS * _DAY,
        path="/",
        httponly=True,
        samesite="strict",
        secure=_is_secure(request),
    )


def end_login(store: Store, request: Request) -> None:
    """The browser's former login is worth nothing in other tabs either."""
    token = request.cookies.get(cookie_name(store.project_id))
    if token:
        workflow.sign_out(store, token)


def _is_secure(request: Request) -> bool:
    """Secure only where https is spoken: a browser at http://localhost would drop the cookie.

    The guard has checked the Origin, which is what the browser itself calls the page.
    """
    origin = request.headers.get("origin")
    if origin is not None:
        return origin.lower().startswith("https://")
    own = host_name(request.headers.get("host", ""))
    return running.settings().secure and own not in running.Settings().hosts
