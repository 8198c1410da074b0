"""The API for programs: what it tells, to whom, piece by piece, and nothing of anybody else."""

from __future__ import annotations

import itertools
import json
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from annotator import api, downloads, running, workflow
from annotator.identity import Actor, cli_actor, cookie_name
from annotator.replies import LARGEST_PAGE
from annotator.running import Settings
from db import articles, logins
from db.check import check
from db.events import count, head
from db.exports import EXPORTERS
from db.model import Analyst, ArticleRow
from db.store import Store, open_store
from db.transaction import Transaction, utc_now, uuid7
from tests import builders

CLI = cli_actor()
PAST = "2001-01-01T00:00:00.000Z"
OTHERS_NOTE = "Bo wonders about the tide."


@dataclass(frozen=True, slots=True)
class Office:
    """A project served to a team: Ana asks, and Bo has said something of every claim."""

    store: Store
    article: ArticleRow
    ana: Analyst
    bo: Analyst
    client: TestClient


@pytest.fixture
def office(store: Store) -> Iterator[Office]:
    article = builders.load(store)
    ana, bo = (workflow.add_analyst(store, name, actor=CLI) for name in ("Ana", "Bo"))
    for claim in (1, 2, 3):
        builders.tag(store, bo, claim, "opinion")
        builders.note(store, bo, claim, OTHERS_NOTE)
        builders.wish_split(store, bo, claim)
    running.start(store, Settings(team=True))
    known = [*api.routes(), *downloads.routes()]
    with TestClient(Starlette(routes=[*known, api.nothing_else(known)])) as client:
        yield Office(store, article, ana, bo, client)
    running.stop()


def by_cookie(office: Office) -> dict[str, str]:
    token = workflow.sign_in(office.store, office.ana.id)
    return {"Cookie": f"{cookie_name(office.store.project_id)}={token}"}


def by_key(office: Office, expires_at: str = "") -> dict[str, str]:
    actor = Actor.of(office.ana, team=True)
    key = workflow.add_api_token(office.store, actor, office.ana.id, "notebook", expires_at)
    return {"Authorization": f"Bearer {key}"}


def signed_out(office: Office) -> dict[str, str]:
    headers = by_cookie(office)
    workflow.sign_out(office.store, headers["Cookie"].partition("=")[2])
    return headers


def withdrawn_key(office: Office) -> dict[str, str]:
    headers = by_key(office)
    with office.store.read() as db:
        (key,) = logins.api_tokens(db, office.ana.id)
    assert workflow.end_api_token(office.store, CLI, office.ana.id, key.id)
    return headers


def removed(ways: Callable[[Office], dict[str, str]]) -> Callable[[Office], dict[str, str]]:
    def carrying(office: Office) -> dict[str, str]:
        headers = ways(office)
        workflow.set_role(office.store, CLI, office.ana.id, "removed")
        return headers

    return carrying


def dead_key_and_cookie(office: Office) -> dict[str, str]:
    return by_cookie(office) | withdrawn_key(office)


def cookie_as_key(office: Office) -> dict[str, str]:
    token = by_cookie(office)["Cookie"].partition("=")[2]
    return {"Authorization": f"Bearer {token}"}


def key_as_cookie(office: Office) -> dict[str, str]:
    key = by_key(office)["Authorization"].removeprefix("Bearer ")
    return {"Cookie": f"{cookie_name(office.store.project_id)}={key}"}


