"""What people choose for themselves: keys and looks, and whether their time is taken."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from annotator import key_sets, schemes
from annotator.act_fields import is_number
from annotator.identity import Actor, authorize
from annotator.workflow.errors import WorkflowError
from db import preferences, settings, times
from db.model import TIMES_VISIBLE
from db.store import Store
from db.transaction import Transaction

TIMES: Final = "times"  # "own": seen by their analyst only; "lead": new ones by leads too
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "size": ("", "small", "large", "largest"),
    "theme": ("", "light", "dark"),
    key_sets.SET: ("", "left"),
}
_KEYS: Final = re.compile(r"[a-z0-9]?")


def prefer(store: Store, actor: Actor, values: Mapping[str, object]) -> None:
    """Keep how somebody wants their desk; what is not named is left as it comes.

    Raises:
        WorkflowError: There is no such choice, or a key would mean two things.
    """
    with store.read() as db:
        scheme = schemes.current(db)
    keys = {f"{key_sets.KEY}{name}" for name in key_sets.COMMANDS}
    keys |= {f"{key_sets.TAG}{tag.name}" for tag in scheme.tags}
    chosen: dict[str, str] = {}
    for name, value in values.items():
        known = CHOICES.get(name)
        fits = value in known if known else name in keys and bool(_KEYS.fullmatch(str(value)))
        if not fits:
            raise WorkflowError(f"There is no choice “{str(value)[:40]}” for “{name[:40]}”.")
        chosen[name] = str(value)
    if key := key_sets.clash(scheme, {name: value for name, value in chosen.items() if value}):
        raise WorkflowError(f"The key {key.upper()} has a meaning already; choose another one.")

    def job(tx: Transaction) -> None:
        before = dict.fromkeys((*CHOICES, *keys), "")
        preferences.put(tx, actor.id, before | chosen)

    store.write(job)


def take_time(store: Store, actor: Actor, *, wanted: bool) -> None:
    """Switch on or off that the time which claims take is kept.

    Who switches it on agrees to what the page says then of who sees it.
    """
    authorize(actor, "tag")

    def job(tx: Transaction) -> None:
        shared = settings.value(tx.db, TIMES_VISIBLE) == "yes"
        value = ("lead" if shared else "own") if wanted else ""
        preferences.put(tx, actor.id, {TIMES: value})

    store.write(job)


def keep_times(store: Store, actor: Actor, given: Sequence[object]) -> None:
    """Keep the seconds that claims took, [[claim, seconds]], of who has switched it on.

    Raises:
        WorkflowError: It is something else.
    """
    authorize(actor, "tag")
    taken = []
    for one in given:
        if not (isinstance(one, list) and len(one) == 2 and all(map(is_number, one))):
            raise WorkflowError("A time is a claim and its seconds.")
        taken.append((one[0], one[1]))

    def job(tx: Transaction) -> None:
        agreed = preferences.of(tx.db, actor.id).get(TIMES)
        if agreed:
            shared = agreed == "lead" and settings.value(tx.db, TIMES_VISIBLE) == "yes"
            times.keep(tx, actor.id, taken, shared=shared)

    store.write(job)


def forget_times(store: Store, actor: Actor) -> None:
    """Delete all times of the actor."""
    store.write(lambda tx: times.delete(tx, actor.id))


def show_times(store: Store, actor: Actor, *, wanted: bool) -> None:
    """Say whether leads see what time claims take, of analysts who agree from now on.

    Raises:
        NotAllowedError: The actor does not lead.
    """
    authorize(actor, "people")
    store.write(lambda tx: settings.change(tx, actor.id, TIMES_VISIBLE, "yes" if wanted else ""))
