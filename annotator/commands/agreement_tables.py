"""The figures of agreement as tables for reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annotator.agreement.details import FEW
from annotator.agreement.report import Report
from annotator.agreement.sentences import BASES, between, estimate, number, percent, remarks
from annotator.commands.output import Listing, harmless, put, show
from annotator.words import counted

__all__ = ["listings", "show_tables"]

Titles = Mapping[int | str, str]


def show_tables(found: Report, titles: Titles) -> None:
    """Print what was counted, every table, and what has to be said beside them."""
    coverage = found.coverage
    put(
        [
            f"{BASES[found.basis]}\n"
            f"{counted(coverage.compared, 'claim')} compared, "
            f"{counted(len(found.analysts), 'analyst')}, "
            f"{counted(coverage.compared_tags, 'tag')}; {coverage.single:,} with one tag; "
            f"{coverage.unsure:,} unsure, {coverage.skipped:,} skipped, "
            f"{coverage.blank:,} blank.\n".encode()
        ]
    )
    for name, listing in listings(found, titles).items():
        if name != "article" or len(found.articles) > 1:
            put([b"\n"])
            show(listing, "table")
    put(f"\n{harmless(remark)}\n".encode() for remark in remarks(found))


def listings(found: Report, titles: Titles) -> dict[str, Listing]:
    """Every table, by what its rows are."""
    return {
        "coefficient": _listing(
            ("coefficient", "value", "95 % interval"),
            [
                (figure.label, estimate(figure.estimate, 3), between(figure.interval))
                for figure in found.figures.values()
            ],
        ),
        "tag": _listing(
            ("tag", "given", "share", "specific agreement"),
            [
                (one.tag, one.times, percent(one.share), estimate(one.agreement))
                for one in found.tags
            ],
        ),
        "coincidence": _listing(
            ("coincidences", *found.labels),
            [
                (label, *(number(value, 1) for value in row))
                for label, row in zip(found.labels, found.coincidence, strict=True)
            ],
        ),
        "pair": _pairs(found),
        "analyst": _analysts(found),
        "article": _articles(found, titles),
    }


def _pairs(found: Report) -> Listing:
    return _listing(
        ("analyst", "and", "claims", "Cohen’s κ", "raw agreement", "remark"),
        [
            (
                one.a,
                one.b,
                one.claims,
                estimate(one.cohen_kappa),
                estimate(one.percent_agreement),
                f"fewer than {FEW} claims" if one.few else "",
            )
            for one in found.pairs
        ],
    )


def _analysts(found: Report) -> Listing:
    return _listing(
        ("analyst", "tags", "with the others’ majority", "claims", *found.labels),
        [
            (
                one.analyst,
                one.tagged,
                estimate(one.agreement),
                one.claims,
                *map(percent, one.shares),
            )
            for one in found.per_analyst
        ],
    )


def _articles(found: Report, titles: Titles) -> Listing:
    return _listing(
        ("article", "title", "claims", "α", "95 % interval", "raw agreement"),
        [
            (
                one.article,
                titles.get(one.article, ""),
                one.compared,
                estimate(one.alpha),
                between(one.interval),
                estimate(one.percent_agreement),
            )
            for one in found.articles
        ],
    )


def _listing(columns: Sequence[str], rows: Sequence[Sequence[int | str]]) -> Listing:
    return Listing(columns, rows, columns)
