"""Attached files: taken by their bytes, given to whom evidence shows them, and never to run."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import threading
import uuid
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import unquote

import pytest
from httpx2 import Response
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from annotator import api, file_routes, running, workflow
from annotator.guard import LARGEST_FILE, Guard
from annotator.identity import Actor, cli_actor, cookie_name
from annotator.running import Settings
from db import evidence, files
from db.check import check
from db.evidence_model import StoredFile
from db.model import Analyst, Stored
from db.store import Store
from db.transaction import uuid7
from tests import builders
from tests.annotator.test_guard import pieces
from tests.annotator.test_media import JPEG, PDF, PNG

HERE: Final = "http://127.0.0.1:8501"
OURS: Final = {"Origin": HERE, "X-Claims": "1"}
UPLOAD: Final = "0a1b2c3d-0000-4000-8000-000000000001"
HTML: Final = b"<!doctype html><script>alert(document.cookie)</script>"


@pytest.fixture
def ana(store: Store) -> Analyst:
    """Ana, before an article of three claims."""
    builders.load(store)
    return builders.an_analyst(store, "Ana")


@pytest.fixture
def bo(store: Store) -> Analyst:
    return builders.an_analyst(store, "Bo")


@pytest.fixture
def app(store: Store) -> Iterator[Starlette]:
    """The routes behind the guard, as they are served."""
    running.start(store)
    known = [*api.routes(), *file_routes.routes()]
    guard = Middleware(Guard, settings=running.settings, signed_in=bool)
    yield Starlette(routes=[*known, api.nothing_else(known)], middleware=[guard])
    running.stop()


@pytest.fixture
def client(app: Starlette, store: Store, ana: Analyst) -> TestClient:
    """Ana's browser."""
    return browser(app, store, ana)


def browser(app: Starlette, store: Store, who: Analyst) -> TestClient:
    client = TestClient(app, base_url=HERE)
    client.cookies.set(cookie_name(store.project_id), workflow.sign_in(store, who.id))
    return client


def send(
    client: TestClient, content: bytes | Iterator[bytes], name: str = "", **headers: str
) -> Response:
    sent = OURS | {key.replace("_", "-"): value for key, value in headers.items()}
    return client.put(address(), params={"name": name}, content=content, headers=sent)


def address() -> str:
    return f"/api/files/{uuid.uuid4()}"


def kept(client: TestClient, content: bytes, name: str = "", **headers: str) -> Any:
    reply = send(client, content, name, **headers)
    assert reply.status_code == 200, reply.text
    return reply.json()


def said(reply: Response) -> tuple[int, str]:
    assert reply.json()["message"].endswith(".")
    return reply.status_code, reply.json()["error"]


def file_of(store: Store, who: Analyst, content: bytes, name: str = "", **more: Any) -> str:
    """Evidence with a file; the file's hash."""
    kind = more.pop("media_type", "application/pdf")
    digest = builders.keep_file(store, content, kind)
    done = builders.attach(
        store, who, 1, type="document", file_sha256=digest, file_name=name, **more
    )
    assert isinstance(done, Stored)
    return digest


def files_in(store: Store) -> list[tuple[str, int]]:
    with store.read() as db:
        return list(db.execute("select sha256, size from file order by sha256"))


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


# --- in -------------------------------------------------------------------------------------------


def test_a_file_is_kept_and_told_by_its_hash(client: TestClient, store: Store) -> None:
    reply = send(client, PDF, "report.pdf", content_type="application/pdf")
    assert reply.json() == {
        "sha256": sha256(PDF),
        "size": len(PDF),
        "mediaType": "application/pdf",
    }
    assert reply.headers["cache-control"] == "no-store"
    with store.read() as db:
        assert files.content(db, sha256(PDF)) == PDF
    assert check(store) == []


def test_the_same_bytes_are_kept_once_whoever_sends_them(
    app: Starlette, client: TestClient, store: Store, bo: Analyst
) -> None:
    first = kept(client, PDF, "report.pdf")
    assert kept(client, PDF, "again.pdf") == first
    assert kept(browser(app, store, bo), PDF, "mine", content_type="text/html") == first
    assert files_in(store) == [(sha256(PDF), len(PDF))]


