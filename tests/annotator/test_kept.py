"""Results are made once, by one of those who ask, and the oldest go."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from annotator.kept import Kept


def test_it_is_made_once_for_each_key() -> None:
    kept: Kept[str, list[str]] = Kept(2)
    first = kept.get("a", lambda: ["made"])
    assert kept.get("a", lambda: ["again"]) is first
    assert kept.get("b", lambda: ["other"]) == ["other"]


def test_what_was_asked_for_least_lately_goes_first() -> None:
    kept: Kept[str, str] = Kept(2)
    for key in "abac":
        kept.get(key, lambda: "old")
    assert len(kept) == 2
    assert kept.get("a", lambda: "new") == "old"
    assert kept.get("b", lambda: "new") == "new"


def test_who_asks_while_it_is_made_waits_for_it() -> None:
    kept: Kept[str, int] = Kept(2)
    made: list[int] = []
    together = Barrier(8)

    def ask() -> int:
        together.wait(10)
        return kept.get("a", lambda: made.append(1) or len(made))  # type: ignore[func-returns-value] # the list grows

    with ThreadPoolExecutor(8) as threads:
        found = {asked.result() for asked in [threads.submit(ask) for _ in range(8)]}
    assert found == {1}


def test_what_failed_is_tried_again() -> None:
    kept: Kept[str, float] = Kept(2)
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: 1 / 0)
    assert kept.get("a", lambda: 2.0) == 2.0
