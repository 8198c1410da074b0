"""How steady answers are: what people said of a claim, and what they said when it came back.

The two occasions take the place of two analysts in Krippendorff's α (Krippendorff 2018, *Content
Analysis*, ch. 12: stability, the weakest form of reliability), with the interval of a bootstrap
over claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from annotator.agreement import sentences
from annotator.agreement.report import HEADLINE, Figure, report
from annotator.agreement.table import Vote, table_of
from annotator.words import counted

FIRST: Final = "first"
AGAIN: Final = "again"


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody's two answers to a claim: tags, or `unsure`."""

    analyst: str
    article: int
    claim: int
    first: str
    again: str


@dataclass(frozen=True, slots=True)
class Steadiness:
    """One analyst's figures, or those of all together where `analyst` is empty.

    `repeated` claims came back; of `compared` ones both answers are tags.
    """

    analyst: str
    repeated: int
    compared: int
    same: int
    alpha: Figure

    @property
    def words(self) -> str:
        """`The same tag on 11 of 12 claims; Krippendorff’s α = 0.87 (…).`"""
        if not self.compared:
            return f"{counted(self.repeated, 'claim')} came back; none has two tags to compare."
        said = f"The same tag on {self.same:,} of {counted(self.compared, 'claim')}"
        alpha = self.alpha
        if alpha.estimate.value is None:
            return f"{said}; α is not defined: {alpha.estimate.undefined}"
        between = sentences.between(alpha.interval)
        interval = f" (95 % interval {between})" if between else ""
        return f"{said}; α = {sentences.number(alpha.estimate.value)}{interval}."


def steadiness(said: Iterable[Said], labels: Sequence[str]) -> list[Steadiness]:
    """The figures of all together, then of each analyst by name; none where nothing came back."""
    everything = list(said)
    if not everything:
        return []
    by_name: dict[str, list[Said]] = {}
    for one in everything:
        by_name.setdefault(one.analyst, []).append(one)
    parts = [_of("", everything, labels)] if len(by_name) > 1 else []
    return parts + [_of(name, by_name[name], labels) for name in sorted(by_name)]


def _of(analyst: str, said: Sequence[Said], labels: Sequence[str]) -> Steadiness:
    votes = [
        Vote(0, f"{one.claim} {one.analyst}", occasion, answer)
        for one in said
        for occasion, answer in ((FIRST, one.first), (AGAIN, one.again))
    ]
    found = report(table_of(votes, labels))
    compared = found.coverage.compared
    return Steadiness(
        analyst,
        len(said),
        compared,
        compared - found.coverage.differing,
        found.figures[HEADLINE.name],
    )
