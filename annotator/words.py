"""Numbers with their nouns, and times, as pages and commands write them."""

from __future__ import annotations

from datetime import datetime, timedelta


def counted(number: int, noun: str) -> str:
    """`1 claim`, `1,200 claims`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def in_words(then: datetime, now: datetime) -> str:
    """When something was, as one would say it: today with the time, yesterday, or the date."""
    days = (now.date() - then.date()).days
    if days == 0:
        return f"today, {then:%H:%M}"
    if days == 1:
        return "yesterday"
    year = "" if then.year == now.year else f" {then.year}"
    return f"{then.day} {then:%b}{year}"


def lasting(time: timedelta) -> str:
    """How long something took, in full minutes: `9 minutes`, `1 hour 5 minutes`."""
    hours, minutes = divmod(int(time.total_seconds() // 60), 60)
    if not hours:
        return counted(minutes, "minute") if minutes else "less than a minute"
    return counted(hours, "hour") + (f" {counted(minutes, 'minute')}" if minutes else "")
