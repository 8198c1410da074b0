"""The server: Streamlit's pages, our routes beside them, the guard before all of it.

`annotator serve` calls `run`. `CLAIMS_DB=my.db streamlit run annotator/server.py` finds `app` by
reading this file, so `app` must stay a plain call of `st.App`.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import importlib
import logging
import os
import pkgutil
import signal
import socket
import sys
import webbrowser
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Final
from urllib.parse import urlsplit

import streamlit as st
from starlette.middleware import Middleware

from annotator import api, downloads, file_routes, joining, login_routes, running, workflow
from annotator.addresses import (
    LOOPBACK,
    free_port,
    own_addresses,
    private_address,
    reach_of,
    settings_for,
    warning_of,
)
from annotator.assets import Assets, links_of_pages, streamlit_files
from annotator.guard import Guard
from annotator.identity import cookie_name, find_analyst
from annotator.running import Settings
from annotator.ui import desk, pages, parts
from annotator.ui.theme import streamlit_config
from annotator.welcome import welcome
from db.errors import StoreError
from db.store import Store, open_store

DATABASE_VARIABLE: Final = "CLAIMS_DB"

_COLLECT_EVERY: Final = 60.0  # seconds
_AT_FIRST_RUN: Final = ("pandas", "PIL.Image")  # Streamlit imports them with the first elements
_MAIN: Final = Path(__file__).parent / "ui" / "entry" / "run.py"

log = logging.getLogger("annotator")


def run(
    path: Path,
    *,
    host: str | None = None,
    port: int | None = None,
    open_browser: bool = True,
    public_url: str = "",
    network_disk: bool = False,
    team: bool = False,
    insecure: bool = False,
    lead: str = "",
    prepare: Callable[[Store], None] = lambda _: None,
) -> None:
    """Serve the project at `path`, making it if it is not there, until Ctrl-C or SIGTERM.

    Args:
        host: The address to listen on; without one this machine's own, or for a team the one that
            colleagues nearby reach it by.
        port: A port to use or to refuse; without one, 8501 or the next one that is free.
        network_disk: Serve it although SQLite can keep no promise there.
        public_url: The address under which a proxy on this machine publishes the program.
        insecure: Serve a team by plain HTTP at a public address.
        lead: The name of the first lead, where a team has none yet.
        prepare: What is to be done with the project before it is served.

    Raises:
        ServeError: The address or the port cannot be used.
        StoreError: The project cannot be opened.
    """
    own = own_addresses() if team else []
    host = (host or (private_address(own) if team else LOOPBACK)).strip("[]")
    # First without the port: a refused address is to be said before a port that is in use.
    settings_for(host, public_url, team=team, insecure=insecure, own=own)
    port = free_port(host, port)
    settings = settings_for(host, public_url, team=team, insecure=insecure, port=port, own=own)
    store = open_store(path, create=True, network_disk=network_disk)
    for notice in store.notices:
        say(notice)
    try:
        prepare(store)
    except BaseException:
        store.close()
        raise
    running.start(store, settings)
    # Streamlit reads the command line of the script it runs; ours is not for it.
    sys.argv = sys.argv[:1]
    # The web server shuts down on both signals and then passes them on: that is the normal end.
    signal.signal(signal.SIGTERM, _leave)
    try:
        lines = _first_lines(path, host, port, settings, lead) if team else []
        address = _address(host, port, settings)
        _started.append(
            lambda: _announce(
                lines or [f"Serving {path} at {address}  (stop with Ctrl-C)"],
                address if open_browser and not team else "",
            )
        )
        app.run(config=_config(host, port, settings))
    except KeyboardInterrupt:
        say("Stopped. Everything is saved.")
    finally:
        running.stop()


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
    store = running.store()
    try:
        analyst = find_analyst(store, cookies)
        if analyst is not None and running.settings().team:
            workflow.note_use(store, cookies[cookie_name(store.project_id)])
    except StoreError as error:
        log.error("%s", error)
        return True  # the page itself shows the sentence
    return analyst is not None


_started: list[Callable[[], None]] = []
_streamlits, _desks = streamlit_files(), desk.assets()
_kept = _streamlits | _desks | desk.review_assets() | parts.assets()
_ours = [
    *api.routes(),
    *downloads.routes(),
    *file_routes.routes(),
    *login_routes.routes(),
    *joining.routes(),
]

app = st.App(
    _MAIN,
    lifespan=lifespan,
    routes=[*_ours, api.nothing_else(_ours)],
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


def _config(host: str, port: int, settings: Settings) -> dict[str, object]:
    config = {
        **streamlit_config(),
        "server.address": host,
        "server.port": port,
        "server.allowedHosts": [name.strip("[]") for name in settings.hosts],
        "logger.hideWelcomeMessage": True,
    }
    if settings.address:
        # Streamlit compares a foreign Origin with it before it asks a server of others who we are.
        parts = urlsplit(settings.address)
        config["browser.serverAddress"] = parts.hostname
        config["browser.serverPort"] = parts.port or {"http": 80, "https": 443}[parts.scheme]
    return config


def _first_lines(path: Path, host: str, port: int, settings: Settings, lead: str) -> list[str]:
    """What a team's server says when it starts."""
    everywhere = reach_of(host) == "everywhere"
    lines = [
        f"Serving {path} to a team at {settings.address}  (stop with Ctrl-C)",
        f"Listening on every address of this machine: {', '.join(own_addresses())}, port {port}."
        if everywhere
        else "",
        *welcome(running.store(), path, lead),
        warning_of(host, settings),
    ]
    return [line for line in lines if line]


def _address(host: str, port: int, settings: Settings) -> str:
    return settings.address or f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _announce(lines: Sequence[str], goal: str) -> None:
    for line in lines:
        say(line)
    if goal and has_screen(sys.platform, os.environ):
        asyncio.get_running_loop().run_in_executor(None, webbrowser.open, goal)


async def _collect() -> None:
    while True:
        await asyncio.sleep(_COLLECT_EVERY)
        gc.collect()


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


# Streamlit imports the file that `streamlit run` names as a module of its own. Opening the project
# here rather than in `lifespan` lets a refusal end the program with its sentence alone.
if __name__ == "server":
    open_from_environment()
