"""Single figures on small tables that can be counted by hand, and why some are not defined."""

from __future__ import annotations

import pytest

from annotator.agreement.coefficients import COEFFICIENTS, sums_of
from annotator.agreement.consensus import majority
from annotator.agreement.details import per_analyst, per_pair, per_tag
from annotator.agreement.report import report
from annotator.agreement.table import (
    BLANK,
    SKIPPED,
    UNSURE,
    DuplicateVoteError,
    Table,
    Vote,
    patterns_of,
    table_of,
)
from tests.annotator.agreement.tables import Row, a_table, votes

TAGS = ("sourced", "contested", "opinion", "none")
NO = None  # no vote


def reason(table: Table, name: str) -> str:
    return COEFFICIENTS[name].of(sums_of(patterns_of(table.counts)), table.tagging()).undefined


# --- the table ------------------------------------------------------------------------------------


def test_a_cell_holds_the_tag_or_why_there_is_none() -> None:
    table = table_of(
        [
            Vote(1, 7, "Bo", "none"),
            Vote(1, 7, "Ana", "unsure"),
            Vote(2, 8, "Ana", "skipped"),
        ],
        TAGS,
        offered=5,
    )
    assert table.analysts == ("Ana", "Bo")
    assert table.claims == (7, 8)
    assert table.codes.tolist() == [[UNSURE, TAGS.index("none")], [SKIPPED, BLANK]]
    assert (table.holding(UNSURE), table.holding(SKIPPED), table.holding(BLANK)) == (1, 1, 7)


def test_a_tag_the_scheme_does_not_have_comes_after_its_own() -> None:
    table = table_of([Vote(1, 1, "Ana", "rumour"), Vote(1, 2, "Ana", "hearsay")], TAGS)
    assert table.labels == (*TAGS, "hearsay", "rumour")


def test_two_votes_on_one_claim_are_refused_with_their_names() -> None:
    twice = [Vote(1, 7, "Ana", "none"), Vote(1, 7, "Bo", "none"), Vote(1, 7, "Bo", "opinion")]
    with pytest.raises(DuplicateVoteError, match="Bo has more than one vote on claim 7"):
        table_of(twice, TAGS)


def test_the_same_claim_number_in_two_articles_is_two_claims() -> None:
    assert len(table_of([Vote(1, 1, "Ana", "none"), Vote(2, 1, "Ana", "none")], TAGS).claims) == 2


# --- not defined ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "name", "words"),
    [
        ([], "krippendorff_alpha", "nobody has tagged a claim"),
        ([(NO, NO)], "gwet_ac1", "nobody has tagged a claim"),
        ([("none",)], "percent_agreement", "only one analyst has tagged"),
        ([("none", NO), (NO, "none")], "fleiss_kappa", "no claim has the tags of two analysts"),
        (
            [("none", "none")] * 3,
            "krippendorff_alpha",
            "every tag is the same",
        ),
        (
            [("none", "none"), ("opinion", NO)],
            "krippendorff_alpha",
            "every tag on the claims with two tags is the same",
        ),
        ([("none", "none")], "fleiss_kappa", "every tag is the same"),
        ([("none", "none", "opinion")], "scott_pi", "it is for two analysts, and 3 have tagged"),
    ],
)
def test_why_a_coefficient_is_not_defined(rows: list[Row], name: str, words: str) -> None:
    assert reason(a_table(rows, TAGS), name) == words


def test_ac1_is_defined_where_every_tag_is_the_same() -> None:
    assert reason(a_table([("none", "none")], TAGS), "gwet_ac1") == ""


def test_a_scheme_of_one_tag_leaves_nothing_to_chance() -> None:
    table = a_table([("none", "none")], ["none"])
    assert reason(table, "gwet_ac1") == "the scheme has only one tag"
    assert reason(table, "percent_agreement") == ""


def test_ac1_counts_the_labels_of_the_scheme() -> None:
    rows = [("a", "a"), ("a", "b"), ("b", "b"), ("a", "a")]
    three, two = (
        report(a_table(rows, labels), resamples=2).figures["gwet_ac1"].estimate.value
        for labels in ("abc", "ab")
    )
    assert three is not None
    assert two is not None
    assert three > two


