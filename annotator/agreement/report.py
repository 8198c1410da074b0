"""All figures of a table together: what the command prints and a page draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from annotator.agreement import details
from annotator.agreement.coefficients import (
    COEFFICIENTS,
    Estimate,
    Sums,
    sums_by_article,
    sums_of,
)
from annotator.agreement.intervals import (
    RESAMPLES,
    SEED,
    Interval,
    Unit,
    draws_of,
    intervals,
    unit_of,
)
from annotator.agreement.table import (
    BLANK,
    SKIPPED,
    UNSURE,
    IntArray,
    Key,
    Patterns,
    Table,
    patterns_of,
)

# What was counted: answers given blind, those of today, or answers of which nobody knows.
Basis = Literal["votes", "current", "unrecorded"]
HEADLINE = COEFFICIENTS["krippendorff_alpha"]
BESIDE = COEFFICIENTS["percent_agreement"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A coefficient's value, and how far it could move."""

    label: str
    estimate: Estimate
    interval: Interval


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the table there is: a cell for each of the claims and each of the analysts."""

    claims: int  # in the articles, touched or not
    compared: int  # with the tags of two analysts or more
    compared_tags: int  # on those
    differing: int  # of them, those with different tags
    single: int  # claims with one tag
    cells: int
    tagged: int
    unsure: int
    skipped: int
    blank: int
    by_tags: tuple[int, ...]  # how many claims have no tag, one, two …


@dataclass(frozen=True, slots=True)
class ArticleFigures:
    """One article. Its interval is there where articles are too few to be drawn."""

    article: Key
    compared: int
    alpha: Estimate
    interval: Interval | None
    percent_agreement: Estimate


@dataclass(frozen=True, slots=True)
class Report:
    """The figures; `figures` has the names of COEFFICIENTS."""

    basis: Basis
    labels: tuple[str, ...]
    analysts: tuple[str, ...]
    coverage: Coverage
    by: Unit
    figures: Mapping[str, Figure]
    tags: tuple[details.TagFigures, ...]
    coincidence: tuple[tuple[float, ...], ...]
    meetings: tuple[tuple[int, ...], ...]
    pairs: tuple[details.PairFigures, ...]
    per_analyst: tuple[details.AnalystFigures, ...]
    articles: tuple[ArticleFigures, ...]


def report(
    table: Table, basis: Basis = "votes", seed: int = SEED, resamples: int = RESAMPLES
) -> Report:
    """All figures of a table; the same table and seed give the same report."""
    patterns = patterns_of(table.counts)
    by = unit_of(table, patterns)
    return Report(
        basis=basis,
        labels=table.labels,
        analysts=table.analysts,
        coverage=_coverage(table, patterns),
        by=by,
        figures=_figures(table, patterns, by, seed, resamples),
        tags=details.per_tag(table, patterns),
        coincidence=tuple(map(tuple, details.coincidence(patterns).tolist())),
        meetings=tuple(map(tuple, details.meetings(patterns).tolist())),
        pairs=details.per_pair(table),
        per_analyst=details.per_analyst(table, patterns),
        articles=by_article(table, patterns, seed, resamples, alone=by == "claim"),
    )


def by_article(
    table: Table,
    patterns: Patterns,
    seed: int = SEED,
    resamples: int = RESAMPLES,
    *,
    alone: bool = True,
) -> tuple[ArticleFigures, ...]:
    """The figures of each article of a table; `alone`: with an interval from its own claims."""
    sums = sums_by_article(table, patterns)
    analysts = _tagging_by_article(table)
    found = []
    for place, article in enumerate(table.articles):
        own = Sums(sums.values[place])
        alpha = HEADLINE.of(own, int(analysts[place]))
        interval = None
        if alone and own.paired:
            only = patterns_of(patterns.counts[patterns.of_claim[table.article_of == place]])
            drawn = intervals(draws_of(table, only, "claim"), [HEADLINE], seed, resamples)
            interval = _of_value(alpha, drawn[HEADLINE.name])
        found.append(
            ArticleFigures(
                article=article,
                compared=int(own.paired),
                alpha=alpha,
                interval=interval,
                percent_agreement=BESIDE.of(own, int(analysts[place])),
            )
        )
    return tuple(found)


def _coverage(table: Table, patterns: Patterns) -> Coverage:
    tags = patterns.counts.sum(axis=1)
    by_tags = np.bincount(tags, weights=patterns.times, minlength=1).astype(np.int64)
    by_tags[0] += table.offered - len(table.claims)
    return Coverage(
        claims=table.offered,
        compared=int(patterns.times[tags >= 2].sum()),
        compared_tags=int(patterns.times[tags >= 2] @ tags[tags >= 2]),
        differing=int(patterns.times[(patterns.counts > 0).sum(axis=1) > 1].sum()),
        single=int(patterns.times[tags == 1].sum()),
        cells=table.offered * len(table.analysts),
        tagged=int(patterns.times @ tags),
        unsure=table.holding(UNSURE),
        skipped=table.holding(SKIPPED),
        blank=table.holding(BLANK),
        by_tags=tuple(by_tags.tolist()),
    )


def _figures(
    table: Table, patterns: Patterns, by: Unit, seed: int, resamples: int
) -> dict[str, Figure]:
    sums, analysts = sums_of(patterns), table.tagging()
    estimates = {name: one.of(sums, analysts) for name, one in COEFFICIENTS.items()}
    found = intervals(draws_of(table, patterns, by), COEFFICIENTS.values(), seed, resamples)
    return {
        name: Figure(one.label, estimates[name], _of_value(estimates[name], found[name]))
        for name, one in COEFFICIENTS.items()
    }


def _of_value(estimate: Estimate, interval: Interval) -> Interval:
    """No interval around a figure that is not there."""
    if estimate.value is not None:
        return interval
    return Interval(None, None, interval.by, interval.drawn, 0, undefined=estimate.undefined)


def _tagging_by_article(table: Table) -> IntArray:
    """How many analysts have tagged anything in each article."""
    number = len(table.articles)
    found = np.zeros(number, np.int64)
    for column in table.codes.T:
        found += np.bincount(table.article_of[column >= 0], minlength=number) > 0
    return found
