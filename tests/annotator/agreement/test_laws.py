"""What must not matter: names, order, and claims with one tag."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement.coefficients import COEFFICIENTS, Estimate, sums_of
from annotator.agreement.consensus import majority
from annotator.agreement.details import coincidence, per_analyst, per_claim, per_pair, per_tag
from annotator.agreement.report import report
from annotator.agreement.table import Table, Vote, patterns_of, table_of

TAGS = ("sourced", "contested", "opinion", "none")
PEOPLE = ("Ana", "Bo", "Chi", "Dov")
RESAMPLES = 20

law = settings(deadline=None, max_examples=60)

answers = st.sampled_from([*TAGS, "unsure", "skipped", ""])
# Shrinks towards few claims; the articles are three.
rows = st.lists(
    st.tuples(st.integers(1, 3), st.dictionaries(st.sampled_from(PEOPLE), answers, min_size=1)),
    max_size=12,
)
Rows = list[tuple[int, dict[str, str]]]


def votes(rows: Rows) -> list[Vote]:
    return [
        Vote(article, claim, analyst, answer)
        for claim, (article, said) in enumerate(rows)
        for analyst, answer in said.items()
    ]


def figures(table: Table) -> dict[str, Estimate]:
    sums = sums_of(patterns_of(table.counts))
    return {name: one.of(sums, table.tagging()) for name, one in COEFFICIENTS.items()}


def same(a: Estimate, b: Estimate) -> bool:
    if a.value is None or b.value is None:
        return a == b
    return a.value == pytest.approx(b.value, abs=1e-9)


@law
@given(rows)
def test_every_figure_is_a_number_or_has_a_reason(found: Rows) -> None:
    table = table_of(votes(found), TAGS)
    whole = report(table, resamples=RESAMPLES)
    estimates = [
        *(figure.estimate for figure in whole.figures.values()),
        *(tag.agreement for tag in whole.tags),
        *(pair.cohen_kappa for pair in whole.pairs),
        *(one.agreement for one in whole.per_analyst),
        *(article.alpha for article in whole.articles),
    ]
    for estimate in estimates:
        assert (estimate.value is None) == bool(estimate.undefined)
        # Fleiss' kappa can fall below -1 where tags are missing.
        assert estimate.value is None or estimate.value <= 1 + 1e-9
    for figure in whole.figures.values():
        interval = figure.interval
        assert (interval.low is None) == bool(interval.undefined)
        if interval.low is not None:
            assert interval.high is not None
            assert interval.low <= interval.high


@law
@given(rows, st.permutations(TAGS), st.permutations(PEOPLE))
def test_other_names_change_nothing(found: Rows, tags: list[str], people: list[str]) -> None:
    renamed = dict(zip(TAGS, tags, strict=True)) | dict(zip(PEOPLE, people, strict=True))
    before = table_of(votes(found), TAGS)
    after = table_of(
        [
            vote._replace(
                analyst=renamed[vote.analyst], answer=renamed.get(vote.answer, vote.answer)
            )
            for vote in votes(found)
        ],
        TAGS,
    )
    for name, estimate in figures(before).items():
        assert same(estimate, figures(after)[name]), name
    kappas = {frozenset((pair.a, pair.b)): pair.cohen_kappa for pair in per_pair(after)}
    for pair in per_pair(before):
        assert same(pair.cohen_kappa, kappas[frozenset((renamed[pair.a], renamed[pair.b]))])
    others = {one.analyst: one for one in per_analyst(after, patterns_of(after.counts))}
    for analyst in per_analyst(before, patterns_of(before.counts)):
        assert same(analyst.agreement, others[renamed[analyst.analyst]].agreement)


@law
@given(st.data(), rows)
def test_another_order_changes_nothing(data: st.DataObject, found: Rows) -> None:
    ordered = votes(found)
    shuffled = data.draw(st.permutations(ordered))
    before, after = (table_of(each, TAGS) for each in (ordered, shuffled))
    one, other = (report(table, resamples=RESAMPLES) for table in (before, after))
    assert one.figures == other.figures  # the intervals too
    assert one.tags == other.tags
    assert one.pairs == other.pairs
    assert one.per_analyst == other.per_analyst


@law
@given(rows, st.sampled_from(PEOPLE), st.sampled_from(TAGS))
def test_a_claim_with_one_tag_changes_nothing_that_is_about_pairs(
    found: Rows, analyst: str, tag: str
) -> None:
    known = {who for _, said in found for who, what in said.items() if what in TAGS}
    if len(known) < 2:
        return  # whether there are two analysts at all may change
    before = table_of(votes(found), TAGS)
    after = table_of(votes([*found, (1, {analyst: tag})]), TAGS)
    one, other = (report(table, resamples=RESAMPLES) for table in (before, after))
    for name in ("krippendorff_alpha", "percent_agreement"):
        a, b = one.figures[name], other.figures[name]
        assert a.estimate.value == pytest.approx(b.estimate.value)
        for end in ("low", "high"):
            assert getattr(a.interval, end) == pytest.approx(getattr(b.interval, end))
    for a_tag, b_tag in zip(one.tags, other.tags, strict=True):
        assert same(a_tag.agreement, b_tag.agreement)
    assert np.array(one.coincidence) == pytest.approx(np.array(other.coincidence))


@law
@given(rows)
def test_unsure_is_as_if_nothing_had_been_said(found: Rows) -> None:
    table = table_of(votes(found), TAGS)
    silent = replace(table, codes=np.maximum(table.codes, -1))
    assert figures(table) == figures(silent)


@law
@given(rows)
def test_what_has_to_add_up_adds_up(found: Rows) -> None:
    table = table_of(votes(found), TAGS)
    patterns = patterns_of(table.counts)
    whole = report(table, resamples=2)
    coverage = whole.coverage
    missing = coverage.unsure + coverage.skipped + coverage.blank
    assert coverage.tagged + missing == coverage.cells
    assert coincidence(patterns).sum() == pytest.approx(coverage.compared_tags)
    assert sum(tag.times for tag in per_tag(table, patterns)) == coverage.tagged
    assert sum(one.tagged for one in whole.per_analyst) == coverage.tagged
    claims = per_claim(patterns)
    for tag, tie, tags in zip(majority(table, patterns), claims.tie, claims.tags, strict=True):
        assert (tag is None) == (bool(tie) or tags == 0)
    for number in ("disagreement", "entropy"):
        values = getattr(claims, number)
        assert ((np.isnan(values)) | ((values >= 0) & (values <= 1 + 1e-9))).all()
