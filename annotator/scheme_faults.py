"""What is wrong with a scheme that was read: every contradiction in it, a sentence each. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from annotator.palette import COLOURS
from annotator.scheme_model import Scheme, Tag
from db.model import OUTCOMES

__all__ = ["FEWEST", "MOST", "RESERVED_KEYS", "faults"]

# The desk's own keys, and C and R, which are Streamlit's, and S, R, X for evidence that is judged.
RESERVED_KEYS: Final = frozenset("jkgznwbflmhcrxaevops,./?")
FEWEST, MOST = 2, 9  # tags beside the one that is not sure

_NAME: Final = re.compile(r"[\w .-]{1,60}")  # what can stand before the / of a label
_WORD: Final = re.compile(r"[A-Za-z0-9_]{1,40}")
_STANCES: Final = ("supports", "refutes")


def faults(scheme: Scheme) -> list[str]:
    """Every contradiction; what is not there at all was told when the file was read."""
    return [
        *_about_the_whole(scheme),
        *(fault for tag in scheme.tags for fault in _about_a_tag(tag)),
        *_about_pairs(scheme.tags),
        *_about_reasons(scheme),
        *_about_references(scheme),
    ]


def _about_the_whole(scheme: Scheme) -> Iterator[str]:
    if scheme.name and not (_NAME.fullmatch(scheme.name) and scheme.name == scheme.name.strip()):
        yield (
            f"the name “{scheme.name}” may hold letters, figures, blanks, . - and _, "
            "60 characters at most."
        )
    number = len(scheme.categories)
    if not FEWEST <= number <= MOST:
        yield (
            f"there {'is' if number == 1 else 'are'} {number} [[tags]] to choose from; a scheme "
            f"has from {FEWEST} to {MOST}, and one with outcome “unsure” if it likes."
        )
    unsure = [tag.name for tag in scheme.tags if tag.outcome == "unsure"]
    if len(unsure) > 1:
        yield f"{' and '.join(unsure)} have the outcome “unsure”; only one tag can."


def _about_a_tag(tag: Tag) -> Iterator[str]:
    name = tag.name
    if name and not _WORD.fullmatch(name):
        yield f"the tag name “{name}” may hold only letters, figures and _, 40 at most."
    if tag.outcome not in ("", "tagged", "unsure"):
        yield f"the outcome of {name} must be tagged or unsure, not “{tag.outcome}”."
    elif (name in OUTCOMES and name != tag.outcome) or name == "tagged":
        yield f"no tag can be called {name}: in the exports that word is an outcome."
    if tag.letter and (len(tag.letter) != 1 or not tag.letter.isalnum()):
        yield f"the letter of {name} must be a single letter or figure, not “{tag.letter}”."
    if tag.key and (len(tag.key) != 1 or not tag.key.isprintable() or tag.key.isspace()):
        yield f"the key of {name} must be one visible character, not “{tag.key}”."
    elif tag.key != tag.key.lower():
        yield f"the key of {name} must be written small: “{tag.key.lower()}”."
    elif tag.key in RESERVED_KEYS:
        yield f"the key “{tag.key}” of {name} is taken by the desk. Choose another one."
    if tag.colour and tag.colour not in COLOURS:
        yield f"{name} has no colour “{tag.colour}” to take; there are {', '.join(COLOURS)}."
    for stance in tag.requires:
        if stance not in _STANCES:
            yield f"{name} can require supports and refutes, not “{stance}”."


def _about_pairs(tags: Iterable[Tag]) -> Iterator[str]:
    """What two tags must not have in common."""
    tags = tuple(tags)
    for name in _twice(tag.name.casefold() for tag in tags):
        yield f"two tags have the name “{name}”. Give each its own."
    for what in ("key", "letter", "colour"):
        for value in _twice(getattr(tag, what).casefold() for tag in tags):
            having = [tag for tag in tags if getattr(tag, what).casefold() == value]
            names = " and ".join(tag.name for tag in having)
            shown = getattr(having[0], what)
            yield f"{names} have the same {what} “{shown}”. Give each its own."


def _about_reasons(scheme: Scheme) -> Iterator[str]:
    for name in filter(None, scheme.reasons):
        if not _WORD.fullmatch(name):
            yield f"the reason “{name}” may hold only letters, figures and _, 40 at most."
    for name in _twice(scheme.reasons):
        yield f"the reason “{name}” stands twice in [[reasons]]."
    takers = [tag.name for tag in scheme.tags if tag.takes_reasons]
    if scheme.reasons and not takers:
        yield "no tag takes the [[reasons]]. Write `takes_reasons = true` at one, or take them out."
    if takers and not scheme.reasons:
        yield f"{takers[0]} takes reasons, and there are no [[reasons]]."
    for tag in scheme.tags:
        if tag.takes_reasons and tag.outcome == "unsure":
            yield f"{tag.name} is the answer that is not sure; it takes no reasons."


def _about_references(scheme: Scheme) -> Iterator[str]:
    takes = {tag.name: tag.takes_reasons for tag in scheme.tags}
    for step in scheme.order:
        if bool(step.tag) == bool(step.action):
            yield f"the step “{step.question}” must lead to either a tag or an action."
        if step.tag and step.tag not in takes:
            yield f"the step “{step.question}” names the tag “{step.tag}”, not in [[tags]]."
        if step.reason and step.reason not in scheme.reasons:
            yield f"“{step.question}” names the reason “{step.reason}”, not in [[reasons]]."
        elif step.reason and not takes.get(step.tag):
            yield f"“{step.question}” names a reason, which no “{step.tag}” takes."
    for case in _twice(ruling.case for ruling in scheme.rulings):
        yield f"two rulings are about “{case}”. Make one of them."
    for ruling in scheme.rulings:
        for tag in ruling.tags:
            if tag not in takes:
                yield f"the ruling “{ruling.case}” names the tag “{tag}”, not in [[tags]]."


def _twice(values: Iterable[str]) -> list[str]:
    return sorted(value for value, number in Counter(filter(None, values)).items() if number > 1)
