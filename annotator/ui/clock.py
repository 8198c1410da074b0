"""Times of the record as the clock of the browser says them."""

from __future__ import annotations

from datetime import datetime

from annotator.ui import session
from annotator.words import in_words


def when(iso: str, now: datetime) -> str:
    """When something was: today with the time, yesterday, or the date; a dash for never."""
    return in_words(_local(iso), now.astimezone(session.zone())) if iso else "–"


def day(iso: str, now: datetime) -> str:
    """The date alone, with the year where it is another one than now."""
    then = _local(iso)
    year = "" if then.year == now.astimezone(session.zone()).year else f" {then.year}"
    return f"{then.day} {then:%b}{year}"


def _local(iso: str) -> datetime:
    return datetime.fromisoformat(iso).astimezone(session.zone())
