"""The bootstrap: exact, seeded, by claim or by article, and honest where it has nothing to say."""

from __future__ import annotations

import numpy as np
import pytest

from annotator.agreement.coefficients import COEFFICIENTS, Sums, krippendorff_alpha, summands
from annotator.agreement.intervals import (
    ARTICLES_TO_DRAW,
    Interval,
    draws_of,
    intervals,
    unit_of,
)
from annotator.agreement.report import report
from annotator.agreement.table import Table, Vote, patterns_of, table_of
from tests.annotator.agreement.published import PUBLISHED
from tests.annotator.agreement.tables import a_table, repeated, votes

ALPHA = COEFFICIENTS["krippendorff_alpha"]


def alpha_interval(table: Table, **more: int) -> Interval:
    patterns = patterns_of(table.counts)
    return intervals(draws_of(table, patterns, "claim"), [ALPHA], **more)[ALPHA.name]


def one_by_one(table: Table, resamples: int) -> tuple[float, float]:
    """The plain bootstrap: claims with two tags drawn one by one."""
    counts = table.counts[table.counts.sum(axis=1) >= 2]
    chance = np.random.default_rng(7)
    drawn = chance.integers(len(counts), size=(resamples, len(counts)))
    values = krippendorff_alpha(Sums(summands(counts)[drawn].sum(axis=1)))
    low, high = np.nanquantile(values, [0.025, 0.975])
    return float(low), float(high)


@pytest.mark.parametrize("name", ["patients", "statements", "utterances"])
def test_drawing_patterns_is_drawing_claims(name: str) -> None:
    table = PUBLISHED[name].table
    interval = alpha_interval(table, resamples=20_000)
    assert (interval.low, interval.high) == pytest.approx(one_by_one(table, 20_000), abs=0.01)


def test_the_same_votes_give_the_same_interval_and_another_seed_another() -> None:
    table = PUBLISHED["patients"].table
    assert alpha_interval(table) == alpha_interval(table)
    assert alpha_interval(table) != alpha_interval(table, seed=1)


def test_resamples_without_a_figure_are_counted() -> None:
    rows = repeated([(4, ("a", "a")), (1, ("a", "b"))])
    interval = alpha_interval(a_table(rows, "ab"))
    # (4/5)^5 of the resamples hold four claims alike and no other: about a third.
    assert interval.lost == pytest.approx(1000 * 0.8**5, abs=60)
    assert interval.low is not None
    whole = report(a_table(rows, "ab"))
    assert whole.figures["krippendorff_alpha"].interval.lost == interval.lost


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("a",)], "no claim with two tags: nothing to draw from"),
        ([("a", "b")], "only one claim with two tags: nothing to draw from"),
        ([("a", "a")] * 3, "in every resample every tag was the same"),
    ],
)
def test_why_there_is_no_interval(rows: list[tuple[str, ...]], words: str) -> None:
    interval = alpha_interval(a_table(rows, "ab"))
    assert (interval.low, interval.high, interval.more) == (None, None, None)
    assert interval.undefined == words


def test_how_many_more_claims() -> None:
    wide = Interval(0.5, 0.7, "claim", 100, 1000)
    assert wide.more == 300  # (0.1 / 0.05)² times as many
    assert Interval(0.60, 0.65, "claim", 100, 1000).more == 0
    assert Interval(1.0, 1.0, "claim", 100, 1000).more is None


def in_articles(number: int) -> Table:
    """Articles of ten claims, the odd ones with full agreement, the even ones with little."""
    cast = []
    for article in range(number):
        rows = [("a", "a"), ("b", "b")] * 5 if article % 2 else [("a", "b"), ("b", "b")] * 5
        cast += list(votes(rows, article=article))
    return table_of(cast, "ab")


def test_articles_are_drawn_from_twenty_on() -> None:
    for number, unit in ((ARTICLES_TO_DRAW - 1, "claim"), (ARTICLES_TO_DRAW, "article")):
        table = in_articles(number)
        assert unit_of(table, patterns_of(table.counts)) == unit
    whole = report(in_articles(20))
    interval = whole.figures["krippendorff_alpha"].interval
    assert (interval.by, interval.drawn) == ("article", 20)
    assert [article.interval for article in whole.articles] == [None] * 20


def test_an_article_without_two_tags_on_a_claim_is_none_to_draw() -> None:
    table = table_of(
        [
            *votes([("a", "b"), ("a", "a")], article=1),
            *(Vote(article, 1, "A", "a") for article in range(2, 40)),
        ],
        "ab",
    )
    assert unit_of(table, patterns_of(table.counts)) == "claim"


def test_claims_of_one_article_that_go_together_widen_the_interval() -> None:
    table = in_articles(20)
    patterns = patterns_of(table.counts)
    claim, article = (
        intervals(draws_of(table, patterns, by), [ALPHA])[ALPHA.name].half_width
        for by in ("claim", "article")
    )
    assert claim is not None
    assert article is not None
    assert article > 1.2 * claim


def test_each_of_few_articles_has_its_own_figures() -> None:
    mixed, full = report(in_articles(2)).articles
    assert full.alpha.value == 1
    assert mixed.interval is not None
    assert mixed.interval.low is not None
    assert mixed.alpha.value is not None
    assert mixed.alpha.value < 0.2
