"""Files that never change under their address: answered in one piece, kept for good by browsers.

Streamlit's page asks for sixty small files before it runs, and each of them takes Streamlit's own
route half a dozen thread switches; and it lets nobody keep the desk's files, whose address holds a
digest. So both are answered here. A page also names in its headers what it will need, the desk's
files and the scripts that draw our styles, and the browser fetches it while Streamlit starts: else
each would be asked for when it is missed, and the page drawn without it first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

WITH_DESK: Final = ("/", "/tag")
WITHOUT_DESK: Final = (
    "/review",
    "/articles",
    "/progress",
    "/agreement",
    "/sources",
    "/export",
    "/team",
    "/rounds",
    "/guide",
)

_KINDS: Final = {
    ".css": b"text/css; charset=utf-8",
    ".js": b"text/javascript; charset=utf-8",
    ".woff2": b"font/woff2",
}
_FOR_GOOD: Final = b"public, max-age=31536000, immutable"
_STREAMLIT: Final = Path(streamlit.__file__).parent / "static" / "static"
# What people read is set in this one; without it, a page is drawn twice.
_READING_FONT: Final = "SourceSerifVariable-Roman."
# Streamlit's scripts for `st.html`, which brings our styles, and for components.
_HTML: Final = "Html."
_COMPONENTS: Final = "BidiComponent."
_IMPORTED: Final = re.compile(r"""(?:from|import)["'`]\./([\w.-]+\.js)["'`]""")


class Assets:
    """Pure ASGI middleware: answers for `files` and adds `links` to pages.

    Args:
        files: What is behind each address, or the file that holds it; it may never change.
        links: The Link header of the pages, by address.
    """

    def __init__(
        self, app: ASGIApp, *, files: Mapping[str, Path | bytes], links: Mapping[str, str]
    ) -> None:
        self._app = app
        self._files = files
        self._links = links

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "GET":
            headers = Headers(scope=scope)
            file = None if "range" in headers else self._files.get(scope["path"])
            if file is not None and await _answered(scope["path"], file, send):
                return
            if value := self._links.get(scope["path"]):
                send = _with_links(send, value)
        await self._app(scope, receive, send)


def streamlit_files() -> dict[str, Path]:
    """Streamlit's own scripts, styles and fonts; their names hold a digest. None if they moved."""
    return {
        f"/static/{path.relative_to(_STREAMLIT).as_posix()}": path
        for path in _STREAMLIT.rglob("*.*.*")
        if path.suffix in _KINDS
    }


def links_of_pages(desk: Iterable[str], streamlit: Mapping[str, Path]) -> dict[str, str]:
    """The Link header of every page: what it needs besides what its HTML names."""
    with_desk = links([*desk, *late_scripts(streamlit, _HTML, _COMPONENTS)], streamlit)
    without = links(late_scripts(streamlit, _HTML), streamlit)
    return dict.fromkeys(WITH_DESK, with_desk) | dict.fromkeys(WITHOUT_DESK, without)


def late_scripts(files: Mapping[str, Path], *names: str) -> list[str]:
    """Streamlit's scripts of these names, and what they import that its page does not name."""
    page = _STREAMLIT.parent / "index.html"
    named = page.read_text(encoding="utf-8") if page.is_file() else ""
    found: dict[str, None] = {}
    wanted = [
        address for name in names for address in files if address.startswith(f"/static/js/{name}")
    ]
    while wanted:
        address = wanted.pop()
        if address in files and address not in found and address not in named:
            found[address] = None
            script = files[address].read_text(encoding="utf-8")
            wanted += [f"/static/js/{name}" for name in _IMPORTED.findall(script)]
    return list(found)


def links(needed: Iterable[str], all_files: Iterable[str]) -> str:
    """These files, and the font people read in, as a Link header."""
    fonts = [file for file in all_files if _READING_FONT in file and file.endswith(".woff2")]
    needed = list(needed)
    return ", ".join(
        (
            *(f"<{file}>; rel=modulepreload" for file in needed if file.endswith(".js")),
            *(f"<{file}>; rel=preload; as=style" for file in needed if file.endswith(".css")),
            *(f'<{file}>; rel=preload; as=font; type="font/woff2"; crossorigin' for file in fonts),
        )
    )


async def _answered(address: str, file: Path | bytes, send: Send) -> bool:
    """Send the file; whether it was there. Read at once: it lies in the system's cache."""
    try:
        body = file if isinstance(file, bytes) else file.read_bytes()
    except OSError:
        return False
    headers = [
        (b"content-type", _KINDS[PurePosixPath(address).suffix]),
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
