"""A law of the API: what somebody says does not depend on what says who they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from annotator import api, running, workflow
from annotator.identity import cli_actor, cookie_name
from annotator.running import Settings
from db.check import check
from db.model import Analyst
from db.store import Store, open_store
from db.transaction import uuid7
from tests import builders

CLAIMS = 3
CLI = cli_actor()

Step = dict[str, Any]


def said() -> st.SearchStrategy[Step]:
    """An act as its meaning; `replaces` counts back through the steps, and may name a wrong one."""
    answers = st.fixed_dictionaries(
        {
            "kind": st.just("answer"),
            "outcome": st.sampled_from(["tagged", "unsure", "skipped", "nonsense"]),
            "tag": st.sampled_from(["sourced", "opinion", "nonsense"]),
            "confidence": st.sampled_from(["", "low"]),
        }
    )
    others = [
        st.just({"kind": "clear"}),
        st.builds(lambda text: {"kind": "note", "text": text}, st.text(max_size=5)),
        st.builds(lambda wanted: {"kind": "split", "wanted": wanted}, st.booleans()),
    ]
    where = st.fixed_dictionaries(
        {
            "claim": st.integers(1, CLAIMS + 1),
            "replaces": st.one_of(st.none(), st.integers(1, 3)),
        }
    )
    return st.builds(lambda act, place: act | place, st.one_of(answers, *others), where)


def acts_of(store: Store, steps: list[Step]) -> list[Step]:
    """The steps as one person's acts, with ids of their own."""
    acts: list[Step] = []
    for n, step in enumerate(steps):
        back = step["replaces"]
        named = acts[n - back]["id"] if back is not None and back <= n else None
        sha = builders.sha_of(store, min(step["claim"], CLAIMS))
        acts.append(step | {"id": uuid7(), "sha": sha, "replaces": named})
    return acts


def rows_of(store: Store, analyst: Analyst) -> dict[str, list[tuple[Any, ...]]]:
    """What the project holds of a person, without what tells persons and moments apart."""
    questions = {
        "answer": "claim_id, article_id, outcome, tag, reason, confidence, blind, scheme",
        "vote": "claim_id, article_id, outcome, tag, reason, confidence, scheme",
        "note": "claim_id, article_id, text",
        "split_wish": "claim_id, article_id",
        "progress": "article_id, outcome, tag, claims",
    }
    with store.read() as db:
        found = {
            table: db.execute(
                f"select {columns} from {table} where analyst_id = ? order by {columns}",
                [analyst.id],
            ).fetchall()
            for table, columns in questions.items()
        }
        found["event"] = db.execute(
            "select kind, claim_id from event where actor = ? and claim_id > 0 order by seq",
            [analyst.id],
        ).fetchall()
    return found


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, TestClient]]:
    """One project for all examples: each brings people of its own."""
    path: Path = tmp_path_factory.mktemp("laws") / "project.db"
    with open_store(path, create=True) as store:
        builders.load(store)
        running.start(store, Settings(team=True))
        with TestClient(Starlette(routes=api.routes())) as client:
            yield store, client
        running.stop()


@settings(max_examples=30, deadline=None)
@given(batches=st.lists(st.lists(said(), max_size=8), min_size=1, max_size=3))
def test_a_batch_by_cookie_and_by_key_leads_to_the_same_rows(
    shared: tuple[Store, TestClient], batches: list[list[Step]]
) -> None:
    store, client = shared
    ana, bo = (workflow.add_analyst(store, uuid7(), actor=CLI) for _ in range(2))
    cookie = f"{cookie_name(store.project_id)}={workflow.sign_in(store, ana.id)}"
    key = workflow.add_api_token(store, CLI, bo.id, "notebook")
    for batch in batches:
        statuses = []
        for who, headers in ((ana, {"Cookie": cookie}), (bo, {"Authorization": f"Bearer {key}"})):
            acts = acts_of(store, batch)
            body = {"project": store.project_id, "as": who.id, "acts": acts}
            for _ in range(2):  # a resend changes nothing
                reply = client.post("/api/acts", json=body, headers=headers)
                statuses.append([row["status"] for row in reply.json()["results"]])
        assert statuses == statuses[:1] * 4
    assert rows_of(store, ana) == rows_of(store, bo)
    assert check(store) == []
