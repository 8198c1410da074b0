"""Two letters for a person, where there is no room for the name."""

from __future__ import annotations


def initials(name: str) -> str:
    """At most two letters or figures of a name, in capitals; `?` if it has none."""
    words = ["".join(c for c in word if c.isalnum()) for word in name.split()]
    words = [word for word in words if word]
    if not words:
        return "?"
    letters = words[0][:1] + (words[-1][:1] if len(words) > 1 else words[0][1:2])
    return letters.upper()[:2]
