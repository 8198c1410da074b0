"""The desk's routes: one's own data out, acts in, and everything that must not happen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from annotator import api, running, workflow
from annotator.acts import NOTE_LENGTH
from annotator.identity import cookie_name
from annotator.scheme import default_scheme
from db import sessions
from db.check import check
from db.events import count
from db.model import Analyst, ArticleRow
from db.store import Store
from db.transaction import uuid7
from tests import builders


@pytest.fixture
def article(store: Store) -> ArticleRow:
    return builders.load(store)


@pytest.fixture
def ana(store: Store) -> Analyst:
    return builders.an_analyst(store, "Ana")


@pytest.fixture
def client(store: Store, article: ArticleRow, ana: Analyst) -> Iterator[TestClient]:
    """A browser signed in as Ana."""
    running.start(store)
    with TestClient(Starlette(routes=api.routes())) as client:
        client.cookies.set(cookie_name(store.project_id), workflow.sign_in(store, ana.id))
        yield client
    running.stop()


def answer(store: Store, claim: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "kind": "answer",
        "claim": claim,
        "sha": builders.sha_of(store, claim),
        "outcome": "tagged",
        "tag": "sourced",
        "reason": "",
        "confidence": "",
        "replaces": None,
    } | changes


def post(client: TestClient, store: Store, who: Analyst, *acts: object, **envelope: Any) -> Any:
    body = {"project": store.project_id, "as": who.id, "acts": list(acts)} | envelope
    return client.post("/api/acts", content=json.dumps(body))


def events(store: Store) -> int:
    with store.read() as db:
        return count(db)


def test_the_desk_shows_the_article_and_ones_own_answers(
    client: TestClient, store: Store, article: ArticleRow, ana: Analyst
) -> None:
    builders.tag(store, builders.an_analyst(store, "Bo"), 1, "opinion")
    post(client, store, ana, answer(store, 2, tag="contested", confidence="low"))
    builders.note(store, ana, 2, "Look again.")

    data = client.get(f"/api/articles/{article.id}/desk").json()

    assert data["project"] == store.project_id
    assert data["analyst"] == {"id": ana.id, "name": "Ana"}
    assert [block["kind"] for block in data["blocks"]] == ["title", "paragraph"]
    first, second, third = data["blocks"][1]["claims"]
    assert "outcome" not in first
    assert (second["tag"], second["confidence"], second["note"]) == (
        "contested",
        "low",
        "Look again.",
    )
    assert third["text"] == "Ships will stay away."
    assert [row[0] for row in data["history"]] == [second["event"]]
    assert "Bo" not in json.dumps(data)


def test_acts_are_stored_once_and_in_order(client: TestClient, store: Store, ana: Analyst) -> None:
    first = answer(store)
    second = answer(store, tag="opinion", replaces=first["id"])
    replies = [post(client, store, ana, first, second).json()["results"] for _ in range(2)]

    assert replies[0] == replies[1]
    assert [result["status"] for result in replies[0]] == ["stored", "stored"]
    with store.read() as db:
        assert db.execute("select tag from answer").fetchall() == [("opinion",)]
    assert check(store) == []


def test_a_bad_act_is_refused_alone(client: TestClient, store: Store, ana: Analyst) -> None:
    good = answer(store, 2)
    bad = [
        7,
        {},
        answer(store, 1, id="not-an-id"),
        answer(store, 1, tag="nonsense"),
        answer(store, 1, outcome="perhaps"),
        answer(store, 1, reason="because"),
        answer(store, 1, confidence="very"),
        answer(store, 1, sha="0" * 12),
        answer(store, 1, sha="%"),
        answer(store, 1, kind="delete"),
        answer(store, 1, kind="\ud800"),
        answer(store, 1, tag="\ud800"),
        answer(store, 1, id="\ud800"),
        answer(store, 1, scheme="\ud800"),
        answer(store, 1, kind=["answer"]),
        answer(store) | {"claim": "1"},
        answer(store) | {"claim": True},
        answer(store) | {"claim": 99},
        answer(store, 1, replaces="x"),
        answer(store, 1, kind="note"),
        answer(store, 1, kind="note", text="x" * (NOTE_LENGTH + 1)),
        answer(store, 1, kind="split"),
        answer(store, 1, kind="split", wanted=1),
        answer(store, 1, kind="split", wanted="true"),
    ]
    results = post(client, store, ana, *bad, good).json()["results"]

    assert [result["status"] for result in results] == ["refused"] * len(bad) + ["stored"]
    assert all(result["why"].endswith((".", "?")) for result in results[:-1])
    with store.read() as db:
        assert db.execute("select claim_id from answer").fetchall() == [(2,)]


def test_a_stale_screen_gets_what_is_current(
    client: TestClient, store: Store, ana: Analyst
) -> None:
    first = answer(store)
    post(client, store, ana, first)
    result = post(client, store, ana, answer(store, tag="opinion")).json()["results"][0]

    assert result["status"] == "conflict"
    assert result["current"]["event"] == first["id"]
    assert result["current"]["tag"] == "sourced"


def test_an_id_used_for_something_else_is_refused(
    client: TestClient, store: Store, ana: Analyst
) -> None:
    first = answer(store)
    post(client, store, ana, first)
    result = post(client, store, ana, first | {"tag": "opinion"}).json()["results"][0]
    assert result["status"] == "refused"


def test_a_page_made_for_somebody_else_writes_nothing(client: TestClient, store: Store) -> None:
    bo = builders.an_analyst(store, "Bo")
    before = events(store)
    reply = post(client, store, bo, answer(store))

    assert reply.status_code == 409
    assert reply.json()["error"] == "person"
    assert reply.json()["message"] == "You are now signed in as Ana here."
    assert events(store) == before


def test_a_page_of_another_project_writes_nothing(
    client: TestClient, store: Store, ana: Analyst
) -> None:
    before = events(store)
    reply = post(client, store, ana, answer(store), project="0" * 32)
    assert (reply.status_code, reply.json()["error"]) == (409, "project")
    assert events(store) == before


def test_without_a_login_nothing_is_shown_or_stored(
    client: TestClient, store: Store, ana: Analyst, article: ArticleRow
) -> None:
    client.cookies.clear()
    before = events(store)
    assert client.get(f"/api/articles/{article.id}/desk").status_code == 401
    assert post(client, store, ana, answer(store)).status_code == 401
    client.cookies.set(cookie_name(store.project_id), "guessed")
    assert post(client, store, ana, answer(store)).status_code == 401
    assert events(store) == before


def test_a_login_that_was_ended_is_worth_nothing(
    client: TestClient, store: Store, ana: Analyst
) -> None:
    workflow.sign_out(store, client.cookies[cookie_name(store.project_id)])
    assert post(client, store, ana, answer(store)).status_code == 401


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"acts": 1}', b"\xff\xfe", b'"x"', b"[" * 200_000]
)
def test_a_malformed_batch_is_one_sentence(client: TestClient, body: bytes) -> None:
    reply = client.post("/api/acts", content=body)
    assert reply.status_code == 400
    assert reply.json()["message"].endswith(".")


def test_a_batch_that_is_too_long_is_refused_whole(
    client: TestClient, store: Store, ana: Analyst
) -> None:
    before = events(store)
    reply = post(client, store, ana, *(answer(store) for _ in range(workflow.BATCH + 1)))
    assert reply.status_code == 400
    assert events(store) == before


def test_an_unknown_article_is_one_sentence(client: TestClient) -> None:
    reply = client.get("/api/articles/99/desk")
    assert reply.status_code == 404
    assert "no article 99" in reply.json()["message"]


def test_a_note_keeps_every_character_that_can_be_kept(
    client: TestClient, store: Store, ana: Analyst
) -> None:
    text = '=1+1,"quoted"\nשלום \U0001f44d\U0001f3fd\x00\ud800'
    body = json.dumps(
        {
            "project": store.project_id,
            "as": ana.id,
            "acts": [answer(store) | {"kind": "note", "text": text}],
        }
    )
    assert client.post("/api/acts", content=body).json()["results"][0]["status"] == "stored"
    with store.read() as db:
        stored = db.execute("select text from note").fetchone()[0]
    assert stored == text.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")


def test_a_wish_for_a_split_is_stored_and_told_to_a_stale_screen(
    client: TestClient, store: Store, ana: Analyst
) -> None:
    wish = answer(store) | {"kind": "split", "wanted": True}
    again = wish | {"id": uuid7()}
    results = post(client, store, ana, wish, again).json()["results"]
    assert [result["status"] for result in results] == ["stored", "conflict"]
    assert results[1]["current"] == {"event": wish["id"], "wanted": True}
    with store.read() as db:
        assert db.execute("select claim_id from split_wish").fetchall() == [(1,)]
        assert db.execute("select count(*) from answer").fetchone() == (0,)


def test_undo_is_kept_with_what_it_takes_back(
    client: TestClient, store: Store, ana: Analyst, article: ArticleRow
) -> None:
    first = answer(store)
    undo = {
        "id": uuid7(),
        "kind": "clear",
        "claim": 1,
        "sha": first["sha"],
        "replaces": first["id"],
        "undo": first["id"],
    }
    post(client, store, ana, first, undo)
    data = client.get(f"/api/articles/{article.id}/desk").json()
    assert [row[2] for row in data["history"]] == ["answer", "clear"]
    assert data["history"][1][5] == first["id"]


def test_an_answer_is_filed_under_the_scheme_that_was_on_screen(
    client: TestClient, store: Store, ana: Analyst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program is updated between a tag and its resend: the tag is the same one."""
    sent = answer(store, scheme="default/1")
    first = post(client, store, ana, sent).json()["results"]
    newer = replace(default_scheme(), version=2)
    monkeypatch.setattr("annotator.schemes.default_scheme", lambda: newer)

    assert post(client, store, ana, sent).json()["results"] == first
    with store.read() as db:
        assert db.execute("select scheme from answer").fetchall() == [("default/1",)]


