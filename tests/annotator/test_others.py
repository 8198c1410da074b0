"""What others say of a claim, at the desk: in a closed round, or after one's own answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from annotator import api, running, workflow
from annotator.deskdata import desk_data
from annotator.identity import Actor, cookie_name
from annotator.workflow import Plan, Share
from db import answers, events, rounds
from db.model import Analyst
from db.store import Store
from tests import builders

LEAD = Actor("cli:test", "test")


@pytest.fixture
def served(store: Store) -> Iterator[tuple[Store, Analyst, TestClient]]:
    """Ana is signed in; she and Bo have tagged the first claim, Bo alone the second."""
    builders.load(store)
    ana, bo = builders.an_analyst(store, "Ana"), builders.an_analyst(store, "Bo")
    builders.tag(store, ana, 1)
    builders.tag(store, bo, 1, "contested")
    builders.note(store, bo, 1, "Two of them differ.")
    builders.attach(store, bo, 1, "refutes", source="Port office", note="by telephone")
    builders.tag(store, bo, 2, None, outcome="unsure")
    running.start(store)
    with TestClient(Starlette(routes=api.routes())) as client:
        client.cookies.set(cookie_name(store.project_id), workflow.sign_in(store, ana.id))
        yield store, ana, client
    running.stop()


def desk(store: Store, analyst: Analyst) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(desk_data(store, analyst, 1))
    return found


def test_an_open_round_shows_nothing_and_records_nothing(
    served: tuple[Store, Analyst, TestClient],
) -> None:
    store, ana, client = served
    with store.read() as db:
        before = events.head(db)
    for claim in (1, 2, 3):
        reply = client.get(f"/api/claims/{claim}/others")
        assert reply.status_code == 403
        assert reply.json()["message"].endswith("opens when the round of its article is closed.")
        assert "contested" not in reply.text
    with store.read() as db:
        assert events.head(db) == before
    assert (desk(store, ana)["shut"], desk(store, ana)["others"]) == ("", "")
    assert client.get("/api/claims/99/others").status_code == 404


def test_a_closed_round_shows_all_of_it(served: tuple[Store, Analyst, TestClient]) -> None:
    store, ana, client = served
    rea = builders.an_analyst(store, "Rea")
    builders.decide(store, rea, 1, "contested", reason="Two known sides.")
    workflow.set_rounds(store, LEAD, [1], "closed")
    assert (desk(store, ana)["shut"], desk(store, ana)["others"]) == ("closed", "closed")
    assert client.get("/api/claims/3/others").json() == {"votes": [], "decision": None}
    with store.read() as db:
        assert not answers.exposed(db, ana.id, 1), "there was nothing to be seen"
    assert client.get("/api/claims/1/others").json() == {
        "votes": [
            {
                "name": "Bo",
                "outcome": "tagged",
                "tag": "contested",
                "note": "Two of them differ.",
                "evidence": ["refutes: Port office, “So it was said.”"],
            }
        ],
        "decision": {
            "words": "decided: contested",
            "tag": "contested",
            "by": "Rea",
            "reason": "Two known sides.",
        },
    }
    assert client.get("/api/claims/2/others").json() == {
        "votes": [
            {"name": "Bo", "outcome": "unsure", "tag": None, "note": "", "evidence": []},
        ],
        "decision": None,
    }
    with store.read() as db:
        assert answers.exposed(db, ana.id, 1)


def test_after_the_own_answer_only_where_the_lead_allows_it(
    served: tuple[Store, Analyst, TestClient],
) -> None:
    store, ana, client = served
    workflow.set_showing(store, LEAD, [1], "answer")
    assert desk(store, ana)["others"] == "ask"
    assert client.get("/api/claims/2/others").status_code == 403
    with store.read() as db:
        assert not answers.exposed(db, ana.id, 1)
    assert client.get("/api/claims/1/others").json()["votes"][0]["tag"] == "contested"
    assert desk(store, ana)["others"] == "answer"
    builders.tag(store, ana, 2)
    with store.read() as db:
        assert not db.execute(
            "select blind from answer where claim_id = 2 and analyst_id = ?", [ana.id]
        ).fetchone()[0]


def test_what_was_given_to_others_is_read_and_not_tagged(
    served: tuple[Store, Analyst, TestClient],
) -> None:
    store, ana, _ = served
    bo = builders.an_analyst(store, "Cy")
    workflow.set_taggers(store, LEAD, 1, [bo.id], seed=1)
    assert desk(store, ana)["shut"] == "other"
    new = builders.load(store, builders.an_article("New.", title="New"))
    with store.read() as db:
        assert rounds.places(db, ana.id, [new.id])[new.id].shut == "nobody"
    workflow.assign(store, LEAD, Plan(1, (Share(1, ana.id, (3,), 1),), 0))
    shown = desk(store, ana)
    claims = [claim for block in shown["blocks"] for claim in block.get("claims", ())]
    assert shown["shut"] == ""
    assert [claim.get("theirs", False) for claim in claims] == [False, True, False]


def test_what_was_sent_back_can_be_answered_in_a_closed_round(
    served: tuple[Store, Analyst, TestClient],
) -> None:
    store, ana, _ = served
    rea = builders.an_analyst(store, "Rea")
    builders.decide(store, rea, 1, None, ruling="sent_back", reason="Who says so?")
    builders.decide(store, rea, 2, None, ruling="sent_back", reason="Who says so?")
    workflow.set_rounds(store, LEAD, [1], "closed")
    claims = [one for block in desk(store, ana)["blocks"] for one in block.get("claims", ())]
    assert [claim.get("answerable", False) for claim in claims] == [True, False, False]
    assert claims[0]["question"] == "Who says so?"