def test_an_upload_that_is_sent_again_is_answered_the_same(
    client: TestClient, store: Store
) -> None:
    where = address()
    replies = [client.put(where, content=PNG, headers=OURS) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [200, 200]
    assert replies[0].json() == replies[1].json()
    assert len(files_in(store)) == 1


def test_the_type_is_found_in_the_bytes_and_no_sender_names_it(client: TestClient) -> None:
    for declared in ("text/html", "application/json", "multipart/form-data; boundary=x", ""):
        assert kept(client, PNG, content_type=declared)["mediaType"] == "image/png"
    for name, kind in (("page.html", "text/html"), ("drawing.svg", "image/svg+xml")):
        found = kept(client, HTML, name, content_type=kind)
        assert found["mediaType"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("content", "name", "declared", "words"),
    [
        (HTML, "photo.png", "", "“photo.png” is not a PNG image: its bytes are of another kind."),
        (HTML, "", "image/png", "The file is not a PNG image: its bytes are of another kind."),
        (PDF, "photo.jpg", "", "“photo.jpg” is not a JPEG image: its bytes are a PDF file."),
        (b"Words.", "a.pdf", "", "“a.pdf” is not a PDF file: its bytes are plain text."),
        (JPEG, "../a.pdf", "", "“a.pdf” is not a PDF file: its bytes are a JPEG image."),
        (b"Words.", "a.bmp", "", "“a.bmp” is not an image of this kind: its bytes are plain text."),
    ],
)
def test_a_file_that_pretends_is_refused_with_a_reason(
    client: TestClient, store: Store, content: bytes, name: str, declared: str, words: str
) -> None:
    reply = send(client, content, name, content_type=declared)
    assert said(reply) == (415, "type")
    rest = "Save it again, or attach it under its real type."
    assert reply.json()["message"] == f"{words} {rest}"
    assert files_in(store) == []


def test_an_empty_file_is_refused(client: TestClient, store: Store) -> None:
    reply = send(client, b"", "report.pdf")
    assert said(reply) == (415, "empty")
    assert reply.json()["message"].startswith("“report.pdf” is empty.")
    assert files_in(store) == []


def test_the_largest_file_comes_and_a_larger_one_does_not(client: TestClient, store: Store) -> None:
    content = b"x" * LARGEST_FILE
    assert kept(client, content)["size"] == LARGEST_FILE == 10 * 1024 * 1024
    for body in (content + b"x", pieces(LARGEST_FILE + 1), b"x" * 20_000_000, pieces(20_000_000)):
        reply = send(client, body)
        assert said(reply) == (413, "size")
        assert "more than 10 MB" in reply.json()["message"]
    assert len(files_in(store)) == 1


def sent_in_pieces(app: Starlette, client: TestClient, *messages: dict[str, Any]) -> Any:
    """What is answered, and how many of the messages were read before."""
    cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    headers = {"host": "127.0.0.1:8501", "origin": HERE, "x-claims": "1", "cookie": cookie}
    scope = {
        "type": "http",
        "method": "PUT",
        "path": address(),
        "query_string": b"",
        "scheme": "http",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()]
        + [(b"content-length", b"3")],
        "server": ("127.0.0.1", 8501),
        "client": ("127.0.0.1", 5000),
    }
    left, sent = list(messages), []

    async def receive() -> Any:
        return left.pop(0)

    async def reply(message: Any) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, reply))
    return sent[0]["status"], json.loads(sent[1]["body"]), len(messages) - len(left)


def piece(content: bytes, *, more: bool = True) -> dict[str, Any]:
    return {"type": "http.request", "body": content, "more_body": more}


def test_a_body_that_goes_on_behind_its_length_is_cut_off_at_the_limit(
    app: Starlette, client: TestClient, store: Store
) -> None:
    """Whatever was announced, no more is read than may be kept."""
    megabyte = piece(b"x" * 1_048_576)
    status, answer, read = sent_in_pieces(app, client, *[megabyte] * 40)
    assert (status, answer["error"], read) == (413, "size", 11)
    assert files_in(store) == []


def test_an_upload_that_breaks_off_leaves_nothing(
    app: Starlette, client: TestClient, store: Store
) -> None:
    gone = {"type": "http.disconnect"}
    status, answer, _ = sent_in_pieces(app, client, piece(PDF[:9]), gone)
    assert (status, answer["error"]) == (400, "cut")
    assert files_in(store) == []


def test_nothing_is_read_for_whom_nobody_knows(app: Starlette, client: TestClient) -> None:
    client.cookies.clear()
    status, answer, read = sent_in_pieces(app, client, piece(PDF, more=False))
    assert (status, answer["error"], read) == (401, "login", 0)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"Origin": "http://evil.test"}, "origin"),
        ({"Origin": None}, "origin"),
        ({"X-Claims": None}, "header"),
        ({"Host": "evil.test"}, "host"),
    ],
)
def test_another_sites_page_leaves_no_file_here(
    client: TestClient, store: Store, change: dict[str, str | None], error: str
) -> None:
    headers = {key: value for key, value in (OURS | change).items() if value is not None}
    reply = client.put(address(), content=PDF, headers=headers)
    assert said(reply) == (403, error)
    assert files_in(store) == []


