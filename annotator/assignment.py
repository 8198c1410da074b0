"""Work shared out: who gets which article, or which part of it. Pure, and the same for one seed."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Generic, TypeVar

K = TypeVar("K")


class AssignmentError(ValueError):
    """The work cannot be shared out so; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Unit(Generic[K]):
    """A piece of work that is given as a whole: an article, or a paragraph of one.

    Attributes:
        size: How many claims it has.
        held: Who has it already; they count, and get it no second time.
        shy: Who has seen others' work on it: their votes would not be blind, so they come last.
    """

    key: K
    size: int
    held: frozenset[str] = frozenset()
    shy: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Table:
    """What has been dealt so far."""

    loads: dict[str, int]
    chance: random.Random
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)

    def give(self, unit: Unit[K], overlap: int) -> list[str]:
        chosen = [name for name in self.loads if name in unit.held]
        given: list[str] = []
        for _ in range(overlap - len(unit.held)):
            free = [name for name in self.loads if name not in chosen]
            if not free:
                break
            self.chance.shuffle(free)
            best = min(free, key=lambda name: self._cost(name, unit, chosen))
            chosen.append(best)
            given.append(best)
            self.loads[best] += unit.size
        self.pairs.update(map(_pair, combinations(chosen, 2)))
        return given

    def _cost(self, name: str, unit: Unit[K], chosen: Collection[str]) -> tuple[bool, int, int]:
        """Blind ones first, then who has least; of those, who was seldom with the others."""
        together = sum(self.pairs[_pair((name, other))] for other in chosen)
        return (name in unit.shy, self.loads[name], together)


def deal(
    units: Sequence[Unit[K]],
    analysts: Sequence[str],
    overlap: int,
    *,
    seed: int,
    loads: Mapping[str, int] | None = None,
) -> dict[str, list[K]]:
    """Give each unit to `overlap` different analysts, evenly by claims; what each gets, by analyst.

    Whoever has the fewest claims is next, so with equal loads before, and nobody who has seen
    others' work, two loads differ by no more than the largest unit. Of several, the one comes next
    who was least often with the others of the unit: everybody is to be compared with everybody.

    Args:
        overlap: How many analysts each unit is to have, those who hold it already among them.
        seed: Decides where nothing else does; the same one gives the same result.
        loads: Claims that each of them has to do already.

    Raises:
        AssignmentError: There are fewer analysts than each unit is to have, or none.
    """
    people = list(dict.fromkeys(analysts))
    if not people:
        raise AssignmentError("Nobody is chosen: choose who tags.")
    if not 1 <= overlap <= len(people):
        raise AssignmentError(
            f"Each is to be tagged by {overlap}, and {len(people)} "
            f"{'is' if len(people) == 1 else 'are'} chosen: choose more people, or fewer for each."
        )
    before = loads or {}
    chance = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    table = _Table({name: before.get(name, 0) for name in people}, chance)
    found: dict[str, list[K]] = {name: [] for name in people}
    for unit in units:
        for name in table.give(unit, overlap):
            found[name].append(unit.key)
    return found


def place(seed: int, analyst_id: str, article_id: int) -> int:
    """Where an article stands in an analyst's order: by chance, another for each of them.

    It follows from these three alone, so articles that are given later come between the others.
    """
    digest = hashlib.sha256(f"{seed}/{analyst_id}/{article_id}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 1


def _pair(two: tuple[str, str]) -> tuple[str, str]:
    return (min(two), max(two))
