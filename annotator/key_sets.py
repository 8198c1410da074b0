"""Which keys somebody's desk has: as they come, those under the left hand, and single ones changed.

A command is named by the key that it has as it comes, so that a changed key is a pair of keys.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from annotator.scheme import Scheme

# Commands whose key can be changed; the help says what they do. `?` and `,` always find the way.
COMMANDS: Final = tuple("jkgzevanow.lmhbfp/")
LEFT: Final[Mapping[str, str]] = {"j": "d", "k": "e", "e": "q", "n": "t"}
LEFT_TAGS: Final = "12345"
# C and R are Streamlit's; S, R and X say what evidence does where there is some to be judged.
RESERVED: Final = "crsx"
KEY: Final = "key."
TAG: Final = "tag."
SET: Final = "keys"
_NAMED: Final = re.compile(r"^[A-Z](?=:)|(?<=\()[A-Z](?=\))")  # in the words of a scheme


def commands(preferences: Mapping[str, str]) -> dict[str, str]:
    """The keys that are not as they come, by command."""
    found = dict(LEFT) if preferences.get(SET) == "left" else {}
    found |= {
        name: preferences[f"{KEY}{name}"] for name in COMMANDS if f"{KEY}{name}" in preferences
    }
    return {name: key for name, key in found.items() if key != name}


def with_own_keys(scheme: Scheme, preferences: Mapping[str, str]) -> Scheme:
    """The scheme with the keys that somebody gave its tags, and the commands that it names."""
    left = preferences.get(SET) == "left"
    own = commands(preferences)

    def named(words: str) -> str:
        return _NAMED.sub(lambda found: own.get(found[0].lower(), found[0]).upper(), words)

    return replace(
        scheme,
        order=tuple(replace(step, action=named(step.action)) for step in scheme.order),
        actions=tuple(map(named, scheme.actions)),
        tags=tuple(
            replace(
                tag,
                key=preferences.get(
                    f"{TAG}{tag.name}",
                    LEFT_TAGS[place] if left and place < len(LEFT_TAGS) else tag.key,
                ),
            )
            for place, tag in enumerate(scheme.tags)
        ),
    )


def clash(scheme: Scheme, preferences: Mapping[str, str]) -> str:
    """A key that would mean two things, or that is not to be had; empty if there is none.

    What a scheme has of that by itself is nobody's choice: there the tag comes first.
    """
    return next(iter(sorted(_clashes(scheme, preferences) - _clashes(scheme, {}))), "")


def _clashes(scheme: Scheme, preferences: Mapping[str, str]) -> set[str]:
    taken = {name: name for name in COMMANDS} | commands(preferences)
    keys = [*taken.values(), *(tag.key for tag in with_own_keys(scheme, preferences).tags)]
    return {key for key in keys if keys.count(key) > 1 or key in RESERVED}
