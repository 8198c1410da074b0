"""Agreement over time: each claim counts in the day, week or month in which it got its last tag."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

import numpy as np

from annotator.agreement.report import ArticleFigures, by_article
from annotator.agreement.table import IntArray, Table, patterns_of

Step = Literal["day", "week", "month"]

RESAMPLES: Final = 300  # for each of a dozen intervals that are drawn, and not argued with
MOST: Final = 12  # periods; of more months only the latest
_EPOCH: Final = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """A day, a week from Monday on, or a month; without figures where no claim got its last tag."""

    began: date
    figures: ArticleFigures | None

    @property
    def compared(self) -> int:
        """How many claims with two tags or more it has."""
        return self.figures.compared if self.figures else 0


@dataclass(frozen=True, slots=True)
class Course:
    """All periods from the first to the last, in steps of equal length."""

    step: Step
    periods: tuple[Period, ...]


def over_time(table: Table, days: IntArray, resamples: int = RESAMPLES) -> Course:
    """The course of the claims that have two tags or more, in at most MOST periods.

    Args:
        days: When each claim of the table got its last tag, in days since 1970.
    """
    compared = np.count_nonzero(table.codes >= 0, axis=1) >= 2
    if not compared.any():
        return Course("day", ())
    days = days[compared]
    step = _step(int(days.min()), int(days.max()))
    found, period_of = np.unique(days, return_inverse=True)
    begins = [_began(int(day), step) for day in found]
    whole = _all_between(begins[0], begins[-1], step)[-MOST:]
    place = {began: number for number, began in enumerate(whole)}
    of_day = np.array([place.get(began, -1) for began in begins], np.int64)[period_of.reshape(-1)]
    shown = of_day >= 0
    used = np.unique(of_day[shown])
    part = replace(
        table,
        claims=tuple(range(int(shown.sum()))),
        articles=tuple(used.tolist()),
        article_of=np.searchsorted(used, of_day[shown]),
        codes=table.codes[compared][shown],
        offered=int(shown.sum()),
    )
    patterns = patterns_of(part.counts)
    figures = {one.article: one for one in by_article(part, patterns, resamples=resamples)}
    return Course(step, tuple(Period(began, figures.get(n)) for n, began in enumerate(whole)))


def _step(first: int, last: int) -> Step:
    if last - first < MOST:
        return "day"
    weeks = (_began(last, "week") - _began(first, "week")).days // 7 + 1
    return "week" if weeks <= MOST else "month"


def _began(day: int, step: Step) -> date:
    at = _EPOCH + timedelta(days=day)
    if step == "week":
        return at - timedelta(days=at.weekday())
    return at.replace(day=1) if step == "month" else at


def _all_between(first: date, last: date, step: Step) -> list[date]:
    found = [first]
    while found[-1] < last:
        at = found[-1]
        found.append(
            (at + timedelta(days=32)).replace(day=1)
            if step == "month"
            else at + timedelta(days=7 if step == "week" else 1)
        )
    return found
