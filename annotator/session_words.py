"""Tagging sessions in words and cells, as pages and commands write them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from annotator.scheme import Tag
from db.session_model import MINUTE, Session

COLUMNS = ("day", "from", "to", "minutes", "claims", "changes of mind", "claims an hour")


def summed(session: Session) -> str:
    """What a session came to: `8 sourced · 3 unsure · 2 changes of mind · 9 new claims an hour`."""
    said = [f"{claims:,} {tag}" for tag, claims in session.tags.items() if claims]
    said += [
        f"{claims:,} {word}"
        for claims, word in ((session.unsure, "unsure"), (session.skipped, "skipped"))
        if claims
    ]
    if session.changes:
        word = "change" if session.changes == 1 else "changes"
        said.append(f"{session.changes:,} {word} of mind")
    if pace := hourly(session):
        said.append(f"{pace} new claims an hour")
    return " · ".join(said)


def hourly(session: Session) -> str:
    """New claims an hour; nothing where a minute has not passed, which is too short to say."""
    if session.pace is None or session.lasted < MINUTE:
        return ""
    return f"{session.pace:,.0f}"


def row(session: Session, tags: Sequence[Tag], zone: tzinfo) -> list[str]:
    """A session as a row of a table: COLUMNS, then a number for each tag, and what was skipped."""
    began = datetime.fromisoformat(session.began).astimezone(zone)
    last = datetime.fromisoformat(session.last).astimezone(zone)
    numbers = [
        session.unsure if tag.outcome == "unsure" else session.tags.get(tag.name, 0) for tag in tags
    ]
    return [
        f"{began:%a} {began.day} {began:%b %Y}",
        f"{began:%H:%M}",
        f"{last:%H:%M}",
        f"{minutes(session.lasted):,}",
        f"{session.claims:,}",
        f"{session.changes:,}",
        hourly(session) or "–",
        *(f"{number:,}" for number in (*numbers, session.skipped)),
    ]


def minutes(lasted: timedelta) -> int:
    """Full minutes."""
    return int(lasted / MINUTE)
