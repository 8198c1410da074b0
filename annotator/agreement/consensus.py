"""What the analysts say together: the majority, with ties kept as ties, and a suggestion.

The suggestion is the model of Dawid and Skene (1979): it weighs each analyst by how often they
seem to take one tag for another. It decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from annotator.agreement.table import FloatArray, IntArray, Patterns, Table

VOTES: Final = 3  # on a claim; with two, the model only repeats the majority
CLAIMS: Final = 100  # with that many votes; with fewer, the error rates are guesses
_STEPS: Final = 1000
_TOLERANCE: Final = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class Suggestion:
    """What Dawid and Skene's model makes of the votes, or why it was not asked.

    `places` are rows of the table; `tags` and `chances` (× labels) belong to them. `errors`
    (analysts × labels × labels) says how often an analyst gives the tag across where the model
    sees the tag down; a row of zeros is a tag it sees nowhere.
    """

    undefined: str
    places: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    chances: FloatArray | None = None
    errors: FloatArray | None = None
    converged: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Dawid and Skene's estimates."""

    chances: FloatArray  # claims × labels
    shares: FloatArray  # of the labels
    errors: FloatArray  # analysts × labels (true) × labels (given)
    converged: bool


def majority(table: Table, patterns: Patterns) -> tuple[str | None, ...]:
    """The tag most analysts gave to each claim; None where two tags tie, or there is no tag."""
    most = patterns.counts.max(axis=1, initial=0)
    clear = (most > 0) & ((patterns.counts == most[:, None]).sum(axis=1) == 1)
    best = patterns.counts.argmax(axis=1) if patterns.counts.shape[1] else most
    tags = [table.labels[place] if one else None for place, one in zip(best, clear, strict=True)]
    return tuple(tags[pattern] for pattern in patterns.of_claim)


def suggest(table: Table) -> Suggestion:
    """Dawid and Skene's suggestion for the claims with enough votes."""
    enough = np.flatnonzero((table.codes >= 0).sum(axis=1) >= VOTES)
    if len(enough) < CLAIMS:
        return Suggestion(
            f"it takes {VOTES} votes on each of {CLAIMS} claims, and {len(enough)} have so many"
        )
    codes = table.codes[enough]
    claim, analyst = np.nonzero(codes >= 0)
    model = dawid_skene(claim, analyst, codes[claim, analyst].astype(np.int64), len(table.labels))
    errors = np.zeros((len(table.analysts), *model.errors.shape[1:]))
    errors[: len(model.errors)] = model.errors
    return Suggestion(
        undefined="",
        places=tuple(enough.tolist()),
        tags=tuple(table.labels[place] for place in model.chances.argmax(axis=1)),
        chances=model.chances,
        errors=errors,
        converged=model.converged,
    )


def dawid_skene(claim: IntArray, analyst: IntArray, label: IntArray, labels: int) -> Model:
    """Expectation and maximisation (Dawid & Skene 1979), from the shares of the votes.

    A row for each vote; an analyst may have several on a claim. There is at least one vote.
    """
    claims, analysts = int(claim.max()) + 1, int(analyst.max()) + 1
    chances = np.bincount(claim * labels + label, minlength=claims * labels).astype(np.float64)
    chances = chances.reshape(claims, labels)
    chances /= np.maximum(chances.sum(axis=1, keepdims=True), 1)
    likelihood = -np.inf
    for _ in range(_STEPS):
        shares = chances.mean(axis=0)
        errors = _errors(claim, analyst * labels + label, chances, analysts)
        chances, found = _chances(claim, _log(errors)[analyst, :, label], _log(shares), claims)
        if abs(found - likelihood) <= _TOLERANCE * abs(found):
            return Model(chances, shares, errors, converged=True)
        likelihood = found
    return Model(chances, shares, errors, converged=False)


def _errors(claim: IntArray, cell: IntArray, chances: FloatArray, analysts: int) -> FloatArray:
    """Analysts × true × given: how often each tag was given where another is likely."""
    labels = chances.shape[1]
    given = np.stack(
        [np.bincount(cell, column[claim], analysts * labels) for column in chances.T], axis=1
    )
    errors = given.reshape(analysts, labels, labels).transpose(0, 2, 1)
    total: FloatArray = errors.sum(axis=2, keepdims=True)
    rates: FloatArray = errors / np.where(total > 0, total, 1)
    return rates


def _chances(
    claim: IntArray, logs: FloatArray, shares: FloatArray, claims: int
) -> tuple[FloatArray, float]:
    """Claims × labels, and the logarithm of the likelihood. `logs` is votes × labels."""
    summed = np.stack([np.bincount(claim, column, claims) for column in logs.T], axis=1) + shares
    most = summed.max(axis=1, keepdims=True)
    chances = np.exp(summed - most)
    total = chances.sum(axis=1, keepdims=True)
    return chances / total, float((most + np.log(total)).sum())


def _log(values: FloatArray) -> FloatArray:
    """What was never seen counts as next to impossible, not as impossible."""
    return np.log(np.maximum(values, 1e-300))
