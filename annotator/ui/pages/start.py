"""Where the bare address leads: on to tagging, or to the articles while there is none."""

from __future__ import annotations

from annotator import running
from annotator.ui import places, session
from db import articles


def page() -> None:
    """Go on to where the work is."""
    with running.store().read() as db:
        empty = articles.count(db) == 0
    places.go("articles" if empty else "tag", session.address())
