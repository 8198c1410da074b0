"""Where agreement and disagreement lie: by tag, by pair of analysts, by analyst, by claim."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from annotator.agreement.coefficients import Estimate, sums_of
from annotator.agreement.table import BoolArray, FloatArray, IntArray, Patterns, Table

FEW: Final = 30  # claims, below which the kappa of a pair moves too much to be compared
_AT_ONCE: Final = (
    200_000  # claims in one matrix product, which takes memory for analysts × labels each
)


@dataclass(frozen=True, slots=True)
class TagFigures:
    """How often a tag was given, and how often another analyst gave it too (specific agreement)."""

    tag: str
    times: int
    share: float | None
    agreement: Estimate


@dataclass(frozen=True, slots=True)
class PairFigures:
    """Two analysts on the claims both have tagged; `table` has a's tags down and b's across."""

    a: str
    b: str
    claims: int
    cohen_kappa: Estimate
    percent_agreement: Estimate
    table: tuple[tuple[int, ...], ...]

    @property
    def differing(self) -> int:
        """On how many claims their tags differ."""
        return self.claims - sum(row[place] for place, row in enumerate(self.table))

    @property
    def few(self) -> bool:
        """Whether they share too few claims for kappa to mean much."""
        return self.claims < FEW


@dataclass(frozen=True, slots=True)
class AnalystFigures:
    """One analyst against the majority of the others, on claims where these have one.

    `shares` are those of the analyst's own tags, in the order of the labels.
    """

    analyst: str
    tagged: int
    claims: int
    ties: int
    agreement: Estimate
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ClaimFigures:
    """A value for each claim. Not a number: the claim has no tag, or for disagreement only one."""

    tags: IntArray
    disagreement: FloatArray  # the share of pairs of tags that differ
    entropy: FloatArray  # of the shares, over that of an even spread: 0 to 1
    shares: FloatArray  # claims × labels
    tie: BoolArray  # no single tag was given most often


def per_tag(table: Table, patterns: Patterns) -> tuple[TagFigures, ...]:
    """Each tag of the scheme: its share, and specific agreement (Cicchetti & Feinstein 1990)."""
    sums = sums_of(patterns)
    given = patterns.times @ patterns.counts
    agreeing = np.diag(coincidence(patterns))
    total = int(given.sum())
    figures = []
    for place, tag in enumerate(table.labels):
        paired = float(sums.tags[place])
        figures.append(
            TagFigures(
                tag=tag,
                times=int(given[place]),
                share=int(given[place]) / total if total else None,
                agreement=Estimate(float(agreeing[place]) / paired)
                if paired
                else Estimate(None, f"nobody gave “{tag}” to a claim with two tags"),
            )
        )
    return tuple(figures)


def coincidence(patterns: Patterns) -> FloatArray:
    """Krippendorff's matrix of coincidences: labels × labels, symmetric, one unit for each tag."""
    n = patterns.counts.sum(axis=1)
    paired = n >= 2
    counts = patterns.counts[paired].astype(np.float64)
    weight = patterns.times[paired] / (n[paired] - 1)
    weighted = counts * weight[:, None]
    matrix: FloatArray = weighted.T @ counts - np.diag(weighted.sum(axis=0))
    return matrix


def meetings(patterns: Patterns) -> IntArray:
    """On how many claims two analysts gave these two tags: labels × labels, symmetric.

    On the diagonal: on how many claims two analysts or more gave the same one.
    """
    counts, labels = patterns.counts, patterns.counts.shape[1]
    given = (counts > 0).astype(np.int64)
    found: IntArray = (given * patterns.times[:, None]).T @ given
    found[np.arange(labels), np.arange(labels)] = patterns.times @ (counts >= 2)
    return found


def per_pair(table: Table) -> tuple[PairFigures, ...]:
    """Every two analysts: Cohen's kappa (Cohen 1960) on the claims that both have tagged."""
    tables = _pair_tables(table)
    return tuple(
        _pair(a, b, tables[i, :, j, :])
        for (i, a), (j, b) in combinations(enumerate(table.analysts), 2)
    )


