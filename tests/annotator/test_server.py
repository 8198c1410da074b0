"""The server: how it starts both ways, what stands before its routes, and how it ends."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit import config
from streamlit.web.server.app_discovery import discover_asgi_app

from annotator import server
from annotator.server import has_screen
from annotator.ui.theme import streamlit_config
from db.store import open_store
from tests.serving import COMMAND, Served
from tests.serving import free_port as a_port

SCRIPT = Path(server.__file__)


EVERYWHERE = "0.0.0.0"  # noqa: S104 - it is what must be refused


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.mark.parametrize(
    ("platform", "environment", "screen"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_no_browser_is_opened_in_the_terminal(
    platform: str, environment: dict[str, str], screen: bool
) -> None:
    assert has_screen(platform, environment) == screen


# --- settings -------------------------------------------------------------------------------------


def test_streamlit_knows_every_setting() -> None:
    known = config._config_options_template
    for name in streamlit_config():
        assert name in known, name
        assert not known[name].sensitive, name


def test_the_settings_that_keep_us_safe_are_there() -> None:
    settings = streamlit_config()
    assert settings["server.address"] == "127.0.0.1"
    assert settings["browser.gatherUsageStats"] is False
    assert settings["client.showErrorDetails"] == "none"
    assert settings["client.showErrorLinks"] is False
    assert settings["client.toolbarMode"] == "minimal"
    assert settings["server.fileWatcherType"] == "none"
    assert settings["server.enableStaticServing"] is False
    assert settings["server.maxUploadSize"] == 25
    assert settings["runner.postScriptGC"] is False
    for off in ("enableXsrfProtection", "enableCORS", "enableAgentApi", "trustedUserHeaders"):
        assert f"server.{off}" not in settings, "Streamlit's own default is the safe one"


def test_light_and_dark_set_the_same_colours() -> None:
    names = {"light": set[str](), "dark": set[str]()}
    for name in streamlit_config():
        section, _, option = name.rpartition(".")
        if section in ("theme.light", "theme.dark"):
            names[section.removeprefix("theme.")].add(option)
    assert names["light"] == names["dark"]
    assert len(names["light"]) > 20


def test_streamlit_run_finds_the_app_in_the_file() -> None:
    found = discover_asgi_app(SCRIPT)
    assert (found.is_asgi_app, found.import_string) == (True, "server:app")


def test_nothing_lies_beside_the_script_that_streamlit_would_serve_as_a_page() -> None:
    """A folder `pages` beside it would make every file in there an address of its own."""
    assert [path.name for path in server._MAIN.parent.glob("[!_]*")] == ["run.py"]


# --- running --------------------------------------------------------------------------------------


def get(url: str, **headers: str) -> tuple[int, str, str]:
    """Status, where it leads, and text; follows nothing."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object, **__: object) -> None:
            return None

    opener = urllib.request.build_opener(Stay, urllib.request.ProxyHandler({}))
    try:
        with opener.open(urllib.request.Request(url, headers=headers), timeout=20) as answer:
            return answer.status, "", answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.headers.get("location", ""), answer.read().decode()


def test_serve_puts_the_guard_before_streamlits_routes(tmp_path: Path) -> None:
    with Served(tmp_path / "project.db", command=COMMAND) as served:
        assert get(f"{served.url}/_stcore/health")[0] == 200
        assert get(f"{served.url}/_stcore/health", Host="evil.test")[0] == 403
        assert get(f"{served.url}/_stcore/metrics", Host="evil.test")[0] == 403
        page = {"Accept": "text/html"}
        assert get(f"{served.url}/tag?article=1", **page)[:2] == (
            303,
            "/who?next=/tag%3Farticle%3D1",
        )
        status, _, who = get(f"{served.url}/who", **page)
        assert (status, "Who is tagging?" in who) == (200, True)
        forged = {"Cookie": "claims-0=x", "Accept": "text/html"}
        assert get(f"{served.url}/", **forged)[0] == 303
        assert served.stop() == 0
    said = served.log.read_text(encoding="utf-8")
    assert f"Serving {served.path} at {served.url}" in said
    assert "Stopped. Everything is saved." in said
    assert "Traceback" not in said


