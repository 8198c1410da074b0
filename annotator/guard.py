"""What stands before every route, Streamlit's own and the websocket included: who may ask, and how.

Without a team the program listens on the machine's own address only. A page of another site can
still send requests from the analyst's browser, also under a name that it makes point here, so every
request is judged by its Host, and everything that changes something by its Origin.
"""

from __future__ import annotations

import asyncio
import html
import ipaddress
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from annotator.addresses import host_name
from annotator.policy import with_headers
from annotator.running import Settings

LARGEST_WRITE: Final = 1_000_000
LARGEST_UPLOAD: Final = 26 * 1024 * 1024
LARGEST_FILE: Final = 10 * 1024 * 1024

_WRITES: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_UPLOADS: Final = "/_stcore/upload_file/"
_FILES: Final = "/api/files/"  # bytes of any type, one file at an address of its own
_NOT_PAGES: Final = ("/_stcore/", "/static/", "/media/", "/component/", "/api/", "/who", "/join")
_FIGURES: Final = "/_stcore/metrics"  # how many are at work, for everybody in the network
_SECRET: Final = ("/join/", "/media/", _UPLOADS)  # what follows is for one browser's eyes
_OWN_COOKIES: Final = "claims-"
_OWN_NAMES: Final = Settings().hosts

log = logging.getLogger("annotator")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request goes no further; `error` is for our scripts, `message` for people."""

    status: int
    error: str
    message: str


class Guard:
    """Pure ASGI middleware; without a route of its own.

    Args:
        settings: The names the program answers to, and whether https publishes it.
        signed_in: Whether these cookies belong to somebody. Asked for pages only, in a thread.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        settings: Callable[[], Settings],
        signed_in: Callable[[Mapping[str, str]], bool],
    ) -> None:
        self._app = app
        self._settings = settings
        self._signed_in = signed_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        settings = self._settings()
        refusal = judge(scope, headers, settings)
        if refusal is None and settings.team and await self._is_strangers(scope, headers):
            refusal = Refusal(401, "login", "You are signed out here. Open your personal link.")
        if refusal:
            _log(scope, headers, refusal)
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send, refusal)
            return
        send = with_headers(send, headers.get("host", ""))
        if refusal:
            await _refuse(send, headers, refusal)
        elif _wants_page(scope, headers) and not await self._knows(headers):
            await _redirect(send, who_address(scope["path"], scope["query_string"]))
        else:
            await _limited(self._app, scope, receive, send, headers)

    async def _websocket(
        self, scope: Scope, receive: Receive, send: Send, refusal: Refusal | None
    ) -> None:
        if refusal is None:
            await self._app(scope, receive, send)
            return
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": refusal.error})

    async def _is_strangers(self, scope: Scope, headers: Headers) -> bool:
        """Whether somebody who is not signed in sends a file: the server would have to keep it."""
        upload = scope["type"] == "http" and scope["path"].startswith(_UPLOADS)
        return upload and scope["method"] in _WRITES and not await self._knows(headers)

    async def _knows(self, headers: Headers) -> bool:
        cookies = cookie_parser(headers.get("cookie", ""))
        return await asyncio.to_thread(self._signed_in, cookies)


def judge(scope: Scope, headers: Headers, settings: Settings) -> Refusal | None:
    """Whether the request is refused before anybody reads it. Pure."""
    if not settings.team and not _is_local(scope):
        return Refusal(
            403,
            "address",
            "This program answers only on its own machine. Open it there, at http://127.0.0.1.",
        )
    if len(headers.getlist("host")) != 1 or host_name(headers["host"]) not in settings.hosts:
        return Refusal(
            403,
            "host",
            f"This program does not answer as “{headers.get('host', '')}”. Open it at "
            f"{settings.address or 'http://127.0.0.1'}, or start it with --public-url and that "
            "address.",
        )
    if scope["type"] == "websocket":
        return _judge_origin(scope, headers, settings)
    method, path = scope["method"], scope["path"]
    if settings.team and path == _FIGURES:
        return Refusal(404, "path", "There is nothing at this address.")
    if method in _READS:
        return None
    if path.startswith("/api/") and method in _WRITES:
        if _is_of_a_program(headers):
            return _judge_write(scope, headers)
        return _judge_origin(scope, headers, settings) or _judge_write(scope, headers)
    if path.startswith(_UPLOADS) and method in _WRITES:
        return _judge_origin(scope, headers, settings) or _judge_size(headers, _largest(scope))
    return Refusal(405, "method", f"Nothing can be sent with {method} to this address.")


def who_address(path: str, query: bytes = b"") -> str:
    """The page that asks who is tagging, and leads back to `path` afterwards."""
    place = path + ("?" + query.decode("latin-1") if query else "")
    return "/who?next=" + quote(local_path(place), safe="/")


def local_path(place: str) -> str:
    """`place` if it is an address within this program, else its first page.

    A link must not be able to send somebody from our login to another site.
    """
    if not place.startswith("/") or place.startswith(("//", "/who", "/join", "/api/")):
        return "/"
    # Browsers read a backslash as a slash, and leave out tabs and line ends.
    if "\\" in place or any(ord(character) < 33 for character in place):
        return "/"
    parts = urlsplit(place)
    return "/" if parts.scheme or parts.netloc else place