def _pair_tables(table: Table) -> IntArray:
    """All tables of two analysts at once: analyst, label, analyst, label."""
    analysts, labels = len(table.analysts), len(table.labels)
    found = np.zeros((analysts * labels, analysts * labels))
    for start in range(0, len(table.codes), _AT_ONCE):
        codes = table.codes[start : start + _AT_ONCE]
        cells = np.zeros((len(codes), analysts * labels), np.float32)
        claim, analyst = np.nonzero(codes >= 0)
        cells[claim, analyst * labels + codes[claim, analyst]] = 1
        found += cells.T @ cells  # whole numbers below 2^24, exact as float32
    return found.astype(np.int64).reshape(analysts, labels, analysts, labels)


def _pair(a: str, b: str, table: IntArray) -> PairFigures:
    claims, same = int(table.sum()), int(np.trace(table))
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    # Whole numbers: exactly zero where both gave every claim the same one tag.
    open_to_chance = claims * claims - int(rows @ columns)
    if not claims:
        kappa = share = Estimate(None, "they share no claim")
    else:
        share = Estimate(same / claims)
        kappa = (
            Estimate((claims * same - int(rows @ columns)) / open_to_chance)
            if open_to_chance
            else Estimate(None, "both gave every claim they share the same one tag")
        )
    return PairFigures(a, b, claims, kappa, share, tuple(map(tuple, table.tolist())))


def per_analyst(table: Table, patterns: Patterns) -> tuple[AnalystFigures, ...]:
    """Each analyst against the majority of the others, who are counted without the own tag."""
    return tuple(
        _analyst(name, _crossed(table, patterns, place), patterns)
        for place, name in enumerate(table.analysts)
    )


def _crossed(table: Table, patterns: Patterns, analyst: int) -> IntArray:
    """How many claims of each pattern the analyst gave each label: patterns × labels."""
    labels = len(table.labels)
    code = table.codes[:, analyst].astype(np.int64)
    tagged = code >= 0
    cell = patterns.of_claim[tagged] * labels + code[tagged]
    size = len(patterns.counts) * labels
    return np.bincount(cell, minlength=size).astype(np.int64).reshape(len(patterns.counts), labels)


def _analyst(name: str, crossed: IntArray, patterns: Patterns) -> AnalystFigures:
    claims = agreeing = ties = 0
    for label, times in enumerate(crossed.T):
        others = patterns.counts.copy()
        others[:, label] -= 1
        most = others.max(axis=1, initial=0)
        single = (others == most[:, None]).sum(axis=1) == 1
        clear = times * ((most > 0) & single)
        claims += int(clear.sum())
        agreeing += int(clear[others[:, label] == most].sum())
        ties += int((times * ((most > 0) & ~single)).sum())
    given = crossed.sum(axis=0)
    return AnalystFigures(
        analyst=name,
        tagged=int(given.sum()),
        claims=claims,
        ties=ties,
        agreement=Estimate(agreeing / claims)
        if claims
        else Estimate(None, "on none of the claims the others have a majority"),
        shares=tuple((given / max(int(given.sum()), 1)).tolist()),
    )


def per_claim(patterns: Patterns) -> ClaimFigures:
    """Disagreement, entropy, shares and ties of each claim."""
    counts = patterns.counts.astype(np.float64)
    labels = counts.shape[1]
    n = counts.sum(axis=1)
    shares = np.where(n[:, None] > 0, counts / np.maximum(n, 1)[:, None], np.nan)
    same = (counts * (counts - 1)).sum(axis=1)
    disagreement = np.where(n >= 2, 1 - same / np.maximum(n * (n - 1), 1), np.nan)
    logs = np.log(np.where(counts > 0, shares, 1))
    entropy = np.abs((shares * logs).sum(axis=1)) / np.log(max(labels, 2))
    most = counts.max(axis=1, initial=0)
    tie = (n > 0) & ((counts == most[:, None]).sum(axis=1) > 1)
    of = patterns.of_claim
    return ClaimFigures(n.astype(np.int64)[of], disagreement[of], entropy[of], shares[of], tie[of])
