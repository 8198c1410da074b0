"""Evidence beside tags: what a disagreement rests on, and whether analysts cite the same. Pure.

Two pieces meet when they are the same thing (address, DOI, file, or words from elsewhere) or words
of the article that overlap.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final, Literal, NamedTuple

# What a claim's different tags rest on.
Grounds = Literal["same", "not_shared", "missing"]
GROUNDS: Final[tuple[Grounds, ...]] = ("same", "not_shared", "missing")

# The same, and what is told apart whatever the tags are: one tag from everybody on evidence that
# does not meet; evidence of one analyst for the claim, and of another one against it.
Standing = Literal["same", "not_shared", "missing", "apart", "opposed"]


class Cited(NamedTuple):
    """A piece of evidence, as far as it is compared.

    Attributes:
        things: What tells it from others: an address, a DOI, a file's hash, words from elsewhere.
        span: Where words of the article stand, in code points; the end is exclusive.
        shared: Whether it was laid before everybody.
    """

    analyst: str
    stance: str
    source: str | None = None
    things: frozenset[str] = frozenset()
    span: tuple[int, int] | None = None
    shared: bool = False


class Backed(NamedTuple):
    """A claim: who voted for which tag, what was cited, and its id, if it has one."""

    tags: Mapping[str, str]
    cited: Sequence[Cited]
    claim: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """A mean over pairs of analysts on a claim; None where there is no pair."""

    value: float | None
    pairs: int


@dataclass(frozen=True, slots=True)
class EvidenceFigures:
    """How far analysts cite the same, and what their disagreements rest on.

    Attributes:
        disagreements: How many claims with different tags, by what they rest on.
        apart: Claims with one tag from everybody, on which two cite evidence and none of it meets.
        opposed: Claims, whatever their tags, that one supports with evidence and another refutes.
        claims: The ids of those that have one, by what they were counted as.
        pairs: Pairs of analysts on a claim who both cite evidence of their own.
        same_source: Of those who both name sources, the share that names one in common.
        quote_f1: Of those who both cite words of the article, the mean F1 of the words they share.
        same_stance: Of the pieces that meet, the share with the same stance.
    """

    disagreements: Mapping[Grounds, int]
    apart: int
    opposed: int
    claims: Mapping[Standing, tuple[int, ...]]
    pairs: int
    same_source: Share
    quote_f1: Share
    same_stance: Share


def figures(claims: Iterable[Backed], *, without: int = 0) -> EvidenceFigures:
    """The figures of claims on which somebody cites evidence.

    Args:
        without: How many other claims have different tags; they rest on no evidence at all.
    """
    counts: Counter[Standing] = Counter({"missing": without})
    ids: dict[Standing, list[int]] = {}
    pairs = 0
    sources: list[float] = []
    quotes: list[float] = []
    stances: list[float] = []
    for claim in claims:
        for kind in standings(claim):
            counts[kind] += 1
            if claim.claim is not None:
                ids.setdefault(kind, []).append(claim.claim)
        for one, other in _pairs(claim):
            pairs += 1
            sources += _same_source(one, other)
            quotes += _quote_f1(one, other)
            stances += _same_stance(one, other)
    return EvidenceFigures(
        {kind: counts[kind] for kind in GROUNDS},
        counts["apart"],
        counts["opposed"],
        {kind: tuple(found) for kind, found in ids.items()},
        pairs,
        _mean(sources),
        _mean(quotes),
        _mean(stances),
    )


def standings(claim: Backed) -> list[Standing]:
    """All that is to be said of a claim's evidence beside its tags."""
    said: list[Standing] = []
    if len(set(claim.tags.values())) > 1:
        said.append(grounds(claim))
    elif len(claim.tags) > 1 and _apart(claim):
        said.append("apart")
    if _opposed(claim):
        said.append("opposed")
    return said


def grounds(claim: Backed) -> Grounds:
    """What the different tags of a claim rest on.

    `same`: whoever differs cites something that meets. `not_shared`: somebody cites what another
    does not. `missing`: nobody who voted cites anything.
    """
    by = _before(claim)
    if not any(by.values()):
        return "missing"
    differing = [
        (by[one], by[other])
        for one, other in combinations(by, 2)
        if claim.tags[one] != claim.tags[other]
    ]
    return "same" if all(_meeting(one, other) for one, other in differing) else "not_shared"


def meet(one: Cited, other: Cited) -> bool:
    """Whether two pieces are the same thing, or overlap."""
    if one.things & other.things:
        return True
    return one.span is not None and other.span is not None and _shared(one.span, other.span) > 0


def _before(claim: Backed) -> dict[str, list[Cited]]:
    """What each voter had before them: own pieces, and those laid before everybody."""
    return {
        who: [piece for piece in claim.cited if piece.shared or piece.analyst == who]
        for who in claim.tags
    }


def _pairs(claim: Backed) -> list[tuple[list[Cited], list[Cited]]]:
    own: dict[str, list[Cited]] = {}
    for piece in claim.cited:
        if not piece.shared:
            own.setdefault(piece.analyst, []).append(piece)
    return [(own[one], own[other]) for one, other in combinations(sorted(own), 2)]


def _apart(claim: Backed) -> bool:
    pairs = [(one, other) for one, other in _pairs(claim) if one and other]
    return bool(pairs) and not any(_meeting(one, other) for one, other in pairs)


def _opposed(claim: Backed) -> bool:
    """Whether one of those who voted supports the claim, and another one refutes it."""
    by = {
        stance: {
            piece.analyst
            for piece in claim.cited
            if piece.stance == stance and not piece.shared and piece.analyst in claim.tags
        }
        for stance in ("supports", "refutes")
    }
    return len(by["supports"] | by["refutes"]) > 1 and all(by.values())


def _meeting(one: Sequence[Cited], other: Sequence[Cited]) -> bool:
    return any(meet(mine, theirs) for mine, theirs in product(one, other))


def _same_source(one: Sequence[Cited], other: Sequence[Cited]) -> list[float]:
    named = [{piece.source for piece in pieces if piece.source} for pieces in (one, other)]
    return [float(bool(named[0] & named[1]))] if all(named) else []


def _quote_f1(one: Sequence[Cited], other: Sequence[Cited]) -> list[float]:
    words = [_merged(piece.span for piece in pieces if piece.span) for pieces in (one, other)]
    if not all(words):
        return []
    common = sum(_shared(mine, theirs) for mine, theirs in product(*words))
    return [2 * common / sum(end - start for spans in words for start, end in spans)]


def _same_stance(one: Sequence[Cited], other: Sequence[Cited]) -> list[float]:
    met = [
        mine.stance == theirs.stance for mine, theirs in product(one, other) if meet(mine, theirs)
    ]
    return [sum(met) / len(met)] if met else []


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same stretches, each code point in one of them only."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _shared(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _mean(values: Sequence[float]) -> Share:
    return Share(sum(values) / len(values) if values else None, len(values))