# What opens, and what does not: the word of the refusal.
WAYS: dict[str, tuple[Callable[[Office], dict[str, str]], str]] = {
    "cookie": (by_cookie, ""),
    "key": (by_key, ""),
    "both": (lambda office: by_cookie(office) | by_key(office), ""),
    "cookie behind a proxy with a password": (
        lambda office: by_cookie(office) | {"Authorization": "Basic YW5hOnBhc3M="},
        "",
    ),
    "key in another case": (
        lambda office: {
            "Authorization": by_key(office)["Authorization"].replace("Bearer", "bEARER ")
        },
        "",
    ),
    "nothing": (lambda _: {}, "login"),
    "signed out": (signed_out, "login"),
    "removed, by cookie": (removed(by_cookie), "login"),
    "removed, by key": (removed(by_key), "key"),
    "expired key": (lambda office: by_key(office, PAST), "key"),
    "withdrawn key": (withdrawn_key, "key"),
    "dead key beside a living cookie": (dead_key_and_cookie, "key"),
    "empty key": (lambda _: {"Authorization": "Bearer "}, "key"),
    "guessed key": (lambda _: {"Authorization": "Bearer guessed"}, "key"),
    "login as key": (cookie_as_key, "key"),
    "key as login": (key_as_cookie, "login"),
    "another project's cookie": (lambda _: {"Cookie": f"{cookie_name('f' * 32)}=x"}, "login"),
}

READS = (
    "/api/me",
    "/api/articles",
    "/api/articles/1",
    "/api/articles/1/claims",
    "/api/articles/1/tags",
    "/api/articles/1/desk",
    "/api/claims/1/attribution",
    *(f"/api/export/{name}" for name, exporter in EXPORTERS.items() if not exporter.settles),
)


def batch(office: Office, who: Analyst | None = None) -> dict[str, Any]:
    act = {
        "id": uuid7(),
        "kind": "answer",
        "claim": 2,
        "sha": builders.sha_of(office.store, 2),
        "outcome": "tagged",
        "tag": "contested",
        "replaces": None,
    }
    return {"project": office.store.project_id, "as": (who or office.ana).id, "acts": [act]}


def secrets_of(headers: dict[str, str]) -> list[str]:
    """What opens, in the headers of a request."""
    values = (value.rpartition("=")[2].rpartition(" ")[2] for value in headers.values())
    return [value for value in values if len(value) > 1]


def events(office: Office) -> int:
    with office.store.read() as db:
        return count(db)


def get(office: Office, address: str, headers: dict[str, str] | None = None) -> Any:
    reply = office.client.get(address, headers=headers or by_key(office))
    assert reply.status_code == 200, reply.text
    return reply.json()


def test_every_route_is_tried() -> None:
    routes = [*api.routes(), *downloads.routes()]
    paths = {getattr(route, "path", "") for route in routes}
    tried = {address.replace("/1", "/{id:int}") for address in READS if "export" not in address}
    reviewing = {"/api/review", "/api/review/claims/{id:int}"}  # tests/annotator/test_review_routes
    elsewhere = {"/api/acts", "/api/times", "/api/preferences", "/api/claims/{id:int}/others"}
    assert paths == tried | reviewing | elsewhere | {"/api/export/{format}"}


@pytest.mark.parametrize("way", WAYS)
def test_who_may_read(office: Office, caplog: pytest.LogCaptureFixture, way: str) -> None:
    headers, error = WAYS[way][0](office), WAYS[way][1]
    before = events(office)
    for address in READS:
        caplog.clear()
        reply = office.client.get(address, headers=headers)
        if not error:
            assert reply.status_code == 200, (address, reply.text)
            assert reply.headers["cache-control"] == "no-store"
        else:
            assert (reply.status_code, reply.json()["error"]) == (401, error), address
            assert reply.headers["www-authenticate"] == "Bearer"
            assert reply.json()["message"].endswith(".")
        assert "Bo" not in reply.text
        assert (f"GET '{address}' (401, {error})" in caplog.text) is bool(error)
        assert not [value for value in secrets_of(headers) if value in caplog.text]
    assert events(office) == before


@pytest.mark.parametrize("way", WAYS)
def test_who_may_write(office: Office, way: str) -> None:
    headers, error = WAYS[way][0](office), WAYS[way][1]
    before = events(office)
    reply = office.client.post("/api/acts", json=batch(office), headers=headers)
    if not error:
        assert [row["status"] for row in reply.json()["results"]] == ["stored"]
        assert events(office) == before + 1
    else:
        assert (reply.status_code, reply.json()["error"]) == (401, error)
        assert events(office) == before
    assert check(office.store) == []


