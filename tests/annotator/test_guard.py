"""The guard before every route: what is refused, with which words, and that nothing else ran."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from annotator.guard import (
    LARGEST_FILE,
    LARGEST_UPLOAD,
    LARGEST_WRITE,
    Guard,
    local_path,
    who_address,
)
from annotator.policy import content_security_policy
from annotator.running import Settings

HERE = "http://127.0.0.1:8501"
WRITE = {"Origin": HERE, "X-Claims": "1", "Content-Type": "application/json"}
PAGE = {"Accept": "text/html,application/xhtml+xml"}


class Behind:
    """What lies behind the guard, and what has come through to it."""

    def __init__(self, settings: Settings, cookies: set[str]) -> None:
        self.seen: list[str] = []
        self.asked = 0
        self.settings = settings
        self._cookies = cookies
        every = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
        self.app = Starlette(
            routes=[
                WebSocketRoute("/_stcore/stream", self.stream),
                Route("/own-policy", self.own_policy),
                Route("/{path:path}", self.anything, methods=every),
            ],
            middleware=[
                Middleware(Guard, settings=lambda: self.settings, signed_in=self.signed_in)
            ],
        )

    def signed_in(self, cookies: Mapping[str, str]) -> bool:
        self.asked += 1
        return bool(self._cookies & set(cookies.values()))

    async def anything(self, request: Request) -> Response:
        self.seen.append(request.url.path)
        return PlainTextResponse(str(len(await request.body())))

    async def own_policy(self, _request: Request) -> Response:
        return HTMLResponse("", headers={"Content-Security-Policy": "default-src 'none'"})

    async def stream(self, socket: WebSocket) -> None:
        self.seen.append("socket")
        await socket.accept()
        await socket.close()

    def client(self, base: str = HERE) -> TestClient:
        return TestClient(self.app, base_url=base, follow_redirects=False)


@pytest.fixture
def behind() -> Behind:
    return Behind(Settings(), {"known"})


# --- the address ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8501", "localhost", "LocalHost:9", "[::1]:8501", "127.0.0.1"]
)
def test_the_machines_own_names_are_answered(behind: Behind, host: str) -> None:
    assert behind.client().get("/api/x", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.test",
        "127.0.0.1.evil.test",
        "localhost.evil.test:8501",
        "127.0.0.1:8501@evil.test",
        "127.0.0.1:x",
        "192.168.1.5:8501",
        "[::2]",
        "",
        "localhost.",
    ],
)
def test_every_other_name_is_refused_everywhere(behind: Behind, host: str) -> None:
    for path in ("/", "/api/x", "/_stcore/health", "/static/js/index.js", "/media/x"):
        answer = behind.client().get(path, headers={"Host": host})
        assert (answer.status_code, answer.json()["error"]) == (403, "host")
        assert "http://127.0.0.1" in answer.json()["message"]
    assert behind.seen == []
    assert behind.asked == 0


def test_the_name_of_the_public_address_is_answered(behind: Behind) -> None:
    behind.settings = Settings(hosts=(*Settings().hosts, "claims.example.org"), secure=True)
    client = behind.client()
    assert client.get("/api/x", headers={"Host": "claims.example.org"}).status_code == 200
    public = {"Host": "claims.example.org", "Origin": "https://claims.example.org"}
    # The proxy speaks http to us.
    assert client.post("/api/x", headers=WRITE | public, content="{}").status_code == 200
    # Whoever can forge the name's plain http page must not be able to write through https.
    plain = public | {"Origin": "http://claims.example.org"}
    assert client.post("/api/x", headers=WRITE | plain, content="{}").status_code == 403


def test_a_proxy_may_leave_the_port_out_of_the_name(behind: Behind) -> None:
    address = "https://claims.example.org:8443"
    hosts = (*Settings().hosts, "claims.example.org")
    behind.settings = Settings(hosts, secure=True, team=True, address=address)
    client = behind.client()
    for host in ("claims.example.org", "claims.example.org:8443"):
        headers = WRITE | {"Host": host, "Origin": address}
        assert client.post("/api/x", headers=headers, content="{}").status_code == 200
        headers["Origin"] = "https://claims.example.org:9999"
        assert client.post("/api/x", headers=headers, content="{}").status_code == 403


def test_a_browser_gets_the_refusal_as_a_page_with_the_name_escaped(behind: Behind) -> None:
    answer = behind.client().get("/", headers=PAGE | {"Host": "<script>alert(1)</script>"})
    assert answer.status_code == 403
    assert answer.headers["content-type"].startswith("text/html")
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text


@pytest.mark.parametrize(
    ("server", "status"),
    [
        (("127.0.0.1", 8501), 200),
        (("::1", 8501), 200),
        (("::ffff:127.0.0.1", 8501), 200),
        (("/run/claims.sock", None), 200),
        (None, 200),
        (("192.168.1.5", 8501), 403),
        (("::ffff:192.168.1.5", 8501), 403),
        (("2001:db8::5", 8501), 403),
        (("somewhere", 8501), 403),
    ],
)
def test_only_connections_to_the_loopback_interface_count(
    behind: Behind, server: tuple[str, int | None] | None, status: int
) -> None:
    """Streamlit's own default listens everywhere, and a Host header can say anything."""
    assert status_of(behind, server) == status


