"""Who is tagging: the page, the cookie, and what ends a login."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from annotator import login_routes, running, workflow
from annotator.identity import cookie_name, find_analyst
from annotator.running import Settings
from annotator.ui.initials import initials
from db import logins, people
from db.model import Analyst
from db.store import Store, open_store
from tests import builders


@pytest.fixture
def client(store: Store) -> Iterator[TestClient]:
    """A browser in which nobody is signed in."""
    running.start(store)
    with TestClient(
        Starlette(routes=login_routes.routes()), base_url="http://127.0.0.1:8501"
    ) as client:
        yield client
    running.stop()


def everybody(store: Store) -> list[Analyst]:
    with store.read() as db:
        return people.listing(db)


def signed_in(store: Store, client: TestClient) -> Analyst | None:
    return find_analyst(store, dict(client.cookies))


# --- signing in -----------------------------------------------------------------------------------


def test_a_new_name_is_on_the_list_and_signed_in(store: Store, client: TestClient) -> None:
    answer = client.post("/api/login", json={"name": "  Ines   Moreau "})
    assert answer.status_code == 200
    (ines,) = everybody(store)
    assert ines.name == "Ines Moreau"
    assert answer.json() == {"analyst": {"id": ines.id, "name": "Ines Moreau"}}
    assert signed_in(store, client) == ines


def test_the_cookie_is_for_this_project_and_out_of_reach(store: Store, client: TestClient) -> None:
    answer = client.post("/api/login", json={"name": "Ines"})
    cookie = SimpleCookie(answer.headers["set-cookie"])[cookie_name(store.project_id)]
    assert cookie["httponly"]
    assert cookie["samesite"] == "strict"
    assert cookie["path"] == "/"
    assert int(cookie["max-age"]) == logins.LOGIN_DAYS * 24 * 3600
    assert not cookie["secure"], "a browser would not send it over http"
    assert len(cookie.value) >= 43, "256 bits"
    assert answer.headers["cache-control"] == "no-store"


def test_the_cookie_is_secure_only_where_https_is_spoken(store: Store, client: TestClient) -> None:
    running.start(store, Settings(hosts=(*Settings().hosts, "claims.example.org"), secure=True))
    public = client.post(
        "/api/login", json={"name": "Ines"}, headers={"Host": "claims.example.org"}
    )
    local = client.post("/api/login", json={"name": "Ines"})
    assert "secure" in public.headers["set-cookie"].lower()
    assert "secure" not in local.headers["set-cookie"].lower()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_browser_itself_says_whether_https_is_spoken(client: TestClient, scheme: str) -> None:
    """A proxy may call us by another name than the one the browser uses."""
    origin = {"Origin": f"{scheme}://claims.example.org"}
    answer = client.post("/api/login", json={"name": "Ines"}, headers=origin)
    assert ("secure" in answer.headers["set-cookie"].lower()) == (scheme == "https")


def test_somebody_on_the_list_is_chosen_by_id(store: Store, client: TestClient) -> None:
    bo = builders.an_analyst(store, "Bo")
    builders.an_analyst(store, "Cy")
    assert client.post("/api/login", json={"analyst": bo.id}).json()["analyst"]["name"] == "Bo"
    assert signed_in(store, client) == bo
    assert len(everybody(store)) == 2


@pytest.mark.parametrize("written", ["Ines Moreau", "ines moreau", " Ines  Moreau "])
def test_who_writes_a_known_name_is_that_person(
    store: Store, client: TestClient, written: str
) -> None:
    ines = builders.an_analyst(store, "Ines Moreau")
    assert client.post("/api/login", json={"name": written}).status_code == 200
    assert signed_in(store, client) == ines
    assert everybody(store) == [ines]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"name": ""}, "A name is needed"),
        ({"name": "   "}, "A name is needed"),
        ({"name": "\u200b\u0000"}, "A name is needed"),
        ({"name": "x" * 81}, "81 characters; at most 80"),
        ({"analyst": "nobody"}, "not in the project. Choose a name"),
        ({}, "Choose a name from the list, or write yours."),
        ({"name": 7}, "Choose a name from the list, or write yours."),
        ([], "Choose a name from the list, or write yours."),
        ("Ines", "Choose a name from the list, or write yours."),
    ],
)
def test_what_is_no_name_is_refused_with_a_sentence(
    store: Store, client: TestClient, body: object, sentence: str
) -> None:
    answer = client.post("/api/login", json=body)
    assert answer.status_code == 400
    assert answer.json()["error"] == "login"
    assert sentence in answer.json()["message"]
    assert "set-cookie" not in answer.headers
    assert everybody(store) == []


def test_what_is_no_json_is_refused(client: TestClient) -> None:
    for content in (b"", b"{", b"\xff\xfe"):
        answer = client.post("/api/login", content=content)
        assert (answer.status_code, answer.json()["error"]) == (400, "login")


def test_a_full_disk_is_said_and_nobody_is_added(store: Store, client: TestClient) -> None:
    path = store.path
    running.stop()
    full = open_store(path, write=False, minimum_free=1 << 62)
    running.start(full)
    answer = client.post("/api/login", json={"name": "Ines"})
    assert answer.status_code == 503
    assert answer.json()["error"] == "disk"
    assert everybody(full) == []


# --- the end of a login ---------------------------------------------------------------------------


def test_changing_the_person_ends_the_former_login(store: Store, client: TestClient) -> None:
    client.post("/api/login", json={"name": "Ana"})
    former = dict(client.cookies)
    client.post("/api/login", json={"name": "Bo"})
    assert find_analyst(store, former) is None
    bo = signed_in(store, client)
    assert bo is not None
    assert bo.name == "Bo"


def test_a_refused_change_leaves_the_login_as_it_was(store: Store, client: TestClient) -> None:
    client.post("/api/login", json={"name": "Ana"})
    client.post("/api/login", json={"analyst": "nobody"})
    ana = signed_in(store, client)
    assert ana is not None
    assert ana.name == "Ana"


def test_signing_out_ends_the_login_and_keeps_the_name(store: Store, client: TestClient) -> None:
    client.post("/api/login", json={"name": "Ana"})
    former = dict(client.cookies)
    answer = client.post("/api/logout", json={})
    assert answer.status_code == 200
    assert "max-age=0" in answer.headers["set-cookie"].lower()
    assert signed_in(store, client) is None
    assert find_analyst(store, former) is None
    assert [person.name for person in everybody(store)] == ["Ana"]


def test_signing_out_twice_is_harmless(client: TestClient) -> None:
    assert client.post("/api/logout", json={}).status_code == 200


# --- the page -------------------------------------------------------------------------------------


def buttons(page: str) -> list[str]:
    return [html.unescape(name) for name in re.findall(r"<bdi>(.*?)</bdi>", page)]


def test_while_nobody_is_known_only_the_field_is_there(client: TestClient) -> None:
    page = client.get("/who").text
    assert buttons(page) == []
    assert ">Your name</label>" in page
    assert re.search(r"<input[^>]* autofocus", page)


def test_the_list_begins_with_whoever_was_here_last(store: Store, client: TestClient) -> None:
    ana, bo = builders.an_analyst(store, "Ana"), builders.an_analyst(store, "Bo")
    claim = builders.load(store).id
    builders.tag(store, bo, claim)
    builders.tag(store, ana, claim)
    page = client.get("/who").text
    assert buttons(page) == ["Ana", "Bo"]
    assert "today, " in page
    assert ">New here? Your name</label>" in page


def test_the_page_says_what_comes_then(client: TestClient) -> None:
    assert "Then comes the Guide page." in client.get("/who?next=/guide").text
    assert "Then comes" not in client.get("/who?next=/").text
    assert "Then comes" not in client.get("/who?next=/%3Cb%3E").text


def test_the_page_shows_who_is_here_now(store: Store, client: TestClient) -> None:
    builders.an_analyst(store, "Ana")
    client.post("/api/login", json={"name": "Bo"})
    page = client.get("/who").text
    assert page.count("aria-current") == 1
    assert page.index("aria-current") < page.index("<bdi>Bo</bdi>")


def test_who_is_here_already_can_go_back_unchanged(store: Store, client: TestClient) -> None:
    assert 'class="back"' not in client.get("/who").text
    client.post("/api/login", json={"name": NASTY})
    page = client.get("/who", params={"next": "/tag?article=3"}).text
    (link,) = re.findall(r'<p class="back"><a href="([^"]*)">Go on as <bdi>(.*?)</bdi>', page)
    assert link == ("/tag?article=3", html.escape(NASTY))
    page = client.get("/who", params={"next": "https://evil.test"}).text
    assert "evil" not in page


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://127.0.0.1:8501/tag?article=3&claim=7", "/tag?article=3&claim=7"),
        ("https://127.0.0.1:8501/tag?article=3&claim=7", "/tag?article=3&claim=7"),
        ("http://127.0.0.1:8501/export?claim=7", "/tag?article=3"),
        ("http://evil.test/tag?article=3&claim=7", "/tag?article=3"),
        ("http://127.0.0.1:8501", "/tag?article=3"),
        ("http://127.0.0.1:8501/tag?\\evil", "/tag?article=3"),
        ("http://[", "/tag?article=3"),
        ("", "/tag?article=3"),
    ],
)
@pytest.mark.parametrize("team", [False, True])
def test_the_way_back_is_to_the_very_claim(
    store: Store, client: TestClient, referer: str, back: str, team: bool
) -> None:
    """The link that leads here names the article only; the page it stood on names the claim."""
    client.post("/api/login", json={"name": "Ines"})
    running.start(store, Settings(team=team))
    page = client.get("/who", params={"next": "/tag?article=3"}, headers={"Referer": referer}).text
    (link,) = re.findall(r'<a (?:class="go" )?href="(/[^"]*)"[^>]*>Go on', page)
    assert html.unescape(link) == back


def test_the_focus_is_on_the_likeliest_answer(store: Store, client: TestClient) -> None:
    """Enter is enough: for the last one who was here, and when changing, for somebody else."""
    builders.an_analyst(store, "Ana")
    page = client.get("/who").text
    assert re.findall(r"<(\w+)[^>]* autofocus", page) == ["button"]
    client.post("/api/login", json={"name": "Ana"})
    assert re.findall(r"<(\w+)[^>]* autofocus", client.get("/who").text) == ["input"]
    builders.an_analyst(store, "Bo")
    (focused,) = re.findall(r"<button[^>]* autofocus.*?<bdi>(.*?)</bdi>", client.get("/who").text)
    assert focused == "Bo"


NASTY = "\"><script>alert(1)</script><b title='x"


def test_a_name_is_text(store: Store, client: TestClient) -> None:
    workflow.add_analyst(store, NASTY)
    page = client.get("/who").text
    assert buttons(page) == [NASTY]
    assert "<script>alert" not in page


def test_the_way_back_is_kept_if_it_is_ours(client: TestClient) -> None:
    page = client.get("/who", params={"next": "/tag?article=3&claim=7"}).text
    assert 'data-next="/tag?article=3&amp;claim=7"' in page
    for elsewhere in ("https://evil.test", "//evil.test", '/"><script>alert(1)</script>'):
        page = client.get("/who", params={"next": elsewhere}).text
        assert "evil" not in page
        assert "<script>alert" not in page


def test_the_page_needs_nothing_that_the_policy_forbids(client: TestClient) -> None:
    page = client.get("/who").text
    assert not re.search(r"<script(?![^>]* src=)", page)
    assert "<style" not in page
    assert not re.search(r" (?:style|on\w+)=", page)
    for address in re.findall(r'(?:href|src|srcset)="([^"]+)"', page):
        assert client.get(address).status_code == 200, address


def test_the_fonts_are_those_of_the_installed_streamlit(client: TestClient) -> None:
    fonts = client.get("/who/fonts.css").text
    assert '"Source Sans"' in fonts
    assert '"Source Serif"' in fonts


@pytest.mark.parametrize("name", ["config.toml", "pages.css", "..%2fmain.py", "x"])
def test_no_other_file_is_given_away(client: TestClient, name: str) -> None:
    assert client.get(f"/who/{name}").status_code == 404


def test_a_damaged_project_is_said_on_the_page(store: Store, client: TestClient) -> None:
    path = store.path
    running.stop()
    running.start(open_store(path, write=False))
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)
    path.write_bytes(b"no database " * 1000)
    answer = client.get("/who")
    assert answer.status_code == 503
    assert re.search(
        r'<p role="alert" id="trouble">[^<]*project\.db[^<]+</p>\n</form>', answer.text
    )


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ines Moreau", "IM"),
        ("noor", "NO"),
        ("Ann-Marie van der Berg", "AB"),
        ("<b>x</b>", "BX"),
        ("é", "É"),
        ("", "?"),
        ("!!", "?"),
        ("ß ß", "SS"),
    ],
)
def test_initials_are_two_letters_at_most(name: str, letters: str) -> None:
    assert initials(name) == letters