def _is_local(scope: Scope) -> bool:
    """Whether the connection came in on the loopback interface.

    `scope["server"]` is our side of the connection and no header can change it. It matters under
    `streamlit run`, which listens on every interface unless its configuration says otherwise.
    """
    server = scope.get("server")
    if server is None or server[1] is None:
        return True  # a Unix socket
    if server[0] == "localhost":
        return True
    try:
        address = ipaddress.ip_address(server[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address.is_loopback


def _is_of_a_program(headers: Headers) -> bool:
    """Whether a key to the API speaks for the request, and nothing that a browser adds by itself.

    A page of another site can make a browser send our cookie, but not this header unless we let it.
    """
    scheme, _, key = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip() or "origin" in headers:
        return False
    cookies = cookie_parser(headers.get("cookie", ""))
    return not any(name.startswith(_OWN_COOKIES) for name in cookies)


def _judge_origin(scope: Scope, headers: Headers, settings: Settings) -> Refusal | None:
    host = headers["host"].lower()
    # A proxy speaks https to the browser, and http to us.
    public = settings.secure and host_name(host) not in _OWN_NAMES
    scheme = "https" if public or scope["scheme"] in ("https", "wss") else "http"
    # The public address by itself as well: a proxy may leave its port out of the Host header.
    expected = {f"{scheme}://{host}", settings.address} - {""}
    origins = headers.getlist("origin")
    if len(origins) == 1 and origins[0].lower() in expected:
        return None
    return Refusal(
        403, "origin", "This was sent from another site, or by no page at all. Nothing changed."
    )


def _judge_write(scope: Scope, headers: Headers) -> Refusal | None:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    file = _is_file(scope)
    if headers.get("x-claims") != "1" or (kind != "application/json" and not file):
        and_type = "" if file else " and the content type application/json"
        return Refusal(
            403, "header", f"A change needs the header X-Claims: 1{and_type}. Nothing changed."
        )
    return _judge_size(headers, _largest(scope))


def _is_file(scope: Scope) -> bool:
    """Whether a file is sent that evidence will name."""
    path: str = scope["path"]
    name = path.removeprefix(_FILES)
    return scope["method"] == "PUT" and path.startswith(_FILES) and "/" not in name


def _largest(scope: Scope) -> int:
    """How many bytes may be sent to this address."""
    if scope["path"].startswith(_UPLOADS):
        return LARGEST_UPLOAD
    return LARGEST_FILE if _is_file(scope) else LARGEST_WRITE


def _judge_size(headers: Headers, largest: int) -> Refusal | None:
    length = headers.get("content-length", "0")
    if length.isdecimal() and int(length) <= largest:
        return None
    return _too_large(largest)


def _too_large(largest: int) -> Refusal:
    return Refusal(
        413,
        "size",
        f"This is more than {largest // 1_000_000} MB, the most that is taken at once. "
        "Nothing changed.",
    )


def _wants_page(scope: Scope, headers: Headers) -> bool:
    """Whether a browser asks for one of Streamlit's pages, by its address bar or a link."""
    path = scope["path"]
    return (
        scope["method"] in ("GET", "HEAD")
        and "text/html" in headers.get("accept", "")
        and not path.startswith(_NOT_PAGES)
        and "." not in path.rsplit("/", 1)[-1]
    )


def _log(scope: Scope, headers: Headers, refusal: Refusal) -> None:
    """A line for whoever looks after the server; nothing in it opens anything."""
    path = next((f"{way}…" for way in _SECRET if scope["path"].startswith(way)), scope["path"])
    client = scope.get("client")
    log.warning(
        "Refused (%s): %s %r for %r, from %s, origin %r",
        refusal.error,
        scope.get("method", "websocket"),
        path[:200],
        headers.get("host", "")[:100],
        client[0] if client else "a socket",
        headers.get("origin", "")[:100],
    )


class _TooLargeError(Exception):
    """The body went past its limit while it was read."""


async def _limited(
    app: ASGIApp, scope: Scope, receive: Receive, send: Send, headers: Headers
) -> None:
    """Run the application, counting what is sent to it: Content-Length may be missing."""
    if scope["method"] in _READS:
        await app(scope, receive, send)
        return
    largest = _largest(scope)
    read = 0
    begun = False

    async def counted() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > largest:
            raise _TooLargeError
        return message

    async def watched(message: Message) -> None:
        nonlocal begun
        begun = True
        await send(message)

    try:
        await app(scope, counted, watched)
    except _TooLargeError:
        if begun:
            raise
        await _refuse(send, headers, _too_large(largest))


async def _refuse(send: Send, headers: Headers, refusal: Refusal) -> None:
    if "text/html" in headers.get("accept", ""):
        kind, body = b"text/html; charset=utf-8", _page(refusal.message)
    else:
        kind = b"application/json"
        body = json.dumps(
            {"error": refusal.error, "message": refusal.message}, ensure_ascii=False
        ).encode()
    await _respond(send, refusal.status, [(b"content-type", kind)], body)


def _page(message: str) -> bytes:
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>claim annotator</title>"
        "<style>:root{color-scheme:light dark}body{font:1.0625rem/1.5 system-ui,sans-serif;"
        "max-width:34rem;margin:20vh auto;padding:0 1rem}</style>"
        f"<p>{html.escape(message)}</p></html>"
    ).encode()


async def _redirect(send: Send, address: str) -> None:
    await _respond(
        send, 303, [(b"location", address.encode("latin-1")), (b"cache-control", b"no-store")], b""
    )


async def _respond(
    send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes
) -> None:
    headers = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