def test_an_answer_does_not_wait_for_the_acknowledgement_of_its_headers(tmp_path: Path) -> None:
    """On a kept connection that would be 40 ms, each time, once the first few have gone."""
    with Served(tmp_path / "project.db", command=COMMAND) as served:
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
        taken = []
        for _ in range(60):
            start = time.perf_counter()
            connection.request("GET", "/_stcore/health")
            connection.getresponse().read()
            taken.append(time.perf_counter() - start)
        connection.close()
    assert min(taken[-20:]) < 0.030


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for other processes.")
def test_ctrl_c_ends_without_a_traceback(tmp_path: Path) -> None:
    with Served(tmp_path / "project.db", command=COMMAND) as served:
        os.kill(served.pid, signal.SIGINT)
        assert served._process is not None
        assert served._process.wait(30) == 0
    assert "Traceback" not in served.log.read_text(encoding="utf-8")


def annotate(*arguments: str) -> subprocess.CompletedProcess[str]:
    """`annotator` at the command line."""
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_busy_port_is_one_sentence_and_nothing_is_made(tmp_path: Path, taken: int) -> None:
    path = tmp_path / "project.db"
    done = annotate("serve", str(path), "--port", str(taken), "--no-browser")
    assert done.returncode == 1
    assert f"Port {taken} is in use." in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert not path.exists()


def test_another_address_is_one_sentence(tmp_path: Path) -> None:
    done = annotate("serve", str(tmp_path / "x.db"), "--host", EVERYWHERE, "--no-browser")
    assert done.returncode == 1
    assert "Add --team" in done.stderr
    assert "Traceback" not in done.stderr


def streamlit_run(tmp_path: Path, database: Path | None, *options: str) -> subprocess.Popen[str]:
    """`CLAIMS_DB=… streamlit run annotator/server.py`, in a folder without any settings."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("STREAMLIT_")}
    environment.pop("CLAIMS_DB", None)
    if database is not None:
        environment["CLAIMS_DB"] = str(database)
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "streamlit", "run", str(SCRIPT), *options],
        cwd=tmp_path,
        env=environment | {"HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_streamlit_run_serves_the_project_on_this_machine_only(tmp_path: Path) -> None:
    path, port = tmp_path / "project.db", a_port()
    process = streamlit_run(tmp_path, path, "--server.port", str(port))
    try:
        deadline = time.monotonic() + 90
        while True:
            try:
                status = get(f"http://127.0.0.1:{port}/tag", Accept="text/html")
                break
            except urllib.error.URLError:
                assert process.poll() is None, process.communicate()
                assert time.monotonic() < deadline
                time.sleep(0.1)
        assert status[:2] == (303, "/who?next=/tag")
        assert get(f"http://127.0.0.1:{port}/tag", Host="evil.test")[0] == 403
        # Its own default would be every interface; the settings beside the script say otherwise.
        with pytest.raises(OSError, match=r"refused|assign|timed out"):
            socket.create_connection(("127.0.0.2", port), timeout=5).close()
    finally:
        process.terminate()
        said = "".join(process.communicate(timeout=60))
    assert "Traceback" not in said
    with open_store(path) as store:
        assert len(store.project_id) == 32


@pytest.mark.parametrize("what", ["nothing", "no project"])
def test_streamlit_run_without_a_project_is_one_sentence(tmp_path: Path, what: str) -> None:
    path = None
    if what == "no project":
        path = tmp_path / "notes.db"
        path.write_text("no database")
    process = streamlit_run(tmp_path, path, "--server.port", str(a_port()))
    _, said = process.communicate(timeout=90)
    assert process.returncode == 1
    assert "Traceback" not in said
    assert ("CLAIMS_DB=my.db" if path is None else "notes.db is not") in said


def test_what_the_pages_need_is_there_before_anybody_opens_one(tmp_path: Path) -> None:
    code = """
import asyncio, gc, sys
from annotator import server

async def start():
    async with server.lifespan(server.app):
        print("annotator.ui.pages.tag" in sys.modules, "pandas" in sys.modules)
        print(gc.get_freeze_count() > 0)

print("pandas" in sys.modules)
asyncio.run(start())
"""
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path,
        env={**os.environ, "CLAIMS_DB": str(tmp_path / "project.db")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["False", "True", "True", "True"]
