"""Votes from a long CSV, our own export or anybody's: a row for each claim and analyst."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from annotator.agreement.report import Basis
from annotator.agreement.table import Vote, VotesError

Duplicates = Literal["refuse", "last", "all"]

# By what a column holds: the names it may have, the likelier first.
NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "claim": ("claim", "claim_id", "unit", "unit_id", "item", "item_id"),
    "analyst": ("analyst", "annotator", "annotator_id", "coder", "rater"),
    "tag": ("tag", "label", "code", "category"),
    "article": ("article", "article_id", "document", "document_id"),
    "outcome": ("outcome",),
    "blind": ("blind",),
    "scheme": ("scheme_version",),
}
_NEEDED: Final = ("claim", "analyst", "tag")
_NO: Final = frozenset({"false", "no", "0"})


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked of the file; `columns` names columns that have a name of their own."""

    columns: Mapping[str, str] = field(default_factory=dict)
    current: bool = False
    duplicates: Duplicates = "refuse"
    articles: frozenset[str] | None = None
    scheme: str | None = None  # the label of the one version that counts


@dataclass(frozen=True, slots=True)
class Found:
    """The votes of a file, what they are, and how many answers were not blind and are left out.

    Attributes:
        versions: How many votes are under each version of the tag scheme, where the file says it.
    """

    votes: tuple[Vote, ...]
    basis: Basis
    late: int
    versions: Mapping[str, int] = field(default_factory=dict)


def read_votes(text: str, name: str, wishes: Wishes) -> Found:
    """The votes in the text of a CSV file called `name`.

    Raises:
        VotesError: It is no long CSV, or lacks something in a row.
    """
    if not text.strip():
        raise VotesError(f"{name} is empty. It needs a header and a row for each vote.")
    rows = _rows(text, name)
    header = [cell.strip().lower() for cell in next(rows)[1]]
    place = _places(header, name, wishes.columns)
    blind, labelled = place.get("blind"), place.get("scheme")
    if wishes.scheme is not None and labelled is None:
        raise VotesError(
            f"{name} has no column scheme_version, so nothing says which votes were cast under "
            f"“{wishes.scheme}”."
        )
    versions: Counter[str] = Counter()
    votes: list[Vote] = []
    late = 0
    for number, row in rows:
        vote = _vote(row, place, f"{name}, line {number}")
        if wishes.articles is not None and str(vote.article) not in wishes.articles:
            continue
        if blind is not None and not wishes.current and row[blind].strip().lower() in _NO:
            late += 1
            continue
        if labelled is not None and vote.answer:
            label = row[labelled].strip()
            versions[label] += 1
            if label != (wishes.scheme or label):
                continue
        votes.append(vote)
    if wishes.scheme is None:
        _refuse_two_schemes(versions, name)
    basis: Basis = "unrecorded" if blind is None else "current" if wishes.current else "votes"
    settled = tuple(_SETTLED[wishes.duplicates](votes))
    return Found(settled, basis, late, dict(sorted(versions.items())))


def _refuse_two_schemes(labels: Iterable[str], name: str) -> None:
    schemes = sorted({label.rpartition("/")[0] for label in labels if label})
    if len(schemes) > 1:
        raise VotesError(
            f"{name} holds votes under {' and '.join(f'“{one}”' for one in schemes)}. A figure "
            "never mixes two tag schemes: name a version with --scheme."
        )


def _rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with the line it ends on."""
    separator = max(",;\t", key=text.lstrip().split("\n", 1)[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error as error:
        raise VotesError(f"{name}, line {reader.line_num}, is no CSV: {error}.") from error


def _places(header: Sequence[str], name: str, columns: Mapping[str, str]) -> dict[str, int]:
    """Where each kind of column is."""
    place = {}
    for kind, names in NAMES.items():
        wanted = (columns[kind].strip().lower(),) if kind in columns else names
        there = [header.index(one) for one in wanted if one in header]
        if there:
            place[kind] = there[0]
        elif kind in columns:
            raise VotesError(f"{name} has no column “{columns[kind]}”; {_has(header)}")
    missing = [kind for kind in _NEEDED if kind not in place]
    if missing:
        wide = any(cell.startswith("tag:") for cell in header)
        advice = (
            "It looks like the wide export; the long one (annotator export -f csv-long) is needed."
            if wide
            else f"Name it with --{missing[0]}-column; {_has(header)}"
        )
        raise VotesError(
            f"{name} has no column for the {missing[0]} (such as "
            f"{', '.join(NAMES[missing[0]][:4])}). {advice}"
        )
    return place


def _has(header: Iterable[str]) -> str:
    return f"it has {', '.join(f'“{cell}”' for cell in header)}."


def _vote(row: Sequence[str], place: Mapping[str, int], where: str) -> Vote:
    if len(row) <= max(place.values()):
        raise VotesError(f"{where}, has only {len(row)} of the header's cells.")
    cell = {kind: row[column].strip() for kind, column in place.items()}
    for kind in ("claim", "analyst"):
        if not cell[kind]:
            raise VotesError(f"{where}: the {kind} is empty. Every vote needs one.")
    answer = cell["tag"] or cell.get("outcome", "")
    if answer.lower() in ("unsure", "skipped"):
        answer = answer.lower()
    return Vote(cell.get("article", ""), cell["claim"], cell["analyst"], answer)


def _last(votes: Iterable[Vote]) -> list[Vote]:
    """The last vote of each analyst on each claim, in the place of the first."""
    return list({vote[:3]: vote for vote in votes}.values())


def _all(votes: Iterable[Vote]) -> list[Vote]:
    """Every vote. A further one of an analyst on a claim is that of one more: `Ana (2)`.

    So Dawid and Skene (1979) count an observer who saw each patient three times.
    """
    times: Counter[tuple[object, ...]] = Counter()
    found = []
    for vote in votes:
        times[vote[:3]] += 1
        again = times[vote[:3]]
        found.append(vote if again == 1 else vote._replace(analyst=f"{vote.analyst} ({again})"))
    return found


_SETTLED: Final[Mapping[Duplicates, Callable[[list[Vote]], list[Vote]]]] = {
    "refuse": list,  # the table refuses them
    "last": _last,
    "all": _all,
}