@pytest.mark.parametrize("way", [by_cookie, by_key])
def test_nobody_acts_as_somebody_else(
    office: Office, way: Callable[[Office], dict[str, str]]
) -> None:
    before = events(office)
    for stranger in (office.bo.id, "", None, 7, [office.ana.id]):
        body = batch(office) | {"as": stranger}
        reply = office.client.post("/api/acts", json=body, headers=way(office))
        assert (reply.status_code, reply.json()["error"]) == (409, "person")
        assert reply.json()["analyst"] == {"id": office.ana.id, "name": "Ana"}
    assert events(office) == before


def test_a_key_ends_between_the_question_and_the_act(office: Office) -> None:
    """The key is looked at in the transaction that stores the acts, which ended it before them."""
    headers = by_key(office)
    body, before = batch(office), events(office)
    begun, let_go = threading.Event(), threading.Event()

    def hold(_tx: Transaction) -> None:
        begun.set()
        let_go.wait(30)

    office.store.submit(hold)
    assert begun.wait(30)  # what comes now waits, and shares the next transaction
    office.store.submit(lambda tx: logins.shut_out(tx, office.ana.id))
    threading.Timer(0.3, let_go.set).start()
    reply = office.client.post("/api/acts", json=body, headers=headers)
    assert (reply.status_code, reply.json()["error"]) == (401, "key")
    assert events(office) == before


# --- what is told ---------------------------------------------------------------------------------


def test_who_am_i(office: Office) -> None:
    with office.store.read() as db:
        end = str(head(db))
    assert get(office, "/api/me") == {
        "analyst": {"id": office.ana.id, "name": "Ana"},
        "role": "analyst",
        "project": office.store.project_id,
        "scheme": "default/1",
        "head": end,
    }


def test_a_role_counts_from_the_next_request_on(office: Office) -> None:
    headers = by_key(office)
    assert get(office, "/api/me", headers)["role"] == "analyst"
    workflow.set_role(office.store, CLI, office.ana.id, "reviewer")
    assert get(office, "/api/me", headers)["role"] == "reviewer"


def test_on_ones_own_machine_there_is_no_role(office: Office) -> None:
    running.start(office.store)
    assert get(office, "/api/me", by_cookie(office))["role"] is None
    reply = office.client.get("/api/me")
    assert reply.json()["message"] == "You are signed out here. Choose your name to go on."


def test_articles_with_ones_own_progress(office: Office) -> None:
    builders.tag(office.store, office.ana, 1, "sourced")
    builders.tag(office.store, office.ana, 2, None, outcome="skipped")
    builders.load(office.store, builders.an_article("Alone.", title="Second"))
    first, second = get(office, "/api/articles")["articles"]
    assert first["progress"] == {"tagged": 1, "unsure": 0, "skipped": 1, "left": 2}
    assert second["progress"] == {"tagged": 0, "unsure": 0, "skipped": 0, "left": 1}
    assert (first["id"], first["title"], first["claims"]) == (1, "Harbour notes", 3)
    assert second["title"] == "Second"


SOURCED = "\U0001f3d7 The quay was rebuilt in May, according to the port office."


def an_attribution(office: Office, sentence: str, language: str = "en", **answer: Any) -> Any:
    """What is offered on the second claim of an article that begins with an emoji."""
    article = builders.an_article("\U0001f3d7 rises.", sentence, title="Kran \U0001f3d7")
    row = builders.load(office.store, replace(article, language=language))
    with office.store.read() as db:
        claim = articles.claims_of(db, row.revision_id)[-1].id
    if answer:
        builders.tag(office.store, office.ana, claim, **answer)
    before = events(office)
    found = get(office, f"/api/claims/{claim}/attribution")
    assert events(office) == before
    assert set(found) == {"attribution"}
    return found["attribution"]


