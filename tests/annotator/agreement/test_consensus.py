"""Dawid and Skene's model: their own patients, and when it is not asked."""

from __future__ import annotations

import numpy as np
import pytest

from annotator.agreement.consensus import Suggestion, dawid_skene, majority, suggest
from annotator.agreement.table import Table, patterns_of
from tests.annotator.agreement.tables import a_table

# Dawid & Skene 1979, Applied Statistics 28, table 1: 45 patients, by observer 1 (three times) and
# observers 2 to 5.
PATIENTS = """
1111111 3334334 1122122 2223121 2223222 2223322 1222111 3333433 2222223 2322223 4444444 2223343
1111111 2223212 1211111 1112111 1111111 1111111 2222221 2221322 2222222 2222221 2223222 2212222
1111111 1111111 2322222 1111111 1111111 1121121 1111111 3333233 1111111 2222222 2223232 4334343
2212232 2323233 3333432 1111111 1111111 1212111 2322222 1211111 2222222
"""


def test_the_patients_of_dawid_and_skene() -> None:
    given = np.array([[int(digit) - 1 for digit in row] for row in PATIENTS.split()])
    assert given.shape == (45, 7)
    patient, place = np.nonzero(given >= 0)
    model = dawid_skene(patient, np.maximum(place - 2, 0), given[patient, place], 4)
    assert model.converged
    assert model.shares.round(2).tolist() == [0.40, 0.42, 0.11, 0.07]  # table 2
    assert model.errors.sum(axis=2) == pytest.approx(np.ones((5, 4)))
    assert model.chances[0].round(3).tolist() == [1, 0, 0, 0]
    assert model.errors.shape == (5, 4, 4)


def simulated(claims: int, analysts: int = 4) -> tuple[Table, list[str]]:
    """Analysts of whom the last is wrong half the time, and the tags that are right."""
    chance = np.random.default_rng(3)
    right = chance.integers(3, size=claims)
    rows = []
    for tag in right:
        rates = [0.9] * (analysts - 1) + [0.5]
        rows.append([tag if chance.random() < rate else (tag + 1) % 3 for rate in rates])
    return a_table(rows, range(3)), [str(tag) for tag in right]


def test_it_sees_who_errs_and_is_no_worse_than_the_majority() -> None:
    table, right = simulated(400)
    suggestion = suggest(table)
    assert suggestion.undefined == ""
    assert suggestion.converged
    assert suggestion.errors is not None
    hits = [
        one == other
        for one, other in zip(suggestion.tags, (right[n] for n in suggestion.places), strict=True)
    ]
    plain = [a == b for a, b in zip(majority(table, patterns_of(table.counts)), right, strict=True)]
    assert np.mean(hits) > np.mean(plain)
    correct = suggestion.errors.diagonal(axis1=1, axis2=2).mean(axis=1)
    assert correct[:3].min() > 0.85
    assert correct[3] == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize(("claims", "analysts", "enough"), [(99, 4, 99), (300, 2, 0)])
def test_it_is_not_asked_where_votes_are_few(claims: int, analysts: int, enough: int) -> None:
    suggestion: Suggestion = suggest(simulated(claims, analysts)[0])
    assert suggestion.errors is None
    assert suggestion.tags == ()
    assert suggestion.undefined == (
        f"it takes 3 votes on each of 100 claims, and {enough} have so many"
    )
