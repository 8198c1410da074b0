"""The figures as plain lists and dictionaries, for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from annotator.agreement.consensus import Suggestion, majority, suggest
from annotator.agreement.details import per_claim
from annotator.agreement.intervals import LEVEL, Interval
from annotator.agreement.report import Report
from annotator.agreement.sentences import BASES, remarks
from annotator.agreement.table import Table, patterns_of

Plain = dict[str, Any]


def structured(report: Report) -> Plain:
    """The whole report. What is not defined is null, with the reason beside it."""
    coverage = report.coverage
    alpha = report.figures["krippendorff_alpha"]
    return {
        "basis": report.basis,
        "basis_means": BASES[report.basis],
        "claims": coverage.compared,
        "analysts": len(report.analysts),
        "tags": coverage.compared_tags,
        "coverage": {
            "claims": coverage.claims,
            "compared": coverage.compared,
            "single_tag": coverage.single,
            "cells": coverage.cells,
            "tagged": coverage.tagged,
            "unsure": coverage.unsure,
            "skipped": coverage.skipped,
            "blank": coverage.blank,
            "share": coverage.tagged / coverage.cells if coverage.cells else None,
        },
        "labels": list(report.labels),
        "bootstrap": {
            "by": report.by,
            "drawn": alpha.interval.drawn,
            "level": LEVEL,
            "more_needed": alpha.interval.more,
        },
        "coefficients": {
            name: {
                "label": figure.label,
                "value": figure.estimate.value,
                "undefined": figure.estimate.undefined or None,
                **_interval(figure.interval),
            }
            for name, figure in report.figures.items()
        },
        "pairs": [
            {
                "a": pair.a,
                "b": pair.b,
                "n": pair.claims,
                "few": pair.few,
                "cohen_kappa": pair.cohen_kappa.value,
                "percent_agreement": pair.percent_agreement.value,
                "undefined": pair.cohen_kappa.undefined or None,
                "table": [list(row) for row in pair.table],
            }
            for pair in report.pairs
        ],
        "per_tag": [
            {
                "tag": tag.tag,
                "n": tag.times,
                "share": tag.share,
                "specific_agreement": tag.agreement.value,
                "undefined": tag.agreement.undefined or None,
            }
            for tag in report.tags
        ],
        "coincidence": [list(row) for row in report.coincidence],
        "per_analyst": [
            {
                "analyst": one.analyst,
                "tagged": one.tagged,
                "n": one.claims,
                "others_tied": one.ties,
                "agreement_with_others": one.agreement.value,
                "undefined": one.agreement.undefined or None,
                "shares": list(one.shares),
            }
            for one in report.per_analyst
        ],
        "per_article": [
            {
                "article": one.article,
                "n": one.compared,
                "krippendorff_alpha": one.alpha.value,
                "undefined": one.alpha.undefined or None,
                **_interval(one.interval),
                "percent_agreement": one.percent_agreement.value,
            }
            for one in report.articles
        ],
        "remarks": remarks(report),
    }


def structured_claims(table: Table) -> Plain:
    """What the analysts say together of each claim, and Dawid and Skene's suggestion."""
    patterns = patterns_of(table.counts)
    figures = per_claim(patterns)
    suggestion = suggest(table)
    suggested = dict(zip(suggestion.places, suggestion.tags, strict=True))
    rows = zip(
        table.claims,
        table.article_of.tolist(),
        majority(table, patterns),
        figures.tags.tolist(),
        figures.disagreement.tolist(),
        figures.entropy.tolist(),
        figures.shares.tolist(),
        figures.tie.tolist(),
        strict=True,
    )
    return {
        "per_claim": [
            {
                "article": table.articles[article],
                "claim": claim,
                "n": tags,
                "majority": tag,
                "tie": tie,
                "shares": shares if tags else None,
                "disagreement": disagreement if tags > 1 else None,
                "entropy": entropy if tags else None,
                "suggested": suggested.get(place),
            }
            for place, (
                claim,
                article,
                tag,
                tags,
                disagreement,
                entropy,
                shares,
                tie,
            ) in enumerate(rows)
        ],
        "dawid_skene": _suggestion(suggestion, table.analysts),
    }


def _interval(interval: Interval | None) -> Plain:
    if interval is None or interval.low is None:
        reason = interval.undefined if interval else None
        return {"interval": None, "no_interval": reason, "undefined_resamples": None}
    return {
        "interval": [interval.low, interval.high],
        "no_interval": None,
        "undefined_resamples": interval.lost,
    }


def _suggestion(suggestion: Suggestion, analysts: Sequence[str]) -> Plain:
    if suggestion.errors is None:
        return {"undefined": suggestion.undefined, "errors": None}
    return {
        "undefined": None,
        "converged": suggestion.converged,
        "claims": len(suggestion.tags),
        "errors": dict(zip(analysts, suggestion.errors.tolist(), strict=True)),
    }