@pytest.mark.parametrize("name", ["1", "x" * 36, "%2e%2e", "%00", "0" * 64, f"{UPLOAD}0"])
def test_a_file_is_sent_under_a_uuid(client: TestClient, store: Store, name: str) -> None:
    reply = client.put(f"/api/files/{name}", content=PDF, headers=OURS)
    assert said(reply) == (400, "address")
    assert files_in(store) == []


@pytest.mark.parametrize("path", [f"{UPLOAD}/x", f"..%2f{UPLOAD}", f"%2f{UPLOAD}", ""])
def test_no_other_address_takes_bytes(client: TestClient, store: Store, path: str) -> None:
    reply = client.put(f"/api/files/{path}", content=PDF, headers=OURS)
    assert reply.status_code in (403, 404)
    assert files_in(store) == []


def test_a_name_is_all_that_can_be_said_beside_the_file(client: TestClient, store: Store) -> None:
    reply = client.put(f"{address()}?type=image/png", content=PNG, headers=OURS)
    assert said(reply) == (400, "address")
    assert files_in(store) == []


@pytest.mark.parametrize("method", ["POST", "DELETE", "PATCH"])
def test_other_methods_are_not_for_this_address(client: TestClient, method: str) -> None:
    headers = OURS | {"Content-Type": "application/json"}
    assert said(client.request(method, address(), headers=headers)) == (405, "method")


def test_a_program_sends_a_file_with_its_key(app: Starlette, store: Store, ana: Analyst) -> None:
    key = workflow.add_api_token(store, Actor.of(ana), ana.id, "notebook")
    program = TestClient(app, base_url=HERE)
    headers = {"Authorization": f"Bearer {key}", "X-Claims": "1"}
    assert program.put(address(), content=PDF, headers=headers).status_code == 200
    headers["Authorization"] += "x"
    assert said(program.put(address(), content=PNG, headers=headers)) == (401, "key")
    assert files_in(store) == [(sha256(PDF), len(PDF))]


def test_who_was_removed_sends_nothing(client: TestClient, store: Store, ana: Analyst) -> None:
    lead = builders.an_analyst(store, "Lea")
    workflow.set_role(store, cli_actor(), lead.id, "lead")
    running.start(store, Settings(team=True))
    workflow.set_role(store, cli_actor(), ana.id, "removed")
    assert said(send(client, PDF)) == (401, "login")
    assert files_in(store) == []


