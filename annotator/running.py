"""What this process serves. Routes, pages and the server ask here; tests put their own store in."""

from __future__ import annotations

from dataclasses import dataclass

from db.store import Store


@dataclass(frozen=True, slots=True)
class Settings:
    """How the project is served; `hosts` are the names a browser may call it by."""

    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    secure: bool = False  # served by https: the login cookie says so


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
    """Close the store, if one is served."""
    if _running.store is not None:
        _running.store.close()
        _running.store = None


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
