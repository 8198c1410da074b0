"""Which day, week or month a claim counts in, and what is said of each."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from annotator.agreement.intervals import RESAMPLES
from annotator.agreement.periods import MOST, over_time
from annotator.agreement.report import report
from annotator.agreement.table import table_of
from tests.annotator.agreement.tables import Row, a_table

MONDAY = (date(2026, 5, 4) - date(1970, 1, 1)).days


def days(*found: int) -> np.ndarray:
    return np.array([MONDAY + day for day in found], np.int64)


def test_a_few_days_are_told_apart_and_none_is_left_out() -> None:
    table = a_table([("a", "a"), ("b", "b"), ("a", "b")], "ab")
    course = over_time(table, days(0, 0, 3))
    assert course.step == "day"
    assert [(period.began.day, period.compared) for period in course.periods] == [
        (4, 2),
        (5, 0),
        (6, 0),
        (7, 1),
    ]
    first, *_, last = course.periods
    assert first.figures is not None
    assert first.figures.alpha.value == 1.0
    assert course.periods[1].figures is None
    assert last.figures is not None
    assert last.figures.alpha.value == 0.0, "one claim, two tags"


@pytest.mark.parametrize(
    ("last", "step", "number"),
    [(MOST - 1, "day", 12), (MOST, "week", 2), (7 * MOST - 1, "week", 12), (7 * MOST, "month", 3)],
)
def test_steps_grow_with_the_time(last: int, step: str, number: int) -> None:
    table = a_table([("a", "a"), ("b", "b")], "ab")
    course = over_time(table, days(0, last))
    assert course.step == step
    assert len(course.periods) == number
    begins = {period.began.weekday() for period in course.periods}
    assert step != "week" or begins == {0}, "weeks begin on Monday"
    assert step != "month" or {period.began.day for period in course.periods} == {1}


def test_of_many_months_the_latest_are_shown() -> None:
    rows: list[Row] = [("a", "a"), ("b", "b")] * 20
    course = over_time(a_table(rows, "ab"), days(*(31 * n for n in range(40))))
    assert len(course.periods) == MOST
    assert course.periods[-1].compared


def test_what_cannot_be_compared_has_no_place_in_time() -> None:
    single: list[Row] = [("a", None), ("a", "unsure")]
    assert over_time(a_table(single, "ab"), days(0, 1)).periods == ()
    assert over_time(table_of([], "ab"), days()).periods == ()
    rows: list[Row] = [*single, ("a", "b"), ("a", "a")]
    (only,) = over_time(a_table(rows, "ab"), days(-90, -80, 2, 2)).periods
    assert only.compared == 2


def test_one_period_of_everything_says_what_the_report_says() -> None:
    rows: list[Row] = [("a", "a"), ("b", "b"), ("a", "b"), ("b", "b")]
    table = a_table(rows, "ab")
    (only,) = over_time(table, days(1, 1, 1, 1), RESAMPLES).periods
    whole = report(table).figures["krippendorff_alpha"]
    assert only.figures is not None
    assert only.figures.alpha == whole.estimate
    assert only.figures.interval == whole.interval
