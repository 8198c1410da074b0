"""The shipped proxy configurations, run by the real proxies before a real server.

Only addresses, ports and the certificate are put in; everything stays on this machine.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from websockets.exceptions import InvalidStatus

from annotator import workflow
from annotator.identity import cli_actor, cookie_name
from db.store import open_store
from tests import builders
from tests.conftest import ROOT
from tests.serving import Served, free_port
from tests.stream import streaming

SHIPPED: Final = ROOT / "docs" / "deploy"
NAME: Final = "claims.test"
EXAMPLE: Final = "claims.example.org"


# --- a certificate, a server, and a proxy before it -----------------------------------------------


@dataclass(frozen=True, slots=True)
class Certificate:
    chain: Path
    key: Path

    def trusted(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.chain))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """One that this test alone trusts."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed here: it makes the certificate.")
    folder = tmp_path_factory.mktemp("certificate")
    made = Certificate(folder / "fullchain.pem", folder / "privkey.pem")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-nodes", "-days", "2", "-newkey", "ec"),
            *("-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", f"/CN={NAME}"),
            *("-addext", f"subjectAltName=DNS:{NAME}", "-keyout", made.key, "-out", made.chain),
        ],
        check=True,
        capture_output=True,
    )
    return made


@dataclass(frozen=True, slots=True)
class Behind:
    """A project behind a proxy, with Ana signed in."""

    port: int
    trust: ssl.SSLContext
    cookies: dict[str, str]
    path: Path
    link: str
    log: Path

    @property
    def host(self) -> str:
        return f"{NAME}:{self.port}"

    def ask(
        self, method: str, path: str, *, body: bytes | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body; a header's name is written with _ for -."""
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=30)
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        connection.sock = self.trust.wrap_socket(plain, server_hostname=NAME)
        sent = {"host": self.host} | {k.replace("_", "-"): v for k, v in headers.items()}
        try:
            connection.request(method, path, body, sent)
            reply = connection.getresponse()
            shown = {name.lower(): value for name, value in reply.getheaders()}
            return reply.status, shown, reply.read()
        finally:
            connection.close()

    def write(self, path: str, body: bytes, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """The same as our pages send it."""
        given = {"content_type": "application/json", "x_claims": "1"}
        given |= {"origin": f"https://{self.host}", "cookie": self.cookie}
        return self.ask("POST", path, body=body, **(given | headers))

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


def nginx(folder: Path, port: int, server: int, made: Certificate) -> list[str]:
    """The shipped file inside the least that nginx needs around it."""
    shipped = (SHIPPED / "nginx.conf").read_text(encoding="utf-8")
    (folder / "claims.conf").write_text(
        replaced(
            shipped,
            (r"listen \[::\]:\d+.*;", "", 2),
            (r"listen 80;", f"listen 127.0.0.1:{free_port()};", 1),
            (r"listen 443 ssl http2;", f"listen 127.0.0.1:{port} ssl http2;", 1),
            (r"/etc/ssl/claims/fullchain.pem", str(made.chain), 1),
            (r"/etc/ssl/claims/privkey.pem", str(made.key), 1),
            (r"proxy_pass http://127.0.0.1:8501;", f"proxy_pass http://127.0.0.1:{server};", 5),
            (EXAMPLE, NAME, None),
        )
    )
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;"
        "events {} http {"
        f"access_log {folder}/access.log;"
        + "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
        + "include claims.conf; }"
    )
    return ["nginx", "-p", str(folder), "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"]


def caddy(folder: Path, port: int, server: int, made: Certificate) -> list[str]:
    """The shipped file, with no administration port and nobody asked for a certificate."""
    shipped = (SHIPPED / "Caddyfile").read_text(encoding="utf-8")
    own = "tls /etc/ssl/claims/fullchain.pem /etc/ssl/claims/privkey.pem"
    (folder / "Caddyfile").write_text(
        replaced(
            shipped,
            (r"^{$", "{\n\tadmin off\n\tauto_https disable_redirects\n\tdefault_bind 127.0.0.1", 1),
            (f"# {own}", f"tls {made.chain} {made.key}", 1),
            (r"reverse_proxy 127\.0\.0\.1:8501", f"reverse_proxy 127.0.0.1:{server}", 1),
            (rf"^{EXAMPLE} {{", f"https://{NAME}:{port} {{", 1),
        )
    )
    return ["caddy", "run", "--config", f"{folder}/Caddyfile", "--adapter", "caddyfile"]


def replaced(text: str, *changes: tuple[str, str, int | None]) -> str:
    """The text with each pattern replaced exactly so often."""
    for pattern, put, times in changes:
        text, made = re.subn(pattern, put.replace("\\", r"\\"), text, flags=re.MULTILINE)
        assert made == times or (times is None and made), f"{pattern} is there {made} times"
    return text