@pytest.mark.parametrize("answer", [{"tag": "none"}, {"tag": None, "outcome": "unsure"}])
def test_whom_a_claim_names_is_told_after_ones_own_answer(
    office: Office, answer: dict[str, Any]
) -> None:
    found = an_attribution(office, SOURCED, **answer)
    assert (found["who"], found["cue"]) == ("the port office", "according to")
    rows = get(office, "/api/articles")["articles"]
    text = get(office, f"/api/articles/{rows[-1]['id']}")["text"]
    assert text[found["start"] : found["end"]] == "according to the port office"


def test_the_words_go_from_the_name_to_the_cue_whichever_comes_first(office: Office) -> None:
    found = an_attribution(office, "The port office said that the quay leaks.", tag="sourced")
    rows = get(office, "/api/articles")["articles"]
    text = get(office, f"/api/articles/{rows[-1]['id']}")["text"]
    assert text[found["start"] : found["end"]] == f"{found['who']} {found['cue']}"
    assert found["who"] == "The port office"


@pytest.mark.parametrize("answer", [{}, {"tag": None, "outcome": "skipped"}])
def test_before_ones_own_answer_nobody_is_named(office: Office, answer: dict[str, Any]) -> None:
    assert an_attribution(office, SOURCED, **answer) is None


def test_anothers_answer_or_one_on_another_claim_opens_nothing(office: Office) -> None:
    builders.load(office.store, builders.an_article(SOURCED, SOURCED, title="Twice"))
    builders.tag(office.store, office.bo, 4)
    builders.tag(office.store, office.ana, 5)
    assert get(office, "/api/claims/4/attribution") == {"attribution": None}
    assert get(office, "/api/claims/5/attribution")["attribution"]


@pytest.mark.parametrize(
    "sentence",
    ["He said that it leaks.", "Critics say that it leaks.", "It reportedly leaks.", "It leaks."],
)
def test_whom_nobody_could_ask_is_not_offered(office: Office, sentence: str) -> None:
    assert an_attribution(office, sentence, tag="none") is None


def test_the_rules_are_those_of_the_articles_language(office: Office) -> None:
    assert an_attribution(office, SOURCED, "de", tag="none") is None
    assert an_attribution(office, SOURCED, "en-GB", tag="none")


@pytest.mark.parametrize("claim", ["99", "0", str(10**23)])
def test_a_claim_that_is_not_there_names_nobody(office: Office, claim: str) -> None:
    reply = office.client.get(f"/api/claims/{claim}/attribution", headers=by_key(office))
    assert (reply.status_code, reply.json()["error"]) == (404, "article")
    assert f"no claim {claim}" in reply.json()["message"]


def test_an_article_holds_the_text_that_offsets_count_in(office: Office) -> None:
    text = "Der Kran \U0001f3d7 steht. Er knarrt."
    row = builders.load(
        office.store,
        builders.an_article("Der Kran \U0001f3d7 steht.", "Er knarrt.", title="Kran"),
    )
    article = get(office, f"/api/articles/{row.id}")
    assert article["text"].endswith(text)
    claims = get(office, f"/api/articles/{row.id}/claims")["claims"]
    assert [article["text"][c["start"] : c["end"]] for c in claims] == [c["text"] for c in claims]
    assert [c["sha"] for c in claims] == [builders.sha_of(office.store, c["id"]) for c in claims]


def test_own_answers_notes_and_wishes(office: Office) -> None:
    store, ana = office.store, office.ana
    builders.tag(store, ana, 1, "contested", confidence="low")
    builders.note(store, ana, 2, "=Look “again”\nשלום")
    builders.wish_split(store, ana, 3)
    found = get(office, "/api/articles/1/tags")["tags"]
    with store.read() as db:
        ids = dict(
            db.execute(
                "select claim_id, id from event where actor = ? and claim_id > 0", [ana.id]
            ).fetchall()
        )
    assert [(row["claim"], row["position"]) for row in found] == [(1, 1), (2, 2), (3, 3)]
    answered, noted, wished = found
    assert answered["answer"].pop("at") <= utc_now()
    assert answered["answer"] == {
        "outcome": "tagged",
        "tag": "contested",
        "reason": "",
        "confidence": "low",
        "blind": True,
        "scheme": "default/1",
        "event": ids[1],
    }
    assert (answered["note"], answered["split"]) == (None, None)
    assert noted["note"]["text"] == "=Look “again”\nשלום"
    assert (noted["answer"], noted["note"]["event"]) == (None, ids[2])
    assert (wished["split"]["wanted"], wished["split"]["event"]) == (True, ids[3])