def test_an_id_no_file_can_hold_is_one_sentence(client: TestClient) -> None:
    assert client.get(f"/api/articles/{10**23}/desk").status_code == 404


def test_a_session_ended_by_hand_is_in_the_log_once(
    client: TestClient, store: Store, ana: Analyst
) -> None:
    ending = {"id": uuid7(), "kind": "session-end", "claim": 0, "sha": "", "replaces": None}
    for _ in range(2):
        (first, second, third) = post(
            client, store, ana, answer(store), ending, answer(store, 2)
        ).json()["results"]
        assert [one["status"] for one in (first, second, third)][1] == "stored"
    (known, clash) = post(client, store, ana, ending, answer(store, 3, id=ending["id"])).json()[
        "results"
    ]
    assert (known["seq"], clash["status"]) == (second["seq"], "refused")
    (taken,) = post(client, store, ana, ending | {"id": first["id"]}).json()["results"]
    assert taken["status"] == "refused"
    with store.read() as db:
        kinds = [kind for (kind,) in db.execute("select kind from event where actor = ?", [ana.id])]
        newest, older = sessions.latest(db, ana.id, limit=2)
    assert kinds.count("session.end") == 1
    assert (older.claims, older.ended, newest.ended) == (1, True, False)
    assert check(store) == []
