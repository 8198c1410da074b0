"""Our figures beside those of other people's programs, on random tables.

They are an extra: `pip install -e '.[oracles]'`. Where one is not installed its test is skipped.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from annotator.agreement.coefficients import COEFFICIENTS, sums_of
from annotator.agreement.details import per_pair
from annotator.agreement.table import Table, patterns_of
from tests.annotator.agreement.tables import a_table

LABELS = ("sourced", "contested", "opinion", "none")
NOT_HERE = "{} is not installed: pip install -e '.[oracles]'"
SEEDS = range(5)


def oracle(name: str) -> Any:
    return pytest.importorskip(name, reason=NOT_HERE.format(name.partition(".")[0]))


def a_random_table(seed: int, analysts: int, missing: float = 0.0) -> Table:
    chance = np.random.default_rng(seed)
    rows = []
    for right in chance.integers(len(LABELS), size=60):
        given = np.where(
            chance.random(analysts) < 0.7, right, chance.integers(len(LABELS), size=analysts)
        )
        rows.append([None if chance.random() < missing else LABELS[tag] for tag in given.tolist()])
    return a_table(rows, LABELS)


def value(table: Table, name: str) -> float:
    found = COEFFICIENTS[name].of(sums_of(patterns_of(table.counts)), table.tagging()).value
    assert found is not None
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_alpha_of_krippendorff(seed: int) -> None:
    krippendorff = oracle("krippendorff")
    table = a_random_table(seed, 5, missing=0.3)
    codes = np.where(table.codes < 0, np.nan, table.codes.astype(float)).T
    theirs = krippendorff.alpha(codes, level_of_measurement="nominal")
    assert value(table, "krippendorff_alpha") == pytest.approx(theirs)


@pytest.mark.parametrize("seed", SEEDS)
def test_alpha_and_pi_of_nltk(seed: int) -> None:
    agreement = oracle("nltk.metrics.agreement")
    table = a_random_table(seed, 3, missing=0.2)
    task = agreement.AnnotationTask(data=triples(table))
    assert value(table, "krippendorff_alpha") == pytest.approx(task.alpha())
    two = a_random_table(seed, 2)
    task = agreement.AnnotationTask(data=triples(two))
    assert value(two, "scott_pi") == pytest.approx(task.pi())
    assert value(two, "percent_agreement") == pytest.approx(task.avg_Ao())


@pytest.mark.parametrize("seed", SEEDS)
def test_fleiss_of_statsmodels(seed: int) -> None:
    rater = oracle("statsmodels.stats.inter_rater")
    table = a_random_table(seed, 4)
    theirs = rater.fleiss_kappa(table.counts, method="fleiss")
    assert value(table, "fleiss_kappa") == pytest.approx(theirs)


@pytest.mark.parametrize("seed", SEEDS)
def test_cohen_of_scikit_learn(seed: int) -> None:
    metrics = oracle("sklearn.metrics")
    table = a_random_table(seed, 4, missing=0.2)
    for pair in per_pair(table):
        a, b = (table.codes[:, table.analysts.index(name)] for name in (pair.a, pair.b))
        shared = (a >= 0) & (b >= 0)
        assert pair.claims == shared.sum()
        assert pair.cohen_kappa.value == pytest.approx(
            metrics.cohen_kappa_score(a[shared], b[shared])
        )


def triples(table: Table) -> list[tuple[str, int, str]]:
    return [
        (table.analysts[analyst], claim, table.labels[code])
        for claim, row in enumerate(table.codes.tolist())
        for analyst, code in enumerate(row)
        if code >= 0
    ]
