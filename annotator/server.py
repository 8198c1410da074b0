"""The server: Streamlit's pages, our routes beside them, the guard before all of it.

`annotator serve` calls `run`. `CLAIMS_DB=my.db streamlit run annotator/server.py` finds `app` by
reading this file, so `app` must stay a plain call of `st.App`.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import importlib
import ipaddress
import logging
import os
import pkgutil
import signal
import socket
import sys
import webbrowser
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import Final
from urllib.parse import urlsplit

import streamlit as st
from starlette.middleware import Middleware

from annotator import api, downloads, login_routes, running
from annotator.assets import Assets, links_of_pages, streamlit_files
from annotator.guard import Guard, host_name
from annotator.identity import find_analyst
from annotator.running import Settings
from annotator.ui import desk, pages, parts
from annotator.ui.theme import streamlit_config
from db.errors import StoreError
from db.store import open_store

DEFAULT_PORT: Final = 8501
DATABASE_VARIABLE: Final = "CLAIMS_DB"

_PORTS_TRIED: Final = 50
_COLLECT_EVERY: Final = 60.0  # seconds
_AT_FIRST_RUN: Final = ("pandas", "PIL.Image")  # Streamlit imports them with the first elements
_MAIN: Final = Path(__file__).parent / "ui" / "entry" / "run.py"

log = logging.getLogger("annotator")


class ServeError(Exception):
    """The server cannot start as asked; the message says why and what to do."""


def run(
    path: Path,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    open_browser: bool = True,
    public_url: str = "",
    network_disk: bool = False,
) -> None:
    """Serve the project at `path`, making it if it is not there, until Ctrl-C or SIGTERM.

    Args:
        port: A port to use or to refuse; without one, 8501 or the next one that is free.
        network_disk: Serve it although SQLite can keep no promise there.
        public_url: The address under which a proxy on this machine publishes the program.

    Raises:
        ServeError: The address or the port cannot be used.
        StoreError: The project cannot be opened.
    """
    settings = settings_for(host, public_url)
    port = free_port(host, port)
    store = open_store(path, create=True, network_disk=network_disk)
    for notice in store.notices:
        say(notice)
    running.start(store, settings)
    address = public_url or f"http://{f'[{host}]' if ':' in host else host}:{port}"
    _started.append(lambda: _announce(path, address, open_browser=open_browser))
    # Streamlit reads the command line of the script it runs; ours is not for it.
    sys.argv = sys.argv[:1]
    # The web server shuts down on both signals and then passes them on: that is the normal end.
    signal.signal(signal.SIGTERM, _leave)
    try:
        app.run(
            config={
                **streamlit_config(),
                "server.address": host,
                "server.port": port,
                "server.allowedHosts": [name.strip("[]") for name in settings.hosts],
                "logger.hideWelcomeMessage": True,
            }
        )
    except KeyboardInterrupt:
        say("Stopped. Everything is saved.")
    finally:
        running.stop()


def settings_for(host: str, public_url: str) -> Settings:
    """The names the program answers to.

    Raises:
        ServeError: `host` is not this machine alone, or `public_url` is no web address.
    """
    if not _is_loopback(host):
        raise ServeError(
            f"Team mode does not exist yet, so {host} cannot be opened to other machines. "
            "Leave --host out: 127.0.0.1 is used, which only this machine reaches."
        )
    hosts = dict.fromkeys((*Settings().hosts, f"[{host}]" if ":" in host else host.lower()))
    parts = urlsplit(public_url)
    name = host_name(parts.netloc)
    if public_url and (parts.scheme not in ("http", "https") or not name):
        raise ServeError(
            f"“{public_url}” is not a web address. Give --public-url like https://claims.example.org."
        )
    if name:
        hosts[name] = None
    return Settings(hosts=tuple(hosts), secure=parts.scheme == "https")


def free_port(host: str, port: int | None) -> int:
    """The port to listen on.

    Raises:
        ServeError: The port that was named is in use, or none near the usual one is free.
    """
    if port is not None:
        if not _is_free(host, port):
            raise ServeError(
                f"Port {port} is in use. Stop the program that holds it, or choose another one "
                f"with --port {port + 1}."
            )
        return port
    for candidate in range(DEFAULT_PORT, DEFAULT_PORT + _PORTS_TRIED):
        if _is_free(host, candidate):
            return candidate
    raise ServeError(
        f"No port from {DEFAULT_PORT} to {DEFAULT_PORT + _PORTS_TRIED - 1} is free. "
        "Name one with --port."
    )


def has_screen(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether a browser would open a window, rather than take over the terminal as lynx does."""
    if platform in ("win32", "darwin"):
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))


