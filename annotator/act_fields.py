"""What the fields of an act may hold, whoever acts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from annotator.scheme import Scheme

TEXT_LENGTH: Final = 10_000
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LABEL: Final = re.compile(r"[\w .-]{1,60}/[0-9]{1,6}")
# What JSON can carry and SQLite or a spreadsheet cannot: written as U+FFFD, as in articles.
_UNSAFE: Final = re.compile("[\x00\ud800-\udfff]")


class ActError(ValueError):
    """The act cannot be stored; the message says what is wrong with it."""


def is_id(value: object) -> bool:
    """Whether this is an event's id."""
    return isinstance(value, str) and _UUID.fullmatch(value) is not None


def event_id(raw: Mapping[str, Any], field: str) -> str | None:
    """An event's id, or None where there is none.

    Raises:
        ActError: It is something else.
    """
    value = raw.get(field)
    if value is None:
        return None
    if not is_id(value):
        raise ActError(f"{shown(value)} in “{field}” is not an event's id.")
    return str(value)


def is_number(value: object) -> bool:
    """Whether this can be the id of a row."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**62


def is_label(value: str) -> bool:
    """Whether a tag scheme can have this label."""
    return _LABEL.fullmatch(value) is not None


def claim_of(raw: Mapping[str, Any], field: str) -> int | None:
    """A claim's id, or None where there is none.

    Raises:
        ActError: It is something else.
    """
    value = raw.get(field)
    if value is None:
        return None
    if not is_number(value):
        raise ActError(f"{shown(value)} in “{field}” is no claim.")
    return int(value)


def text_of(raw: Mapping[str, Any], field: str, what: str) -> str:
    """A text that somebody wrote.

    Raises:
        ActError: There is none, or it is too long; `what` names it.
    """
    text = raw.get(field)
    if not isinstance(text, str):
        raise ActError(f"The {what} has no text.")
    if len(text) > TEXT_LENGTH:
        raise ActError(
            f"The {what} has {len(text):,} characters; at most {TEXT_LENGTH:,} are kept."
        )
    return kept_text(text)


def kept_text(text: str) -> str:
    """A text as it can be kept everywhere: without characters that are none."""
    return _UNSAFE.sub("\ufffd", text)


def label_of(raw: Mapping[str, Any], scheme: Scheme) -> str:
    """The scheme that was on screen: an act kept in the browser may be older than the server."""
    label = raw.get("scheme", scheme.label)
    if not isinstance(label, str) or not is_label(label):
        raise ActError(f"There is no tag scheme {shown(label)}.")
    return label


def tag_of(tag: object, scheme: Scheme) -> str:
    """A tag of the scheme.

    Raises:
        ActError: It has no such tag.
    """
    if tag not in scheme.categories:
        known = ", ".join(scheme.categories)
        raise ActError(f"The tag scheme has no tag {shown(tag)}; choose {known}.")
    return str(tag)


def one_of(value: object, known: Sequence[str], what: str) -> str:
    """One of a list of words; nothing is the empty word.

    Raises:
        ActError: It is none of them.
    """
    value = value or ""
    if value not in known:
        raise ActError(
            f"There is no {what} {shown(value)}; choose {', '.join(filter(None, known))}."
        )
    return str(value)


def shown(value: object) -> str:
    """A value that came from outside, for a sentence."""
    return f"“{_UNSAFE.sub(chr(0xFFFD), str(value)[:40])}”"
