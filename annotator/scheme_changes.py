"""What differs between two versions of a tag scheme, in a few words each. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from annotator.scheme_model import Ruling, Scheme, Tag
from annotator.words import counted

__all__ = ["changes"]

_TEXTS: Final = {
    "unit": "the unit",
    "context": "the context",
    "advice": "the advice",
    "identifiable": "what is identifiable",
    "not_identifiable": "what is not identifiable",
    "grounds": "where it comes from",
    "actions": "the actions",
    "order": "the order",
    "explained_reasons": "the reasons",
}
_FIELDS: Final = ("meaning", "line", "examples", "key", "letter", "colour", "requires")


def changes(before: Scheme, after: Scheme) -> list[str]:
    """What changed, the tags first; empty where only the version did."""
    return [
        *_of_tags(before, after),
        *_of_rulings(before.rulings, after.rulings),
        *(words for name, words in _TEXTS.items() if getattr(before, name) != getattr(after, name)),
    ]


def _of_tags(before: Scheme, after: Scheme) -> Iterator[str]:
    was = {tag.name: tag for tag in before.tags}
    now = {tag.name: tag for tag in after.tags}
    for name, tag in now.items():
        if name not in was:
            yield f"the tag {name}, new"
        elif tag != was[name]:
            yield f"{', '.join(_different(was[name], tag))} of {name}"
    for name in was:
        if name not in now:
            yield f"the tag {name}, gone"
    if set(was) == set(now) and list(was) != list(now):
        yield "in which order the tags stand"


def _different(was: Tag, now: Tag) -> list[str]:
    found = [name for name in _FIELDS if getattr(was, name) != getattr(now, name)]
    return found or ["reasons" if was.takes_reasons != now.takes_reasons else "outcome"]


def _of_rulings(was: tuple[Ruling, ...], now: tuple[Ruling, ...]) -> Iterator[str]:
    before = {ruling.case: ruling for ruling in was}
    after = {ruling.case: ruling for ruling in now}
    new, gone = after.keys() - before.keys(), before.keys() - after.keys()
    other = sum(before[case] != after[case] for case in before.keys() & after.keys())
    renamed = min(len(new), len(gone))  # the case was put in other words
    for number, word in (
        (len(new) - renamed, "new"),
        (len(gone) - renamed, "gone"),
        (other + renamed, "changed"),
    ):
        if number:
            yield f"{counted(number, 'ruling')} {word}"
    if not (new or gone or other) and was != now:
        yield "in which order the rulings stand"