# --- by pair, analyst, tag, claim -----------------------------------------------------------------


def test_a_pair_is_compared_on_the_claims_both_tagged() -> None:
    table = a_table([("a", "a", NO), ("a", "b", NO), ("b", "b", NO), ("b", NO, "b")], "ab")
    pairs = {(pair.a, pair.b): pair for pair in per_pair(table)}
    assert pairs["A", "B"].claims == 3
    assert pairs["A", "B"].few
    assert pairs["A", "B"].table == ((1, 1), (0, 1))
    assert pairs["A", "B"].cohen_kappa.value == pytest.approx(0.4)
    assert pairs["B", "C"].cohen_kappa.undefined == "they share no claim"
    assert pairs["A", "C"].cohen_kappa.undefined.startswith("both gave every claim")
    assert pairs["A", "C"].percent_agreement.value == 1


def test_an_analyst_is_compared_with_the_majority_of_the_others() -> None:
    table = a_table(
        [
            ("a", "a", "a"),  # with the others
            ("b", "a", "a"),  # against them
            ("a", "a", "b"),  # they are tied
            ("a", NO, "b"),  # against the only other one
            ("a", NO, NO),  # nobody else
        ],
        "ab",
    )
    first, *_rest = per_analyst(table, patterns_of(table.counts))
    assert (first.tagged, first.claims, first.ties) == (5, 3, 1)
    assert first.agreement.value == pytest.approx(1 / 3)
    assert first.shares == pytest.approx((0.8, 0.2))


def test_the_own_tag_does_not_help_to_make_the_majority() -> None:
    # With the own tag counted, A would be with the majority of the first claim.
    table = a_table([("a", "a", "b"), ("a", "b", "b")], "ab")
    first, *_rest = per_analyst(table, patterns_of(table.counts))
    assert (first.claims, first.agreement.value) == (1, 0)


def test_a_tag_nobody_gave_has_no_agreement_but_a_reason() -> None:
    table = a_table([("a", "a"), ("b", NO)], "abc")
    a, b, c = per_tag(table, patterns_of(table.counts))
    assert a.agreement.value == 1
    assert (b.times, b.agreement.undefined) == (1, "nobody gave “b” to a claim with two tags")
    assert (c.times, c.share) == (0, 0)


def test_a_tie_stays_a_tie() -> None:
    rows: list[Row] = [("a", "b"), ("a", "a", "b"), ("a", "b", "c"), (NO, NO)]
    table = table_of([*votes(rows), Vote(1, 4, "A", "unsure")], "abc")
    assert majority(table, patterns_of(table.counts)) == (None, "a", None, None)


def test_the_labels_may_be_many() -> None:
    """So many that a claim's counts do not fit into one number."""
    labels = [str(n) for n in range(80)]
    rows = [(label, label) for label in labels] + [("0", "1")]
    table = a_table(rows, labels)
    assert len(patterns_of(table.counts).times) == 81
    assert report(table, resamples=2).figures["percent_agreement"].estimate.value == (
        pytest.approx(80 / 81)
    )


def test_tags_meet_on_a_claim_however_many_gave_them() -> None:
    rows: list[Row] = [("a", "a", "b"), ("a", "b", "c"), ("a", "a", "a"), ("c", None, None)]
    found = report(a_table(rows, "abc"))
    assert found.meetings == ((2, 2, 1), (2, 0, 1), (1, 1, 0))
    assert found.coverage.differing == 2
    assert [pair.differing for pair in found.pairs] == [1, 2, 2]


def test_claims_are_counted_by_how_many_have_tagged_them() -> None:
    found = report(table_of(votes([("a", "a"), ("b", None), ("unsure", None)]), "ab", offered=9))
    assert found.coverage.by_tags == (7, 1, 1)
    assert sum(found.coverage.by_tags) == found.coverage.claims
    assert report(table_of([], "ab", offered=3)).coverage.by_tags == (3,)
