"""Who gave which tag to which claim: the table that every figure is computed from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
CodeArray = npt.NDArray[np.int16]
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
Key = int | str

BLANK: Final = -1
UNSURE: Final = -2
SKIPPED: Final = -3
# What is no tag. A scheme cannot have a tag with one of these names.
MISSING: Final = {"": BLANK, "unsure": UNSURE, "skipped": SKIPPED}


class VotesError(ValueError):
    """There is no table to be made of the votes; the sentence says what, where, and what to do."""


class DuplicateVoteError(VotesError):
    """An analyst has two votes on one claim; which one counts has to be decided before."""


class Vote(NamedTuple):
    """What an analyst said of a claim: a tag, or one of the words in MISSING."""

    article: Key
    claim: Key
    analyst: str
    answer: str


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Claims down, analysts across; a cell is the place of the tag in `labels`, or below zero.

    `labels` are those of the scheme, used or not. `offered` is how many claims there are in all,
    with those that nobody touched. `articles` are named by `article_of` for each claim.
    """

    labels: tuple[str, ...]
    analysts: tuple[str, ...]
    claims: tuple[Key, ...]
    articles: tuple[Key, ...]
    article_of: IntArray
    codes: CodeArray
    offered: int

    @property
    def counts(self) -> IntArray:
        """How many analysts gave each claim each tag."""
        counts = np.empty((len(self.codes), len(self.labels)), np.int64)
        for place in range(len(self.labels)):
            counts[:, place] = np.count_nonzero(self.codes == place, axis=1)
        return counts

    def holding(self, code: int) -> int:
        """How many cells hold UNSURE or SKIPPED; BLANK counts the claims nobody touched too."""
        found = int(np.count_nonzero(self.codes == code))
        untouched = self.offered - len(self.claims)
        return found + (untouched * len(self.analysts) if code == BLANK else 0)

    def tagging(self) -> int:
        """How many analysts have tagged anything."""
        return int(np.count_nonzero((self.codes >= 0).any(axis=0)))


def table_of(votes: Iterable[Vote], labels: Sequence[str], offered: int | None = None) -> Table:
    """The table of these votes. Tags that the scheme lacks come after its own, by name.

    Raises:
        DuplicateVoteError: An analyst has two votes on one claim.
    """
    claims: dict[tuple[Key, Key], int] = {}
    analysts: dict[str, int] = {}
    answers: dict[str, int] = {}
    cells = np.array(
        [
            (
                claims.setdefault((vote.article, vote.claim), len(claims)),
                analysts.setdefault(vote.analyst, len(analysts)),
                answers.setdefault(vote.answer, len(answers)),
            )
            for vote in votes
        ],
        np.int64,
    ).reshape(-1, 3)
    _refuse_duplicates(cells, tuple(claims), tuple(analysts))
    all_labels = (*labels, *sorted(set(answers) - set(labels) - set(MISSING)))
    place = {label: n for n, label in enumerate(all_labels)} | MISSING
    names = sorted(analysts)
    column = np.argsort(np.argsort(np.array(list(analysts), dtype=object), kind="stable"))
    code = np.array([place[answer] for answer in answers], np.int16)
    codes = np.full((len(claims), len(names)), BLANK, np.int16)
    if len(cells):
        codes[cells[:, 0], column[cells[:, 1]]] = code[cells[:, 2]]
    articles = {article: n for n, article in enumerate(dict.fromkeys(a for a, _ in claims))}
    return Table(
        labels=all_labels,
        analysts=tuple(names),
        claims=tuple(claim for _, claim in claims),
        articles=tuple(articles),
        article_of=np.array([articles[article] for article, _ in claims], np.int64),
        codes=codes,
        offered=max(offered or 0, len(claims)),
    )


def _refuse_duplicates(
    cells: IntArray, claims: Sequence[tuple[Key, Key]], analysts: Sequence[str]
) -> None:
    cell = cells[:, 0] * max(len(analysts), 1) + cells[:, 1]
    found, times = np.unique(cell, return_counts=True)
    if (times > 1).any():
        claim, analyst = divmod(int(found[times > 1][0]), len(analysts))
        raise DuplicateVoteError(
            f"{analysts[analyst]} has more than one vote on claim {claims[claim][1]}. "
            "An analyst has one vote on a claim: keep the one that counts."
        )


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """The distinct rows of a table of counts. Claims with equal counts are interchangeable."""

    counts: IntArray  # patterns × labels, in a stated order: by the counts themselves
    times: IntArray  # how many claims have the pattern
    of_claim: IntArray  # the pattern of each claim


def patterns_of(counts: IntArray) -> Patterns:
    """The distinct patterns, found through one number for each row where that is possible."""
    base = int(counts.max(initial=0)) + 1
    if base ** counts.shape[1] < 2**62:
        # np.unique over whole rows takes ten times as long.
        key = counts @ base ** np.arange(counts.shape[1], dtype=np.int64)
        _, first, of_claim, times = np.unique(
            key, return_index=True, return_inverse=True, return_counts=True
        )
        return Patterns(counts[first], times.astype(np.int64), of_claim.reshape(-1))
    rows, of_claim, times = np.unique(counts, axis=0, return_inverse=True, return_counts=True)
    return Patterns(rows, times.astype(np.int64), of_claim.reshape(-1))