def test_a_team_may_connect_from_other_machines(behind: Behind) -> None:
    behind.settings = Settings((*Settings().hosts, "192.168.1.5"), team=True)
    assert status_of(behind, ("192.168.1.5", 8501)) == 200


def status_of(behind: Behind, server: tuple[str, int | None] | None) -> int:
    """What a request gets that arrived at this end of ours."""
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/api/x",
        "query_string": b"",
        "scheme": "http",
        "headers": [(b"host", b"127.0.0.1:8501")],
        "server": server,
        "client": ("127.0.0.1", 5000),
    }
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(behind.app(scope, receive, send))
    return int(sent[0]["status"])


# --- writing --------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_write_from_our_own_page_comes_through(behind: Behind, method: str) -> None:
    answer = behind.client().request(method, "/api/acts", headers=WRITE, content="{}")
    assert (answer.status_code, answer.text) == (200, "2")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"Origin": "http://evil.test"}, "origin"),
        ({"Origin": "http://127.0.0.1:9999"}, "origin"),
        ({"Origin": "https://127.0.0.1:8501"}, "origin"),
        ({"Origin": "http://localhost:8501"}, "origin"),
        ({"Origin": "null"}, "origin"),
        ({"Origin": None}, "origin"),
        ({"X-Claims": None}, "header"),
        ({"X-Claims": "0"}, "header"),
        ({"Content-Type": None}, "header"),
        ({"Content-Type": "text/plain"}, "header"),
        ({"Content-Type": "application/x-www-form-urlencoded"}, "header"),
        ({"Content-Type": "application/jsonp"}, "header"),
    ],
)
def test_a_write_from_anywhere_else_does_not(
    behind: Behind, method: str, change: dict[str, str | None], error: str
) -> None:
    headers = {k: v for k, v in (WRITE | change).items() if v is not None}
    answer = behind.client().request(method, "/api/acts", headers=headers, content=b"{}")
    assert (answer.status_code, answer.json()["error"]) == (403, error)
    assert answer.json()["message"].endswith("Nothing changed.")
    assert behind.seen == []


def test_json_may_name_its_charset(behind: Behind) -> None:
    headers = WRITE | {"Content-Type": "application/json; charset=utf-8"}
    assert behind.client().post("/api/x", headers=headers, content="{}").status_code == 200


def test_two_origins_are_none(behind: Behind) -> None:
    headers = [*WRITE.items(), ("Origin", "http://evil.test")]
    assert behind.client().post("/api/x", headers=headers, content="{}").status_code == 403


@pytest.mark.parametrize("path", ["/", "/tag", "/_stcore/agent/interact", "/media/x", "/who"])
def test_nothing_can_be_written_outside_our_routes_and_the_upload(
    behind: Behind, path: str
) -> None:
    answer = behind.client().post(path, headers=WRITE, content="{}")
    assert (answer.status_code, answer.json()["error"]) == (405, "method")
    assert behind.seen == []


def pieces(size: int) -> Iterator[bytes]:
    """A body of unknown length, as a browser or an attacker may send it."""
    for start in range(0, size, 65_536):
        yield b"x" * min(65_536, size - start)


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize(
    ("size", "status"), [(LARGEST_WRITE, 200), (LARGEST_WRITE + 1, 413), (3 * LARGEST_WRITE, 413)]
)
def test_a_body_over_a_megabyte_is_refused_however_it_is_sent(
    behind: Behind, size: int, status: int, chunked: bool
) -> None:
    content = pieces(size) if chunked else b"x" * size
    answer = behind.client().post("/api/acts", headers=WRITE, content=content)
    assert answer.status_code == status
    if status == 413:
        assert answer.json()["error"] == "size"
        assert "more than 1 MB" in answer.json()["message"]


