"""The lead sets the project's tag scheme: from a file, or version by version in the app."""

from __future__ import annotations

from dataclasses import dataclass, replace

from annotator import schemes
from annotator.identity import Actor, authorize
from annotator.scheme import Scheme, default_scheme, default_text, read_scheme
from annotator.scheme_writing import write_scheme
from annotator.words import counted
from annotator.workflow.errors import WorkflowError
from db import schemes as kept
from db import votes
from db.store import Store
from db.transaction import Transaction

__all__ = ["Chosen", "NewerVersionError", "revise_scheme", "set_scheme"]


class NewerVersionError(WorkflowError):
    """Somebody saved another version while this one was written; the message says who."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What setting a scheme led to: the scheme in force, and what there is to say of it."""

    scheme: Scheme
    is_new: bool
    notice: str = ""


def set_scheme(store: Store, actor: Actor, text: str, name: str) -> Chosen:
    """Give the project the scheme of a file, whose name errors say.

    Before the first answer any scheme may take the place of another one; after it, only a newer
    version with the same tags.

    Raises:
        SchemeError: The file cannot be used.
        WorkflowError: The project has answers under another scheme, or the label another text.
        NotAllowedError: The actor does not lead.
    """
    authorize(actor, "scheme")
    scheme = read_scheme(text, name)

    def job(tx: Transaction) -> Chosen:
        now = schemes.current(tx.db)
        if scheme == now:
            return Chosen(now, is_new=False)
        _refuse_other_scheme(tx, now, scheme, name)
        before = schemes.find(tx.db, scheme.label)
        if before is not None and before != scheme:
            raise WorkflowError(_other_text(tx, now, scheme, name))
        if scheme.name == now.name and scheme.version < now.version:
            if before is not None:
                return Chosen(now, is_new=False, notice=_stays(store, now, scheme, name))
            raise WorkflowError(
                f"{name} is {scheme.label}, and the project has {now.label} already. Raise its "
                f"`version` to {_next_version(tx, scheme.name)}."
            )
        _refuse_other_tags(tx, now, scheme, name)
        _set(tx, actor, now, scheme, text)
        return Chosen(scheme, is_new=True)

    return store.write(job)


def revise_scheme(store: Store, actor: Actor, base: str, wanted: Scheme) -> Scheme:
    """Store an edited scheme as the next version; `base` is the label that it was made from.

    Raises:
        NewerVersionError: The project has another version by now; nothing was stored.
        SchemeError: What was written does not make a scheme.
        WorkflowError: Nothing was changed, or what a new version may not change.
        NotAllowedError: The actor does not lead.
    """
    authorize(actor, "scheme")

    def job(tx: Transaction) -> Scheme:
        now = schemes.current(tx.db)
        if now.label != base:
            raise NewerVersionError(_meanwhile(tx, now))
        if replace(wanted, name=now.name, version=now.version) == now:
            raise WorkflowError("Nothing is different, so there is no new version.")
        new = replace(wanted, name=now.name, version=_next_version(tx, now.name))
        text = write_scheme(new)
        read_scheme(text, "The codebook")
        _refuse_other_tags(tx, now, new, "This version")
        _set(tx, actor, now, new, text)
        return new

    return store.write(job)


def _set(tx: Transaction, actor: Actor, now: Scheme, scheme: Scheme, text: str) -> None:
    """Set it; where it is the first version of the project's own, keep what it comes from."""
    if scheme.name == now.name and kept.in_force(tx.db) is None:
        # Votes carry that label, and a newer program may ship another text.
        kept.set_text(tx, actor.id, default_scheme().label, default_text())
    kept.set_text(tx, actor.id, scheme.label, text)


def _refuse_other_scheme(tx: Transaction, now: Scheme, scheme: Scheme, name: str) -> None:
    if scheme.name != now.name and kept.any_answer(tx.db):
        given = counted(kept.answers_given(tx.db), "answer")
        raise WorkflowError(
            f"{name} is the tag scheme “{scheme.name}”, and this project has {given} under "
            f"“{now.name}”. Figures never mix two schemes: make a new project file for it."
        )


def _refuse_other_tags(tx: Transaction, now: Scheme, scheme: Scheme, name: str) -> None:
    tags, before = _answers(scheme), _answers(now)
    if tags == before or not kept.any_answer(tx.db):
        return
    more = [f"adds {tag}" for tag, _ in sorted(tags - before)]
    less = [f"lacks {tag}" for tag, _ in sorted(before - tags)]
    raise WorkflowError(
        f"{name} {' and '.join(more + less)}, and the project has answers under {now.label}. A new "
        "version keeps the tags, by name and outcome; for other tags make a new project file."
    )


def _answers(scheme: Scheme) -> set[tuple[str, str]]:
    return {(tag.name, tag.outcome) for tag in scheme.tags}


def _other_text(tx: Transaction, now: Scheme, scheme: Scheme, name: str) -> str:
    if kept.labelled(tx.db, scheme.label) is None:
        return (
            f"{name} calls itself {scheme.label}, as the scheme that ships with the program does, "
            "and says something else. Give it a `name` of its own."
        )
    free = _next_version(tx, scheme.name)
    version = max(free, now.version + 1) if scheme.name == now.name else free
    return (
        f"{name} is {scheme.label}, and under this label the project knows another text. A label "
        f"means one text for ever: raise the file's `version` to {version}."
    )


def _stays(store: Store, now: Scheme, scheme: Scheme, name: str) -> str:
    return (
        f"{name} is {scheme.label}, and the project has gone on to {now.label}, which stays. "
        f"`annotator scheme show {store.path}` prints it."
    )


def _next_version(tx: Transaction, name: str) -> int:
    labels = [*kept.labels(tx.db), schemes.current(tx.db).label]
    found = (label.rpartition("/") for label in labels)
    return 1 + max((int(version) for known, _, version in found if known == name), default=0)


def _meanwhile(tx: Transaction, now: Scheme) -> str:
    version = kept.in_force(tx.db)
    who = votes.names(tx.db).get(version.set_by, "") if version else ""
    return (
        f"{who or 'Somebody at the command line'} saved version {now.version} meanwhile. What you "
        "wrote is still here: compare it with the new version, and save again."
    )
