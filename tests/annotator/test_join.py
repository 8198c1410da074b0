"""Coming in by a personal link, going out again, and what no link opens."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from annotator import api, joining, login_routes, running, workflow
from annotator.guard import Guard
from annotator.identity import cli_actor, cookie_name, find_analyst
from annotator.running import Settings
from db import articles, events, logins, people
from db.model import Analyst, Login, Role
from db.store import Store, open_store
from db.transaction import utc_now, uuid7
from tests import builders

CLI = cli_actor()
ADDRESS = "http://192.168.1.5:8501"
TEAM = Settings((*Settings().hosts, "192.168.1.5"), team=True, address=ADDRESS)


def browser(address: str = ADDRESS) -> TestClient:
    """A browser of its own, with the guard before our routes."""
    routes = [*api.routes(), *login_routes.routes(), *joining.routes()]
    guard = Middleware(Guard, settings=running.settings, signed_in=bool)
    app = Starlette(routes=routes, middleware=[guard])
    headers = {"Origin": address, "X-Claims": "1", "User-Agent": "Firefox/140"}
    return TestClient(app, base_url=address, headers=headers)


@pytest.fixture
def client(store: Store) -> Iterator[TestClient]:
    """A colleague's browser."""
    running.start(store, TEAM)
    yield browser()
    running.stop()


def a_member(store: Store, name: str = "Ana", role: Role = "analyst") -> Analyst:
    return workflow.add_analyst(store, name, actor=CLI, role=role)


def a_link(store: Store, analyst: Analyst, expires_at: str = "") -> str:
    """The token of a new personal link."""
    return workflow.make_link(store, CLI, analyst.id, expires_at)


def in_days(days: float) -> str:
    then = datetime.now(UTC) + timedelta(days=days)
    return then.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def signed_in(store: Store, client: TestClient) -> Analyst | None:
    return find_analyst(store, dict(client.cookies))


def its_logins(store: Store) -> list[Login]:
    with store.read() as db:
        return logins.logins(db, utc_now())


def head(store: Store) -> int:
    with store.read() as db:
        return max((event.seq for event in events.history(db)), default=0)


# --- the page -------------------------------------------------------------------------------------


def test_the_page_says_whose_link_it_is_and_signs_nobody_in(
    store: Store, client: TestClient
) -> None:
    token = a_link(store, a_member(store, "Ana Ferreira"))
    page = client.get(f"/join/{token}")
    assert page.status_code == 200
    text = html.unescape(re.sub(r"<[^>]+>", "", page.text))
    assert f"This is Ana Ferreira’s personal link to {store.path.name}" in text
    assert "Go on as Ana Ferreira" in text
    assert "set-cookie" not in page.headers
    assert its_logins(store) == []


