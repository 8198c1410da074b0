"""What every answer tells the browser to allow: our own files, and nothing of anybody else's."""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from pathlib import Path

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

from annotator.addresses import host_name


def with_headers(send: Send, host: str) -> Send:
    """Add the security headers to whatever answers, unless it set its own."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message.get("headers", [])))
            headers.setdefault("content-security-policy", content_security_policy(host))
            headers.setdefault("x-content-type-options", "nosniff")
            # Our own pages may know where somebody comes from, to lead back there; nobody else.
            headers.setdefault("referrer-policy", "same-origin")
            headers.setdefault("cross-origin-resource-policy", "same-origin")
            message = {**message, "headers": headers.raw}
        await send(message)

    return sending


@functools.lru_cache(maxsize=16)
def content_security_policy(host: str) -> str:
    """Everything from here, and nothing in the page's own text that runs, but Streamlit's line.

    Streamlit styles its elements inline, and draws tables in workers made from blobs.
    """
    sockets = f" ws://{host} wss://{host}" if host_name(host) else ""
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self'{_inline_scripts()}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self'{sockets}",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


@functools.cache
def _inline_scripts() -> str:
    """The hashes of the scripts that stand in Streamlit's page itself."""
    page = Path(streamlit.__file__).parent / "static" / "index.html"
    if not page.is_file():
        return ""
    scripts = re.findall(r"<script>(.*?)</script>", page.read_text(encoding="utf-8"), re.DOTALL)
    hashes = (base64.b64encode(hashlib.sha256(text.encode()).digest()) for text in scripts)
    return "".join(f" 'sha256-{digest.decode()}'" for digest in hashes)
