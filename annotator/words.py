"""Numbers with their nouns, as pages and commands write them."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """`1 claim`, `1,200 claims`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
