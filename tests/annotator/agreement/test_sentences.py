"""What is said beside the figures, and when."""

from __future__ import annotations

import pytest

from annotator.agreement.report import Report, report
from annotator.agreement.sentences import lead, notes, number, paragraph, percent, remarks
from annotator.agreement.table import table_of
from tests.annotator.agreement.published import PUBLISHED
from tests.annotator.agreement.tables import Row, a_table, repeated, votes


def of(rows: list[Row], labels: str = "abc") -> Report:
    return report(a_table(rows, labels), resamples=200)


def test_the_paragraph_names_the_coefficient_its_interval_and_what_is_behind_it() -> None:
    text = paragraph(report(PUBLISHED["patients"].table))
    for words in (
        "6 analysts gave 180 tags (1, 2, 3, 4, 5) to 30 of 30 claims in 1 article",
        "the 30 with the tags of two analysts or more are compared (180 tags)",
        "Counted are votes",
        "Krippendorff’s α (nominal) is 0.43 (95 % interval 0.3",
        "bootstrap of 30 claims, 1,000 resamples",
        "Raw agreement (the mean over claims of the share of agreeing pairs) is 0.56",
        "Gwet’s AC1 (5 tags) is 0.45",
        "No tag is missing.",
    ):
        assert words in text, text


def test_what_is_missing_is_said() -> None:
    rows: list[Row] = [("a", "unsure"), ("a", "skipped"), ("a", None), ("b", "b")]
    text = paragraph(of(rows, "ab"))
    missing = "62 % are tagged; missing are 1 unsure, 1 skipped and 1 blank."
    assert text.endswith(f"Of 4 claims × 2 analysts, {missing}")


def test_nobody_has_said_anything() -> None:
    empty = report(table_of([], "ab", offered=3))
    assert paragraph(empty) == "Nobody has said anything of the 3 claims yet."
    assert remarks(empty) == []


def test_a_figure_that_is_not_defined_has_its_reason_in_the_paragraph() -> None:
    text = paragraph(of([("a", "a")] * 3))
    assert "α (nominal) is not defined: every tag is the same." in text
    assert "Raw agreement (the mean over claims of the share of agreeing pairs) is 1.00" in text


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (repeated([(118, "aa"), (5, "ab"), (2, "ba")]), "One tag dominates: 97 % of the tags are"),
        (repeated([(50, "aa"), (50, "bb")]), "Every resample gives the same α"),
        (repeated([(300, "aa"), (300, "bb"), (6, "ab")]), "The whole interval is above 0.800"),
        (repeated([(300, "aa"), (300, "bb"), (80, "ab")]), "The whole interval is above 0.667"),
        (repeated([(20, "aa"), (20, "bb"), (6, "ab")]), "The interval reaches below 0.667"),
        (repeated([(20, "aa"), (20, "bb"), (16, "ab")]), "α is below 0.667"),
        (repeated([(4, "aa"), (1, "ab")]), "resamples every tag was the same and α not defined"),
        (
            repeated([(20, "aa"), (20, "bb"), (6, "ab")]),
            "To say something about other articles takes at least 20",
        ),
        (repeated([(20, "aa"), (20, "bb"), (6, "ab")]), "more claims would narrow the interval"),
        (repeated([(900, "aa"), (900, "bb"), (6, "ab")]), "The interval is within ± 0.05."),
    ],
)
def test_what_keeps_a_figure_from_being_misread(rows: list[Row], words: str) -> None:
    said = remarks(of(rows, "ab"))
    assert [one for one in said if words in one], said


@pytest.mark.parametrize(
    "cells",
    [
        [(95, "aa"), (20, "bb")],  # skewed, and reliable
        [(20, "aa"), (20, "bb"), (30, "ab")],  # neither
    ],
)
def test_what_has_another_reason_is_not_put_down_to_one_tag(cells: list[tuple[int, str]]) -> None:
    said = remarks(of(repeated(cells), "ab"))
    assert not [one for one in said if "dominates" in one]


def test_with_a_few_articles_each_has_its_own_figures() -> None:
    cast = [vote for n in range(3) for vote in votes(["aa", "ab", "bb"], article=n)]
    (said,) = (one for one in remarks(report(table_of(cast, "ab"))) if "articles" in one)
    assert said.startswith("The interval is about claims of these 3 articles. To say")


@pytest.mark.parametrize(
    ("compared", "words"),
    [
        (1, "1 of the 3 articles can be compared, and the interval is about claims of it."),
        (2, "2 of the 3 articles can be compared, and the interval is about claims of these."),
    ],
)
def test_articles_that_cannot_be_compared_are_counted(compared: int, words: str) -> None:
    cast = [
        vote
        for n in range(3)
        for vote in votes(["aa", "ab", "bb"] if n < compared else ["a", "b"], article=n)
    ]
    (said,) = (one for one in remarks(report(table_of(cast, "ab"))) if "articles" in one)
    assert said.startswith(words)


def test_with_many_articles_the_interval_is_about_articles() -> None:
    cast = [vote for n in range(20) for vote in votes(["aa", "ab", "bb"][n % 2 :], article=n)]
    whole = report(table_of(cast, "ab"))
    assert "bootstrap of 20 articles" in paragraph(whole)
    said = remarks(whole)
    assert not [one for one in said if "other articles" in one]
    assert [one for one in said if "more articles would narrow" in one]


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "not defined"), (0.704, "0.70"), (-0.02, "−0.02"), (-0.001, "0.00"), (1, "1.00")],
)
def test_numbers_as_they_are_printed(value: float | None, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (None, "–"),
        (0, "0 %"),
        (0.001, "under 1 %"),
        (0.5, "50 %"),
        (0.999, "over 99 %"),
        (1, "100 %"),
    ],
)
def test_what_is_not_quite_all_is_not_printed_as_all(share: float | None, text: str) -> None:
    assert percent(share) == text


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (
            repeated([(20, "aa"), (20, "bb"), (6, "ab")]),
            "The 2 analysts agree beyond chance, but read 6 of 46 claims differently. With 46 "
            "claims the true value probably lies between 0.4",
        ),
        (repeated([(5, "aa"), (5, "bb")]), "gave the same tag wherever two of them met, on 10 cl"),
        (repeated([(10, "ab"), (10, "ba")]), "agree less than chance would: they read 20 of 20"),
        (repeated([(3, "aa"), (2, "bb"), (4, "ab")]), "that they agree beyond chance is not shown"),
        (repeated([(5, "aa")]), "α is not defined: every tag is the same. Chance would always"),
        ([("a", None)], "α is not defined: only one analyst has tagged."),
    ],
)
def test_the_first_sentence_is_one_that_can_be_taken_home(rows: list[Row], words: str) -> None:
    said = " ".join(lead(of(rows, "ab")))
    assert words in said, said


def test_what_is_said_once_is_not_said_again() -> None:
    found = of(repeated([(20, "aa"), (20, "bb"), (6, "ab")]), "ab")
    assert not set(lead(found)) & set(notes(found))
    assert set(remarks(found)) <= {*lead(found), *notes(found)}
