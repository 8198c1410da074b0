"""What the benchmarks share: goals, and how it is said whether they are met."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

QUIET: Final = 1.0  # above this load average, times on the wall say little


@dataclass(frozen=True, slots=True)
class Check:
    """A goal and what was found: at most so much or, with `least`, at least."""

    name: str
    found: float
    goal: float
    unit: str = "ms"
    least: bool = False

    @property
    def passed(self) -> bool:
        """Whether the goal is met."""
        return self.found >= self.goal if self.least else self.found <= self.goal

    @property
    def line(self) -> str:
        """As it is printed."""
        verdict, sign = "PASS" if self.passed else "FAIL", "≥" if self.least else "≤"
        found, goal = _number(self.found), _number(self.goal)
        return f"{verdict}  {self.name:52} {found:>8}  {sign} {goal:>8} {self.unit}".rstrip()


def verdict(checks: Iterable[Check]) -> int:
    """Print a line for each goal; 1 when one of them is missed, else 0."""
    found = list(checks)
    for check in found:
        print(check.line)
    return int(not all(check.passed for check in found))


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.2f}"
