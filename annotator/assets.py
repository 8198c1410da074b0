"""Files that never change under their address: answered in one piece, kept for good by browsers.

Streamlit's page asks for sixty small files before it runs, and each of them takes Streamlit's own
route half a dozen thread switches; and it lets nobody keep the desk's files, whose address holds a
digest. So both are answered here. The page that will show the desk also names the desk's files in
its headers, and the browser fetches them while Streamlit starts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

WITH_DESK: Final = frozenset({"/", "/tag"})

_KINDS: Final = {
    ".css": b"text/css; charset=utf-8",
    ".js": b"text/javascript; charset=utf-8",
    ".woff2": b"font/woff2",
}
_FOR_GOOD: Final = b"public, max-age=31536000, immutable"
_STREAMLIT: Final = Path(streamlit.__file__).parent / "static" / "static"
# What people read is set in this one; without it, a page is drawn twice.
_READING_FONT: Final = "SourceSerifVariable-Roman."


class Assets:
    """Pure ASGI middleware: answers for `files` and adds `links` to pages.

    Args:
        files: The file behind each address; its content may never change.
        links: The Link header of the pages that show the desk.
    """

    def __init__(self, app: ASGIApp, *, files: Mapping[str, Path], links: str) -> None:
        self._app = app
        self._files = files
        self._links = links

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "GET":
            headers = Headers(scope=scope)
            file = None if "range" in headers else self._files.get(scope["path"])
            if file is not None and await _answered(file, send):
                return
            if scope["path"] in WITH_DESK:
                send = _with_links(send, self._links)
        await self._app(scope, receive, send)


def streamlit_files() -> dict[str, Path]:
    """Streamlit's own scripts, styles and fonts; their names hold a digest. None if they moved."""
    return {
        f"/static/{path.relative_to(_STREAMLIT).as_posix()}": path
        for path in _STREAMLIT.rglob("*.*.*")
        if path.suffix in _KINDS
    }


def links(desk: Iterable[str], all_files: Iterable[str]) -> str:
    """What a page with the desk needs besides what its HTML names, as a Link header."""
    fonts = [file for file in all_files if _READING_FONT in file and file.endswith(".woff2")]
    return ", ".join(
        (
            *(f"<{file}>; rel=modulepreload" for file in desk if file.endswith(".js")),
            *(f"<{file}>; rel=preload; as=style" for file in desk if file.endswith(".css")),
            *(f'<{file}>; rel=preload; as=font; type="font/woff2"; crossorigin' for file in fonts),
        )
    )


async def _answered(file: Path, send: Send) -> bool:
    """Send the file; whether it was there. Read at once: it lies in the system's cache."""
    try:
        body = file.read_bytes()
    except OSError:
        return False
    headers = [
        (b"content-type", _KINDS[file.suffix]),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", _FOR_GOOD),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
    return True


def _with_links(send: Send, value: str) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200 and value:
            headers = MutableHeaders(raw=list(message.get("headers", [])))
            headers.append("link", value)
            message = {**message, "headers": headers.raw}
        await send(message)

    return sending
