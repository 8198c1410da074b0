"""The figures of agreement as the Agreement page shows them, kept until somebody acts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Final, Literal

import numpy as np

from annotator import grounding, schemes, voting
from annotator.agreement.grounds import EvidenceFigures, Standing
from annotator.agreement.periods import Course, over_time
from annotator.agreement.report import Report, report
from annotator.agreement.table import IntArray
from annotator.kept import Kept
from annotator.scheme import Scheme
from db import articles, events, votes
from db.model import ClaimRow
from db.store import Database

__all__ = ["Agreed", "read"]

Basis = Literal["votes", "current"]

_QUARTER: Final = 15 * 60  # seconds; no clock in the world is off by a part of it
_MOST: Final = 64
BEHIND: Final = 10  # claims that are named for each count of evidence


@dataclass(frozen=True, slots=True)
class Agreed:
    """All figures of some articles; `analyst_ids` in the order of the report's analysts.

    Attributes:
        versions: How many votes were cast under each version of the scheme, by its label.
        only: The label of the one version that is counted; empty where all are.
        evidence: What disagreements rest on; None where nobody attached evidence.
        behind: The first claims behind the counts of it.
        key: What all of it follows from; what is made of it can be kept by this.
    """

    key: tuple[object, ...]
    report: Report
    course: Course
    evidence: EvidenceFigures | None
    behind: dict[Standing, list[ClaimRow]]
    analyst_ids: tuple[str, ...]
    titles: dict[int | str, str]
    scheme: Scheme
    versions: dict[str, int]
    only: str


_kept: Kept[tuple[object, ...], Agreed] = Kept(_MOST)


def read(
    db: Database, article_ids: Sequence[int], basis: Basis, zone: tzinfo, only: str = ""
) -> Agreed:
    """The figures of these articles, computed once for each state of the record.

    Args:
        only: Count what was said under this version of the scheme alone, if there is any.
        zone: By whose calendar the days of the course are told.
    """
    # A name may change without an event; the hash says which project it is, and all that happened.
    names = tuple(votes.names(db).items())
    key = (events.head(db).hash, names, tuple(article_ids), basis, str(zone), only)
    return _kept.get(key, lambda: _computed(key, db, article_ids, basis, zone, only))


def _computed(
    key: tuple[object, ...],
    db: Database,
    article_ids: Sequence[int],
    basis: Basis,
    zone: tzinfo,
    only: str,
) -> Agreed:
    chosen = votes.voted(db, article_ids)
    versions = votes.by_version(db, chosen, current=basis == "current")
    one = only if only in versions else None
    found = voting.read(db, chosen, current=basis == "current", scheme=one)
    table_report = report(found.table, basis)
    evidence = grounding.figures_of(
        grounding.read(db, article_ids, one) if basis == "votes" else [],
        table_report.coverage.differing,
    )
    return Agreed(
        key=key,
        report=table_report,
        scheme=schemes.current(db),
        versions=versions,
        only=one or "",
        evidence=evidence,
        behind={
            kind: [articles.get_claim(db, claim_id) for claim_id in ids[:BEHIND]]
            for kind, ids in (evidence.claims if evidence else {}).items()
        },
        course=over_time(found.table, _days(found.tagged_at, zone)),
        analyst_ids=found.analyst_ids,
        titles={each.article_id: each.title for each in chosen},
    )


def _days(times: voting.Times, zone: tzinfo) -> IntArray:
    """The days since 1970 by the calendar of `zone`; anything where there is no time."""
    seconds = np.where(np.isnat(times), np.datetime64(0, "s"), times).astype(np.int64)
    quarters, place = np.unique(seconds // _QUARTER, return_inverse=True)
    first = datetime(1970, 1, 1).toordinal()
    days = [
        datetime.fromtimestamp(int(quarter) * _QUARTER, UTC).astimezone(zone).toordinal() - first
        for quarter in quarters
    ]
    return np.array(days, np.int64)[place.reshape(-1)]