def test_the_event_of_an_answer_is_what_the_next_one_replaces(office: Office) -> None:
    headers = by_key(office)
    first = batch(office)
    office.client.post("/api/acts", json=first, headers=headers)
    (held,) = get(office, "/api/articles/1/tags", headers)["tags"]
    assert held["answer"]["event"] == first["acts"][0]["id"]
    again = batch(office)
    again["acts"][0] |= {"tag": "opinion", "replaces": held["answer"]["event"]}
    reply = office.client.post("/api/acts", json=again, headers=headers)
    assert [row["status"] for row in reply.json()["results"]] == ["stored"]
    (held,) = get(office, "/api/articles/1/tags", headers)["tags"]
    assert held["answer"]["tag"] == "opinion"


@pytest.mark.parametrize("role", ["analyst", "reviewer", "lead"])
def test_nothing_of_others_whatever_the_role(office: Office, role: Any) -> None:
    """Names, notes, ids of people and events, tags: of whoever else."""
    workflow.set_role(office.store, CLI, office.ana.id, role)
    with office.store.read() as db:
        theirs = {
            text
            for row in db.execute("select id, actor from event where actor = ?", [office.bo.id])
            for text in row
        }
    for headers in (by_cookie(office), by_key(office)):
        for address in READS:
            text = office.client.get(address, headers=headers).text
            assert not [secret for secret in (*theirs, "Bo", OTHERS_NOTE) if secret in text]
        assert get(office, "/api/articles/1/tags", headers)["tags"] == []
        assert get(office, "/api/articles", headers)["articles"][0]["progress"]["left"] == 3


# --- piece by piece -------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", ["articles", "claims", "tags"])
def test_pieces_make_up_the_whole(office: Office, rows: str) -> None:
    headers = by_key(office)
    sentences = [f"Sentence {n} is here." for n in range(7)]
    row = builders.load(office.store, builders.an_article(*sentences, title="Long"))
    for n in range(5):
        builders.load(office.store, builders.an_article(f"Number {n}.", title=f"More {n}"))
    with office.store.read() as db:
        ids = [
            i
            for (i,) in db.execute("select id from claim where article_id = ? order by 1", [row.id])
        ]
    for claim_id in reversed(ids):
        builders.tag(office.store, office.ana, claim_id)
    address = "/api/articles" if rows == "articles" else f"/api/articles/{row.id}/{rows}"
    whole = get(office, address, headers)
    assert whole["next"] is None
    assert len(whole[rows]) == 7
    for limit in (1, 2, 6, 7, 8, LARGEST_PAGE):
        found, after = [], 0
        while after is not None:
            piece = get(office, f"{address}?limit={limit}&after={after}", headers)
            assert 0 < len(piece[rows]) <= limit
            found += piece[rows]
            after = piece["next"]
        assert found == whole[rows]


NOT_MEANT = {
    "/api/articles?limit=0": "1 to 1000",
    f"/api/articles?limit={LARGEST_PAGE + 1}": "1 to 1000",
    "/api/articles?limit=-1": "one number",
    "/api/articles?after=x": "one number",
    "/api/articles?after=%D9%A1": "one number",
    "/api/articles?after=" + "9" * 30: "one number",
    "/api/articles?after=1&after=2": "one number",
    "/api/articles?offset=1": "no parameter “offset”",
    "/api/articles/1/claims?others=1": "no parameter “others”",
    "/api/articles/1/tags?analyst=x": "no parameter “analyst”",
    "/api/articles/1?after=1": "there are none",
    "/api/me?as=x": "there are none",
    "/api/export/csv-long?article=x": "by its number",
    "/api/export/csv-long?analyst=x": "no parameter “analyst”",
}