def test_a_length_that_is_none_is_refused(behind: Behind) -> None:
    answer = behind.client().post(
        "/api/acts", headers=WRITE | {"Content-Length": "-1"}, content=b"{}"
    )
    assert answer.status_code == 413


# --- programs with a key --------------------------------------------------------------------------

KEYED = {"Authorization": "Bearer k", "X-Claims": "1", "Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, 200),
        ({"Authorization": "bearer k"}, 200),
        ({"Cookie": "theme=dark"}, 200),
        ({"Origin": HERE}, 200),
        ({"Origin": "http://evil.test"}, 403),
        ({"Origin": "null"}, 403),
        ({"Authorization": None}, 403),
        ({"Authorization": "Bearer "}, 403),
        ({"Authorization": "Basic k"}, 403),
        ({"Cookie": "claims-0123456789abcdef=known"}, 403),
        ({"X-Claims": None}, 403),
        ({"Content-Type": "text/plain"}, 403),
        ({"Host": "evil.test"}, 403),
    ],
)
def test_a_program_with_a_key_has_no_origin_and_keeps_all_other_rules(
    behind: Behind, change: dict[str, str | None], status: int
) -> None:
    headers = {k: v for k, v in (KEYED | change).items() if v is not None}
    answer = behind.client().post("/api/acts", headers=headers, content="{}")
    assert answer.status_code == status
    too_long = b"x" * (LARGEST_WRITE + 1)
    assert behind.client().post("/api/x", headers=headers, content=too_long).status_code != 200


def test_a_key_opens_neither_uploads_nor_the_websocket(behind: Behind) -> None:
    key = {"Authorization": "Bearer k"}
    assert behind.client().put(UPLOAD, headers=key, content=b"x").status_code == 403
    with (
        pytest.raises(WebSocketDisconnect),
        behind.client().websocket_connect(SOCKET, headers=key),
    ):
        pass


# --- files ----------------------------------------------------------------------------------------

FILE = "/api/files/0a1b2c3d-0000-4000-8000-000000000001"
OURS = {"Origin": HERE, "X-Claims": "1"}


@pytest.mark.parametrize("kind", ["", "application/pdf", "text/plain", "multipart/form-data"])
def test_a_file_may_be_of_any_type(behind: Behind, kind: str) -> None:
    answer = behind.client().put(FILE, headers=OURS | {"Content-Type": kind}, content=b"x")
    assert (answer.status_code, answer.text) == (200, "1")


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize(
    ("size", "status"), [(LARGEST_FILE, 200), (LARGEST_FILE + 1, 413), (2 * LARGEST_FILE, 413)]
)
def test_a_file_over_ten_megabytes_is_refused_however_it_is_sent(
    behind: Behind, size: int, status: int, chunked: bool
) -> None:
    content = pieces(size) if chunked else b"x" * size
    answer = behind.client().put(FILE, headers=OURS, content=content)
    assert answer.status_code == status
    if status == 413:
        assert answer.json()["error"] == "size"
        assert "more than 10 MB" in answer.json()["message"]


@pytest.mark.parametrize("length", [str(LARGEST_FILE + 1), "9" * 30, "-1", "1e3", ""])
def test_a_file_that_is_too_large_by_its_header_reaches_no_route(
    behind: Behind, length: str
) -> None:
    headers = OURS | {"Content-Length": length}
    assert behind.client().put(FILE, headers=headers, content=b"x").status_code == 413
    assert behind.seen == []


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"Origin": "http://evil.test"}, "origin"),
        ({"Origin": "http://127.0.0.1:9999"}, "origin"),
        ({"Origin": "null"}, "origin"),
        ({"Origin": None}, "origin"),
        ({"X-Claims": None}, "header"),
        ({"X-Claims": "0"}, "header"),
        ({"X-Claims": None, "Content-Type": "application/json"}, "header"),
    ],
)
def test_a_file_from_anywhere_else_is_not_taken(
    behind: Behind, change: dict[str, str | None], error: str
) -> None:
    headers = {k: v for k, v in (OURS | change).items() if v is not None}
    answer = behind.client().put(FILE, headers=headers, content=b"x")
    assert (answer.status_code, answer.json()["error"]) == (403, error)
    assert answer.json()["message"].endswith("Nothing changed.")
    assert "content type" not in answer.json()["message"]
    assert behind.seen == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", FILE),
        ("PATCH", FILE),
        ("DELETE", FILE),
        ("PUT", f"{FILE}/x"),
        ("PUT", "/api/files"),
        ("PUT", "/api/filesx"),
        ("PUT", "/api/acts"),
        ("PUT", "/api/x/api/files/1"),
    ],
)
def test_the_rule_of_files_is_for_one_address(behind: Behind, method: str, path: str) -> None:
    client = behind.client()
    answer = client.request(method, path, headers=OURS, content=b"x")
    assert (answer.status_code, answer.json()["error"]) == (403, "header")
    answer = client.request(method, path, headers=WRITE, content=pieces(LARGEST_WRITE + 1))
    assert answer.status_code == 413