def test_other_requests_go_on_while_a_file_is_written(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk may be slow; the loop that answers everybody must not wait for it."""
    threads = []

    def kept_slowly(*_: object) -> StoredFile:
        threads.append(threading.current_thread().name)
        return StoredFile("0" * 64, 1, "text/plain")

    monkeypatch.setattr(workflow, "keep_file", kept_slowly)
    kept(client, b"x")
    assert threads[0].startswith("AnyIO worker thread")


# --- out ------------------------------------------------------------------------------------------


def test_ones_own_file_comes_back_as_a_download(
    client: TestClient, store: Store, ana: Analyst
) -> None:
    digest = file_of(store, ana, PDF, "report.pdf")
    reply = client.get(f"/api/files/{digest}")
    assert reply.status_code == 200
    assert reply.content == PDF
    headers = dict(reply.headers)
    assert headers["content-disposition"] == "attachment; filename*=UTF-8''report.pdf"
    assert headers["content-type"] == "application/pdf"
    assert headers["content-length"] == str(len(PDF))
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"].split("; ")[:2] == ["sandbox", "default-src 'none'"]


def test_the_headers_do_not_lean_on_the_guard(store: Store, ana: Analyst) -> None:
    running.start(store)
    client = browser(Starlette(routes=file_routes.routes()), store, ana)
    headers = client.get(f"/api/files/{file_of(store, ana, HTML)}").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("sandbox;")
    assert headers["content-disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    ("stored", "sent"),
    [
        ("image/png", "image/png"),
        ("text/plain", "text/plain; charset=utf-8"),
        ("text/html", "application/octet-stream"),
        ("image/svg+xml", "application/octet-stream"),
        ("application/xhtml+xml", "application/octet-stream"),
        ("text/javascript", "application/octet-stream"),
        ("nonsense\r\nX-Y: 1", "application/octet-stream"),
        ("", "application/octet-stream"),
    ],
)
def test_only_types_that_cannot_run_are_told(
    client: TestClient, store: Store, ana: Analyst, stored: str, sent: str
) -> None:
    """Whoever can write to the file could have put any type there."""
    digest = file_of(store, ana, HTML, "page.html", media_type=stored)
    reply = client.get(f"/api/files/{digest}", headers={"Accept": "text/html"})
    assert reply.headers["content-type"] == sent
    assert reply.headers["content-disposition"] == "attachment; filename*=UTF-8''page.html"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\a.exe", "a.exe"),
        ('x"; filename="y.exe', "x_; filename=_y.exe"),
        ("a\r\nSet-Cookie: claims=1", "aSet-Cookie_ claims=1"),
        ("Brücke 🏗 שלום.pdf", "Brücke 🏗 שלום.pdf"),
        ("", "file"),
    ],
)
def test_a_name_cannot_leave_its_place(
    client: TestClient, store: Store, ana: Analyst, given: str, name: str
) -> None:
    reply = client.get(f"/api/files/{file_of(store, ana, PDF, given)}")
    found = re.fullmatch(
        r"attachment; filename\*=UTF-8''([A-Za-z0-9%._~-]+)",
        reply.headers["content-disposition"],
    )
    assert found
    assert unquote(found[1]) == name
    assert "set-cookie" not in reply.headers


def test_a_colleagues_file_is_not_there(
    app: Starlette, client: TestClient, store: Store, ana: Analyst, bo: Analyst
) -> None:
    digest = file_of(store, bo, PDF, "secret.pdf")
    unknown = client.get(f"/api/files/{sha256(PNG)}")
    reply = client.get(f"/api/files/{digest}")
    assert said(reply) == (404, "file")
    assert "secret" not in reply.text
    # In every way as if there were no such file: neither its words nor its headers tell.
    assert (reply.content, reply.headers) == (unknown.content, unknown.headers)
    assert browser(app, store, bo).get(f"/api/files/{digest}").status_code == 200


def test_it_is_there_once_it_is_shared_or_others_work_was_shown(
    client: TestClient, store: Store, ana: Analyst, bo: Analyst
) -> None:
    shared = file_of(store, bo, PNG, "plan.png", media_type="image/png", shared=True)
    own = file_of(store, bo, PDF, "report.pdf")
    assert client.get(f"/api/files/{shared}").content == PNG
    assert client.get(f"/api/files/{own}").status_code == 404
    builders.expose(store, ana)
    assert client.get(f"/api/files/{own}").content == PDF


def test_a_file_that_nothing_names_is_given_to_nobody(client: TestClient) -> None:
    found = kept(client, PDF)
    assert said(client.get(f"/api/files/{found['sha256']}")) == (404, "file")


def test_who_is_signed_out_gets_nothing(client: TestClient, store: Store, ana: Analyst) -> None:
    digest = file_of(store, ana, PDF)
    client.cookies.clear()
    assert said(client.get(f"/api/files/{digest}")) == (401, "login")
    client.cookies.set(cookie_name(store.project_id), "guessed")
    assert said(client.get(f"/api/files/{digest}")) == (401, "login")


@pytest.mark.parametrize(
    "path",
    ["..%2f..%2fproject.db", "%2e%2e", "%00", "%25", "'", "0" * 63, "A" * 64, "x" * 5000, "%ff"],
)
def test_no_address_reaches_anything_else(
    client: TestClient, store: Store, ana: Analyst, path: str
) -> None:
    file_of(store, ana, PDF)
    reply = client.get(f"/api/files/{path}")
    assert reply.status_code == 404
    assert b"SQLite" not in reply.content


def test_a_download_has_no_parameters(client: TestClient, store: Store, ana: Analyst) -> None:
    digest = file_of(store, ana, PDF)
    assert said(client.get(f"/api/files/{digest}?inline=1")) == (400, "address")


def test_from_the_upload_to_evidence_and_back(
    client: TestClient, store: Store, ana: Analyst
) -> None:
    digest = kept(client, PDF, "Brücke.pdf")["sha256"]
    act = {
        "id": uuid7(),
        "kind": "evidence",
        "claim": 1,
        "sha": builders.sha_of(store, 1),
        "type": "document",
        "stance": "supports",
        "file": digest,
        "fileName": "Brücke.pdf",
    }
    forged = act | {"id": uuid7(), "file": sha256(PNG)}
    batch = {"project": store.project_id, "as": ana.id, "acts": [act, forged]}
    results = client.post("/api/acts", json=batch, headers=OURS).json()["results"]
    assert [result["status"] for result in results] == ["stored", "refused"]
    with store.read() as db:
        assert evidence.file_visible(db, digest, ana.id) == ("Brücke.pdf", "application/pdf")
    reply = client.get(f"/api/files/{digest}")
    assert reply.content == PDF
    assert reply.headers["content-disposition"].endswith("''Br%C3%BCcke.pdf")
    assert check(store) == []
