"""Numbers and times as one would say them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from annotator.words import counted, in_words, lasting

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("then", "words"),
    [
        (datetime(2026, 11, 22, 9, 5, tzinfo=UTC), "today, 09:05"),
        (datetime(2026, 11, 21, 23, 59, tzinfo=UTC), "yesterday"),
        (datetime(2026, 11, 3, 9, 5, tzinfo=UTC), "3 Nov"),
        (datetime(2025, 12, 31, 9, 5, tzinfo=UTC), "31 Dec 2025"),
    ],
)
def test_when_somebody_was_here_is_said_in_words(then: datetime, words: str) -> None:
    assert in_words(then, NOW) == words


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(seconds=20), "less than a minute"),
        (timedelta(seconds=61), "1 minute"),
        (timedelta(minutes=9, seconds=59), "9 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=2, minutes=1), "2 hours 1 minute"),
    ],
)
def test_how_long_something_took_is_said_in_words(time: timedelta, words: str) -> None:
    assert lasting(time) == words


def test_one_thing_is_no_plural() -> None:
    assert [counted(n, "claim") for n in (0, 1, 1200)] == ["0 claims", "1 claim", "1,200 claims"]
