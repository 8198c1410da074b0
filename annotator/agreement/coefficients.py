"""The coefficients of agreement: one number for a whole table. COEFFICIENTS names them all.

Each is computed from sums over claims, so that the same few lines serve the table, each article of
it and each resample of the bootstrap.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from annotator.agreement.table import FloatArray, IntArray, Patterns, Table

_MORE: Final = 4  # sums beside the two for each label


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Sums over claims, on the last axis of `values`; any axes before it are kept."""

    values: FloatArray

    @property
    def labels(self) -> int:
        """How many labels the scheme has."""
        return int(self.values.shape[-1] - _MORE) // 2

    @property
    def tags(self) -> FloatArray:
        """How often each label was given, on claims with two tags or more."""
        return self.values[..., : self.labels]

    @property
    def shares(self) -> FloatArray:
        """The share each label has of a claim, summed over claims with any tag."""
        return self.values[..., self.labels : 2 * self.labels]

    @property
    def agreeing(self) -> FloatArray:
        """Agreeing ordered pairs of a claim over its tags less one: the diagonal of alpha."""
        return self.values[..., -4]

    @property
    def agreement(self) -> FloatArray:
        """The share of agreeing pairs of a claim, summed over claims with two tags or more."""
        return self.values[..., -3]

    @property
    def paired(self) -> FloatArray:
        """How many claims have two tags or more."""
        return self.values[..., -2]

    @property
    def tagged(self) -> FloatArray:
        """How many claims have any tag."""
        return self.values[..., -1]


def summands(counts: IntArray) -> FloatArray:
    """What a claim with these counts adds to the sums: a row for each row of `counts`."""
    c = counts.astype(np.float64)
    n = c.sum(axis=1)
    paired, tagged = n >= 2, n >= 1
    same = (c * (c - 1)).sum(axis=1)
    return np.column_stack(
        [
            c * paired[:, None],
            c / np.maximum(n, 1)[:, None],
            same / np.maximum(n - 1, 1),
            same / np.maximum(n * (n - 1), 1),
            paired,
            tagged,
        ]
    )


def sums_of(patterns: Patterns) -> Sums:
    """The sums over all claims."""
    return Sums(patterns.times @ summands(patterns.counts))


def sums_by_article(table: Table, patterns: Patterns) -> Sums:
    """The sums over the claims of each article: a row for each."""
    each = summands(patterns.counts)
    number = len(table.articles)
    columns = [
        np.bincount(table.article_of, weights=column[patterns.of_claim], minlength=number)
        for column in each.T
    ]
    return Sums(np.column_stack(columns))


# --- the coefficients; not a number means undefined, and `undefined` has the words for it ---------


def krippendorff_alpha(sums: Sums) -> FloatArray:
    """Krippendorff's alpha for nominal data (Krippendorff 2011, section C)."""
    n = sums.tags.sum(axis=-1)
    # n² − Σn_c² is a whole number, so that it is exactly zero when every tag is the same.
    expected = n * n - (sums.tags**2).sum(axis=-1)
    return 1 - _ratio((n - 1) * (n - sums.agreeing), expected)


def percent_agreement(sums: Sums) -> FloatArray:
    """The mean over claims of the share of agreeing pairs (Fleiss 1971)."""
    return _ratio(sums.agreement, sums.paired)


def gwet_ac1(sums: Sums) -> FloatArray:
    """Gwet's AC1 (Gwet 2008), with the labels of the scheme, used or not."""
    if sums.labels < 2:
        return np.full(sums.paired.shape, np.nan)
    p = _shares(sums)
    return _beyond(percent_agreement(sums), (p * (1 - p)).sum(axis=-1) / (sums.labels - 1))


def fleiss_kappa(sums: Sums) -> FloatArray:
    """Fleiss' kappa (Fleiss 1971); with missing tags, shares are averaged over claims (Gwet)."""
    return _beyond(percent_agreement(sums), (_shares(sums) ** 2).sum(axis=-1))


def scott_pi(sums: Sums) -> FloatArray:
    """Scott's pi (Scott 1955), of two analysts on the claims that both have tagged."""
    p = _ratio(sums.tags, sums.tags.sum(axis=-1, keepdims=True))
    return _beyond(percent_agreement(sums), (p**2).sum(axis=-1))


def _shares(sums: Sums) -> FloatArray:
    return _ratio(sums.shares, sums.tagged[..., None])


def _beyond(observed: FloatArray, expected: FloatArray) -> FloatArray:
    """The share of what chance leaves open that was agreed on."""
    return _ratio(observed - expected, 1 - expected)


def _ratio(above: FloatArray, below: FloatArray) -> FloatArray:
    """Not a number where nothing is below; what is there is never that close to zero."""
    there = below > 1e-9
    return np.where(there, above / np.where(there, below, 1), np.nan)


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient: what it is called, and how it follows from the sums."""

    name: str
    label: str
    formula: Callable[[Sums], FloatArray]
    for_two: bool = False
    of_scheme: bool = False  # depends on how many labels the scheme has

    def of(self, sums: Sums, analysts: int) -> Estimate:
        """Its value on one table's sums, which `analysts` have tagged, or why it has none."""
        reason = self._refusal(sums, analysts)
        if reason:
            return Estimate(None, reason)
        value = float(self.formula(sums))
        if np.isnan(value):
            where = " on the claims with two tags" if np.count_nonzero(sums.shares) > 1 else ""
            return Estimate(None, f"every tag{where} is the same")
        return Estimate(value)

    def _refusal(self, sums: Sums, analysts: int) -> str:
        if not sums.tagged:
            return "nobody has tagged a claim"
        if analysts < 2:
            return "only one analyst has tagged"
        if not sums.paired:
            return "no claim has the tags of two analysts"
        if self.for_two and analysts > 2:
            return f"it is for two analysts, and {analysts} have tagged"
        if self.of_scheme and sums.labels < 2:
            return "the scheme has only one tag"
        return ""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, or None and the reason why there is none."""

    value: float | None
    undefined: str = ""


COEFFICIENTS: Final = {
    coefficient.name: coefficient
    for coefficient in (
        Coefficient("krippendorff_alpha", "Krippendorff’s α", krippendorff_alpha),
        Coefficient("percent_agreement", "raw agreement", percent_agreement),
        Coefficient("gwet_ac1", "Gwet’s AC1", gwet_ac1, of_scheme=True),
        Coefficient("fleiss_kappa", "Fleiss’ κ", fleiss_kappa),
        Coefficient("scott_pi", "Scott’s π", scott_pi, for_two=True),
    )
}
