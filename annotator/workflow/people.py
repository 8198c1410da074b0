"""People join, get a role, are let in, and leave."""

from __future__ import annotations

import logging
import re
import unicodedata
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Final

from annotator.identity import Actor, authorize
from annotator.workflow.errors import WorkflowError
from db import logins, people
from db.model import Analyst, Role
from db.store import Store
from db.transaction import Transaction, utc_now

log = logging.getLogger("annotator")

NAME_LENGTH: Final = 80
_BROWSER_LENGTH: Final = 200
_JOINERS: Final = "\u200c\u200d"  # invisible, and part of names in Persian and in Indic scripts


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody who followed a personal link: who it is, and the token for the login's cookie."""

    analyst: Analyst
    token: str


def add_analyst(
    store: Store, name: str, *, actor: Actor | None = None, role: Role = "analyst"
) -> Analyst:
    """Add somebody under a new name.

    Args:
        actor: Who adds them; without one they join by themselves, as on one's own machine.

    Raises:
        WorkflowError: The name is empty, too long or taken.
        NotAllowedError: The actor may not add people.
    """
    if actor is not None:
        authorize(actor, "people")
    clean = _clean_name(name)

    def job(tx: Transaction) -> Analyst:
        _refuse_taken(
            people.find_name(tx.db, clean),
            "Choose the name there if that is you, or add something that tells you apart."
            if actor is None
            else "Give them a new link if that is who you mean, or add something that tells the "
            "two apart.",
        )
        analyst = people.add(tx, clean, actor.id if actor else None)
        if actor is not None:
            people.give_role(tx, actor.id, analyst.id, role)
        return people.get(tx.db, analyst.id)

    return store.write(job)


def rename_analyst(store: Store, actor: Actor, analyst_id: str, name: str) -> None:
    """Show somebody under another name. One's own is everybody's to change.

    Raises:
        WorkflowError: The name is empty, too long or taken.
        NotAllowedError: It is not the actor's to change.
    """
    _authorize_for(actor, analyst_id)
    clean = _clean_name(name)

    def job(tx: Transaction) -> None:
        people.get(tx.db, analyst_id)
        taken = people.find_name(tx.db, clean)
        if taken is None or taken.id != analyst_id:
            _refuse_taken(taken, "Add something that tells the two apart.")
        people.rename(tx, analyst_id, clean)

    store.write(job)


def set_role(store: Store, actor: Actor, analyst_id: str, role: Role) -> None:
    """Give somebody a role; `removed` ends their logins, link and keys as well, and keeps the work.

    Raises:
        WorkflowError: The project would be left without a lead.
        NotAllowedError: The actor may not.
    """
    authorize(actor, "people")

    def job(tx: Transaction) -> None:
        analyst = people.get(tx.db, analyst_id)
        if role != "lead" and [lead.id for lead in people.leads(tx.db)] == [analyst.id]:
            raise WorkflowError(
                f"{analyst.name} is the only lead: nobody could invite people or load articles. "
                "Make somebody else a lead first."
            )
        people.give_role(tx, actor.id, analyst_id, role)
        if role == "removed":
            logins.shut_out(tx, analyst_id)

    store.write(job)


def first_lead(store: Store, actor: Actor, name: str) -> Analyst:
    """The lead of a project that is to be served to a team; made if there is none.

    Whoever tagged on this machine under the name becomes the lead; otherwise somebody new.
    """
    authorize(actor, "people")
    clean = _clean_name(name)

    def job(tx: Transaction) -> Analyst:
        leads = people.leads(tx.db)
        if leads:
            return leads[0]
        analyst = people.find_name(tx.db, clean) or people.add(tx, clean, actor.id)
        people.give_role(tx, actor.id, analyst.id, "lead")
        return people.get(tx.db, analyst.id)

    return store.write(job)


# --- being let in ---------------------------------------------------------------------------------


def sign_in(store: Store, analyst_id: str, browser: str = "") -> str:
    """A login token for an analyst; the cookie's value."""
    return store.write(lambda tx: logins.sign_in(tx, analyst_id, browser[:_BROWSER_LENGTH]))


def sign_out(store: Store, token: str) -> None:
    """End a login."""
    store.write(lambda tx: logins.sign_out(tx, token))


def note_use(store: Store, token: str) -> None:
    """Remember that a login was used, at most once an hour."""

    with store.read() as db:
        due = logins.is_due(db, token, utc_now())
    if due:
        store.write(lambda tx: logins.note_use(tx, token))


def end_unproven_logins(store: Store) -> None:
    """Before a team is served: whoever chose a name on one's own machine comes in by a link now."""
    store.write(logins.end_unproven)


