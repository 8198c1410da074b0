"""What this process serves. Routes, pages and the server ask here; tests put their own store in."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.identity import Actor
from db.model import Analyst
from db.store import Store


@dataclass(frozen=True, slots=True)
class Settings:
    """How the project is served; `hosts` are the names a browser may call it by.

    Attributes:
        secure: Served by https, so the login cookie says so.
        team: Served to a team: people come in by personal links, and roles count.
        address: What links to this program begin with; empty where it has no name for others.
    """

    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    secure: bool = False
    team: bool = False
    address: str = ""


@dataclass(slots=True)
class _Running:
    store: Store | None = None
    settings: Settings = Settings()


_running = _Running()


def start(store: Store, settings: Settings | None = None) -> None:
    """Serve this store from now on."""
    _running.store = store
    _running.settings = settings or Settings()


def stop() -> None:
    """Close the store, if one is served, and forget how it was."""
    if _running.store is not None:
        _running.store.close()
        _running.store = None
    _running.settings = Settings()


def serving() -> bool:
    """Whether a store is open."""
    return _running.store is not None


def store() -> Store:
    """The open store.

    Raises:
        RuntimeError: Nothing has been started; a fault of the program, not of a person.
    """
    if _running.store is None:
        raise RuntimeError("No project is being served.")
    return _running.store


def settings() -> Settings:
    """How it is served."""
    return _running.settings


def join_link(token: str) -> str:
    """The personal link that this token opens; it holds no more than the token and our address."""
    return f"{settings().address}/join/{token}"


def actor(analyst: Analyst) -> Actor:
    """Somebody who is signed in, with the roles that count here."""
    return Actor.of(analyst, team=settings().team)