def test_a_program_sends_files_by_its_key_alone(behind: Behind) -> None:
    headers = KEYED | {"Content-Type": "application/pdf"}
    assert behind.client().put(FILE, headers=headers, content=b"x").status_code == 200
    for change in ({"Origin": "http://evil.test"}, {"Cookie": "claims-0123456789abcdef=known"}):
        answer = behind.client().put(FILE, headers=headers | change, content=b"x")
        assert (answer.status_code, answer.json()["error"]) == (403, "origin")


# --- uploads of Streamlit's -----------------------------------------------------------------------

UPLOAD = "/_stcore/upload_file/session/file"
SOCKET = "ws://127.0.0.1:8501/_stcore/stream"


def test_an_upload_needs_our_origin_and_its_size(behind: Behind) -> None:
    client = behind.client()
    assert client.put(UPLOAD, headers={"Origin": HERE}, content=b"x").status_code == 200
    assert client.delete(UPLOAD, headers={"Origin": HERE}).status_code == 200
    behind.seen.clear()
    for headers in ({"Origin": "http://evil.test"}, {}):
        assert client.put(UPLOAD, headers=headers, content=b"x").status_code == 403
        assert client.delete(UPLOAD, headers=headers).status_code == 403
    assert behind.seen == []
    too_long = {"Origin": HERE, "Content-Length": str(LARGEST_UPLOAD + 1)}
    assert client.put(UPLOAD, headers=too_long, content=b"x").status_code == 413
    answer = client.put(UPLOAD, headers={"Origin": HERE}, content=pieces(LARGEST_UPLOAD + 1))
    assert answer.status_code == 413


def test_in_a_team_only_who_is_signed_in_may_upload(behind: Behind) -> None:
    client = behind.client()
    for team, status in ((False, 200), (True, 401)):
        behind.settings = Settings(team=team)
        answer = client.put(UPLOAD, headers={"Origin": HERE}, content=b"x")
        assert answer.status_code == status
    assert answer.json()["error"] == "login"
    client.cookies.set("claims-1", "forged")
    assert client.put(UPLOAD, headers={"Origin": HERE}, content=b"x").status_code == 401
    client.cookies.set("claims-1", "known")
    assert client.put(UPLOAD, headers={"Origin": HERE}, content=b"x").status_code == 200


def test_in_a_team_nobody_reads_how_many_are_at_work(behind: Behind) -> None:
    for team, status in ((False, 200), (True, 404)):
        behind.settings = Settings(team=team)
        assert behind.client().get("/_stcore/metrics").status_code == status


# --- the websocket --------------------------------------------------------------------------------


def test_a_websocket_of_our_page_opens(behind: Behind) -> None:
    with behind.client().websocket_connect(SOCKET, headers={"Origin": HERE}):
        pass
    assert behind.seen == ["socket"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://evil.test"},
        {"Origin": "https://127.0.0.1:8501"},
        {"Origin": "http://evil.test", "Host": "evil.test"},
    ],
)
def test_a_websocket_of_another_page_does_not(behind: Behind, headers: dict[str, str]) -> None:
    with (
        pytest.raises(WebSocketDisconnect) as refusal,
        behind.client().websocket_connect(SOCKET, headers=headers),
    ):
        pass
    assert refusal.value.code == 1008
    assert behind.seen == []


# --- the log --------------------------------------------------------------------------------------


def test_a_refusal_is_logged_without_what_opens_something(
    behind: Behind, caplog: pytest.LogCaptureFixture
) -> None:
    client = behind.client()
    client.cookies.set("claims-1", "secret")
    forged = {"Origin": "http://evil.test", "Authorization": "Bearer secret"}
    client.post("/api/acts?key=secret", headers=WRITE | forged, content='"secret"')
    client.get("/join/secret", headers={"Host": "evil.test"})
    client.put("/_stcore/upload_file/secret/secret", headers=forged, content=b"x")
    client.get("/a%0Ab", headers={"Host": "evil.test"})
    said = [record.getMessage() for record in caplog.records if record.name == "annotator"]
    assert len(said) == 4
    assert all(line.startswith("Refused (") and "\n" not in line for line in said)
    assert "evil.test" in said[0]
    assert "secret" not in "".join(said)