@contextlib.asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Open the project if nobody has, keep garbage collection out of the runs, close at the end."""
    if not running.serving():
        open_from_environment()
    answer_at_once()
    for announce in _started:
        announce()
    import_pages()
    # What is imported by now stays; without this each collection walks all of pandas.
    gc.collect()
    gc.freeze()
    collecting = asyncio.create_task(_collect())
    try:
        yield
    finally:
        collecting.cancel()
        await asyncio.to_thread(running.stop)


def import_pages() -> None:
    """Load what the pages need, for which the first visitor would wait."""
    for module in pkgutil.iter_modules(pages.__path__, f"{pages.__name__}."):
        importlib.import_module(module.name)
    for name in _AT_FIRST_RUN:
        importlib.import_module(name)


def answer_at_once() -> None:
    """Take Nagle's algorithm off the sockets this process listens on, and so off what they accept.

    Streamlit binds the socket itself and leaves its protocol at 0, so asyncio does not set
    TCP_NODELAY (https://github.com/Kludex/uvicorn/issues/3149). Each answer on a kept connection
    would then wait 40 ms for the browser's delayed acknowledgement. Nobody hands us the socket.
    """
    for found in gc.get_objects():
        if type(found) is socket.socket and found.family in (socket.AF_INET, socket.AF_INET6):
            with contextlib.suppress(OSError):  # closed, or a system without this option
                if found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def say(line: str) -> None:
    """A line for the person at the terminal; standard output is for data."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def report_script_error(error: Exception) -> bool:
    """Log what a page did not expect, and show one sentence instead."""
    log.error("A page failed", exc_info=error)
    st.error(
        "This page met a fault of the program; the terminal it runs in shows the details. "
        "Reload the page. Tags that are saved stay saved.",
        icon=":material/error:",
    )
    return True


def _signed_in(cookies: Mapping[str, str]) -> bool:
    try:
        return find_analyst(running.store(), cookies) is not None
    except StoreError as error:
        log.error("%s", error)
        return True  # the page itself shows the sentence


_started: list[Callable[[], None]] = []
_streamlits, _desks = streamlit_files(), desk.assets()
_kept = _streamlits | _desks | parts.assets()

app = st.App(
    _MAIN,
    lifespan=lifespan,
    routes=[*api.routes(), *downloads.routes(), *login_routes.routes()],
    middleware=[
        Middleware(Guard, settings=running.settings, signed_in=_signed_in),
        Middleware(Assets, files=_kept, links=links_of_pages(_desks, _streamlits)),
    ],
    on_script_error=report_script_error,
)


def open_from_environment() -> None:
    """Open the project that CLAIMS_DB names, or leave with one sentence."""
    path = os.environ.get(DATABASE_VARIABLE)
    if not path:
        say(f"Say which project to serve: {DATABASE_VARIABLE}=my.db streamlit run {sys.argv[0]}")
        raise SystemExit(1)
    try:
        store = open_store(Path(path), create=True)
    except StoreError as error:
        say(str(error))
        raise SystemExit(1) from error
    for notice in store.notices:
        say(notice)
    running.start(store)


def _announce(path: Path, address: str, *, open_browser: bool) -> None:
    say(f"Serving {path} at {address}  (stop with Ctrl-C)")
    if open_browser and has_screen(sys.platform, os.environ):
        asyncio.get_running_loop().run_in_executor(None, webbrowser.open, address)


async def _collect() -> None:
    while True:
        await asyncio.sleep(_COLLECT_EVERY)
        gc.collect()


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


# Streamlit imports the file that `streamlit run` names as a module of its own. Opening the project
# here rather than in `lifespan` lets a refusal end the program with its sentence alone.
if __name__ == "server":
    open_from_environment()
