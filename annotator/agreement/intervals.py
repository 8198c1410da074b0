"""Bootstrap intervals: how far a figure would move if the claims had been others like them.

Claims with equal counts are interchangeable. So drawing claims with replacement is one multinomial
draw over the distinct patterns: the exact bootstrap, at a cost that does not grow with the claims.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from annotator.agreement.coefficients import (
    Coefficient,
    Sums,
    summands,
    sums_by_article,
)
from annotator.agreement.table import FloatArray, IntArray, Patterns, Table

Unit = Literal["claim", "article"]

LEVEL: Final = 0.95
RESAMPLES: Final = 1000
SEED: Final = 20_260_101  # any fixed one: the same votes give the same interval
ARTICLES_TO_DRAW: Final = 20  # with fewer, intervals from drawing articles are far too narrow
GOAL: Final = 0.05  # the half-width that “how many more” is about
_AT_ONCE: Final = 2_000_000  # cells of one draw held in memory


@dataclass(frozen=True, slots=True)
class Interval:
    """The middle 95 % of the resamples, or None for both ends and the reason.

    `lost` resamples gave no figure, because in them every tag was the same.
    """

    low: float | None
    high: float | None
    by: Unit
    drawn: int
    resamples: int
    lost: int = 0
    undefined: str = ""

    @property
    def half_width(self) -> float | None:
        """Half the distance between the ends."""
        if self.low is None or self.high is None:
            return None
        return (self.high - self.low) / 2

    @property
    def more(self) -> int | None:
        """About how many more claims (or articles) would narrow the interval to ± GOAL.

        None where there is no interval, or one without any width, which says nothing about that.
        """
        half = self.half_width
        if not half:
            return None
        return max(0, int(np.ceil(self.drawn * ((half / GOAL) ** 2 - 1))))


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """What is drawn: rows of summands, and how many units have each. Alike rows are one row."""

    by: Unit
    rows: FloatArray
    times: IntArray

    @property
    def paired(self) -> IntArray:
        """The places of rows that hold a claim with two tags: those that can agree or not."""
        return np.flatnonzero(Sums(self.rows).paired > 0)


def unit_of(table: Table, patterns: Patterns) -> Unit:
    """Articles are drawn where enough of them hold claims with two tags."""
    comparable = np.count_nonzero(sums_by_article(table, patterns).paired)
    return "article" if comparable >= ARTICLES_TO_DRAW else "claim"


def draws_of(table: Table, patterns: Patterns, by: Unit) -> Draws:
    """The claims by pattern, or the articles, each with the sums of its claims."""
    if by == "claim":
        return Draws(by, summands(patterns.counts), patterns.times)
    # In an order of their own, so that articles loaded in another order give the same interval.
    rows, times = np.unique(sums_by_article(table, patterns).values, axis=0, return_counts=True)
    return Draws(by, rows, times.astype(np.int64))


def intervals(
    draws: Draws,
    coefficients: Iterable[Coefficient],
    seed: int = SEED,
    resamples: int = RESAMPLES,
) -> dict[str, Interval]:
    """The interval of each coefficient, all from the same resamples."""
    drawn = int(draws.times[draws.paired].sum())
    if drawn < 2:
        few = "no" if not drawn else "only one"
        reason = f"{few} {draws.by} with two tags: nothing to draw from"
        none = Interval(None, None, draws.by, drawn, 0, undefined=reason)
        return {coefficient.name: none for coefficient in coefficients}
    sums = Sums(_resampled(draws, seed, resamples))
    return {
        coefficient.name: _interval(coefficient.formula(sums), draws.by, drawn)
        for coefficient in coefficients
    }


def _resampled(draws: Draws, seed: int, resamples: int) -> FloatArray:
    """The sums of each resample: a row for each.

    Units without a claim that has two tags are drawn among themselves, with chances of their own:
    so they change nothing of what the others' draws give.
    """
    sums = Sums(draws.rows)
    single = np.flatnonzero((sums.paired == 0) & (sums.tagged > 0))
    total = np.zeros((resamples, draws.rows.shape[1]))
    for number, places in enumerate((draws.paired, single)):
        if len(places):
            chance = np.random.default_rng([seed, number])
            total += _drawn(draws.rows[places], draws.times[places], chance, resamples)
    return total


def _drawn(
    rows: FloatArray, times: IntArray, chance: np.random.Generator, resamples: int
) -> FloatArray:
    step = max(1, _AT_ONCE // len(rows))
    units = int(times.sum())
    return np.concatenate(
        [
            chance.multinomial(units, times / units, size=min(step, resamples - start)) @ rows
            for start in range(0, resamples, step)
        ]
    )


def _interval(values: FloatArray, by: Unit, drawn: int) -> Interval:
    there = values[~np.isnan(values)]
    lost = len(values) - len(there)
    if not len(there):
        reason = "in every resample every tag was the same"
        return Interval(None, None, by, drawn, len(values), lost, reason)
    low, high = np.quantile(there, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(low), float(high), by, drawn, len(values), lost)
