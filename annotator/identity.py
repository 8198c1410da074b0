"""Who is asking, and what they may do. One answer for pages, routes and the command line."""

from __future__ import annotations

import getpass
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal, Self

from db import answers, logins, rounds, settings
from db.model import REVIEW_OWN, Analyst, Role
from db.store import Database, Store
from db.transaction import Transaction, utc_now

Action = Literal[
    "tag",
    "see-others",
    "decide",
    "export-own",
    "export-others",
    "load",
    "assign",
    "rounds",
    "see-progress",
    "people",
    "scheme",
    "share-evidence",
    "rate-source",
]

_COMMAND_LINE: Final = "cli:"


class NotAllowedError(Exception):
    """The actor may not do this; the message says who can."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an analyst, or whoever may read the file and uses the command line.

    `role` is None for whoever holds every role: everybody on one's own machine.
    """

    id: str
    name: str
    role: Role | None = None

    @classmethod
    def of(cls, analyst: Analyst, *, team: bool = False) -> Self:
        """The analyst as an actor; roles count where a team is served."""
        return cls(analyst.id, analyst.name, analyst.role if team else None)

    @property
    def at_command_line(self) -> bool:
        """Whether this is no analyst but the person at the terminal."""
        return self.id.startswith(_COMMAND_LINE)


@dataclass(frozen=True, slots=True)
class Subject:
    """The article that an action is about, as far as that decides.

    Attributes:
        closed: Whether its round is closed, so that its analysts may see each other's work.
        reviewed: Whether its review is finished too, so that decisions stand.
        worked: Whether the actor is an analyst of it: it was given to them, or they have said
            something of a claim in it.
        assigned: Whether it is the actor's to tag; all are while nothing is shared out.
        own_allowed: Whether the lead lets reviewers decide on articles they have tagged.
    """

    article_id: int
    closed: bool = False
    reviewed: bool = False
    worked: bool = False
    assigned: bool = True
    own_allowed: bool = False


class Rule(Enum):
    """When somebody of a role may do something."""

    ALWAYS = "always"
    ASSIGNED = "articles that were given to them, or all while nothing is shared out"
    CLOSED = "after the round of the article closed"
    OUTSIDE_OR_ALLOWED = (
        "where not an analyst of the article, or where the lead allows it; not once it is reviewed"
    )
    REVIEWING = "where they may decide, and after its round closed"
    NEVER = "never"

    def holds(self, subject: Subject | None) -> bool:
        """Whether it allows the action; what depends on an article needs one."""
        closed = subject is not None and subject.closed
        outside = subject is not None and (not subject.worked or subject.own_allowed)
        return {
            Rule.ALWAYS: True,
            Rule.ASSIGNED: subject is None or subject.assigned,
            Rule.CLOSED: closed,
            Rule.OUTSIDE_OR_ALLOWED: outside and not _is_reviewed(subject),
            Rule.REVIEWING: outside or closed,
            Rule.NEVER: False,
        }[self]


def _is_reviewed(subject: Subject | None) -> bool:
    return subject is not None and subject.reviewed


# Who may do what in team mode. Nobody else decides it: `authorize` reads it, and a test tries all.
MATRIX: Final[Mapping[Action, Mapping[Role, Rule]]] = {
    "tag": {"analyst": Rule.ASSIGNED, "reviewer": Rule.ASSIGNED, "lead": Rule.ASSIGNED},
    "see-others": {
        "analyst": Rule.CLOSED,
        "reviewer": Rule.REVIEWING,
        "lead": Rule.REVIEWING,
    },
    "decide": {
        "analyst": Rule.NEVER,
        "reviewer": Rule.OUTSIDE_OR_ALLOWED,
        "lead": Rule.OUTSIDE_OR_ALLOWED,
    },
    "export-own": {"analyst": Rule.ALWAYS, "reviewer": Rule.ALWAYS, "lead": Rule.ALWAYS},
    "export-others": {
        "analyst": Rule.CLOSED,
        "reviewer": Rule.REVIEWING,
        "lead": Rule.ALWAYS,
    },
    "load": {"analyst": Rule.NEVER, "reviewer": Rule.NEVER, "lead": Rule.ALWAYS},
    "assign": {"analyst": Rule.NEVER, "reviewer": Rule.NEVER, "lead": Rule.ALWAYS},
    "rounds": {"analyst": Rule.NEVER, "reviewer": Rule.NEVER, "lead": Rule.ALWAYS},
    "see-progress": {"analyst": Rule.NEVER, "reviewer": Rule.NEVER, "lead": Rule.ALWAYS},
    "people": {"analyst": Rule.NEVER, "reviewer": Rule.NEVER, "lead": Rule.ALWAYS},
    "scheme": {"analyst": Rule.NEVER, "reviewer": Rule.NEVER, "lead": Rule.ALWAYS},
    "share-evidence": {"analyst": Rule.NEVER, "reviewer": Rule.NEVER, "lead": Rule.ALWAYS},
    "rate-source": {"analyst": Rule.ALWAYS, "reviewer": Rule.ALWAYS, "lead": Rule.ALWAYS},
}