def make_link(store: Store, actor: Actor, analyst_id: str, expires_at: str = "") -> str:
    """The token of a new personal link; the link before it ends.

    Args:
        expires_at: UTC, ISO 8601; empty where it does not expire.

    Raises:
        NotAllowedError: The actor may not.
        WorkflowError: They were removed.
    """
    authorize(actor, "people")

    def job(tx: Transaction) -> str:
        analyst = people.get(tx.db, analyst_id)
        if analyst.role == "removed":
            raise WorkflowError(
                f"{analyst.name} was removed from the project. Give them a role again first."
            )
        return logins.invite(tx, analyst_id, expires_at)

    return store.write(job)


def revoke_link(store: Store, actor: Actor, analyst_id: str) -> None:
    """End somebody's personal link. Who is signed in stays so."""
    authorize(actor, "people")
    store.write(lambda tx: logins.revoke(tx, analyst_id))


def join(store: Store, token: str, browser: str = "") -> Joined:
    """Sign somebody in by a personal link.

    Args:
        browser: What the browser calls itself.

    Raises:
        WorkflowError: The link opens nothing: it is wrong, was renewed, revoked, or has expired.
    """

    def job(tx: Transaction) -> Joined:
        analyst = logins.of_invitation(tx.db, token, tx.now)
        if analyst is None:
            raise WorkflowError(DEAD_LINK)
        return Joined(analyst, logins.sign_in(tx, analyst.id, browser[:_BROWSER_LENGTH] or "?"))

    return store.write(job)


DEAD_LINK: Final = (
    "This link opens nothing any more: it was renewed or withdrawn, it has expired, or a part of "
    "it is missing. Ask the project's lead for a new one."
)


def end_login(store: Store, actor: Actor, analyst_id: str, login_id: str) -> None:
    """End one login: one's own, or as lead anybody's. One that has ended is no error."""
    _authorize_for(actor, analyst_id)
    store.write(lambda tx: logins.end_login(tx, analyst_id, login_id))


def end_logins(store: Store, actor: Actor, analyst_id: str) -> None:
    """End all logins of somebody: one's own, or as lead anybody's."""
    _authorize_for(actor, analyst_id)
    store.write(lambda tx: logins.end_logins(tx, analyst_id))


def add_api_token(
    store: Store, actor: Actor, analyst_id: str, name: str, expires_at: str = ""
) -> str:
    """A new key to the API for a program of somebody's: one's own, or as lead anybody's.

    Raises:
        NotAllowedError: The actor may not.
        WorkflowError: They were removed, or the program's name is empty or too long.
    """
    _authorize_for(actor, analyst_id)
    clean = _clean_name(name, "it says which program the key is for")

    def job(tx: Transaction) -> str:
        analyst = people.get(tx.db, analyst_id)
        if analyst.role == "removed":
            raise WorkflowError(
                f"{analyst.name} was removed from the project. Give them a role again first."
            )
        return logins.add_api_token(tx, analyst_id, clean, expires_at)

    return store.write(job)


def note_key_use(store: Store, key: str) -> None:
    """Remember that a key to the API was used, at most once an hour. Waits for nobody.

    What was asked is answered also where this cannot be written; the log says so.
    """
    with store.read() as db:
        if not logins.is_api_token_due(db, key, utc_now()):
            return
    noted = store.submit(lambda tx: logins.note_api_token_use(tx, key))
    noted.add_done_callback(_warn)


def note_key_use_in(tx: Transaction, key: str) -> None:
    """The same in a transaction that writes anyway."""
    logins.note_api_token_use(tx, key)


def end_api_token(store: Store, actor: Actor, analyst_id: str, token_id: str) -> bool:
    """End a key to the API: one's own, or as lead anybody's. Whether there was one."""
    _authorize_for(actor, analyst_id)
    return store.write(lambda tx: logins.end_api_token(tx, analyst_id, token_id))


def _warn(noted: Future[None]) -> None:
    if (error := noted.exception()) is not None:
        log.warning("The use of a key was not noted: %s", error)


def _authorize_for(actor: Actor, analyst_id: str) -> None:
    """What is about oneself is everybody's; what is about others is the lead's."""
    if actor.id != analyst_id:
        authorize(actor, "people")


def _refuse_taken(taken: Analyst | None, advice: str) -> None:
    if taken is not None:
        removed = ", as somebody who was removed" if taken.role == "removed" else ""
        raise WorkflowError(f"{taken.name} is on the list already{removed}. {advice}")


def _clean_name(name: str, purpose: str = "it goes with every tag you set") -> str:
    composed = unicodedata.normalize("NFC", name)
    visible = "".join(
        c
        for c in composed
        if c.isspace() or c in _JOINERS or not unicodedata.category(c).startswith("C")
    )
    clean = re.sub(r"\s+", " ", visible).strip()
    if not clean.strip(_JOINERS):
        raise WorkflowError(f"A name is needed: {purpose}.")
    if len(clean) > NAME_LENGTH:
        raise WorkflowError(
            f"The name has {len(clean)} characters; at most {NAME_LENGTH} are kept. Shorten it."
        )
    return clean
