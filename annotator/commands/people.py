"""Commands about the people of a team and what lets them in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import click

from annotator import workflow
from annotator.commands.output import Format, Listing, format_options, say, show
from annotator.commands.project import database, opened
from annotator.identity import cli_actor
from db import logins, people
from db.errors import NotFoundError
from db.exports.lines import Cell
from db.model import Analyst, Invitation, Role
from db.store import Database, Store
from db.transaction import utc, utc_now

__all__ = ["analyst", "find", "token"]

_GIVEN: Final = ("analyst", "reviewer", "lead")
_ANALYST: Final = (
    "id",
    "name",
    "role",
    "joined_at",
    "seen_at",
    "logins",
    "link",
    "link_expires_at",
)
_TOKEN: Final = ("id", "analyst", "name", "created_at", "expires_at", "seen_at")

_name = click.argument("name")
_expires = click.option(
    "--expires",
    "days",
    type=click.IntRange(1, 3650),
    metavar="DAYS",
    help="It opens nothing any more after so many days; without it, it has no end.",
)
_url = click.option(
    "--url",
    metavar="ADDRESS",
    default="",
    envvar="CLAIMS_URL",
    show_envvar=True,
    help="What the link begins with: the address that `serve --team` prints.",
)


@click.group(short_help="Who works on the project: invite people, give roles, remove.")
def analyst() -> None:
    """Manage the people of a team, by name. The lead's Team page does the same."""


@click.group(short_help="Keys to the API, for programs.")
def token() -> None:
    """Manage the keys to the API (docs/api.md): a program with one acts as the analyst it is of."""


@analyst.command(short_help="Add somebody and print their personal link.")
@database
@_name
@click.option(
    "--role", type=click.Choice(_GIVEN), default="analyst", show_default=True, help="What they do."
)
@_expires
@_url
def add(database: Path, name: str, role: Role, days: int | None, url: str) -> None:
    """Add NAME to the project and print the personal link that lets them in.

    The link is shown this once; only its fingerprint is kept.
    """
    with opened(database, write=True) as store:
        new = workflow.add_analyst(store, name, actor=cli_actor(), role=role)
        say(f"Added {new.name} as {new.role}.")
        _print_link(store, new, days, url)


@analyst.command("list", short_help="List the people, their roles and links.")
@database
@format_options
def list_analysts(database: Path, shape: Format | None) -> None:
    """List everybody, in the order they joined; who was removed is among them."""
    with opened(database) as store, store.read(timeout=None) as db:
        brief = ("name", "role", "seen_at", "logins", "link")
        show(Listing(_ANALYST, _people(db), brief), shape)


@analyst.command(short_help="Make somebody's personal link anew, or end it.")
@database
@_name
@_expires
@click.option("--revoke", is_flag=True, help="End the link and make none. Who is signed in stays.")
@_url
def link(database: Path, name: str, days: int | None, revoke: bool, url: str) -> None:
    """Print a new personal link for NAME; the link before it opens nothing any more."""
    if revoke and (days is not None):
        raise click.UsageError("--revoke makes no link, so it has no --expires.")
    with opened(database, write=True) as store:
        found = find(store, name)
        if revoke:
            workflow.revoke_link(store, cli_actor(), found.id)
            say(f"{found.name} has no personal link any more.")
        else:
            _print_link(store, found, days, url)


@analyst.command(short_help="Give somebody a role.")
@database
@_name
@click.argument("role", type=click.Choice(_GIVEN))
def role(database: Path, name: str, role: Role) -> None:
    """Let NAME do from now on what ROLE may. It counts at once, also on pages that are open."""
    with opened(database, write=True) as store:
        found = find(store, name)
        workflow.set_role(store, cli_actor(), found.id, role)
        say(f"{found.name} is {_a(role)} now.")


@analyst.command(short_help="Show somebody under another name.")
@database
@_name
@click.argument("new")
def rename(database: Path, name: str, new: str) -> None:
    """Call NAME by the name NEW from now on, also beside what they did before."""
    with opened(database, write=True) as store:
        found = find(store, name)
        workflow.rename_analyst(store, cli_actor(), found.id, new)
        with store.read() as db:
            say(f"{found.name} is called {people.get(db, found.id).name} now.")


