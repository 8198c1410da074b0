"""Exports as downloads: a link on the Export page, answered with a file.

An analyst gets the own rows. Others' rows come only once others' work on every chosen article that
holds any has been shown to the asker, because whoever sees it is blind no longer. How claims were
settled follows from everybody's votes, so it is others' rows altogether.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import IO, Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from annotator import running
from annotator.identity import Actor, NotAllowedError, authorize, subjects_of
from annotator.replies import (
    NO_STORE,
    RefusedError,
    note_refusal,
    refusal,
    refuse_unknown,
    who_asks,
)
from db import answers, articles, events
from db.errors import NotFoundError, StoreError
from db.exports import EXPORTERS, Exporter, Selection
from db.model import Analyst, ArticleRow, Head
from db.store import Database, Store

_IN_MEMORY: Final = 4 * 1024 * 1024  # a larger export waits on disk
_CHUNK: Final = 256 * 1024


def routes() -> list[Route]:
    """What the server mounts before Streamlit's own routes."""
    return [Route("/api/export/{format}", get_export, methods=["GET"])]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the link asks for; None means all articles."""

    exporter: Exporter
    article_ids: tuple[int, ...] | None
    others: bool
    fill_majority: bool
    raw: bool


async def get_export(request: Request) -> Response:
    """The file, if the asker may have it."""
    store = running.store()
    exporter = EXPORTERS.get(request.path_params["format"])
    if exporter is None:
        return _refusal(
            request, 404, "format", f"There are these exports: {', '.join(EXPORTERS)}. Choose one."
        )
    try:
        analyst = await who_asks(request)
        wanted = _wanted(exporter, request.query_params)
        file, end = await run_in_threadpool(_made, store, analyst, wanted)
    except RefusedError as error:
        return _refusal(request, error.status, error.error, str(error))
    except NotAllowedError as error:
        return _refusal(request, 403, "others", str(error))
    except NotFoundError as error:
        return _refusal(request, 404, "article", str(error))
    except StoreError as error:
        return _refusal(request, 503, "store", str(error))
    except OSError as error:
        return _refusal(
            request,
            503,
            "disk",
            f"The export cannot be prepared: {error.strerror}. Make room on the disk; "
            "everything saved is safe.",
        )
    today = datetime.now(UTC).date()
    name = file_name(
        exporter,
        end,
        today,
        others=wanted.others,
        fill_majority=wanted.fill_majority,
        raw=wanted.raw,
    )
    return StreamingResponse(
        _sent(file),
        media_type=exporter.media_type,
        headers={
            **NO_STORE,
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Length": str(_size(file)),
            "X-Content-Type-Options": "nosniff",
            "X-Claims-Head": str(end),
        },
    )


def file_name(
    exporter: Exporter,
    end: Head,
    day: date,
    *,
    others: bool,
    raw: bool,
    fill_majority: bool = False,
) -> str:
    """`tags-long-mine-2026-11-22-1a2b3c4d.csv`: the digits begin the hash of the last event."""
    kinds = ((".filled", fill_majority), (".raw", raw))
    kind = "".join(name for name, asked in kinds if asked)
    whose = "all" if others else "mine"
    return f"{exporter.stem}-{whose}-{day.isoformat()}-{end.hash[:8]}{kind}{exporter.suffix}"


def _wanted(exporter: Exporter, query: QueryParams) -> Wanted:
    refuse_unknown(query, "article", "others", "raw", "fill_majority")
    ids = query.getlist("article")
    if not all(text.isascii() and text.isdecimal() and len(text) < 19 for text in ids):
        raise RefusedError(400, "address", "An article is named by its number, as in ?article=1.")
    fill_majority = query.get("fill_majority") == "1"
    if fill_majority and not exporter.settles:
        raise RefusedError(
            400, "address", f"{exporter.name} has no final tags to fill: leave fill_majority out."
        )
    return Wanted(
        exporter,
        article_ids=tuple(dict.fromkeys(map(int, ids))) or None,
        others=exporter.settles or query.get("others") == "1",
        fill_majority=fill_majority,
        raw=query.get("raw") == "1",
    )


def _made(store: Store, analyst: Analyst, wanted: Wanted) -> tuple[IO[bytes], Head]:
    """The whole file and where the log ended then.

    It is made before it is sent: a slow or vanished reader would keep the WAL from being folded
    back, and a failure half-way would look like a complete file.
    """
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - _sent closes it
    try:
        with store.read(timeout=None) as db:
            # In the moment the rows are from: others may begin in an article at any time.
            rows = (
                articles.listing(db)
                if wanted.article_ids is None
                else [articles.get(db, article_id) for article_id in wanted.article_ids]
            )
            hidden = answers.hidden(db, analyst.id, [row.id for row in rows])
            selection = _allowed(db, running.actor(analyst), wanted, rows, hidden)
            end = events.head(db)
            for chunk in wanted.exporter.chunks(db, selection, raw=wanted.raw):
                file.write(chunk.data)
    except BaseException:  # the end of the read may raise too: the file changed meanwhile
        file.close()
        raise
    return file, end


def _allowed(
    db: Database,
    actor: Actor,
    wanted: Wanted,
    rows: Sequence[ArticleRow],
    hidden: Sequence[int],
) -> Selection:
    """The rows the actor may have.

    Raises:
        NotAllowedError: Others' rows are not the actor's to see, or others hold something in an
            article that has not been shown to the actor.
    """
    asked = tuple(row.id for row in rows)
    if not wanted.others:
        authorize(actor, "export-own")
        return Selection(asked, (actor.id,))
    for subject in subjects_of(db, actor, asked):
        authorize(actor, "export-others", subject)
    if hidden:
        title = next(row.title for row in rows if row.id == hidden[0])
        raise NotAllowedError(
            f"Others' tags of “{title}” have not been shown to you, so your answers there "
            "still count as blind. Agree to see them on the Export page first."
        )
    return Selection(asked, fill_majority=wanted.fill_majority)


def _size(file: IO[bytes]) -> int:
    return file.seek(0, 2)


def _sent(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


def _refusal(request: Request, status: int, error: str, message: str) -> Response:
    note_refusal(request, status, error)
    # Somebody who follows a link reads the answer; a script wants to know which refusal it is.
    if "text/html" in request.headers.get("accept", ""):
        return PlainTextResponse(message, status, NO_STORE)
    return refusal(status, error, message)
