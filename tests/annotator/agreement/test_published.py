"""Every coefficient gives what its author, or a program that others trust, prints."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from annotator.agreement import details
from annotator.agreement.coefficients import COEFFICIENTS, Estimate, sums_of
from annotator.agreement.table import Table, patterns_of
from tests.annotator.agreement.published import PUBLISHED
from tests.annotator.agreement.tables import a_table, repeated
from tests.browser_gate import SHARED

# The names of the reference values.
GOLD = {
    "alpha_nominal": "krippendorff_alpha",
    "raw_pairwise": "percent_agreement",
    "ac1": "gwet_ac1",
    "fleiss_kappa": "fleiss_kappa",
    "scott_pi": "scott_pi",
}
# Other conventions and other coefficients, which this program does not have.
ELSEWHERE = {
    "raw_pooled",
    "raw_krippendorff",
    "brennan_prediger",
    "alpha_ordinal",
    "alpha_interval",
    "cohen_linear",
    "cohen_quadratic",
    "fleiss_category",
}
CLOSE = 1e-6


def value(table: Table, name: str) -> Estimate:
    return COEFFICIENTS[name].of(sums_of(patterns_of(table.counts)), table.tagging())


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_printed_figures(name: str) -> None:
    case = PUBLISHED[name]
    for coefficient, printed in case.printed.items():
        found = value(case.table, coefficient).value
        assert found == pytest.approx(printed, abs=case.within(printed)), coefficient
    if case.kappa is not None:
        (pair,) = details.per_pair(case.table)
        assert pair.cohen_kappa.value == pytest.approx(case.kappa, abs=case.within(case.kappa))
    if case.specific:
        tags = details.per_tag(case.table, patterns_of(case.table.counts))
        assert [tag.agreement.value for tag in tags] == pytest.approx(case.specific)


def test_every_coefficient_has_a_published_table() -> None:
    printed = {name for case in PUBLISHED.values() for name in case.printed}
    assert printed == set(COEFFICIENTS)


def reference_cases() -> list[Any]:
    """The cases beside the repository; a single one that skips where they are not."""
    path = SHARED / "gold" / "agreement.json"
    if not path.is_file():
        return [pytest.param(None, id="absent")]
    cases = json.loads(path.read_text(encoding="utf-8"))["cases"]
    return [pytest.param(case, id=case["id"]) for case in cases]


@pytest.mark.parametrize("case", reference_cases())
def test_the_reference_values(case: dict[str, Any] | None) -> None:
    if case is None:
        pytest.skip("The folder ../shared with the reference values is not here.")
    table = a_table(repeated(case["rows"]), case["labels"], case["raters"])
    unknown = set(case["expected"]) - set(GOLD) - set(CHECKS) - ELSEWHERE
    assert not unknown
    for name, expected in case["expected"].items():
        if name in GOLD:
            same(value(table, GOLD[name]), expected["value"])
        elif name in CHECKS:
            CHECKS[name](table, expected["value"])


def same(found: Estimate, expected: float | None) -> None:
    """The value; or none, and then a reason in words."""
    assert (found.value is None) == (expected is None)
    assert bool(found.undefined) == (expected is None)
    if found.value is not None:
        assert found.value == pytest.approx(expected, abs=CLOSE)


def cohen_kappa(table: Table, expected: float) -> None:
    (pair,) = details.per_pair(table)
    same(pair.cohen_kappa, expected)


def cohen_pairs(table: Table, expected: dict[str, float | None]) -> None:
    found = {f"{pair.a}-{pair.b}": pair.cohen_kappa for pair in details.per_pair(table)}
    assert found.keys() == expected.keys()
    for name, kappa in expected.items():
        same(found[name], kappa)


def specific_agreement(table: Table, expected: list[float]) -> None:
    tags = details.per_tag(table, patterns_of(table.counts))
    assert [tag.agreement.value for tag in tags] == pytest.approx(expected, abs=CLOSE)


def unit_entropy_bits(table: Table, expected: list[float]) -> None:
    entropy = details.per_claim(patterns_of(table.counts)).entropy * np.log2(len(table.labels))
    assert entropy.tolist() == pytest.approx(expected, abs=CLOSE)


def unit_disagreement(table: Table, expected: list[float | None]) -> None:
    found = details.per_claim(patterns_of(table.counts)).disagreement.tolist()
    wanted = [float("nan") if one is None else one for one in expected]
    assert found == pytest.approx(wanted, abs=CLOSE, nan_ok=True)


def unit_tie(table: Table, expected: list[bool]) -> None:
    assert details.per_claim(patterns_of(table.counts)).tie.tolist() == expected


CHECKS = {
    check.__name__: check
    for check in (
        cohen_kappa,
        cohen_pairs,
        specific_agreement,
        unit_entropy_bits,
        unit_disagreement,
        unit_tie,
    )
}
