"""The latest results of something costly, by what they follow from. In this process only."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(slots=True)
class _Place(Generic[V]):
    made: list[V] = field(default_factory=list)  # the result, once there is one
    lock: Lock = field(default_factory=Lock)


class Kept(Generic[K, V]):
    """At most so many results; the one that was asked for least lately goes first.

    A key says everything that its result follows from, so nothing here is ever out of date.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._places: OrderedDict[K, _Place[V]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The result for this key; who asks while it is being made waits for it."""
        with self._lock:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
            while len(self._places) > self._most:
                self._places.popitem(last=False)
        with place.lock:
            if not place.made:
                place.made.append(make())
            return place.made[0]

    def __len__(self) -> int:
        return len(self._places)