def test_an_address_that_cannot_be_meant_is_refused(office: Office) -> None:
    headers = by_key(office)
    for address, part in NOT_MEANT.items():
        reply = office.client.get(address, headers=headers)
        assert (reply.status_code, reply.json()["error"]) == (400, "address"), address
        assert part in reply.json()["message"]


def test_an_unknown_article_is_one_sentence(office: Office) -> None:
    headers = by_key(office)
    for number, tail in itertools.product((99, 10**23), ("", "/claims", "/tags", "/desk")):
        reply = office.client.get(f"/api/articles/{number}{tail}", headers=headers)
        assert (reply.status_code, reply.json()["error"]) == (404, "article")
        assert reply.json()["message"] == f"There is no article {number} in this project."


NO_ADDRESS = [
    ("GET", "/api/nothing", 404, "address"),
    ("GET", "/api/", 404, "address"),
    ("GET", "/api/articles/x", 404, "address"),
    ("GET", "/api/articles/1/tags/2", 404, "address"),
    ("POST", "/api/articles", 405, "method"),
    ("DELETE", "/api/articles/1", 405, "method"),
    ("GET", "/api/acts", 405, "method"),
]


def test_what_is_no_address_is_said_to_programs(office: Office) -> None:
    before, headers = events(office), by_key(office)
    for method, address, status, error in NO_ADDRESS:
        reply = office.client.request(method, address, headers=headers)
        assert (reply.status_code, reply.json()["error"]) == (status, error), address
    assert events(office) == before


# --- what is kept of it ---------------------------------------------------------------------------


def seen_at(office: Office) -> str:
    with office.store.read() as db:
        (key,) = logins.api_tokens(db, office.ana.id)
    return key.seen_at


@pytest.mark.parametrize("writing", [False, True])
def test_the_use_of_a_key_is_noted_once_an_hour(office: Office, writing: bool) -> None:
    headers = by_key(office)

    def use() -> None:
        if writing:
            office.client.post("/api/acts", json=batch(office), headers=headers)
        else:
            get(office, "/api/articles", headers)
        office.store.write(lambda _: None)  # what was handed over before is written now

    assert seen_at(office) == ""
    use()
    first = seen_at(office)
    assert first > PAST
    use()
    assert seen_at(office) == first
    office.store.write(lambda tx: tx.db.execute("update api_token set seen_at = ?", [PAST]))
    use()
    assert seen_at(office) >= first


def test_a_refused_key_is_not_noted(office: Office) -> None:
    headers = by_key(office)
    office.client.post("/api/acts", json=batch(office, office.bo), headers=headers)
    office.store.write(lambda _: None)
    assert seen_at(office) == ""


def test_reading_goes_on_where_nothing_can_be_written(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    headers = by_key(office)
    with open_store(office.store.path, minimum_free=2**62) as full:
        running.start(full, Settings(team=True))
        assert get(office, "/api/me", headers)["analyst"]["name"] == "Ana"
        reply = office.client.post("/api/acts", json=batch(office), headers=headers)
        assert (reply.status_code, reply.json()["error"]) == (503, "store")
    running.start(office.store)
    assert "The use of a key was not noted" in caplog.text
    assert seen_at(office) == ""


def test_a_line_end_in_an_address_begins_no_line_in_the_log(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "annotator")
    office.client.get("/api/export/x%0AWARNING: forged", headers=by_key(office))
    (record,) = [r for r in caplog.records if r.name == "annotator"]
    assert "\n" not in record.getMessage()


def test_answers_are_json_as_it_is_written(office: Office) -> None:
    builders.note(office.store, office.ana, 1, "“é” \u2028")
    reply = office.client.get("/api/articles/1/tags", headers=by_key(office))
    assert reply.headers["content-type"] == "application/json"
    assert "“é”" in reply.text
    assert json.loads(reply.content)["tags"][0]["note"]["text"] == "“é” \u2028"
