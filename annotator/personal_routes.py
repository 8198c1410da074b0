"""What a desk keeps of its analyst's own ways: preferences, and the time that claims took."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from annotator import key_sets, running, schemes, workflow
from annotator.identity import Actor
from annotator.replies import NO_STORE, RefusedError, json_of, refusing, who_asks


def routes() -> list[Route]:
    """What the server mounts before Streamlit's own routes."""
    return [
        Route("/api/preferences", post_preferences, methods=["POST"]),
        Route("/api/times", post_times, methods=["POST"]),
    ]


@refusing
async def post_preferences(request: Request) -> Response:
    """Keep how somebody wants their desk."""
    actor, body = await _own(request)
    values = body.get("preferences")
    if not isinstance(values, dict):
        raise RefusedError(400, "batch", "Preferences are an object of names and values.")

    def kept() -> dict[str, dict[str, str]]:
        store = running.store()
        workflow.prefer(store, actor, values)
        with store.read() as db:
            scheme = schemes.current(db)
        chosen = {name: str(value) for name, value in values.items() if value}
        tags = key_sets.with_own_keys(scheme, chosen).tags
        return {"keys": key_sets.commands(chosen), "tags": {tag.name: tag.key for tag in tags}}

    return JSONResponse(await run_in_threadpool(kept), headers=NO_STORE)


@refusing
async def post_times(request: Request) -> Response:
    """Keep how long claims took, for whoever has switched it on."""
    actor, body = await _own(request)
    given = body.get("times")
    if not isinstance(given, list) or len(given) > workflow.BATCH:
        raise RefusedError(400, "batch", f"Times are a list of at most {workflow.BATCH} pairs.")
    await run_in_threadpool(workflow.keep_times, running.store(), actor, given)
    return JSONResponse({}, headers=NO_STORE)


async def _own(request: Request) -> tuple[Actor, dict[str, Any]]:
    """Who asks, if the page was made for them and for this project, and what they say."""
    analyst = await who_asks(request)
    body = await json_of(request)
    if not isinstance(body, dict):
        raise RefusedError(400, "batch", "A JSON object is needed.")
    store = running.store()
    if body.get("project") != store.project_id or body.get("as") != analyst.id:
        raise RefusedError(409, "person", f"You are now signed in as {analyst.name} here.")
    return running.actor(analyst), body