def test_the_link_stays_between_the_browser_and_the_program(
    store: Store, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    token = a_link(store, a_member(store))
    for answer in (client.get(f"/join/{token}"), client.get(f"/join/{token}x")):
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
    assert token not in client.get(f"/join/{token}").text
    client.post("/api/join", json={"token": f"{token}x"})
    said = "".join(record.getMessage() for record in caplog.records if record.name == "annotator")
    assert said.count("opens nothing") == 2
    assert token not in said


def test_the_page_needs_nothing_that_the_policy_forbids(store: Store, client: TestClient) -> None:
    for address in (f"/join/{a_link(store, a_member(store))}", "/join/x", "/who"):
        page = client.get(address).text
        assert not re.search(r"<script(?![^>]* src=)", page)
        assert "<style" not in page
        assert not re.search(r" (?:style|on\w+)=", page)
        for file in re.findall(r'(?:href|src|srcset)="(/who/[^"]+)"', page):
            assert client.get(file).status_code == 200, file


def test_names_are_text(store: Store, client: TestClient) -> None:
    nasty = "\"><script>alert(1)</script><b title='x"
    ana, bo = a_member(store, nasty), a_member(store, f"{nasty} 2")
    client.post("/api/join", json={"token": a_link(store, bo)})
    for address in (f"/join/{a_link(store, ana)}", "/who"):
        page = client.get(address).text
        assert "<script>alert" not in page
        assert html.escape(nasty) in page


# --- joining --------------------------------------------------------------------------------------


def test_going_on_signs_them_in_with_the_browser_noted(store: Store, client: TestClient) -> None:
    ana = a_member(store, role="reviewer")
    answer = client.post("/api/join", json={"token": a_link(store, ana)})
    assert answer.json() == {"analyst": {"id": ana.id, "name": "Ana"}}
    found = signed_in(store, client)
    assert found is not None
    assert (found.id, found.role) == (ana.id, "reviewer")
    assert [(one.analyst_id, one.browser) for one in its_logins(store)] == [(ana.id, "Firefox/140")]
    cookie = SimpleCookie(answer.headers["set-cookie"])[cookie_name(store.project_id)]
    assert cookie["httponly"]
    assert cookie["samesite"] == "strict"
    assert not cookie["secure"], "a browser would not send it over http"


def test_a_link_opens_any_number_of_browsers(store: Store, client: TestClient) -> None:
    token = a_link(store, a_member(store))
    assert client.post("/api/join", json={"token": token}).status_code == 200
    phone = browser()
    assert phone.post("/api/join", json={"token": token}).status_code == 200
    assert signed_in(store, client) == signed_in(store, phone) is not None
    assert len(its_logins(store)) == 2


def test_who_was_signed_in_there_is_told_and_then_signed_out(
    store: Store, client: TestClient
) -> None:
    ana, bo = a_member(store, "Ana"), a_member(store, "Bo")
    client.post("/api/join", json={"token": a_link(store, ana)})
    former = dict(client.cookies)
    token = a_link(store, bo)
    assert "signed in as <bdi>Ana</bdi> now" in client.get(f"/join/{token}").text
    client.post("/api/join", json={"token": token})
    assert find_analyst(store, former) is None
    assert [one.analyst_id for one in its_logins(store)] == [bo.id]


DEAD = [
    "renewed",
    "withdrawn",
    "expired",
    "removed",
    "cut",
    "malformed",
    "empty",
    "a login's",
    "a key's",
]


def a_dead_link(store: Store, why: str) -> str:
    ana = a_member(store)
    token = a_link(store, ana, in_days(-1) if why == "expired" else in_days(1))
    match why:
        case "renewed":
            a_link(store, ana)
        case "withdrawn":
            workflow.revoke_link(store, CLI, ana.id)
        case "removed":
            workflow.set_role(store, CLI, ana.id, "removed")
        case "cut":
            return token[:-1]
        case "malformed":
            return "ä\u2028'\"--<b>"
        case "empty":
            return ""
        case "a login's":
            return workflow.sign_in(store, ana.id)
        case "a key's":
            return workflow.add_api_token(store, CLI, ana.id, "notebook")
    return token


@pytest.mark.parametrize("why", DEAD)
def test_a_dead_link_is_a_plain_page_and_nobody_is_signed_in(
    store: Store, client: TestClient, why: str
) -> None:
    token = a_dead_link(store, why)
    before = its_logins(store)
    page = client.get(f"/join/{token}")
    assert page.status_code == 404
    assert workflow.DEAD_LINK in html.unescape(page.text)
    assert "Ana" not in page.text
    answer = client.post("/api/join", json={"token": token})
    assert (answer.status_code, answer.json()["error"]) == (404, "link")
    assert answer.json()["message"] == workflow.DEAD_LINK
    assert "set-cookie" not in answer.headers
    assert its_logins(store) == before


@pytest.mark.parametrize("body", [{}, [], "x", 7, {"token": 7}, {"token": None}])
def test_what_holds_no_token_is_refused(client: TestClient, body: object) -> None:
    answer = client.post("/api/join", json=body)
    assert (answer.status_code, answer.json()["error"]) == (400, "link")
    assert "Open the link again" in answer.json()["message"]


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://evil.test"}, {"Origin": ""}, {"X-Claims": ""}, {"Host": "evil.test"}],
)
def test_no_other_site_can_sign_somebody_in(
    store: Store, client: TestClient, headers: dict[str, str]
) -> None:
    token = a_link(store, a_member(store))
    answer = client.post("/api/join", json={"token": token}, headers=headers)
    assert answer.status_code == 403
    assert its_logins(store) == []


def test_on_ones_own_machine_there_are_no_links(store: Store, client: TestClient) -> None:
    token = a_link(store, a_member(store))
    running.start(store)
    local = browser("http://127.0.0.1:8501")
    page = local.get(f"/join/{token}")
    assert page.status_code == 404
    assert "--team" in page.text
    assert local.post("/api/join", json={"token": token}).status_code == 404
    assert its_logins(store) == []


def test_a_full_disk_is_said(store: Store, client: TestClient) -> None:
    token = a_link(store, a_member(store))
    path = store.path
    running.stop()
    running.start(open_store(path, write=False, minimum_free=1 << 62), TEAM)
    answer = client.post("/api/join", json={"token": token})
    assert (answer.status_code, answer.json()["error"]) == (503, "disk")


# --- who is here, in a team -----------------------------------------------------------------------