PROXIES: Final[dict[str, Callable[[Path, int, int, Certificate], list[str]]]] = {
    "nginx": nginx,
    "caddy": caddy,
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A team's project as the page on serving says."""
    path = tmp_path_factory.mktemp("team") / "project.db"
    with Served(path, "--team", "--host", "127.0.0.1", "--public-url", f"https://{NAME}") as server:
        yield server


@pytest.fixture(scope="module", params=PROXIES)
def behind(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    certificate: Certificate,
    served: Served,
) -> Iterator[Behind]:
    """The server as its visitors reach it."""
    name: str = request.param
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed here.")
    folder, port = tmp_path_factory.mktemp(name), free_port()
    with open_store(served.path) as store:
        ana = builders.an_analyst(store)
        token = workflow.make_link(store, cli_actor(), ana.id)
        builders.load(store)
        cookies = {cookie_name(store.project_id): workflow.sign_in(store, ana.id)}
    with running(PROXIES[name](folder, port, served.port, certificate), folder, port):
        yield Behind(port, certificate.trusted(), cookies, served.path, token, folder)


@contextmanager
def running(command: list[str], folder: Path, port: int) -> Iterator[None]:
    """A proxy that keeps all it writes in `folder`; ended by its process."""
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (folder / "output.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | home)
    try:
        deadline = time.monotonic() + 30
        while not listens(port):
            said = (folder / "output.log").read_text(encoding="utf-8")
            assert process.poll() is None, f"the proxy ended:\n{said}"
            assert time.monotonic() < deadline, f"the proxy does not answer:\n{said}"
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(30)


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except ConnectionError:
        return False
    return True


# --- what a visitor gets --------------------------------------------------------------------------


def test_the_page_comes_with_its_headers(behind: Behind) -> None:
    status, headers, body = behind.ask("GET", "/", cookie=behind.cookie, accept="text/html")
    assert status == 200
    assert b"<html" in body
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert f"wss://{behind.host}" in policy
    assert "/" not in headers.get("server", "")  # names no version


def test_who_is_not_signed_in_is_sent_on_within_the_address(behind: Behind) -> None:
    status, headers, _ = behind.ask("GET", "/export", accept="text/html")
    assert (status, headers["location"]) == (303, "/who?next=/export")


def test_plain_http_leads_to_https_at_our_name(behind: Behind) -> None:
    shipped = behind.log / "claims.conf"
    if not shipped.exists():
        pytest.skip("Caddy does it by itself, on port 80, which these tests leave alone.")
    port = re.search(r"listen 127\.0\.0\.1:(\d+);", shipped.read_text(encoding="utf-8"))
    assert port
    connection = http.client.HTTPConnection("127.0.0.1", int(port[1]), timeout=30)
    connection.request("GET", "/tag?article=1", headers={"Host": "elsewhere.example"})
    reply = connection.getresponse()
    connection.close()
    assert (reply.status, reply.headers["location"]) == (301, f"https://{NAME}/tag?article=1")


def test_the_websocket_opens_and_draws_a_page(behind: Behind) -> None:
    with streaming(behind.port, behind.host, behind.cookies, certificate=behind.trust) as stream:
        assert "Harbour notes" in stream.draw("articles").text


def test_another_sites_websocket_does_not(behind: Behind) -> None:
    opening = streaming(
        behind.port,
        behind.host,
        behind.cookies,
        certificate=behind.trust,
        origin="https://elsewhere.example",
    )
    with pytest.raises(InvalidStatus) as refusal, opening:
        pass
    assert refusal.value.response.status_code == 403


def test_answers_of_the_api_are_not_kept(behind: Behind) -> None:
    for path in ("/api/articles/1/desk", "/api/export/csv-long"):
        status, headers, _ = behind.ask("GET", path, cookie=behind.cookie)
        assert status == 200
        assert headers["cache-control"] == "no-store"
        assert "age" not in headers


def test_a_change_goes_through(behind: Behind) -> None:
    status, _, body = behind.write("/api/acts", b"{}")
    assert (status, json.loads(body)["error"]) == (400, "batch")  # the route itself has read it


@pytest.mark.parametrize("headers", [{"origin": "https://elsewhere.example"}, {"x_claims": "0"}])
def test_a_change_from_elsewhere_does_not(behind: Behind, headers: dict[str, str]) -> None:
    status, _, body = behind.write("/api/acts", b"{}", **headers)
    assert status == 403
    assert b"Nothing changed." in body


def test_what_is_just_within_the_limit_comes_through(behind: Behind) -> None:
    status, _, body = behind.write("/api/acts", b" " * 999_999)
    assert (status, json.loads(body)["error"]) == (400, "batch")


@pytest.mark.parametrize(
    ("path", "size"),
    [
        ("/api/acts", 1_200_000),
        ("/api/files/a", 12_000_000),
        ("/_stcore/upload_file/a/b", 28_000_000),
    ],
)
def test_a_body_that_is_too_large_is_refused(behind: Behind, path: str, size: int) -> None:
    plain = socket.create_connection(("127.0.0.1", behind.port), timeout=30)
    with behind.trust.wrap_socket(plain, server_hostname=NAME) as secure:
        secure.sendall(
            f"POST {path} HTTP/1.1\r\nHost: {behind.host}\r\nOrigin: https://{behind.host}\r\n"
            f"X-Claims: 1\r\nContent-Type: application/json\r\nCookie: {behind.cookie}\r\n"
            f"Content-Length: {size}\r\n\r\n".encode()
        )
        with suppress(
            ConnectionError, ssl.SSLError
        ):  # answered, and closed, before it was all sent
            for _ in range(size // 100_000):
                secure.sendall(b" " * 100_000)
        assert secure.recv(4096).split(b" ")[1] == b"413"


def test_a_file_of_evidence_comes_through(behind: Behind) -> None:
    status, _, body = behind.ask(
        "PUT",
        "/api/files/0a1b2c3d-0000-4000-8000-000000000001",
        body=b"x" * 10 * 1024 * 1024,
        origin=f"https://{behind.host}",
        x_claims="1",
        cookie=behind.cookie,
    )
    assert (status, json.loads(body)["size"]) == (200, 10 * 1024 * 1024)


def test_a_file_of_an_article_comes_through(behind: Behind) -> None:
    _, headers, _ = behind.ask("GET", "/_stcore/health")
    token = headers["set-cookie"].partition("_streamlit_xsrf=")[2].partition(";")[0]
    file = b"--x\r\nContent-Disposition: form-data; name=a; filename=a\r\n\r\n%s\r\n--x--\r\n"
    with streaming(behind.port, behind.host, behind.cookies, certificate=behind.trust) as stream:
        status, _, body = behind.ask(
            "PUT",
            f"/_stcore/upload_file/{stream.draw('articles').session}/file",
            body=file % (b" " * 24_000_000),
            origin=f"https://{behind.host}",
            cookie=f"{behind.cookie}; _streamlit_xsrf={token}",
            content_type="multipart/form-data; boundary=x",
            x_xsrftoken=token,
        )
    assert status == 204, body


def test_a_foreign_host_is_refused(behind: Behind) -> None:
    status, _, body = behind.ask("GET", "/who", host="elsewhere.example")
    assert status in (403, 421)
    assert b"Who is tagging" not in body


def test_a_personal_link_gives_a_cookie_for_https_alone(behind: Behind) -> None:
    status, headers, body = behind.ask("GET", f"/join/{behind.link}", accept="text/html")
    assert (status, headers["cache-control"]) == (200, "no-store")
    assert b"personal link" in body
    joining = json.dumps({"token": behind.link}).encode()
    status, headers, _ = behind.write("/api/join", joining, cookie="")
    assert status == 200
    flags = {flag.strip().lower() for flag in headers["set-cookie"].split(";")}
    assert {"secure", "httponly", "samesite=strict", "path=/"} <= flags


def test_personal_links_are_in_no_log(behind: Behind, served: Served) -> None:
    behind.ask("GET", f"/join/{behind.link}", accept="text/html")
    behind.ask("GET", f"/join/{behind.link}x", accept="text/html")
    behind.ask("GET", "/who")
    written = [file for file in behind.log.rglob("*.log") if file.stat().st_size]
    assert written
    for file in [*written, served.log]:
        assert behind.link not in file.read_text(encoding="utf-8"), file.name


# --- the service --------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", sorted(SHIPPED.glob("claims*")), ids=lambda path: path.name)
def test_systemd_understands_the_units(unit: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed here.")
    for shipped in SHIPPED.glob("claims*"):
        program = shutil.which("true") or "/bin/true"
        text = shipped.read_text(encoding="utf-8")
        (tmp_path / shipped.name).write_text(text.replace("/opt/claims/bin/annotator", program))
    result = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / unit.name],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_the_service_starts_what_the_page_says() -> None:
    page = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    command = " --team --host 127.0.0.1 --port 8501 --public-url https://claims.example.org"
    assert f"annotator serve my.db{command}\n" in page
    for name in ("nginx.conf", "Caddyfile", "claims.service"):
        assert f"annotator serve project.db{command}" in (SHIPPED / name).read_text("utf-8"), name