@analyst.command(short_help="End somebody's place in the project; their work stays.")
@database
@_name
def remove(database: Path, name: str) -> None:
    """Remove NAME: all their logins, their link and their keys end at once, their tags stay.

    `annotator analyst role` takes them back; they then need a new link.
    """
    with opened(database, write=True) as store:
        found = find(store, name)
        workflow.set_role(store, cli_actor(), found.id, "removed")
        say(f"{found.name} was removed. Everything they tagged stays.")


@token.command("add", short_help="Make a key to the API and print it.")
@database
@_name
@click.argument("label")
@_expires
def add_token(database: Path, name: str, label: str, days: int | None) -> None:
    """Print a key with which a program acts as NAME; LABEL says which program it is for.

    The key is shown this once; only its fingerprint is kept.
    """
    with opened(database, write=True) as store:
        found = find(store, name)
        key = workflow.add_api_token(store, cli_actor(), found.id, label, _end(days))
        say(f"A key for a program of {found.name}, shown this once:")
        click.echo(key)


@token.command("list", short_help="List the keys to the API.")
@database
@format_options
def list_tokens(database: Path, shape: Format | None) -> None:
    """List the keys that were made, without the keys themselves."""
    with opened(database) as store, store.read(timeout=None) as db:
        names = {one.id: one.name for one in people.listing(db)}
        rows = (
            (key.id, names[key.analyst_id], key.name, key.created_at, key.expires_at, key.seen_at)
            for key in logins.api_tokens(db)
        )
        show(Listing(_TOKEN, rows, ("id", "analyst", "name", "seen_at", "expires_at")), shape)


@token.command("remove", short_help="End a key to the API.")
@database
@click.argument("id")
def remove_token(database: Path, id: str) -> None:
    """End the key with this ID, as `annotator token list` shows it."""
    with opened(database, write=True) as store:
        with store.read() as db:
            key = next((one for one in logins.api_tokens(db) if one.id == id), None)
        if key is None or not workflow.end_api_token(store, cli_actor(), key.analyst_id, key.id):
            raise NotFoundError(
                f"There is no key “{id}”. `annotator token list {database}` shows them."
            )
        say(f"The key for “{key.name}” opens nothing any more.")


def find(store: Store, name: str) -> Analyst:
    """Who is called so.

    Raises:
        NotFoundError: Nobody is.
    """
    with store.read() as db:
        found = people.find_name(db, name)
        known = [one.name for one in people.listing(db)]
    if found is None:
        there = f"There are: {', '.join(known)}." if known else "Nobody has joined it yet."
        raise NotFoundError(f"Nobody in the project is called “{name}”. {there}")
    return found


def _print_link(store: Store, found: Analyst, days: int | None, url: str) -> None:
    key = workflow.make_link(store, cli_actor(), found.id, _end(days))
    if url:
        say(f"Personal link of {found.name}, shown this once:")
        click.echo(f"{url.rstrip('/')}/join/{key}")
        return
    say(
        f"Personal link of {found.name}, shown this once. Put the address in front that "
        "`annotator serve --team` prints, or give it with --url:"
    )
    click.echo(f"/join/{key}")


def _end(days: int | None) -> str:
    return "" if days is None else utc(datetime.now(UTC) + timedelta(days=days))


def _people(db: Database) -> Iterator[tuple[Cell, ...]]:
    now = utc_now()
    acts, links = people.last_acts(db), logins.invitations(db)
    signed_in = logins.logins(db, now)
    for one in people.listing(db):
        own = [login.seen_at for login in signed_in if login.analyst_id == one.id]
        seen = max([*own, acts.get(one.id, "")])
        link = links.get(one.id)
        ends = link.expires_at if link else ""
        yield one.id, one.name, one.role, one.created_at, seen, len(own), _state(link, now), ends


def _state(link: Invitation | None, now: str) -> str:
    if link is None:
        return "none"
    return "expired" if link.expires_at and link.expires_at <= now else "open"


def _a(role: Role) -> str:
    return f"an {role}" if role == "analyst" else f"a {role}"
