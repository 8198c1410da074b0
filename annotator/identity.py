"""Who is asking, and what they may do. One answer for pages, routes and the command line."""

from __future__ import annotations

import getpass
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, Self

from db import people
from db.model import Analyst
from db.store import Store
from db.transaction import Transaction, utc_now

Action = Literal["load", "tag", "see-others", "export-own", "export-all", "join"]

_COMMAND_LINE: Final = "cli:"


class NotAllowedError(Exception):
    """The actor may not do this; the message says who can."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an analyst, or whoever may read the file and uses the command line."""

    id: str
    name: str

    @classmethod
    def of(cls, analyst: Analyst) -> Self:
        """The analyst as an actor."""
        return cls(analyst.id, analyst.name)

    @property
    def at_command_line(self) -> bool:
        """Whether this is no analyst but the person at the terminal."""
        return self.id.startswith(_COMMAND_LINE)


def cli_actor() -> Actor:
    """The person at the terminal, by login name."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError):  # no such variable and no such user, as in some containers
        name = "unknown"
    return Actor(f"{_COMMAND_LINE}{name}", name)


def cookie_name(project_id: str) -> str:
    """The login cookie's name. Ports share cookies, so it names the project."""
    return f"claims-{project_id[:16]}"


def find_analyst(store: Store, cookies: Mapping[str, str]) -> Analyst | None:
    """Whose login the cookies carry, if anybody's."""
    token = cookies.get(cookie_name(store.project_id))
    if not token:
        return None
    with store.read() as db:
        return people.of_login(db, token, utc_now())


def analyst_in(tx: Transaction, cookies: Mapping[str, str]) -> Analyst | None:
    """The same inside a write transaction: nobody signs out between the question and the act."""
    token = cookies.get(cookie_name(tx.project_id))
    return people.of_login(tx.db, token, tx.now) if token else None


def authorize(actor: Actor, action: Action) -> None:
    """Raise unless the actor may do this.

    In local mode everybody holds all roles. What is left: the command line has no analyst to tag
    as, and an analyst sees others' work only after it was asked for (`db.answers.exposed`).

    Raises:
        NotAllowedError: With the sentence for the actor.
    """
    if actor.at_command_line and action == "tag":
        raise NotAllowedError(
            "Tags are set by analysts on the page, not at the command line. "
            "Start it with `annotator serve`."
        )
