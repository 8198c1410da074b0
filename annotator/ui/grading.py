"""Grades of sources in words: the Admiralty scale, side by side and never averaged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from db.source_list import Grade

# The first half of the scale that NATO staff use (A to F for the source, 1 to 6 for the item).
WORDS: Final[Mapping[str, str]] = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "cannot be judged",
}
_MOST: Final = 4


def spelt(grade: str) -> str:
    """A grade with what it means; empty is none."""
    return f"{grade}, {WORDS[grade]}" if grade else "No grade"


def graded(grades: Sequence[Grade], reader: str) -> str:
    """Who gave which grade, in a line for each."""
    if not grades:
        return "Not graded"
    lines = [
        f"{'You' if one.analyst_id == reader else one.name}: {spelt(one.reliability)}"
        for one in grades[:_MOST]
    ]
    if len(grades) > _MOST:
        lines.append(f"and {len(grades) - _MOST:,} more")
    return "\n".join(lines)