def test_what_is_let_through_is_not_logged(
    behind: Behind, caplog: pytest.LogCaptureFixture
) -> None:
    behind.client().get("/api/x")
    behind.client().get("/tag", headers=PAGE)
    assert [record for record in caplog.records if record.name == "annotator"] == []


# --- headers --------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/api/x", "/static/js/index.js", "/who", "/"])
@pytest.mark.parametrize("host", ["127.0.0.1:8501", "evil.test"])
def test_every_answer_carries_the_security_headers(behind: Behind, path: str, host: str) -> None:
    answer = behind.client().get(path, headers={"Host": host})
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_a_route_may_have_a_stricter_policy(behind: Behind) -> None:
    answer = behind.client().get("/own-policy")
    assert answer.headers.get_list("content-security-policy") == ["default-src 'none'"]


def test_the_policy_lets_no_text_run_but_streamlits_own_line() -> None:
    policy = dict(
        part.split(" ", 1) for part in content_security_policy("127.0.0.1:8501").split("; ")
    )
    scripts = policy["script-src"].split()
    assert scripts[0] == "'self'"
    assert all(source.startswith("'sha256-") for source in scripts[1:])
    assert len(scripts) == 2, "Streamlit's page has one script of its own"
    assert policy["connect-src"].split() == [
        "'self'",
        "ws://127.0.0.1:8501",
        "wss://127.0.0.1:8501",
    ]
    assert policy["img-src"].split() == ["'self'", "data:", "blob:"]
    assert policy["object-src"] == "'none'"


def test_a_strange_host_puts_nothing_into_the_policy() -> None:
    assert "evil" not in content_security_policy("x; script-src evil.test")


# --- pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "goal"),
    [
        ("/", "/"),
        ("/tag", "/tag"),
        ("/tag?article=3&claim=7", "/tag?article=3&claim=7"),
        ("/anything/deeper", "/anything/deeper"),
        ("//evil.test/x", "/"),
    ],
)
def test_a_page_asks_first_who_is_tagging(behind: Behind, path: str, goal: str) -> None:
    answer = behind.client().get(HERE + path, headers=PAGE)
    assert answer.status_code == 303
    where = urlsplit(answer.headers["location"])
    assert (where.netloc, where.path) == ("", "/who")
    assert parse_qs(where.query) == {"next": [goal]}
    assert answer.headers["cache-control"] == "no-store"
    assert behind.seen == []


def test_a_page_with_a_login_comes_through(behind: Behind) -> None:
    client = behind.client()
    client.cookies.set("claims-1", "known")
    assert client.get("/tag", headers=PAGE).status_code == 200
    client.cookies.set("claims-1", "forged")
    assert client.get("/tag", headers=PAGE).status_code == 303


@pytest.mark.parametrize(
    "path",
    [
        "/who",
        "/who/who.js",
        "/join/a-token",
        "/api/export/csv-long",
        "/_stcore/health",
        "/static/js/index.js",
        "/media/abc",
        "/component/x/y",
        "/favicon.png",
    ],
)
def test_what_is_no_page_is_not_looked_up(behind: Behind, path: str) -> None:
    assert behind.client().get(path, headers=PAGE).status_code == 200
    assert behind.asked == 0


def test_what_no_address_bar_asks_for_is_not_looked_up(behind: Behind) -> None:
    assert behind.client().get("/tag", headers={"Accept": "*/*"}).status_code == 200
    assert behind.asked == 0


@pytest.mark.parametrize(
    "place",
    [
        "https://evil.test",
        "//evil.test",
        "/\\evil.test",
        "\\\\evil.test",
        "/\t/evil.test",
        "/\n/evil.test",
        "javascript:alert(1)",
        " //evil.test",
        "",
        "tag",
        "/who?next=/who",
        "/join/a-token",
        "/api/logout",
    ],
)
def test_the_way_back_never_leads_elsewhere(place: str) -> None:
    assert local_path(place) == "/"


@given(st.text())
def test_whatever_is_asked_for_the_way_back_is_a_path_of_ours(place: str) -> None:
    path = local_path(place)
    assert path.startswith("/")
    assert not path.startswith("//")
    assert "\\" not in path
    assert urlsplit("http://127.0.0.1" + path).netloc == "127.0.0.1"


@given(st.text(alphabet=st.characters(codec="latin-1")))
def test_the_way_back_stays_one_parameter(query: str) -> None:
    where = urlsplit(who_address("/tag", query.encode("latin-1")))
    assert list(parse_qs(where.query)) == ["next"]
