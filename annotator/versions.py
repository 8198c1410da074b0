"""What is to be said where votes of several versions of a codebook are in one figure. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from annotator.words import counted

__all__ = ["said_of"]


def said_of(
    versions: Mapping[str, int], only: str, basis: Literal["votes", "current", "unrecorded"]
) -> str:
    """Which versions are counted, with how many votes each; empty where there is one only."""
    if len(versions) < 2:
        return ""
    what = "answer" if basis == "current" else "vote"
    if not only:
        parts = ", ".join(f"{number:,} under {label}" for label, number in versions.items())
        return f"Counted together are {what}s of {len(versions)} versions of the codebook: {parts}."
    rest = sum(versions.values()) - versions[only]
    return (
        f"Counted {'is' if versions[only] == 1 else 'are'} only the "
        f"{counted(versions[only], what)} under {only}; {rest:,} under other versions "
        f"{'is' if rest == 1 else 'are'} left out."
    )