def test_nobody_is_asked_for_a_name(store: Store, client: TestClient) -> None:
    a_member(store, "Ana Ferreira")
    page = client.get("/who").text
    assert "Open your personal link. If you have none, ask the project’s lead." in page
    assert "Ana" not in page, "who is not signed in does not learn who works here"
    assert "<input" not in page
    assert "<button" not in page


def test_no_name_signs_anybody_in(store: Store, client: TestClient) -> None:
    ana = a_member(store, role="lead")
    for body in ({"name": "Ana"}, {"analyst": ana.id}, {"name": "Somebody new"}, {}):
        answer = client.post("/api/login", json=body)
        assert (answer.status_code, answer.json()["error"]) == (403, "login")
    assert its_logins(store) == []
    with store.read() as db:
        assert [one.name for one in people.listing(db)] == ["Ana"]


def test_who_is_signed_in_may_go_on_or_sign_out(store: Store, client: TestClient) -> None:
    client.post("/api/join", json={"token": a_link(store, a_member(store))})
    page = client.get("/who", params={"next": "/tag?article=3"}).text
    assert "Signed in as <bdi>Ana</bdi>" in page
    assert 'href="/tag?article=3"' in page
    assert 'data-api="/api/logout"' in page
    former = dict(client.cookies)
    assert client.post("/api/logout", json={}).status_code == 200
    assert find_analyst(store, former) is None
    assert "Open your personal link." in client.get("/who").text


# --- roles and removal act at once ----------------------------------------------------------------


def an_act(store: Store, claim_id: int) -> dict[str, object]:
    return {
        "id": uuid7(),
        "kind": "answer",
        "claim": claim_id,
        "sha": builders.sha_of(store, claim_id),
        "outcome": "tagged",
        "tag": "sourced",
    }


def send(store: Store, client: TestClient, analyst: Analyst, claim_id: int) -> int:
    batch = {"project": store.project_id, "as": analyst.id, "acts": [an_act(store, claim_id)]}
    return client.post("/api/acts", json=batch).status_code


@pytest.mark.parametrize("end", ["removed", "one login ended", "all logins ended"])
def test_an_open_page_can_do_nothing_more(store: Store, client: TestClient, end: str) -> None:
    article, ana = builders.load(store), a_member(store)
    client.post("/api/join", json={"token": a_link(store, ana)})
    with store.read() as db:
        claim_id = next(iter(articles.claims(db))).id
    assert send(store, client, ana, claim_id) == 200
    if end == "removed":
        workflow.set_role(store, CLI, ana.id, "removed")
    elif end == "one login ended":
        workflow.end_login(store, CLI, ana.id, its_logins(store)[0].id)
    else:
        workflow.end_logins(store, CLI, ana.id)
    before = head(store)
    assert send(store, client, ana, claim_id) == 401
    assert client.get(f"/api/articles/{article.id}/desk").status_code == 401
    assert head(store) == before


def test_who_comes_back_needs_a_new_link(store: Store, client: TestClient) -> None:
    ana = a_member(store)
    old = a_link(store, ana)
    client.post("/api/join", json={"token": old})
    workflow.set_role(store, CLI, ana.id, "removed")
    workflow.set_role(store, CLI, ana.id, "analyst")
    assert signed_in(store, client) is None
    assert client.get(f"/join/{old}").status_code == 404
    assert client.post("/api/join", json={"token": a_link(store, ana)}).status_code == 200


# --- from one machine to a team -------------------------------------------------------------------


def test_people_of_one_machine_are_the_teams_without_a_login(
    store: Store, client: TestClient
) -> None:
    running.start(store)
    local = TestClient(Starlette(routes=login_routes.routes()), base_url="http://127.0.0.1:8501")
    local.post("/api/login", json={"name": "Ana"})
    ana = signed_in(store, local)
    assert ana is not None
    workflow.end_unproven_logins(store)
    running.start(store, TEAM)
    assert signed_in(store, local) is None, "anybody could choose the name there"
    with store.read() as db:
        assert [(one.id, one.role) for one in people.listing(db)] == [(ana.id, "analyst")]
    assert client.post("/api/join", json={"token": a_link(store, ana)}).status_code == 200
    workflow.end_unproven_logins(store)
    assert signed_in(store, client) == ana, "a login by link outlasts the next start"


def test_a_browser_without_a_name_came_by_a_link_all_the_same(
    store: Store, client: TestClient
) -> None:
    token = a_link(store, a_member(store))
    client.post("/api/join", json={"token": token}, headers={"User-Agent": ""})
    workflow.end_unproven_logins(store)
    assert signed_in(store, client) is not None
