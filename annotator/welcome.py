"""What a team's server says when it starts: how the first lead comes in."""

from __future__ import annotations

import shlex
from pathlib import Path

from annotator import running, workflow
from annotator.identity import cli_actor
from db import logins, people
from db.store import Store
from db.transaction import utc_now


def welcome(store: Store, path: Path, lead: str = "") -> list[str]:
    """Get the project ready for a team, and say how its lead comes in.

    Until a lead has come in, each start makes the personal link anew: whoever lost it starts again.

    Args:
        lead: The name the first lead has or gets; without it the one of this machine's account.

    Raises:
        WorkflowError: The name cannot be one.
    """
    actor = cli_actor()
    workflow.end_unproven_logins(store)
    with store.read() as db:
        leads = [one.name for one in people.leads(db)]
        come = logins.has_led(db, utc_now())
    lines = []
    if leads and lead and lead.casefold() not in [name.casefold() for name in leads]:
        lines.append(
            f"{leads[0]} leads this project already; --lead is for one that has nobody yet. "
            f"`annotator analyst role {_word(path)} {_word(lead)} lead` makes {lead} a lead too."
        )
    if come:
        lines.append(
            f"Lost your personal link? `annotator analyst link {_word(path)} {_word(leads[0])}` "
            "makes a new one."
        )
        return lines
    first = workflow.first_lead(store, actor, lead or actor.name)
    token = workflow.make_link(store, actor, first.id)
    return [
        *lines,
        f"Personal link of {first.name}, who leads the project; it is for nobody else:",
        f"  {running.join_link(token)}",
    ]


def _word(text: str | Path) -> str:
    return shlex.quote(str(text))