_REFUSALS: Final[Mapping[Action, str]] = {
    "tag": "Your place in this project has ended, so nothing can be tagged. Ask its lead.",
    "see-others": (
        "Others' work on this article is not open to you yet: you would no longer tag it blind. "
        "It opens when its round is closed."
    ),
    "decide": "Reviewers decide, on articles they did not tag. Ask the project's lead.",
    "export-own": "Your place in this project has ended: there is nothing to take. Ask its lead.",
    "export-others": (
        "Others' rows of this article are not open to you yet. Take your own rows, or ask the "
        "project's lead for the file."
    ),
    "load": "Articles are loaded by the project's lead. Ask them to load it.",
    "assign": "Who tags what is for the project's lead to say. Ask them.",
    "rounds": "Rounds are opened and closed by the project's lead. Ask them.",
    "see-progress": "Others' progress is for the project's lead. Yours is on the Progress page.",
    "share-evidence": (
        "Evidence is laid before all analysts by the project's lead. Attach it for yourself."
    ),
    "rate-source": "Your place in this project has ended, so nothing can be graded. Ask its lead.",
    "scheme": "The codebook is the lead's to change. Ask the project's lead.",
    "people": "People and their roles are the lead's to change. Ask the project's lead.",
}


REVIEWED: Final = (
    "The review of this article is finished, so its decisions stand. Ask the project's lead to let "
    "it be reviewed again."
)
NOT_ASSIGNED: Final = (
    "This article is not yours to tag: the work was shared out. Ask the project's lead."
)


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


@dataclass(frozen=True, slots=True)
class Credential:
    """What a request carries to say who asks: a login's cookie, or a key to the API.

    Attributes:
        is_key: Whether it is a key, which programs send, rather than a browser's login.
    """

    token: str
    is_key: bool = False

    def holder(self, db: Database, now: str) -> Analyst | None:
        """Whose it is, if it has not ended by `now` and they were not removed."""
        held_by = logins.of_api_token if self.is_key else logins.of_login
        return held_by(db, self.token, now)


def credential(
    project_id: str, cookies: Mapping[str, str], authorization: str = ""
) -> Credential | None:
    """What a request carries, worth something or not.

    A key decides alone: whose key has ended must not go on acting by a cookie that came along.
    """
    scheme, _, key = authorization.strip().partition(" ")
    if scheme.lower() == "bearer":
        return Credential(key.strip(), is_key=True)
    token = cookies.get(cookie_name(project_id))
    return Credential(token) if token else None


def asker(store: Store, cookies: Mapping[str, str], authorization: str = "") -> Analyst | None:
    """Who asks, by a login's cookie or by the header `Authorization: Bearer KEY`."""
    found = credential(store.project_id, cookies, authorization)
    if found is None:
        return None
    with store.read() as db:
        return found.holder(db, utc_now())


def asker_in(
    tx: Transaction, cookies: Mapping[str, str], authorization: str = ""
) -> Analyst | None:
    """The same inside a write transaction: nobody signs out between the question and the act."""
    found = credential(tx.project_id, cookies, authorization)
    return found.holder(tx.db, tx.now) if found else None


def find_analyst(store: Store, cookies: Mapping[str, str]) -> Analyst | None:
    """Whose login the cookies carry, if anybody's. Keys open the API only, and no page."""
    return asker(store, cookies)


def subject_of(db: Database, actor: Actor, article_id: int) -> Subject:
    """An article as the subject of what the actor asks for."""
    return subjects_of(db, actor, [article_id])[0]


def subjects_of(db: Database, actor: Actor, article_ids: Sequence[int]) -> list[Subject]:
    """`subject_of` for many articles at once, in their order."""
    worked = set() if actor.at_command_line else answers.worked_in(db, actor.id, article_ids)
    allowed = _own_allowed(db)
    places = rounds.places(db, actor.id, article_ids)
    return [
        Subject(
            article_id,
            closed=places[article_id].state != "open",
            reviewed=places[article_id].state == "reviewed",
            worked=article_id in worked or places[article_id].given,
            assigned=places[article_id].assigned,
            own_allowed=allowed,
        )
        for article_id in article_ids
    ]


def _own_allowed(db: Database) -> bool:
    return settings.value(db, REVIEW_OWN) == "yes"


def may(actor: Actor, action: Action, subject: Subject | None = None) -> bool:
    """Whether the actor may do this to the subject.

    Where everybody holds all roles, little is left: the command line has no analyst to tag as, an
    analyst tags what was given to them and decides nothing after the review was finished, and sees
    others' work only after it was asked for (`db.answers.hidden`).
    """
    if actor.at_command_line:
        return action not in ("tag", "share-evidence", "rate-source")
    if actor.role is None:
        if action == "tag":
            return Rule.ASSIGNED.holds(subject)
        return action != "decide" or not _is_reviewed(subject)
    return MATRIX[action].get(actor.role, Rule.NEVER).holds(subject)


def authorize(actor: Actor, action: Action, subject: Subject | None = None) -> None:
    """Raise unless the actor may do this to the subject.

    Raises:
        NotAllowedError: With the sentence for the actor.
    """
    if may(actor, action, subject):
        return
    if actor.at_command_line:
        raise NotAllowedError(
            "Tags are set by analysts on the page, not at the command line. "
            "Start it with `annotator serve`."
        )
    if action == "decide" and _is_reviewed(subject):
        raise NotAllowedError(REVIEWED)
    if action == "tag" and subject is not None and not subject.assigned:
        raise NotAllowedError(NOT_ASSIGNED)
    raise NotAllowedError(_REFUSALS[action])
