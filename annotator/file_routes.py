"""Files attached as evidence: taken by their bytes, and given out as downloads only.

`annotator.guard` has checked Host, Origin and header before anything here runs, and ends a body
that is too large while it is read.
"""

from __future__ import annotations

import io
from typing import Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from annotator import media, running, workflow
from annotator.act_fields import is_id
from annotator.identity import Actor
from annotator.replies import NO_STORE, RefusedError, refuse_unknown, refusing, who_asks
from db import evidence, files
from db.evidence_model import StoredFile
from db.store import Store

# Whatever the file is, it can do nothing in the name of this program.
_HARMLESS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
}


def routes() -> list[Route]:
    """What the server mounts before Streamlit's own routes."""
    return [
        Route("/api/files/{id}", put_file, methods=["PUT"]),
        Route("/api/files/{sha256}", get_file, methods=["GET"]),
    ]


@refusing
async def put_file(request: Request) -> Response:
    """Keep a file and tell its hash, by which evidence names it."""
    actor = running.actor(await who_asks(request))
    refuse_unknown(request.query_params, "name")
    if not is_id(request.path_params["id"].lower()):
        raise RefusedError(400, "address", "A file is sent under an id that you make: a UUID.")
    name = request.query_params.get("name", "")
    declared = request.headers.get("content-type", "")
    content = await _received(request)
    kept = await run_in_threadpool(_keep, running.store(), actor, content, name, declared)
    return JSONResponse(
        {"sha256": kept.sha256, "size": kept.size, "mediaType": kept.media_type},
        headers=NO_STORE,
    )


@refusing
async def get_file(request: Request) -> Response:
    """A file as a download, if the asker sees evidence that holds it."""
    analyst = await who_asks(request)
    refuse_unknown(request.query_params)
    sha256 = request.path_params["sha256"]
    name, kind, content = await run_in_threadpool(_find, running.store(), analyst.id, sha256)
    return Response(
        content,
        media_type=kind if kind in media.SAFE else media.UNKNOWN,
        headers={**NO_STORE, **_HARMLESS, "Content-Disposition": attachment(name)},
    )


def attachment(name: str) -> str:
    """The header that makes a browser save a file under this name (RFC 6266, RFC 8187)."""
    return f"attachment; filename*=UTF-8''{quote(media.plain_name(name), safe='')}"


async def _received(request: Request) -> bytes:
    """The body, in one piece of memory however small the pieces are that it comes in.

    Raises:
        RefusedError: It ended too early.
    """
    body = io.BytesIO()
    try:
        async for piece in request.stream():
            body.write(piece)
    except ClientDisconnect:
        raise RefusedError(
            400, "cut", "The upload broke off. Nothing was kept; attach the file again."
        ) from None
    return body.getvalue()


def _keep(store: Store, actor: Actor, content: bytes, name: str, declared: str) -> StoredFile:
    """The file in the record, by what its bytes are.

    Raises:
        NotAllowedError: The actor may attach nothing.
        RefusedError: It is empty, or pretends to be what it is not.
    """
    shown = f"“{media.plain_name(name)}”" if name else "The file"
    if not content:
        raise RefusedError(
            415, "empty", f"{shown} is empty. Nothing was kept; choose another file."
        )
    claim, kind = media.false_claim(content, name, declared), media.media_type(content)
    if claim:
        raise RefusedError(
            415,
            "type",
            f"{shown} is not {media.in_words(claim)}: its bytes are {media.in_words(kind)}. "
            "Save it again, or attach it under its real type.",
        )
    return workflow.keep_file(store, actor, content, kind)


def _find(store: Store, analyst_id: str, sha256: str) -> tuple[str, str, bytes]:
    """Name, media type and bytes.

    Raises:
        RefusedError: No evidence that the analyst sees holds such a file.
    """
    with store.read() as db:
        visible = evidence.file_visible(db, sha256, analyst_id)
        content = files.content(db, sha256) if visible else None
    if visible is None or content is None:
        # The same words for a file that is not there: its hash must not tell that others have it.
        raise RefusedError(
            404, "file", "No evidence that you see holds this file. Reload the article."
        )
    return (*visible, content)
